//! What must hold for any source in any style.

use super::specialise::Facts;
use super::*;
use crate::model::words::Vocabulary;
use hayagriva::ElemMeta;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

const DATES: &[&str] = &[
    "2014",
    "2021-07",
    "2014-09-26",
    "2014-09-06",
    "2019-01-01",
    "2021-12-31",
    "2014-09~",
    "2019?",
    "201X",
    "2014-21",
    "2014/2016",
    "2019-12/..",
    "[2019,2020]",
    "[..2023-08]",
    "0476",
    "2014-09-26T22:30",
];
const NAMES: &[&str] = &[
    "Ana",
    "Ana María",
    "Jean-Pierre",
    "Zerón de Lucio",
    "de la Cruz",
    "van der Berg",
    "O’Neill",
    "明",
    "Ó",
    "",
    "J. R.",
];
const TITLES: &[&str] = &[
    "Plain",
    "Who?",
    "Ends.",
    "Wait…",
    "He \"lied\"",
    "\"All\"",
    "<b> & 'c'",
    "2666",
    ", odd",
    "Yes!",
    "",
];
const PUBLISHERS: &[&str] = &["Haaretz", "Vice Inc.", "Yahoo!", "Citizen Lab", ""];
const URLS: &[&str] = &[
    "https://example.org/a?b=1&c=\"2\"",
    "javascript:alert(1)",
    "HTTP://EXAMPLE.ORG",
];

fn one_of(words: &'static [&'static str]) -> impl Strategy<Value = &'static str> + Clone {
    proptest::sample::select(words)
}

pub(super) fn source() -> impl Strategy<Value = (String, Source)> {
    let author =
        (one_of(NAMES), one_of(NAMES), one_of(NAMES)).prop_map(|(family, given, literal)| Author {
            family: family.to_owned(),
            given: given.to_owned(),
            literal: if family.is_empty() {
                literal.to_owned()
            } else {
                String::new()
            },
        });
    let date = || proptest::option::of(one_of(DATES).prop_map(|text| Edtf::parse(text).unwrap()));
    let types = one_of(Vocabulary::SourceType.words());
    let authors = prop_oneof![
        proptest::collection::vec(author.clone(), 0..4),
        proptest::collection::vec(author, 4..24)
    ];
    let url = proptest::option::of(one_of(URLS).prop_map(str::to_owned));
    (
        types,
        authors,
        one_of(PUBLISHERS),
        date(),
        date(),
        url,
        one_of(TITLES),
    )
        .prop_map(
            |(type_word, authors, publisher, published, accessed, url, title)| {
                let source = Source {
                    type_word,
                    authors,
                    publisher: publisher.to_owned(),
                    published,
                    accessed,
                    url,
                    ..Source::default()
                };
                (title.to_owned(), source)
            },
        )
}

/// A style that was specialised says the same as the whole one, for every style.
#[test]
fn specialising_a_style_changes_nothing() {
    let names: Vec<&str> = Style::names().collect();
    names.par_iter().enumerate().for_each(|(n, name)| {
        let lang = ["en", "es", "he", "de"][n % 4];
        let style = Style::find(name, lang).unwrap();
        let mut runner = TestRunner::new(config());
        let all = |(title, source): (String, Source)| {
            let record = SourceRecord {
                id: "",
                title: &title,
                source: &source,
            };
            let item = Item::of(&record);
            let csl = item.fields(source.type_word).csl();
            let with = |facts: Facts| {
                content(
                    &csl,
                    &specialise::specialise(style.general(), &facts),
                    &style,
                )
            };
            let special = with(Facts::of(item.shape));
            let with_absent = with(Facts::of(item.shape).keeping_absent());
            prop_assert_eq!(&special, &with_absent, "{} {}", name, lang);
            // See the module: where something stands in for missing names, the two answer questions about it differently.
            let whole = content(&csl, style.general(), &style);
            if !has_substitute(&whole) {
                prop_assert_eq!(special, whole, "{} {}", name, lang);
            }
            Ok(())
        };
        runner.run(&source(), all).unwrap();
    });
}

