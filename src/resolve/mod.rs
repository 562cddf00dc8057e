//! Documents → [`Dossier`]: the one place where entries meet. What each entry links to is found for each
//! alone, from its document and the names of all (`outgoing`); then all links are turned round
//! (`incoming`). Where the last run is known, both are done only for what changed.

mod active;
mod addresses;
pub mod chronology;
mod fields;
mod holes;
mod incoming;
mod names;
mod outgoing;
mod shown;

use crate::config;
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::fingerprint::Fingerprint;
use crate::model::config::Config;
use crate::model::document::Document;
use crate::model::dossier::{Dossier, Entry, EntryIdx};
use crate::model::evidence::{self, EvidenceLock};
use crate::model::picture::Picture;
use crate::model::source_tree::SourceTree;
use crate::yaml::locate::Locator;
pub use addresses::media_of;
use incoming::Incoming;
use names::{Guesses, Index, Names};
use outgoing::Outgoing;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
pub use shown::shown_files;
use std::sync::Arc;

/// Whether drafts take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Drafts {
    /// As if they did not exist; a reference to one is an error.
    Left,
    /// Like any other entry, for the preview.
    Shown,
}

/// What is joined.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    /// In order of path.
    pub documents: &'a [Arc<Document>],
    /// Ids of files that could not be parsed: a reference to one of them is not reported again.
    pub unreadable: &'a [Arc<str>],
    pub tree: &'a SourceTree,
    pub config: &'a Arc<Config>,
    pub drafts: Drafts,
}

/// What the last run over a dossier found out that this one can use.
#[derive(Debug, Default)]
pub struct Memo {
    last: Option<Last>,
    lock: (Fingerprint, Arc<EvidenceLock>),
    pictures: Arc<FxHashMap<String, Arc<Picture>>>,
}

#[derive(Debug)]
struct Last {
    /// Fingerprint of all that links depend on besides the two documents that they join.
    ground: Fingerprint,
    /// Which of the documents are the entries, in the order of these.
    order: Vec<usize>,
    dossier: Arc<Dossier>,
    outgoing: Vec<Arc<Outgoing>>,
    /// Findings that no single entry has, and the fingerprint of the files that they point at.
    findings: Diagnostics,
    pointed_at: Fingerprint,
    time_findings: Diagnostics,
}

/// Joins all documents. Every finding that one file alone cannot show is made here.
#[must_use]
pub fn resolve(parts: Parts<'_>, memo: &mut Memo) -> (Arc<Dossier>, Diagnostics) {
    let ground = ground(parts);
    let last = memo.last.take().filter(|last| last.ground == ground);
    let mut findings = Diagnostics::new();
    let order = match &last {
        Some(last) => last.order.clone(),
        None => order(parts, &mut findings),
    };
    let documents = || order.iter().filter_map(|i| parts.documents.get(*i));
    let by_id = match &last {
        Some(last) => Arc::clone(&last.dossier.by_id),
        None => {
            let ids = documents().map(|document| Arc::clone(&document.id));
            Arc::new(ids.zip((0..).map(EntryIdx)).collect())
        }
    };
    let media = match &last {
        Some(last) => Arc::clone(&last.dossier.media),
        None => Arc::new(addresses::media(parts.tree)),
    };
    let pictures = memo.pictures(parts.tree, &media);
    let mut dossier = Dossier {
        config: Arc::clone(parts.config),
        entries: match &last {
            // They are linked anew below, but their addresses are as they were.
            Some(last) => {
                let old = last.dossier.entries.iter().zip(documents());
                let entry = |(old, document): (&Entry, &Arc<Document>)| Entry {
                    document: Arc::clone(document),
                    ..old.clone()
                };
                old.map(entry).collect()
            }
            None => documents().map(unlinked).collect(),
        },
        by_id,
        chronology: Vec::new(),
        media,
        pictures,
        lock: memo.lock(parts.tree),
    };
    let left: Vec<Arc<Document>> = parts
        .documents
        .iter()
        .filter(|document| !takes_part(document, parts.drafts))
        .cloned()
        .collect();
    let names = Index::of(&dossier, &left, parts.unreadable);
    let locate = &Locator::new(parts.tree);
    let is_in_place = |last: &Last| parts.tree.pointed_at(&last.findings) == last.pointed_at;
    match &last {
        Some(same) if is_in_place(same) => findings = same.findings.clone(),
        // The same findings, where their places are now.
        Some(_) => {
            self::order(parts, &mut findings);
            addresses::check(&dossier, locate, &mut findings);
        }
        None => addresses::check(&dossier, locate, &mut findings),
    }
    let is_changed: Vec<bool> = match &last {
        Some(last) => {
            let old = last.dossier.entries.iter().zip(&dossier.entries);
            old.map(|(old, new)| !Arc::ptr_eq(&old.document, &new.document))
                .collect()
        }
        None => vec![true; dossier.entries.len()],
    };
    let index_of = |i| EntryIdx(u32::try_from(i).unwrap_or(u32::MAX));
    let mut outgoing: Vec<Arc<Outgoing>> = is_changed
        .par_iter()
        .enumerate()
        .map(|(i, is_changed)| {
            let known = last.as_ref().and_then(|last| last.outgoing.get(i));
            match known.filter(|_| !is_changed) {
                Some(known) => Arc::clone(known),
                None => {
                    let names = Names::new(&names, None);
                    Arc::new(Outgoing::of(&dossier, &names, locate, index_of(i)))
                }
            }
        })
        .collect();
    let guesses = Guesses::default();
    for (i, (out, is_changed)) in outgoing.iter_mut().zip(&is_changed).enumerate() {
        if *is_changed && out.would_guess {
            let names = Names::new(&names, Some(&guesses));
            *out = Arc::new(Outgoing::of(&dossier, &names, locate, index_of(i)));
        }
    }

    let is_time_same = |last: &&Last| {
        // A finding may point at a place that has moved.
        let entries = dossier.entries.iter().zip(&last.dossier.entries);
        let mut changed = is_changed.iter().zip(entries).filter(|(is, _)| **is);
        last.time_findings.0.is_empty()
            && changed.all(|(_, (new, old))| chronology::is_same(new, old))
    };
    let (chronology, time_findings) = match last.as_ref().filter(is_time_same) {
        Some(last) => (last.dossier.chronology.clone(), last.time_findings.clone()),
        None => {
            let mut findings = Diagnostics::new();
            let order = chronology::order(&dossier, locate, &mut findings);
            (order, findings)
        }
    };
    let before = last.as_ref().map(|last| incoming::Last {
        entries: &last.dossier.entries,
        outgoing: &last.outgoing,
        chronology: &last.dossier.chronology,
    });
    let incoming = Incoming::of(&outgoing, &chronology, before, &is_changed);
    dossier.chronology = chronology;
    link(&mut dossier.entries, &outgoing, incoming);

    let dossier = Arc::new(dossier);
    let mut all = findings.clone();
    addresses::check_pictures(&dossier, &mut all);
    active::check(&dossier, parts.tree, &mut all);
    all.extend(outgoing.iter().flat_map(|out| out.findings.iter().cloned()));
    all.extend(time_findings.0.iter().cloned());
    memo.last = Some(Last {
        ground,
        order,
        dossier: Arc::clone(&dossier),
        outgoing,
        pointed_at: parts.tree.pointed_at(&findings),
        findings,
        time_findings,
    });
    (dossier, all)
}

