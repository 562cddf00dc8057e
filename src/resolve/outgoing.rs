//! One entry → what it links to: the filled holes of its body, and what its fields and citations name.
//!
//! It follows from the entry's document and from what the others show of themselves
//! ([`Document::surface`](crate::model::document::Document::surface)), so it stands as long as both do.

use super::names::Names;
use super::{fields, holes};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::dossier::{CitingPlace, Dossier, EntryIdx, MentionPlace, Target};
use crate::yaml::locate::Locator;
use std::sync::Arc;

/// What one entry links to.
#[derive(Debug)]
pub struct Outgoing {
    /// For each hole of the body, what fills it.
    pub targets: Arc<[Target]>,
    pub n_notes: u32,
    /// Entries it mentions: in fields, then in the body.
    pub mentions: Vec<(EntryIdx, MentionPlace)>,
    /// Sources it cites, each with the index of the item in its citation: in the body, then in fields.
    pub citings: Vec<(EntryIdx, CitingPlace, usize)>,
    /// As a claim: whom it is about.
    pub claims: Vec<EntryIdx>,
    /// As an actor: to whom its relations are, with their index.
    pub relations: Vec<(EntryIdx, usize)>,
    /// As an event: who takes part, and where it happened.
    pub events: Vec<EntryIdx>,
    pub findings: Vec<Diagnostic>,
    /// Whether a finding would tell what was meant, if it could be guessed.
    pub would_guess: bool,
}

impl Outgoing {
    /// What the entry at `index` links to.
    pub fn of(dossier: &Dossier, names: &Names<'_>, locate: &Locator<'_>, index: EntryIdx) -> Self {
        let mut findings = Diagnostics::new();
        let (targets, n_notes) = holes::targets(dossier, names, index, &mut findings);
        fields::check(dossier, names, index, locate, &mut findings);
        let entry = dossier.entry(index);
        let front = &entry.document.front;

        let mut mentions = Vec::new();
        front.each_id(&mut |_, id| {
            if let Some(to) = dossier.index(id.id).filter(|to| *to != index) {
                mentions.push((to, MentionPlace::Field(id.role)));
            }
        });
        let mut citings = Vec::new();
        for (hole, target) in targets.iter().enumerate() {
            match target {
                Target::Entry(to, _) if *to != index => {
                    mentions.push((*to, MentionPlace::Body(hole)));
                }
                Target::Note(_, sources) => {
                    let sources = sources.iter().enumerate();
                    citings.extend(sources.filter_map(|(item, source)| {
                        Some(((*source)?, CitingPlace::Body(hole), item))
                    }));
                }
                _ => {}
            }
        }
        front.each_citation(&mut |place, citation| {
            for (item, cited) in citation.items.iter().enumerate() {
                if let Some(source) = dossier.index(&cited.source) {
                    citings.push((source, CitingPlace::Field(place), item));
                }
            }
        });

        let find = |id: &String| dossier.index(id);
        let about = entry.claim().into_iter().flat_map(|claim| &claim.about);
        let relations = entry.actor().into_iter().flat_map(|a| &a.relations);
        let relations = relations
            .enumerate()
            .filter_map(|(i, relation)| Some((find(&relation.to)?, i)));
        let actors = entry.event().into_iter().flat_map(|event| &event.actors);
        let places = entry.event().and_then(|event| event.place.as_ref());
        let places = places.into_iter().flat_map(|place| &place.accounts);
        let events = actors
            .filter_map(|participant| find(&participant.actor))
            .chain(places.filter_map(|account| find(&account.value)));
        Self {
            claims: about.filter_map(find).collect(),
            relations: relations.collect(),
            events: events.collect(),
            targets: targets.into(),
            n_notes,
            mentions,
            citings,
            findings: findings.0,
            would_guess: names.has_guessed(),
        }
    }
}
