//! The text of one date, without its mark or time → `Form`; or what else the writer may have meant by it.

use crate::model::date::part::{DateError, Parsed, Part};
use crate::model::date::{Day, Form};

pub(super) const FORMS: &str = "write 2014, 2014-09 or 2014-09-26, with ~ after it for about and ? for perhaps, \
                     2014/2016 for an interval, [2019,2020] for one of several";
pub(super) const ORDER: &str =
    "write the year, the month and the day, in this order and with hyphens: 2014-09-26";
pub(super) const MARKS: &str =
    "write one mark, at the end: 2014-09~ for about, 2014-09? for perhaps, 2014-09% for both";
const UNKNOWN: &str = "X stands for the last digits of a year (201X, 20XX) or for a whole month or day \
                       (2014-XX, 2014-09-XX)";

/// Reads a date without mark, time or white space; never empty.
pub(super) fn form(part: Part) -> Parsed<Form> {
    if let Some(mark) = part.find(is_mark) {
        return Err(mark.wrong(
            "a mark stands at the end of a date and is meant for all of it",
            MARKS,
        ));
    }
    if let Some(dash) = part.find(|c| matches!(c, '‐' | '‑' | '–' | '—' | '−')) {
        let help = "write 2014-09-26 for a date, 2014/2016 for an interval";
        return Err(dash.wrong(format!("{} is not a hyphen", dash.quoted()), help));
    }
    if let Some((before, _)) = part.split_once("..") {
        let dots = part.split_at(before.text.len()).1.split_at(2).0;
        return Err(dots.wrong(
            "`..` stands in intervals and sets",
            "write 2014/.. for from 2014 on, [2014..2016] for some time between",
        ));
    }
    if part.text.starts_with('Y') {
        return long_year(part);
    }
    let (sign, unsigned) = part.split_at(usize::from(part.text.starts_with('-')));
    let is_negative = !sign.text.is_empty();
    let mut fields = unsigned.split('-', 3);
    let (year_part, month_part, day_part) = (
        fields.next().unwrap_or(unsigned),
        fields.next(),
        fields.next(),
    );
    let (first, count) = year(year_part, month_part.is_some())?;
    if is_negative && count > 1 {
        return Err(year_part.wrong(
            "a year before the year 0 takes no X",
            "write an interval: -0049/-0040",
        ));
    }
    if is_negative && first == 0 {
        return Err(sign.wrong(
            "the year 0 has no sign",
            "write 0000 for 1 BC, -0001 for 2 BC",
        ));
    }
    let first = if is_negative { -first } else { first };
    match month_part {
        None if count > 1 => Ok(Form::Years { first, count }),
        Some(month) if count > 1 => {
            let help = "write the year alone, 201X, or an interval, 2010-01/2019-06";
            Err(month.wrong("a year with X takes no month", help))
        }
        None => Ok(Form::Year(first)),
        Some(month) => month_and_day(first, month, day_part),
    }
}

/// The first year and how many; or what else the writer may have meant.
fn year(part: Part, has_month: bool) -> Parsed<(i32, i32)> {
    let known = part.text.trim_end_matches('X');
    let is_four = part.text.len() == 4;
    if is_four && known.bytes().all(|byte| byte.is_ascii_digit()) {
        let count = 10_i32.pow(4 - known.len() as u32);
        return Ok((known.parse().unwrap_or(0) * count, count)); // XXXX: all years from 0
    }
    if is_four && part.text.chars().all(is_digit_or_x) {
        return Err(part.wrong("a digit is known after one that is not", UNKNOWN));
    }
    if is_four
        && let Some(small) = part.find(|c| matches!(c, 'x' | 'u'))
        && part.text.starts_with(|c: char| c.is_ascii_digit())
    {
        return Err(small.wrong("an unknown digit is written X", UNKNOWN));
    }
    if !part.is_digits() {
        let (name, help) = if has_month {
            ("year", ORDER)
        } else {
            ("date", FORMS)
        };
        return Err(part.wrong(format!("{} is not a {name}", part.quoted()), help));
    }
    let help = match part.text.len() {
        ..=3 if !has_month => format!("write {0:0>4} for the year {0}", part.text),
        5..=9 if !has_month && !part.text.starts_with('0') => {
            format!("{ORDER}; or Y{} for that year", part.text)
        }
        _ => ORDER.to_owned(),
    };
    Err(part.wrong("a year has four digits", help))
}

