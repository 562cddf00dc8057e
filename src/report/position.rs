//! Bytes of a file → line and column, and back to the bytes of a line.
//!
//! The table of lines is made once per file. A line longer than `STRIDE` also gets marks inside it, so
//! that ten thousand findings on one line of ten megabytes do not read that line ten thousand times.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

/// Bytes between two marks in a long line; a column is found by reading at most this many.
const STRIDE: usize = 4096;

/// Where a byte stands, counted from 1 as people and editors do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
    /// In characters (Unicode scalar values).
    pub column: usize,
    /// In UTF-16 code units, as SARIF and language servers count.
    pub utf16: usize,
}

/// A file with the table of its lines.
#[derive(Debug)]
pub struct Lines {
    bytes: Arc<[u8]>,
    /// Byte at which each line starts; the first is 0.
    starts: Vec<usize>,
    /// `(byte, characters, UTF-16 units)` counted from the top, every [`STRIDE`] bytes; only if there is
    /// a line that long.
    marks: Vec<(usize, usize, usize)>,
}

impl Lines {
    /// Reads the file once for its line ends, and once more if it has a very long line.
    #[must_use]
    pub fn new(bytes: Arc<[u8]>) -> Self {
        let mut starts = vec![0];
        starts.extend(
            bytes
                .iter()
                .enumerate()
                .filter(|(_, b)| **b == b'\n')
                .map(|(at, _)| at + 1),
        );
        let ends = starts.iter().skip(1).copied().chain([bytes.len()]);
        let has_long_line = starts
            .iter()
            .zip(ends)
            .any(|(start, end)| end - start > STRIDE);
        let mut marks = Vec::new();
        if has_long_line {
            let (mut at, mut characters, mut units) = (0, 0, 0);
            for chunk in bytes.chunks(STRIDE) {
                marks.push((at, characters, units));
                let (c, u) = count(chunk);
                (at, characters, units) = (at + chunk.len(), characters + c, units + u);
            }
        }
        Self {
            bytes,
            starts,
            marks,
        }
    }

    /// Number of lines; a file that ends in a line end has an empty last line.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Never: even an empty file has one line.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Line and column of the byte `at`. Beyond the end it is the position after the last character.
    #[must_use]
    pub fn position(&self, at: usize) -> Position {
        let at = self.floor(at);
        let line = self.starts.partition_point(|start| *start <= at).max(1);
        let start = self.range(line).start;
        let at = at.max(start);
        let (characters, units) = if at - start <= STRIDE {
            count(self.slice(start..at))
        } else {
            let (c0, u0) = self.count_to(start);
            let (c1, u1) = self.count_to(at);
            (c1 - c0, u1 - u0)
        };
        Position {
            line,
            column: characters + 1,
            utf16: units + 1,
        }
    }

    /// The bytes of line `line` (from 1), without its line end and without a byte order mark.
    #[must_use]
    pub fn range(&self, line: usize) -> Range<usize> {
        let start = self
            .starts
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or(self.bytes.len());
        let mut end = match self.starts.get(line) {
            Some(next) => next - 1,
            None => self.bytes.len(),
        };
        if line < self.starts.len() && end > start && self.bytes.get(end - 1) == Some(&b'\r') {
            end -= 1;
        }
        // An editor does not show a byte order mark, so it takes no column.
        let start = if start == 0 && self.bytes.starts_with(b"\xEF\xBB\xBF") {
            3
        } else {
            start
        };
        start..end.max(start)
    }

    /// The bytes of `range`, as far as they exist.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> &[u8] {
        let end = range.end.min(self.bytes.len());
        self.bytes
            .get(range.start.min(end)..end)
            .unwrap_or_default()
    }

    /// The start of the character in which the byte `at` lies.
    #[must_use]
    pub fn floor(&self, at: usize) -> usize {
        let at = at.min(self.bytes.len());
        (at.saturating_sub(3)..=at)
            .rev()
            .find(|i| !self.is_inside(*i))
            .unwrap_or(at)
    }

    /// The end of the character in which the byte before `at` lies.
    #[must_use]
    pub fn ceil(&self, at: usize) -> usize {
        let at = at.min(self.bytes.len());
        (at..at + 4).find(|i| !self.is_inside(*i)).unwrap_or(at)
    }

    fn is_inside(&self, at: usize) -> bool {
        self.bytes.get(at).is_some_and(|b| b & 0xC0 == 0x80)
    }

    /// Characters and UTF-16 units before the byte `at`, from the nearest mark.
    fn count_to(&self, at: usize) -> (usize, usize) {
        let (from, characters, units) = self.marks.get(at / STRIDE).copied().unwrap_or_default();
        let (c, u) = count(self.slice(from..at));
        (characters + c, units + u)
    }
}

