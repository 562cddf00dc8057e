//! A date as people write it → the EDTF that it most likely means, to propose to its writer. Never used as a date.

use super::parse;

const MONTHS: [[&str; 2]; 12] = [
    ["jan", "ene"],
    ["feb", "feb"],
    ["mar", "mar"],
    ["apr", "abr"],
    ["may", "may"],
    ["jun", "jun"],
    ["jul", "jul"],
    ["aug", "ago"],
    ["sep", "sep"],
    ["oct", "oct"],
    ["nov", "nov"],
    ["dec", "dic"],
];

/// Longer texts are no dates.
const MAX_LENGTH: usize = 40;

/// `26 September 2014`, `Sept. 2014`, `26.9.2014`, `circa 2014`, `2010s` in EDTF. None if the text could mean several
/// dates, as 03/04/2014 does, or none.
pub(super) fn guess(text: &str) -> Option<String> {
    if text.len() > MAX_LENGTH {
        return None;
    }
    let text = text.trim().to_lowercase();
    let about = [
        "circa ", "ca. ", "ca ", "c. ", "about ", "around ", "hacia ",
    ];
    let (text, mark) = match about.iter().find_map(|word| text.strip_prefix(word)) {
        Some(rest) => (rest.trim(), "~"),
        None => (text.as_str(), ""),
    };
    let date = decade(text)
        .or_else(|| named(text))
        .or_else(|| numbers(text))?;
    let date = format!("{date}{mark}");
    parse::shape(&date).is_ok().then_some(date)
}

/// `2010s`
fn decade(text: &str) -> Option<String> {
    let decade = text.strip_suffix("0s")?;
    (decade.len() == 3 && is_digits(decade)).then(|| format!("{decade}X"))
}

/// A month by its name, in English or Spanish, with a year and perhaps a day, in any order.
fn named(text: &str) -> Option<String> {
    let (mut year, mut month, mut day) = (None, None, None);
    let words = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '-' | '/'))
        .filter(|word| !matches!(*word, "" | "of" | "de" | "del"));
    for word in words {
        let number = word.trim_end_matches(|c: char| c.is_alphabetic());
        if word.len() == 4 && is_digits(word) {
            year.replace(word).is_none().then_some(())?;
        } else if matches!(number.len(), 1 | 2)
            && is_digits(number)
            && matches!(&word[number.len()..], "" | "st" | "nd" | "rd" | "th")
        {
            day.replace(number).is_none().then_some(())?;
        } else {
            let number = MONTHS
                .iter()
                .position(|names| names.iter().any(|name| word.starts_with(name)))?;
            month.replace(number + 1).is_none().then_some(())?;
        }
    }
    let (year, month) = (year?, month?);
    Some(match day {
        Some(day) => format!("{year}-{month:02}-{day:0>2}"),
        None => format!("{year}-{month:02}"),
    })
}

/// Two or three numbers with dots, slashes or hyphens.
fn numbers(text: &str) -> Option<String> {
    let mut parts = text.split(['.', '/', '-']).map(str::trim);
    let (first, second, third) = (parts.next()?, parts.next(), parts.next());
    if parts.next().is_some()
        || ![Some(first), second, third]
            .iter()
            .flatten()
            .all(|p| is_digits(p))
    {
        return None;
    }
    let number = |part: &str| part.parse::<u8>().ok();
    match (first, second, third) {
        (year, None, None) if year.len() == 4 => Some(year.to_owned()),
        (year, Some(month), None) if year.len() == 4 && month.len() <= 2 => {
            Some(format!("{year}-{month:0>2}"))
        }
        (month, Some(year), None) if year.len() == 4 && month.len() <= 2 => {
            Some(format!("{year}-{month:0>2}"))
        }
        (year, Some(month), Some(day)) if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            Some(format!("{year}-{month:0>2}-{day:0>2}"))
        }
        (a, Some(b), Some(year)) if year.len() == 4 => match (number(a)?, number(b)?) {
            (day, month @ 1..=12) if day > 12 || day == month => {
                Some(format!("{year}-{month:02}-{day:02}"))
            }
            (month @ 1..=12, day) if day > 12 => Some(format!("{year}-{month:02}-{day:02}")),
            // 26.9. is a day and its month wherever dots are written.
            (day, month) if text.contains('.') => Some(format!("{year}-{month:02}-{day:02}")),
            _ => None,
        },
        _ => None,
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use crate::model::date::Edtf;

    #[test]
    fn dates_as_people_write_them_are_proposed_in_edtf() {
        for (text, wanted) in [
            ("26 September 2014", "2014-09-26"),
            ("September 26th, 2014", "2014-09-26"),
            ("26 de septiembre de 2014", "2014-09-26"),
            ("Sept. 2014", "2014-09"),
            ("enero 2015", "2015-01"),
            ("26.9.2014", "2014-09-26"),
            ("03.04.2014", "2014-04-03"),
            ("09/26/2014", "2014-09-26"),
            ("26/09/2014", "2014-09-26"),
            ("26-09-2014", "2014-09-26"),
            ("2014/09/26", "2014-09-26"),
            ("2014-9-6", "2014-09-06"),
            ("2014.09", "2014-09"),
            ("09/2014", "2014-09"),
            ("circa 2014", "2014~"),
            ("about September 2014", "2014-09~"),
            ("2010s", "201X"),
        ] {
            let error = Edtf::parse(text).expect_err(text);
            assert!(error.help.contains(wanted), "{text}: {error:?}");
            assert!(Edtf::parse(wanted).is_ok(), "{wanted}");
        }
    }

    #[test]
    fn what_may_mean_several_dates_is_not_guessed() {
        for text in [
            "03/04/2014",
            "yesterday",
            "31 February 2014",
            "May June 2014",
            "2014 2015 May",
            "99.99.2014",
            "2014-13-26",
            "the 2010s",
            "é",
            "",
        ] {
            assert_eq!(super::guess(text), None, "{text}");
        }
    }
}
