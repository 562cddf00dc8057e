//! A date → what a reader reads, in the reader's language, never narrower than what was written.
//!
//! A language is one table in one file, listed in `LANGUAGES`.

mod en;
mod es;
mod table;

use crate::model::date::bounds::months_of;
use crate::model::date::words::table::{Conjunction, DateWords, Noun, Preposition, Style, fill};
use crate::model::date::{Date, Day, Edtf, End, Form, Item, Shape, Time};

const LANGUAGES: &[&DateWords] = &[&en::WORDS, &es::WORDS];

#[derive(Clone, Copy)]
enum Article {
    Without,
    With,
}
use Article::{With, Without};

impl Edtf {
    /// The date in words: "26–27 September 2014", "hacia septiembre de 2014".
    ///
    /// `language` is a BCP 47 tag, of which the first part counts; English for a language without a table.
    pub fn words(&self, language: &str) -> String {
        table(language).long.shape(&self.shape)
    }

    /// The same for tables: "26–27 Sep 2014", "c. sep 2014".
    pub fn short(&self, language: &str) -> String {
        table(language).short.shape(&self.shape)
    }
}

fn table(language: &str) -> &'static DateWords {
    let wanted = language.split(['-', '_']).next().unwrap_or(language);
    LANGUAGES
        .iter()
        .find(|words| words.language.eq_ignore_ascii_case(wanted))
        .unwrap_or(&&en::WORDS)
}

impl Style {
    fn shape(&self, shape: &Shape) -> String {
        let with = |pattern: &str, date: &Date| fill(pattern, &[("date", &self.date(date, With))]);
        match shape {
            Shape::One(date) => self.date(date, Without),
            Shape::Interval(End::At(from), End::At(to)) => self.interval(from, to),
            Shape::Interval(End::At(from), End::Open) => with(self.from, from),
            Shape::Interval(End::At(from), End::Unknown) => with(self.from_with_unknown_end, from),
            Shape::Interval(End::Open, End::At(to)) => with(self.until, to),
            Shape::Interval(_, End::At(to)) => with(self.until_with_unknown_start, to),
            // The parser refuses an interval without a date.
            Shape::Interval(..) => self.any_year.to_owned(),
            Shape::OneOf(items) => self.list(items, &self.or, |item| match item {
                Item::One(date) => self.date(date, Without),
                Item::Between(from, to) => match &self.series(&[*from, *to], With)[..] {
                    [from, to] => fill(self.between, &[("from", from), ("to", to)]),
                    _ => String::new(), // a series has as many parts as dates
                },
                Item::Until(date) => with(self.by.of(date), date),
                Item::From(date) => with(self.after.of(date), date),
            }),
            Shape::AllOf(items) => self.list(items, &self.and, |item| match item {
                Item::One(date) => self.date(date, Without),
                Item::Between(from, to) => self.interval(from, to),
                Item::Until(date) => with(self.until, date),
                Item::From(date) => with(self.from, date),
            }),
        }
    }

    fn list(
        &self,
        items: &[Item],
        conjunction: &Conjunction,
        words: impl Fn(&Item) -> String,
    ) -> String {
        let single = |item| match item {
            &Item::One(date) => Some(date),
            _ => None,
        };
        let mut parts = match items.iter().map(single).collect::<Option<Vec<Date>>>() {
            Some(dates) => self.series(&dates, Without),
            None => items.iter().map(words).collect(),
        };
        let last = parts.pop().unwrap_or_default();
        if parts.is_empty() {
            return last;
        }
        let is_other = conjunction
            .before
            .iter()
            .any(|start| last.starts_with(start));
        let word = if is_other {
            conjunction.other
        } else {
            conjunction.word
        };
        format!("{} {word} {last}", parts.join(", "))
    }

    fn interval(&self, from: &Date, to: &Date) -> String {
        if let (Some((day, start)), Some((same, end))) = (from.time(), to.time())
            && day == same
            && start.offset == end.offset
        {
            let start = Time {
                offset: None,
                ..start
            };
            let times = format!("{}–{}", clock(start), clock(end));
            return fill(self.time, &[("date", &self.day(day)), ("time", &times)]);
        }
        if from.is_plain() && from == to {
            return self.date(from, Without);
        }
        if !from.is_plain() || !to.is_plain() {
            let (from, to) = (self.date(from, With), self.date(to, With));
            return fill(self.from_to, &[("from", &from), ("to", &to)]);
        }
        let parts = self.series(&[*from, *to], Without);
        let is_tight = parts.first().is_some_and(|from| !from.contains(' '))
            && from.form.precision() == to.form.precision();
        parts.join(if is_tight { "–" } else { " – " })
    }

