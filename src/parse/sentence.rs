//! Running text → sentences. Used for back-references, coverage and search; errs towards longer
//! sentences, because half a sentence shown as a quotation of the site would mislead.

use crate::text::near;
use memchr::memchr3;
use std::ops::Range;

/// Abbreviations in English and Spanish that end in a full stop within a sentence, lower case.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "sgt", "st", "no", "nos", "vs", "etc",
    "e.g", "i.e", "cf", "ca", "approx", "p", "pp", "vol", "ed", "eds", "fig", "art", "sec", "chap",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "u.s",
    "u.k", "u.n", "inc", "ltd", "co", "corp", "sr", "sra", "srta", "lic", "ing", "dra", "núm",
    "pág", "págs", "ej", "ee.uu", "d", "av", "ee", "uu", "s.a", "c.v",
];

/// Bytes of the longest sentence. Nobody writes one of seven hundred words; a file that is one sentence would be set
/// whole on the page of each entry that it mentions.
const LONGEST: usize = 4096;

/// Ranges of the sentences of `text`, without the white space between them. One that goes on for more than 4,096
/// bytes ends there.
#[must_use]
pub fn split(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut from = 0;
    let mut marks = Marks::of(text);
    while let Some((at, c)) = marks.next(from) {
        let after =
            text[at..].trim_start_matches(['.', '!', '?', '…', '"', '”', '’', '»', ')', ']', '\'']);
        let end = text.len() - after.len();
        from = end;
        let rest = &text[end..];
        let next = rest.trim_start();
        let is_parted = next.len() < rest.len();
        let is_start = next
            .chars()
            .next()
            .is_none_or(|c| !c.is_lowercase() && !matches!(c, ',' | ';' | ')'));
        if next.is_empty()
            || (is_parted && is_start && !(c == '.' && is_abbreviated(&text[start..at])))
        {
            push(text, start..end, &mut sentences);
            start = end;
        }
    }
    push(text, start..text.len(), &mut sentences);
    sentences
}

/// Finds the marks of a text that may end a sentence, each once.
struct Marks<'a> {
    text: &'a str,
    /// Where the next full stop, exclamation or question mark stands, and the next ellipsis.
    stop: Option<usize>,
    ellipsis: Option<usize>,
}

impl<'a> Marks<'a> {
    fn of(text: &'a str) -> Self {
        let mut marks = Self {
            text,
            stop: None,
            ellipsis: None,
        };
        marks.find_stop(0);
        marks.find_ellipsis(0);
        marks
    }

    /// The next mark from `from` on, which is never before that of the last time.
    fn next(&mut self, from: usize) -> Option<(usize, char)> {
        if self.stop.is_some_and(|at| at < from) {
            self.find_stop(from);
        }
        if self.ellipsis.is_some_and(|at| at < from) {
            self.find_ellipsis(from);
        }
        let at = self.stop.into_iter().chain(self.ellipsis).min()?;
        Some((at, self.text[at..].chars().next()?))
    }

    fn find_stop(&mut self, from: usize) {
        let rest = &self.text.as_bytes()[from..];
        self.stop = memchr3(b'.', b'!', b'?', rest).map(|at| from + at);
    }

    fn find_ellipsis(&mut self, from: usize) {
        self.ellipsis = self.text[from..].find('…').map(|at| from + at);
    }
}

/// Whether the full stop after `before` belongs to an abbreviation or an initial.
fn is_abbreviated(before: &str) -> bool {
    let word = before
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '"' | '“' | '¿' | '¡'))
        .next()
        .unwrap_or("");
    // `A.` and `M.T.R.X.`
    let is_letter = |part: &str| {
        let mut chars = part.chars();
        chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
    };
    let is_initial = word.split('.').all(is_letter);
    // The longest has six bytes, and lower case may need a few more or less.
    is_initial || word.len() < 10 && ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

fn push(text: &str, mut range: Range<usize>, sentences: &mut Vec<Range<usize>>) {
    while range.len() > LONGEST {
        let (_, first) = near(text, range.start, LONGEST);
        let space = first.rfind(' ').filter(|at| *at > 0);
        let cut = range.start + space.unwrap_or(first.len());
        push(text, range.start..cut, sentences);
        range.start = cut;
    }
    let slice = &text[range.clone()];
    let start = range.start + slice.len() - slice.trim_start().len();
    let end = range.start + slice.trim_end().len();
    if start < end {
        sentences.push(start..end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_a_reader_would_say_so() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<&str> = split(text).into_iter().map(|r| &text[r]).collect();
            assert_eq!(found, expected);
        };
        check(
            "One… Two. “Three…” four… five",
            &["One…", "Two.", "“Three…” four… five"],
        );
        check("One. Two! Three?", &["One.", "Two!", "Three?"]);
        check(
            "Mr. A. B. Smith paid 3.5 million. He left.",
            &["Mr. A. B. Smith paid 3.5 million.", "He left."],
        );
        check(
            "“It ended.” Then the U.S. paid.",
            &["“It ended.”", "Then the U.S. paid."],
        );
        check(
            "El Sr. Pérez salió. ¿Por qué? Nadie sabe…",
            &["El Sr. Pérez salió.", "¿Por qué?", "Nadie sabe…"],
        );
        check(
            "It owned M.T.R.X. Technologies. He left.",
            &["It owned M.T.R.X. Technologies.", "He left."],
        );
        check("no end", &["no end"]);
        check(
            "He said it (twice.) and left.",
            &["He said it (twice.) and left."],
        );
        check("  ", &[]);
        let long = "é".repeat(3000);
        check(&long, &[&long[..4096], &long[4096..]]);
        check(&format!("a {long}"), &["a", &long[..4094], &long[4094..]]);
    }
}
