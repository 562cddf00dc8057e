//! A kind, a title and some values → the text of a new entry, and the id it gets.

use crate::model::field::{Field, Type};
use crate::model::kind::Kind;
use crate::text::slug;
use crate::yaml::write::{Place, scalar};
use std::fmt::Write as _;

/// Words listed after a value that nobody chose; with more of them, the docs are the better place.
const MOST_WORDS: usize = 12;

/// What a new entry is to have.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    pub kind: Kind,
    pub title: &'a str,
    /// Fields with their values, in any order; more than one value only for lists.
    pub values: &'a [(&'static Field, Vec<String>)],
}

impl Request<'_> {
    /// The values of a field, if it was given.
    fn get(&self, name: &str) -> Option<&[String]> {
        let given = self.values.iter().find(|(field, _)| field.name == name);
        given.map(|(_, values)| values.as_slice())
    }

    /// The first value of a field.
    fn first(&self, name: &str) -> Option<&str> {
        self.get(name)?.first().map(String::as_str)
    }
}

/// The text of the entry.
///
/// A required word of a fixed list that was not given is the usual one, with the others beside it; the
/// fields that may follow stand below as comments.
///
/// # Errors
/// The required fields that were not given and that nothing can stand for: a made-up date or id would
/// become a wrong fact.
pub fn text(request: &Request<'_>) -> Result<String, Vec<&'static Field>> {
    let mut out = String::from("---\n");
    let mut missing = Vec::new();
    for field in request.kind.fields() {
        let name = field.name;
        if name == "title" {
            let _ = writeln!(out, "title: {}", scalar(request.title, Place::Line));
        } else if let Some(values) = request.get(name) {
            let _ = writeln!(out, "{name}: {}", value(&field.ty, values));
        } else if field.is_required {
            match field.ty {
                Type::Word(vocabulary) => {
                    let word = vocabulary.usual();
                    let others: Vec<&str> = vocabulary
                        .words()
                        .iter()
                        .copied()
                        .filter(|w| *w != word)
                        .collect();
                    let others = if others.len() <= MOST_WORDS {
                        format!("or: {}", others.join(", "))
                    } else {
                        format!(
                            "{} Other words: dossier new {} --help",
                            field.doc,
                            request.kind.word()
                        )
                    };
                    let _ = writeln!(out, "{name}: {word}  # {others}");
                }
                _ => missing.push(field),
            }
        }
    }
    if !missing.is_empty() {
        return Err(missing);
    }
    let own = request.kind.own_fields().iter();
    let summary = request
        .kind
        .fields()
        .filter(|field| field.name == "summary");
    for field in summary.chain(own) {
        let is_open = !field.is_required && request.get(field.name).is_none();
        if let Some(example) = is_open.then(|| example(field)).flatten() {
            let _ = writeln!(out, "# {}: {example}  # {}", field.name, field.doc);
        }
    }
    out.push_str("---\n");
    Ok(out)
}

/// A value as one would write it; of a map, the fields that it must have.
fn example(field: &Field) -> Option<String> {
    fn of(ty: &Type) -> Option<String> {
        match ty {
            Type::Record(fields) => {
                let mut inner = fields
                    .iter()
                    .filter(|field| field.is_required && !field.example.is_empty())
                    .peekable();
                inner.peek()?;
                let inner: Vec<String> = inner
                    .map(|field| format!("{}: {}", field.name, field.example))
                    .collect();
                Some(format!("{{{}}}", inner.join(", ")))
            }
            Type::List { of: item, .. } => of(item).map(|item| format!("[{item}]")),
            _ => None,
        }
    }
    if field.example.is_empty() {
        of(&field.ty)
    } else {
        Some(field.example.to_owned())
    }
}

fn value(ty: &Type, values: &[String]) -> String {
    let plain = |place| move |value: &String| one(ty, value, place);
    match (ty, values) {
        (Type::List { or_one: true, .. }, [single]) => plain(Place::Line)(single),
        (Type::List { .. }, values) => {
            let values: Vec<String> = values.iter().map(plain(Place::List)).collect();
            format!("[{}]", values.join(", "))
        }
        (_, values) => values.last().map_or_else(String::new, plain(Place::Line)),
    }
}

fn one(ty: &Type, value: &str, place: Place) -> String {
    match ty {
        // What is not true or false, or no number, is left for the check to say.
        Type::Flag | Type::Count => value.to_owned(),
        Type::Coordinates if !value.trim_start().starts_with('[') => format!("[{value}]"),
        Type::Coordinates => value.to_owned(),
        _ => scalar(value, place).into_owned(),
    }
}

/// Why a title gives no id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoId {
    /// Its script is written from right to left without vowels, which no transliteration can guess.
    RightToLeft,
    /// There is no letter or digit in it.
    Empty,
}

/// The id of a new entry: of its title; for a source, of its publisher or host and its year, which is
/// how one cites it.
///
/// # Errors
/// If that leaves nothing that somebody could read.
pub fn id(request: &Request<'_>) -> Result<String, NoId> {
    let mut id = String::new();
    if request.kind == Kind::Source {
        let host = || request.first("url").and_then(host);
        let publisher = request.first("publisher").filter(|text| !is_rtl(text));
        let by = publisher
            .map(slug)
            .filter(|slug| !slug.is_empty())
            .or_else(host);
        if let Some(by) = by
            && let Some(year) = request.first("published").and_then(year)
        {
            id = format!("{by}-{year}");
        }
    }
    if id.is_empty() {
        if is_rtl(request.title) {
            return Err(NoId::RightToLeft);
        }
        id = slug(request.title);
    }
    // 60 letters are an address that one can still read out.
    if id.len() > 60 {
        let cut = id
            .get(..60)
            .and_then(|start| start.rfind('-'))
            .unwrap_or(60);
        id.truncate(cut);
    }
    if id.is_empty() {
        Err(NoId::Empty)
    } else {
        Ok(id)
    }
}

