//! A date as written → what a program may be told that knows only years, months and days. Such a program
//! must never be told more than the source said: what does not fit is left out, or shown in words.

use crate::model::date::{Day, Edtf, Precision};

/// What of a date is exact: `2014`, `2014-09` or `2014-09-26`, at either end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exact {
    pub start: Option<String>,
    /// Only of an interval.
    pub end: Option<String>,
    /// Whether the two say all that was written.
    pub is_all: bool,
}

impl Exact {
    /// The exact parts of a date: none of a vague one, and of an interval those ends that are exact.
    #[must_use]
    pub fn of(date: &Edtf) -> Self {
        if !date.is_interval() {
            let start = plain(date);
            return Self {
                is_all: start.is_some() && date.precision() != Precision::Time,
                start,
                end: None,
            };
        }
        let (start, end) = date.as_str().split_once('/').unwrap_or((date.as_str(), ""));
        let end_of = |text: &str| Edtf::parse(text).ok().and_then(|date| plain(&date));
        let (start, end) = (end_of(start), end_of(end));
        Self {
            is_all: start.is_some() && end.is_some() && date.precision() != Precision::Time,
            start,
            end,
        }
    }
}

/// The day, month or year, if the date is exactly one of these; the day of an exact time.
fn plain(date: &Edtf) -> Option<String> {
    let text = date.html_datetime()?;
    Some(text.split('T').next().unwrap_or("").to_owned())
}

/// A point of a drawn timeline, as coarse as its date: month and day are 0 where they are not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    pub year: i32,
    pub month: u8,
    pub day: u8,
}

/// Where to draw a date, from and to; the second is none for a single day, month or year. A date that is
/// open at one side is drawn at its other one. None if it is open at both.
#[must_use]
pub fn extent(date: &Edtf) -> Option<(Point, Option<Point>)> {
    let point = |day: Day| match date.precision() {
        Precision::Time | Precision::Day => Point {
            year: day.year(),
            month: day.month(),
            day: day.day(),
        },
        Precision::Month | Precision::Season => Point {
            year: day.year(),
            month: day.month(),
            day: 0,
        },
        _ => Point {
            year: day.year(),
            month: 0,
            day: 0,
        },
    };
    match date.bounds() {
        (Some(low), Some(high)) => {
            let (start, end) = (point(low), point(high));
            Some((start, (start != end).then_some(end)))
        }
        (Some(day), None) | (None, Some(day)) => Some((point(day), None)),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_told_that_was_not_written() {
        for (text, start, end, is_all) in [
            ("2014", "2014", "", true),
            ("2014-09", "2014-09", "", true),
            ("2014-09-26", "2014-09-26", "", true),
            ("2014-09-26T22:30", "2014-09-26", "", false),
            ("2014-09~", "", "", false),
            ("2014?", "", "", false),
            ("201X", "", "", false),
            ("2014-09-XX", "", "", false),
            ("2020-21", "", "", false),
            ("[2019,2020]", "", "", false),
            ("2013/2016", "2013", "2016", true),
            ("2014-09-26/2014-09-27", "2014-09-26", "2014-09-27", true),
            ("2019-12/..", "2019-12", "", false),
            ("../2016-09", "", "2016-09", false),
            ("2013~/2016", "", "2016", false),
        ] {
            let exact = Exact::of(&Edtf::parse(text).unwrap());
            let (from, to) = (
                exact.start.unwrap_or_default(),
                exact.end.unwrap_or_default(),
            );
            assert_eq!(
                (from.as_str(), to.as_str(), exact.is_all),
                (start, end, is_all),
                "{text}"
            );
        }
    }

    #[test]
    fn a_drawn_date_is_as_coarse_as_the_written_one() {
        let show = |point: Point| format!("{}-{}-{}", point.year, point.month, point.day);
        for (text, from, to) in [
            ("2014", "2014-0-0", ""),
            ("2014-09~", "2014-9-0", ""),
            ("2014-09-26T22:30", "2014-9-26", ""),
            ("2014-09-XX", "2014-9-0", ""),
            ("201X", "2010-0-0", "2019-0-0"),
            ("2013/2016", "2013-0-0", "2016-0-0"),
            ("2014-09-26/2014-10", "2014-9-0", "2014-10-0"),
            ("[2019-08-29,2019-08-30]", "2019-8-29", "2019-8-30"),
            ("[..2022]", "2022-0-0", ""),
            ("2019-12/..", "2019-12-0", ""),
        ] {
            let (start, end) = extent(&Edtf::parse(text).unwrap()).unwrap();
            assert_eq!(
                (
                    show(start).as_str(),
                    end.map(show).unwrap_or_default().as_str()
                ),
                (from, to),
                "{text}"
            );
        }
    }
}
