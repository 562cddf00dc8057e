//! Entries → what of them the search of the site finds.

use crate::model::artifact::Artifact;
use crate::model::document::SentenceRole;
use crate::model::dossier::{Entry, EntryIdx};
use crate::model::kind::Kind;
use crate::render::body::sentence_text;
use crate::render::scene::Scene;
use crate::render::search::{self, Page, PageTerms};
use rayon::prelude::*;

/// What is searched of one entry, made ready.
struct Found<'a> {
    entry: &'a Entry,
    kind: usize,
    detail: String,
    text: String,
}

/// The files of the search index. Main actors come before others, because earlier pages win ties.
#[must_use]
pub fn artifacts(scene: &Scene) -> Vec<Artifact> {
    let dossier = &scene.dossier;
    let mut entries: Vec<EntryIdx> = dossier.iter().map(|(index, _)| index).collect();
    entries.sort_by_key(|index| {
        let entry = dossier.entry(*index);
        (
            entry.kind(),
            !entry.actor().is_some_and(|actor| actor.is_main),
            *index,
        )
    });
    let found: Vec<Found<'_>> = entries
        .par_iter()
        .map(|index| found(scene, *index))
        .collect();
    let pages: Vec<Page<'_>> = found.iter().map(Found::page).collect();
    let terms: Vec<PageTerms> = pages.par_iter().map(search::tokens).collect();
    let labels: Vec<String> = Kind::ALL
        .iter()
        .map(|kind| {
            scene
                .words
                .get(&format!("kind.{}.other", kind.word()))
                .to_owned()
        })
        .collect();
    let kinds: Vec<search::Kind<'_>> = Kind::ALL
        .iter()
        .zip(&labels)
        .map(|(kind, label)| search::Kind {
            id: kind.word(),
            label,
        })
        .collect();
    let indexed: Vec<(Page<'_>, &PageTerms)> = pages.into_iter().zip(&terms).collect();
    search::index(&indexed, &kinds)
}

fn found(scene: &Scene, index: EntryIdx) -> Found<'_> {
    let entry = scene.dossier.entry(index);
    let date = entry
        .event()
        .and_then(|event| event.date.as_ref()?.shown())
        .map(|account| account.value.words(scene.lang()));
    let status = entry
        .claim()
        .and_then(|claim| claim.status)
        .map(|status| scene.word("status", status.word()).label.clone());
    let sentences = entry.document.body.sentences.iter().enumerate();
    let text = sentences
        .filter(|(_, sentence)| sentence.role != SentenceRole::Heading)
        .map(|(i, _)| sentence_text(&scene.dossier, entry, i))
        .collect::<Vec<_>>()
        .join(" ");
    Found {
        entry,
        kind: Kind::ALL
            .iter()
            .position(|kind| *kind == entry.kind())
            .unwrap_or_default(),
        detail: date.or(status).unwrap_or_default(),
        text,
    }
}

impl Found<'_> {
    fn page(&self) -> Page<'_> {
        let common = self.entry.common();
        Page {
            url: &self.entry.url,
            title: &common.title,
            kind: self.kind,
            aliases: &common.aliases,
            summary: &common.summary,
            detail: &self.detail,
            text: &self.text,
        }
    }
}
