//! Text → a date as a dossier knows it: exact, vague, uncertain, open at one end or one of several.
//!
//! The notation is EDTF, [the Library of Congress profile](https://www.loc.gov/standards/datetime/) of ISO 8601-2:
//!
//! | written | read |
//! |---|---|
//! | `2014`, `2014-09`, `2014-09-26` | year, month, day |
//! | `2014-09-26T22:30`, `…T22:30:00-05:00` | local date and time |
//! | `2014-09~`, `2019?`, `2019%` | about, perhaps, both |
//! | `201X`, `20XX`, `2014-XX`, `2014-09-XX` | some year, some month, some day |
//! | `2020-21` … `2020-41` | seasons, quarters, thirds and halves of a year |
//! | `-0044`, `Y17000` | years before 1 BC (year 0) and after 9999 |
//! | `2014/2016`, `2019-12/..`, `2019-12/` | from, to; open end; unknown end |
//! | `[2019,2020]`, `[..2023-08]`, `[2019..2020]` | one of these, by then, some time between |
//! | `{2019,2021}` | all of these |
//!
//! Beyond EDTF, times may lack their seconds and may stand in intervals and sets. Not read: marks and `X` inside a date (`2014?-09`, `2014-XX-26`),
//! exponents (`Y17E3`), and marks on a time of day.
//!
//! Two promises: nothing which comes out of here, words or bounds, is narrower than what was written; and a date is
//! the date on the spot, so nothing is ever converted to UTC (the only exception: `overlaps` of two instants).

mod bounds;
mod clock;
mod day;
mod form;
mod guess;
mod parse;
mod part;
mod words;

#[cfg(test)]
mod properties;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

pub use bounds::SortKey;
pub use day::Day;
pub use part::DateError;
pub use words::year_words;

/// A date as the writer wrote it, and what it means.
#[derive(Debug, Clone)]
pub struct Edtf {
    text: Box<str>,
    shape: Shape,
}

/// How finely a date is stated; the finest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    Time,
    Day,
    Month,
    /// A season, a quarter, a third or a half of a year.
    Season,
    Year,
    Decade,
    /// A hundred years or more.
    Century,
}

#[derive(Debug, Clone)]
enum Shape {
    One(Date),
    Interval(End, End),
    /// At least one item, `Item::Until` only as the first and `Item::From` only as the last.
    OneOf(Vec<Item>),
    /// As `OneOf`.
    AllOf(Vec<Item>),
}

/// An end of an interval.
#[derive(Debug, Clone, Copy)]
enum End {
    At(Date),
    Open,
    Unknown,
}

/// A member of a set.
#[derive(Debug, Clone, Copy)]
enum Item {
    One(Date),
    Between(Date, Date),
    Until(Date),
    From(Date),
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Date {
    form: Form,
    is_approximate: bool,
    is_uncertain: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Form {
    Time(Day, Time),
    Day(Day),
    /// `2014-09-XX`
    SomeDay {
        year: i32,
        month: u8,
    },
    Month {
        year: i32,
        month: u8,
    },
    /// `2014-XX-XX`
    SomeDayOfYear(i32),
    /// `2014-XX`
    SomeMonth(i32),
    /// The number stands where the month would, 21 to 41.
    Season {
        year: i32,
        season: u8,
    },
    Year(i32),
    /// `201X` is 10 years from 2010.
    Years {
        first: i32,
        count: i32,
    },
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Time {
    hour: u8,
    minute: u8,
    second: Option<u8>,
    /// Minutes east of UTC.
    offset: Option<i16>,
}

impl Edtf {
    /// Reads a date; white space around it is dropped.
    ///
    /// # Errors
    /// Whatever is not one of the forms above, names a day that does not exist, or ends before it starts. Nothing is
    /// rolled over: `2014-02-30` is an error, not 2 March.
    pub fn parse(text: &str) -> Result<Edtf, DateError> {
        let shape = parse::shape(text).map_err(|error| match guess::guess(text) {
            Some(date) => DateError {
                help: format!("write {date}: the year first, then month and day, with hyphens"),
                ..error
            },
            None => error,
        })?;
        Ok(Edtf {
            text: text.trim().into(),
            shape,
        })
    }

    /// The date as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// `2014/2016`, `2019/..`; not the sets.
    pub fn is_interval(&self) -> bool {
        matches!(self.shape, Shape::Interval(..))
    }

    /// Marked `~` or `%`, in any of its parts.
    pub fn is_approximate(&self) -> bool {
        self.dates().any(|date| date.is_approximate)
    }

    /// Marked `?` or `%`, in any of its parts.
    pub fn is_uncertain(&self) -> bool {
        self.dates().any(|date| date.is_uncertain)
    }

    /// The precision of the coarsest date in it; `2014-09-XX` has that of a month.
    pub fn precision(&self) -> Precision {
        self.dates()
            .map(|date| date.form.precision())
            .max()
            .unwrap_or(Precision::Century)
    }

    /// The day as `2014-09-26` if it is exactly one, without any doubt: what a calendar can take.
    pub fn to_iso_day(&self) -> Option<String> {
        let (Some(lo), Some(hi)) = self.bounds() else {
            return None;
        };
        let is_certain = !self.is_approximate() && !self.is_uncertain();
        (lo == hi && is_certain && (0..=9999).contains(&lo.year())).then(|| lo.to_string())
    }

    /// The value of `<time datetime>`, which can hold an unqualified single date from the year 1 on
    /// ([HTML](https://html.spec.whatwg.org/multipage/text-level-semantics.html#datetime-value)).
    pub fn html_datetime(&self) -> Option<String> {
        let Shape::One(Date {
            form,
            is_approximate: false,
            is_uncertain: false,
        }) = self.shape
        else {
            return None;
        };
        let text = match form {
            Form::Time(day, time) => format!("{day}T{time}"),
            Form::Day(day) => day.to_string(),
            Form::Month { year, month } => format!("{year:04}-{month:02}"),
            Form::Year(year) => format!("{year:04}"),
            _ => return None,
        };
        (form.first().year() > 0).then_some(text)
    }

    /// Every date it names.
    fn dates(&self) -> impl Iterator<Item = &Date> {
        let (ends, items): ([Option<&Date>; 2], &[Item]) = match &self.shape {
            Shape::One(date) => ([Some(date), None], &[]),
            Shape::Interval(from, to) => ([from.date(), to.date()], &[]),
            Shape::OneOf(items) | Shape::AllOf(items) => ([None, None], items),
        };
        let of_items = items.iter().flat_map(|item| match item {
            Item::One(date) | Item::Until(date) | Item::From(date) => [Some(date), None],
            Item::Between(from, to) => [Some(from), Some(to)],
        });
        ends.into_iter().chain(of_items).flatten()
    }
}

impl End {
    fn date(&self) -> Option<&Date> {
        match self {
            End::At(date) => Some(date),
            End::Open | End::Unknown => None,
        }
    }
}

impl Form {
    fn precision(self) -> Precision {
        match self {
            Form::Time(..) => Precision::Time,
            Form::Day(_) => Precision::Day,
            Form::SomeDay { .. } | Form::Month { .. } => Precision::Month,
            Form::Season { .. } => Precision::Season,
            Form::SomeDayOfYear(_) | Form::SomeMonth(_) | Form::Year(_) => Precision::Year,
            Form::Years { count: ..=10, .. } => Precision::Decade,
            Form::Years { .. } => Precision::Century,
        }
    }
}

/// `22:30`, `22:30:00`, `22:30:00-05:00`, `22:30Z`: what ISO 8601 and HTML both accept.
impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)?;
        if let Some(second) = self.second {
            write!(f, ":{second:02}")?;
        }
        match self.offset {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(offset) => {
                let sign = if offset < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60)
            }
        }
    }
}