/// Characters and UTF-16 units. Bytes that are no UTF-8 count as one each unless they look like the
/// inside of a character.
fn count(bytes: &[u8]) -> (usize, usize) {
    let characters = bytes.iter().filter(|b| **b & 0xC0 != 0x80).count();
    (
        characters,
        characters + bytes.iter().filter(|b| **b >= 0xF0).count(),
    )
}

/// Gives the content of a file by its path from the root of the dossier.
pub type Content<'a> = &'a dyn Fn(&str) -> Option<Arc<[u8]>>;

/// The files that findings point into, each with its lines counted at most once.
pub struct Files<'a> {
    content: Content<'a>,
    seen: RefCell<FxHashMap<Arc<str>, Option<Rc<Lines>>>>,
}

impl<'a> Files<'a> {
    /// Files read through `content`.
    #[must_use]
    pub fn new(content: Content<'a>) -> Self {
        Self {
            content,
            seen: RefCell::default(),
        }
    }

    /// The file at `path`, or none if it cannot be read (it may be the finding that it is missing).
    #[must_use]
    pub fn get(&self, path: &Arc<str>) -> Option<Rc<Lines>> {
        if let Some(lines) = self.seen.borrow().get(path) {
            return lines.clone();
        }
        let lines = (self.content)(path).map(|bytes| Rc::new(Lines::new(bytes)));
        self.seen
            .borrow_mut()
            .insert(Arc::clone(path), lines.clone());
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &[u8], byte: usize) -> (usize, usize, usize) {
        let p = Lines::new(text.into()).position(byte);
        (p.line, p.column, p.utf16)
    }

    #[test]
    fn columns_count_characters_and_utf16_units() {
        let text = "añb\r\n😀x\n".as_bytes();
        for (byte, expected) in [
            (0, (1, 1, 1)),
            (1, (1, 2, 2)),
            (2, (1, 2, 2)), // inside ñ
            (3, (1, 3, 3)),
            (6, (2, 1, 1)),
            (10, (2, 2, 3)), // after 😀
            (12, (3, 1, 1)),
            (99, (3, 1, 1)),
        ] {
            assert_eq!(at(text, byte), expected, "byte {byte}");
        }
        assert_eq!(at(b"", 0), (1, 1, 1));
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        assert_eq!(at("\u{feff}ab".as_bytes(), 4), (1, 2, 2));
        assert_eq!(at("\u{feff}ab".as_bytes(), 0), (1, 1, 1));
    }

    #[test]
    fn bytes_that_are_not_text_have_a_position() {
        assert_eq!(at(b"a\xff\xfeb", 3), (1, 4, 6));
        assert_eq!(at(b"\x80\x80\x80\x80\x80", 5), (1, 1, 1));
    }

    #[test]
    fn marks_agree_with_counting() {
        let line = "añ😀".repeat(5_000);
        let text = format!("short\n{line}\n{line}");
        let lines = Lines::new(text.as_bytes().into());
        for start in [6, 6 + line.len() + 1] {
            for n in [0, 1, 900, 1_365, 4_999, 5_000] {
                let p = lines.position(start + n * 7);
                assert_eq!((p.column, p.utf16), (n * 3 + 1, n * 4 + 1));
            }
        }
    }

    #[test]
    fn a_line_has_no_line_end() {
        let lines = Lines::new((*b"a\r\nb\n").into());
        let text = |n| lines.slice(lines.range(n)).to_vec();
        assert_eq!(
            [text(1), text(2), text(3), text(9)],
            [&b"a"[..], b"b", b"", b""]
        );
        assert_eq!(lines.len(), 3);
    }
}
