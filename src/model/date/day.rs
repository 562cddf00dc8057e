//! A day of the proleptic Gregorian calendar: compared, counted and stepped through. No clock, no time zone.

use std::fmt;

/// One calendar day. Years are astronomical (0 is 1 BC) and run from −999,999,999 to 999,999,999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: i32,
    month: u8,
    day: u8,
}

impl Day {
    /// The day, or `None` if the calendar has no such day: month 1 to 12, day 1 to the length of the month.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Day> {
        let exists = (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day);
        exists.then_some(Day { year, month, day })
    }

    /// The first day of a month from 1 to 12.
    pub(super) fn first(year: i32, month: u8) -> Day {
        Day {
            year,
            month,
            day: 1,
        }
    }

    /// The last day of a month from 1 to 12.
    pub(super) fn last(year: i32, month: u8) -> Day {
        Day {
            year,
            month,
            day: days_in_month(year, month),
        }
    }

    /// The year; 0 is 1 BC.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> u8 {
        self.day
    }

    /// Days since 1 January 1970, negative before it: the x coordinate of a timeline.
    pub fn ordinal(self) -> i64 {
        // Years are counted from March, so that the leap day is the last of its year, in eras of 400 years
        // (https://howardhinnant.github.io/date_algorithms.html#days_from_civil).
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let month = (i64::from(self.month) + 9) % 12;
        let of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    /// The day after.
    pub fn next(self) -> Day {
        if self.day < days_in_month(self.year, self.month) {
            Day {
                day: self.day + 1,
                ..self
            }
        } else {
            Day::first(self.year, self.month).plus_months(1)
        }
    }

    /// The day before.
    pub fn prev(self) -> Day {
        if self.day > 1 {
            return Day {
                day: self.day - 1,
                ..self
            };
        }
        let before = self.plus_months(-1);
        Day::last(before.year, before.month)
    }

    /// The first of the month which lies that many months away.
    pub(super) fn plus_months(self, months: i32) -> Day {
        let month = i64::from(self.year) * 12 + i64::from(self.month) - 1 + i64::from(months);
        let year = i32::try_from(month.div_euclid(12)).unwrap_or(self.year);
        Day::first(year, month.rem_euclid(12) as u8 + 1)
    }
}

/// As in ISO 8601, `2014-09-26`, with a sign before years below zero, `-0043-03-15`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let sign = if self.year < 0 { "-" } else { "" };
        write!(
            f,
            "{sign}{:04}-{:02}-{:02}",
            self.year.unsigned_abs(),
            self.month,
            self.day
        )
    }
}

/// The length of a month from 1 to 12.
pub(super) fn days_in_month(year: i32, month: u8) -> u8 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::Day;
    use proptest::prelude::*;

    #[test]
    fn days_are_counted_from_1970() {
        for ((year, month, day), ordinal) in [
            ((1970, 1, 1), 0),
            ((1969, 12, 31), -1),
            ((2000, 2, 29), 11_016),
            ((2014, 9, 26), 16_339),
            ((0, 1, 1), -719_528),
            ((-1, 12, 31), -719_529),
        ] {
            assert_eq!(
                Day::new(year, month, day).map(Day::ordinal),
                Some(ordinal),
                "{year}-{month}-{day}"
            );
        }
    }

    #[test]
    fn days_that_do_not_exist_are_none() {
        for (year, month, day) in [
            (2014, 2, 29),
            (1900, 2, 29),
            (2014, 0, 1),
            (2014, 13, 1),
            (2014, 4, 31),
            (2014, 1, 0),
        ] {
            assert_eq!(Day::new(year, month, day), None, "{year}-{month}-{day}");
        }
        assert!(Day::new(2000, 2, 29).is_some() && Day::new(2016, 2, 29).is_some());
    }

    proptest! {
        #[test]
        fn the_next_day_is_one_further_and_back(year in -999_999_999..=999_999_999, month in 1..=12u8, day in 1..=28u8) {
            let mut at = Day::new(year, month, day).unwrap();
            for _ in 0..4 {
                prop_assert_eq!(at.next().ordinal(), at.ordinal() + 1);
                prop_assert_eq!(at.next().prev(), at);
                prop_assert!(at < at.next());
                at = at.next();
            }
        }
    }
}
