//! Rules over the joined dossier → findings. What a single file shows by itself, [`crate::parse`] has
//! reported already; what does not join, [`crate::resolve`].

pub mod rule;
pub mod rules;

use crate::diagnostic::{Diagnostics, Severity};
use crate::model::date::Day;
use crate::model::dossier::Dossier;
use crate::yaml::locate::Locator;
use rayon::prelude::*;

/// What a rule may look at.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub dossier: &'a Dossier,
    /// Finds the place of a field, for findings.
    pub locate: Locator<'a>,
    /// The day of the run. None where a run must not depend on it.
    pub today: Option<Day>,
}

/// Runs all rules that the dossier has not turned off, with the severity that it gives them, and leaves
/// out the findings that a writer allowed with a reason.
#[must_use]
pub fn check(context: Context<'_>) -> Diagnostics {
    let config = &context.dossier.config;
    let found: Vec<Diagnostics> = rule::ALL
        .par_iter()
        .filter(|rule| config.severity.get(rule.id) != Some(&None))
        .map(|rule| {
            let mut findings = Diagnostics::new();
            (rule.check)(context, &mut findings);
            findings
        })
        .collect();
    Diagnostics(found.into_iter().flatten().collect())
}

/// Gives each finding the severity that the dossier sets for its check, whichever stage made it, and
/// drops those that are turned off. Errors that would make a wrong page cannot be turned off.
pub fn adjust(
    dossier_severity: &std::collections::BTreeMap<String, Option<Severity>>,
    findings: &mut Diagnostics,
) {
    if dossier_severity.is_empty() {
        return;
    }
    findings
        .0
        .retain_mut(|finding| match dossier_severity.get(finding.check) {
            Some(Some(severity)) => {
                finding.severity = *severity;
                true
            }
            Some(None) => rule::ALL.iter().all(|rule| rule.id != finding.check),
            None => true,
        });
}
