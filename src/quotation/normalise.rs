//! A text → the same text with the differences taken out that typesetting makes: quotation marks, dashes, white space,
//! ellipses, Unicode compatibility forms, characters that nobody sees. Case, accents and punctuation stay.

use super::edges::{self, Class};
use super::offsets::OffsetMap;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

/// The form in which quotations and sources are compared.
///
/// - Unicode compatibility forms are composed (NFKC, <https://www.unicode.org/reports/tr15/>).
/// - Every quotation mark, apostrophe, prime, guillemet, geresh and gershayim is `'`, and so is a run of them: two
///   single marks are a double one typed on a typewriter, and where a quotation within a quotation ends, one mark may do
///   for both.
/// - Every hyphen, dash and minus is `-`, and so is a run of them (`--`).
/// - `…` and `. . .` are `...`.
/// - A run of white space, no-break spaces and line ends included, is one space; none is left at either end.
/// - Soft hyphens, zero-width characters and marks of writing direction are gone.
///
/// Nothing else changes: not case, not accents, not punctuation, not the spaces around a dash.
/// Normalising twice changes nothing more.
pub fn normalise(text: &str) -> String {
    fold_runs(&units(text)).iter().map(|unit| unit.ch).collect()
}

/// What `evidence.lock` hashes of a quotation: a quotation that is set anew with other quotation marks, dashes or
/// spaces keeps its hash, and one with any other change does not.
pub fn quotation_hash_input(quotation: &str) -> String {
    normalise(quotation)
}

/// A normalised text that remembers where it came from and where its words begin and end.
#[derive(Debug, Default, Clone)]
pub(super) struct Normalised {
    pub(super) text: String,
    /// From `text` to the text as it was.
    pub(super) map: OffsetMap,
    /// One flag set per byte of `text` and one for its end.
    edges: Vec<u8>,
}

const START: u8 = 1;
const END: u8 = 2;

impl Normalised {
    /// Adds one paragraph, set off by a line end, and returns its range in `self.text`; `None` when nothing of it is left.
    /// `base` is the paragraph's offset in the text as it was.
    pub(super) fn push_paragraph(&mut self, paragraph: &str, base: usize) -> Option<Range<usize>> {
        let units = fold_runs(&units(paragraph));
        if units.is_empty() {
            return None;
        }
        if !self.text.is_empty() {
            self.text.push('\n'); // its flags are those that the paragraph before it left behind
        }
        let start = self.text.len();
        for (at, unit) in units.iter().enumerate() {
            let before = self.text.len();
            self.text.push(unit.ch);
            let derived = before..self.text.len();
            self.edges.resize(before, 0);
            let can_start = edges::may_start(&units, at);
            let can_end = edges::may_end(&units, at);
            self.edges
                .push(START * u8::from(can_start) + END * u8::from(can_end));
            if !unit.is_inner {
                let source = unit.source.start + base..unit.source.end + base;
                self.map.push(derived, source, unit.is_verbatim);
            }
        }
        self.edges.resize(self.text.len(), 0);
        self.edges.push(START | END);
        Some(start..self.text.len())
    }

    /// May a quotation begin at this byte?
    pub(super) fn may_start(&self, offset: usize) -> bool {
        self.edges
            .get(offset)
            .is_some_and(|flags| flags & START != 0)
    }

    /// May a quotation end before this byte?
    pub(super) fn may_end(&self, offset: usize) -> bool {
        self.edges.get(offset).is_some_and(|flags| flags & END != 0)
    }
}

/// One character of the normalised text.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    pub(super) ch: char,
    /// The character as it was, or the first of several that became one.
    pub(super) original: char,
    pub(super) class: Class,
    /// Not the first of the characters that one character of the source became.
    pub(super) is_inner: bool,
    source: Range<usize>,
    is_verbatim: bool,
}

