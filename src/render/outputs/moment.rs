//! When something changed: `2023-09-01` or a date and time with an offset → a moment of UTC, for the
//! formats that demand one. The dates *in* a dossier are local and never come through here.

use crate::model::date::Day;

/// A second of UTC in the years 0 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    day: Day,
    second: u32,
}

impl Moment {
    /// Reads a day, which counts as its first second, or a date and time as in RFC 3339. None for all
    /// else: a time without an offset is no moment.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let day = Self::day_of(text.get(..10)?)?;
        let Some(time) = text.get(10..).filter(|time| !time.is_empty()) else {
            return Some(Self { day, second: 0 });
        };
        let time = time.strip_prefix(['T', 't', ' '])?;
        let clock = time.get(..8)?;
        let (hour, minute, second) = clock_of(clock)?;
        let zone = time.get(8..)?;
        // Fractions of a second do not change the order of edits.
        let zone = zone.strip_prefix('.').map_or(zone, |fraction| {
            fraction.trim_start_matches(|c: char| c.is_ascii_digit())
        });
        let east = match zone {
            "Z" | "z" => 0,
            _ => {
                let sign = match zone.chars().next()? {
                    '+' => 1,
                    '-' => -1,
                    _ => return None,
                };
                let (hours, minutes, _) = clock_of(&format!("{}:00", zone.get(1..)?))?;
                sign * (hours * 3600 + minutes * 60)
            }
        };
        let of_day = hour * 3600 + minute * 60 + second - east;
        let day = match of_day {
            ..0 => day.prev(),
            86_400.. => day.next(),
            _ => day,
        };
        let is_in_range = (0..=9999).contains(&day.year());
        let second = u32::try_from(of_day.rem_euclid(86_400)).ok()?;
        is_in_range.then_some(Self { day, second })
    }

    /// The first second of a day.
    #[must_use]
    pub fn start_of(day: Day) -> Self {
        Self { day, second: 0 }
    }

    /// `2023-09-01T12:00:00Z`, as RFC 3339 and XML Schema have it.
    #[must_use]
    pub fn rfc3339(self) -> String {
        let (hour, minute, second) = self.clock();
        format!("{}T{hour:02}:{minute:02}:{second:02}Z", self.day)
    }

    /// `20230901T120000Z`, as iCalendar has it.
    #[must_use]
    pub fn basic(self) -> String {
        self.rfc3339().replace(['-', ':'], "")
    }

    fn clock(self) -> (u32, u32, u32) {
        (self.second / 3600, self.second / 60 % 60, self.second % 60)
    }

    fn day_of(text: &str) -> Option<Day> {
        let mut parts = text.splitn(3, '-');
        let year = digits(parts.next()?, 4)?;
        let month = digits(parts.next()?, 2)?;
        let day = digits(parts.next()?, 2)?;
        Day::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }
}

/// `12:30:59` as hours, minutes and seconds; a leap second counts as the second before it.
fn clock_of(text: &str) -> Option<(i32, i32, i32)> {
    let mut parts = text.splitn(3, ':');
    let hour = digits(parts.next()?, 2).filter(|n| *n < 24)?;
    let minute = digits(parts.next()?, 2).filter(|n| *n < 60)?;
    let second = digits(parts.next()?, 2).filter(|n| *n <= 60)?;
    Some((hour, minute, second.min(59)))
}

fn digits(text: &str, n: usize) -> Option<i32> {
    let is_number = text.len() == n && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn moments_are_read_as_utc() {
        for (text, utc) in [
            ("2023-09-01", "2023-09-01T00:00:00Z"),
            ("2023-09-01T12:00:00Z", "2023-09-01T12:00:00Z"),
            ("2023-09-01 12:00:00.123+02:00", "2023-09-01T10:00:00Z"),
            ("2023-12-31T23:30:00-05:00", "2024-01-01T04:30:00Z"),
            ("2024-03-01T00:10:00+00:30", "2024-02-29T23:40:00Z"),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
        ] {
            assert_eq!(
                Moment::parse(text).map(Moment::rfc3339).as_deref(),
                Some(utc),
                "{text}"
            );
        }
        assert_eq!(
            Moment::parse("2023-09-01").unwrap().basic(),
            "20230901T000000Z"
        );
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for text in [
            "",
            "2023",
            "2023-09",
            "2023-13-01",
            "2023-02-30",
            "2023-09-01T12:00",
            "2023-09-01T12:00:00",
            "2023-09-01T25:00:00Z",
            "2023-09-01T12:00:00+2",
            "0000-01-01T00:00:00+10:00",
            "2023-09-01é",
            "２０２３-09-01",
        ] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }
}
