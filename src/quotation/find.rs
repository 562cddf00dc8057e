//! A snapshot and a quotation → where the quotation stands, or why it does not.

use super::brackets::{Reading, readings};
use super::fold::fold;
use super::nearest::{Nearest, nearest};
use super::normalise::normalise;
use super::snapshot::Snapshot;
use memchr::memmem;
use std::fmt;
use std::ops::Range;

/// What became of a quotation.
#[derive(Debug, Clone, PartialEq)]
pub enum Match {
    /// It stands in the snapshot.
    Found(Found),
    /// It stands only in a part that is no evidence.
    OnlyInExcluded {
        /// What that part is, in the words of whoever excluded it.
        why: String,
        /// The paragraph it stands in, counted from 1.
        paragraph: usize,
    },
    /// It does not stand in the snapshot.
    NotFound {
        /// What is wrong with it, as far as can be told.
        cause: Cause,
        /// What stands there instead, if anything comes near.
        nearest: Option<Nearest>,
    },
    /// It cannot be looked up at all.
    Unreadable(QuotationError),
}

/// Where a quotation stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The bytes of the saved file, one range for each passage: one, and one more for each `[…]`. In an HTML page, the
    /// markup inside of a passage lies within its range.
    pub parts: Vec<Range<usize>>,
    /// The byte of the normalised snapshot at which the first passage begins.
    pub offset: usize,
    /// The paragraph, counted from 1.
    pub paragraph: usize,
    /// How many places of the snapshot have these words: in several passages, how many paragraphs. At least 1.
    pub n_occurrences: usize,
    /// The passages in the normalised text.
    pub(super) passages: Vec<Range<usize>>,
}

/// Why a quotation does not stand in a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// These words do not stand there.
    OtherWords,
    /// They do but for capitals or accents.
    CaseOrAccents,
    /// The quotation begins or ends in the middle of a word.
    CutsWord,
    /// The words run from one paragraph into the next.
    CrossesParagraphs,
    /// Each passage stands there, but not in one paragraph and in this order.
    PassagesApart,
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Cause::OtherWords => "these words are not in the snapshot",
            Cause::CaseOrAccents => "the snapshot has these words with other capitals or accents",
            Cause::CutsWord => "the quotation begins or ends in the middle of a word of the snapshot",
            Cause::CrossesParagraphs => "in the snapshot these words run from one paragraph into the next",
            Cause::PassagesApart => {
                "the snapshot has each of these passages, but not in this order within one paragraph"
            }
        })
    }
}

/// Why a quotation cannot be looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuotationError {
    /// It has neither letter nor digit.
    NoWords,
    /// A passage before, after or between `[…]` has no words of the source.
    EmptyPassage,
}

impl fmt::Display for QuotationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            QuotationError::NoWords => "a quotation needs at least one letter or digit",
            QuotationError::EmptyPassage => {
                "`[…]` joins two passages: there must be words of the source before it and after it"
            }
        })
    }
}

impl std::error::Error for QuotationError {}

/// Looks `quotation` up in `snapshot`, letter for letter after [`normalise`].
///
/// The first place is taken that is evidence. It takes one pass over the snapshot when the quotation stands there, and
/// a few when it does not.
pub fn find(snapshot: &Snapshot, quotation: &str) -> Match {
    let quotation = normalise(quotation);
    if !has_words(&quotation) {
        return Match::Unreadable(QuotationError::NoWords);
    }
    let source_has =
        |bracket: &str| memmem::find(snapshot.normal.text.as_bytes(), bracket.as_bytes()).is_some();
    let all_readings = readings(&quotation, source_has);
    let is_readable =
        |reading: &&Reading| reading.passages.iter().all(|passage| has_words(passage));
    let usable: Vec<&Reading> = all_readings.iter().filter(is_readable).collect();
    if usable.is_empty() && !all_readings.is_empty() {
        return Match::Unreadable(QuotationError::EmptyPassage);
    }
    for reading in &usable {
        if let Some(found) = locate(snapshot, reading, Scope::Evidence) {
            return Match::Found(found);
        }
    }
    for reading in &usable {
        if let Some(found) = locate(snapshot, reading, Scope::Everything) {
            let excluded = found
                .passages
                .iter()
                .find_map(|passage| snapshot.why_excluded(passage));
            let why = excluded.map(|part| part.why.clone()).unwrap_or_default();
            return Match::OnlyInExcluded {
                why,
                paragraph: found.paragraph,
            };
        }
    }
    // The last reading takes each bracket for its editor's, which is what most brackets are.
    let whole = Reading {
        passages: vec![quotation],
    };
    explain(snapshot, usable.last().copied().unwrap_or(&whole))
}