impl Memo {
    fn lock(&mut self, tree: &SourceTree) -> Arc<EvidenceLock> {
        let file = tree.get(evidence::FILE);
        let fingerprint = file.map_or(Fingerprint::default(), |file| file.fingerprint);
        if self.lock.0 != fingerprint {
            let text = file.and_then(|file| file.text().ok());
            let lock = text.map_or_else(EvidenceLock::default, EvidenceLock::parse);
            self.lock = (fingerprint, Arc::new(lock));
        }
        Arc::clone(&self.lock.1)
    }

    /// Kept whatever else changes: to scale a picture again costs more than to join a dossier.
    fn pictures(
        &mut self,
        tree: &SourceTree,
        media: &FxHashMap<Arc<str>, String>,
    ) -> Arc<FxHashMap<String, Arc<Picture>>> {
        self.pictures = Arc::new(addresses::pictures(tree, media, &self.pictures));
        Arc::clone(&self.pictures)
    }
}

/// Fingerprint of all that the links of an entry depend on besides its own document.
fn ground(parts: Parts<'_>) -> Fingerprint {
    let surfaces: Vec<Fingerprint> = parts.documents.iter().map(|d| d.surface).collect();
    let config = parts.tree.get(config::FILE).map(|file| file.fingerprint);
    let files: Vec<&str> = parts
        .tree
        .under("content")
        .map(|file| &*file.path)
        .filter(|path| !path.ends_with(".md"))
        .collect();
    Fingerprint::of(&(surfaces, parts.unreadable, config, files, parts.drafts))
}

fn takes_part(document: &Document, drafts: Drafts) -> bool {
    drafts == Drafts::Shown || !document.front.common.is_draft
}

/// Which documents are the entries, by kind, then id; the first of each id.
fn order(parts: Parts<'_>, findings: &mut Diagnostics) -> Vec<usize> {
    let mut documents: Vec<(usize, &Arc<Document>)> = parts
        .documents
        .iter()
        .enumerate()
        .filter(|(_, document)| takes_part(document, parts.drafts))
        .collect();
    documents.sort_by(|(_, a), (_, b)| (a.kind, &a.id, &a.path).cmp(&(b.kind, &b.id, &b.path)));
    without_repeats(documents, findings)
}

fn unlinked(document: &Arc<Document>) -> Entry {
    Entry {
        url: document.kind.url(&document.id).into(),
        document: Arc::clone(document),
        targets: Arc::from([]),
        n_notes: 0,
        mentions: Arc::from([]),
        citings: Arc::from([]),
        claims: Arc::from([]),
        relations_in: Arc::from([]),
        events: Arc::from([]),
    }
}

fn link(entries: &mut [Entry], outgoing: &[Arc<Outgoing>], incoming: Incoming) {
    let mut mentions = incoming.mentions.into_iter();
    let mut citings = incoming.citings.into_iter();
    let mut claims = incoming.claims.into_iter();
    let mut relations = incoming.relations.into_iter();
    let mut events = incoming.events.into_iter();
    for (entry, out) in entries.iter_mut().zip(outgoing) {
        entry.targets = Arc::clone(&out.targets);
        entry.n_notes = out.n_notes;
        entry.mentions = mentions.next().unwrap_or_default();
        entry.citings = citings.next().unwrap_or_default();
        entry.claims = claims.next().unwrap_or_default();
        entry.relations_in = relations.next().unwrap_or_default();
        entry.events = events.next().unwrap_or_default();
    }
}

/// Keeps the first document of each id; the others are errors.
fn without_repeats(
    documents: Vec<(usize, &Arc<Document>)>,
    findings: &mut Diagnostics,
) -> Vec<usize> {
    let mut first: FxHashMap<Arc<str>, Arc<str>> = FxHashMap::default();
    let mut kept = Vec::with_capacity(documents.len());
    for (i, document) in documents {
        match first.get(&document.id) {
            None => {
                first.insert(Arc::clone(&document.id), Arc::clone(&document.path));
                kept.push(i);
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
