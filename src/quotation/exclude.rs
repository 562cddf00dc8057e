//! What a writer declares to be no evidence in a snapshot → ranges of it, or why the declaration cannot be followed.

use super::normalise::normalise;
use super::snapshot::Snapshot;
use std::fmt;
use std::ops::Range;

/// A part of a snapshot that is no evidence: readers' comments, the page's furniture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusion {
    /// The words with which the part begins. They must stand in the snapshot exactly once.
    pub from: String,
    /// The words with which it ends. They must stand exactly once after `from`. `None` means to the snapshot's end.
    pub to: Option<String>,
    /// What the part is, in the writer's words.
    pub why: String,
}

/// A part of the normalised text that is no evidence.
#[derive(Debug, Clone)]
pub(super) struct Excluded {
    pub(super) range: Range<usize>,
    pub(super) why: String,
}

/// An exclusion that cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExclusionError {
    /// Which of the given exclusions, counted from 0.
    pub exclusion_idx: usize,
    /// `from` or `to`.
    pub field: &'static str,
    /// The words given there.
    pub words: String,
    /// What is wrong with them.
    pub problem: ExclusionProblem,
}

/// Why the words of an exclusion mark no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExclusionProblem {
    /// They have neither letter nor digit.
    NoWords,
    /// They do not stand in the snapshot.
    NotFound,
    /// They stand in it that many times.
    NotUnique {
        /// Two or more.
        n_places: usize,
    },
    /// The closing words stand only before the opening ones.
    EndsBeforeItBegins,
}

impl fmt::Display for ExclusionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ExclusionError {
            field,
            words,
            problem,
            ..
        } = self;
        match problem {
            ExclusionProblem::NoWords => write!(f, "`{field}` has no words"),
            ExclusionProblem::NotFound => {
                write!(
                    f,
                    "the words of `{field}` are not in the snapshot: \"{words}\""
                )
            }
            ExclusionProblem::NotUnique { n_places } => write!(
                f,
                "the words of `{field}` stand in {n_places} places of the snapshot, give more of them: \"{words}\""
            ),
            ExclusionProblem::EndsBeforeItBegins => {
                write!(
                    f,
                    "the words of `{field}` stand before those of `from`: \"{words}\""
                )
            }
        }
    }
}

impl std::error::Error for ExclusionError {}

impl Snapshot {
    /// The snapshot without these parts, in place of any that were excluded before. A quotation that touches one of
    /// them is not verified by it.
    ///
    /// # Errors
    /// Every exclusion whose words mark no place, or more than one, so that a page saved anew in other words cannot
    /// quietly let its comments back in.
    pub fn with_exclusions(
        self,
        exclusions: &[Exclusion],
    ) -> Result<Snapshot, Vec<ExclusionError>> {
        let mut excluded = Vec::new();
        let mut errors = Vec::new();
        for (exclusion_idx, exclusion) in exclusions.iter().enumerate() {
            match self.locate(exclusion) {
                Ok(range) => excluded.push(Excluded {
                    range,
                    why: exclusion.why.clone(),
                }),
                Err((field, words, problem)) => {
                    errors.push(ExclusionError {
                        exclusion_idx,
                        field,
                        words: words.to_owned(),
                        problem,
                    });
                }
            }
        }
        if errors.is_empty() {
            Ok(self.with_excluded(excluded))
        } else {
            Err(errors)
        }
    }

    fn locate<'a>(
        &self,
        exclusion: &'a Exclusion,
    ) -> Result<Range<usize>, (&'static str, &'a str, ExclusionProblem)> {
        let all = 0..self.normal.text.len();
        let from = self
            .only_place(&exclusion.from, all.clone())
            .map_err(|problem| ("from", exclusion.from.as_str(), problem))?;
        let Some(words) = &exclusion.to else {
            return Ok(from.start..all.end);
        };
        let to = self
            .only_place(words, from.end..all.end)
            .map_err(|problem| {
                let is_before = problem == ExclusionProblem::NotFound
                    && self
                        .occurrences(&normalise(words), 0..from.end)
                        .next()
                        .is_some();
                let problem = if is_before {
                    ExclusionProblem::EndsBeforeItBegins
                } else {
                    problem
                };
                ("to", words.as_str(), problem)
            })?;
        Ok(from.start..to.end)
    }

    fn only_place(
        &self,
        words: &str,
        scope: Range<usize>,
    ) -> Result<Range<usize>, ExclusionProblem> {
        let words = normalise(words);
        if !words.contains(char::is_alphanumeric) {
            return Err(ExclusionProblem::NoWords);
        }
        let places: Vec<_> = self.occurrences(&words, scope).collect();
        match places.as_slice() {
            [] => Err(ExclusionProblem::NotFound),
            [place] => Ok(place.clone()),
            _ => Err(ExclusionProblem::NotUnique {
                n_places: places.len(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotation::{Match, find};

    const PAGE: &str = "The office bought the scanner.\n\nMost read\nFive dogs that look like ministers\n\n\
        The clerk has left the country.\n\nComments\nHe is guilty as sin.\nComments are closed.";

    fn exclude(from: &str, to: Option<&str>) -> Result<Snapshot, String> {
        let (from, to) = (from.to_owned(), to.map(str::to_owned));
        Snapshot::from_text(PAGE)
            .with_exclusions(&[Exclusion {
                from,
                to,
                why: "furniture".into(),
            }])
            .map_err(|errors| {
                errors
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join("; ")
            })
    }

    #[test]
    fn what_is_excluded_is_no_evidence() {
        let snapshot = exclude("Most read", Some("like ministers")).expect("both stand once");
        assert!(matches!(
            find(&snapshot, "The clerk has left the country."),
            Match::Found(_)
        ));
        assert!(matches!(find(&snapshot, "guilty as sin"), Match::Found(_)));
        let Match::OnlyInExcluded { why, paragraph } = find(&snapshot, "Five dogs") else {
            panic!("excluded")
        };
        assert_eq!((why.as_str(), paragraph), ("furniture", 3));

        let snapshot = exclude(
            "Comments He is guilty".split_once(' ').expect("two").1,
            None,
        )
        .expect("to the end");
        assert!(matches!(
            find(&snapshot, "Comments are closed"),
            Match::OnlyInExcluded { .. }
        ));
        // "Comments" stands before the excluded part as well.
        assert!(matches!(find(&snapshot, "Comments"), Match::Found(_)));
    }

    #[test]
    fn words_that_mark_no_single_place_are_refused() {
        #[rustfmt::skip]
        let cases = [
            ("Comments", None, "the words of `from` stand in 2 places of the snapshot, give more of them: \"Comments\""),
            ("Sponsored", None, "the words of `from` are not in the snapshot: \"Sponsored\""),
            ("The clerk", Some("Most read"), "the words of `to` stand before those of `from`: \"Most read\""),
            ("Most read", Some("Comments"), "the words of `to` stand in 2 places of the snapshot, give more of them: \"Comments\""),
            ("…", None, "`from` has no words"),
        ];
        for (from, to, expect) in cases {
            assert_eq!(exclude(from, to).map(|_| ()), Err(expect.to_owned()));
        }
    }
}
