//! The page of a place.

use super::entry;
use crate::model::dossier::EntryIdx;
use crate::render::body::Cards;
use crate::render::scene::Scene;
use crate::render::view::pages::PlacePage;

/// The view of a place's page.
pub fn view(scene: &Scene, index: EntryIdx, cards: &Cards<'_>) -> PlacePage {
    let entry = scene.dossier.entry(index);
    let page = super::entry_meta(scene, index);
    let shared = entry::view(scene, index, cards);
    let Some(place) = entry.place() else {
        return PlacePage {
            page,
            entry: shared,
            ..PlacePage::default()
        };
    };
    PlacePage {
        page,
        entry: shared,
        type_word: scene.word("place_type", place.type_word),
        within: place.within.as_deref().and_then(|id| scene.link_to(id)),
        contains: scene.inverse("within", index),
        coordinates: place
            .coordinates
            .as_ref()
            .map(|(lat, lon)| format!("{lat}, {lon}"))
            .unwrap_or_default(),
        events: entry
            .events
            .iter()
            .map(|event| entry::event_item(scene, *event, None))
            .collect(),
    }
}
