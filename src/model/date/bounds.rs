//! A date → the days on which it may be: its bounds, its place in an order, and whether two dates can both be true.

use crate::model::date::{Date, Day, Edtf, Form, Item, Shape, Time};

/// Where a date stands in a chronology; see [`Edtf::sort_key`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SortKey {
    from: Option<Moment>,
    is_open_ended: bool,
    to: Option<Moment>,
}

/// A second on the clock of the place: the day, and the seconds since its midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Moment(Day, u32);

/// From the first to the last moment, both included; `None` is open.
type Span = (Option<Moment>, Option<Moment>);

impl Edtf {
    /// The first and the last day it may be or touch; `None` where that is open or unknown.
    ///
    /// Seasons are as on the northern half of the globe unless the number says southern. Meteorologists and
    /// astronomers count them differently: the bounds are the whole months which hold both, March to June for a spring.
    /// The winter of a year may be the one with which it opens or the one with which it closes: January to next March.
    pub fn bounds(&self) -> (Option<Day>, Option<Day>) {
        let (from, to) = self.hull();
        (from.map(|moment| moment.0), to.map(|moment| moment.0))
    }

    /// The year under which it is listed: that of its first day, else of its last, else the first one it names.
    pub fn year(&self) -> i32 {
        let (from, to) = self.bounds();
        let named = || self.dates().next().map(|date| date.form.first());
        // Every date names one, so the 0 is never seen.
        from.or(to).or_else(named).map_or(0, Day::year)
    }

    /// A total order: by the first moment, open first, then by the last one, open last.
    pub fn sort_key(&self) -> SortKey {
        let (from, to) = self.hull();
        SortKey {
            from,
            is_open_ended: to.is_none(),
            to,
        }
    }

    /// Whether both can be true of one event: some moment may belong to both of them.
    ///
    /// `~`, `?` and `%` are read as one unit of the stated precision more on either side: `2014-09~` reaches from August to
    /// October, `2014~` from 2013 to 2015. Of a set each member counts alone: `[2019,2021]` does not overlap 2020.
    /// Two instants, each with its offset from UTC, are compared as instants; all else by the local date and time.
    pub fn overlaps(&self, other: &Edtf) -> bool {
        if let (Some(one), Some(two)) = (self.instant(), other.instant()) {
            return one.0 <= two.1 && two.0 <= one.1;
        }
        let others = other.possible();
        let meet = |one: &Span, two: &Span| starts_by(one.0, two.1) && starts_by(two.0, one.1);
        self.possible()
            .iter()
            .any(|one| others.iter().any(|two| meet(one, two)))
    }

    fn hull(&self) -> Span {
        match &self.shape {
            Shape::One(date) => date.span(),
            Shape::Interval(from, to) => {
                (from.date().map(Date::earliest), to.date().map(Date::latest))
            }
            // A set has an item; an open item is the first or the last, so `None` decides on either side.
            Shape::OneOf(items) | Shape::AllOf(items) => {
                let spans = items.iter().map(|item| item.map_span(Date::span));
                spans
                    .reduce(|a, b| (a.0.min(b.0), a.1.zip(b.1).map(|(a, b)| a.max(b))))
                    .unwrap_or_default()
            }
        }
    }

    /// The spans in one of which it lies, with what `~`, `?` and `%` add.
    fn possible(&self) -> Vec<Span> {
        match &self.shape {
            Shape::One(date) => vec![date.widened()],
            Shape::Interval(from, to) => {
                vec![(
                    from.date().and_then(|d| d.widened().0),
                    to.date().and_then(|d| d.widened().1),
                )]
            }
            Shape::OneOf(items) | Shape::AllOf(items) => items
                .iter()
                .map(|item| item.map_span(Date::widened))
                .collect(),
        }
    }

    /// The seconds of UTC from and to which it lasts, of a single time with an offset.
    fn instant(&self) -> Option<(i64, i64)> {
        let Shape::One(date) = &self.shape else {
            return None;
        };
        let Form::Time(
            _,
            Time {
                offset: Some(offset),
                ..
            },
        ) = date.form
        else {
            return None;
        };
        let utc = |moment: Moment| {
            moment.0.ordinal() * 86_400 + i64::from(moment.1) - i64::from(offset) * 60
        };
        Some((utc(date.earliest()), utc(date.latest())))
    }
}

/// Whether a span which starts there starts at or before the end of another.
fn starts_by(from: Option<Moment>, to: Option<Moment>) -> bool {
    from.zip(to).is_none_or(|(from, to)| from <= to)
}

impl Item {
    fn map_span(&self, span: impl Fn(&Date) -> Span) -> Span {
        match self {
            Item::One(date) => span(date),
            Item::Between(from, to) => (span(from).0, span(to).1),
            Item::Until(date) => (None, span(date).1),
            Item::From(date) => (span(date).0, None),
        }
    }
}

