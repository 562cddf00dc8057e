//! What a rule is, and the table of all rules.

use super::{Inquiry, rules};
use crate::diagnostic::{Diagnostic, Diagnostics, Location, Severity};

/// A rule over the dossier.
pub struct Rule {
    /// Kebab-case words: `claim-without-reply`.
    pub id: &'static str,
    /// Severity unless the dossier sets another.
    pub severity: Severity,
    /// What it finds, in one sentence.
    pub summary: &'static str,
    /// Markdown for `dossier explain` and docs/checks.md: why it matters, an example, what to do.
    pub doc: &'static str,
    pub check: fn(&Inquiry<'_>, &mut Diagnostics),
}

impl Rule {
    /// A finding of this rule, with its own severity.
    #[must_use]
    pub fn finding(&self, location: Location, message: impl Into<String>) -> Diagnostic {
        match self.severity {
            Severity::Error => Diagnostic::error(self.id, location, message),
            Severity::Warning => Diagnostic::warning(self.id, location, message),
        }
    }
}

/// All rules, in the order of the documentation. A rule is one file under `rules/` and one line here.
pub const ALL: &[Rule] = &[
    rules::quotation_unverified::RULE,
    rules::quotation_changed::RULE,
    rules::uncited_sentence::RULE,
    rules::bare_citation::RULE,
    rules::low_coverage::RULE,
    rules::account_without_cite::RULE,
    rules::difference_without_note::RULE,
    rules::claim_without_position::RULE,
    rules::claim_without_reply::RULE,
    rules::tainted_claim::RULE,
    rules::origin_cycle::RULE,
    rules::via_chain::RULE,
    rules::source_not_findable::RULE,
    rules::unused_source::RULE,
    rules::fair_words::RULE,
    rules::alleged_label::RULE,
    rules::stale_status::RULE,
    rules::missing_summary::RULE,
    rules::markup_in_summary::RULE,
    rules::duplicate_title::RULE,
    rules::orphan_entry::RULE,
    rules::heading_level_jump::RULE,
    rules::hidden_direction::RULE,
    rules::unused_file::RULE,
    rules::unused_allow::RULE,
];

/// The rule with this id, or none.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.id == id)
}
