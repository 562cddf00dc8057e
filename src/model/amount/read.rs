//! Text → an amount, or what is wrong with it. Nothing is guessed: what can be read in two ways is refused.

use super::{Amount, AmountError, SIGNS, Scale};
use std::ops::Range;

/// Words for scales in the languages of the themes, longest first. A Spanish *billón* is a million million.
const SCALES: &[(&str, Scale)] = &[
    ("thousand million", Scale::Billion),
    ("mil millones", Scale::Billion),
    ("thousand", Scale::Thousand),
    ("thousands", Scale::Thousand),
    ("mil", Scale::Thousand),
    ("million", Scale::Million),
    ("millions", Scale::Million),
    ("millón", Scale::Million),
    ("millones", Scale::Million),
    ("billion", Scale::Billion),
    ("billions", Scale::Billion),
    ("trillion", Scale::Trillion),
    ("trillions", Scale::Trillion),
    ("billón", Scale::Trillion),
    ("billones", Scale::Trillion),
];

/// Words that join a scale to its unit: `millones de pesos`.
const JOINTS: [&str; 2] = ["de", "of"];

/// Units that may stand right behind a number, without a space, besides letters.
const SYMBOLS: [char; 9] = ['%', '‰', '€', '$', '£', '¥', '₪', '₹', '°'];

/// Thousandths of the largest number: a thousandth less than 10¹⁸.
const MOST: i128 = 1_000_000_000_000_000_000_000;

/// What a number is, and why it may be none.
enum Number {
    Thousandths(i128),
    /// As in `460.000`, which is 460 in some countries and 460 thousand in others.
    Ambiguous(i128),
}

impl Amount {
    /// Reads an amount.
    ///
    /// Thousands are set apart by commas or spaces, decimals by a point or, where no thousands can be meant, by a comma.
    ///
    /// # Errors
    /// If there is no number, its thousands are no groups of three digits, it has more than three decimals or eighteen
    /// digits, a range ends below its start, no unit follows, two words for a scale follow one another, or the point
    /// of `460.000` may be one for thousands.
    pub fn parse(text: &str) -> Result<Self, AmountError> {
        let fail = |span: Range<usize>, message: &str| AmountError {
            span,
            message: message.to_owned(),
        };
        let (sign, rest_at) = match text.char_indices().find(|(_, c)| !c.is_whitespace()) {
            Some((at, c)) if SIGNS.contains(&c) => (Some(c), at + 1),
            Some((at, _)) => (None, at),
            None => return Err(fail(0..text.len(), "it is empty")),
        };
        let rest = &text[rest_at..];
        let is_number = |c: char| c.is_ascii_digit() || is_space(c) || ",.–-".contains(c);
        let end = rest.find(|c| !is_number(c)).unwrap_or(rest.len());
        let numbers = rest[..end].trim();
        let numbers_at = rest_at + rest[..end].len() - rest[..end].trim_start().len();
        let span = numbers_at..numbers_at + numbers.len();
        if numbers.is_empty() {
            return Err(fail(0..text.len(), "there is no number that can be read"));
        }
        let behind = &rest[end..];
        if rest[..end].ends_with(|c: char| c.is_ascii_digit()) && !is_unit_start(behind) {
            let token = behind.split_whitespace().next().unwrap_or_default();
            let at = rest_at + end;
            return Err(fail(
                at..at + token.len(),
                "what stands right behind the number cannot be read; thousands are set apart as in 460,000 or 460 000",
            ));
        }
        let (scale, unit) = scale(behind.trim());
        if scale.is_some() && self::scale(unit).0.is_some() {
            return Err(fail(
                span.end..text.trim_end().len(),
                "two words that multiply follow one another",
            ));
        }
        if unit.is_empty() {
            return Err(fail(
                0..text.len(),
                "it has no unit, such as MXN or students",
            ));
        }
        if has_number(unit) {
            return Err(fail(
                span.end..text.trim_end().len(),
                "there is a second number behind it; write a range as 12–20 million USD",
            ));
        }
        let (first, last) = range(numbers, scale).map_err(|message| fail(span, message))?;
        // "About" is read as within a tenth, for comparing only.
        let (low, high) = match sign {
            Some('>') => (Some(first), None),
            Some('<') => (None, Some(last)),
            Some(_) => (Some(first - first / 10), Some(last + last / 10)),
            None => (Some(first), Some(last)),
        };
        Ok(Self {
            written: text.trim().to_owned(),
            sign,
            numbers: numbers.to_owned(),
            scale,
            low,
            high,
            unit: unit.to_owned(),
        })
    }
}