/// Each character on its own terms; runs of characters are the business of `fold_runs`.
fn units(text: &str) -> Vec<Unit> {
    let mut units = Vec::with_capacity(text.len());
    let mut segment = String::new();
    let mut chars = text
        .char_indices()
        .filter(|(_, ch)| !is_invisible(*ch))
        .peekable();
    while let Some((start, original)) = chars.next() {
        let mut end = start + original.len_utf8();
        let simple = classify(original);
        let next_is_attached = chars.peek().is_some_and(|(_, next)| is_attached(*next));
        if simple.is_some() || (original.is_ascii() && !next_is_attached) {
            let (ch, class) = simple.unwrap_or((original, class_of(original)));
            let is_verbatim = ch == original;
            units.push(Unit {
                ch,
                original,
                class,
                is_inner: false,
                source: start..end,
                is_verbatim,
            });
            continue;
        }
        segment.clear();
        segment.push(original);
        while let Some((at, next)) = chars.next_if(|(_, next)| is_attached(*next)) {
            segment.push(next);
            end = at + next.len_utf8();
        }
        let mut is_inner = false;
        for made in segment.nfkc().filter(|ch| !is_invisible(*ch)) {
            let (ch, class) = classify(made).unwrap_or((made, class_of(made)));
            let is_verbatim = segment.chars().eq([ch]) && end - start == ch.len_utf8();
            units.push(Unit {
                ch,
                original,
                class,
                is_inner,
                source: start..end,
                is_verbatim,
            });
            is_inner = true;
        }
    }
    units
}

/// Takes out what is repeated: white space, dashes, quotation marks, the spaces within `. . .`.
fn fold_runs(units: &[Unit]) -> Vec<Unit> {
    let mut folded: Vec<Unit> = Vec::with_capacity(units.len());
    let mut rest = units;
    while let Some((first, after)) = rest.split_first() {
        let n_run = match first.class {
            Class::Space | Class::Hyphen | Class::Dash | Class::Apostrophe | Class::DoubleQuote => {
                let is_same = |unit: &&Unit| (unit.ch == first.ch) && !unit.is_inner;
                1 + after.iter().take_while(is_same).count()
            }
            Class::Dot => {
                let n_ellipsis = spaced_ellipsis(rest);
                let dots = rest
                    .iter()
                    .take(n_ellipsis)
                    .filter(|unit| unit.class == Class::Dot);
                folded.extend(dots.cloned());
                if n_ellipsis > 0 {
                    rest = rest.get(n_ellipsis..).unwrap_or_default();
                    continue;
                }
                1
            }
            _ => 1,
        };
        let (run, left) = rest.split_at_checked(n_run).unwrap_or((rest, &[]));
        rest = left;
        let is_outer_space = first.class == Class::Space && (folded.is_empty() || left.is_empty());
        if is_outer_space {
            continue;
        }
        let mut unit = first.clone();
        if let Some(last) = run.last().filter(|_| run.len() > 1) {
            unit.source.end = last.source.end;
            unit.is_verbatim = false;
            unit.class = match first.class {
                Class::Hyphen => Class::Dash, // `--` stands for a dash
                Class::Apostrophe => Class::DoubleQuote,
                other => other,
            };
        }
        folded.push(unit);
    }
    folded
}

/// How many units an ellipsis takes that is set with spaces between its dots; 0 when none begins here.
fn spaced_ellipsis(units: &[Unit]) -> usize {
    let (mut n_dots, mut n_units, mut has_space) = (0, 0, false);
    let mut pending_space = false;
    for (at, unit) in units.iter().enumerate() {
        match unit.class {
            Class::Dot => {
                has_space |= pending_space;
                pending_space = false;
                n_dots += 1;
                n_units = at + 1;
            }
            Class::Space => pending_space = true,
            _ => break,
        }
    }
    if n_dots >= 3 && has_space { n_units } else { 0 }
}

/// White space, quotation marks, dashes and dots: what they become. `None` for all else.
fn classify(ch: char) -> Option<(char, Class)> {
    let simple = match ch {
        _ if ch.is_whitespace() => (' ', Class::Space),
        '\''
        | '`'
        | '´'
        | '‘'..='‛'
        | '′'
        | '‵'
        | '‹'
        | '›'
        | 'ʹ'
        | 'ʻ'..='ʽ'
        | '׳'
        | '❛'
        | '❜' => ('\'', Class::Apostrophe),
        '"' | '“'..='‟' | '″' | '‴' | '‶' | '‷' | '⁗' | '«' | '»' | 'ʺ' | '״' | '❝' | '❞' => {
            ('\'', Class::DoubleQuote)
        }
        '「'..='』' | '〝'..='〟' | '＂' => ('\'', Class::DoubleQuote),
        '＇' => ('\'', Class::Apostrophe),
        '-' | '‐'..='–' | '−' | '\u{05BE}' | '\u{058A}' | '⁃' | '﹣' | '－' => {
            ('-', Class::Hyphen)
        }
        '—' | '―' | '⸺' | '⸻' | '﹘' => ('-', Class::Dash),
        '.' => ('.', Class::Dot),
        _ => return None,
    };
    Some(simple)
}