/// A year of more than four digits, `Y17000` or `Y-17000`.
fn long_year(part: Part) -> Parsed<Form> {
    let (_, number) = part.split_at(1);
    let (_, digits) = number.split_at(usize::from(number.text.starts_with('-')));
    let is_long =
        digits.is_digits() && (5..=9).contains(&digits.text.len()) && !digits.text.starts_with('0');
    number
        .text
        .parse()
        .ok()
        .filter(|_| is_long)
        .map(Form::Year)
        .ok_or_else(|| {
            let help = "after Y a year has five to nine digits and nothing else: Y17000, Y-17000";
            part.wrong(format!("{} is not a year", part.quoted()), help)
        })
}

fn month_and_day(year: i32, month_part: Part, day_part: Option<Part>) -> Parsed<Form> {
    if month_part.is_digits() && month_part.text.len() == 4 && day_part.is_none() {
        let message = format!("there is no month {}", month_part.text);
        return Err(month_part.wrong(
            message,
            "the `/` stands between the dates of an interval: 2014/2016",
        ));
    }
    match (known(month_part, "month")?, day_part) {
        (None, None) => Ok(Form::SomeMonth(year)),
        (None, Some(Part { text: "XX", .. })) => Ok(Form::SomeDayOfYear(year)),
        (None, Some(day)) => Err(day.wrong(
            "a day needs its month",
            "write 2014-XX-XX for some day, \"[2014-09-26,2014-10-26]\" with the quotes for one of several",
        )),
        (Some(month @ 1..=12), None) => Ok(Form::Month { year, month }),
        (Some(month @ 1..=12), Some(part)) => match known(part, "day")? {
            None => Ok(Form::SomeDay { year, month }),
            Some(day) => Day::new(year, month, day)
                .map(Form::Day)
                .ok_or_else(|| no_day(part, year, month, day)),
        },
        (Some(season @ 21..=41), None) => Ok(Form::Season { year, season }),
        (Some(month), day) => Err(no_month(month_part, year, month, day)),
    }
}

/// `None` for `XX`.
fn known(part: Part, name: &str) -> Parsed<Option<u8>> {
    match part.text {
        "XX" => Ok(None),
        text if text.len() == 2 && text.contains('X') => {
            Err(part.wrong(format!("the {name} is known or not, as a whole"), UNKNOWN))
        }
        _ => part.two_digits(name, ORDER).map(Some),
    }
}

fn no_month(part: Part, year: i32, month: u8, day: Option<Part>) -> DateError {
    let swapped = day.and_then(|day| Day::new(year, day.text.parse().ok()?, month));
    let help = match swapped {
        Some(day) => format!("the month stands before the day: {day}"),
        None => {
            "the month is 01 to 12; without a day, 21 to 24 are the seasons from spring".to_owned()
        }
    };
    part.wrong(format!("there is no month {month}"), help)
}

fn no_day(part: Part, year: i32, month: u8, day: u8) -> DateError {
    let last = Day::last(year, month).to_string();
    let of = last.rsplit_once('-').map_or("", |(month, _)| month);
    if day == 0 {
        let help = format!("write {of}, or {of}-XX for some one day of it");
        return part.wrong("there is no day 0", help);
    }
    part.wrong(
        format!("{of} has no day {day}"),
        format!("its last day is {last}"),
    )
}

pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '?' | '~' | '%')
}

pub(super) fn is_digit_or_x(c: char) -> bool {
    c.is_ascii_digit() || c == 'X'
}
