//! A quotation that does not stand in a snapshot → the passage that shares most words with it, and the difference.

use super::snapshot::Snapshot;
use super::words::WordIndex;
use rustc_hash::FxHashMap;
use similar::{Algorithm, DiffOp as Op, capture_diff_slices};
use std::fmt;
use std::ops::Range;

/// The passage of a snapshot that comes nearest to a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nearest {
    /// The passage in whole words, as a reader sees it.
    pub passage: String,
    /// The paragraph it stands in, counted from 1.
    pub paragraph: usize,
    /// How the quotation becomes the passage.
    pub diff: Vec<DiffOp>,
}

/// One step from a quotation to the passage of the source, in whole words with single spaces between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DiffOp {
    /// Words of both, as the source has them.
    Keep(String),
    /// Words of the quotation that the source does not have.
    Drop(String),
    /// Words of the source that the quotation does not have.
    Insert(String),
}

impl fmt::Display for DiffOp {
    /// In plain text: `kept words`, `[-dropped words-]`, `{+inserted words+}`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DiffOp::Keep(words) => f.write_str(words),
            DiffOp::Drop(words) => write!(f, "[-{words}-]"),
            DiffOp::Insert(words) => write!(f, "{{+{words}+}}"),
        }
    }
}

/// A longer quotation is compared by its first words only: the comparison takes the square of their number.
const MAX_WORDS: usize = 1500;

/// The passage that shares most with `passage` (normalised), rare words counting for more; the first of equals. `None` when
/// less than a quarter, by weight, is shared: then there is no passage to point at.
///
/// One pass over the words of the snapshot, then one comparison with a stretch little longer than the quotation.
pub(super) fn nearest(snapshot: &Snapshot, passage: &str) -> Option<Nearest> {
    let index = snapshot.words();
    let wanted: Vec<&str> = passage.split(' ').take(MAX_WORDS).collect();
    let window = best_window(index, &wanted)?;
    let run = index
        .runs
        .iter()
        .find(|run| run.start <= window.start && window.end <= run.end)?;
    let slack = 3 + wanted.len() / 4;
    let wide = window.start.saturating_sub(slack).max(run.start)..(window.end + slack).min(run.end);
    let tight = trim(&align(index, &wanted, &wide), wanted.len(), &wide).unwrap_or(window);
    let ops = compare(snapshot, index, &wanted, &tight);

    let words = index.words.get(tight.clone())?;
    let whole = words.first()?.range.start..words.last()?.range.end;
    let visible = |range: Range<usize>| -> String {
        let words = index
            .words
            .get(tight.start + range.start..tight.start + range.end)
            .unwrap_or_default();
        join(words.iter().map(|word| snapshot.visible_text(&word.range)))
    };
    let mut diff = Vec::new();
    for op in &ops {
        let quoted = wanted.get(op.old_range()).unwrap_or_default();
        if let Op::Equal { .. } = op {
            diff.push(DiffOp::Keep(visible(op.new_range())));
            continue;
        }
        if !op.old_range().is_empty() {
            diff.push(DiffOp::Drop(join(quoted.iter().copied())));
        }
        if !op.new_range().is_empty() {
            diff.push(DiffOp::Insert(visible(op.new_range())));
        }
    }
    let paragraph = snapshot.paragraph_at(whole.start) + 1;
    Some(Nearest {
        passage: join(snapshot.visible_text(&whole).split_whitespace()),
        paragraph,
        diff,
    })
}

fn join<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(" ")
}

/// The stretch of as many words as `wanted` that holds most of its weight, order left aside.
fn best_window(index: &WordIndex, wanted: &[&str]) -> Option<Range<usize>> {
    let mut bag: FxHashMap<u32, Need> = FxHashMap::default();
    let mut full = 0;
    for word in wanted
        .iter()
        .filter(|word| word.contains(char::is_alphanumeric))
    {
        let id = index.id(word);
        full += index.weight(id);
        if let Some(id) = id {
            let weight = index.weight(Some(id));
            bag.entry(id)
                .or_insert(Need {
                    weight,
                    wanted: 0,
                    seen: 0,
                })
                .wanted += 1;
        }
    }
    let (mut best, mut best_score) = (None, 0);
    for run in &index.runs {
        let words = index.words.get(run.clone()).unwrap_or_default();
        bag.values_mut().for_each(|need| need.seen = 0);
        let mut score = 0;
        for (at, word) in words.iter().enumerate() {
            if let Some(need) = bag.get_mut(&word.id) {
                score += if need.seen < need.wanted {
                    need.weight
                } else {
                    0
                };
                need.seen += 1;
            }
            let leaving = at
                .checked_sub(wanted.len())
                .and_then(|left| words.get(left));
            if let Some(need) = leaving.and_then(|word| bag.get_mut(&word.id)) {
                need.seen -= 1;
                score -= if need.seen < need.wanted {
                    need.weight
                } else {
                    0
                };
            }
            if score > best_score {
                best_score = score;
                best = Some(run.start + (at + 1).saturating_sub(wanted.len())..run.start + at + 1);
            }
        }
    }
    best.filter(|_| best_score * 4 >= full)
}

struct Need {
    weight: u32,
    wanted: usize,
    seen: usize,
}