/// A source that was put into a template reads as if it had been formatted by itself, in every style.
#[test]
fn templates_change_nothing() {
    let n_filled = std::sync::atomic::AtomicUsize::new(0);
    let n_all = std::sync::atomic::AtomicUsize::new(0);
    let names: Vec<&str> = Style::names().collect();
    names.par_iter().enumerate().for_each(|(n, name)| {
        let lang = ["es", "en", "fr", "en-GB", "de", "ru"][n % 6];
        let style = Style::find(name, lang).unwrap();
        let mut runner = TestRunner::new(config());
        let all = |(title, source): (String, Source)| {
            let record = SourceRecord {
                id: "",
                title: &title,
                source: &source,
            };
            let item = Item::of(&record);
            let plan = Plan::of(item.shape, &style);
            let filled = Pattern::of(&item)
                .and_then(|pattern| plan.template(&pattern, &style))
                .and_then(|template| plan.fill(&template, &item, &style));
            n_all.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            if let Some(filled) = filled {
                n_filled.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                let alone = plan.format(&item, &style);
                prop_assert_eq!(filled.html, alone.html, "{} {}", name, lang);
                prop_assert_eq!(filled.text, alone.text, "{} {}", name, lang);
            }
            Ok(())
        };
        runner.run(&source(), all).unwrap();
    });
    let (n_filled, n_all) = (n_filled.into_inner(), n_all.into_inner());
    assert!(
        n_filled * 10 > n_all,
        "only {n_filled} of {n_all} had a template"
    );
}

fn has_substitute(content: &ElemChildren) -> bool {
    content
        .find_elem_by(&|elem| match &elem.meta {
            Some(ElemMeta::Names(names)) => names.iter().all(|(people, _)| people.is_empty()),
            _ => false,
        })
        .is_some()
}

/// Whatever a source says, its reference is balanced HTML of the few tags that we use, and its text is that without them.
#[test]
fn references_are_safe() {
    let styles = [
        "chicago-notes",
        "apa",
        "ieee",
        "mla",
        "alphanumeric",
        "gb-7714-2015-note",
    ]
    .map(|name| Style::find(name, "es").unwrap());
    let mut runner = TestRunner::new(config());
    let all = |(title, source): (String, Source)| {
        let record = SourceRecord {
            id: "",
            title: &title,
            source: &source,
        };
        for style in &styles {
            let formatted = format_all(&[record], style).remove(0);
            prop_assert_eq!(stripped(&formatted.html), Some(formatted.text.clone()));
            let is_private = |c: char| ('\u{E000}'..='\u{F8FF}').contains(&c);
            prop_assert!(!formatted.text.contains(is_private), "{}", formatted.text);
            prop_assert!(!formatted.text.contains("987"), "{}", formatted.text);
        }
        Ok(())
    };
    runner.run(&source(), all).unwrap();
}

fn config() -> Config {
    Config {
        failure_persistence: None,
        ..Config::with_cases(std::env::var("CASES").map_or(8, |n| n.parse().unwrap()))
    }
}

/// HTML without its tags and entities, or none if there is anything but what references may have.
fn stripped(html: &str) -> Option<String> {
    let mut open = Vec::new();
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let (tag, after) = after.split_once('>')?;
        let name = tag.split(' ').next()?;
        match tag {
            "i" | "b" | "sup" | "sub" | "span class=\"sc\"" => open.push(name),
            _ if tag.to_lowercase().starts_with("a href=\"http") => open.push(name),
            _ if open.pop() == tag.strip_prefix('/') => {}
            _ => return None,
        }
        rest = after;
    }
    text.push_str(rest);
    let plain = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
    open.is_empty().then_some(plain)
}
