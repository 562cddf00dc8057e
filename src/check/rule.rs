//! What a rule is, and the table of all rules.

use super::Context;
use crate::diagnostic::{Diagnostics, Severity};

/// A rule over the dossier.
pub struct Rule {
    /// Kebab-case words: `claim-without-reply`.
    pub id: &'static str,
    /// Severity unless the dossier sets another.
    pub severity: Severity,
    /// What it finds, in one sentence.
    pub summary: &'static str,
    /// Markdown for `dossier explain` and docs/checks.md: what it does, why it matters, an example, what to do.
    pub doc: &'static str,
    pub check: fn(Context<'_>, &mut Diagnostics),
}

/// All rules, in the order of the documentation. A rule is one file under `rules/` and one line here.
pub const ALL: &[Rule] = &[];
