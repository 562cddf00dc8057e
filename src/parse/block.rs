//! A block of running text while it is read: its words, where they stand in the file, and which holes
//! stand in it. At its end it is cut into sentences.

use super::sentence;
use crate::model::document::{Body, Filling, Hole, Sentence, SentenceRole};

/// An open block.
#[derive(Default)]
pub struct Block {
    text: String,
    /// Byte of the text → byte of the body, at each piece.
    pieces: Vec<(usize, usize)>,
    /// Byte of the text, number of the hole, and whether it is a citation.
    holes: Vec<(usize, usize, bool)>,
}

impl Block {
    /// Adds words that stand at the byte `at` of the body.
    pub fn push(&mut self, words: &str, at: usize) {
        self.pieces.push((self.text.len(), at));
        self.text.push_str(words);
    }

    /// Length of the text so far, in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Notes that the hole with this number stands here.
    pub fn note_hole(&mut self, number: usize, is_citation: bool) {
        if is_citation {
            // The mark stands directly after its word, so the space before it is no part of the sentence.
            self.text.truncate(self.text.trim_end().len());
        }
        self.holes.push((self.text.len(), number, is_citation));
    }

    /// Cuts the block into sentences, adds them to a body, and tells each of its holes in which one it stands. A
    /// citation belongs to the sentence that it follows, also when it follows the full stop.
    pub fn end(
        self,
        role: SentenceRole,
        group: u32,
        body_at: usize,
        body: &mut Body,
        holes: &mut [Hole],
    ) {
        let sentences = &mut body.sentences;
        let ranges = sentence::split(&self.text);
        if ranges.is_empty() {
            for (_, number, _) in self.holes {
                if let Some(hole) = holes.get_mut(number) {
                    hole.sentence = number_of(sentences.len().saturating_sub(1));
                }
            }
            return;
        }
        let first = sentences.len();
        // A body has four megabytes at most.
        let offset = body.words.len();
        let place = |at: usize| number_of(offset + at);
        body.words.push_str(&self.text);
        for range in &ranges {
            let start = body_at + self.source(range.start);
            let end = body_at + self.source(range.end.saturating_sub(1)) + 1;
            sentences.push(Sentence {
                words: place(range.start)..place(range.end),
                span: (start..end.max(start)).into(),
                holes: 0..0,
                is_cited: false,
                role,
                group,
            });
        }
        for (at, number, is_citation) in self.holes {
            // Before a citation counts what ends at or before it; for a link, what contains its start.
            let index = if is_citation {
                ranges
                    .partition_point(|range| range.start < at)
                    .saturating_sub(1)
            } else {
                ranges
                    .partition_point(|range| range.start <= at)
                    .saturating_sub(1)
            };
            let Some(hole) = holes.get_mut(number) else {
                continue;
            };
            hole.sentence = number_of(first + index);
            if is_citation && let Some(sentence) = sentences.get_mut(first + index) {
                sentence.is_cited = true;
            }
            if let Filling::Reference(reference) = &mut hole.filling {
                let offset = ranges.get(index).map_or(0, |range| range.start);
                let length = ranges.get(index).map_or(0, std::ops::Range::len);
                let within = |at: usize| at.saturating_sub(offset).min(length);
                let place = reference.in_sentence;
                reference.in_sentence = (within(place.start())..within(place.end())).into();
            }
        }
    }

    /// Byte of the body at which the byte `at` of the text stands.
    fn source(&self, at: usize) -> usize {
        let piece = self
            .pieces
            .partition_point(|(text_at, _)| *text_at <= at)
            .saturating_sub(1);
        self.pieces
            .get(piece)
            .map_or(0, |(text_at, body_at)| body_at + (at - text_at.min(&at)))
    }
}

fn number_of(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
