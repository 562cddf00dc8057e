//! Lines of a file around some marked bytes → a short text that is safe to print, and where the marks
//! lie in it.
//!
//! Bounded whatever the file is: a line of ten megabytes is cut around its first mark, a mark over many
//! lines keeps its first line, bytes that are no text become `�`.

use super::position::Lines;
use super::visible::visible;
use std::ops::Range;

/// Marks further apart than this many lines do not share an excerpt.
pub const MOST_LINES: usize = 40;
/// A mark over more lines than this shows its first line only.
const MOST_MARKED_LINES: usize = 6;
/// What of the lines is kept.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Characters of a mark on one line.
    pub mark: usize,
    /// Bytes of a line before and after the start of its first mark.
    pub around: usize,
}

impl Limits {
    /// For a frame in `mark` columns. It keeps more around the mark than any terminal shows, so that the
    /// renderer's own cut to the width always says `...`.
    #[must_use]
    pub fn frame(mark: usize) -> Self {
        Self {
            mark,
            around: 1_000,
        }
    }
}

/// Lines of a file, made safe to print.
#[derive(Debug, PartialEq, Eq)]
pub struct Excerpt {
    pub text: String,
    /// Number of the first line, from 1.
    pub first_line: usize,
    /// Where the marks lie in `text`, in the order in which they were given.
    pub marks: Vec<Range<usize>>,
}

/// The lines that hold `spans` and those between.
///
/// The caller keeps the spans within [`MOST_LINES`] of each other.
#[must_use]
pub fn excerpt(lines: &Lines, spans: &[Range<usize>], limits: Limits) -> Excerpt {
    let spans: Vec<_> = spans
        .iter()
        .map(|span| shorten(lines, span, limits.mark))
        .collect();
    let first = spans
        .iter()
        .map(|s| lines.position(s.start).line)
        .min()
        .unwrap_or(1);
    let last = spans
        .iter()
        .map(|s| lines.position(s.end).line)
        .max()
        .unwrap_or(first);
    let last = last.min(first + MOST_LINES + MOST_MARKED_LINES);

    let mut stops: Vec<usize> = spans.iter().flat_map(|s| [s.start, s.end]).collect();
    stops.sort_unstable();
    stops.dedup();

    let mut text = String::new();
    let mut places = Vec::with_capacity(stops.len());
    let mut rest = stops.as_slice();
    for line in first..=last {
        if line > first {
            text.push('\n');
        }
        let here = lines.range(line);
        // What lies in the line end belongs to the line before it.
        let next = if line == last {
            usize::MAX
        } else {
            lines.range(line + 1).start
        };
        let n = rest.partition_point(|stop| *stop < next);
        let (mine, after) = rest.split_at(n);
        rest = after;
        push_line(lines, &here, mine, limits.around, &mut text, &mut places);
    }
    let place = |stop: usize| {
        let i = stops.partition_point(|s| *s < stop);
        places.get(i).copied().unwrap_or(text.len())
    };
    let marks = spans.iter().map(|s| place(s.start)..place(s.end)).collect();
    Excerpt {
        text,
        first_line: first,
        marks,
    }
}

/// The part of a span that is worth showing, from the start of a character to the end of one.
fn shorten(lines: &Lines, span: &Range<usize>, width: usize) -> Range<usize> {
    let start = lines.floor(span.start);
    let mut end = lines.ceil(span.end).max(start);
    let (first, last) = (lines.position(start).line, lines.position(end).line);
    let line = lines.range(first);
    let start = start.clamp(line.start, line.end);
    if last >= first + MOST_MARKED_LINES {
        end = line.end.max(start);
    }
    if last == first || end == line.end {
        let shown =
            String::from_utf8_lossy(lines.slice(start..end.min(start + 4 * width))).into_owned();
        if let Some((cut, _)) = shown.char_indices().nth(width) {
            end = lines.floor(start + cut).max(start);
        }
    }
    start..end.max(start)
}

