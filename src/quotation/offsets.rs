//! A text made from another, piece by piece → which bytes of the one came from which of the other.

use std::ops::Range;

/// Where each byte of a derived text comes from.
///
/// Pieces are pushed in order. What was copied as it is costs one entry however long it is, so that the map of a
/// snapshot of two megabytes holds a few ten thousand entries and not two million.
#[derive(Debug, Default, Clone)]
pub(super) struct OffsetMap {
    runs: Vec<Run>,
}

#[derive(Debug, Clone)]
struct Run {
    derived: Range<usize>,
    source: Range<usize>,
    /// Copied byte for byte, so that offsets inside it can be told apart; otherwise it is one indivisible piece.
    is_verbatim: bool,
}

impl OffsetMap {
    /// A map for a text that is its own source.
    pub(super) fn identity(len: usize) -> OffsetMap {
        let mut map = OffsetMap::default();
        map.push(0..len, 0..len, true);
        map
    }

    /// Records that `derived` was made from `source`. Pieces come in ascending order and do not overlap.
    pub(super) fn push(&mut self, derived: Range<usize>, source: Range<usize>, is_verbatim: bool) {
        if let Some(last) = self.runs.last_mut()
            && last.is_verbatim
            && is_verbatim
            && last.derived.end == derived.start
            && last.source.end == source.start
        {
            last.derived.end = derived.end;
            last.source.end = source.end;
        } else {
            self.runs.push(Run {
                derived,
                source,
                is_verbatim,
            });
        }
    }

    /// The first source byte of whatever stands at `offset` of the derived text.
    pub(super) fn start(&self, offset: usize) -> usize {
        let next = self.runs.partition_point(|run| run.derived.end <= offset);
        match self.runs.get(next) {
            Some(run) if run.is_verbatim => {
                run.source.start + offset.saturating_sub(run.derived.start)
            }
            Some(run) => run.source.start,
            None => self.runs.last().map_or(0, |run| run.source.end),
        }
    }

    /// One past the last source byte of whatever ends at `offset` of the derived text.
    pub(super) fn end(&self, offset: usize) -> usize {
        let next = self.runs.partition_point(|run| run.derived.start < offset);
        let Some(run) = next.checked_sub(1).and_then(|last| self.runs.get(last)) else {
            return 0;
        };
        if run.is_verbatim && offset < run.derived.end {
            run.source.start + (offset - run.derived.start)
        } else {
            run.source.end
        }
    }

    /// The source bytes that `derived` was made from.
    pub(super) fn range(&self, derived: &Range<usize>) -> Range<usize> {
        let start = self.start(derived.start);
        start..self.end(derived.end).max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_inside_copied_text_are_exact_and_other_pieces_are_whole() {
        // "ab…c" became "ab...c"; the derived text is followed by a separator that has no source.
        let mut map = OffsetMap::default();
        map.push(0..1, 0..1, true);
        map.push(1..2, 1..2, true);
        map.push(2..5, 2..5, false);
        map.push(5..6, 5..6, true);
        map.push(7..8, 9..10, true);
        assert_eq!(map.runs.len(), 4, "neighbouring copies are one run");
        assert_eq!(map.range(&(0..2)), 0..2);
        assert_eq!(map.range(&(1..3)), 1..5);
        assert_eq!(map.range(&(4..6)), 2..6);
        assert_eq!(map.range(&(5..8)), 5..10);
        assert_eq!(map.start(8), 10);
        assert_eq!(OffsetMap::default().range(&(0..0)), 0..0);
    }
}
