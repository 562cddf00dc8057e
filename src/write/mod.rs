//! Artifacts → a folder: only what differs is written, each file whole or not at all.
//!
//! While pages are rendered, [`Writer::put`] compares each with what stands in the folder and writes
//! only those that differ, into a folder of its own beside the site (`.dossier/staged`). Nothing that
//! a reader sees changes before [`Writer::finish`], which moves it all into place: new files first, then
//! those that replace others, then it removes what the last build wrote and this one did not. A folder
//! that is new as a whole is moved as a whole, so that a first build costs no more than creating its
//! files. Without `finish` the folder stays as it was, whatever happened in between; that is what a
//! build with errors needs, and it keeps no page in memory for it.
//!
//! The manifest (`.dossier/manifest`) lists what was written. Nothing else is ever replaced or removed.
//! A build killed while it moves files leaves whole files, old or new, and a journal by which the next
//! build knows the new ones for its own and completes the work.
//!
//! The writer knows nothing of dossiers: paths and bytes come in, from any number of threads.

mod commit;
mod disk;
pub mod manifest;
pub mod path;
pub mod problem;
#[cfg(test)]
mod tests;

use crate::fingerprint::Fingerprint;
use crate::model::artifact::Artifact;
use disk::Disk;
use manifest::{Entry, Manifest};
use path::OWN;
use problem::Problem;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::fs::{File, Metadata};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

const MANIFEST: &str = ".dossier/manifest";
const JOURNAL: &str = ".dossier/journal";
const LOCK: &str = ".dossier/lock";
const STAGED: &str = ".dossier/staged";
/// Where the manifest and the journal are written before they take their names.
const DRAFT: &str = ".dossier/draft";

/// What became of one artifact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It will be in the folder after [`Writer::finish`].
    Written,
    /// The folder has it already.
    Unchanged,
    /// It cannot be written; [`Writer::finish`] says why.
    Refused,
}

/// What a build did to the folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files that are new or differ.
    pub written: usize,
    /// Files that were right already.
    pub unchanged: usize,
    /// Files of earlier builds that this one did not have.
    pub removed: usize,
    /// What else is in the folder, and was left alone; folders end in a slash.
    pub kept: Vec<String>,
}

/// Writes one build into a folder.
#[derive(Debug)]
pub struct Writer {
    disk: Disk,
    /// Held until the writer goes, so that two builds do not mix.
    _lock: File,
    /// What earlier builds left, whole or killed.
    owned: Manifest,
    /// When the manifest was written. A file that has not changed since is what the manifest says.
    trusted_at: Option<Changed>,
    /// Whether the manifest on the disk does not say all that is owned, or is not there.
    is_outdated: bool,
    /// Whether a killed build left a journal.
    has_journal: bool,
    /// What of the folder itself and [`OWN`] this writer made, and takes away again if nothing comes of
    /// the build.
    made: Made,
    /// Owned paths by [`path::key`]; only made when a file is in the way.
    by_key: OnceLock<FxHashMap<Box<str>, Box<str>>>,
    folders: RwLock<FxHashMap<Box<str>, Arc<Folder>>>,
    state: Mutex<State>,
    made_from: OnceLock<Fingerprint>,
    is_finished: bool,
}

#[cfg(unix)]
type Changed = (i64, i64);
#[cfg(not(unix))]
type Changed = std::time::SystemTime;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Made {
    Nothing,
    Own,
    OwnAndRoot,
}

/// What `put` has gathered for `finish`.
#[derive(Debug, Default)]
struct State {
    files: FxHashMap<Arc<str>, Put>,
    refused: Vec<Arc<str>>,
    problems: Vec<Problem>,
    /// Whether a file had to be read because it changed after the manifest was written.
    has_read: bool,
}

#[derive(Debug, Clone, Copy)]
struct Put {
    entry: Entry,
    staged: Option<Staged>,
}

impl Put {
    /// A file that stands in the folder already.
    fn unchanged(entry: Entry) -> Self {
        Self {
            entry,
            staged: None,
        }
    }
}

