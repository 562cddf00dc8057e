//! Words of a writer → the entry that is meant: by id, then by title or alias without case and diacritics.

use crate::model::document::Document;
use crate::model::dossier::{Dossier, EntryIdx};
use crate::text::{fold, nearest};
use rustc_hash::FxHashMap;
use std::cell::OnceCell;
use std::sync::Arc;

/// Finds entries by name.
pub struct Names<'a> {
    dossier: &'a Dossier,
    /// Drafts that take no part.
    drafts: &'a [Arc<Document>],
    /// Ids of files that could not be read.
    unreadable: &'a [Arc<str>],
    /// Folded titles and aliases. Made when a name is looked up that is no id.
    folded: OnceCell<FxHashMap<String, Vec<EntryIdx>>>,
}

/// What a name leads to.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    One(EntryIdx),
    /// More than one entry has this title or alias.
    Several(Vec<EntryIdx>),
    /// An entry whose file cannot be read, which is a finding of its own.
    Unreadable,
    /// An entry that takes no part, because it is a draft.
    Draft(Arc<str>),
    None,
}

impl<'a> Names<'a> {
    /// The names of all entries.
    pub fn of(
        dossier: &'a Dossier,
        drafts: &'a [Arc<Document>],
        unreadable: &'a [Arc<str>],
    ) -> Self {
        Self {
            dossier,
            drafts,
            unreadable,
            folded: OnceCell::new(),
        }
    }

    /// The entry that `name` means.
    pub fn find(&self, name: &str) -> Found {
        if let Some(index) = self.dossier.index(name) {
            return Found::One(index);
        }
        let folded = fold(name);
        match self.folded().get(&folded).map(Vec::as_slice) {
            Some([one]) => Found::One(*one),
            Some(several) if !several.is_empty() => Found::Several(several.to_vec()),
            _ if self
                .unreadable
                .iter()
                .any(|id| **id == *name || **id == *crate::text::slug(name)) =>
            {
                Found::Unreadable
            }
            _ => {
                let draft = self
                    .drafts
                    .iter()
                    .find(|draft| *draft.id == *name || fold(&draft.front.common.title) == folded);
                draft.map_or(Found::None, |draft| Found::Draft(Arc::clone(&draft.path)))
            }
        }
    }

    /// The id, title or alias that looks most like `name`.
    pub fn nearest(&self, name: &str) -> Option<&'a str> {
        let dossier = self.dossier;
        nearest(
            name,
            dossier.entries.iter().flat_map(|entry| {
                let names = entry.common().aliases.iter().map(String::as_str);
                std::iter::once(entry.id())
                    .chain(std::iter::once(entry.title()))
                    .chain(names)
            }),
        )
    }

    fn folded(&self) -> &FxHashMap<String, Vec<EntryIdx>> {
        self.folded.get_or_init(|| {
            let mut names: FxHashMap<String, Vec<EntryIdx>> = FxHashMap::default();
            for (index, entry) in self.dossier.iter() {
                for name in std::iter::once(&entry.common().title).chain(&entry.common().aliases) {
                    let entries = names.entry(fold(name)).or_default();
                    if entries.last() != Some(&index) {
                        entries.push(index);
                    }
                }
            }
            names
        })
    }
}
