//! Amounts as sources give them: `460 million MXN`, `>1 billion MXN`, `~300 million USD`, `43 students`.

mod read;

use std::fmt;
use std::ops::Range;

/// A number or a range of numbers, with its unit. Kept as written; bounds are for comparing only.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Amount {
    written: String,
    sign: Option<char>,
    /// The number or numbers, as written.
    numbers: String,
    scale: Option<Scale>,
    /// Bounds in thousandths of the unit, both included; none if open at that side.
    low: Option<i128>,
    high: Option<i128>,
    unit: String,
}

/// A word that multiplies the number before it. A billion is a thousand million, as in English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scale {
    Thousand,
    Million,
    Billion,
    Trillion,
}

/// The words that amounts are shown with, in the language of the dossier.
#[derive(Clone, Copy)]
pub struct AmountWords<'a> {
    pub more: &'a str,
    pub less: &'a str,
    pub about: &'a str,
    /// From a scale, and whether the number is one, to its word with what joins it to the unit: `millones de`.
    pub scale: &'a dyn Fn(Scale, bool) -> &'a str,
}

/// Other names of currencies that stand for one alone, in small letters. `$`, `£`, `¥`, pesos and dollars stand for many.
const UNITS: &[(&str, &[&str])] = &[
    ("eur", &["€", "euro", "euros"]),
    (
        "usd",
        &[
            "us$",
            "us dollar",
            "us dollars",
            "dólar estadounidense",
            "dólares estadounidenses",
        ],
    ),
    (
        "mxn",
        &[
            "mexican peso",
            "mexican pesos",
            "peso mexicano",
            "pesos mexicanos",
        ],
    ),
    ("gbp", &["pound sterling", "pounds sterling"]),
    ("ils", &["₪", "israeli shekel", "israeli shekels"]),
    ("inr", &["₹", "indian rupee", "indian rupees"]),
];

/// More than, less than, about.
const SIGNS: [char; 3] = ['>', '<', '~'];

impl Scale {
    /// Its English word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Scale::Thousand => "thousand",
            Scale::Million => "million",
            Scale::Billion => "billion",
            Scale::Trillion => "trillion",
        }
    }

    /// What it multiplies by.
    #[must_use]
    pub fn factor(self) -> i128 {
        match self {
            Scale::Thousand => 1_000,
            Scale::Million => 1_000_000,
            Scale::Billion => 1_000_000_000,
            Scale::Trillion => 1_000_000_000_000,
        }
    }
}

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

    /// As written, but with the words of a language for the sign and the scale: `more than 1 billion MXN`.
    #[must_use]
    pub fn display(&self, words: AmountWords<'_>) -> String {
        let amount = match self.scale {
            Some(scale) => {
                let word = (words.scale)(scale, self.numbers == "1");
                format!("{} {word} {}", self.numbers, self.unit)
            }
            None => self
                .written
                .trim_start_matches(SIGNS)
                .trim_start()
                .to_owned(),
        };
        let sign = self.sign.map(|sign| match sign {
            '>' => words.more,
            '<' => words.less,
            _ => words.about,
        });
        sign.map_or(amount.clone(), |word| format!("{word} {amount}"))
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
    fn signs_and_scales_are_shown_in_the_words_of_a_language() {
        let words = AmountWords {
            more: "más de",
            less: "menos de",
            about: "cerca de",
            scale: &|scale, is_one| match (scale, is_one) {
                (Scale::Thousand, _) => "mil",
                (Scale::Million, true) => "millón de",
                (Scale::Million, false) => "millones de",
                (Scale::Billion, _) => "mil millones de",
                (Scale::Trillion, _) => "billones de",
            },
        };
        for (written, shown) in [
            (">1 billion MXN", "más de 1 mil millones de MXN"),
            ("~ 25 millones de pesos", "cerca de 25 millones de pesos"),
            ("1 million EUR", "1 millón de EUR"),
            ("12–20 Thousand EUR", "12–20 mil EUR"),
            ("2 billones de pesos", "2 billones de pesos"),
            ("43 students", "43 students"),
            ("< 5%", "menos de 5%"),
        ] {
            assert_eq!(Amount::parse(written).unwrap().display(words), shown);
        }
    }
}
