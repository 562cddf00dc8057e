//! `data/sources.bib`: the sources for [BibLaTeX](https://ctan.org/pkg/biblatex), whose dates are EDTF as well.
//!
//! What is special to TeX is escaped, titles keep their capitals, and a date that BibLaTeX cannot read goes into a note in words.

use super::{Artifact, OutputContext, artifact, one_line};
use crate::model::date::Edtf;
use crate::model::dossier::{Dossier, Entry};
use crate::model::front_matter::{Author, Source};
use crate::model::kind::Kind;
use crate::render::catalogue::Catalogue;
use crate::text::capitalised;

pub const PATH: &str = "data/sources.bib";

/// Type of CSL, type of BibLaTeX, and the field of the publisher there.
const TYPES: &[(&str, &str, &str)] = &[
    ("article", "article", "journaltitle"),
    ("article-journal", "article", "journaltitle"),
    ("article-magazine", "article", "journaltitle"),
    ("article-newspaper", "article", "journaltitle"),
    ("book", "book", "publisher"),
    ("chapter", "incollection", "booktitle"),
    ("dataset", "dataset", "organization"),
    ("entry", "inreference", "booktitle"),
    ("entry-dictionary", "inreference", "booktitle"),
    ("entry-encyclopedia", "inreference", "booktitle"),
    ("pamphlet", "booklet", "howpublished"),
    ("paper-conference", "inproceedings", "booktitle"),
    ("post", "online", "organization"),
    ("post-weblog", "online", "organization"),
    ("report", "report", "institution"),
    ("review", "article", "journaltitle"),
    ("software", "software", "organization"),
    ("thesis", "thesis", "institution"),
    ("webpage", "online", "organization"),
];

/// Types of BibLaTeX that demand a `type`, and which.
const DEMANDED: &[(&str, &str)] = &[("report", "report"), ("thesis", "thesis")];

/// Names of languages in the package babel.
const LANGUAGES: &[(&str, &str)] = &[
    ("ar", "arabic"),
    ("ca", "catalan"),
    ("de", "german"),
    ("en", "english"),
    ("es", "spanish"),
    ("fr", "french"),
    ("he", "hebrew"),
    ("it", "italian"),
    ("nl", "dutch"),
    ("pl", "polish"),
    ("pt", "portuguese"),
    ("ru", "russian"),
    ("uk", "ukrainian"),
];

