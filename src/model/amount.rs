//! Amounts as sources give them: `460 million MXN`, `>1 billion MXN`, `~300 million USD`, `43 students`.

use std::fmt;
use std::ops::Range;

/// A number or a range of numbers, with its unit. Kept as written; bounds are for comparing only.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Amount {
    written: String,
    /// Bounds in thousandths of the unit, both included; none if open at that side.
    low: Option<i128>,
    high: Option<i128>,
    unit: String,
}

/// Other names of currencies that stand for one alone, in small letters. `$`, `£`, `¥`, pesos and dollars stand for many.
const UNITS: &[(&str, &[&str])] = &[
    ("eur", &["€", "euro", "euros"]),
    ("usd", &["us$", "us dollar", "us dollars"]),
    ("mxn", &["mexican peso", "mexican pesos"]),
    ("gbp", &["pound sterling", "pounds sterling"]),
    ("ils", &["₪", "israeli shekel", "israeli shekels"]),
    ("inr", &["₹", "indian rupee", "indian rupees"]),
];

/// Why a text is not an amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmountError {
    /// Bytes of the text that are wrong.
    pub span: Range<usize>,
    pub message: String,
}

impl Amount {
    /// Forms that are understood, for help lines.
    pub const FORMS: &'static str = "460 million MXN · >1 billion MXN · <5 million USD · ~300 million USD · 12–20 million USD · 43 students";

