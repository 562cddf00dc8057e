//! Spanish.

use crate::model::date::words::table::{Conjunction, DateWords, Noun, Preposition, Style};

pub(super) const WORDS: DateWords = DateWords {
    language: "es",
    long: LONG,
    short: SHORT,
};

const LONG: Style = Style {
    months: [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    day: "{day} de {month} de {year}",
    day_of_year: "{day} de {month}",
    month: "{month} de {year}",
    bc: "{year} a. C.",
    ad: "{year} d. C.",
    time: "{date}, {time}",
    season: "{season} de {year}",
    seasons: [
        Noun {
            bare: "primavera",
            the: "la primavera",
        },
        Noun {
            bare: "verano",
            the: "el verano",
        },
        Noun {
            bare: "otoño",
            the: "el otoño",
        },
        Noun {
            bare: "invierno",
            the: "el invierno",
        },
    ],
    southern: "{date} (hemisferio sur)",
    northern: "{date} (hemisferio norte)",
    the_day: "el {date}",
    decade: Noun {
        bare: "década de {year}",
        the: "la década de {year}",
    },
    some_year: "algún año entre {from} y {to}",
    any_year: "un año desconocido",
    some_day: "algún día de {date}",
    some_month: "algún mes de {date}",
    about: "hacia {date}",
    perhaps: "quizá {date}",
    about_perhaps: "hacia {date} (incierto)",
    from: "desde {date}",
    until: "hasta {date}",
    from_with_unknown_end: "desde {date}, fin desconocido",
    until_with_unknown_start: "hasta {date}, inicio desconocido",
    from_to: "desde {from} hasta {to}",
    by: Preposition {
        day: "a más tardar {date}",
        longer: "a más tardar en {date}",
        vague: "{date} o antes",
    },
    after: Preposition {
        day: "{date} o después",
        longer: "en {date} o después",
        vague: "{date} o después",
    },
    between: "entre {from} y {to}",
    // Before the sound o: octubre, otoño, ocho, once.
    or: Conjunction {
        word: "o",
        other: "u",
        before: &["o", "8", "11 "],
    },
    and: Conjunction {
        word: "y",
        other: "e",
        before: &["i"],
    },
};

const SHORT: Style = Style {
    months: [
        "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic",
    ],
    day: "{day} {month} {year}",
    day_of_year: "{day} {month}",
    month: "{month} {year}",
    the_day: "{date}",
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