/// What moving a staged file into place will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Staged {
    New,
    Replacing,
    /// A file or folder of an earlier build has to go first.
    Blocked,
}

/// What stands where a folder of the site belongs.
#[derive(Debug)]
struct Folder {
    target: Target,
    /// Whether its twin in [`STAGED`] was made.
    is_staged: AtomicBool,
}

#[derive(Debug)]
enum Target {
    Folder,
    Nothing,
    /// A file of an earlier build, at this path.
    OwnFile,
    /// Something of somebody else, at this path.
    Foreign(Box<str>, &'static str),
}

impl Writer {
    /// Makes ready to write into `folder`, which is created if it is not there. The site in it is not
    /// touched before [`Writer::finish`].
    ///
    /// # Errors
    /// If another build is writing into the folder, if it cannot be written to, or if something that is
    /// not ours stands where the writer keeps its manifest.
    pub fn open(folder: &Path) -> Result<Self, Problem> {
        Self::open_disk(Disk::new(folder))
    }

    fn open_disk(disk: Disk) -> Result<Self, Problem> {
        let has_root = look(&disk, "")?.is_some();
        let name = disk.at("").display().to_string();
        disk.create_folder("")
            .map_err(Problem::system("create the folder", &name))?;
        let made = match look(&disk, OWN)? {
            Some(metadata) if metadata.is_dir() => Made::Nothing,
            Some(metadata) => return Err(foreign(OWN, &metadata, OWN)),
            None => {
                disk.create_folder(OWN)
                    .map_err(Problem::system("create the folder", OWN))?;
                if has_root {
                    Made::Own
                } else {
                    Made::OwnAndRoot
                }
            }
        };
        for path in [LOCK, MANIFEST, JOURNAL, DRAFT] {
            // A link here would be written through.
            if let Some(metadata) = look(&disk, path)?.filter(|m| !m.is_file()) {
                return Err(foreign(path, &metadata, path));
            }
        }
        let lock = disk
            .lock(LOCK)
            .map_err(Problem::system("open", LOCK))?
            .ok_or(Problem::Busy)?;
        disk.remove_tree(STAGED)
            .map_err(Problem::system("empty", STAGED))?;
        disk.remove_file(DRAFT)
            .map_err(Problem::system("remove", DRAFT))?;

        let last = look(&disk, MANIFEST)?;
        let mut owned = read_manifest(&disk, MANIFEST)?;
        let journal = read_manifest(&disk, JOURNAL)?;
        let has_journal = journal.is_whole;
        let trusted_at = last
            .as_ref()
            .and_then(disk::changed)
            .filter(|_| owned.is_whole && !has_journal);
        let is_outdated = !owned.is_whole || has_journal;
        if !owned.is_whole {
            owned = Manifest {
                files: proven(&disk, owned.files),
                ..owned
            };
        }
        if has_journal {
            // What a killed build had in hand. A file is ours if it is, to the byte, what was to be moved
            // there; a file that somebody put there since is not.
            let mut unknown = journal.files;
            unknown.retain(|path, _| !owned.files.contains_key(path));
            owned.files.extend(proven(&disk, unknown));
            owned.folders.extend(journal.folders);
        }
        Ok(Self {
            disk,
            _lock: lock,
            owned,
            trusted_at,
            is_outdated,
            has_journal,
            made,
            by_key: OnceLock::new(),
            folders: RwLock::default(),
            state: Mutex::default(),
            made_from: OnceLock::new(),
            is_finished: false,
        })
    }

    /// Takes one file of the site. Can be called from many threads at once, once per path.
    ///
    /// What goes wrong is kept for [`Writer::finish`], so that one run tells all of it.
    pub fn put(&self, artifact: &Artifact<'_>) -> Outcome {
        self.put_made_from(artifact, None)
    }

