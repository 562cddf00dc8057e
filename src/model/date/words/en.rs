//! English, day before month.

use crate::model::date::words::table::{Conjunction, DateWords, Noun, Preposition, Style};

pub(super) const WORDS: DateWords = DateWords {
    language: "en",
    long: LONG,
    short: SHORT,
};

const LONG: Style = Style {
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    day: "{day} {month} {year}",
    day_of_year: "{day} {month}",
    month: "{month} {year}",
    bc: "{year} BC",
    ad: "AD {year}",
    time: "{date}, {time}",
    season: "{season} {year}",
    seasons: [
        same("spring"),
        same("summer"),
        same("autumn"),
        same("winter"),
    ],
    southern: "{date} (southern hemisphere)",
    northern: "{date} (northern hemisphere)",
    the_day: "{date}",
    decade: Noun {
        bare: "{year}s",
        the: "the {year}s",
    },
    some_year: "some year in {from}–{to}",
    any_year: "an unknown year",
    some_day: "some day in {date}",
    some_month: "some month in {date}",
    about: "about {date}",
    perhaps: "perhaps {date}",
    about_perhaps: "about {date} (uncertain)",
    from: "from {date}",
    until: "until {date}",
    from_with_unknown_end: "from {date}, end unknown",
    until_with_unknown_start: "until {date}, start unknown",
    from_to: "from {from} to {to}",
    // Not "by August": that may be read as before the first of it.
    by: Preposition {
        day: "by {date}",
        longer: "by the end of {date}",
        vague: "{date} or earlier",
    },
    after: Preposition {
        day: "on or after {date}",
        longer: "in or after {date}",
        vague: "{date} or later",
    },
    between: "between {from} and {to}",
    or: Conjunction {
        word: "or",
        other: "",
        before: &[],
    },
    and: Conjunction {
        word: "and",
        other: "",
        before: &[],
    },
};

const SHORT: Style = Style {
    months: [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ],
    some_year: "{from}–{to}",
    some_day: "{date}",
    some_month: "{date}",
    about: "c. {date}",
    perhaps: "{date}?",
    about_perhaps: "c. {date}?",
    from_with_unknown_end: "{date} – ?",
    until_with_unknown_start: "? – {date}",
    ..LONG
};

const fn same(noun: &'static str) -> Noun {
    Noun {
        bare: noun,
        the: noun,
    }
}
