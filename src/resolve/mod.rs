//! Documents → [`Dossier`]: the one place where entries meet. Sequential, because it is cheap: what is
//! expensive was done for each file alone, and is done for each page alone afterwards.

mod addresses;
pub mod chronology;
mod fields;
mod holes;
mod names;

use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::model::config::Config;
use crate::model::document::Document;
use crate::model::dossier::{Dossier, Entry, EntryIdx};
use crate::model::evidence::{self, EvidenceLock};
use crate::model::source_tree::SourceTree;
use crate::yaml::locate::Locator;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Whether drafts take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Drafts {
    /// As if they did not exist; a reference to one is an error.
    Left,
    /// Like any other entry, for the preview.
    Shown,
}

/// Joins all documents. `unreadable` are the ids of files that could not be parsed: a reference to one of
/// them is not reported again. Every finding that one file alone cannot show is made here.
#[must_use]
pub fn resolve(
    documents: Vec<Arc<Document>>,
    unreadable: &[Arc<str>],
    tree: &SourceTree,
    config: Arc<Config>,
    drafts: Drafts,
) -> (Dossier, Diagnostics) {
    let mut findings = Diagnostics::new();
    let (mut documents, left): (Vec<_>, Vec<_>) = documents
        .into_iter()
        .partition(|d| drafts == Drafts::Shown || !d.front.common.is_draft);
    documents.sort_by(|a, b| (a.kind, &a.id, &a.path).cmp(&(b.kind, &b.id, &b.path)));
    let documents = without_repeats(documents, &mut findings);
    let by_id: FxHashMap<Arc<str>, EntryIdx> = documents
        .iter()
        .map(|d| Arc::clone(&d.id))
        .zip((0..).map(EntryIdx))
        .collect();
    let entries = documents.into_iter().map(unlinked).collect();
    let lock = tree
        .get(evidence::FILE)
        .and_then(|file| file.text().ok())
        .map_or_else(EvidenceLock::default, EvidenceLock::parse);
    let media = addresses::media(tree);
    let mut dossier = Dossier {
        config,
        entries,
        by_id,
        chronology: Vec::new(),
        media,
        lock,
    };
    let names = names::Names::of(&dossier, &left, unreadable);
    let locate = Locator { tree };
    addresses::check(&dossier, locate, &mut findings);
    let targets: Vec<_> = dossier
        .iter()
        .map(|(index, _)| holes::targets(&dossier, &names, index, &mut findings))
        .collect();
    fields::check(&dossier, &names, locate, &mut findings);
    for (entry, (targets, n_notes)) in dossier.entries.iter_mut().zip(targets) {
        entry.targets = targets;
        entry.n_notes = n_notes;
    }
    dossier.chronology = chronology::order(&dossier, locate, &mut findings);
    fields::link(&mut dossier);
    holes::link(&mut dossier);
    (dossier, findings)
}

fn unlinked(document: Arc<Document>) -> Entry {
    Entry {
        url: document.kind.url(&document.id),
        document,
        targets: Vec::new(),
        n_notes: 0,
        mentions: Vec::new(),
        citings: Vec::new(),
        claims: Vec::new(),
        relations_in: Vec::new(),
        events: Vec::new(),
    }
}

/// Keeps the first document of each id; the others are errors.
fn without_repeats(
    documents: Vec<Arc<Document>>,
    findings: &mut Diagnostics,
) -> Vec<Arc<Document>> {
    let mut first: FxHashMap<Arc<str>, Arc<str>> = FxHashMap::default();
    let mut kept = Vec::with_capacity(documents.len());
    for document in documents {
        match first.get(&document.id) {
            None => {
                first.insert(Arc::clone(&document.id), Arc::clone(&document.path));
                kept.push(document);
            }
            Some(other) => {
                let finding = Diagnostic::error(
                    "duplicate-id",
                    Location::file(&document.path),
                    format!("two entries have the id `{}`", document.id),
                )
                .related(Location::file(other), "the other one")
                .help("rename one of the files: an id is unique in the whole dossier, whatever its kind");
                findings.push(finding);
            }
        }
    }
    kept
}