    /// Each date, without the month and the year if the last one says them for all: 29, 30 August 2019.
    fn series(&self, dates: &[Date], article: Article) -> Vec<String> {
        let Some(last) = dates.last() else {
            return Vec::new();
        };
        let (precision, end) = (last.form.precision(), last.form.first());
        let is_one_year = dates.iter().all(|date| {
            date.is_plain()
                && date.form.precision() == precision
                && date.form.first().year() == end.year()
        });
        let is_one_month = dates
            .iter()
            .all(|date| date.form.first().month() == end.month());
        let shortened = |date: &Date| match date.form {
            Form::Day(day) if is_one_year && is_one_month => {
                self.articled(day.day().to_string(), article)
            }
            Form::Day(day) if is_one_year => {
                self.articled(self.fill_day(self.day_of_year, day), article)
            }
            Form::Month { month, .. } if is_one_year => self.month_name(month).to_owned(),
            _ => self.date(date, article),
        };
        let others = dates.iter().take(dates.len() - 1).map(shortened);
        others.chain([self.date(last, article)]).collect()
    }

    fn date(&self, date: &Date, article: Article) -> String {
        let pattern = match (date.is_approximate, date.is_uncertain) {
            (false, false) => return self.form(date.form, article),
            (true, false) => self.about,
            (false, true) => self.perhaps,
            (true, true) => self.about_perhaps,
        };
        fill(pattern, &[("date", &self.form(date.form, With))])
    }

    fn form(&self, form: Form, article: Article) -> String {
        match form {
            Form::Time(day, time) => fill(
                self.time,
                &[
                    ("date", &self.articled(self.day(day), article)),
                    ("time", &clock(time)),
                ],
            ),
            Form::Day(day) => self.articled(self.day(day), article),
            Form::Month { year, month } => self.month(year, month),
            Form::SomeDay { year, month } => {
                fill(self.some_day, &[("date", &self.month(year, month))])
            }
            Form::Year(year) => self.year(year),
            Form::SomeMonth(year) => fill(self.some_month, &[("date", &self.year(year))]),
            Form::SomeDayOfYear(year) => fill(self.some_day, &[("date", &self.year(year))]),
            Form::Season { year, season } => self.season(year, season, article),
            Form::Years {
                count: 10_000.., ..
            } => self.any_year.to_owned(),
            Form::Years {
                first: first @ 1..,
                count: 10,
            } => fill(self.decade.with(article), &[("year", &self.year(first))]),
            Form::Years { first, count } => fill(
                self.some_year,
                &[
                    ("from", &self.year(first)),
                    ("to", &self.year(first + (count - 1))),
                ],
            ),
        }
    }

    fn season(&self, year: i32, season: u8, article: Article) -> String {
        if season > 32 {
            // Parts of a year are named by their months.
            let (first, after) = months_of(season);
            let last = Day::first(year, 1).plus_months(after).prev();
            return format!(
                "{}–{}",
                self.month_name(first),
                self.month(year, last.month())
            );
        }
        // Three groups of four from 21 on: anywhere, northern, southern.
        let [spring, summer, autumn, winter] = &self.seasons;
        let noun = match (season - 21) % 4 {
            0 => spring,
            1 => summer,
            2 => autumn,
            _ => winter,
        };
        let words = fill(
            self.season,
            &[("season", noun.with(article)), ("year", &self.year(year))],
        );
        match season {
            ..=24 => words,
            25..=28 => fill(self.northern, &[("date", &words)]),
            _ => fill(self.southern, &[("date", &words)]),
        }
    }

    fn day(&self, day: Day) -> String {
        self.fill_day(self.day, day)
    }

    fn fill_day(&self, pattern: &str, day: Day) -> String {
        let (number, year) = (day.day().to_string(), self.year(day.year()));
        fill(
            pattern,
            &[
                ("day", &number),
                ("month", self.month_name(day.month())),
                ("year", &year),
            ],
        )
    }

    fn articled(&self, day: String, article: Article) -> String {
        match article {
            With => fill(self.the_day, &[("date", &day)]),
            Without => day,
        }
    }

    fn month(&self, year: i32, month: u8) -> String {
        fill(
            self.month,
            &[
                ("month", self.month_name(month)),
                ("year", &self.year(year)),
            ],
        )
    }

