//! The page of an event.

use super::entry;
use crate::model::dossier::EntryIdx;
use crate::render::body::Cards;
use crate::render::scene::Scene;
use crate::render::view::pages::{EventPage, ParticipantView};

/// How many events before and after are shown.
const NEIGHBOURS: usize = 3;

/// The view of an event's page.
pub fn view(scene: &Scene, index: EntryIdx, cards: &Cards<'_>) -> EventPage {
    let dossier = &*scene.dossier;
    let page = super::entry_meta(scene, index);
    let shared = entry::view(scene, index, cards);
    let Some(event) = dossier.entry(index).event() else {
        return EventPage {
            page,
            entry: shared,
            ..EventPage::default()
        };
    };
    let at = scene.place_in_time(index);
    let around = |range: std::ops::Range<usize>| {
        let events = dossier.chronology.get(range).unwrap_or(&[]);
        events
            .iter()
            .map(|event| entry::event_item(scene, *event, None))
            .collect()
    };
    let participants = event.actors.iter().filter_map(|participant| {
        Some(ParticipantView {
            actor: scene.link_to(&participant.actor)?,
            role: participant.role.clone(),
        })
    });
    EventPage {
        page,
        entry: shared,
        date: event
            .date
            .as_ref()
            .map(|fact| scene.date_fact(index, "date", fact))
            .unwrap_or_default(),
        place: event
            .place
            .as_ref()
            .map(|fact| scene.named_fact(index, "place", fact)),
        amount: event
            .amount
            .as_ref()
            .map(|fact| scene.amount_fact(index, "amount", fact)),
        participants: participants.collect(),
        decisive: event.is_decisive,
        earlier: around(at.saturating_sub(NEIGHBOURS)..at),
        later: around(at + 1..(at + 1 + NEIGHBOURS).min(dossier.chronology.len())),
    }
}
