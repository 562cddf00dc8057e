//! Changes on the disk → hints where to look. A hint is never believed: whoever takes it compares content.

use super::poll::Poll;
use crate::load::{FOLDERS, is_wanted, relative};
use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind};
use notify::{Config, ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// A rebuild starts when nothing has happened for this long …
const QUIET: Duration = Duration::from_millis(5);
/// … or for this long, if the one file that changed was closed or moved into place, which makes it whole …
const QUIET_WHEN_WHOLE: Duration = Duration::from_millis(1);
/// … or for this long, if a file was begun and not closed: editors empty a file before they write it …
const QUIET_WHEN_OPEN: Duration = Duration::from_millis(30);
/// … or this long after the first hint, if things keep happening, or a file is empty.
const CAP: Duration = Duration::from_millis(100);
/// While git writes the files of a checkout, a rebuild waits for its end, at most this long.
const GIT_CAP: Duration = Duration::from_secs(2);
/// A lock of git that is older was left behind by a git that was killed, or is held while its user writes
/// a message.
const GIT_LOCK_AGE: Duration = Duration::from_secs(5);
/// How long after git the system may still tell of what it did, on a busy machine.
const AFTER_GIT: Duration = Duration::from_millis(200);
/// How often the caller is asked whether it is over.
const TURN: Duration = Duration::from_millis(200);
/// How often is looked where the system does not tell of changes.
const POLL: Duration = Duration::from_millis(500);

/// Where to look.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Hints {
    pub paths: BTreeSet<PathBuf>,
    /// Whether so much happened that only reading everything helps.
    pub is_everything: bool,
}

/// A watch over the folders of a dossier.
pub struct Watch {
    root: PathBuf,
    means: Means,
    /// The file that git has while it changes files of this folder; none if git does not keep it.
    git_lock: Option<PathBuf>,
}

enum Means {
    Told {
        watcher: RecommendedWatcher,
        events: Receiver<notify::Result<Event>>,
    },
    Polled(Poll),
}

/// What events said, and what has to be done about the watch itself before the hints can be followed.
#[derive(Default)]
struct Gathered {
    hints: Hints,
    /// What came: if it is a folder, nothing in it is told of yet.
    arrived: BTreeSet<PathBuf>,
    /// Files that were written to and not closed since, where the system tells of closing.
    unfinished: BTreeSet<PathBuf>,
    /// Why the system tells of no more changes.
    end: Option<notify::Error>,
}

impl Watch {
    /// Begins to watch. Where the system cannot, says so through `notice` and polls.
    pub fn start(root: &Path, polls: bool, notice: &mut impl FnMut(&str)) -> Self {
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let means = if polls {
            Means::Polled(Poll::new(&root))
        } else {
            told(&root).unwrap_or_else(|error| {
                notice(&explain(&error));
                Means::Polled(Poll::new(&root))
            })
        };
        Self {
            git_lock: git_lock(&root),
            root,
            means,
        }
    }

    /// Waits for hints, and for quiet after them. None after a while without any, so that the caller can
    /// see whether it is over.
    pub fn wait(&mut self, notice: &mut impl FnMut(&str)) -> Option<Hints> {
        let hints = match &mut self.means {
            Means::Polled(poll) => {
                std::thread::sleep(POLL);
                Hints {
                    paths: poll.look(&self.root),
                    is_everything: false,
                }
            }
            Means::Told { watcher, events } => {
                let mut gathered = gather(events, &self.root, self.git_lock.as_deref());
                let end = gathered
                    .end
                    .take()
                    .or_else(|| follow(watcher, &self.root, &gathered).err());
                if let Some(error) = end {
                    notice(&explain(&error));
                    self.means = Means::Polled(Poll::new(&self.root));
                    gathered.hints.is_everything = true;
                }
                gathered.hints
            }
        };
        (hints.is_everything || !hints.paths.is_empty()).then_some(hints)
    }
}

fn told(root: &Path) -> notify::Result<Means> {
    let (send, events) = channel();
    let forward = move |event: notify::Result<Event>| {
        // Our own reading makes events as well; of what was opened, only the closing of a written file counts.
        let is_reading = event.as_ref().is_ok_and(|event| {
            let is_access = matches!(event.kind, EventKind::Access(_));
            is_access && event.kind != EventKind::Access(AccessKind::Close(AccessMode::Write))
        });
        if !is_reading {
            // Nobody listens any more only when the preview ends.
            let _ = send.send(event);
        }
    };
    let mut watcher =
        RecommendedWatcher::new(forward, Config::default().with_follow_symlinks(false))?;
    // The root itself is watched for its own files and for folders that come or go.
    watcher.watch(root, RecursiveMode::NonRecursive)?;
    for folder in FOLDERS {
        watch_folder(&mut watcher, &root.join(folder))?;
    }
    Ok(Means::Told { watcher, events })
}