    fn month_name(&self, month: u8) -> &'static str {
        self.months
            .get(usize::from(month) - 1)
            .copied()
            .unwrap_or_default()
    }

    fn year(&self, year: i32) -> String {
        match year {
            ..=0 => fill(self.bc, &[("year", &(1 - year).to_string())]),
            1..=999 => fill(self.ad, &[("year", &year.to_string())]),
            _ => year.to_string(),
        }
    }
}

impl Noun {
    fn with(&self, article: Article) -> &'static str {
        match article {
            With => self.the,
            Without => self.bare,
        }
    }
}

impl Preposition {
    fn of(&self, date: &Date) -> &'static str {
        match date.form {
            _ if date.is_approximate || date.is_uncertain => self.vague,
            Form::SomeDay { .. }
            | Form::SomeDayOfYear(_)
            | Form::SomeMonth(_)
            | Form::Years { count: 11.., .. } => self.vague,
            Form::Time(..) | Form::Day(_) => self.day,
            _ => self.longer,
        }
    }
}

impl Date {
    /// Whether a dash or a comma after it leaves it clear.
    fn is_plain(&self) -> bool {
        let is_exact = !self.is_approximate && !self.is_uncertain;
        is_exact
            && matches!(
                self.form,
                Form::Time(..) | Form::Day(_) | Form::Month { .. } | Form::Year(_)
            )
    }

    fn time(&self) -> Option<(Day, Time)> {
        match self.form {
            Form::Time(day, time) => Some((day, time)),
            _ => None,
        }
    }
}

