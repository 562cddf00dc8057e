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

/// Stand for dates that are set later. Their last two digits tell them apart where a style prints no more.
pub(super) const ISSUED_YEAR: i16 = 9871;
pub(super) const ACCESSED_YEAR: i16 = 9872;

/// Newspaper, site, channel and body mean many things in CSL; these are the types that expect the name of what
/// brought them out as the title of a container.
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

/// What a source says, tidied.
pub(super) struct Item<'a> {
    pub(super) shape: Shape,
    pub(super) title: Cow<'a, str>,
    pub(super) publisher: Cow<'a, str>,
    pub(super) url: &'a str,
    pub(super) authors: Vec<Name>,
    pub(super) issued: Option<When<'a>>,
    pub(super) accessed: Option<When<'a>>,
}

/// An author.
pub(super) struct Name {
    /// The family name, or a name without parts.
    pub(super) main: String,
    pub(super) given: Option<String>,
}

/// A date as a style can take it, or as it must be set in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When<'a> {
    Plain(Plain),
    Words(&'a Edtf),
}

/// A date of the years that CSL prints with four digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Plain {
    pub(super) year: i16,
    pub(super) month: Option<i16>,
    pub(super) day: Option<i16>,
}

/// What is put into a CSL item.
pub(super) struct Fields<'a> {
    pub(super) type_word: &'a str,
    pub(super) has_title: bool,
    pub(super) has_publisher: bool,
    pub(super) url: Option<&'a str>,
    pub(super) authors: Vec<json::NameValue>,
    pub(super) issued: Option<Plain>,
    pub(super) accessed: Option<Plain>,
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
            has_url: !url(source).is_empty(),
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

impl<'a> Item<'a> {
    pub(super) fn of(record: &SourceRecord<'a>) -> Self {
        let source = record.source;
        Self {
            shape: Shape::of(record),
            title: tidy(record.title),
            publisher: tidy(&source.publisher),
            url: url(source),
            authors: source.authors.iter().filter_map(Name::of).collect(),
            issued: source.published.as_ref().map(When::of),
            accessed: source.accessed.as_ref().map(When::of),
        }
    }

    /// What hayagriva is given of it, passed off as one of the given type.
    pub(super) fn fields<'b>(&'b self, type_word: &'b str) -> Fields<'b> {
        let date = |when: Option<When>, year| when.map(|when| when.or_year(year));
        Fields {
            type_word,
            has_title: self.shape.has_title,
            has_publisher: self.shape.has_publisher,
            url: self.shape.has_url.then_some(self.url),
            authors: self.authors.iter().map(Name::csl).collect(),
            issued: date(self.issued, ISSUED_YEAR),
            accessed: date(self.accessed, ACCESSED_YEAR),
        }
    }
}

impl Name {
    fn of(author: &Author) -> Option<Self> {
        let [family, given, literal] = [&author.family, &author.given, &author.literal]
            .map(|part| tidy(part).replace('\'', "’"));
        let (main, given) = match (family.is_empty(), given.is_empty()) {
            (true, true) => (literal, None),
            (true, false) => (given, None),
            (false, true) => (family, None),
            (false, false) => (family, Some(given)),
        };
        (!main.is_empty()).then_some(Self { main, given })
    }

    fn csl(&self) -> json::NameValue {
        csl_name(&self.main, self.given.as_deref())
    }
}

/// A name of one or two parts.
pub(super) fn csl_name(main: &str, given: Option<&str>) -> json::NameValue {
    match given {
        None => json::NameValue::Literal(json::LiteralName {
            literal: main.to_owned(),
        }),
        Some(given) => json::NameValue::Item(json::NameItem {
            family: main.replace(' ', NAME_SPACE.encode_utf8(&mut [0; 4])),
            given: Some(given.to_owned()),
            non_dropping_particle: None,
            dropping_particle: None,
            suffix: None,
            comma_suffix: None,
        }),
    }
}

impl<'a> When<'a> {
    fn of(date: &'a Edtf) -> Self {
        plain(date).map_or(Self::Words(date), Self::Plain)
    }

    fn or_year(self, year: i16) -> Plain {
        match self {
            Self::Plain(plain) => plain,
            Self::Words(_) => Plain {
                year,
                month: None,
                day: None,
            },
        }
    }
}

impl Fields<'_> {
    pub(super) fn csl(self) -> json::Item {
        let text = |text: &str| json::Value::String(text.to_owned());
        let mut fields = BTreeMap::new();
        let mut set = |name: &str, value: Option<json::Value>| {
            if let Some(value) = value {
                fields.insert(name.to_owned(), value);
            }
        };
        set("type", Some(text(self.type_word)));
        set(
            "title",
            self.has_title.then(|| json::Value::String(TITLE.into())),
        );
        let publisher = self
            .has_publisher
            .then(|| json::Value::String(PUBLISHER.into()));
        set(publisher_variable(self.type_word), publisher);
        let has_authors = !self.authors.is_empty();
        set(
            "author",
            has_authors.then_some(json::Value::Names(self.authors)),
        );
        set("URL", self.url.map(text));
        for (name, date) in [("issued", self.issued), ("accessed", self.accessed)] {
            let value = date.map(|Plain { year, month, day }| {
                let parts = [Some(year), month, day].into_iter().flatten().collect();
                json::Value::Date(json::DateValue::DateParts {
                    date_parts: json::VecDateRange(vec![json::VecDate(parts)]),
                    literal: None,
                    season: None,
                    circa: false,
                })
            });
            set(name, value);
        }
        json::Item(fields)
    }
}

/// The CSL variable that holds the publisher of a source of this type: `container-title` or `publisher`.
#[must_use]
pub fn publisher_variable(type_word: &str) -> &'static str {
    if IN_CONTAINER.contains(&type_word) {
        "container-title"
    } else {
        "publisher"
    }
}

/// Year, month and day as far as known, if the date is a plain one. A time of day is dropped: no style has a place for it.
fn plain(date: &Edtf) -> Option<Plain> {
    let text = date.html_datetime()?;
    let mut parts = text
        .split('T')
        .next()?
        .split('-')
        .map(|part| part.parse().ok());
    let plain = Plain {
        year: parts.next()??,
        month: parts.next().flatten(),
        day: parts.next().flatten(),
    };
    (1000..9800).contains(&plain.year).then_some(plain)
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

fn url(source: &Source) -> &str {
    source.url.as_deref().map_or("", str::trim)
}

/// Text with single spaces, and without the characters that stand for something here.
fn tidy(text: &str) -> Cow<'_, str> {
    let is_private = |c: char| ('\u{E000}'..='\u{F8FF}').contains(&c);
    let is_tidy = !text.contains(|c: char| (c.is_whitespace() && c != ' ') || is_private(c))
        && !text.contains("  ")
        && text.trim().len() == text.len();
    if is_tidy {
        return Cow::Borrowed(text);
    }
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || is_private(c))
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
            ("2014", Some((2014, None, None))),
            ("2021-07", Some((2021, Some(7), None))),
            ("2014-09-26", Some((2014, Some(9), Some(26)))),
            ("2014-09-26T22:30-05:00", Some((2014, Some(9), Some(26)))),
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
            let expected = expected.map(|(year, month, day)| Plain { year, month, day });
            assert_eq!(plain(&Edtf::parse(date).unwrap()), expected, "{date}");
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
