//! What a language must say to put dates into words: the columns of the tables in the files beside this one.

/// What a language says, in running text and in tables.
pub(super) struct DateWords {
    /// The first part of a BCP 47 tag, in lower case.
    pub(super) language: &'static str,
    pub(super) long: Style,
    pub(super) short: Style,
}

/// Patterns: each part in braces is replaced, `{date}` by a date with its article if the language has one there.
pub(super) struct Style {
    pub(super) months: [&'static str; 12],
    /// `{day}`, `{month}`, `{year}`
    pub(super) day: &'static str,
    /// A day whose year follows later in the sentence; if its month does so too, the number alone is written.
    pub(super) day_of_year: &'static str,
    /// `{month}`, `{year}`
    pub(super) month: &'static str,
    /// `{year}`, from 1 BC back
    pub(super) bc: &'static str,
    /// `{year}`, before 1000
    pub(super) ad: &'static str,
    /// `{date}`, `{time}`
    pub(super) time: &'static str,
    /// `{season}`, `{year}`
    pub(super) season: &'static str,
    /// From spring to winter.
    pub(super) seasons: [Noun; 4],
    /// `{date}`, a season of the southern half of the globe
    pub(super) southern: &'static str,
    /// `{date}`, a season of the northern half, where the writer says so
    pub(super) northern: &'static str,
    /// `{date}` is a day: the article
    pub(super) the_day: &'static str,
    /// `{year}`, the first of ten
    pub(super) decade: Noun,
    /// `{from}`, `{to}`: one year of these
    pub(super) some_year: &'static str,
    pub(super) any_year: &'static str,
    /// `{date}` is a month or a year
    pub(super) some_day: &'static str,
    /// `{date}` is a year
    pub(super) some_month: &'static str,
    /// `{date}~`, `{date}?`, `{date}%`
    pub(super) about: &'static str,
    pub(super) perhaps: &'static str,
    pub(super) about_perhaps: &'static str,
    /// `{date}/..`, `../{date}`
    pub(super) from: &'static str,
    pub(super) until: &'static str,
    /// `{date}/`, `/{date}`
    pub(super) from_with_unknown_end: &'static str,
    pub(super) until_with_unknown_start: &'static str,
    /// `{from}/{to}`, where a dash will not do
    pub(super) from_to: &'static str,
    /// `[..{date}]` and `[{date}..]`: for days, for longer times, and for what is vague
    pub(super) by: Preposition,
    pub(super) after: Preposition,
    /// `[{from}..{to}]`
    pub(super) between: &'static str,
    pub(super) or: Conjunction,
    pub(super) and: Conjunction,
}

pub(super) struct Noun {
    pub(super) bare: &'static str,
    pub(super) the: &'static str,
}

pub(super) struct Preposition {
    pub(super) day: &'static str,
    pub(super) longer: &'static str,
    pub(super) vague: &'static str,
}

pub(super) struct Conjunction {
    pub(super) word: &'static str,
    /// The form it takes before a word which begins so.
    pub(super) other: &'static str,
    pub(super) before: &'static [&'static str],
}

/// The pattern with its parts in braces replaced.
pub(super) fn fill(pattern: &str, parts: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(pattern.len() + 24);
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        text.push_str(before);
        text.push_str(
            parts
                .iter()
                .find(|(known, _)| *known == name)
                .map_or("", |(_, value)| value),
        );
        rest = after;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::Style;
    use crate::model::date::words::LANGUAGES;

    /// A misspelt brace in a new language would be an empty space in the text.
    #[test]
    fn tables_name_only_known_parts() {
        for words in LANGUAGES {
            for Style {
                day,
                day_of_year,
                month,
                bc,
                ad,
                time,
                season,
                decade,
                from,
                about,
                between,
                from_to,
                some_year,
                by,
                after,
                ..
            } in [&words.long, &words.short]
            {
                for (pattern, parts) in [
                    (day, &["day", "month", "year"][..]),
                    (day_of_year, &["day", "month"]),
                    (month, &["month", "year"]),
                    (bc, &["year"]),
                    (ad, &["year"]),
                    (time, &["date", "time"]),
                    (season, &["season", "year"]),
                    (&decade.bare, &["year"]),
                    (&decade.the, &["year"]),
                    (from, &["date"]),
                    (about, &["date"]),
                    (between, &["from", "to"]),
                    (from_to, &["from", "to"]),
                    (some_year, &["from", "to"]),
                    (&by.day, &["date"]),
                    (&by.longer, &["date"]),
                    (&by.vague, &["date"]),
                    (&after.day, &["date"]),
                    (&after.longer, &["date"]),
                    (&after.vague, &["date"]),
                ] {
                    let found: Vec<&str> = pattern
                        .split('{')
                        .skip(1)
                        .filter_map(|rest| rest.split('}').next())
                        .collect();
                    assert_eq!(found.len(), parts.len(), "{}: {pattern}", words.language);
                    assert!(
                        parts.iter().all(|part| found.contains(part)),
                        "{}: {pattern}",
                        words.language
                    );
                }
            }
        }
    }
}