/// First and last of a range of numbers in thousandths, which are the same for a single number.
fn range(numbers: &str, scale: Option<Scale>) -> Result<(i128, i128), &'static str> {
    let bound = |number: &str| {
        let value = match read(number.trim())? {
            Number::Thousandths(value) => value,
            Number::Ambiguous(value) if scale.is_some() => value,
            Number::Ambiguous(_) => {
                return Err(
                    "it can be read with a point for decimals or for thousands; leave the point out, or write `thousand` or `million`",
                );
            }
        };
        let value = value * scale.map_or(1, Scale::factor);
        if value < MOST {
            Ok(value)
        } else {
            Err("it has more than eighteen digits")
        }
    };
    let (first, last) = numbers.split_once(['–', '-']).unwrap_or((numbers, numbers));
    let (first, last) = (bound(first)?, bound(last)?);
    if first <= last {
        Ok((first, last))
    } else {
        Err("the range ends below its start")
    }
}

/// Whether a unit has digits that no letter stands before, as in `CO2`: a second number.
fn has_number(unit: &str) -> bool {
    let mut before = ' ';
    unit.chars().any(|c| {
        let begins = c.is_ascii_digit() && !(before.is_alphanumeric());
        before = c;
        begins
    })
}

/// The scale that a text begins with, and the unit that follows.
fn scale(text: &str) -> (Option<Scale>, &str) {
    for (word, scale) in SCALES {
        if let Some(after) = without_word(text, word) {
            let joint = JOINTS.iter().find_map(|joint| without_word(after, joint));
            return (Some(*scale), joint.unwrap_or(after));
        }
    }
    (None, text)
}

/// What follows a word that a text begins with, in any case of letters.
fn without_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(word.len())?;
    let is_whole = rest.is_empty() || rest.starts_with(char::is_whitespace);
    (is_whole && start.to_lowercase() == word).then(|| rest.trim_start())
}

/// Whether what stands right behind a number may be its unit: not `e9` or `'000`.
fn is_unit_start(behind: &str) -> bool {
    let token = behind.split_whitespace().next().unwrap_or_default();
    token.is_empty()
        || behind.starts_with(char::is_whitespace)
        || token.starts_with(SYMBOLS)
        || token.starts_with(char::is_alphabetic) && !token.contains(|c: char| c.is_ascii_digit())
}

/// A space of any width that sets thousands apart.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}

