//! Rules over the joined dossier → findings, and the evidence behind them as data: coverage, taint,
//! origins, what a source carries, what stands in the snapshots. What a single file shows by itself,
//! [`crate::parse`] has reported already; what does not join, [`crate::resolve`].

pub mod allow;
pub mod built_in;
pub mod coverage;
pub mod docs;
pub mod figures;
pub mod names;
pub mod origins;
mod phrases;
mod quoted;
pub mod rule;
pub mod rules;
pub mod support;
pub mod taint;
#[cfg(test)]
pub mod testing;
mod texts;
pub mod verify;
pub mod without;
mod wording;
pub mod words;

use crate::config;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::date::Day;
use crate::model::dossier::{Dossier, Entry};
use crate::model::evidence::QuotationState;
use crate::text::nearest;
use crate::yaml::locate::Locator;
use rayon::prelude::*;
use verify::quotations::Quotation;

/// What a rule may look at.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub dossier: &'a Dossier,
    /// Finds the place of a field, for findings.
    pub locate: &'a Locator<'a>,
    /// The day of the run. None where a run must not depend on it.
    pub today: Option<Day>,
}

/// What the rules found, and what writers told them to let stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    pub findings: Diagnostics,
    /// In order of entry and place in its list.
    pub suppressions: Vec<allow::Suppressed>,
    pub coverage: coverage::Coverage,
}

/// A context with what several rules need. It is made before the rules run: one that is made by the first
/// rule that asks could wait for itself, because a waiting thread takes over the next rule meanwhile.
pub struct Inquiry<'a> {
    pub dossier: &'a Dossier,
    pub locate: &'a Locator<'a>,
    pub today: Option<Day>,
    /// Names of all actors and places.
    pub names: names::Names<'a>,
    pub statements: coverage::Statements<'a>,
    /// Entries with a word of guilt, in order.
    pub accusing: Vec<&'a Entry>,
    /// Quotations that have a text to stand in and are not verified.
    pub open_quotations: Vec<(Quotation<'a>, QuotationState)>,
}

/// Runs all rules that the dossier has not turned off, with the severity that it gives them, and leaves
/// out the findings that a writer allowed with a reason.
#[must_use]
pub fn check(context: Context<'_>) -> Checked {
    let dossier = context.dossier;
    let names = names::Names::of(dossier);
    let ((statements, accusing), open_quotations) = rayon::join(
        || {
            rayon::join(
                || coverage::Statements::of(dossier, &names),
                || wording::accusing(dossier),
            )
        },
        || verify::quotations::open(dossier),
    );
    let inquiry = Inquiry {
        dossier,
        locate: context.locate,
        today: context.today,
        names,
        statements,
        accusing,
        open_quotations,
    };
    let severity = &context.dossier.config.severity;
    let is_on = |rule: &rule::Rule| severity.get(rule.id) != Some(&None);
    let found: Vec<Diagnostics> = rule::ALL
        .par_iter()
        .filter(|rule| is_on(rule))
        .map(|rule| {
            let mut findings = Diagnostics::new();
            (rule.check)(&inquiry, &mut findings);
            findings
        })
        .collect();
    let found = Diagnostics(found.into_iter().flatten().collect());
    let (mut findings, suppressions) = allow::apply(context, found);
    if is_on(&rules::unused_allow::RULE) {
        rules::unused_allow::report(context, &suppressions, &mut findings);
    }
    adjust(severity, &mut findings);
    unknown_severities(context, &mut findings);
    Checked {
        findings,
        suppressions,
        coverage: inquiry.statements.coverage,
    }
}

/// Reports what `severity` says of checks that do not exist: such a line would change nothing, without a word.
fn unknown_severities(context: Context<'_>, findings: &mut Diagnostics) {
    let keys = context.dossier.config.severity.keys();
    for id in keys.filter(|id| rule::find(id).is_none() && built_in::find(id).is_none()) {
        let place = context
            .locate
            .key(&config::FILE.into(), &format!("severity.{id}"));
        let finding = Diagnostic::error("unknown-word", place, format!("there is no check `{id}`"));
        findings.push(match nearest(id, docs::ids().map(|(id, _)| id)) {
            Some(near) => finding.did_you_mean(near),
            None => finding.help("`dossier explain` lists all checks"),
        });
    }
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