/// Watches a folder with all in it; one that is not there, or goes away meanwhile, is no error.
fn watch_folder(watcher: &mut RecommendedWatcher, folder: &Path) -> notify::Result<()> {
    let is_folder = |path: &Path| fs::symlink_metadata(path).is_ok_and(|kind| kind.is_dir());
    // While folders come and go, the walk of the watcher can stumble over one that is gone.
    for _ in 0..3 {
        if !is_folder(folder) {
            return Ok(());
        }
        match watcher.watch(folder, RecursiveMode::Recursive) {
            Err(error) if is_gone(&error) => {}
            result => return result,
        }
    }
    Ok(())
}

fn is_gone(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound | ErrorKind::WatchNotFound => true,
        ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

/// Watches the folders that came, before they are read: then no change can fall between the two. The
/// watcher does so by itself, but later than it tells of them.
fn follow(
    watcher: &mut RecommendedWatcher,
    root: &Path,
    gathered: &Gathered,
) -> notify::Result<()> {
    if gathered.hints.is_everything {
        for folder in FOLDERS {
            watch_folder(watcher, &root.join(folder))?;
        }
    } else if cfg!(target_os = "linux") {
        // Elsewhere the system itself watches folders with all in them.
        for path in &gathered.arrived {
            watch_folder(watcher, path)?;
        }
    }
    Ok(())
}

fn gather(
    events: &Receiver<notify::Result<Event>>,
    root: &Path,
    git_lock: Option<&Path>,
) -> Gathered {
    let mut gathered = Gathered::default();
    let first = match events.recv_timeout(TURN) {
        Ok(event) => event,
        Err(RecvTimeoutError::Timeout) => return gathered,
        Err(RecvTimeoutError::Disconnected) => {
            gathered.end = Some(notify::Error::generic("the watch has ended"));
            return gathered;
        }
    };
    let start = Instant::now();
    let mut is_whole = gathered.take(first, root);
    let mut cap = CAP;
    loop {
        let is_alone = gathered.hints.paths.len() <= 1;
        let quiet = if !gathered.unfinished.is_empty() {
            QUIET_WHEN_OPEN
        } else if is_whole && is_alone {
            QUIET_WHEN_WHOLE
        } else {
            QUIET
        };
        match events.recv_timeout(quiet) {
            Ok(event) => {
                is_whole = gathered.take(event, root);
                if start.elapsed() < cap {
                    continue;
                }
            }
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {}
        }
        let elapsed = start.elapsed();
        if elapsed < GIT_CAP && git_lock.is_some_and(is_git_at_work) {
            cap = elapsed + CAP;
        } else if elapsed >= CAP || !gathered.has_empty() {
            break;
        }
    }
    gathered
}

impl Gathered {
    /// Whether a file is empty, which some editors leave it for a moment before they write it.
    fn has_empty(&self) -> bool {
        let is_empty = |path: &PathBuf| {
            fs::symlink_metadata(path).is_ok_and(|file| file.is_file() && file.len() == 0)
        };
        self.hints.paths.iter().take(8).any(is_empty)
    }

    /// Adds what an event hints at; true if the file is known to be whole.
    fn take(&mut self, event: notify::Result<Event>, root: &Path) -> bool {
        let event = match event {
            Ok(event) => event,
            Err(error) => {
                self.hints.is_everything = true;
                if matches!(error.kind, ErrorKind::MaxFilesWatch) {
                    self.end = Some(error);
                }
                return false;
            }
        };
        if event.need_rescan() {
            self.hints.is_everything = true;
        }
        let is_metadata = matches!(event.kind, EventKind::Modify(ModifyKind::Metadata(_)));
        let is_arrival = matches!(
            event.kind,
            EventKind::Create(CreateKind::Folder | CreateKind::Any)
                | EventKind::Modify(ModifyKind::Name(_))
        );
        let is_writing = matches!(
            event.kind,
            EventKind::Create(CreateKind::File) | EventKind::Modify(ModifyKind::Data(_))
        );
        for path in event.paths {
            let name = relative(root, &path);
            if FOLDERS.contains(&name.as_str()) {
                // A folder of the dossier that comes or goes: everything is watched and read again.
                self.hints.is_everything |= !is_metadata;
            } else if is_wanted(&name) {
                if is_writing && cfg!(target_os = "linux") {
                    self.unfinished.insert(path.clone());
                } else {
                    self.unfinished.remove(&path);
                }
                if is_arrival {
                    self.arrived.insert(path.clone());
                }
                self.hints.paths.insert(path);
            }
        }
        matches!(
            event.kind,
            EventKind::Access(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))
        )
    }
}

/// Where git locks the folder that `root` lies in: `index.lock` in its own folder, which a file `.git`
/// names where there are several working folders.
fn git_lock(root: &Path) -> Option<PathBuf> {
    let git = root
        .ancestors()
        .map(|folder| folder.join(".git"))
        .find(|git| git.exists())?;
    if git.is_dir() {
        return Some(git.join("index.lock"));
    }
    let text = fs::read_to_string(&git).ok()?;
    let folder = text.strip_prefix("gitdir:")?.trim();
    Some(git.parent()?.join(folder).join("index.lock"))
}

