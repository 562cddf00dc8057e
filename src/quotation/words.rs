//! A snapshot → its words, numbered, so that the passage which shares most words with a quotation is found in one pass.

use super::fold::fold;
use super::snapshot::Snapshot;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// The words of a snapshot that are evidence, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct WordIndex {
    pub(super) words: Vec<Word>,
    /// Stretches of `words` within one paragraph and outside of what is excluded.
    pub(super) runs: Vec<Range<usize>>,
    ids: FxHashMap<String, u32>,
    /// How often each word occurs, by its id.
    counts: Vec<u32>,
}

#[derive(Debug, Clone)]
pub(super) struct Word {
    /// In the normalised text.
    pub(super) range: Range<usize>,
    /// Words that differ in case, accents or the punctuation around them have the same id.
    pub(super) id: u32,
}

impl WordIndex {
    pub(super) fn new(snapshot: &Snapshot) -> WordIndex {
        let mut index = WordIndex::default();
        for paragraph in &snapshot.paragraphs {
            let text = snapshot
                .normal
                .text
                .get(paragraph.normal.clone())
                .unwrap_or_default();
            let mut run = index.words.len();
            let mut start = paragraph.normal.start;
            for word in text.split(' ') {
                let range = start..start + word.len();
                start = range.end + 1;
                if snapshot.why_excluded(&range).is_some() {
                    index.close_run(run);
                    run = index.words.len();
                } else {
                    let id = index.number(word);
                    index.words.push(Word { range, id });
                }
            }
            index.close_run(run);
        }
        index
    }

    fn close_run(&mut self, start: usize) {
        if start < self.words.len() {
            self.runs.push(start..self.words.len());
        }
    }

    fn number(&mut self, word: &str) -> u32 {
        let next = self.counts.len() as u32;
        let id = *self.ids.entry(key(word)).or_insert(next);
        if id == next {
            self.counts.push(0);
        }
        if let Some(count) = self.counts.get_mut(id as usize) {
            *count += 1;
        }
        id
    }

    /// The id of a word; `None` when the snapshot does not have it.
    pub(super) fn id(&self, word: &str) -> Option<u32> {
        self.ids.get(&key(word)).copied()
    }

    /// How much it tells that a passage has this word: about the binary logarithm of its rarity, and 1 for a word
    /// that is everywhere.
    pub(super) fn weight(&self, id: Option<u32>) -> u32 {
        let count = id
            .and_then(|id| self.counts.get(id as usize))
            .copied()
            .unwrap_or(1)
            .max(1);
        1 + (self.words.len() as u32 / count).max(1).ilog2()
    }
}

fn key(word: &str) -> String {
    let bare = word.trim_matches(|ch: char| !ch.is_alphanumeric());
    fold(if bare.is_empty() { word } else { bare })
}
