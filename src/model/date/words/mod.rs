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

/// A year in words, where 0 is 1 BC: "2014", "51 BC", "51 a. C."
#[must_use]
pub fn year_words(year: i32, language: &str) -> String {
    table(language).long.year(year)
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

    /// The tables of `cases.md`.
    #[test]
    fn words_in_english_and_spanish() {
        let (long, short) = include_str!("cases.md").split_once("## In tables").unwrap();
        for (section, in_words) in [
            (long, Edtf::words as fn(&Edtf, &str) -> String),
            (short, Edtf::short),
        ] {
            let rows = section.lines().filter(|line| line.starts_with("| `"));
            assert!(rows.clone().count() > 10);
            for row in rows {
                let cells: Vec<&str> = row.split('|').map(str::trim).collect();
                let [_, text, english, spanish, _] = cells[..] else {
                    panic!("{row}")
                };
                let date = Edtf::parse(text.trim_matches('`')).unwrap();
                assert_eq!(
                    [in_words(&date, "en"), in_words(&date, "es")],
                    [english, spanish],
                    "{text}"
                );
            }
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
