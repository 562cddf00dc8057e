//! Diagnostics → what a person or a machine reads: text, JSON, GitHub annotations, SARIF, HTML.
//!
//! One value in, one format per file out. Nothing here prints, reads a file or looks at a clock: the
//! caller hands in the files' content and the facts of the run, and gets text back. What a check means is
//! not known here either; where a format wants it (SARIF), the caller hands that in too.

pub mod excerpt;
pub mod github;
pub mod html;
pub mod json;
pub mod position;
pub mod sarif;
pub mod text;
pub mod visible;

use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use position::{Content, Files, Position};
use rustc_hash::FxHashMap;
use std::time::Duration;

/// What the last line of a report says about the run.
#[derive(Debug, Clone, Copy, Default)]
pub struct Run {
    /// How many files were looked at.
    pub checked: usize,
    /// How long it took; left out of the report if not known.
    pub elapsed: Option<Duration>,
}

/// The findings of one run in the order in which every format gives them.
pub struct Report<'a> {
    findings: Diagnostics,
    files: Files<'a>,
    run: Run,
}

impl<'a> Report<'a> {
    /// Sorts the findings and drops exact repeats. `content` gives the text that was checked, so that
    /// frames show what the finding is about even if the file has changed since.
    #[must_use]
    pub fn new(mut findings: Diagnostics, content: Content<'a>, run: Run) -> Self {
        findings.sort();
        Self {
            findings,
            files: Files::new(content),
            run,
        }
    }

    /// All findings by file and position.
    #[must_use]
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings.0
    }

    /// First and last position of a location. None if it is the file as a whole, or its content is
    /// not at hand.
    #[must_use]
    pub fn place(&self, location: &Location) -> Option<(Position, Position)> {
        if location.span == (0..0) {
            return None;
        }
        let lines = self.files.get(&location.path)?;
        let start = lines.floor(location.span.start);
        let end = lines.ceil(location.span.end.max(location.span.start));
        Some((lines.position(start), lines.position(end)))
    }

    /// Number of files with findings.
    #[must_use]
    pub fn n_files(&self) -> usize {
        // Sorted by path, so equal paths stand together.
        self.findings()
            .chunk_by(|a, b| a.location.path == b.location.path)
            .count()
    }

    /// The last line: `3 errors, 1 warning in 2 files (checked 108 files in 4 ms)`.
    #[must_use]
    pub fn summary(&self) -> String {
        let (errors, warnings) = (self.findings.errors(), self.findings.warnings());
        let counts = match (errors, warnings) {
            (0, 0) => "no problems".to_owned(),
            (e, 0) => plural(e, "error"),
            (0, w) => plural(w, "warning"),
            (e, w) => format!("{}, {}", plural(e, "error"), plural(w, "warning")),
        };
        let place = match self.n_files() {
            0 => String::new(),
            n => format!(" in {}", plural(n, "file")),
        };
        let checked = plural(self.run.checked, "file");
        match self.run.elapsed {
            Some(time) => format!("{counts}{place} (checked {checked} in {})", duration(time)),
            None => format!("{counts}{place} (checked {checked})"),
        }
    }

    /// The findings without those that repeat a check for more than the `limit`th time, and how many of
    /// which check were left out, by check.
    fn folded(&self, limit: usize) -> (Vec<&Diagnostic>, Vec<(&'static str, usize)>) {
        let mut seen = FxHashMap::<&'static str, usize>::default();
        let mut shown = Vec::new();
        for finding in self.findings() {
            let n = seen.entry(finding.check).or_default();
            *n += 1;
            if *n <= limit {
                shown.push(finding);
            }
        }
        let mut more: Vec<_> = seen
            .into_iter()
            .filter(|(_, n)| *n > limit)
            .map(|(check, n)| (check, n - limit))
            .collect();
        more.sort_unstable();
        (shown, more)
    }
}

/// `1 file`, `2 files`, `0 files`.
fn plural(n: usize, noun: &str) -> String {
    if n == 1 {
        format!("1 {noun}")
    } else {
        format!("{n} {noun}s")
    }
}

