//! Entries → what of them the search of the site finds.

use crate::model::artifact::Artifact;
use crate::model::document::SentenceRole;
use crate::model::dossier::EntryIdx;
use crate::model::kind::Kind;
use crate::render::body::sentence_text;
use crate::render::scene::Scene;
use crate::render::search::{self, Page};

/// Makes the search index. Main actors come before others, because earlier pages win ties.
pub fn index(scene: &Scene, put: &(dyn Fn(Artifact<'_>) + Sync)) {
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
    search::index(&entries, |index| page(scene, *index), &kinds, put);
}

fn page(scene: &Scene, index: EntryIdx) -> Page<'_> {
    let entry = scene.dossier.entry(index);
    let common = entry.common();
    let date = entry
        .event()
        .and_then(|event| event.date.as_ref()?.shown())
        .map(|account| account.value.words(scene.lang()));
    let status = entry
        .claim()
        .and_then(|claim| claim.status)
        .map(|status| scene.word("status", status.word()).label.clone());
    let mut text = String::new();
    for (i, sentence) in entry.document.body.sentences.iter().enumerate() {
        if sentence.role != SentenceRole::Heading {
            text.push_str(&sentence_text(&scene.dossier, entry, i));
            text.push(' ');
        }
    }
    text.pop();
    Page {
        url: &entry.url,
        title: &common.title,
        kind: Kind::ALL
            .iter()
            .position(|kind| *kind == entry.kind())
            .unwrap_or_default(),
        aliases: &common.aliases,
        summary: &common.summary,
        detail: date.or(status).unwrap_or_default().into(),
        text: text.into(),
    }
}
