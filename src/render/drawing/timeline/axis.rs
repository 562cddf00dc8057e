//! Days → places on an axis of years.
//!
//! Affairs are crowded: decades with one event, then a year with twenty. On an even scale the labels of that year would
//! lie in a heap and the decades would be empty paper. So each year is the wider the more begins in it, stretches
//! without events are cut out (visibly), and within a year the scale is even. Lines between the years show what is what.

use super::{Event, Format};
use crate::model::date::year_words;

/// Shortest stretch of empty units that is cut out.
const CUT_FROM: i64 = 3;
const CUT_WIDTH: f64 = 26.0;

pub(super) struct Axis {
    pub(super) columns: Vec<Column>,
    /// Years to a unit: 1, 10, 100 …
    pub(super) step: i64,
    pub(super) width: f64,
}

/// A year (or ten, or a hundred), or what is cut out between two of them.
pub(super) struct Column {
    /// Number of the unit: its first year divided by the step.
    unit: i64,
    pub(super) x: f64,
    pub(super) width: f64,
    pub(super) is_cut: bool,
}

impl Axis {
    /// `None` if there is no date at all.
    pub(super) fn new(events: &[&Event], format: &Format) -> Option<Axis> {
        let mut begins: Vec<i64> = Vec::new();
        let mut years: Vec<i64> = Vec::new();
        for span in events.iter().flat_map(|event| event.spans) {
            begins.extend(span.lower.or(span.upper).map(year_of));
            years.extend(span.lower.into_iter().chain(span.upper).map(year_of));
        }
        years.sort_unstable();
        years.dedup();
        let mut step = 1;
        let count = |step: i64| {
            let units = years.iter().map(|year| year.div_euclid(step));
            units
                .fold((0, None), |(n, last), u| {
                    (n + usize::from(last != Some(u)), Some(u))
                })
                .0
        };
        while count(step) > format.columns {
            step *= 10;
        }
        let mut units: Vec<i64> = years.iter().map(|year| year.div_euclid(step)).collect();
        units.dedup();
        let columns = columns(&units, &begins, step, format);
        let width = columns.last().map(|last| last.x + last.width)?;
        Some(Axis {
            columns,
            step,
            width,
        })
    }

    /// Where a day begins.
    pub(super) fn x(&self, day: i64) -> f64 {
        let unit = year_of(day).div_euclid(self.step);
        let at = self.columns.partition_point(|c| c.unit < unit);
        let Some(column) = self.columns.get(at) else {
            return self.width;
        };
        let (from, to) = (
            first_day(unit.saturating_mul(self.step)),
            first_day(unit.saturating_add(1).saturating_mul(self.step)),
        );
        let part = day.saturating_sub(from) as f64 / to.saturating_sub(from).max(1) as f64;
        column.x + column.width * part.clamp(0.0, 1.0)
    }

    /// Name of a unit: `2014`, `1990–99`, `51 BC`.
    pub(super) fn name(&self, column: &Column, lang: &str) -> String {
        let first = column.unit.saturating_mul(self.step);
        let last = first.saturating_add(self.step - 1);
        let words = |year: i64| {
            i32::try_from(year).map_or_else(|_| year.to_string(), |y| year_words(y, lang))
        };
        match self.step {
            1 => words(first),
            _ if first < 1000 => format!("{}–{}", words(first), words(last)),
            10 => format!("{first}–{:02}", last.rem_euclid(100)),
            _ => format!("{first}–{last}"),
        }
    }

    pub(super) fn is_broken(&self) -> bool {
        self.columns.iter().any(|column| column.is_cut)
    }

    pub(super) fn first_year(&self) -> i64 {
        self.columns
            .first()
            .map_or(0, |c| c.unit.saturating_mul(self.step))
    }

    pub(super) fn last_year(&self) -> i64 {
        let last = self.columns.last().map_or(0, |c| c.unit);
        last.saturating_mul(self.step).saturating_add(self.step - 1)
    }
}

/// The columns of these units (in order, each once), with what is empty between them.
fn columns(units: &[i64], begins: &[i64], step: i64, format: &Format) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    let column = |unit, is_cut| Column {
        unit,
        x: 0.0,
        width: if is_cut { CUT_WIDTH } else { format.column },
        is_cut,
    };
    for unit in units {
        if let Some(last) = columns.last().map(|c| c.unit) {
            if unit - last > CUT_FROM {
                columns.push(column(unit - 1, true));
            } else {
                columns.extend((last + 1..*unit).map(|empty| column(empty, false)));
            }
        }
        columns.push(column(*unit, false));
    }
    // What is left of the width goes to the busy units.
    let least: f64 = columns.iter().map(|c| c.width).sum();
    let spare = (format.width - least).max(0.0);
    for begin in begins {
        let unit = begin.div_euclid(step);
        let at = columns.partition_point(|c| c.unit < unit);
        if let Some(column) = columns.get_mut(at) {
            column.width += spare / begins.len() as f64;
        }
    }
    let mut x = 0.0;
    for column in &mut columns {
        column.x = x;
        x += column.width;
    }
    columns
}

/// The year of a day counted from 1 January 1970
/// (<https://howardhinnant.github.io/date_algorithms.html#civil_from_days>).
pub(super) fn year_of(day: i64) -> i64 {
    let day = day.saturating_add(719_468);
    let (era, of_era) = (day.div_euclid(146_097), day.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    // Counted from March: the last two months belong to the next year.
    era * 400 + year + i64::from(of_year >= 306)
}

/// 1 January of a year, counted from 1970.
pub(super) fn first_day(year: i64) -> i64 {
    let before = year.saturating_sub(1);
    before
        .saturating_mul(365)
        .saturating_add(before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400))
        .saturating_sub(719_162)
}

#[cfg(test)]
mod tests {
    use super::{first_day, year_of};

    #[test]
    fn years_begin_on_their_first_day() {
        for (year, day) in [
            (1970, 0),
            (1971, 365),
            (2000, 10_957),
            (2014, 16_071),
            (0, -719_528),
            (-1, -719_893),
        ] {
            assert_eq!(first_day(year), day, "{year}");
        }
        for year in -5_000..5_000 {
            assert_eq!(year_of(first_day(year)), year);
            assert_eq!(year_of(first_day(year) - 1), year - 1);
        }
        for day in [i64::MIN, i64::MAX] {
            let _ = first_day(year_of(day));
        }
    }
}
