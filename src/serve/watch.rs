//! Changes on the disk → hints where to look. A hint is never believed: whoever takes it compares content.

use crate::load::{FILES, FOLDERS, is_wanted, relative};
use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind};
use notify::{Config, Event, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// A rebuild starts when nothing has happened for this long …
const QUIET: Duration = Duration::from_millis(5);
/// … or this long after the first hint, if things keep happening.
const CAP: Duration = Duration::from_millis(100);
/// How often a polling watch looks.
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
    events: Receiver<notify::Result<Event>>,
    /// Kept alive for as long as hints are wanted.
    _watcher: Option<Box<dyn Watcher + Send>>,
}

impl Watch {
    /// Begins to watch. Where the system cannot, says so through `notice` and polls.
    pub fn start(root: &Path, polls: bool, notice: &mut impl FnMut(&str)) -> Self {
        let (send, events) = channel();
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let watcher = if polls {
            Self::poll(&root, &send, notice)
        } else {
            Self::native(&root, &send, notice)
        };
        Self {
            root,
            events,
            _watcher: watcher,
        }
    }

    fn native(
        root: &Path,
        send: &Sender<notify::Result<Event>>,
        notice: &mut impl FnMut(&str),
    ) -> Option<Box<dyn Watcher + Send>> {
        let forward = send.clone();
        let made =
            RecommendedWatcher::new(move |event| drop(forward.send(event)), Config::default());
        let watched = made.and_then(|mut watcher| {
            // The root itself is watched for its own files and for folders that come or go.
            watcher.watch(root, RecursiveMode::NonRecursive)?;
            for folder in FOLDERS
                .iter()
                .map(|folder| root.join(folder))
                .filter(|folder| folder.is_dir())
            {
                watcher.watch(&folder, RecursiveMode::Recursive)?;
            }
            Ok(watcher)
        });
        match watched {
            Ok(watcher) => Some(Box::new(watcher)),
            Err(error) => {
                notice(&explain(&error));
                Self::poll(root, send, notice)
            }
        }
    }

    fn poll(
        root: &Path,
        send: &Sender<notify::Result<Event>>,
        notice: &mut impl FnMut(&str),
    ) -> Option<Box<dyn Watcher + Send>> {
        let forward = send.clone();
        let config = Config::default()
            .with_poll_interval(POLL)
            .with_compare_contents(false);
        let made = PollWatcher::new(move |event| drop(forward.send(event)), config);
        let watched = made.and_then(|mut watcher| {
            for name in FOLDERS.iter().chain(&FILES) {
                let path = root.join(name);
                if path.exists() {
                    watcher.watch(&path, RecursiveMode::Recursive)?;
                }
            }
            Ok(watcher)
        });
        match watched {
            Ok(watcher) => Some(Box::new(watcher)),
            Err(error) => {
                notice(&format!(
                    "changes cannot be watched ({error}); restart to see them"
                ));
                None
            }
        }
    }

    /// Waits for hints, and for quiet after them. None after a while without any, so that the caller can
    /// see whether it is over.
    pub fn wait(&self) -> Option<Hints> {
        let first = match self.events.recv_timeout(Duration::from_millis(200)) {
            Ok(event) => event,
            Err(RecvTimeoutError::Timeout) => return None,
            Err(RecvTimeoutError::Disconnected) => {
                // No watcher is left: there is nothing to wait for but the end.
                std::thread::park_timeout(Duration::from_millis(200));
                return None;
            }
        };
        let mut hints = Hints::default();
        let is_final = self.take(first, &mut hints);
        // A file that was closed or moved into place is whole: there is no need to wait for more.
        let mut quiet = if is_final {
            Duration::from_millis(1)
        } else {
            QUIET
        };
        let start = Instant::now();
        while start.elapsed() < CAP {
            match self.events.recv_timeout(quiet) {
                Ok(event) => {
                    self.take(event, &mut hints);
                    quiet = QUIET;
                }
                Err(_) => break,
            }
        }
        (hints.is_everything || !hints.paths.is_empty()).then_some(hints)
    }

    /// Adds what an event hints at; true if the file is known to be whole.
    fn take(&self, event: notify::Result<Event>, hints: &mut Hints) -> bool {
        let Ok(event) = event else {
            hints.is_everything = true;
            return false;
        };
        if event.need_rescan() {
            hints.is_everything = true;
        }
        match event.kind {
            // Our own reading makes events as well; only the closing of a written file counts.
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => {}
            EventKind::Access(_) => return false,
            _ => {}
        }
        for path in &event.paths {
            let name = relative(&self.root, path);
            // A folder of the dossier that comes or goes is not watched itself: read everything again.
            if FOLDERS.contains(&name.as_str())
                && !matches!(event.kind, EventKind::Modify(ModifyKind::Metadata(_)))
            {
                hints.is_everything = true;
            } else if is_wanted(&name) {
                // What is written into a new folder at once may be missed, so the folder is read.
                hints.paths.insert(path.clone());
                if matches!(event.kind, EventKind::Create(CreateKind::Folder))
                    && let Some(parent) = path.parent()
                {
                    hints.paths.insert(parent.to_owned());
                }
            }
        }
        matches!(
            event.kind,
            EventKind::Access(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))
        )
    }
}

fn explain(error: &notify::Error) -> String {
    match error.kind {
        notify::ErrorKind::MaxFilesWatch => "the system watches too many files already, so changes are looked for twice a second instead; \
            to raise the limit: sudo sysctl fs.inotify.max_user_watches=524288"
            .to_owned(),
        _ => format!("the system cannot watch this folder ({error}), so changes are looked for twice a second instead"),
    }
}