impl Date {
    /// The first moment it may be.
    pub(super) fn earliest(&self) -> Moment {
        match self.form {
            Form::Time(day, time) => Moment(day, time.seconds()),
            form => Moment(form.first(), 0),
        }
    }

    /// The last moment it may be.
    pub(super) fn latest(&self) -> Moment {
        match self.form {
            Form::Time(day, time) => Moment(
                day,
                time.seconds() + if time.second.is_none() { 59 } else { 0 },
            ),
            form => Moment(form.last(), 86_399),
        }
    }

    fn span(&self) -> Span {
        (Some(self.earliest()), Some(self.latest()))
    }

    fn widened(&self) -> Span {
        if !self.is_approximate && !self.is_uncertain {
            return self.span();
        }
        let (first, last) = (self.form.first(), self.form.last());
        let (first, last) = match self.form.unit_in_months() {
            0 => (first.prev(), last.next()),
            months => (
                first.plus_months(-months),
                last.plus_months(months + 1).prev(),
            ),
        };
        (Some(Moment(first, 0)), Some(Moment(last, 86_399)))
    }
}

impl Form {
    /// The first day it may be.
    pub(super) fn first(self) -> Day {
        match self {
            Form::Time(day, _) | Form::Day(day) => day,
            Form::SomeDay { year, month } | Form::Month { year, month } => Day::first(year, month),
            Form::SomeDayOfYear(year) | Form::SomeMonth(year) | Form::Year(year) => {
                Day::first(year, 1)
            }
            Form::Season { year, season } => Day::first(year, months_of(season).0),
            Form::Years { first, .. } => Day::first(first, 1),
        }
    }

    /// The last day it may be.
    pub(super) fn last(self) -> Day {
        match self {
            Form::Time(day, _) | Form::Day(day) => day,
            Form::SomeDay { year, month } | Form::Month { year, month } => Day::last(year, month),
            Form::SomeDayOfYear(year) | Form::SomeMonth(year) | Form::Year(year) => {
                Day::last(year, 12)
            }
            Form::Season { year, season } => {
                Day::first(year, 1).plus_months(months_of(season).1).prev()
            }
            Form::Years { first, count } => Day::last(first + (count - 1), 12),
        }
    }

    /// The unit by which `~` widens it; 0 is a day.
    fn unit_in_months(self) -> i32 {
        match self {
            Form::Time(..) | Form::Day(_) => 0,
            Form::SomeDay { .. } | Form::Month { .. } => 1,
            Form::Season { season, .. } => match season {
                ..=36 => 3,
                37..=39 => 4,
                _ => 6,
            },
            Form::SomeDayOfYear(_) | Form::SomeMonth(_) | Form::Year(_) => 12,
            Form::Years { count, .. } => 12 * count,
        }
    }
}

impl Time {
    fn seconds(self) -> u32 {
        u32::from(self.hour) * 3600
            + u32::from(self.minute) * 60
            + u32::from(self.second.unwrap_or(0))
    }
}

/// The first month, and the months from January to the end of the last one: the whole months which hold the season as
/// meteorologists (from the 1st of March …) and as astronomers (from the 20th of March …) count it. From 33 on, the parts
/// of a year have exact months.
pub(super) fn months_of(season: u8) -> (u8, i32) {
    match season {
        21 | 25 | 31 => (3, 6),
        22 | 26 | 32 => (6, 9),
        23 | 27 | 29 => (9, 12),
        24 | 28 | 30 => (1, 15),
        33..=36 => part_of_year(season - 33, 3),
        37..=39 => part_of_year(season - 37, 4),
        _ => part_of_year(season.saturating_sub(40).min(1), 6),
    }
}

fn part_of_year(index: u8, months: u8) -> (u8, i32) {
    (index * months + 1, i32::from((index + 1) * months))
}

#[cfg(test)]
mod tests {
    use crate::model::date::Edtf;

    fn read(text: &str) -> Edtf {
        Edtf::parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"))
    }