    /// Takes one file of the site, with the fingerprint of what it was made from if that is known: by it the
    /// next build may [`keep`](Self::keep) it unmade.
    pub fn put_made_from(
        &self,
        artifact: &Artifact<'_>,
        made_from: Option<Fingerprint>,
    ) -> Outcome {
        let result = self.stage(&artifact.path, &artifact.bytes);
        let result = result.map(|(put, has_read)| {
            let entry = Entry {
                made_from,
                ..put.entry
            };
            (Put { entry, ..put }, has_read)
        });
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match result {
            Ok((put, has_read)) => {
                state.has_read |= has_read;
                if state
                    .files
                    .insert(Arc::clone(&artifact.path), put)
                    .is_some()
                {
                    state.problems.push(twice(&artifact.path));
                    return Outcome::Refused;
                }
                if put.staged.is_some() {
                    Outcome::Written
                } else {
                    Outcome::Unchanged
                }
            }
            Err(problem) => {
                state.refused.push(Arc::clone(&artifact.path));
                state.problems.push(problem);
                Outcome::Refused
            }
        }
    }

    /// Keeps the file at `path` as it is, if an earlier build made it from just this and nobody has changed
    /// it since. False if it has to be made.
    pub fn keep(&self, path: &Arc<str>, made_from: Fingerprint) -> bool {
        let known = self.owned.files.get(&**path);
        let Some(entry) = known.filter(|known| known.made_from == Some(made_from)) else {
            return false;
        };
        if !self.is_as_left(path, *entry) {
            return false;
        }
        let put = Put::unchanged(*entry);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        // A path that was put before has to be reported as such.
        match state.files.contains_key(path) {
            true => false,
            false => state.files.insert(Arc::clone(path), put).is_none(),
        }
    }

    /// Tells what the whole site is made from, and keeps all of it as it is if an earlier build made it from
    /// just this and nobody has changed any of its files since. False if it has to be made.
    pub fn keep_all(&self, made_from: Fingerprint) -> bool {
        let made_from = *self.made_from.get_or_init(|| made_from);
        let is_current = self.owned.made_from == Some(made_from)
            && self
                .owned
                .files
                .par_iter()
                .all(|(path, entry)| self.is_as_left(path, *entry));
        if is_current {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            state.files = self
                .owned
                .files
                .iter()
                .map(|(path, entry)| (Arc::from(&**path), Put::unchanged(*entry)))
                .collect();
        }
        is_current
    }

    fn made_from(&self) -> Option<Fingerprint> {
        self.made_from.get().copied()
    }

