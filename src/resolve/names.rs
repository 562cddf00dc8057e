//! Words of a writer → the entry that is meant: by id, then by title or alias without case and diacritics.

use crate::config;
use crate::model::document::Document;
use crate::model::dossier::{Dossier, EntryIdx};
use crate::model::source_tree::SourceTree;
use crate::text::{fold, nearest};
use rustc_hash::FxHashMap;
use std::cell::Cell;
use std::sync::{Arc, OnceLock};

/// Guesses at what was meant that one entry gets. Each looks at all entries, so a file full of unknown names
/// would take as long as their number times that of the entries; nobody reads a hundred guesses either.
const GUESSES: u32 = 64;

/// The names of all entries.
pub struct Index<'a> {
    dossier: &'a Dossier,
    /// Drafts that take no part.
    drafts: &'a [Arc<Document>],
    /// Ids of files that could not be read.
    unreadable: &'a [Arc<str>],
    /// Folded titles and aliases. Made when a name is looked up that is no id.
    folded: OnceLock<FxHashMap<String, Vec<EntryIdx>>>,
    /// Whether dossier.yaml can be read. Asked when a word that is declared there is unknown.
    has_config: OnceLock<bool>,
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

/// Finds entries by name, for one entry that links to them.
pub struct Names<'a> {
    index: &'a Index<'a>,
    guesses: Cell<u32>,
}

impl<'a> Names<'a> {
    /// Names for one entry.
    pub fn new(index: &'a Index<'a>) -> Self {
        Self {
            index,
            guesses: Cell::new(GUESSES),
        }
    }

    /// Whether dossier.yaml can be read; where it cannot, its own mistake is the one to mend.
    pub fn has_config(&self, tree: &SourceTree) -> bool {
        let read = || config::is_readable(tree);
        *self.index.has_config.get_or_init(read)
    }

    /// The entry that `name` means.
    pub fn find(&self, name: &str) -> Found {
        self.index.find(name)
    }

    /// The id, title or alias that looks most like `name`.
    pub fn nearest(&self, name: &str) -> Option<&'a str> {
        let entries = self.index.dossier.entries.iter();
        let names = entries.flat_map(|entry| {
            let names = entry.common().aliases.iter().map(String::as_str);
            std::iter::once(entry.id())
                .chain(std::iter::once(entry.title()))
                .chain(names)
        });
        self.guess(name, names)
    }

    /// The candidate that looks most like `word`, as long as this entry has guesses left.
    pub fn guess<'b>(
        &self,
        word: &str,
        candidates: impl IntoIterator<Item = &'b str>,
    ) -> Option<&'b str> {
        let left = self.guesses.get().checked_sub(1)?;
        self.guesses.set(left);
        nearest(word, candidates)
    }
}

impl<'a> Index<'a> {
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
            folded: OnceLock::new(),
            has_config: OnceLock::new(),
        }
    }

    fn find(&self, name: &str) -> Found {
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