    #[test]
    fn bounds_are_the_first_and_the_last_day() {
        for (text, from, to, year) in [
            ("2014", "2014-01-01", "2014-12-31", 2014),
            ("2016-02", "2016-02-01", "2016-02-29", 2016),
            ("2014-09-26", "2014-09-26", "2014-09-26", 2014),
            ("2014-09-26~", "2014-09-26", "2014-09-26", 2014),
            // The night is the night on the spot: in UTC it would be the 27th.
            (
                "2014-09-26T22:30:00-05:00",
                "2014-09-26",
                "2014-09-26",
                2014,
            ),
            ("2014-09-XX", "2014-09-01", "2014-09-30", 2014),
            ("2014-XX", "2014-01-01", "2014-12-31", 2014),
            ("2014-XX-XX", "2014-01-01", "2014-12-31", 2014),
            ("201X", "2010-01-01", "2019-12-31", 2010),
            ("20XX", "2000-01-01", "2099-12-31", 2000),
            ("XXXX", "0000-01-01", "9999-12-31", 0),
            ("-0044-03", "-0044-03-01", "-0044-03-31", -44),
            ("2020-21", "2020-03-01", "2020-06-30", 2020),
            ("2020-24", "2020-01-01", "2021-03-31", 2020),
            ("2020-29", "2020-09-01", "2020-12-31", 2020),
            ("2020-34", "2020-04-01", "2020-06-30", 2020),
            ("2020-39", "2020-09-01", "2020-12-31", 2020),
            ("2020-41", "2020-07-01", "2020-12-31", 2020),
            ("2014-09/2016", "2014-09-01", "2016-12-31", 2014),
            ("2019-12/..", "2019-12-01", "", 2019),
            ("2019-12/", "2019-12-01", "", 2019),
            ("/2016-02", "", "2016-02-29", 2016),
            ("[2020,2019-08]", "2019-08-01", "2020-12-31", 2019),
            ("[..2023-08]", "", "2023-08-31", 2023),
            ("[2015,2019..]", "2015-01-01", "", 2015),
            ("[..2013,2016..]", "", "", 2013),
            ("{2019..2021,2023}", "2019-01-01", "2023-12-31", 2019),
        ] {
            let (first, last) = read(text).bounds();
            let shown =
                |day: Option<super::Day>| day.map(|day| day.to_string()).unwrap_or_default();
            assert_eq!(
                (shown(first).as_str(), shown(last).as_str()),
                (from, to),
                "{text}"
            );
            assert_eq!(read(text).year(), year, "{text}");
        }
    }

    #[test]
    fn dates_are_in_order_of_their_first_then_of_their_last_moment() {
        // A whole day starts at midnight, before every hour of it.
        let sorted = [
            "[..2013]",
            "../2016",
            "-0044",
            "2013-12-31",
            "2014-01-01",
            "2014-01",
            "2014",
            "2014/2016",
            "2014/..",
            "2014-09-26",
            "2014-09-26T21:40",
            "2014-09-26T22:30:00",
            "2014-09-26T22:30",
            "2014-09-27",
        ];
        for pair in sorted.windows(2) {
            assert!(read(pair[0]) < read(pair[1]), "{pair:?}");
            assert!(
                read(pair[0]).sort_key() < read(pair[1]).sort_key(),
                "{pair:?}"
            );
        }
    }

    #[test]
    fn dates_overlap_if_both_can_be_true() {
        for (one, two, overlap) in [
            ("2014", "2014-09-26", true),
            ("2014", "2015", false),
            ("2014~", "2015", true),
            ("2014?", "2012", false),
            ("2014-09~", "2014-10-31", true),
            ("2014-09~", "2014-11-01", false),
            ("2014-09~", "2014-07-31", false),
            ("2014-09-26%", "2014-09-27", true),
            ("2014-09-26~", "2014-09-28", false),
            ("2014-09-26~", "2014-09-28~", true),
            ("2020-21~", "2020-09", true),
            ("2020-21~", "2020-10", false),
            ("201X~", "2029", true),
            ("201X~", "2030", false),
            ("2014/2016", "2015-05", true),
            ("2014/2016", "2017", false),
            ("2014/2016~", "2017", true),
            ("2014/..", "2030", true),
            ("2014/", "2013", false),
            ("/2016", "2017", false),
            ("[..2016]", "2010", true),
            ("[2016..]", "2015", false),
            ("[2019,2021]", "2020", false),
            ("[2019,2021]", "2021-03", true),
            ("[2019~,2021~]", "2020", true),
            ("[2019..2021]", "2020", true),
            ("2014-09-26T22:30", "2014-09-26", true),
            ("2014-09-26T22:30", "2014-09-26T22:30:45", true),
            ("2014-09-26T22:30", "2014-09-26T23:15", false),
            ("2014-09-26T22:30:00-05:00", "2014-09-27T03:30:00Z", true),
            ("2014-09-26T22:30:00-05:00", "2014-09-26T22:30:00Z", false),
            ("2014-09-26T22:30:00-05:00", "2014-09-27", false),
            ("2014-09-26T22:30:00-05:00", "2014-09-26T22:30", true),
        ] {
            assert_eq!(read(one).overlaps(&read(two)), overlap, "{one} and {two}");
            assert_eq!(read(two).overlaps(&read(one)), overlap, "{two} and {one}");
        }
    }
}