    /// Whether a file of an earlier build is there as that build left it. It is read only if its time does not
    /// tell: it was copied here with the manifest, or moved here in the same tick of the clock.
    fn is_as_left(&self, path: &str, entry: Entry) -> bool {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let is_in_folder = self
            .folder(folder)
            .is_ok_and(|folder| matches!(folder.target, Target::Folder));
        let Some(metadata) = self.disk.look(path).ok().flatten().filter(|_| is_in_folder) else {
            return false;
        };
        if self.is_trusted(&metadata) {
            return metadata.is_file() && metadata.len() == entry.size;
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.has_read = true;
        drop(state);
        is_proven(&self.disk, path, &metadata, entry)
    }

    /// Moves everything into place, removes what earlier builds wrote and this one did not, and writes
    /// the manifest.
    ///
    /// # Errors
    /// If any artifact was refused, or two would be one file somewhere: then the folder stays as it was.
    /// If the system refuses in the middle: then every file is whole, old or new, and the next build
    /// completes it.
    pub fn finish(mut self) -> Result<Summary, Vec<Problem>> {
        let state = std::mem::take(&mut *self.state.lock().unwrap_or_else(PoisonError::into_inner));
        // On a refusal the drop of the writer leaves the folder as it was.
        let site = self.site(state)?;
        // From here on what is done stays done, and the journal is what the next build goes by.
        self.is_finished = true;
        let summary = self.commit(&site).map_err(|problem| vec![problem])?;
        self.disk
            .remove_tree(STAGED)
            .map_err(|error| vec![Problem::system("remove", STAGED)(error)])?;
        Ok(summary)
    }

    /// Gives the build up: the folder stays as it was. Dropping the writer does the same.
    pub fn abandon(self) {}

    /// Compares one file with the folder and writes it beside the site if it differs. True with it if
    /// the old file had to be read for that.
    fn stage(&self, path: &str, bytes: &[u8]) -> Result<(Put, bool), Problem> {
        if let Some(why) = path::fault(path) {
            return Err(Problem::Path {
                path: path.to_owned(),
                why,
            });
        }
        let size = bytes.len() as u64;
        let entry = Entry {
            fingerprint: Fingerprint::of_bytes(bytes),
            size,
            is_made: true,
            made_from: None,
        };
        let folder = self.folder(path.rsplit_once('/').map_or("", |(folder, _)| folder))?;
        let mut has_read = false;
        let staged = match &folder.target {
            Target::Nothing => Staged::New,
            Target::OwnFile => Staged::Blocked,
            Target::Foreign(at, found) => {
                return Err(Problem::Foreign {
                    path: at.to_string(),
                    found,
                    wanted: path.to_owned(),
                });
            }
            Target::Folder => match look(&self.disk, path)? {
                None => Staged::New,
                Some(old) => {
                    let known = self.known(path);
                    let equal = self.is_equal(path, &old, bytes, entry, known, &mut has_read)?;
                    match known {
                        Some(known) if equal => {
                            let entry = Entry {
                                is_made: known.is_made,
                                ..entry
                            };
                            return Ok((Put::unchanged(entry), has_read));
                        }
                        // Not ours, but what we would write: another build's output without its manifest.
                        None if equal => {
                            let entry = Entry {
                                is_made: false,
                                ..entry
                            };
                            return Ok((Put::unchanged(entry), has_read));
                        }
                        // A link at a path of ours is replaced as a link; where it leads is not touched.
                        Some(_) if old.is_file() || old.is_symlink() => Staged::Replacing,
                        _ if old.is_dir() => Staged::Blocked,
                        _ => return Err(foreign(path, &old, path)),
                    }
                }
            },
        };
        self.create(path, &folder, bytes)?;
        Ok((
            Put {
                entry,
                staged: Some(staged),
            },
            has_read,
        ))
    }

    /// Whether the file at `path` has exactly `bytes`; reads it only if the manifest cannot tell.
    fn is_equal(
        &self,
        path: &str,
        old: &Metadata,
        bytes: &[u8],
        entry: Entry,
        known: Option<Entry>,
        has_read: &mut bool,
    ) -> Result<bool, Problem> {
        if !old.is_file() || old.len() != entry.size {
            return Ok(false);
        }
        if let Some(known) = known.filter(|known| known.size == old.len() && self.is_trusted(old)) {
            return Ok(known.fingerprint == entry.fingerprint);
        }
        *has_read = true;
        let read = self
            .disk
            .read(path)
            .map_err(Problem::system("read", path))?;
        Ok(read == bytes)
    }

    /// Whether a file has not changed since the manifest was written.
    fn is_trusted(&self, file: &Metadata) -> bool {
        self.trusted_at
            .is_some_and(|at| disk::changed(file).is_some_and(|t| t < at))
    }

    /// What is known of the file at `path`, also if it was written under a name in another case and the
    /// disk takes the two for one.
    fn known(&self, path: &str) -> Option<Entry> {
        if let Some(entry) = self.owned.files.get(path) {
            return Some(*entry);
        }
        let by_key = self.by_key.get_or_init(|| {
            self.owned
                .files
                .keys()
                .map(|path| (Box::from(&*path::key(path)), path.clone()))
                .collect()
        });
        let other = by_key.get(&*path::key(path))?;
        let (a, b) = (self.disk.look(path).ok()??, self.disk.look(other).ok()??);
        disk::is_same(&a, &b).then(|| self.owned.files.get(other).copied())?
    }

    /// Writes a file into the twin of the site.
    fn create(&self, path: &str, folder: &Folder, bytes: &[u8]) -> Result<(), Problem> {
        let staged = format!("{STAGED}/{path}");
        if !folder.is_staged.load(Ordering::Acquire) {
            let parent = staged.rsplit_once('/').map_or(STAGED, |(parent, _)| parent);
            self.disk
                .create_folder(parent)
                .map_err(Problem::system("create the folder", parent))?;
            folder.is_staged.store(true, Ordering::Release);
        }
        let created = self.disk.create(&staged, bytes);
        created.map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => twice(path),
            _ => Problem::system("write", path)(error),
        })
    }