/// `0.4 ms`, `4 ms`, `1.2 s`.
fn duration(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1_000.0;
    if ms >= 1_000.0 {
        format!("{:.1} s", ms / 1_000.0)
    } else if ms >= 1.0 {
        format!("{ms:.0} ms")
    } else {
        format!("{ms:.1} ms")
    }
}

#[cfg(test)]
pub mod samples {
    //! Findings that every format is tested with.

    use crate::diagnostic::{Diagnostic, Diagnostics, Location};
    use std::sync::Arc;

    pub const DEPARTURE: &str = "---\ntitle: Departure\ndate: 2014-13-26\n---\nThat day [[Tomás Zeronn]] left\tthe 国 country [@exampel-2021].\nThe wörd [[Israel]].\n";
    pub const ISRAEL: &str = "---\ntitle: Israel\n---\n";

    pub fn content(path: &str) -> Option<Arc<[u8]>> {
        match path {
            "content/events/departure.md" => Some(DEPARTURE.as_bytes().into()),
            "content/actors/israel.md" => Some(ISRAEL.as_bytes().into()),
            _ => None,
        }
    }

    pub fn location(path: &str, words: &str) -> Location {
        let bytes = content(path).expect("a sample");
        let text = std::str::from_utf8(&bytes).expect("text");
        let start = text.find(words).expect("words of the sample");
        Location::new(&path.into(), start..start + words.len())
    }

    pub fn findings() -> Diagnostics {
        let event = "content/events/departure.md";
        Diagnostics(vec![
            Diagnostic::error(
                "unknown-reference",
                location(event, "[[Tomás Zeronn]]"),
                "no entry is called `Tomás Zeronn`",
            )
            .label("no entry has this id, title or alias")
            .did_you_mean("[[tomas-zeron]]")
            .help("or create it: dossier new actor \"Tomás Zeronn\""),
            Diagnostic::error(
                "date-invalid",
                location(event, "13"),
                "`2014-13-26` is not a date",
            )
            .label("there is no month 13"),
            Diagnostic::error(
                "unknown-citation",
                location(event, "[@exampel-2021]"),
                "no source has the id `exampel-2021`",
            ),
            Diagnostic::warning(
                "ambiguous-reference",
                location(event, "[[Israel]]"),
                "`[[Israel]]` fits two entries",
            )
            .related(
                location("content/actors/israel.md", "Israel"),
                "an entry with this title is here",
            )
            .related(location(event, "Departure"), "and here"),
            Diagnostic::error(
                "missing-file",
                Location::file(&"dossier.yaml".into()),
                "there is no `dossier.yaml`",
            )
            .help("make one: dossier new site"),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(n_errors: usize, n_warnings: usize, ms: f64) -> String {
        let path = "a.md".into();
        let all = (0..n_errors + n_warnings).map(|i| {
            let place = Location::new(&path, i..i + 1);
            if i < n_errors {
                Diagnostic::error("e", place, "")
            } else {
                Diagnostic::warning("w", place, "")
            }
        });
        let elapsed = Some(Duration::from_secs_f64(ms / 1e3));
        Report::new(
            Diagnostics(all.collect()),
            &|_| None,
            Run {
                checked: 108,
                elapsed,
            },
        )
        .summary()
    }

    #[test]
    fn the_summary_counts_in_words() {
        assert_eq!(
            summary(0, 0, 4.2),
            "no problems (checked 108 files in 4 ms)"
        );
        assert_eq!(
            summary(1, 0, 0.44),
            "1 error in 1 file (checked 108 files in 0.4 ms)"
        );
        assert_eq!(
            summary(3, 1, 1240.0),
            "3 errors, 1 warning in 1 file (checked 108 files in 1.2 s)"
        );
        assert_eq!(
            summary(0, 2, 999.0),
            "2 warnings in 1 file (checked 108 files in 999 ms)"
        );
    }
}
