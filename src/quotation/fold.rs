//! Normalised words → the same words without case and accents: how browsers compare, and how near misses are found.

use super::snapshot::Snapshot;
use std::ops::Range;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Normalised text without case and diacritics, character by character: folding a text in two pieces gives the two
/// pieces of the folded text.
pub(super) fn fold(normalised: &str) -> String {
    let mut folded = String::with_capacity(normalised.len());
    for ch in normalised.chars() {
        if ch.is_ascii() {
            folded.push(ch.to_ascii_lowercase());
            continue;
        }
        decompose_compatible(ch, |part| {
            for lower in part.to_lowercase() {
                // Again, since the small letter of `İ` has a dot of its own.
                decompose_compatible(lower, |ink| {
                    if !is_combining_mark(ink) {
                        folded.push(ink);
                    }
                });
            }
        });
    }
    folded
}

/// The whole text of a snapshot, folded, one paragraph to a line.
#[derive(Debug, Clone)]
pub(super) struct Folded {
    pub(super) text: String,
    /// Where each paragraph begins in `text`.
    starts: Vec<usize>,
}

impl Folded {
    pub(super) fn new(snapshot: &Snapshot) -> Folded {
        let mut text = String::with_capacity(snapshot.normal.text.len());
        let mut starts = Vec::with_capacity(snapshot.paragraphs.len());
        for paragraph in &snapshot.paragraphs {
            starts.push(text.len());
            text.push_str(&fold(
                snapshot
                    .normal
                    .text
                    .get(paragraph.normal.clone())
                    .unwrap_or_default(),
            ));
            text.push('\n');
        }
        Folded { text, starts }
    }

    /// The range of the folded text that was made from a range of the normalised text within one paragraph.
    pub(super) fn range(
        &self,
        snapshot: &Snapshot,
        paragraph_idx: usize,
        normal: &Range<usize>,
    ) -> Range<usize> {
        let base = self.starts.get(paragraph_idx).copied().unwrap_or(0);
        let first = snapshot
            .paragraphs
            .get(paragraph_idx)
            .map_or(0, |paragraph| paragraph.normal.start);
        let folded_len = |range: Range<usize>| {
            snapshot
                .normal
                .text
                .get(range)
                .map_or(0, |text| fold(text).len())
        };
        let start = base + folded_len(first..normal.start);
        start..start + folded_len(normal.clone())
    }
}