/// Whether git changes files now, or did a moment ago: what it did last is told of when its lock is gone
/// and has become its index.
fn is_git_at_work(lock: &Path) -> bool {
    is_younger(lock, GIT_LOCK_AGE) || is_younger(&lock.with_file_name("index"), AFTER_GIT)
}

fn is_younger(path: &Path, than: Duration) -> bool {
    fs::metadata(path)
        .and_then(|file| file.modified())
        .is_ok_and(|at| at.elapsed().is_ok_and(|age| age < than))
}

fn explain(error: &notify::Error) -> String {
    const INSTEAD: &str = "so changes are looked for twice a second instead";
    /// No more watchers for this user, [inotify(7)](https://man7.org/linux/man-pages/man7/inotify.7.html).
    const EMFILE: i32 = 24;
    match &error.kind {
        ErrorKind::MaxFilesWatch => format!(
            "the system watches too many files already, {INSTEAD}; to raise the limit: sudo sysctl fs.inotify.max_user_watches=524288"
        ),
        ErrorKind::Io(error)
            if cfg!(target_os = "linux") && error.raw_os_error() == Some(EMFILE) =>
        {
            format!(
                "too many programs watch files already, {INSTEAD}; to raise the limit: sudo sysctl fs.inotify.max_user_instances=512"
            )
        }
        _ => format!("the system cannot watch this folder ({error}), {INSTEAD}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::DataChange;

    #[test]
    fn a_limit_of_the_system_is_said_with_what_raises_it() {
        let limit = explain(&notify::Error::new(ErrorKind::MaxFilesWatch));
        assert!(limit.contains("fs.inotify.max_user_watches"), "{limit}");
        if cfg!(target_os = "linux") {
            let limit = explain(&notify::Error::io(std::io::Error::from_raw_os_error(24)));
            assert!(limit.contains("fs.inotify.max_user_instances"), "{limit}");
        }
        let other = explain(&notify::Error::generic("no"));
        assert!(other.contains("twice a second"), "{other}");
    }

    #[test]
    fn the_lock_of_git_is_found_from_a_folder_inside() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("dossier");
        fs::create_dir_all(&root).unwrap();
        fs::create_dir(folder.path().join(".git")).unwrap();
        let lock = git_lock(&root).unwrap();
        assert_eq!(lock, folder.path().join(".git/index.lock"));
        assert!(!is_git_at_work(&lock));
        fs::write(&lock, "").unwrap();
        assert!(is_git_at_work(&lock));
        let left = fs::File::options().write(true).open(&lock).unwrap();
        left.set_modified(std::time::SystemTime::now() - 2 * GIT_LOCK_AGE)
            .unwrap();
        assert!(!is_git_at_work(&lock), "left behind");
        // Another working folder of the same repository.
        fs::write(root.join(".git"), "gitdir: ../elsewhere\n").unwrap();
        assert_eq!(
            git_lock(&root).unwrap(),
            root.join("../elsewhere/index.lock")
        );
    }

    #[test]
    fn events_become_hints() {
        let root = Path::new("/d");
        let gather = |kind: EventKind, path: &str| {
            let mut gathered = Gathered::default();
            let is_whole = gathered.take(Ok(Event::new(kind).add_path(root.join(path))), root);
            (is_whole, gathered)
        };
        let written = EventKind::Access(AccessKind::Close(AccessMode::Write));
        let (is_whole, gathered) = gather(written, "content/a.md");
        assert!(is_whole && gathered.hints.paths.contains(&root.join("content/a.md")));
        let emptied = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        let (is_whole, mut gathered) = gather(emptied, "content/a.md");
        assert!(!is_whole);
        assert_eq!(
            gathered.unfinished.len(),
            usize::from(cfg!(target_os = "linux"))
        );
        let closed = Event::new(written).add_path(root.join("content/a.md"));
        assert!(gathered.take(Ok(closed), root) && gathered.unfinished.is_empty());
        let (_, gathered) = gather(EventKind::Create(CreateKind::Folder), "content/new");
        assert!(gathered.arrived.contains(&root.join("content/new")));
        let (_, gathered) = gather(EventKind::Create(CreateKind::Folder), "static");
        assert!(gathered.hints.is_everything);
        for ignored in ["README.md", "public/index.html", "content/.a.md.swp"] {
            let (_, gathered) = gather(written, ignored);
            assert_eq!(gathered.hints, Hints::default(), "{ignored}");
        }
        let mut gathered = Gathered::default();
        gathered.take(Err(notify::Error::new(ErrorKind::MaxFilesWatch)), root);
        assert!(gathered.end.is_some() && gathered.hints.is_everything);
    }
}