/// Adds one line, cut to what lies around its first stop, and where in `text` each stop came to lie.
fn push_line(
    lines: &Lines,
    line: &Range<usize>,
    stops: &[usize],
    around: usize,
    text: &mut String,
    places: &mut Vec<usize>,
) {
    let centre = stops
        .first()
        .map_or(line.start, |stop| (*stop).clamp(line.start, line.end));
    let (from, to) = if line.len() <= around.saturating_mul(2) {
        (line.start, line.end)
    } else {
        let from = lines.floor(centre.saturating_sub(around)).max(line.start);
        let to = lines.ceil(centre.saturating_add(around));
        (from, to.min(line.end).max(from))
    };
    if from > line.start {
        text.push('…');
    }
    let start = text.len();
    let mut at = from;
    for stop in stops {
        let stop = (*stop).clamp(from, to);
        push(lines.slice(at..stop), text);
        places.push(text.len());
        at = stop;
    }
    push(lines.slice(at..to), text);
    if to < line.end {
        text.push('…');
    }
    // The renderer takes an empty last line for no line at all.
    if text.len() == start {
        text.push(' ');
    }
}

fn push(bytes: &[u8], text: &mut String) {
    text.push_str(&visible(&String::from_utf8_lossy(bytes)));
}

#[cfg(test)]
#[expect(
    clippy::single_range_in_vec_init,
    reason = "one mark is the usual case"
)]
mod tests {
    use super::*;

    fn cut(text: &[u8], spans: &[Range<usize>]) -> (String, usize, Vec<String>) {
        let lines = Lines::new(text.into());
        let e = excerpt(&lines, spans, Limits::frame(100));
        let marked = e
            .marks
            .iter()
            .map(|m| e.text[m.clone()].to_owned())
            .collect();
        (e.text, e.first_line, marked)
    }

    #[test]
    fn a_mark_keeps_exactly_its_characters() {
        let text = "a\nel \u{1b}día\r\nb".as_bytes();
        assert_eq!(
            cut(text, &[6..10]),
            ("el ␛día".into(), 2, vec!["día".into()])
        );
        // Half a character is widened to a whole one.
        assert_eq!(cut(text, &[8..8]).2, ["í"]);
        assert_eq!(cut(text, &[7..8]).2, ["í"]);
        // Beyond the end, and in the line end.
        assert_eq!(cut(text, &[900..999]), ("b".into(), 3, vec![String::new()]));
        assert_eq!(cut(text, &[10..12]).0, "el ␛día\nb");
    }

    #[test]
    fn marks_in_any_order_share_an_excerpt() {
        let (text, first, marked) = cut(b"one\ntwo\nthree", &[8..13, 0..3, 4..6]);
        assert_eq!((text.as_str(), first), ("one\ntwo\nthree", 1));
        assert_eq!(marked, ["three", "one", "tw"]);
    }

    #[test]
    fn everything_is_bounded() {
        let line = "ñ".repeat(5_000_000);
        let (text, _, marked) = cut(line.as_bytes(), &[4_000_001..9_999_999]);
        assert!(
            text.len() < 2_100 && text.starts_with('…') && text.ends_with('…'),
            "{}",
            text.len()
        );
        assert_eq!(marked, ["ñ".repeat(100)]);
        let many = "x\n".repeat(100_000);
        assert_eq!(
            cut(many.as_bytes(), &[2..150_000]),
            ("x".into(), 2, vec!["x".into()])
        );
        let (text, _, marked) = cut(b"\xff\xfe\x80\x80\x80\x80\x80", &[1..6]);
        assert_eq!((text.chars().count(), marked.len()), (7, 1));
    }

    #[test]
    fn no_span_of_any_bytes_breaks_it() {
        let text = "\u{feff}a\r\n\n\tñ😀\u{0}\n\r\n".as_bytes();
        let lines = Lines::new(text.into());
        for a in 0..text.len() + 3 {
            for b in 0..text.len() + 3 {
                for m in excerpt(&lines, &[a..b, b..a], Limits { mark: 3, around: 2 }).marks {
                    assert!(m.start <= m.end);
                }
            }
        }
    }
}
