//! A source → a few words that name it: `Haaretz, July 2021`.

use super::SourceRecord;
use crate::model::front_matter::Author;

/// What a language says around names.
struct Words {
    /// The first part of a BCP 47 tag.
    lang: &'static str,
    and: &'static str,
    /// The form of it before a name that begins with the sound of i.
    and_before_i: &'static str,
    and_others: &'static str,
    /// `{}` is the short form of a source.
    as_reported_by: &'static str,
}

const WORDS: &[Words] = &[
    Words {
        lang: "en",
        and: "and",
        and_before_i: "and",
        and_others: "and others",
        as_reported_by: "As reported by {}.",
    },
    Words {
        lang: "es",
        and: "y",
        and_before_i: "e",
        and_others: "y otros",
        as_reported_by: "Según {}.",
    },
];

/// Who brought it out, or else who wrote it, or else its title; and its date as far as known.
pub(super) fn short(record: &SourceRecord, lang: &str) -> String {
    let source = record.source;
    let publisher = source
        .publisher
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let mut short = [
        publisher,
        names(&source.authors, words(lang)),
        record.title.trim().to_owned(),
    ]
    .into_iter()
    .find(|name| !name.is_empty())
    .unwrap_or_default();
    if let Some(date) = &source.published {
        if !short.is_empty() {
            short.push_str(", ");
        }
        short.push_str(&date.words(lang));
    }
    short
}

/// The sentence that names the source through which another is known.
pub(super) fn as_reported_by(carrier: &str, lang: &str) -> String {
    let pattern = words(lang).as_reported_by;
    let text = pattern.replace("{}", carrier);
    match text.strip_suffix("..") {
        Some(text) => format!("{text}."),
        None => text,
    }
}

fn words(lang: &str) -> &'static Words {
    let wanted = lang.split(['-', '_']).next().unwrap_or(lang);
    WORDS
        .iter()
        .find(|words| words.lang.eq_ignore_ascii_case(wanted))
        .unwrap_or(&WORDS[0])
}

fn names(authors: &[Author], words: &Words) -> String {
    let names: Vec<String> = authors
        .iter()
        .map(name)
        .filter(|name| !name.is_empty())
        .collect();
    match &names[..] {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => {
            let sound = two.to_lowercase();
            let is_i = sound.starts_with(['i', 'í', 'y']) || sound.starts_with("hi");
            let and = if is_i { words.and_before_i } else { words.and };
            format!("{one} {and} {two}")
        }
        [one, ..] => format!("{one} {}", words.and_others),
    }
}

fn name(author: &Author) -> String {
    [&author.given, &author.family, &author.literal]
        .into_iter()
        .flat_map(|part| part.split_whitespace())
        .collect::<Vec<_>>()
        .join(" ")
}