fn class_of(ch: char) -> Class {
    match ch {
        ',' | ':' | '/' => Class::Separator,
        '·' => Class::MiddleDot,
        '_' => Class::Letter,
        _ if ch.is_numeric() => Class::Digit,
        _ if ch.is_alphabetic() || is_combining_mark(ch) => Class::Letter,
        _ => Class::Other,
    }
}

/// Characters without any ink. The zero-width space is among them: a reader sees *foobar*, whatever stands inside it.
fn is_invisible(ch: char) -> bool {
    matches!(
        ch,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}' | '\u{FEFF}'
    )
}

/// Does this character compose with the one before it? Combining marks, and what is set in one block in Korean and
/// with half-width marks in Japanese.
fn is_attached(ch: char) -> bool {
    !ch.is_ascii()
        && (is_combining_mark(ch)
            || canonical_combining_class(ch) != 0
            || matches!(ch, '\u{1160}'..='\u{11FF}' | '\u{3131}'..='\u{318E}' | '\u{FF9E}'..='\u{FFDC}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_out_typesetting_and_nothing_else() {
        #[rustfmt::skip]
        let cases = [
            ("“It’s ‘fine’”, «sí» and ‹no›", "'It's 'fine', 'sí' and 'no'"),
            ("5′ 10″ and 5' 10''", "5' 10' and 5' 10'"),
            ("“he said ‘no’” “", "'he said 'no' '"),
            ("צה״ל ור׳ בית־ספר", "צה'ל ור' בית-ספר"),
            ("a—b – c ‑ d − e -- f --- g", "a-b - c - d - e - f - g"),
            ("a -b", "a -b"),
            ("the . . . end… and... so", "the ... end... and... so"),
            ("end. . . . Next", "end.... Next"),
            ("no. No", "no. No"),
            (" a\u{a0}b\u{202f}\u{2009}c \n\t d\u{3000}", "a b c d"),
            ("ex\u{ad}tra\u{200b}dition\u{feff} \u{200f}שלום\u{200e}", "extradition שלום"),
            ("e\u{301}\u{ad} cafe\u{ad}\u{301} ＡＢ ﬁn ½ Ⅳ", "é café AB fin 1⁄2 IV"),
            ("Zerón ZERÓN zeron", "Zerón ZERÓN zeron"),
            ("a, b; c: d! (e) [f]", "a, b; c: d! (e) [f]"),
            ("…", "..."),
            ("\u{a0}", ""),
            ("", ""),
        ];
        for (input, expect) in cases {
            assert_eq!(normalise(input), expect, "{input:?}");
        }
    }

    #[test]
    fn every_edge_of_a_word_is_known() {
        // `|` where a quotation may begin and end, `>` where it may only end, and nothing where it may do neither.
        #[rustfmt::skip]
        let cases = [
            "|unable|", "|can't|", "|Nieto>'s| |law|", "|non-existent|", "|end|-|justice| - |now|",
            "|0.5| |or| |.5| |or| |-5|,| |1,000|", "|U.S|.| |law|", "|name|...|justice|", "|צה'ל| |אמר|", "|said|:| |'|yes|'|",
            "|2013-2016|", "|pesos>2|", "|O'Brien|", "|students|'| |mothers|", "|20| |°C|",
        ];
        for case in cases {
            let (mut text, mut expect) = (String::new(), Vec::new());
            for ch in case.chars() {
                match ch {
                    '|' => expect.push((text.len(), START | END)),
                    '>' => expect.push((text.len(), END)),
                    _ => text.push(ch),
                }
            }
            let source = match text.as_str() {
                "end-justice - now" => "end—justice — now",
                "name...justice" => "name…justice",
                "pesos2" => "pesos²",
                "20 °C" => "20 ℃",
                "צה'ל אמר" => "צה״ל אמר",
                plain => plain,
            };
            let mut normalised = Normalised::default();
            normalised.push_paragraph(source, 0);
            assert_eq!(normalised.text, text, "{case}");
            let edges = normalised.edges.iter().enumerate().filter(|(at, flags)| {
                // Between two characters that are no part of a word there is always an edge; the cases leave it out.
                **flags != 0
                    && (expect.iter().any(|(edge, _)| edge == at) || {
                        let is_word = |ch: Option<char>| ch.is_some_and(char::is_alphanumeric);
                        is_word(text[..*at].chars().next_back())
                            || is_word(text[*at..].chars().next())
                    })
            });
            assert_eq!(
                edges.map(|(at, flags)| (at, *flags)).collect::<Vec<_>>(),
                expect,
                "{case}"
            );
        }
    }
}