pub fn make(context: &OutputContext<'_>) -> Vec<Artifact<'static>> {
    vec![artifact(PATH, sources(context.dossier, context.words))]
}

/// All sources.
#[must_use]
pub fn sources(dossier: &Dossier, words: &Catalogue) -> String {
    let lang = &dossier.config.lang;
    dossier
        .of_kind(Kind::Source)
        .filter_map(|(_, entry)| {
            let source = entry.source()?;
            let via = source.via.as_deref().and_then(|via| dossier.find(via));
            Some(record(
                entry.id(),
                entry.title(),
                source,
                via.map(Entry::title),
                lang,
                words,
            ))
        })
        .collect::<Vec<_>>()
        .join("\n")
}

fn record(
    id: &str,
    title: &str,
    source: &Source,
    via: Option<&str>,
    lang: &str,
    words: &Catalogue,
) -> String {
    let (_, kind, publisher) = TYPES
        .iter()
        .find(|(of, ..)| *of == source.type_word)
        .unwrap_or(&("", "misc", "organization"));
    let mut fields: Vec<(&str, String)> = Vec::new();
    let mut set = |name, value: String| {
        if !value.is_empty() {
            fields.push((name, value));
        }
    };
    let authors: Vec<String> = source.authors.iter().filter_map(author).collect();
    set("author", authors.join(" and "));
    let title = escape(title);
    set(
        "title",
        if title.is_empty() {
            title
        } else {
            format!("{{{title}}}")
        },
    );
    set(publisher, escape(&source.publisher));
    let demanded = DEMANDED.iter().find(|(of, _)| of == kind);
    set(
        "type",
        demanded.map_or(String::new(), |(_, word)| (*word).to_owned()),
    );
    let mut notes: Vec<String> = Vec::new();
    for (name, when) in [("date", &source.published), ("urldate", &source.accessed)] {
        match when {
            Some(when) if is_readable(when) => set(name, day_of(when).to_owned()),
            Some(when) if name == "date" => notes.push(escape(&when.words(lang))),
            _ => {}
        }
    }
    set(
        "url",
        source.url.as_deref().map(address).unwrap_or_default(),
    );
    let language = source.language.split(['-', '_']).next().unwrap_or_default();
    let babel = LANGUAGES
        .iter()
        .find(|(code, _)| code.eq_ignore_ascii_case(language));
    set(
        "langid",
        babel.map_or(String::new(), |(_, name)| (*name).to_owned()),
    );
    if let Some(archived) = &source.archive_url {
        // Printed as `Archived copy: …`. In a note, where nothing is read as it is, `%` would begin a comment that
        // hides the end of the record.
        set("eprint", address(archived));
        set("eprinttype", escape(words.get("ui.archive")));
    }
    if let Some(via) = via {
        let by = escape(&format!("{} {via}", words.get("ui.via")));
        notes.push(capitalised(&by));
    }
    set("note", notes.join(". "));
    let flags: Vec<&str> = source.flags.iter().map(|flag| flag.word()).collect();
    set("keywords", flags.join(", "));
    let fields: String = fields
        .iter()
        .map(|(name, value)| format!("  {name} = {{{value}}},\n"))
        .collect();
    format!("@{kind}{{{id},\n{fields}}}\n")
}

fn author(author: &Author) -> Option<String> {
    let [family, given, literal] =
        [&author.family, &author.given, &author.literal].map(|part| escape(part));
    let has_parts = !family.is_empty() && !given.is_empty();
    let whole = [given.as_str(), &family, &literal]
        .into_iter()
        .find(|part| !part.is_empty())?;
    // A name in braces is not taken apart: no particle in the middle of Zerón de Lucio, no two authors in Smith and Sons.
    let family_is_simple = family
        .split(' ')
        .skip(1)
        .all(|word| word.starts_with(char::is_uppercase))
        || family.starts_with(char::is_lowercase);
    Some(
        match (has_parts, family_is_simple && !family.contains(',')) {
            (true, true) => format!("{family}, {given}"),
            (true, false) => format!("{{{family}}}, {given}"),
            (false, _) => format!("{{{whole}}}"),
        },
    )
}

/// Whether it is of the forms of EDTF that BibLaTeX reads: level 1, and of the seasons those without a hemisphere.
fn is_readable(date: &Edtf) -> bool {
    let text = date.as_str();
    let is_of_level_1 = text.chars().all(|c| {
        c.is_ascii_digit()
            || matches!(
                c,
                '-' | '/' | '.' | '?' | '~' | '%' | 'X' | 'T' | ':' | '+' | 'Z'
            )
    });
    let is_other_part = |part: &str| {
        let month = part
            .trim_start_matches('-')
            .get(5..7)
            .and_then(|m| m.parse::<u8>().ok());
        month.is_some_and(|month| month > 24)
    };
    // Times of an interval would have to go from within it.
    let has_times = text.contains('/') && text.contains('T');
    is_of_level_1 && !has_times && !text.split('/').any(is_other_part)
}

/// Without the time of day, for which a reference has no use.
fn day_of(date: &Edtf) -> &str {
    let text = date.as_str();
    if text.contains('/') {
        return text;
    }
    text.split('T').next().unwrap_or(text)
}

/// Text in which nothing means anything to TeX.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in one_line(text).trim().chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => escaped.extend(['\\', c]),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '\\' => escaped.push_str("\\textbackslash{}"),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// An address, which is read as it is but for braces.
fn address(url: &str) -> String {
    url.trim()
        .replace('{', "%7B")
        .replace('}', "%7D")
        .replace('\\', "%5C")
        .replace(char::is_whitespace, "%20")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::node::Node;

    fn words() -> Catalogue {
        let word = |key: &str, text: &str| (key.to_owned(), Node::Text(text.to_owned()));
        let said = vec![word("archive", "Copia archivada"), word("via", "según")];
        Catalogue::of("es", &[Node::Map(vec![("ui".to_owned(), Node::Map(said))])])
    }

    /// In a field that is read as it is, an address is what a browser takes; everywhere else `%` would begin a comment.
    #[test]
    fn nothing_begins_a_comment() {
        let source = Source {
            archive_url: Some("https://archive.org/a%20b".to_owned()),
            ..Source::default()
        };
        let record = record("a", "5%", &source, Some("10%"), "en", &words());
        let verbatim = ["url", "eprint", "file", "doi"];
        for line in record.lines() {
            let field = line.trim().split(' ').next().unwrap_or_default();
            let is_comment = line.replace("\\%", "").contains('%');
            assert!(!is_comment || verbatim.contains(&field), "{line}");
        }
    }

    #[test]
    fn a_source_is_a_record() {
        let source = Source {
            type_word: "article-newspaper",
            authors: vec![
                Author {
                    family: "Zerón de Lucio".to_owned(),
                    given: "Ana".to_owned(),
                    literal: String::new(),
                },
                Author {
                    literal: "Smith and Sons".to_owned(),
                    ..Author::default()
                },
            ],
            publisher: "News & Views".to_owned(),
            published: Some(Edtf::parse("2014-09~").unwrap()),
            accessed: Some(Edtf::parse("2023-09-01").unwrap()),
            url: Some("https://example.org/a_b?c={d}".to_owned()),
            archive_url: Some("https://archive.org/web/a%20b_c#d&e".to_owned()),
            language: "es-MX".to_owned(),
            ..Source::default()
        };
        assert_eq!(
            record(
                "news-2014",
                "100% {sure}",
                &source,
                Some("A \\ B"),
                "es",
                &words()
            ),
            "@article{news-2014,\n\
             \x20 author = {{Zerón de Lucio}, Ana and {Smith and Sons}},\n\
             \x20 title = {{100\\% \\{sure\\}}},\n\
             \x20 journaltitle = {News \\& Views},\n\
             \x20 date = {2014-09~},\n\
             \x20 urldate = {2023-09-01},\n\
             \x20 url = {https://example.org/a_b?c=%7Bd%7D},\n\
             \x20 langid = {spanish},\n\
             \x20 eprint = {https://archive.org/web/a%20b_c#d&e},\n\
             \x20 eprinttype = {Copia archivada},\n\
             \x20 note = {Según A \\textbackslash{} B},\n}\n"
        );
    }

    #[test]
    fn a_date_that_biblatex_cannot_read_is_a_note() {
        for (written, expected) in [
            ("2014/2016", "  date = {2014/2016},\n"),
            ("2019-12/..", "  date = {2019-12/..},\n"),
            ("2014-21", "  date = {2014-21},\n"),
            ("2014-09-26T22:30", "  date = {2014-09-26},\n"),
            ("2014-33", "  note = {January–March 2014},\n"),
            ("[2019,2020]", "  note = {2019 or 2020},\n"),
            ("Y17000", "  note = {17000},\n"),
        ] {
            let source = Source {
                type_word: "interview",
                published: Some(Edtf::parse(written).unwrap()),
                ..Source::default()
            };
            assert_eq!(
                record("a", "", &source, None, "en", &words()),
                format!("@misc{{a,\n{expected}}}\n")
            );
        }
    }
}
