//! Words of a writer → the entry that is meant: by id, then by title or alias without case and diacritics.

use crate::config;
use crate::model::document::Document;
use crate::model::dossier::{Dossier, EntryIdx};
use crate::model::kind::Kind;
use crate::model::source_tree::SourceTree;
use crate::text::{fold, is_id, nearest, nearest_folded, slug};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::{Cell, RefCell};
use std::sync::{Arc, OnceLock};

/// Guesses at what was meant that one entry gets: nobody reads a hundred.
const GUESSES: u32 = 64;
/// Names that are looked at for all guesses of a run, besides those of the first. Each guess looks at all entries, so
/// a dossier full of unknown names would take as long as their number times that of the entries.
const LOOKS: usize = 2_000_000;

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
    /// Ids, titles and aliases, each with what is compared. Made for the first guess.
    shown: OnceLock<Vec<(String, String)>>,
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

/// Guesses at what was meant, shared by the entries of a run, which ask one after the other: so that the same of them
/// go without where there are too many.
pub struct Guesses {
    looks: Cell<usize>,
    /// What was guessed for names of entries, as a place in [`Index::shown`].
    known: RefCell<FxHashMap<String, Option<usize>>>,
}

impl Default for Guesses {
    fn default() -> Self {
        Self {
            looks: Cell::new(LOOKS),
            known: RefCell::default(),
        }
    }
}

/// Finds entries by name, for one entry that links to them.
pub struct Names<'a> {
    index: &'a Index<'a>,
    /// None where it is only counted how often something would be guessed.
    guesses: Option<&'a Guesses>,
    n_guessed: Cell<u32>,
}

impl<'a> Names<'a> {
    /// Names for one entry.
    pub fn new(index: &'a Index<'a>, guesses: Option<&'a Guesses>) -> Self {
        Self {
            index,
            guesses,
            n_guessed: Cell::new(0),
        }
    }

    /// Whether anything was to be guessed.
    pub fn has_guessed(&self) -> bool {
        self.n_guessed.get() > 0
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
        let guesses = self.guesses_left()?;
        let shown = self.index.shown();
        let guess = || {
            let found = guesses.look(|looked| {
                looked.set(shown.len());
                nearest_folded(
                    name,
                    shown.iter().map(|(name, folded)| (name.as_str(), folded)),
                )
            })?;
            shown.iter().position(|(name, _)| name == found)
        };
        let mut known = guesses.known.borrow_mut();
        let found = known.entry(name.to_owned()).or_insert_with(guess);
        found.map(|at| shown[at].0.as_str())
    }

    /// The candidate that looks most like `word`, as long as there are guesses left.
    pub fn guess<'b>(
        &self,
        word: &str,
        candidates: impl IntoIterator<Item = &'b str>,
    ) -> Option<&'b str> {
        self.guesses_left()?.look(|looked| {
            let candidates = candidates.into_iter();
            nearest(word, candidates.inspect(|_| looked.set(looked.get() + 1)))
        })
    }

    /// The guesses of the run, if this entry may have another.
    fn guesses_left(&self) -> Option<&'a Guesses> {
        self.n_guessed.set(self.n_guessed.get() + 1);
        self.guesses.filter(|_| self.n_guessed.get() <= GUESSES)
    }
}

impl Guesses {
    /// Guesses, as long as there are looks left; `guess` tells how many it took.
    fn look<T>(&self, guess: impl FnOnce(&Cell<usize>) -> Option<T>) -> Option<T> {
        let left = self.looks.get();
        let looked = Cell::new(0);
        let found = if left > 0 { guess(&looked) } else { None };
        self.looks.set(left.saturating_sub(looked.get()));
        found
    }
}

/// How an entry is created that a writer names by its id or title.
pub fn create(kind: Kind, name: &str) -> String {
    let kind = kind.word();
    if is_id(name) {
        format!("create it: dossier new {kind} --id {name} \"Its title\"")
    } else {
        format!("create it: dossier new {kind} \"{name}\"")
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
            shown: OnceLock::new(),
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
                unreadable: self
                    .unreadable
                    .iter()
                    .flat_map(|id| [Arc::clone(id), slug(id).into()])
                    .collect(),
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

    fn shown(&self) -> &[(String, String)] {
        self.shown.get_or_init(|| {
            let names = self.dossier.entries.iter().flat_map(|entry| {
                let aliases = entry.common().aliases.iter().map(String::as_str);
                [entry.id(), entry.title()].into_iter().chain(aliases)
            });
            names.map(|name| (name.to_owned(), fold(name))).collect()
        })
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
