//! A source → what it has in common with others that are formatted alike; and what hayagriva makes of that → a template.
//!
//! Two newspaper articles with two authors and a day each differ in a style's output by their values alone. So one of them is
//! formatted with marks for all values, once, and the values are put in for each. A source is formatted by itself if a
//! value of it may change more than its own place: a name with a full stop (styles set none after it), in small letters or in
//! a script without capitals (styles make initials of capitals), a month that is abbreviated where others are not.
//!
//! The marks tell whether a style changes the case of names; if it does, it has no templates.

use super::item::{ACCESSED_YEAR, Fields, ISSUED_YEAR, Item, Name, Plain, Shape, When, csl_name};
use super::write::{Piece, Run};
use hayagriva::citationberg::json;
use hayagriva::types::Person;

/// Together with a letter of the private use area, one for each author: a name. Changing its case would change one of them.
const MAIN: &str = "ⰱⰀ";
const MAIN_LETTERS: u32 = 0xE100;
/// Each author has two words for given names, each a capital and a small letter of Cherokee.
const CAPITALS: u32 = 0x13A0;
const SMALL: u32 = 0xAB70;
const MAX_AUTHORS: usize = 40;

/// The month and day of which templates are made. Its name is long and its number has one digit.
const DAY: (i16, i16) = (3, 5);

/// What sources have in common that share a template.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Pattern {
    pub(super) shape: Shape,
    authors: Vec<AuthorPattern>,
    issued: DatePattern,
    accessed: DatePattern,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct AuthorPattern {
    has_given: bool,
    /// What is no letter at the end of the name.
    tail: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum DatePattern {
    None,
    Year,
    Month,
    Day,
    Words,
}

impl Pattern {
    /// The pattern of an item, or none if it must be formatted by itself.
    pub(super) fn of(item: &Item) -> Option<Self> {
        if item.authors.len() > MAX_AUTHORS {
            return None;
        }
        let authors = item
            .authors
            .iter()
            .map(AuthorPattern::of)
            .collect::<Option<_>>()?;
        Some(Self {
            shape: item.shape,
            authors,
            issued: DatePattern::of(item.issued),
            accessed: DatePattern::of(item.accessed),
        })
    }

    /// What hayagriva is given for it, with marks for all values, passed off as a source of the given type.
    pub(super) fn fields<'a>(&self, type_word: &'a str) -> Fields<'a> {
        let has = |name: &str| self.shape.variables().any(|variable| variable == name);
        let authors = self.authors.iter().enumerate().map(|(author, pattern)| {
            let main = format!("{}{}", main_mark(author), pattern.tail);
            let [first, second] = given_marks(author);
            let given = format!("{first} {second}");
            csl_name(&main, pattern.has_given.then_some(given.as_str()))
        });
        Fields {
            type_word,
            has_title: has("title"),
            has_publisher: has("container-title") || has("publisher"),
            url: has("URL").then_some("https://example.org"),
            authors: authors.collect::<Vec<json::NameValue>>(),
            issued: self.issued.marked(ISSUED_YEAR),
            accessed: self.accessed.marked(ACCESSED_YEAR),
        }
    }
}

impl AuthorPattern {
    fn of(name: &Name) -> Option<Self> {
        let core = core(&name.main);
        let tail = name.main.get(core.len()..)?;
        let is_plain = is_plain(core) && !core.is_empty() && tail.chars().count() <= 2;
        let given = name.given.as_deref();
        (is_plain && !tail.contains('.') && given.is_none_or(has_initials)).then(|| Self {
            has_given: given.is_some(),
            tail: tail.to_owned(),
        })
    }
}

impl DatePattern {
    fn of(when: Option<When>) -> Self {
        match when {
            None => Self::None,
            Some(When::Words(_)) => Self::Words,
            Some(When::Plain(Plain { month: None, .. })) => Self::Year,
            Some(When::Plain(Plain { day: None, .. })) => Self::Month,
            Some(When::Plain(_)) => Self::Day,
        }
    }

    fn marked(self, year: i16) -> Option<Plain> {
        let (month, day) = match self {
            Self::None => return None,
            Self::Year | Self::Words => (None, None),
            Self::Month => (Some(DAY.0), None),
            Self::Day => (Some(DAY.0), Some(DAY.1)),
        };
        Some(Plain { year, month, day })
    }
}

/// A name without what is no letter at its end.
pub(super) fn core(name: &str) -> &str {
    name.trim_end_matches(|c: char| !c.is_alphanumeric())
}

/// The initials of a given name without what stands after the last, `between` being what stands between two.
pub(super) fn initials(given: &str, between: &str, hyphenates: bool) -> String {
    let mut initials = String::new();
    if let Ok(person) = Person::from_strings(vec!["", given]) {
        // Writing to a string cannot fail.
        let _ = person.initials(&mut initials, Some(between), hyphenates);
    }
    match initials.strip_suffix(between.trim_end()) {
        Some(initials) => initials.to_owned(),
        None => initials,
    }
}

/// Puts names in place of their marks. None if a style did something to them that names other than these may show otherwise.
pub(super) fn with_names(runs: Vec<Run>) -> Option<Vec<Run>> {
    runs.into_iter()
        .map(|mut run| {
            let mut pieces = Vec::with_capacity(run.pieces.len());
            for piece in run.pieces {
                match piece {
                    Piece::Text(text) => split_names(&text, &mut pieces)?,
                    _ => pieces.push(piece),
                }
            }
            run.pieces = pieces;
            Some(run)
        })
        .collect()
}

