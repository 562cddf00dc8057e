//! Files of a dossier as they look from outside → which of them may have changed since the last look. For
//! systems and network folders that tell of no change.

use crate::load::{FILES, FOLDERS, is_ignored};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use walkdir::WalkDir;

/// Clocks of file systems are as coarse as two seconds (FAT). A file that was written within this time may
/// be written again without looking different, so it is looked into each time; git calls such "racy".
const COARSE: Duration = Duration::from_millis(2_500);

/// What the last look saw.
pub struct Poll {
    seen: FxHashMap<PathBuf, Stamp>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    len: u64,
    /// Whether it was written so shortly before the look that a later change could have the same stamp.
    is_fresh: bool,
}

impl Poll {
    /// The first look.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self { seen: see(root) }
    }

    /// Files that came, went, or may be different since the last look.
    pub fn look(&mut self, root: &Path) -> BTreeSet<PathBuf> {
        let now = see(root);
        let gone = self.seen.keys().filter(|path| !now.contains_key(*path));
        let changed = now.iter().filter(|(path, stamp)| {
            let before = self.seen.get(*path);
            before.is_none_or(|before| before != *stamp || before.is_fresh)
        });
        let paths = gone.chain(changed.map(|(path, _)| path)).cloned().collect();
        self.seen = now;
        paths
    }
}

fn see(root: &Path) -> FxHashMap<PathBuf, Stamp> {
    let now = SystemTime::now();
    let mut seen = FxHashMap::default();
    for name in FILES.iter().chain(&FOLDERS) {
        let walk = WalkDir::new(root.join(name))
            .follow_root_links(false)
            .into_iter();
        let files = walk
            .filter_entry(|entry| !is_ignored(&entry.file_name().to_string_lossy()))
            .filter_map(Result::ok)
            .filter(|entry| !entry.file_type().is_dir());
        for entry in files {
            let Ok(metadata) = entry.metadata() else {
                continue;
            };
            let modified = metadata.modified().ok();
            // The clock of another machine may be ahead of ours.
            let is_fresh = modified.is_none_or(|at| {
                let age = now
                    .duration_since(at)
                    .unwrap_or_else(|ahead| ahead.duration());
                age < COARSE
            });
            let len = metadata.len();
            let stamp = Stamp {
                modified,
                len,
                is_fresh,
            };
            seen.insert(entry.into_path(), stamp);
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn what_came_went_or_may_be_different() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let a = root.join("content/a.md");
        fs::create_dir(root.join("content")).unwrap();
        fs::write(&a, "1").unwrap();
        let old = SystemTime::now() - Duration::from_secs(60);
        let age = |path: &Path, at| {
            let file = fs::File::options().write(true).open(path).unwrap();
            file.set_modified(at).unwrap();
        };
        age(&a, old);
        let mut poll = Poll::new(root);
        let only = |path: &Path| BTreeSet::from([path.to_owned()]);
        assert_eq!(poll.look(root), BTreeSet::new());
        // Another text of the same length, written a moment ago, and a second one at the same instant.
        fs::write(&a, "2").unwrap();
        let now = SystemTime::now();
        age(&a, now);
        assert_eq!(poll.look(root), only(&a));
        fs::write(&a, "3").unwrap();
        age(&a, now);
        assert_eq!(poll.look(root), only(&a));
        age(&a, old);
        assert_eq!(poll.look(root), only(&a));
        assert_eq!(poll.look(root), BTreeSet::new());
        // A folder that was not there before, with a file in it.
        let b = root.join("static/b/c.txt");
        fs::create_dir_all(b.parent().unwrap()).unwrap();
        fs::write(&b, "").unwrap();
        fs::write(root.join("static/.c.txt.swp"), "").unwrap();
        age(&b, old);
        assert_eq!(poll.look(root), only(&b));
        fs::remove_file(&b).unwrap();
        assert_eq!(poll.look(root), only(&b));
    }
}
