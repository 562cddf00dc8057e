//! One finding for the writer: what is wrong, where exactly, and what to do.
//!
//! A diagnostic is a value. It knows no terminal and no format; [`crate::report`] turns it into text,
//! JSON, SARIF, annotations or the preview's overlay.

use std::ops::Range;
use std::sync::Arc;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is written while one of these stands.
    Error,
    /// The site can be published, but a reader or the writer would want to know.
    Warning,
}

impl Severity {
    /// `error` or `warning`, as printed and as written in `dossier.yaml`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// A range of bytes in a file of the dossier.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Location {
    /// Path from the root of the dossier, with forward slashes.
    pub path: Arc<str>,
    /// Bytes from the top of the file. Empty at 0 when the finding is about the file as a whole.
    pub span: Range<usize>,
}

impl Location {
    /// The bytes `span` of the file at `path`.
    #[must_use]
    pub fn new(path: &Arc<str>, span: Range<usize>) -> Self {
        Self {
            path: Arc::clone(path),
            span,
        }
    }

    /// The file as a whole.
    #[must_use]
    pub fn file(path: &Arc<str>) -> Self {
        Self::new(path, 0..0)
    }
}

/// A second place that explains the finding: `first defined here`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Related {
    pub location: Location,
    pub message: String,
}

/// A replacement that would mend the finding.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Suggestion {
    pub location: Location,
    pub replacement: String,
    /// Sentence before the replacement: ``did you mean `tomas-zeron`?``.
    pub message: String,
    /// Whether `check --fix` may apply it without asking.
    pub is_certain: bool,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// Id of the check, in kebab-case: `unknown-reference`. `dossier explain` knows it.
    pub check: &'static str,
    pub severity: Severity,
    /// What is wrong, in the writer's words, without a final full stop.
    pub message: String,
    pub location: Location,
    /// What the marked characters are; may be empty.
    pub label: String,
    pub related: Vec<Related>,
    pub suggestion: Option<Suggestion>,
    /// What to do. Each line is shown as one help line.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// An error of the check `check` at `location`.
    #[must_use]
    pub fn error(check: &'static str, location: Location, message: impl Into<String>) -> Self {
        Self {
            check,
            severity: Severity::Error,
            message: message.into(),
            location,
            label: String::new(),
            related: Vec::new(),
            suggestion: None,
            help: Vec::new(),
        }
    }

    /// A warning of the check `check` at `location`.
    #[must_use]
    pub fn warning(check: &'static str, location: Location, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(check, location, message)
        }
    }

    /// All places that it speaks of, its own first.
    pub fn places(&self) -> impl Iterator<Item = &Location> {
        let related = self.related.iter().map(|related| &related.location);
        let suggested = self.suggestion.iter().map(|edit| &edit.location);
        std::iter::once(&self.location)
            .chain(related)
            .chain(suggested)
    }

    /// Says what the marked characters are.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds a line that says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Adds a second place that explains the finding.
    #[must_use]
    pub fn related(mut self, location: Location, message: impl Into<String>) -> Self {
        self.related.push(Related {
            location,
            message: message.into(),
        });
        self
    }

    /// Proposes to write `replacement` instead of the marked characters.
    #[must_use]
    pub fn did_you_mean(mut self, replacement: impl Into<String>) -> Self {
        let replacement = replacement.into();
        self.suggestion = Some(Suggestion {
            location: self.location.clone(),
            message: format!("did you mean `{replacement}`?"),
            replacement,
            is_certain: false,
        });
        self
    }

    /// Proposes to write `replacement` instead of `wrong`, which stands somewhere in the marked characters.
    #[must_use]
    pub fn did_you_mean_within(mut self, wrong: &str, replacement: &str) -> Self {
        self.help.insert(
            0,
            format!("did you mean `{replacement}` instead of `{wrong}`?"),
        );
        self
    }

    /// Proposes an edit that `check --fix` may make by itself.
    #[must_use]
    pub fn fix(
        mut self,
        location: Location,
        replacement: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        self.suggestion = Some(Suggestion {
            location,
            replacement: replacement.into(),
            message: message.into(),
            is_certain: true,
        });
        self
    }
}

/// Findings of a run, in no particular order until [`Diagnostics::sort`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics(pub Vec<Diagnostic>);

impl Diagnostics {
    /// No findings.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all findings of `other`.
    pub fn extend(&mut self, other: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(other);
    }

    /// Number of errors.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.0
            .iter()
            .filter(|d| d.severity == Severity::Error)
            .count()
    }

    /// Number of warnings.
    #[must_use]
    pub fn warnings(&self) -> usize {
        self.0.len() - self.errors()
    }

    /// Whether anything stands in the way of publishing.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.errors() > 0
    }

    /// Orders by file, position, check and message, and drops exact repeats, so that the same dossier
    /// gives the same report on any number of threads.
    pub fn sort(&mut self) {
        self.0.sort_by(|a, b| {
            (
                &a.location.path,
                a.location.span.start,
                a.location.span.end,
                a.check,
                &a.message,
            )
                .cmp(&(
                    &b.location.path,
                    b.location.span.start,
                    b.location.span.end,
                    b.check,
                    &b.message,
                ))
        });
        self.0.dedup();
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorting_orders_by_place_and_drops_repeats() {
        let path: Arc<str> = "content/a.md".into();
        let other: Arc<str> = "content/0.md".into();
        let late = Diagnostic::error("b", Location::new(&path, 9..10), "late");
        let early = Diagnostic::warning("a", Location::new(&path, 2..3), "early");
        let first = Diagnostic::warning("z", Location::file(&other), "first");
        let mut all = Diagnostics(vec![
            late.clone(),
            early.clone(),
            late.clone(),
            first.clone(),
        ]);
        all.sort();
        assert_eq!(all.0, [first, early, late]);
        assert_eq!((all.errors(), all.warnings()), (1, 2));
    }
}
