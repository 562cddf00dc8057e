//! A source → the CSL item that hayagriva is given, with marks in place of what it must not touch.

use super::SourceRecord;
use crate::model::date::Edtf;
use crate::model::front_matter::{Author, Source};
use hayagriva::citationberg::json;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Stands for the title. Letters of the private use area have no case and are no punctuation.
pub(super) const TITLE: char = '\u{E000}';
/// Stands for the publisher.
pub(super) const PUBLISHER: char = '\u{E001}';
/// Stands for a space in a family name, which hayagriva would take for the end of a particle: to it, "Zerón de Lucio"
/// is a Mr Lucio.
pub(super) const NAME_SPACE: char = '\u{E002}';

/// Stand for dates that are set in our words. Their last two digits tell them apart where a style prints no more.
pub(super) const ISSUED_YEAR: i16 = 9871;
pub(super) const ACCESSED_YEAR: i16 = 9872;

/// Publisher and place of publication mean many things in CSL; this is the field in which a type expects the name of the
/// newspaper, site, channel or body that brought it out.
const IN_CONTAINER: &[&str] = &[
    "article",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "chapter",
    "entry",
    "entry-dictionary",
    "entry-encyclopedia",
    "interview",
    "paper-conference",
    "post",
    "post-weblog",
    "review",
    "webpage",
];

/// What decides which parts of a style can ever print something for a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Shape {
    pub(super) type_word: &'static str,
    pub(super) has_title: bool,
    has_author: bool,
    has_publisher: bool,
    has_issued: bool,
    has_accessed: bool,
    has_url: bool,
}

/// A source as hayagriva is given it.
pub(super) struct Item<'a> {
    pub(super) csl: json::Item,
    pub(super) title: Cow<'a, str>,
    pub(super) publisher: Cow<'a, str>,
    /// Dates that are set in words because CSL has no form for them.
    pub(super) issued: Option<&'a Edtf>,
    pub(super) accessed: Option<&'a Edtf>,
}

impl Shape {
    pub(super) fn of(record: &SourceRecord) -> Self {
        let source = record.source;
        Self {
            type_word: source.type_word,
            has_title: !record.title.trim().is_empty(),
            has_author: source.authors.iter().any(|author| !is_empty(author)),
            has_publisher: has_publisher(source),
            has_issued: source.published.is_some(),
            has_accessed: source.accessed.is_some(),
            has_url: url(source).is_some(),
        }
    }

    /// The same source, passed off as one of another type.
    pub(super) fn as_type(self, type_word: &'static str) -> Self {
        Self { type_word, ..self }
    }

    /// Some source of this shape.
    pub(super) fn sample(self) -> Source {
        let text = |has: bool, text: &str| if has { text.to_owned() } else { String::new() };
        let author = Author {
            literal: "Author".to_owned(),
            ..Author::default()
        };
        let date = |has: bool| has.then(|| Edtf::parse("2020").ok()).flatten();
        Source {
            type_word: self.type_word,
            authors: self.has_author.then_some(author).into_iter().collect(),
            publisher: text(self.has_publisher, "Publisher"),
            published: date(self.has_issued),
            accessed: date(self.has_accessed),
            url: self.has_url.then(|| "https://example.org".to_owned()),
            ..Source::default()
        }
    }

    /// The CSL variables that a source of this shape has.
    pub(super) fn variables(self) -> impl Iterator<Item = &'static str> {
        [
            (self.has_title, "title"),
            (self.has_author, "author"),
            (self.has_publisher, publisher_variable(self.type_word)),
            (self.has_issued, "issued"),
            (self.has_accessed, "accessed"),
            (self.has_url, "URL"),
        ]
        .into_iter()
        .filter_map(|(has, name)| has.then_some(name))
    }
}

/// The CSL variable that holds the publisher of a source of this type.
pub(super) fn publisher_variable(type_word: &str) -> &'static str {
    if IN_CONTAINER.contains(&type_word) {
        "container-title"
    } else {
        "publisher"
    }
}

