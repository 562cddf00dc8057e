//! Words of a writer → the entry that is meant: by id, then by title or alias without case and diacritics.

use crate::config;
use crate::model::document::Document;
use crate::model::dossier::{Dossier, EntryIdx};
use crate::model::source_tree::SourceTree;
use crate::text::{fold, nearest, slug};
use rustc_hash::{FxHashMap, FxHashSet};
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
    /// Made when a name is looked up that is none of an entry.
    absent: OnceLock<Absent>,
    /// Whether dossier.yaml can be read. Asked when a word that is declared there is unknown.
    has_config: OnceLock<bool>,
}

/// What takes no part, by its names.
struct Absent {
    unreadable: FxHashSet<Arc<str>>,
    /// Paths of drafts by id, and by folded title.
    ids: FxHashMap<Arc<str>, Arc<str>>,
    titles: FxHashMap<String, Arc<str>>,
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
            absent: OnceLock::new(),
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
            _ => self.find_absent(name, &folded),
        }
    }

    /// What takes no part and has this name.
    fn find_absent(&self, name: &str, folded: &str) -> Found {
        let absent = self.absent.get_or_init(|| {
            let drafts = self.drafts.iter().map(|draft| (draft, draft.path.clone()));
            Absent {
                unreadable: self.unreadable.iter().cloned().collect(),
                ids: drafts
                    .clone()
                    .map(|(d, path)| (d.id.clone(), path))
                    .collect(),
                titles: drafts
                    .map(|(d, path)| (fold(&d.front.common.title), path))
                    .collect(),
            }
        });
        if absent.unreadable.contains(name) || absent.unreadable.contains(&*slug(name)) {
            return Found::Unreadable;
        }
        let draft = absent.ids.get(name).or_else(|| absent.titles.get(folded));
        draft.map_or(Found::None, |path| Found::Draft(Arc::clone(path)))
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