/// Which words of the snapshot answer to which of the quotation, case and accents left aside.
fn align(index: &WordIndex, wanted: &[&str], words: &Range<usize>) -> Vec<Op> {
    let wanted: Vec<Option<u32>> = wanted.iter().map(|word| index.id(word)).collect();
    let words = index.words.get(words.clone()).unwrap_or_default();
    let source: Vec<Option<u32>> = words.iter().map(|word| Some(word.id)).collect();
    capture_diff_slices(Algorithm::Myers, &wanted, &source)
}

/// The difference between the quotation's words and those of the snapshot, as they must agree: letter for letter.
fn compare(
    snapshot: &Snapshot,
    index: &WordIndex,
    wanted: &[&str],
    words: &Range<usize>,
) -> Vec<Op> {
    let words = index.words.get(words.clone()).unwrap_or_default();
    let source: Vec<&str> = words
        .iter()
        .map(|word| {
            snapshot
                .normal
                .text
                .get(word.range.clone())
                .unwrap_or_default()
        })
        .map(|word| without_outer_punctuation(word, wanted))
        .collect();
    capture_diff_slices(Algorithm::Myers, wanted, &source)
}

/// A quotation need not take along the quotation mark before its first word or the comma behind its last one: there
/// the word of the source counts as the same word.
fn without_outer_punctuation<'a>(word: &'a str, wanted: &[&'a str]) -> &'a str {
    let is_bare = |outer: &str| !outer.contains(|ch: char| ch.is_alphanumeric() || ch == '-');
    let is_head = |first: &&&str| word.strip_suffix(**first).is_some_and(is_bare);
    // An ellipsis where the quotation has a full stop is a difference.
    let is_tail = |last: &&&str| {
        let outer = word.strip_prefix(**last);
        outer
            .is_some_and(|outer| is_bare(outer) && !(last.ends_with('.') && outer.starts_with('.')))
    };
    let bare = wanted
        .first()
        .filter(is_head)
        .or_else(|| wanted.last().filter(is_tail));
    bare.copied().unwrap_or(word)
}

/// The part of `wide` that answers to the quotation: from the first common word to the last, with as many words on
/// either side as the quotation has there. `None` without a common word.
fn trim(ops: &[Op], n_wanted: usize, wide: &Range<usize>) -> Option<Range<usize>> {
    let is_common = |op: &&Op| matches!(op, Op::Equal { .. });
    let first = ops.iter().find(is_common)?;
    let last = ops.iter().rfind(is_common)?;
    let start = wide.start
        + first
            .new_range()
            .start
            .saturating_sub(first.old_range().start);
    let end = wide.start + last.new_range().end + (n_wanted - last.old_range().end);
    Some(start..end.min(wide.end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotation::{Exclusion, Match, find};

    const SOURCE: &str = "The council met on Monday, and the mayor did not answer.\n\
        Ana Vidal, who has been the clerk of the port since 2011, said that she “was unable to read the order” \
        before it was signed, and that nobody had asked her… she said.\n\
        The order was signed on Friday by Ruth Sala and it was read on Monday.\n\
        Comments: Ana Vidal said that she was able to read the order";

    fn diff(quotation: &str) -> String {
        let why = "comments".to_owned();
        let exclusion = Exclusion {
            from: "Comments".into(),
            to: None,
            why,
        };
        let snapshot = Snapshot::from_text(SOURCE)
            .with_exclusions(&[exclusion])
            .expect("stands once");
        let Match::NotFound { nearest, .. } = find(&snapshot, quotation) else {
            panic!("{quotation} was found")
        };
        let Some(nearest) = nearest else {
            return "none".to_owned();
        };
        let paragraph = snapshot.paragraph(nearest.paragraph).expect("it has one");
        assert!(paragraph.contains(&nearest.passage), "{nearest:?}");
        let ops: Vec<String> = nearest.diff.iter().map(ToString::to_string).collect();
        format!("¶{} {}", nearest.paragraph, ops.join(" "))
    }

    #[test]
    fn shows_the_passage_that_was_meant_and_each_word_that_differs() {
        #[rustfmt::skip]
        let cases = [
            ("she was able to read the order before", "¶2 she [-was able-] {+“was unable+} to read the [-order-] {+order”+} before"),
            ("able to read the order\" before", "¶2 [-able-] {+unable+} to read the order” before"),
            ("had nobody asked her", "¶2 had [-nobody-] asked her…"),
            ("nobody had asked her.", "¶2 nobody had asked [-her.-] {+her…+}"),
            ("the Port since 2011", "¶2 the [-Port-] {+port+} since 2011,"),
            ("the mayor did answer", "¶1 the mayor did {+not+} answer."),
            ("Order was sígned on Friday", "¶3 [-Order-] {+order+} was [-sígned-] {+signed+} on Friday"),
            ("VIDAL", "¶2 [-VIDAL-] {+Vidal,+}"),
            ("asked her. The order was signed on Friday", "¶3 [-asked her.-] The order was signed on Friday"),
            ("five dogs that look like ministers", "none"),
            ("dogs", "none"),
        ];
        for (quotation, expect) in cases {
            assert_eq!(diff(quotation), expect, "{quotation}");
        }
    }
}