/// The item of a source, passed off as one of the given type.
pub(super) fn item<'a>(record: &SourceRecord<'a>, type_word: &str) -> Item<'a> {
    let source = record.source;
    let mut fields = BTreeMap::new();
    let mut set = |name: &str, value| {
        fields.insert(name.to_owned(), value);
    };
    set("id", json::Value::String(String::new()));
    set("type", json::Value::String(type_word.to_owned()));
    let title = tidy(record.title);
    if !title.is_empty() {
        set("title", json::Value::String(TITLE.to_string()));
    }
    let publisher = tidy(&source.publisher);
    if has_publisher(source) {
        let name = publisher_variable(type_word);
        set(name, json::Value::String(PUBLISHER.to_string()));
    }
    let authors: Vec<json::NameValue> = source
        .authors
        .iter()
        .filter(|author| !is_empty(author))
        .map(name)
        .collect();
    if !authors.is_empty() {
        set("author", json::Value::Names(authors));
    }
    if let Some(url) = url(source) {
        set("URL", json::Value::String(url.to_owned()));
    }
    let mut date = |name: &str, date: &'a Option<Edtf>, year: i16| {
        let date = date.as_ref()?;
        let parts = parts(date);
        let is_plain = parts.is_some();
        let value = json::DateValue::DateParts {
            date_parts: json::VecDateRange(vec![json::VecDate(parts.unwrap_or(vec![year]))]),
            literal: None,
            season: None,
            circa: false,
        };
        set(name, json::Value::Date(value));
        (!is_plain).then_some(date)
    };
    let issued = date("issued", &source.published, ISSUED_YEAR);
    let accessed = date("accessed", &source.accessed, ACCESSED_YEAR);
    Item {
        csl: json::Item(fields),
        title,
        publisher,
        issued,
        accessed,
    }
}

/// Year, month and day as far as known, if the date is a plain one from the years that CSL prints with four digits. A time
/// of day is dropped: no style has a place for it.
fn parts(date: &Edtf) -> Option<Vec<i16>> {
    let text = date.html_datetime()?;
    let day = text.split('T').next()?;
    let parts: Vec<i16> = day
        .split('-')
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    let is_usual = parts
        .first()
        .is_some_and(|year| (1000..9800).contains(year));
    (is_usual && parts.len() <= 3).then_some(parts)
}

fn name(author: &Author) -> json::NameValue {
    let [family, given, literal] =
        [&author.family, &author.given, &author.literal].map(|part| tidy(part));
    let one = |literal: &str| {
        json::NameValue::Literal(json::LiteralName {
            literal: literal.to_owned(),
        })
    };
    match (family.is_empty(), given.is_empty()) {
        (true, true) => one(&literal),
        (true, false) => one(&given),
        (false, true) => one(&family),
        (false, false) => json::NameValue::Item(json::NameItem {
            family: family.replace(' ', NAME_SPACE.encode_utf8(&mut [0; 4])),
            given: Some(given.into_owned()),
            non_dropping_particle: None,
            dropping_particle: None,
            suffix: None,
            comma_suffix: None,
        }),
    }
}

fn is_empty(author: &Author) -> bool {
    [&author.family, &author.given, &author.literal]
        .iter()
        .all(|part| part.trim().is_empty())
}

/// Whether the publisher is printed: not where it would only repeat the one author, as in a body's own report.
fn has_publisher(source: &Source) -> bool {
    let publisher = source.publisher.trim();
    let is_author = matches!(&source.authors[..], [author] if author.literal.trim() == publisher);
    let is_repeated = is_author && publisher_variable(source.type_word) == "publisher";
    !publisher.is_empty() && !is_repeated
}

fn url(source: &Source) -> Option<&str> {
    source
        .url
        .as_deref()
        .map(str::trim)
        .filter(|url| !url.is_empty())
}

/// Text with single spaces, and without the characters that stand for something here.
fn tidy(text: &str) -> Cow<'_, str> {
    let is_mark = |c: char| ('\u{E000}'..='\u{E00F}').contains(&c);
    let is_tidy = !text.contains(|c: char| (c.is_whitespace() && c != ' ') || is_mark(c))
        && !text.contains("  ")
        && text.trim().len() == text.len();
    if is_tidy {
        return Cow::Borrowed(text);
    }
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || is_mark(c))
        .filter(|word| !word.is_empty())
        .collect();
    Cow::Owned(words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::words::Vocabulary;

    #[test]
    fn only_plain_dates_are_given_to_the_style() {
        for (date, expected) in [
            ("2014", Some(vec![2014])),
            ("2021-07", Some(vec![2021, 7])),
            ("2014-09-26", Some(vec![2014, 9, 26])),
            ("2014-09-26T22:30-05:00", Some(vec![2014, 9, 26])),
            ("2014-09?", None),
            ("2014~", None),
            ("2014-09-XX", None),
            ("201X", None),
            ("2014-21", None),
            ("2014/2016", None),
            ("[2014,2015]", None),
            ("[..2021-07]", None),
            ("0476", None),
            ("-0044", None),
            ("Y17000", None),
        ] {
            assert_eq!(parts(&Edtf::parse(date).unwrap()), expected, "{date}");
        }
    }

    /// A type of which CSL knows nothing would be formatted by no rule at all, in silence.
    #[test]
    fn every_type_is_one_of_csl() {
        use hayagriva::citationberg::taxonomy::Kind;
        for word in Vocabulary::SourceType.words() {
            assert!(word.parse::<Kind>().is_ok(), "{word}");
        }
        for word in IN_CONTAINER {
            assert!(Vocabulary::SourceType.words().contains(word), "{word}");
        }
    }
}
