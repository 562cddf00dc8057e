//! The whole dossier as one document, to print or to keep.

use super::{entry, essay};
use crate::model::dossier::EntryIdx;
use crate::model::kind::Kind;
use crate::model::site::SitePage;
use crate::render::body::{self, Cards, Place};
use crate::render::pages::claim::claim_view;
use crate::render::scene::Scene;
use crate::render::view::Shared;
use crate::render::view::evidence::BibliographyItem;
use crate::render::view::lists::{Chapter, ChapterEntry, WholePage};
use rayon::prelude::*;

/// The view of `dossier.html`.
pub fn view(scene: &Scene, cards: &Cards<'_>) -> WholePage {
    let dossier = &*scene.dossier;
    let of = |kind: Kind| {
        dossier
            .of_kind(kind)
            .map(|(index, _)| index)
            .collect::<Vec<_>>()
    };
    let mut pages = of(Kind::Page);
    pages.sort_by_key(|index| (dossier.entry(*index).id() != "index", *index));
    let chapters = [
        (Kind::Page, pages),
        (Kind::Event, dossier.chronology.clone()),
        (Kind::Claim, of(Kind::Claim)),
        (Kind::Actor, of(Kind::Actor)),
        (Kind::Place, of(Kind::Place)),
        (Kind::Source, of(Kind::Source)),
    ];
    let chapters = chapters
        .into_iter()
        .filter(|(_, entries)| !entries.is_empty())
        .map(|(kind, entries)| Chapter {
            id: format!("chapter-{}", kind.folder()),
            title: scene
                .words
                .get(&format!("chapter.{}", kind.word()))
                .to_owned(),
            entries: entries
                .into_par_iter()
                .map(|index| chapter_entry(scene, index, cards))
                .collect(),
        });
    let link = scene.site_link(SitePage::Whole);
    WholePage {
        page: super::site_meta(scene, &link, "dossier", None),
        chapters: chapters.collect(),
        bibliography: bibliography(scene),
    }
}

fn chapter_entry(scene: &Scene, index: EntryIdx, cards: &Cards<'_>) -> ChapterEntry {
    let entry = scene.dossier.entry(index);
    let mut notes = body::notes(scene, entry);
    let nothing = Shared::<String>::default();
    // On paper the state of a quotation is a word; its explanation stands once, on the method page.
    for cite in notes.iter_mut().flat_map(|note| &mut note.cites) {
        cite.state_detail = nothing.clone();
    }
    let facts = entry::all_facts(scene, index);
    ChapterEntry {
        link: scene.link(index),
        anchor: entry.id().to_owned(),
        date: entry
            .event()
            .and_then(|event| event.date.as_ref()?.shown())
            .map(|account| scene.date(&account.value)),
        summary: entry.common().summary.clone(),
        body_html: body::fill(scene, index, Place::Whole, cards),
        facts,
        claim: claim_view(scene, index),
        words: if entry.id() == essay::WORDS {
            essay::words(scene).into()
        } else {
            Vec::new()
        },
        notes,
    }
}

/// All sources in order of their references.
fn bibliography(scene: &Scene) -> Vec<BibliographyItem> {
    let mut sources: Vec<(&str, EntryIdx)> = scene
        .dossier
        .of_kind(Kind::Source)
        .filter_map(|(index, _)| Some((scene.references.get(index)?.text.as_str(), index)))
        .collect();
    sources.sort_unstable();
    sources
        .into_iter()
        .filter_map(|(_, index)| {
            Some(BibliographyItem {
                source: scene.link(index),
                formatted_html: scene.reference_html(index)?,
                flags: scene.flags(scene.dossier.entry(index).source()?),
                notes: Vec::new(),
                elsewhere: scene.reach(index).cited_in,
            })
        })
        .collect()
}