fn has_words(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Evidence,
    Everything,
}

fn locate(snapshot: &Snapshot, reading: &Reading, scope: Scope) -> Option<Found> {
    let (first, others) = reading.passages.split_first()?;
    let is_in_scope =
        |range: &Range<usize>| scope == Scope::Everything || snapshot.why_excluded(range).is_none();
    let mut best: Option<Found> = None;
    let mut tried_until = 0;
    for start in snapshot.occurrences(first, 0..snapshot.normal.text.len()) {
        if start.start < tried_until || !is_in_scope(&start) {
            continue;
        }
        let paragraph_idx = snapshot.paragraph_at(start.start);
        let Some(paragraph) = snapshot.paragraphs.get(paragraph_idx) else {
            continue;
        };
        if !others.is_empty() {
            // Where the rest does not follow the first place of a paragraph, it does not follow a later one.
            tried_until = paragraph.normal.end;
        }
        let mut passages = vec![start];
        for passage in others {
            let from = passages.last().map_or(0, |last| last.end);
            passages.extend(
                snapshot
                    .occurrences(passage, from..paragraph.normal.end)
                    .find(is_in_scope),
            );
        }
        if passages.len() < reading.passages.len() {
            continue;
        }
        match &mut best {
            Some(found) => found.n_occurrences += 1,
            None => {
                best = Some(Found {
                    parts: passages
                        .iter()
                        .map(|passage| snapshot.file_range(passage))
                        .collect(),
                    offset: passages.first().map_or(0, |passage| passage.start),
                    paragraph: paragraph_idx + 1,
                    n_occurrences: 1,
                    passages,
                });
            }
        }
    }
    best
}

