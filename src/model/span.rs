//! A place in a file, as it is kept in memory.

use std::ops::Range;

/// Bytes of a file, from one to before another. It takes half the memory of a range: a dossier keeps hundreds of thousands,
/// and no file that is parsed has more than some megabytes. What lies beyond four gigabytes ends there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// Its first byte.
    #[must_use]
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// The byte behind its last.
    #[must_use]
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// All its bytes.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self {
            start: narrow(range.start),
            end: narrow(range.end),
        }
    }
}
