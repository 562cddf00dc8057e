//! The page of an actor.

use super::entry;
use crate::model::dossier::EntryIdx;
use crate::model::front_matter::Relation;
use crate::render::body::Cards;
use crate::render::scene::Scene;
use crate::render::view::evidence::{OfficeView, RelationView};
use crate::render::view::pages::ActorPage;

/// The view of an actor's page.
pub fn view(scene: &Scene, index: EntryIdx, cards: &Cards<'_>) -> ActorPage {
    let dossier = &*scene.dossier;
    let entry = dossier.entry(index);
    let page = super::entry_meta(scene, index);
    let shared = entry::view(scene, index, cards);
    let Some(actor) = entry.actor() else {
        return ActorPage {
            page,
            entry: shared,
            ..ActorPage::default()
        };
    };
    let offices = actor.offices.iter().map(|office| OfficeView {
        role: office.role.clone(),
        at: office.at.as_deref().map(|at| scene.named(at)),
        date: office
            .date
            .as_ref()
            .map(|date| scene.date_fact(index, "date", date)),
        cites: scene.cites(office.cite.as_ref()),
        note: office.note.clone(),
    });
    let relations = relations(scene, index);
    ActorPage {
        page,
        entry: shared,
        type_word: scene.word("actor_type", actor.type_word),
        country: actor.country.clone(),
        part_of: actor.part_of.as_deref().and_then(|id| scene.link_to(id)),
        parts: scene.inverse("part", index),
        born: actor
            .born
            .as_ref()
            .map(|fact| scene.date_fact(index, "born", fact)),
        died: actor
            .died
            .as_ref()
            .map(|fact| scene.date_fact(index, "died", fact)),
        offices: offices.collect(),
        graph: super::drawings::neighbours(scene, index, &relations),
        relations,
        events: entry
            .events
            .iter()
            .map(|event| entry::event_item(scene, *event, Some(entry.id())))
            .collect(),
        timeline: super::drawings::timeline(scene, &entry.events, super::root_of(&entry.url), true),
        website: actor.url.clone(),
    }
}

/// The relations of an actor in both directions: its own first, then those that others have to it.
fn relations(scene: &Scene, index: EntryIdx) -> Vec<RelationView> {
    let dossier = &*scene.dossier;
    let entry = dossier.entry(index);
    let types = &dossier.config.relations;
    let view = |other: EntryIdx, of: EntryIdx, relation: &Relation, label: &str| RelationView {
        other: scene.link(other),
        label: label.to_owned(),
        kind: relation.type_word.clone(),
        date: relation
            .date
            .as_ref()
            .map(|date| scene.date_fact(of, "date", date)),
        status: relation
            .status
            .map(|status| scene.word("status", status.word())),
        cites: scene.cites(relation.cite.as_ref()),
        note: relation.note.clone(),
    };
    let own = entry
        .actor()
        .into_iter()
        .flat_map(|actor| &actor.relations)
        .filter_map(|relation| {
            let label = types.get(&relation.type_word)?.label.as_str();
            Some(view(dossier.index(&relation.to)?, index, relation, label))
        });
    let others = entry.relations_in.iter().filter_map(|(from, i)| {
        let relation = dossier.entry(*from).actor()?.relations.get(*i)?;
        let label = types.get(&relation.type_word)?.inverse.as_str();
        Some(view(*from, *from, relation, label))
    });
    own.chain(others).collect()
}
