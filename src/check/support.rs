//! What speaks for a claim: the sources of the positions that assert or confirm it.

use crate::model::document::Filling;
use crate::model::dossier::{Dossier, Entry, EntryIdx};
use crate::model::kind::Kind;

/// The sources that support a claim, each once, in the order in which it cites them. A claim whose
/// positions cite nothing rests on what its text cites.
#[must_use]
pub fn sources(dossier: &Dossier, claim: &Entry) -> Vec<EntryIdx> {
    let mut found = Vec::new();
    let mut add = |id: &str| {
        let source = dossier
            .index(id)
            .filter(|index| dossier.entry(*index).kind() == Kind::Source);
        if let Some(source) = source.filter(|source| !found.contains(source)) {
            found.push(source);
        }
    };
    for position in claim.claim().iter().flat_map(|claim| &claim.positions) {
        if position.stance.supports() {
            for item in position.cite.iter().flat_map(|cite| &cite.items) {
                add(&item.source);
            }
        }
    }
    let has_positions = claim
        .claim()
        .is_some_and(|fields| fields.positions.iter().any(|p| p.cite.is_some()));
    if !has_positions {
        for hole in &claim.document.body.holes {
            if let Filling::Citation(citation) = &hole.filling {
                for item in &citation.items {
                    add(&item.source);
                }
            }
        }
    }
    found
}

/// The source that was read when `source` is cited: itself, or the last of the chain of `via`.
#[must_use]
pub fn read(dossier: &Dossier, source: EntryIdx) -> EntryIdx {
    let mut at = source;
    // A ring of `via` is a finding of its own; it must not keep us here.
    for _ in 0..MAX_CHAIN {
        match through(dossier, at) {
            Some(next) => at = next,
            None => break,
        }
    }
    at
}

/// The source through which this one is known, if it is known only through another.
#[must_use]
pub fn through(dossier: &Dossier, source: EntryIdx) -> Option<EntryIdx> {
    let via = dossier.entry(source).source()?.via.as_deref()?;
    dossier
        .index(via)
        .filter(|index| dossier.entry(*index).kind() == Kind::Source)
}

/// No honest chain of sources is longer: [`Dossier::carrier`] has the same bound.
pub const MAX_CHAIN: usize = 16;
