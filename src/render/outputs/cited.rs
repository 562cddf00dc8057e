//! An entry → what it cites: in its fields, and sentence by sentence in its body.

use crate::model::citation::{Citation, CitationItem};
use crate::model::document::Filling;
use crate::model::dossier::{Dossier, Entry, EntryIdx, Target};
use crate::model::evidence::QuotationState;

/// All citations of an entry: those of its fields, then those of its body.
pub fn citations(entry: &Entry) -> Vec<&Citation> {
    let mut found = Vec::new();
    entry
        .document
        .front
        .each_citation(&mut |_, citation| found.push(citation));
    found.extend(in_body(entry).map(|(_, citation)| citation));
    found
}

/// The citations of the body, each with the index of its sentence, in order.
pub fn in_body(entry: &Entry) -> impl Iterator<Item = (u32, &Citation)> {
    let holes = entry.document.body.holes.iter();
    holes.filter_map(|hole| match &hole.filling {
        Filling::Citation(citation) => Some((hole.sentence, citation)),
        _ => None,
    })
}

/// The sources that an entry cites, each once, in the order of first citation.
pub fn sources(dossier: &Dossier, entry: &Entry) -> Vec<EntryIdx> {
    let mut found = Vec::new();
    let front = &entry.document.front;
    front.each_citation(&mut |_, citation| add(dossier, citation, &mut found));
    for target in entry.targets.iter() {
        // What a citation of the body names was looked up when the dossier was joined.
        if let Target::Note(_, sources) = target {
            let new = sources.iter().flatten();
            new.for_each(|source| push_new(*source, &mut found));
        }
    }
    found
}

/// The sources of one citation, each once.
pub fn sources_of(dossier: &Dossier, citation: Option<&Citation>) -> Vec<EntryIdx> {
    let mut found = Vec::new();
    if let Some(citation) = citation {
        add(dossier, citation, &mut found);
    }
    found
}

fn add(dossier: &Dossier, citation: &Citation, found: &mut Vec<EntryIdx>) {
    for item in &citation.items {
        if let Some(index) = dossier.index(&item.source) {
            push_new(index, found);
        }
    }
}

fn push_new(source: EntryIdx, found: &mut Vec<EntryIdx>) {
    if !found.contains(&source) {
        found.push(source);
    }
}

/// How far the quotation of a citation was verified; none if it quotes nothing.
pub fn state(dossier: &Dossier, item: &CitationItem) -> Option<QuotationState> {
    let quotation = item.quotation.as_deref()?;
    let source = dossier.find(&item.source)?;
    Some(dossier.quotation_state(source, quotation).0)
}