fn split_names(text: &str, pieces: &mut Vec<Piece>) -> Option<()> {
    let mut rest = text;
    let mut plain = String::new();
    while let Some(c) = rest.chars().next() {
        let found = if MAIN.starts_with(c) {
            main(rest)
        } else if (CAPITALS..CAPITALS + 80).contains(&u32::from(c)) {
            given(rest)
        } else if is_of_mark(c) {
            None
        } else {
            plain.push(c);
            rest = rest.get(c.len_utf8()..)?;
            continue;
        };
        // A mark that is not whole.
        let (piece, len) = found?;
        if !plain.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut plain)));
        }
        pieces.push(piece);
        rest = rest.get(len..)?;
    }
    if !plain.is_empty() {
        pieces.push(Piece::Text(plain));
    }
    Some(())
}

fn main(text: &str) -> Option<(Piece, usize)> {
    let letter = text.strip_prefix(MAIN)?.chars().next()?;
    let author = u32::from(letter).checked_sub(MAIN_LETTERS)?;
    Some((Piece::Main(author as usize), MAIN.len() + letter.len_utf8()))
}

/// Both given names in full, or the initials of both with something between them.
fn given(text: &str) -> Option<(Piece, usize)> {
    let first = text.chars().next()?;
    let author = (u32::from(first).checked_sub(CAPITALS)? / 2) as usize;
    let [one, two] = given_marks(author);
    let full = format!("{one} {two}");
    if text.starts_with(&full) {
        return Some((Piece::Given(author), full.len()));
    }
    let (one, two) = (one.chars().next()?, two.chars().next()?);
    let after = text.strip_prefix(one)?;
    let (between, after) = after.split_once(two)?;
    // A small letter here belongs to a word that was changed.
    let is_whole = !between.contains(is_of_mark) && !after.starts_with(is_of_mark);
    let len = one.len_utf8() + between.len() + two.len_utf8();
    is_whole.then(|| (Piece::Initials(author, between.to_owned()), len))
}

fn main_mark(author: usize) -> String {
    let letter = char::from_u32(MAIN_LETTERS + author as u32).unwrap_or_default();
    format!("{MAIN}{letter}")
}

fn given_marks(author: usize) -> [String; 2] {
    [0, 1].map(|word| {
        let at = author as u32 * 2 + word;
        [CAPITALS + at, SMALL + at]
            .into_iter()
            .filter_map(char::from_u32)
            .collect()
    })
}

fn is_of_mark(c: char) -> bool {
    let at = u32::from(c);
    MAIN.contains(c)
        || (MAIN_LETTERS..MAIN_LETTERS + MAX_AUTHORS as u32).contains(&at)
        || (CAPITALS..CAPITALS + 80).contains(&at)
        || (SMALL..SMALL + 80).contains(&at)
}

/// Whether each word has an initial that is a capital, and none is so short or so written that it is an initial already.
fn has_initials(given: &str) -> bool {
    is_plain(given)
        && given.split([' ', '-']).all(|word| {
            let first = word.chars().next().filter(|c| c.is_uppercase());
            let is_ended = word.ends_with(char::is_alphanumeric);
            first.is_some() && is_ended && word.chars().nth(1).is_some_and(char::is_lowercase)
        })
}

/// Whether it begins with a letter, has no full stop and is of an alphabet, not of a script that is set without spaces.
fn is_plain(name: &str) -> bool {
    let is_usual = |c: char| u32::from(c) < 0x1100 || ('\u{2010}'..='\u{201F}').contains(&c);
    name.starts_with(char::is_alphanumeric) && name.chars().all(|c| is_usual(c) && c != '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_those_of_hayagriva_without_the_last_stop() {
        for (given, between, expected) in [
            ("Ana", ". ", "A"),
            ("Ana María", ". ", "A. M"),
            ("Ana María", ".", "A.M"),
            ("Ana María", "", "AM"),
            ("Ana María", " ", "A M"),
            ("Jean-Pierre", ". ", "J.-P"),
        ] {
            assert_eq!(initials(given, between, true), expected);
        }
        assert_eq!(initials("Jean-Pierre", ". ", false), "J. P");
    }

    #[test]
    fn marks_are_names_again() {
        let [first, second] = given_marks(3);
        let text = format!(
            "{}, {first} {second} & {}. {}.",
            main_mark(2),
            &first[..3],
            &second[..3]
        );
        let mut pieces = Vec::new();
        split_names(&text, &mut pieces).unwrap();
        let text = |text: &str| Piece::Text(text.to_owned());
        let expected = [
            Piece::Main(2),
            text(", "),
            Piece::Given(3),
            text(" & "),
            Piece::Initials(3, ". ".to_owned()),
            text("."),
        ];
        assert_eq!(pieces, expected);
        for changed in [
            main_mark(0).to_uppercase(),
            first.to_uppercase(),
            second.clone(),
        ] {
            assert_eq!(split_names(&changed, &mut pieces), None, "{changed}");
        }
    }

    #[test]
    fn names_that_a_style_may_treat_in_another_way_have_no_pattern() {
        let pattern = |main: &str, given: Option<&str>| {
            AuthorPattern::of(&Name {
                main: main.to_owned(),
                given: given.map(str::to_owned),
            })
        };
        for (main, given) in [
            ("Vice Inc.", None),
            ("U.S. Office", None),
            ("明", Some("王")),
            ("“Quoted”", None),
            ("Ejemplo", Some("J. R.")),
            ("Ejemplo", Some("J")),
            ("Ejemplo", Some("ana")),
            ("Ejemplo", Some("Ana de")),
            ("לוי", Some("דנה")),
        ] {
            assert_eq!(pattern(main, given), None, "{main} {given:?}");
        }
        for (main, given, tail) in [
            ("de la Cruz", Some("Ana María"), ""),
            ("O’Neill", Some("Jean-Pierre"), ""),
            ("Office (FGR)", None, ")"),
        ] {
            assert_eq!(pattern(main, given).unwrap().tail, tail);
        }
    }
}