    /// What stands at the folder `path` of the site, looked up once. No link is ever followed.
    fn folder(&self, path: &str) -> Result<Arc<Folder>, Problem> {
        if let Some(folder) = self
            .folders
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(path)
        {
            return Ok(Arc::clone(folder));
        }
        let folder = Arc::new(Folder {
            target: self.target(path)?,
            is_staged: AtomicBool::new(false),
        });
        let mut folders = self.folders.write().unwrap_or_else(PoisonError::into_inner);
        Ok(Arc::clone(folders.entry(path.into()).or_insert(folder)))
    }

    fn target(&self, path: &str) -> Result<Target, Problem> {
        let ends = path
            .match_indices('/')
            .map(|(end, _)| end)
            .chain([path.len()]);
        for at in ends
            .filter_map(|end| path.get(..end))
            .filter(|at| !at.is_empty())
        {
            match look(&self.disk, at)? {
                None => return Ok(Target::Nothing),
                Some(metadata) if metadata.is_dir() => {}
                Some(metadata) if metadata.is_file() && self.owned.files.contains_key(at) => {
                    return Ok(Target::OwnFile);
                }
                Some(metadata) => return Ok(Target::Foreign(at.into(), noun(&metadata))),
            }
        }
        Ok(Target::Folder)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        if self.is_finished {
            return;
        }
        // What cannot be removed now, the next build removes.
        let _ = self.disk.remove_tree(STAGED);
        if self.made != Made::Nothing {
            let _ = self.disk.remove_tree(OWN);
        }
        if self.made == Made::OwnAndRoot {
            let _ = self.disk.remove_folder("");
        }
    }
}

/// A manifest, empty if it is not there.
fn read_manifest(disk: &Disk, path: &'static str) -> Result<Manifest, Problem> {
    match disk.read(path) {
        Ok(bytes) => Ok(Manifest::parse(&bytes)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Manifest::default()),
        Err(error) => Err(Problem::system("read", path)(error)),
    }
}

/// Those of `files` that stand in the folder to the byte.
fn proven(disk: &Disk, files: BTreeMap<Box<str>, Entry>) -> BTreeMap<Box<str>, Entry> {
    let is_there = |path: &str, entry: &Entry| {
        let found = disk.look(path).ok().flatten();
        found.is_some_and(|found| is_proven(disk, path, &found, *entry))
    };
    files
        .into_iter()
        .filter(|(path, entry)| is_there(path, entry))
        .collect()
}

/// Whether what stands at `path` is a file with the very bytes of `entry`.
fn is_proven(disk: &Disk, path: &str, found: &Metadata, entry: Entry) -> bool {
    let has_bytes = |bytes: Vec<u8>| Fingerprint::of_bytes(&bytes) == entry.fingerprint;
    found.is_file() && found.len() == entry.size && disk.read(path).is_ok_and(has_bytes)
}

fn look(disk: &Disk, path: &str) -> Result<Option<Metadata>, Problem> {
    disk.look(path).map_err(Problem::system("look at", path))
}

fn foreign(path: &str, found: &Metadata, wanted: &str) -> Problem {
    Problem::Foreign {
        path: path.to_owned(),
        found: noun(found),
        wanted: wanted.to_owned(),
    }
}

fn noun(metadata: &Metadata) -> &'static str {
    if metadata.is_dir() {
        "the folder"
    } else if metadata.is_symlink() {
        "the link"
    } else {
        "the file"
    }
}

fn twice(path: &str) -> Problem {
    let (first, second) = (path.to_owned(), path.to_owned());
    Problem::Collision(path::Collision {
        first,
        second,
        why: path::Clash::Same,
    })
}
