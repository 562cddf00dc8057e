//! The dossier in figures, for its method page: counted from what is there, so that they are always true.

use super::allow::Suppressed;
use super::coverage::Coverage;
use super::verify::quotations;
use crate::model::document::Filling;
use crate::model::dossier::{Dossier, Entry, EntryIdx};
use crate::model::evidence::QuotationState;
use crate::model::kind::Kind;
use crate::model::words::Status;
use rayon::prelude::*;

/// What is true of a dossier.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    pub actors: u32,
    pub events: u32,
    pub places: u32,
    pub sources: u32,
    /// Sources that were read, and are not known only through others.
    pub sources_read: u32,
    pub claims: u32,
    /// Citations of one source; a note that cites two counts twice.
    pub citations: u32,
    pub quotations: u32,
    /// Number of quotations in each state, of those that occur.
    pub quotation_states: Vec<(QuotationState, u32)>,
    /// Facts of which two accounts exclude each other.
    pub differences: u32,
    /// Accounts that the editors concluded.
    pub inferences: u32,
    pub fact_sentences: u32,
    pub cited_sentences: u32,
    /// In per cent, rounded down.
    pub coverage: u32,
    /// Number of claims in each status, of those that occur, from firmest to given up.
    pub claims_by_status: Vec<(Status, u32)>,
    /// Findings that writers set aside: the entry, and the place in its `allow`.
    pub suppressions: Vec<(EntryIdx, usize)>,
}

/// The figures of a dossier, with what writers set aside in it and how well it is covered.
#[must_use]
pub fn figures(dossier: &Dossier, suppressions: &[Suppressed], coverage: &Coverage) -> Figures {
    let states = states(dossier);
    let count = |kind: Kind| dossier.of_kind(kind).count();
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let is_read = |entry: &&Entry| entry.source().is_some_and(|source| source.via.is_none());
    let mut figures = Figures {
        actors: number(count(Kind::Actor)),
        events: number(count(Kind::Event)),
        places: number(count(Kind::Place)),
        sources: number(count(Kind::Source)),
        sources_read: number(dossier.entries.iter().filter(is_read).count()),
        claims: number(count(Kind::Claim)),
        quotations: states.iter().map(|(_, n)| n).sum(),
        quotation_states: states,
        fact_sentences: coverage.facts,
        cited_sentences: coverage.cited,
        coverage: coverage.percent(),
        claims_by_status: Status::ALL
            .into_iter()
            .map(|status| {
                let claims = dossier.of_kind(Kind::Claim);
                let has = |e: &Entry| e.claim().is_some_and(|claim| claim.status == Some(status));
                (status, number(claims.filter(|(_, e)| has(e)).count()))
            })
            .filter(|(_, n)| *n > 0)
            .collect(),
        suppressions: suppressions
            .iter()
            .filter(|one| one.count > 0)
            .map(|one| (one.entry, one.allow))
            .collect(),
        ..Figures::default()
    };
    for entry in &dossier.entries {
        count_entry(entry, &mut figures);
    }
    figures
}

fn states(dossier: &Dossier) -> Vec<(QuotationState, u32)> {
    let found: Vec<QuotationState> = quotations::all(dossier)
        .par_iter()
        .map(|quotation| quotations::state(dossier, quotation))
        .collect();
    let count = |state| found.iter().filter(|one| **one == state).count();
    QuotationState::ALL
        .into_iter()
        .map(|state| (state, u32::try_from(count(state)).unwrap_or(u32::MAX)))
        .filter(|(_, n)| *n > 0)
        .collect()
}

fn count_entry(entry: &Entry, figures: &mut Figures) {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    entry.document.front.each_citation(&mut |_, citation| {
        figures.citations += number(citation.items.len());
    });
    for hole in &entry.document.body.holes {
        if let Filling::Citation(citation) = &hole.filling {
            figures.citations += number(citation.items.len());
        }
    }
    entry.document.front.each_fact(&mut |_, fact| {
        let inferred = fact.accounts().filter(|a| !a.inference.is_empty());
        figures.inferences += number(inferred.count());
        figures.differences += u32::from(fact.differs());
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::build;

    #[test]
    fn figures_are_counted() {
        let sha = "0".repeat(64);
        let lock = crate::check::verify::testing::lock(&[("w", "one", &sha)]);
        let built = build(&format!(
            "=== sources/w.md\ntitle: W\ntype: book\nsnapshot: {{file: w.txt, sha256: '{sha}'}}\n\
             === sources/v.md\ntitle: V\ntype: book\nvia: w\n\
             === sources/u.md\ntitle: U\ntype: book\n\
             === evidence.lock\n{lock}\n\
             === events/e.md\ntitle: E\ndate: [{{value: 2014, cite: '[@w \"one\"]'}}, {{value: 2015, inference: why}}]\n\
             === claims/c.md\ntitle: C\nabout: e\nstatus: alleged\n\
             === pages/p.md\ntitle: P\nallow: [{{check: uncited-sentence, text: In 2016, reason: r}}, {{check: fair-words, reason: r}}]\n\
             ---\nIn 2014 [@w \"two\"; @u \"three\"]. In 2015. In 2016.\n"
        ));
        let checked = built.check();
        let figures = figures(&built.dossier, &checked.suppressions, &checked.coverage);
        let p = built.dossier.index("p").unwrap();
        let expected = Figures {
            actors: 0,
            events: 1,
            places: 0,
            sources: 3,
            sources_read: 2,
            claims: 1,
            citations: 3,
            quotations: 3,
            quotation_states: vec![
                (QuotationState::Verified, 1),
                (QuotationState::Unverified, 1),
                (QuotationState::NoSnapshot, 1),
            ],
            differences: 1,
            inferences: 1,
            fact_sentences: 2,
            cited_sentences: 1,
            coverage: 50,
            claims_by_status: vec![(Status::Alleged, 1)],
            suppressions: vec![(p, 0)],
        };
        assert_eq!(figures, expected);
    }
}
