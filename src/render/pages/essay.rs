//! Essays in the site's own words, and the home page.

use super::entry;
use crate::model::dossier::EntryIdx;
use crate::model::front_matter::Details;
use crate::model::kind::Kind;
use crate::model::words::{Flag, Stance, Status};
use crate::render::body::Cards;
use crate::render::scene::Scene;
use crate::render::view::pages::{EssayPage, HomePage};
use crate::render::view::{Link, Shared, Word};
use std::cmp::Reverse;

/// How many differences and how many late events the home page shows.
const SHOWN: usize = 4;

/// The view of an essay. The pages `method` and `status-words` get what the build knows about them.
pub fn view(scene: &Scene, index: EntryIdx, cards: &Cards<'_>) -> EssayPage {
    let id = scene.dossier.entry(index).id();
    let mut view = EssayPage {
        page: super::entry_meta(scene, index),
        entry: entry::view(scene, index, cards),
        ..EssayPage::default()
    };
    if id == "method" {
        view.figures = Some(super::lists::figures(scene));
    }
    if id == WORDS {
        [view.statuses, view.stances, view.flags] = words(scene);
    }
    view
}

/// Id of the page that explains the words of statuses, stances and flags.
pub const WORDS: &str = "status-words";

/// The words of statuses, of stances and of flags, with their meanings.
pub fn words(scene: &Scene) -> [Vec<Shared<Word>>; 3] {
    let statuses = Status::ALL.iter().map(|one| ("status", one.word()));
    let stances = Stance::ALL.iter().map(|one| ("stance", one.word()));
    let flags = Flag::ALL.iter().map(|one| ("flag", one.word()));
    let explained = |(section, word): (&str, &str)| scene.word(section, word);
    [
        statuses.map(explained).collect(),
        stances.map(explained).collect(),
        flags.map(explained).collect(),
    ]
}

/// The view of the home page.
pub fn home(scene: &Scene, index: EntryIdx, cards: &Cards<'_>) -> HomePage {
    let dossier = &*scene.dossier;
    let decisive = dossier.chronology.iter().filter(|event| {
        dossier
            .entry(**event)
            .event()
            .is_some_and(|event| event.is_decisive)
    });
    let differing = super::lists::differing(dossier);
    let differences = differing
        .iter()
        .flat_map(|i| entry::differing(scene, *i))
        .take(SHOWN);
    HomePage {
        page: super::entry_meta(scene, index),
        entry: entry::view(scene, index, cards),
        main_actors: main_actors(scene),
        decisive_events: decisive
            .map(|event| entry::event_item(scene, *event, None))
            .collect(),
        latest_events: dossier
            .chronology
            .iter()
            .rev()
            .take(SHOWN)
            .map(|e| entry::event_item(scene, *e, None))
            .collect(),
        differences: differences.collect(),
        differences_total: scene.figures().differences,
        essays: nav(scene),
        figures: super::lists::figures(scene),
    }
}

/// The actors that are marked as main, those that most entries mention first: who stands in the middle of the
/// affair is named before who stands at its edge, whatever their names begin with.
fn main_actors(scene: &Scene) -> Vec<Shared<Link>> {
    let actors = scene.dossier.of_kind(Kind::Actor);
    let main = actors.filter(|(_, entry)| entry.actor().is_some_and(|actor| actor.is_main));
    let mut main: Vec<EntryIdx> = main.map(|(index, _)| index).collect();
    main.sort_by_key(|index| (Reverse(scene.reach(*index).mentioned_in), *index));
    main.into_iter().map(|index| scene.link(index)).collect()
}

/// The pages that stand in the navigation, in their order.
pub fn nav(scene: &Scene) -> Vec<Shared<Link>> {
    let mut pages: Vec<(u32, EntryIdx)> = scene
        .dossier
        .of_kind(Kind::Page)
        .filter_map(|(index, entry)| match &entry.document.front.details {
            Details::Page(page) if page.is_in_nav && entry.id() != "index" => {
                Some((page.order, index))
            }
            _ => None,
        })
        .collect();
    pages.sort_unstable();
    pages
        .into_iter()
        .map(|(_, index)| scene.link(index))
        .collect()
}