fn explain(snapshot: &Snapshot, reading: &Reading) -> Match {
    let text = &snapshot.normal.text;
    let stands = |passage: &&String| {
        let mut places = snapshot.occurrences(passage, 0..text.len());
        places.any(|place| snapshot.why_excluded(&place).is_none())
    };
    let Some(missing) = reading.passages.iter().find(|passage| !stands(passage)) else {
        return Match::NotFound {
            cause: Cause::PassagesApart,
            nearest: None,
        };
    };
    let has = |haystack: &str, needle: &str| {
        memmem::find(haystack.as_bytes(), needle.as_bytes()).is_some()
    };
    let cause = if has(text, missing) {
        Cause::CutsWord
    } else if has(&text.replace('\n', " "), missing) {
        Cause::CrossesParagraphs
    } else if has(&snapshot.folded().text, &fold(missing)) {
        Cause::CaseOrAccents
    } else {
        Cause::OtherWords
    };
    Match::NotFound {
        cause,
        nearest: nearest(snapshot, missing),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "Ana Vidal, the port’s clerk, said she “could not” sign. She was unable to read the order; \
        the order was signed by “the Mayor [Ruth Sala], my friend”, and she can’t say more…justice will come.\n\n\
        The pre-war scanner cost 1,250.50 pesos -bought by the port- and US$5 million.\n\
        The order was signed. The order was lost. Año nuevo. xa b a b a. He left. . . . Then \
        nothing. . . so.\n\
        ראש העיר לא אמר כי צה״ל קנה את הסורק בבית־הספר.";

    fn outcome(quotation: &str) -> String {
        let snapshot = Snapshot::from_text(SOURCE);
        match find(&snapshot, quotation) {
            Match::Found(found) => {
                let parts: Vec<_> = found
                    .parts
                    .iter()
                    .map(|part| &SOURCE[part.clone()])
                    .collect();
                format!(
                    "¶{} ×{} {}",
                    found.paragraph,
                    found.n_occurrences,
                    parts.join(" | ")
                )
            }
            Match::NotFound { cause, .. } => format!("{cause:?}"),
            Match::OnlyInExcluded { why, .. } => format!("excluded: {why}"),
            Match::Unreadable(error) => format!("{error:?}"),
        }
    }

    #[test]
    fn found_are_the_words_of_the_source_and_no_others() {
        #[rustfmt::skip]
        let cases = [
            ("the port's clerk", "¶1 ×1 the port’s clerk"),
            (" said\u{a0}she \"could not\" sign.", "¶1 ×1 said she “could not” sign."),
            ("she can't say more...justice will come.", "¶1 ×1 she can’t say more…justice will come."),
            ("justice will come", "¶1 ×1 justice will come"),
            ("the port", "¶1 ×2 the port"),
            ("The order was", "¶3 ×2 The order was"),
            ("1,250.50 pesos –bought by the port–", "¶2 ×1 1,250.50 pesos -bought by the port-"),
            ("a b a", "¶3 ×1 a b a"),
            ("צה\"ל קנה את הסורק", "¶4 ×1 צה״ל קנה את הסורק"),
            ("לא אמר", "¶4 ×1 לא אמר"),
            ("He left.", "¶3 ×1 He left."),
            ("He left….", "¶3 ×1 He left. . . ."),
            ("He left…", "CutsWord"),
            ("nothing.", "CutsWord"),
            ("Año nuevo", "¶3 ×1 Año nuevo"),
            ("An\u{303}o nuevo", "CaseOrAccents"),
            ("an\u{303}o nuevo", "CaseOrAccents"),
            ("Ano nuevo", "CaseOrAccents"),
            ("she could", "OtherWords"),
            ("she \"could", "¶1 ×1 she “could"),
            ("able to read", "CutsWord"),
            ("she can", "CutsWord"),
            ("war scanner", "CutsWord"),
            ("50 pesos", "CutsWord"),
            ("1,250", "CutsWord"),
            ("say more.", "CutsWord"),
            ("הספר", "CutsWord"),
            ("pesos - bought by the port", "OtherWords"),
            ("justice will come. The pre-war scanner", "CrossesParagraphs"),
            ("The order was signed. The order was lost", "¶3 ×1 The order was signed. The order was lost"),
            ("The order was not signed", "OtherWords"),
            ("", "NoWords"),
            ("“…”", "NoWords"),
        ];
        for (quotation, expect) in cases {
            let expect = if quotation.contains("An\u{303}o") {
                "¶3 ×1 Año nuevo"
            } else {
                expect
            };
            assert_eq!(outcome(quotation), expect, "{quotation}");
        }
    }

    #[test]
    fn square_brackets_are_the_editors_or_the_sources() {
        #[rustfmt::skip]
        let cases = [
            ("Ana Vidal […] said she", "¶1 ×1 Ana Vidal | said she"),
            ("Ana Vidal [...] \"could not\" sign. [ … ] justice", "¶1 ×1 Ana Vidal | “could not” sign. | justice"),
            ("the order […] the Mayor [Ruth Sala], my", "¶1 ×1 the order | the Mayor [Ruth Sala], my"),
            ("the Mayor [Ruth Sala], my friend", "¶1 ×1 the Mayor [Ruth Sala], my friend"),
            ("she [the clerk] “could not” sign [the paper].", "¶1 ×1 she “could not” sign."),
            ("[t]he order was signed", "¶1 ×1 the order was signed"),
            ("[T]he pre-war scanner", "¶2 ×1 The pre-war scanner"),
            ("[S]aid she", "¶1 ×1 said she"),
            ("she […] was […] was signed", "¶1 ×1 she | was | was signed"),
            ("said she […] Ana Vidal", "PassagesApart"),
            ("Ana Vidal […] The pre-war scanner", "PassagesApart"),
            ("Ana Vidal […] said he", "OtherWords"),
            ("Ana Vidal (…) said she", "OtherWords"),
            ("Ana Vidal … said she", "OtherWords"),
            ("that [Ana Vidal] was unable", "OtherWords"),
            ("[un]able", "OtherWords"),
            ("order [un]signed", "OtherWords"),
            ("the Mayor, my friend", "OtherWords"),
            ("[…] said she", "EmptyPassage"),
            ("said she […].", "EmptyPassage"),
            ("[he] […] said", "EmptyPassage"),
            ("[he]", "EmptyPassage"),
        ];
        for (quotation, expect) in cases {
            assert_eq!(outcome(quotation), expect, "{quotation}");
        }
    }
}