/// Reads a number such as `1,234.5`.
fn read(text: &str) -> Result<Number, &'static str> {
    const NO_NUMBER: &str = "there is no number that can be read";
    const NO_GROUPS: &str = "its digits are set apart in a way that no number has; write 460,000 or 460 000, and decimals as in 2.5";
    let kind = |c: char| if is_space(c) { ' ' } else { c };
    let marks: Vec<char> = text
        .chars()
        .filter(|c| !c.is_ascii_digit())
        .map(kind)
        .collect();
    let parts: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).collect();
    if parts.iter().any(|part| part.is_empty()) {
        return Err(NO_NUMBER);
    }
    let last = parts.last().copied().unwrap_or_default();
    // Digits that could be a group of thousands behind what could be before one.
    let may_group = last.len() == 3 && parts[0].len() <= 3 && !parts[0].starts_with('0');
    let has_decimals = match *marks {
        [] | [' '] => false,
        [',' | '.'] => marks[0] == '.' || !may_group,
        [.., before, mark] => mark != before && mark != ' ',
        [_] => return Err(NO_NUMBER),
    };
    let is_ambiguous = *marks == ['.'] && may_group;
    let n_groups = parts.len() - usize::from(has_decimals);
    let (groups, decimals) = (&parts[..n_groups], &parts[n_groups..]);
    let group_marks = &marks[..n_groups.saturating_sub(1)];
    let is_even = group_marks.windows(2).all(|pair| pair[0] == pair[1]);
    let are_thousands = groups.iter().skip(1).all(|group| group.len() == 3);
    if !is_even || !are_thousands || (n_groups > 1 && groups[0].len() > 3) {
        return Err(NO_GROUPS);
    }
    let decimals = decimals.first().copied().unwrap_or_default();
    let whole = groups.concat();
    if decimals.len() > 3 || whole.len() > 18 {
        return Err("it has more than three decimals or eighteen digits");
    }
    let number = format!("{whole}{decimals:0<3}").parse::<i128>();
    let number = number.map_err(|_| NO_NUMBER)?;
    Ok(if is_ambiguous {
        Number::Ambiguous(number)
    } else {
        Number::Thousandths(number)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_what_was_written() {
        for (text, thousandths, unit) in [
            ("43 students", 43_000, "students"),
            ("460,000 EUR", 460_000_000, "EUR"),
            ("460 000 EUR", 460_000_000, "EUR"),
            ("1,234,567.25 EUR", 1_234_567_250, "EUR"),
            ("1.234.567,25 EUR", 1_234_567_250, "EUR"),
            ("1.234.567 EUR", 1_234_567_000, "EUR"),
            ("1 234,5 EUR", 1_234_500, "EUR"),
            ("2,5 million EUR", 2_500_000_000, "EUR"),
            ("0,5 EUR", 500, "EUR"),
            ("0,125 km", 125, "km"),
            ("0.125 km", 125, "km"),
            ("12,5 %", 12_500, "%"),
            ("12.5%", 12_500, "%"),
            ("460.00 EUR", 460_000, "EUR"),
            ("1.250 million EUR", 1_250_000_000, "EUR"),
            ("460,000 thousand MXN", 460_000_000_000, "MXN"),
            ("2,5 millones de EUR", 2_500_000_000, "EUR"),
            ("2 mil millones de pesos", 2_000_000_000_000, "pesos"),
            ("3 billones de pesos", 3_000_000_000_000_000, "pesos"),
            ("3 millions EUR", 3_000_000_000, "EUR"),
            ("3 millionaires", 3_000, "millionaires"),
            ("5 Million US$", 5_000_000_000, "US$"),
            ("4 millions of dollars", 4_000_000_000, "dollars"),
            ("20 mils", 20_000, "mils"),
            ("5 tonnes of CO2", 5_000, "tonnes of CO2"),
            ("70 m2", 70_000, "m2"),
        ] {
            let amount = Amount::parse(text).unwrap();
            assert_eq!(
                amount.bounds(),
                (Some(thousandths), Some(thousandths)),
                "{text}"
            );
            assert_eq!(amount.unit(), unit, "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in [
            "",
            "million MXN",
            "460",
            "5 million",
            "20-12 USD",
            "1.2345 USD",
            "1,2345 USD",
            "9999999999999999999 USD",
            "9999999 trillion USD",
            "> MXN",
            "460.000 EUR",
            "12–20.000 EUR",
            "1,23,456 EUR",
            "1234,567,890 EUR",
            "1,234,56 EUR",
            "1.234.56 EUR",
            "1,234.567.890 EUR",
            "12 34 EUR",
            "1,,2 EUR",
            ",5 EUR",
            "5, EUR",
            "20– EUR",
            "1'234'567 MXN",
            "1e9 EUR",
            "5 million million EUR",
            "2 mil million EUR",
            "1 million–2 million EUR",
            "5 to 6 EUR",
            "1-2-3 EUR",
        ] {
            assert!(Amount::parse(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[><~ ]{0,2}[0-9.,  –-]{0,14}[a-zé% ]{0,12}|\\PC{0,20}") {
            let _ = Amount::parse(&text);
        }

        #[test]
        fn a_number_is_the_same_however_its_digits_are_set_apart(
            whole in 0_u32..1_000_000_000,
            decimals in proptest::option::of(0_u32..100),
        ) {
            let digits = whole.to_string();
            let grouped = |mark: &str| {
                let groups: Vec<&str> = digits
                    .as_bytes()
                    .rchunks(3)
                    .rev()
                    .map(|group| std::str::from_utf8(group).unwrap())
                    .collect();
                groups.join(mark)
            };
            let part = |mark: &str| decimals.map_or_else(String::new, |d| format!("{mark}{d:02}"));
            let expected = i128::from(whole) * 1000 + i128::from(decimals.unwrap_or(0)) * 10;
            for text in [
                format!("{whole}{}", part(".")),
                format!("{whole}{}", part(",")),
                format!("{}{}", grouped(","), part(".")),
                format!("{}{}", grouped(" "), part(",")),
            ] {
                let amount = Amount::parse(&format!("{text} EUR"));
                let amount = amount.map_err(|e| TestCaseError::fail(format!("{text}: {e:?}")))?;
                prop_assert_eq!(amount.bounds(), (Some(expected), Some(expected)), "{}", text);
            }
        }
    }
}
