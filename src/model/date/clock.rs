//! The time of day after the `T` of a date → `Time`.

use crate::model::date::Time;
use crate::model::date::part::{Parsed, Part};

pub(super) const HELP: &str =
    "write 2014-09-26T22:30, and after it Z or -05:00 if the offset from UTC matters";

/// Reads `22:30`, `22:30:00`, `22:30Z`, `22:30-05`, `22:30:00-05:00`.
pub(super) fn time(part: Part) -> Parsed<Time> {
    if let Some(mark) = part.find(|c| matches!(c, '?' | '~' | '%')) {
        return Err(mark.wrong(
            "a time of day takes no mark",
            "leave out the time, 2014-09-26~, or write from when to when",
        ));
    }
    let (clock, offset) = part.split_at(part.text.find(['Z', '+', '-']).unwrap_or(part.text.len()));
    let mut fields = clock.split(':', 3);
    let (hour, minute, second) = (fields.next().unwrap_or(clock), fields.next(), fields.next());
    let hour = number(hour, "hour", 23)?;
    let Some(minute) = minute else {
        return Err(clock.wrong("a time has hours and minutes", HELP));
    };
    Ok(Time {
        hour,
        minute: number(minute, "minute", 59)?,
        second: second
            .map(|second| number(second, "second", 59))
            .transpose()?,
        offset: (!offset.text.is_empty())
            .then(|| minutes_east(offset))
            .transpose()?,
    })
}

fn minutes_east(part: Part) -> Parsed<i16> {
    let (sign, rest) = part.split_at(1);
    if sign.text == "Z" {
        return if rest.text.is_empty() {
            Ok(0)
        } else {
            Err(rest.wrong("nothing may follow the Z", HELP))
        };
    }
    let (hours, minutes) = match rest.split_once(":") {
        Some((hours, minutes)) => (hours, number(minutes, "minute", 59)?),
        None => (rest, 0),
    };
    // From −12:00 to +14:00, as EDTF has it: no clock on Earth is further from UTC.
    let max = if sign.text == "-" { 12 } else { 14 };
    let east = i16::from(number(hours, "offset", max)?) * 60 + i16::from(minutes);
    Ok(if sign.text == "-" { -east } else { east })
}

fn number(part: Part, name: &str, max: u8) -> Parsed<u8> {
    match part.two_digits(name, HELP)? {
        number if number <= max => Ok(number),
        number => Err(part.wrong(
            format!("there is no {name} {number}"),
            format!("the {name} is between 00 and {max}"),
        )),
    }
}
