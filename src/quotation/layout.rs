//! A saved text → its paragraphs, as byte ranges.

use std::ops::Range;

/// How a saved text tells its paragraphs apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    /// Each line is a paragraph, save where lines are wrapped at a fixed width: where no line of a block would have had
    /// room for the first word of the line below it.
    #[default]
    Detect,
    /// Each line is a paragraph.
    Lines,
    /// Only a blank line ends a paragraph.
    Blocks,
}

/// The widest line that counts as wrapped by a program and not by a paragraph's end, in characters. Mail wraps at 72,
/// text browsers at 80, wide terminals at 120 or so.
const WIDEST_WRAP: usize = 132;
/// Below this a column is a list or a poem.
const NARROWEST_WRAP: usize = 50;

/// So many lines must be full before a file counts as wrapped: the widest line of a file is always full.
const MIN_FULL_LINES: usize = 3;

/// Where the paragraphs of `text` lie, blank ones left out.
pub(super) fn paragraphs(text: &str, layout: Layout) -> Vec<Range<usize>> {
    let lines = lines(text);
    let width = |line: &Range<usize>| {
        text.get(line.clone())
            .map_or(0, |line| line.trim_end().chars().count())
    };
    let widest = lines.iter().map(width).max().unwrap_or(0);
    let is_blank = |line: &Range<usize>| {
        text.get(line.clone())
            .is_none_or(|line| line.trim().is_empty())
    };
    let has_no_room = |pair: &[Range<usize>]| match pair {
        [above, below] => {
            let word = text
                .get(below.clone())
                .and_then(|line| line.split_whitespace().next())
                .unwrap_or("");
            width(above) + 1 + word.chars().count() > widest
        }
        _ => false,
    };
    let is_full = |block: &[Range<usize>]| block.windows(2).all(has_no_room);
    let n_full = || -> usize {
        let full_blocks = lines.split(is_blank).filter(|block| is_full(block));
        full_blocks.map(|block| block.len().saturating_sub(1)).sum()
    };
    let is_wrapped = (NARROWEST_WRAP..=WIDEST_WRAP).contains(&widest) && n_full() >= MIN_FULL_LINES;
    let mut paragraphs = Vec::new();
    for block in lines.split(is_blank) {
        let is_one = match layout {
            Layout::Lines => false,
            Layout::Blocks => true,
            Layout::Detect => is_wrapped && is_full(block),
        };
        match (block.first(), block.last()) {
            (Some(first), Some(last)) if is_one => paragraphs.push(first.start..last.end),
            _ => paragraphs.extend(block.iter().cloned()),
        }
    }
    paragraphs
}

fn lines(text: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, ch)) = chars.next() {
        // A form feed is the end of a page, which in saved text is the end of a line as well.
        if matches!(ch, '\n' | '\r' | '\u{c}' | '\u{85}' | '\u{2029}') {
            lines.push(start..at);
            start = at + ch.len_utf8();
            if ch == '\r' && chars.next_if(|(_, next)| *next == '\n').is_some() {
                start += 1;
            }
        }
    }
    lines.push(start..text.len());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRAPPED: &str = "The harbour office of Puerto Claro bought the scanner in March,\n\
        although the council had voted against it twice, and the clerk\n\
        who signed the order has since left the country. Nobody in the\n\
        office would say where the scanner is.\n\nA short one.\n\nTwo\nlines\n";

    #[test]
    fn a_line_is_a_paragraph_unless_lines_are_wrapped() {
        #[rustfmt::skip]
        let cases: &[(&str, Layout, &[&str])] = &[
            ("One.\nTwo.\r\n\r\n  Three.  \rFour.", Layout::Detect, &["One.", "Two.", "Three.", "Four."]),
            (WRAPPED, Layout::Detect, &["The harbour … is.", "A short one.", "Two", "lines"]),
            (WRAPPED, Layout::Lines, &["The harbour … March,", "although … clerk", "who … the", "office … is.", "A short one.", "Two", "lines"]),
            ("One.\nTwo.\n\nThree.", Layout::Blocks, &["One. … Two.", "Three."]),
            // The widest line is full whatever it is; one such line proves nothing, and these were two speakers.
            ("Did the harbour office of Puerto Claro ever buy the scanner?\nNo, it never bought one, says the clerk of the council.",
             Layout::Detect, &["Did … scanner?", "No, … council."]),
            ("", Layout::Detect, &[]),
        ];
        for (text, layout, expect) in cases {
            let found = paragraphs(text, *layout);
            let found: Vec<_> = found.into_iter().map(|range| text[range].trim()).collect();
            assert_eq!(found.len(), expect.len(), "{found:?}");
            for (found, expect) in found.iter().zip(*expect) {
                let (head, tail) = expect.split_once(" … ").unwrap_or((expect, expect));
                assert!(
                    found.starts_with(head) && found.ends_with(tail),
                    "{found:?} is not {expect:?}"
                );
            }
        }
    }
}