/// `22:30`, and what else the writer knew: `22:30:05 UTC−5`. Seconds of 00 are mostly nobody's knowledge.
fn clock(time: Time) -> String {
    let seconds = time
        .second
        .filter(|second| *second > 0)
        .map(|second| format!(":{second:02}"))
        .unwrap_or_default();
    let offset = time.offset.map(|offset| {
        let sign = if offset < 0 { "−" } else { "+" };
        match (offset.abs() / 60, offset.abs() % 60) {
            (0, 0) => " UTC".to_owned(),
            (hours, 0) => format!(" UTC{sign}{hours}"),
            (hours, minutes) => format!(" UTC{sign}{hours}:{minutes:02}"),
        }
    });
    format!(
        "{:02}:{:02}{seconds}{}",
        time.hour,
        time.minute,
        offset.unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use crate::model::date::Edtf;

    #[test]
    fn words_in_english_and_spanish() {
        for (text, english, spanish) in [
            ("2014", "2014", "2014"),
            ("2014-09", "September 2014", "septiembre de 2014"),
            (
                "2014-09-26",
                "26 September 2014",
                "26 de septiembre de 2014",
            ),
            ("2014-09-06", "6 September 2014", "6 de septiembre de 2014"),
            (
                "2014-09-26T22:30",
                "26 September 2014, 22:30",
                "26 de septiembre de 2014, 22:30",
            ),
            (
                "2014-09-26T22:30:00",
                "26 September 2014, 22:30",
                "26 de septiembre de 2014, 22:30",
            ),
            (
                "2014-09-26T22:30:05Z",
                "26 September 2014, 22:30:05 UTC",
                "26 de septiembre de 2014, 22:30:05 UTC",
            ),
            (
                "2014-09-26T22:30-05:00",
                "26 September 2014, 22:30 UTC−5",
                "26 de septiembre de 2014, 22:30 UTC−5",
            ),
            (
                "2014-09-26T22:30+05:30",
                "26 September 2014, 22:30 UTC+5:30",
                "26 de septiembre de 2014, 22:30 UTC+5:30",
            ),
            ("0000", "1 BC", "1 a. C."),
            ("-0044-03-15", "15 March 45 BC", "15 de marzo de 45 a. C."),
            ("0476", "AD 476", "476 d. C."),
            ("Y17000", "17000", "17000"),
            // marks
            (
                "2014-09~",
                "about September 2014",
                "hacia septiembre de 2014",
            ),
            (
                "2014-09-26~",
                "about 26 September 2014",
                "hacia el 26 de septiembre de 2014",
            ),
            ("2019?", "perhaps 2019", "quizá 2019"),
            ("2019%", "about 2019 (uncertain)", "hacia 2019 (incierto)"),
            ("201X~", "about the 2010s", "hacia la década de 2010"),
            // unspecified digits
            ("201X", "2010s", "década de 2010"),
            (
                "20XX",
                "some year in 2000–2099",
                "algún año entre 2000 y 2099",
            ),
            (
                "000X",
                "some year in 1 BC–AD 9",
                "algún año entre 1 a. C. y 9 d. C.",
            ),
            ("XXXX", "an unknown year", "un año desconocido"),
            ("2014-XX", "some month in 2014", "algún mes de 2014"),
            ("2014-XX-XX", "some day in 2014", "algún día de 2014"),
            (
                "2014-09-XX",
                "some day in September 2014",
                "algún día de septiembre de 2014",
            ),
            // parts of years
            ("2020-21", "spring 2020", "primavera de 2020"),
            ("2020-24~", "about winter 2020", "hacia el invierno de 2020"),
            (
                "2020-26",
                "summer 2020 (northern hemisphere)",
                "verano de 2020 (hemisferio norte)",
            ),
            (
                "2020-31",
                "autumn 2020 (southern hemisphere)",
                "otoño de 2020 (hemisferio sur)",
            ),
            ("2020-33", "January–March 2020", "enero–marzo de 2020"),
            (
                "2020-39",
                "September–December 2020",
                "septiembre–diciembre de 2020",
            ),
            ("2020-40", "January–June 2020", "enero–junio de 2020"),
            // intervals
            ("2014/2016", "2014–2016", "2014–2016"),
            (
                "2014-09-26/2014-09-27",
                "26–27 September 2014",
                "26–27 de septiembre de 2014",
            ),
            (
                "2019-08-28/2019-09-02",
                "28 August – 2 September 2019",
                "28 de agosto – 2 de septiembre de 2019",
            ),
            (
                "2019-12-28/2020-01-02",
                "28 December 2019 – 2 January 2020",
                "28 de diciembre de 2019 – 2 de enero de 2020",
            ),
            (
                "2014-09/2014-11",
                "September–November 2014",
                "septiembre–noviembre de 2014",
            ),
            (
                "2014-09/2015-02",
                "September 2014 – February 2015",
                "septiembre de 2014 – febrero de 2015",
            ),
            (
                "2014-09-26/2014-10",
                "26 September 2014 – October 2014",
                "26 de septiembre de 2014 – octubre de 2014",
            ),
            (
                "2014/2015-02",
                "2014 – February 2015",
                "2014 – febrero de 2015",
            ),
            ("2014/2014", "2014", "2014"),
            (
                "2014-09-26/2014-09-26",
                "26 September 2014",
                "26 de septiembre de 2014",
            ),
            (
                "2014-09-26/2015-09-26",
                "26 September 2014 – 26 September 2015",
                "26 de septiembre de 2014 – 26 de septiembre de 2015",
            ),
            ("-0044/0014", "45 BC – AD 14", "45 a. C. – 14 d. C."),
            (
                "2014~/2016",
                "from about 2014 to 2016",
                "desde hacia 2014 hasta 2016",
            ),
            (
                "2014-09-26/2016?",
                "from 26 September 2014 to perhaps 2016",
                "desde el 26 de septiembre de 2014 hasta quizá 2016",
            ),
            (
                "201X/202X",
                "from the 2010s to the 2020s",
                "desde la década de 2010 hasta la década de 2020",
            ),
            (
                "2020-21/2020-23",
                "from spring 2020 to autumn 2020",
                "desde la primavera de 2020 hasta el otoño de 2020",
            ),
            (
                "2014-09-26T21:30/2014-09-26T23:00",
                "26 September 2014, 21:30–23:00",
                "26 de septiembre de 2014, 21:30–23:00",
            ),
            (
                "2014-09-26T21:30/2014-09-27T00:10",
                "26 September 2014, 21:30 – 27 September 2014, 00:10",
                "26 de septiembre de 2014, 21:30 – 27 de septiembre de 2014, 00:10",
            ),
            (
                "2019-12/..",
                "from December 2019",
                "desde diciembre de 2019",
            ),
            (
                "2019-12-01/..",
                "from 1 December 2019",
                "desde el 1 de diciembre de 2019",
            ),
            (
                "2019-12~/..",
                "from about December 2019",
                "desde hacia diciembre de 2019",
            ),
            (
                "2019-12/",
                "from December 2019, end unknown",
                "desde diciembre de 2019, fin desconocido",
            ),
            ("../2016", "until 2016", "hasta 2016"),
            (
                "/2016",
                "until 2016, start unknown",
                "hasta 2016, inicio desconocido",
            ),
            // one of these
            ("[2019,2020]", "2019 or 2020", "2019 o 2020"),
            (
                "[2019-08-29,2019-08-30]",
                "29 or 30 August 2019",
                "29 o 30 de agosto de 2019",
            ),
            (
                "[2014-10-07,2014-10-08]",
                "7 or 8 October 2014",
                "7 u 8 de octubre de 2014",
            ),
            (
                "[2014-09,2014-10]",
                "September or October 2014",
                "septiembre u octubre de 2014",
            ),
            (
                "[2014-09-30,2014-10-11]",
                "30 September or 11 October 2014",
                "30 de septiembre u 11 de octubre de 2014",
            ),
            (
                "[2014-09-30,2015-10-18]",
                "30 September 2014 or 18 October 2015",
                "30 de septiembre de 2014 o 18 de octubre de 2015",
            ),
            (
                "[2018,2019-03,2020]",
                "2018, March 2019 or 2020",
                "2018, marzo de 2019 o 2020",
            ),
            ("[2019~,2020]", "about 2019 or 2020", "hacia 2019 o 2020"),
            ("[2019..2020]", "between 2019 and 2020", "entre 2019 y 2020"),
            (
                "[2019-08-28..2019-09-02]",
                "between 28 August and 2 September 2019",
                "entre el 28 de agosto y el 2 de septiembre de 2019",
            ),
            (
                "[2019-08-28..2019-08-30]",
                "between 28 and 30 August 2019",
                "entre el 28 y el 30 de agosto de 2019",
            ),
            (
                "[2016,2019..2020]",
                "2016 or between 2019 and 2020",
                "2016 o entre 2019 y 2020",
            ),
            (
                "[..2023-08]",
                "by the end of August 2023",
                "a más tardar en agosto de 2023",
            ),
            (
                "[..2016-09-14]",
                "by 14 September 2016",
                "a más tardar el 14 de septiembre de 2016",
            ),
            ("[..2016~]", "about 2016 or earlier", "hacia 2016 o antes"),
            (
                "[..201X]",
                "by the end of the 2010s",
                "a más tardar en la década de 2010",
            ),
            ("[2023..]", "in or after 2023", "en 2023 o después"),
            (
                "[2016-09-14..]",
                "on or after 14 September 2016",
                "el 14 de septiembre de 2016 o después",
            ),
            (
                "[2016-09-XX..]",
                "some day in September 2016 or later",
                "algún día de septiembre de 2016 o después",
            ),
            // all of these
            ("{2019,2020}", "2019 and 2020", "2019 y 2020"),
            (
                "{2020-23,2020-24}",
                "autumn 2020 and winter 2020",
                "otoño de 2020 e invierno de 2020",
            ),
            (
                "{2015,2019..2021}",
                "2015 and 2019–2021",
                "2015 y 2019–2021",
            ),
            ("{..2019}", "until 2019", "hasta 2019"),
            ("{2016,2019..}", "2016 and from 2019", "2016 y desde 2019"),
        ] {
            let date = Edtf::parse(text).unwrap();
            assert_eq!(date.words("en"), english, "{text}");
            assert_eq!(date.words("es"), spanish, "{text}");
        }
    }

    #[test]
    fn short_words_for_tables() {
        for (text, english, spanish) in [
            ("2014-09-26", "26 Sep 2014", "26 sep 2014"),
            ("2014-09-26/2014-09-27", "26–27 Sep 2014", "26–27 sep 2014"),
            ("2014-09~", "c. Sep 2014", "c. sep 2014"),
            ("2014-09-26?", "26 Sep 2014?", "26 sep 2014?"),
            ("2014%", "c. 2014?", "c. 2014?"),
            ("2014-09-XX", "Sep 2014", "sep 2014"),
            ("20XX", "2000–2099", "2000–2099"),
            ("2019-12/..", "from Dec 2019", "desde dic 2019"),
            ("2019-12/", "Dec 2019 – ?", "dic 2019 – ?"),
            ("/2016", "? – 2016", "? – 2016"),
            ("[2014-09,2014-10]", "Sep or Oct 2014", "sep u oct 2014"),
        ] {
            let date = Edtf::parse(text).unwrap();
            assert_eq!(date.short("en"), english, "{text}");
            assert_eq!(date.short("es"), spanish, "{text}");
        }
    }

    #[test]
    fn a_language_is_its_first_subtag_and_english_if_unknown() {
        let date = Edtf::parse("2014-09").unwrap();
        for (language, words) in [
            ("es-MX", "septiembre de 2014"),
            ("ES_es", "septiembre de 2014"),
            ("en-GB", "September 2014"),
            ("tlh", "September 2014"),
            ("", "September 2014"),
        ] {
            assert_eq!(date.words(language), words, "{language}");
        }
    }
}