/// Another id than `id`, for which `is_taken` is false: with the year or the kind, else with a number.
pub fn other_id(request: &Request<'_>, id: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let date = ["date", "published", "born"]
        .iter()
        .find_map(|field| request.first(field));
    let title = slug(request.title);
    let word = title
        .split('-')
        .find(|word| word.len() > 3 && !id.contains(word));
    [date.and_then(year), word, Some(request.kind.word())]
        .into_iter()
        .flatten()
        .filter(|end| !id.split('-').any(|part| part == *end))
        .map(|end| format!("{id}-{end}"))
        .chain((2..).map(|n| format!("{id}-{n}")))
        .find(|id| !is_taken(id))
        .unwrap_or_default()
}

fn year(date: &str) -> Option<&str> {
    date.get(..4)
        .filter(|year| year.bytes().all(|b| b.is_ascii_digit()))
}

/// `example` of `https://www.example.org/article`.
fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', ':', '?', '#']).next()?;
    let name = host.trim_start_matches("www.");
    let name = name.rsplit_once('.').map_or(name, |(name, _)| name);
    Some(slug(name)).filter(|slug| !slug.is_empty())
}

/// Whether there are letters of Hebrew, Arabic or another script from right to left.
fn is_rtl(text: &str) -> bool {
    text.chars().any(
        |c| matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scaffold::option::options;

    fn given(kind: Kind, values: &[(&str, &[&str])]) -> Vec<(&'static Field, Vec<String>)> {
        values
            .iter()
            .map(|(name, values)| {
                let option = options(kind)
                    .into_iter()
                    .find(|o| o.field.name == *name)
                    .unwrap();
                (
                    option.field,
                    values.iter().map(|v| (*v).to_owned()).collect(),
                )
            })
            .collect()
    }

    fn id_of(kind: Kind, title: &str, values: &[(&str, &[&str])]) -> Result<String, NoId> {
        id(&Request {
            kind,
            title,
            values: &given(kind, values),
        })
    }

    #[test]
    fn an_event_is_written_in_the_order_of_the_table() {
        let values = given(
            Kind::Event,
            &[
                ("place", &["port"]),
                ("date", &["2019-08"]),
                ("actors", &["a", "b"]),
            ],
        );
        let text = text(&Request {
            kind: Kind::Event,
            title: "Departure: a journey",
            values: &values,
        })
        .unwrap();
        let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(
            lines,
            [
                "---",
                "title: \"Departure: a journey\"",
                "date: 2019-08",
                "place: port",
                "actors: [a, b]",
                "---"
            ]
        );
        assert!(text.contains("# amount: 460 million MXN  # How much"));
        assert!(!text.contains("# place:"));
    }

    #[test]
    fn a_word_nobody_chose_has_the_others_beside_it() {
        let actor = text(&Request {
            kind: Kind::Actor,
            title: "A",
            values: &[],
        })
        .unwrap();
        assert!(actor.contains("type: person  # or: organization, company"));
        let source = text(&Request {
            kind: Kind::Source,
            title: "A",
            values: &[],
        })
        .unwrap();
        assert!(source.contains("type: article-newspaper  # What it is"));
    }

    #[test]
    fn what_cannot_be_guessed_must_be_given() {
        let missing = |kind| -> Vec<&str> {
            let request = Request {
                kind,
                title: "A",
                values: &[],
            };
            text(&request)
                .unwrap_err()
                .iter()
                .map(|field| field.name)
                .collect()
        };
        assert_eq!(missing(Kind::Event), ["date"]);
        assert_eq!(missing(Kind::Claim), ["about"]);
    }

    #[test]
    fn ids_can_be_read_out() {
        assert_eq!(
            id_of(Kind::Actor, "Tomás Zerón", &[]).as_deref(),
            Ok("tomas-zeron")
        );
        assert_eq!(id_of(Kind::Actor, "שלום", &[]), Err(NoId::RightToLeft));
        assert_eq!(id_of(Kind::Actor, "¿?", &[]), Err(NoId::Empty));
        let url: (&str, &[&str]) = ("url", &["https://www.weekly.example/a"]);
        let published: (&str, &[&str]) = ("published", &["2021-01-18"]);
        let publisher: (&str, &[&str]) = ("publisher", &["The Weekly"]);
        assert_eq!(
            id_of(Kind::Source, "Headline", &[url, published]).as_deref(),
            Ok("weekly-2021")
        );
        assert_eq!(
            id_of(Kind::Source, "Headline", &[publisher, published]).as_deref(),
            Ok("the-weekly-2021")
        );
        assert_eq!(
            id_of(Kind::Source, "Headline", &[url]).as_deref(),
            Ok("headline")
        );
        let long = id_of(Kind::Claim, &"many words ".repeat(20), &[]).unwrap();
        assert!(long.len() <= 60 && long.ends_with("many"), "{long}");
    }

    #[test]
    fn a_taken_id_gets_an_end_that_tells() {
        let values = given(Kind::Event, &[("date", &["2019-08"])]);
        let request = Request {
            kind: Kind::Event,
            title: "Departure",
            values: &values,
        };
        assert_eq!(other_id(&request, "departure", |_| false), "departure-2019");
        assert_eq!(
            other_id(&request, "departure", |id| id.ends_with("2019")),
            "departure-event"
        );
        let request = Request {
            kind: Kind::Actor,
            title: "Ana",
            values: &[],
        };
        assert_eq!(
            other_id(&request, "ana", |id| id.ends_with("actor")),
            "ana-2"
        );
    }
}
