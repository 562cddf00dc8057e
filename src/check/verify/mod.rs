//! Quotations and the saved texts of their sources → which of them stand there word for word, the lock
//! that records it, and what to do about the others.
//!
//! Pure: whoever calls hands over the bytes of the saved texts. A text whose bytes are not here keeps
//! what the lock knows of it, so that a clone without the texts loses nothing.

mod lookup;
pub mod quotations;
#[cfg(test)]
pub mod testing;

use crate::diagnostic::Diagnostics;
use crate::model::dossier::{Dossier, EntryIdx};
use crate::model::evidence::{EvidenceLock, QuotationState, Verified};
use crate::yaml::locate::Locator;
use lookup::{Outcome, Text};
use quotations::Quotation;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The bytes of the saved text with this file name, or none if it is not here.
pub type Snapshots<'a> = dyn Fn(&str) -> Option<Vec<u8>> + Sync + 'a;

/// What came of it.
#[derive(Debug, Default)]
pub struct Verification {
    /// What was verified now, and what the lock knew of texts that are not here.
    pub lock: EvidenceLock,
    pub counts: Counts,
    /// For each saved text that sources name, in order of source.
    pub texts: Vec<TextReport>,
    pub findings: Diagnostics,
}

/// Numbers of quotations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// All of them: the sum of the others.
    pub quotations: u32,
    /// Found in the saved text just now.
    pub verified: u32,
    /// The saved text is not here, and the lock agrees with what the source names.
    pub kept: u32,
    /// Not found, or found only where nothing is evidence.
    pub failed: u32,
    /// Found, but the saved text is not the one that its source names: nothing is recorded.
    pub unrecorded: u32,
    /// The saved text is not here, and the lock does not know them.
    pub unknown: u32,
    /// Their source has no saved text.
    pub without_text: u32,
}

/// What is known of one saved text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextReport {
    pub source: EntryIdx,
    pub file: String,
    pub state: TextState,
    /// Numbers of the quotations that must stand in it.
    pub counts: Counts,
}

/// Whether a saved text is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextState {
    /// It is the one that its source names.
    Here,
    /// There is a text of this name, with another SHA-256.
    Changed,
    /// It is here, but cannot be read as text, or an exclusion does not fit it.
    Unusable,
    Missing,
}

/// Verifies all quotations of a dossier.
#[must_use]
pub fn verify(dossier: &Dossier, locate: &Locator<'_>, snapshots: &Snapshots<'_>) -> Verification {
    let mut by_text: BTreeMap<EntryIdx, Vec<Quotation<'_>>> = dossier
        .iter()
        .filter(|(_, entry)| {
            entry
                .source()
                .is_some_and(|source| source.snapshot.is_some())
        })
        .map(|(index, _)| (index, Vec::new()))
        .collect();
    let mut all = Verification::default();
    for quotation in quotations::all(dossier) {
        match quotation
            .carrier
            .and_then(|carrier| by_text.get_mut(&carrier))
        {
            Some(list) => list.push(quotation),
            None => all.counts.without_text += 1,
        }
    }
    all.counts.quotations = all.counts.without_text;
    let results: Vec<OneText<'_>> = by_text
        .into_par_iter()
        .filter_map(|(source, quotations)| {
            verify_text(dossier, locate, source, &quotations, snapshots)
        })
        .collect();
    for result in results {
        all.counts.add(result.report.counts);
        all.texts.push(result.report);
        all.findings.extend(result.findings);
        for (quotation, verified) in result.verified {
            let source = dossier.entry(quotation.source).id();
            all.lock.insert(source, quotation.text(), verified);
        }
    }
    all
}

struct OneText<'a> {
    report: TextReport,
    findings: Diagnostics,
    verified: Vec<(Quotation<'a>, Verified)>,
}

fn verify_text<'a>(
    dossier: &'a Dossier,
    locate: &Locator<'_>,
    source: EntryIdx,
    quotations: &[Quotation<'a>],
    snapshots: &Snapshots<'_>,
) -> Option<OneText<'a>> {
    let entry = dossier.entry(source);
    let fields = entry.source()?.snapshot.as_ref()?;
    let mut findings = Diagnostics::new();
    let text = lookup::read(entry, fields, locate, snapshots, &mut findings);
    let mut counts = Counts::default();
    let mut verified = Vec::new();
    let outcomes = match &text {
        Text::Here(snapshot, _) => lookup::outcomes(snapshot, quotations),
        Text::Unusable | Text::Missing => vec![None; quotations.len()],
    };
    let is_recorded = matches!(text, Text::Here(_, true));
    let sha256: std::sync::Arc<str> = fields.sha256.as_str().into();
    for (quotation, outcome) in quotations.iter().zip(outcomes) {
        let id = dossier.entry(quotation.source).id();
        match outcome {
            Some(Outcome::Stands(offset, fragment)) if is_recorded => {
                counts.verified += 1;
                let sha256 = std::sync::Arc::clone(&sha256);
                let one = Verified {
                    sha256,
                    offset,
                    fragment,
                };
                verified.push((quotation.clone(), one));
                continue;
            }
            Some(Outcome::Stands(..)) => counts.unrecorded += 1,
            Some(Outcome::Fails(failures)) => {
                counts.failed += 1;
                for failure in failures {
                    findings.push(failure.finding(dossier, locate, quotation, entry));
                }
                if is_recorded {
                    continue;
                }
            }
            None => {
                let state = dossier
                    .lock
                    .state(id, quotation.text(), Some(&fields.sha256));
                let is_known = state == QuotationState::Verified;
                counts.kept += u32::from(is_known);
                counts.unknown += u32::from(!is_known);
            }
        }
        // What the lock knows of the text that the source names stays true while that text is away.
        if let Some(known) = dossier.lock.get(id, quotation.text())
            && known.sha256 == sha256
        {
            verified.push((quotation.clone(), known.clone()));
        }
    }
    let n = quotations.len();
    counts.quotations = u32::try_from(n).unwrap_or(u32::MAX);
    if matches!(text, Text::Missing) && counts.unknown > 0 {
        findings.push(lookup::missing(entry, locate, counts.unknown));
    }
    let state = match text {
        Text::Here(_, true) => TextState::Here,
        Text::Here(_, false) => TextState::Changed,
        Text::Unusable => TextState::Unusable,
        Text::Missing => TextState::Missing,
    };
    let report = TextReport {
        source,
        file: fields.file.clone(),
        state,
        counts,
    };
    Some(OneText {
        report,
        findings,
        verified,
    })
}

impl Counts {
    fn add(&mut self, other: Counts) {
        self.quotations += other.quotations;
        self.verified += other.verified;
        self.kept += other.kept;
        self.failed += other.failed;
        self.unrecorded += other.unrecorded;
        self.unknown += other.unknown;
        self.without_text += other.without_text;
    }
}
