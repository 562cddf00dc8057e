//! `data/sources.csl.json`: the sources as [CSL-JSON](https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html), for
//! Zotero and its kin.
//!
//! Its schema takes no fields of ours, so what it has none for is in `custom`, as the standard wants it. A date goes in as
//! numbers only as far as it is exact; else it goes in as words, and as written into `custom`.

use super::dates::Exact;
use super::{Artifact, OutputContext, artifact, one_line};
use crate::model::date::Edtf;
use crate::model::dossier::{Dossier, Entry};
use crate::model::front_matter::Author;
use crate::model::kind::Kind;
use crate::render::references::publisher_variable;
use serde_json::{Map, Value, json};

pub const PATH: &str = "data/sources.csl.json";

pub fn make(context: &OutputContext<'_>) -> Vec<Artifact<'static>> {
    vec![artifact(PATH, sources(context.dossier))]
}

/// All sources, one in a line.
#[must_use]
pub fn sources(dossier: &Dossier) -> String {
    let lines: Vec<String> = dossier
        .of_kind(Kind::Source)
        .filter_map(|(_, entry)| item(entry, &dossier.config.lang))
        .map(|item| item.to_string())
        .collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}

/// One source, or none if the entry is not a source.
#[must_use]
pub fn item(entry: &Entry, lang: &str) -> Option<Value> {
    let source = entry.source()?;
    let mut item = Map::new();
    let mut custom = Map::new();
    let mut set = |name: &str, text: &str| {
        let text = one_line(text);
        if !text.trim().is_empty() {
            item.insert(name.to_owned(), json!(text.trim()));
        }
    };
    set("id", entry.id());
    set("type", source.type_word);
    set("title", entry.title());
    set(publisher_variable(source.type_word), &source.publisher);
    set("URL", source.url.as_deref().unwrap_or_default());
    set("language", &source.language);
    if let Some(archived) = &source.archive_url {
        set("archive", host(archived));
        set("archive_location", archived);
    }
    let authors: Vec<Value> = source.authors.iter().filter_map(author).collect();
    if !authors.is_empty() {
        item.insert("author".to_owned(), Value::Array(authors));
    }
    for (name, when) in [
        ("issued", &source.published),
        ("accessed", &source.accessed),
    ] {
        let Some(when) = when else { continue };
        let (value, is_exact) = date(when, lang);
        item.insert(name.to_owned(), value);
        if !is_exact {
            custom.insert(format!("{name}-edtf"), json!(when.as_str()));
        }
    }
    if let Some(snapshot) = &source.snapshot {
        custom.insert("sha256".to_owned(), json!(snapshot.sha256));
    }
    let flags: Vec<&str> = source.flags.iter().map(|flag| flag.word()).collect();
    if !flags.is_empty() {
        custom.insert("flags".to_owned(), json!(flags));
    }
    if let Some(via) = &source.via {
        custom.insert("via".to_owned(), json!(via));
    }
    if !source.origins.is_empty() {
        custom.insert("origins".to_owned(), json!(source.origins));
    }
    if !custom.is_empty() {
        item.insert("custom".to_owned(), Value::Object(custom));
    }
    Some(Value::Object(item))
}

fn author(author: &Author) -> Option<Value> {
    let mut name = Map::new();
    for (key, part) in [
        ("family", &author.family),
        ("given", &author.given),
        ("literal", &author.literal),
    ] {
        if !part.trim().is_empty() {
            name.insert(key.to_owned(), json!(one_line(part).trim()));
        }
    }
    (!name.is_empty()).then_some(Value::Object(name))
}

/// A date of CSL, and whether it says all that was written.
fn date(date: &Edtf, lang: &str) -> (Value, bool) {
    let exact = Exact::of(date);
    let parts: Option<Vec<Vec<i32>>> = [exact.start, exact.end]
        .into_iter()
        .flatten()
        .map(|text| text.split('-').map(|part| part.parse().ok()).collect())
        .collect();
    match parts {
        Some(parts) if exact.is_all => (json!({ "date-parts": parts }), true),
        _ => (json!({ "literal": date.words(lang) }), false),
    }
}

/// `web.archive.org`
fn host(url: &str) -> &str {
    let after = url.split_once("://").map_or(url, |(_, after)| after);
    after.split(['/', '?', '#']).next().unwrap_or(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_never_narrower_than_it_was_written() {
        for (written, expected, is_exact) in [
            ("2014", json!({"date-parts": [[2014]]}), true),
            ("2014-09", json!({"date-parts": [[2014, 9]]}), true),
            ("2014-09-06", json!({"date-parts": [[2014, 9, 6]]}), true),
            (
                "2014/2016-02",
                json!({"date-parts": [[2014], [2016, 2]]}),
                true,
            ),
            (
                "2014-09~",
                json!({"literal": "about September 2014"}),
                false,
            ),
            (
                "2019-12/..",
                json!({"literal": "from December 2019"}),
                false,
            ),
            ("[2019,2020]", json!({"literal": "2019 or 2020"}), false),
            ("2014-21", json!({"literal": "spring 2014"}), false),
            (
                "2014-09-XX",
                json!({"literal": "some day in September 2014"}),
                false,
            ),
        ] {
            assert_eq!(
                date(&Edtf::parse(written).unwrap(), "en"),
                (expected, is_exact),
                "{written}"
            );
        }
    }

    #[test]
    fn the_archive_is_named_by_its_host() {
        assert_eq!(
            host("https://web.archive.org/web/2020/https://e.org"),
            "web.archive.org"
        );
    }
}
