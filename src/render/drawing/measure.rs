//! Text → how wide it is, before any browser has seen it, and where its lines break.
//!
//! The widths are those of the theme's sans face and of Arial (whose widths Liberation Sans and Arimo share), whichever
//! is wider, rounded to hundredths of an em; so a label fits whether or not the web font has arrived. In an unrelated
//! face a label can be up to about a tenth wider than told here; the margins around labels allow for that.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Advance widths of the characters from space to `~`, in hundredths of an em.
const ASCII: [u8; 95] = [
    28, 28, 40, 56, 56, 91, 68, 22, 35, 35, 40, 61, 28, 33, 28, 29, 56, 56, 56, 56, 56, 56, 56, 56,
    56, 56, 30, 30, 61, 61, 61, 56, 102, 67, 67, 72, 72, 67, 61, 78, 72, 28, 54, 67, 56, 83, 72,
    78, 67, 78, 72, 67, 61, 72, 67, 94, 67, 67, 61, 32, 29, 32, 61, 56, 33, 56, 56, 51, 56, 56, 28,
    56, 56, 23, 23, 50, 23, 83, 56, 56, 56, 56, 33, 50, 29, 56, 50, 72, 50, 50, 50, 37, 26, 37, 61,
];

/// How much wider the bold cut runs, at most.
pub(super) const BOLD: f64 = 1.09;

/// Width in em of `text` on one line in the regular cut.
pub(super) fn width(text: &str) -> f64 {
    let hundredths: u32 = text.chars().map(advance).sum();
    f64::from(hundredths) / 100.0
}

/// Advance of one character in hundredths of an em.
fn advance(c: char) -> u32 {
    if let Some(width) = (c as usize).checked_sub(0x20).and_then(|i| ASCII.get(i)) {
        return u32::from(*width);
    }
    match c {
        '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{200b}'..='\u{200f}' => 0,
        '‘' | '’' | '·' | 'ı' | 'ł' => 28,
        '“' | '”' | '¡' => 42,
        '–' | '«' | '»' | 'ø' | 'đ' | 'ß' | '¿' | '×' => 61,
        '—' | '…' | 'æ' | 'œ' => 100,
        // Letters with marks are as wide as without them.
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => std::iter::once(c)
            .nfd()
            .find(|c| !is_combining_mark(*c))
            .filter(char::is_ascii)
            .map_or(72, advance),
        // Hebrew and Arabic letters; Greek and Cyrillic; all else counts as a full square.
        '\u{5d0}'..='\u{6ff}' => 62,
        '\u{370}'..='\u{52f}' => 68,
        _ => 100,
    }
}

/// `text` on one line no wider than `limit` em: as it is, or cut between characters and ended by `…`.
pub(super) fn cut(text: &str, limit: f64) -> String {
    if width(text) <= limit {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = width("…");
    for c in text.chars() {
        used += f64::from(advance(c)) / 100.0;
        if used > limit {
            break;
        }
        kept.push(c);
    }
    kept.truncate(kept.trim_end_matches([' ', ',', '(', '-']).len());
    kept.push('…');
    kept
}

/// `text` broken between words into the fewest lines that are no wider than `limit` em, as even as can be; at most
/// `max_lines`, the last of which is cut. A single word may be wider than `limit`.
pub(super) fn wrap(text: &str, limit: f64, max_lines: usize) -> Vec<String> {
    if width(text) <= limit && !text.trim().is_empty() {
        return vec![text.to_owned()];
    }
    let fewest = break_lines(text, limit);
    if fewest.len() > max_lines {
        let mut lines: Vec<String> = fewest[..max_lines.saturating_sub(1)].to_vec();
        let rest = fewest[max_lines.saturating_sub(1)..].join(" ");
        lines.push(cut(&rest, limit));
        return lines;
    }
    // The narrowest measure that still gives as many lines gives the evenest ones.
    let (mut too_narrow, mut enough) = (0.0, limit);
    let mut best = fewest;
    for _ in 0..8 {
        let middle = (too_narrow + enough) / 2.0;
        let lines = break_lines(text, middle);
        if lines.len() == best.len() && lines.iter().all(|l| width(l) <= limit) {
            (best, enough) = (lines, middle);
        } else {
            too_narrow = middle;
        }
    }
    best
}

/// `text` with each line as full as `limit` em allows.
fn break_lines(text: &str, limit: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        if let Some(line) = lines.last_mut()
            && width(line) + width(" ") + width(word) <= limit
        {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{cut, width, wrap};

    #[test]
    fn widths_are_those_of_the_wider_face() {
        // Measured with the faces themselves: Arial sets the first in 10.0 em, the theme's face in 9.6.
        for (text, em) in [
            ("Tomás Zerón de Lucio", 10.1),
            ("Government of Israel", 9.5),
            ("", 0.0),
            ("é", 0.56),
            ("הארץ", 2.48),
            ("e\u{301}", 0.56),
        ] {
            assert!((width(text) - em).abs() < 0.25, "{text}: {}", width(text));
        }
    }

    #[test]
    fn lines_break_evenly_between_words() {
        for (text, lines) in [
            ("Tomás Zerón", vec!["Tomás Zerón"]),
            (
                "Criminal Investigation Agency (AIC)",
                vec!["Criminal Investigation", "Agency (AIC)"],
            ),
            (
                "Government of President Enrique Peña Nieto",
                vec!["Government of President", "Enrique Peña Nieto"],
            ),
            (
                "one two three four five six seven eight nine ten eleven twelve",
                vec!["one two three four five six", "seven eight nine ten elev…"],
            ),
        ] {
            assert_eq!(wrap(text, 12.5, 2), lines);
        }
        assert_eq!(wrap("", 10.0, 2), Vec::<String>::new());
        assert_eq!(
            wrap("Verfassungsbeschwerde", 3.0, 2),
            ["Verfassungsbeschwerde"]
        );
    }

    #[test]
    fn cutting_says_that_it_cut() {
        assert_eq!(cut("A protest", 20.0), "A protest");
        assert_eq!(cut("A protest at the embassy", 5.4), "A protest…");
        assert!(width(&cut("A protest at the embassy", 6.0)) <= 6.0);
    }
}