/// The date as it was written.
impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::str::FromStr for Edtf {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Edtf, DateError> {
        Edtf::parse(text)
    }
}

impl serde::Serialize for Edtf {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

// Two dates are the same if they are written alike: the text determines the meaning.
impl PartialEq for Edtf {
    fn eq(&self, other: &Edtf) -> bool {
        self.text == other.text
    }
}

impl Eq for Edtf {}

impl Hash for Edtf {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

/// By `sort_key`, then by the text.
impl Ord for Edtf {
    fn cmp(&self, other: &Edtf) -> Ordering {
        self.sort_key()
            .cmp(&other.sort_key())
            .then_with(|| self.text.cmp(&other.text))
    }
}

impl PartialOrd for Edtf {
    fn partial_cmp(&self, other: &Edtf) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::{Edtf, Precision};

    #[test]
    fn what_a_date_says_of_itself() {
        use Precision::*;
        // text, precision, `<time datetime>`, day for calendars, flags: ~ approximate, ? uncertain, / interval
        for (text, precision, html, day, flags) in [
            (
                "2014-09-26T22:30",
                Time,
                "2014-09-26T22:30",
                "2014-09-26",
                "",
            ),
            (
                "2014-09-26T22:30:05-05",
                Time,
                "2014-09-26T22:30:05-05:00",
                "2014-09-26",
                "",
            ),
            (
                "2014-09-26T22:30:00+00:00",
                Time,
                "2014-09-26T22:30:00Z",
                "2014-09-26",
                "",
            ),
            ("2014-09-26", Day, "2014-09-26", "2014-09-26", ""),
            ("2014-09-26?", Day, "", "", "?"),
            ("2014-09-26/2014-09-26", Day, "", "2014-09-26", "/"),
            ("2014-09-26/2014-09-27", Day, "", "", "/"),
            ("[2014-09-26]", Day, "", "2014-09-26", ""),
            ("2014-09-XX", Month, "", "", ""),
            ("2014-09", Month, "2014-09", "", ""),
            ("2014-09~", Month, "", "", "~"),
            ("2014-21", Season, "", "", ""),
            ("2014-XX", Year, "", "", ""),
            ("2014", Year, "2014", "", ""),
            ("0000", Year, "", "", ""),
            ("-0044-03-15", Day, "", "", ""),
            ("0044-03-15", Day, "0044-03-15", "0044-03-15", ""),
            ("Y17000", Year, "17000", "", ""),
            ("2014%", Year, "", "", "~?"),
            ("201X", Decade, "", "", ""),
            ("20XX", Century, "", "", ""),
            ("2014-09-26/2016~", Year, "", "", "~/"),
            ("2019?/..", Year, "", "", "?/"),
            ("[2019-08,2020?]", Year, "", "", "?"),
            ("{2019..2020~}", Year, "", "", "~"),
        ] {
            let date = Edtf::parse(text).unwrap();
            assert_eq!(date.precision(), precision, "{text}");
            assert_eq!(date.html_datetime().unwrap_or_default(), html, "{text}");
            assert_eq!(date.to_iso_day().unwrap_or_default(), day, "{text}");
            assert_eq!(date.is_approximate(), flags.contains('~'), "{text}");
            assert_eq!(date.is_uncertain(), flags.contains('?'), "{text}");
            assert_eq!(date.is_interval(), flags.contains('/'), "{text}");
            assert_eq!(serde_json::to_string(&date).unwrap(), format!("\"{text}\""));
        }
    }
}