    /// Reads an amount.
    ///
    /// # Errors
    /// If there is no number, the number has more than three decimals or fifteen digits, a range ends
    /// below its start, no unit follows, or the point of `460.000` may be one for thousands.
    pub fn parse(text: &str) -> Result<Self, AmountError> {
        let fail = |span: Range<usize>, message: &str| AmountError {
            span,
            message: message.to_owned(),
        };
        let (sign, rest_at) = match text.char_indices().find(|(_, c)| !c.is_whitespace()) {
            Some((at, c @ ('>' | '<' | '~'))) => (Some(c), at + 1),
            Some((at, _)) => (None, at),
            None => return Err(fail(0..text.len(), "it is empty")),
        };
        let rest = &text[rest_at..];
        let end = rest
            .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '–' | '-')))
            .unwrap_or(rest.len());
        let numbers = rest[..end].trim();
        let numbers_at = rest_at + rest[..end].len() - rest[..end].trim_start().len();
        let span = numbers_at..numbers_at + numbers.len();
        let mut bounds = numbers.splitn(2, ['–', '-']).map(thousandths);
        let Some(Some(first)) = bounds.next() else {
            let span = if numbers.is_empty() {
                0..text.len()
            } else {
                span
            };
            return Err(fail(span, "there is no number that can be read"));
        };
        let second = match bounds.next() {
            None => first,
            Some(Some(second)) if second >= first => second,
            Some(Some(_)) => return Err(fail(span, "the range ends below its start")),
            Some(None) => return Err(fail(span, "the range has no number at its end")),
        };
        let mut unit = rest[end..].trim();
        let mut scale = 1_i128;
        for (word, factor) in [
            ("thousand", 1_000),
            ("million", 1_000_000),
            ("billion", 1_000_000_000_i128),
        ] {
            if let Some(after) = unit.strip_prefix(word) {
                unit = after.trim_start();
                scale = factor;
            }
        }
        if unit.is_empty() {
            return Err(fail(
                0..text.len(),
                "it has no unit, such as MXN or students",
            ));
        }
        if scale == 1 && numbers.split(['–', '-']).any(|n| is_ambiguous(n.trim())) {
            return Err(fail(
                span,
                "it can be read with a point for decimals or for thousands; leave the point out, or write `thousand` or `million`",
            ));
        }
        let (first, second) = (first * scale, second * scale);
        // "About" is read as within a tenth, for comparing only.
        let (low, high) = match sign {
            Some('>') => (Some(first), None),
            Some('<') => (None, Some(second)),
            Some(_) => (Some(first - first / 10), Some(second + second / 10)),
            None => (Some(first), Some(second)),
        };
        Ok(Self {
            written: text.trim().to_owned(),
            low,
            high,
            unit: unit.to_owned(),
        })
    }

    /// As written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// What is counted: `MXN`, `students`.
    #[must_use]
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// Bounds in thousandths of the unit, both included; none if open at that side.
    #[must_use]
    pub fn bounds(&self) -> (Option<i128>, Option<i128>) {
        (self.low, self.high)
    }

    /// As written, with words for the signs: `more than 1 billion MXN`. `words` are those for `>`, `<`, `~`.
    #[must_use]
    pub fn display(&self, words: [&str; 3]) -> String {
        for (sign, word) in ['>', '<', '~'].into_iter().zip(words) {
            if let Some(rest) = self.written.strip_prefix(sign) {
                return format!("{word} {}", rest.trim_start());
            }
        }
        self.written.clone()
    }

    /// Whether both can be true: what they count differs, or the ranges have a number in common.
    #[must_use]
    pub fn agrees_with(&self, other: &Self) -> bool {
        let above = |low: Option<i128>, high: Option<i128>| matches!((low, high), (Some(l), Some(h)) if l > h);
        !is_same_unit(&self.unit, &other.unit)
            || !(above(self.low, other.high) || above(other.low, self.high))
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

/// Whether two units are one, written differently: `€`, `EUR` and `euros`.
fn is_same_unit(a: &str, b: &str) -> bool {
    fn known(unit: &str) -> String {
        let unit = unit.to_lowercase();
        let row = UNITS.iter().find(|(_, names)| names.contains(&&*unit));
        row.map_or(unit, |(code, _)| (*code).to_owned())
    }
    a == b || known(a) == known(b)
}

/// Whether a number is written as in `460.000`, which is 460 in some countries and 460 thousand in others.
fn is_ambiguous(number: &str) -> bool {
    number.split_once('.').is_some_and(|(whole, decimals)| {
        decimals.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0')
    })
}

/// `1,234.5` in thousandths, or none if it is no such number.
fn thousandths(text: &str) -> Option<i128> {
    let text: String = text.chars().filter(|c| !matches!(c, ',' | ' ')).collect();
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    if whole.is_empty() || whole.len() > 15 || decimals.len() > 3 {
        return None;
    }
    let whole: i128 = whole.parse().ok()?;
    let part: i128 = format!("{decimals:0<3}").parse().ok()?;
    Some(whole * 1000 + part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_conflict_only_where_both_cannot_be_true() {
        let agree = |a: &str, b: &str| {
            Amount::parse(a)
                .unwrap()
                .agrees_with(&Amount::parse(b).unwrap())
        };
        for (a, b, expected) in [
            ("460 million MXN", "460,000 thousand MXN", true),
            ("460 million MXN", "32 million USD", true),
            ("460 million MXN", "32 million MXN", false),
            (">1 billion MXN", "1.2 billion MXN", true),
            (">1 billion MXN", "900 million MXN", false),
            ("~300 million USD", "310 million USD", true),
            ("12–20 million USD", "20.5 million USD", false),
            ("43 students", "42 students", false),
            ("460000 EUR", "430 thousand euros", false),
            ("460000 EUR", "460 thousand €", true),
            ("5 million US$", "4 million USD", false),
            ("5 million $", "4 million USD", true),
            ("5 pounds", "4 GBP", true),
        ] {
            assert_eq!(agree(a, b), expected, "{a} / {b}");
            assert_eq!(agree(b, a), expected, "{b} / {a}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in [
            "",
            "million MXN",
            "460",
            "20-12 USD",
            "1.2345 USD",
            "9999999999999999 USD",
            "> MXN",
            "460.000 EUR",
            "12–20.000 EUR",
        ] {
            assert!(Amount::parse(text).is_err(), "{text}");
        }
        for text in ["460.00 EUR", "0.125 km", "1.250 million EUR", "460,000 EUR"] {
            assert!(Amount::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn signs_are_shown_as_words() {
        let words = ["more than", "less than", "about"];
        assert_eq!(
            Amount::parse(">1 billion MXN").unwrap().display(words),
            "more than 1 billion MXN"
        );
        assert_eq!(
            Amount::parse("43 students").unwrap().display(words),
            "43 students"
        );
    }
}
