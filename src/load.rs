//! A folder → [`SourceTree`]: the files that a build reads, and nothing else of the disk.

use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::model::evidence;
use crate::model::source_tree::{SourceFile, SourceTree};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};
use unicode_normalization::UnicodeNormalization;
use walkdir::WalkDir;

/// Folders of a dossier, from its root.
pub const FOLDERS: [&str; 4] = ["content", "templates", "themes", "static"];
/// Files at the root of a dossier.
pub const FILES: [&str; 2] = [crate::config::FILE, evidence::FILE];

/// What lies where a dossier is read and cannot be: its path on the disk → the finding that says so.
pub type Unread = BTreeMap<PathBuf, Diagnostic>;

/// Reads a dossier. Symbolic links are not followed, so that no file from outside can get into the site.
///
/// # Errors
/// If the root cannot be read at all. Single files that cannot be read are findings.
pub fn load(root: &Path) -> io::Result<(SourceTree, Diagnostics)> {
    let (tree, unread) = read(root)?;
    Ok((tree, Diagnostics(unread.into_values().collect())))
}

/// Reads a dossier so that it can be read again in parts, see [`refresh`].
///
/// # Errors
/// If the root cannot be read at all.
pub fn read(root: &Path) -> io::Result<(SourceTree, Unread)> {
    fs::read_dir(root)?;
    let mut unread = Unread::new();
    let mut paths = Vec::new();
    for top in FILES.iter().chain(&FOLDERS) {
        paths.extend(list(root, &root.join(top), &mut unread));
    }
    let tree = contents(root, &paths, &mut unread).into_iter().collect();
    Ok((tree, unread))
}

/// Reads again what may have changed at `paths`, files or folders; true if anything is different now: what was
/// read, or what cannot be. Afterwards both are as [`read`] would find them.
///
/// Only content counts: a file that was saved as it was is no change. What is not there any more is
/// taken out, with everything under it.
pub fn refresh(
    root: &Path,
    tree: &mut SourceTree,
    unread: &mut Unread,
    paths: &BTreeSet<PathBuf>,
) -> bool {
    let mut has_changed = false;
    let paths: BTreeSet<PathBuf> = paths.iter().map(|path| reached(root, path)).collect();
    for path in &paths {
        let name = relative(root, path);
        if !is_wanted(&name) {
            continue;
        }
        let mut now = Unread::new();
        let listed = list(root, path, &mut now);
        let files = contents(root, &listed, &mut now);
        let before: Vec<PathBuf> = unread
            .range(path.clone()..)
            .map(|(at, _)| at.clone())
            .take_while(|at| at.starts_with(path))
            .collect();
        let before: Unread = before
            .iter()
            .filter_map(|at| unread.remove_entry(at))
            .collect();
        has_changed |= before != now;
        unread.extend(now);
        // With U+FFFD for what is not UTF-8, the name could be that of another file.
        if !is_utf8(root, path) {
            continue;
        }
        let names: BTreeSet<&str> = files.iter().map(|file| &*file.path).collect();
        let known = tree.get(&name).into_iter().chain(tree.under(&name));
        let gone: Vec<Arc<str>> = known
            .map(|file| Arc::clone(&file.path))
            .filter(|path| !names.contains(&**path))
            .collect();
        for path in gone {
            has_changed |= tree.remove(&path);
        }
        for file in files {
            let known = tree.get(&file.path);
            if known.is_none_or(|known| known.fingerprint != file.fingerprint) {
                tree.insert(file);
                has_changed = true;
            }
        }
    }
    has_changed
}

/// The outermost symbolic link on the way to a path, beyond which nothing is read; the path itself if there is none.
fn reached(root: &Path, path: &Path) -> PathBuf {
    let above: Vec<&Path> = path
        .ancestors()
        .take_while(|above| *above != root)
        .filter(|above| above.starts_with(root))
        .collect();
    let is_link = |path: &&&Path| {
        fs::symlink_metadata(path).is_ok_and(|metadata| metadata.file_type().is_symlink())
    };
    let link = above.iter().rev().find(is_link);
    link.map_or_else(|| path.to_owned(), |link| (*link).to_owned())
}

/// The files at `top`, one file or a folder with all in it; what can be none of a dossier goes into `unread`.
fn list(root: &Path, top: &Path, unread: &mut Unread) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    let mut leave = |path: &Path, finding: Diagnostic| {
        unread.insert(path.to_owned(), finding);
    };
    let is_file = FILES.contains(&&*relative(root, top));
    let walk = WalkDir::new(top)
        .max_depth(if is_file { 0 } else { usize::MAX })
        .follow_root_links(false)
        .sort_by_file_name()
        .into_iter();
    let is_read = |entry: &walkdir::DirEntry| {
        entry.depth() == 0 || !is_ignored(&entry.file_name().to_string_lossy())
    };
    for entry in walk.filter_entry(is_read) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(top).to_owned();
                if let Some(error) = error.into_io_error()
                    && error.kind() != io::ErrorKind::NotFound
                {
                    let message = format!("the folder cannot be read: {error}");
                    leave(&path, unreadable(root, &path, message));
                }
                continue;
            }
        };
        let path = entry.path();
        if entry.file_type().is_symlink() {
            let location = Location::file(&relative(root, path).into());
            let message = "symbolic links are not followed";
            let finding = Diagnostic::warning("symbolic-link", location, message)
                .help("copy the file here, so that it travels with the dossier");
            leave(path, finding);
        } else if entry.file_type().is_file() && !is_utf8(root, path) {
            let is_folder = entry.file_name().to_str().is_some();
            let what = if is_folder { "a folder" } else { "the name" };
            let message = format!("{what} of this file is not UTF-8, so it can be no address");
            let finding = unreadable(root, path, message).help("rename it with plain letters");
            leave(path, finding);
        } else if entry.file_type().is_file() {
            paths.push(entry.into_path());
        }
    }
    paths
}

/// Reads files; those that cannot be read go into `unread`.
fn contents(root: &Path, paths: &[PathBuf], unread: &mut Unread) -> Vec<SourceFile> {
    let read = |path: &PathBuf| {
        let file = fs::read(path).map(|bytes| SourceFile::new(&relative(root, path), bytes));
        file.map_err(|error| (path.clone(), error))
    };
    let files: Vec<Result<SourceFile, (PathBuf, io::Error)>> = paths.par_iter().map(read).collect();
    let files = files.into_iter().filter_map(|file| {
        match file {
            Ok(file) => return Some(file),
            // It went away between listing and reading, as editors' temporary files do.
            Err((_, error)) if error.kind() == io::ErrorKind::NotFound => {}
            Err((path, error)) => {
                let message = format!("the file cannot be read: {error}");
                let finding = unreadable(root, &path, message);
                unread.insert(path, finding);
            }
        }
        None
    });
    files.collect()
}

fn unreadable(root: &Path, path: &Path, message: String) -> Diagnostic {
    let location = Location::file(&relative(root, path).into());
    Diagnostic::error("unreadable-file", location, message)
}

/// Whether a path from the root is UTF-8.
fn is_utf8(root: &Path, path: &Path) -> bool {
    path.strip_prefix(root).unwrap_or(path).to_str().is_some()
}

/// Whether a path from the root is one that a dossier reads.
#[must_use]
pub fn is_wanted(path: &str) -> bool {
    let is_in_folder = FOLDERS.iter().any(|folder| {
        path.strip_prefix(folder)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    FILES.contains(&path) || (is_in_folder && !path.split('/').any(is_ignored))
}

/// Names that editors give to what they write beside a file and take away again: vim, Helix, `sed -i` of
/// some systems, those of JetBrains.
const LEFT_BEHIND: [&str; 6] = ["~", ".swp", ".tmp", ".bck", "___jb_tmp___", "___jb_old___"];

/// Whether a file or folder is none of the dossier's: hidden ones, and what editors leave behind. The one
/// hidden folder that readers of a site ask for is read ([RFC 8615](https://www.rfc-editor.org/rfc/rfc8615)).
#[must_use]
pub fn is_ignored(name: &str) -> bool {
    (name.starts_with('.') && name != ".well-known")
        || name.starts_with('#')
        || LEFT_BEHIND.iter().any(|end| name.ends_with(end))
        // With this name vim tries whether it may write into a folder.
        || name == "4913"
        || name == "node_modules"
}

/// Path from the root with forward slashes, in Unicode form NFC, which is how writers type names.
#[must_use]
pub fn relative(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path).to_string_lossy();
    let path = if cfg!(windows) {
        path.replace('\\', "/")
    } else {
        path.into_owned()
    };
    if path.is_ascii() {
        path
    } else {
        path.nfc().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_dossier_reads_and_what_not() {
        for path in [
            "dossier.yaml",
            "content/a.md",
            "static/.well-known/security.txt",
        ] {
            assert!(is_wanted(path), "{path}");
        }
        for path in [
            "README.md",
            "contents/a.md",
            "content/.a.md.swp",
            "static/.git/config",
            "static/.well-known/.x",
            "static/a~",
            "content/4913",
            "content/actors/a.mdx8Zk2Q.bck",
            "content/a.md.tmp",
            "content/a.md___jb_tmp___",
        ] {
            assert!(!is_wanted(path), "{path}");
        }
    }

    /// What is read in parts is what is read at once, the findings with it.
    #[cfg(target_os = "linux")]
    #[test]
    fn after_each_change_the_rest_is_as_if_read_anew() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let raw = |path: &str| -> PathBuf {
            let bytes: Vec<u8> = path
                .bytes()
                .map(|b| if b == b'?' { 0xff } else { b })
                .collect();
            root.join(OsStr::from_bytes(&bytes))
        };
        let write = |path: &str| {
            fs::create_dir_all(raw(path).parent().unwrap()).unwrap();
            fs::write(raw(path), path).unwrap();
        };
        let remove = |path: &str| {
            let is_folder = fs::symlink_metadata(raw(path)).unwrap().is_dir();
            let done = if is_folder {
                fs::remove_dir_all(raw(path))
            } else {
                fs::remove_file(raw(path))
            };
            done.unwrap();
        };
        let link = |path: &str| symlink("/etc", raw(path)).unwrap();
        write("dossier.yaml");
        write("content/actors/a.md");
        write("content/actors/b?.md");
        let (mut tree, mut unread) = read(root).unwrap();
        assert_eq!((tree.len(), unread.len()), (2, 1));
        // What is done; where a hint points; how many files are read then, and how many are not.
        type Change<'a> = (&'a dyn Fn(&str), &'a str, &'a str, usize, usize);
        let changes: &[Change<'_>] = &[
            (
                &remove,
                "content/actors/b?.md",
                "content/actors/b?.md",
                2,
                0,
            ),
            (&link, "static", "static", 2, 1),
            (&|_| {}, "", "static/passwd", 2, 1),
            (&remove, "static", "static", 2, 0),
            (&write, "static/s.txt", "static", 3, 0),
            (&link, "static/etc", "static/etc", 3, 1),
            (&|_| {}, "", "static/etc/passwd", 3, 1),
            (&remove, "static/etc", "static/etc", 3, 0),
            (
                &write,
                "content/actors/c\u{fffd}.md",
                "content/actors",
                4,
                0,
            ),
            (&write, "content/actors/c?.md", "content/actors/c?.md", 4, 1),
            (
                &remove,
                "content/actors/c?.md",
                "content/actors/c?.md",
                4,
                0,
            ),
            (&write, "static/d?/e.txt", "static/d?", 4, 1),
            (&write, "static/d?/f.txt", "static/d?/f.txt", 4, 2),
            (&remove, "static/d?", "static/d?", 4, 0),
            // A file gives way to a folder of its name, and this to a link.
            (&remove, "static/s.txt", "content/none", 4, 0),
            (&write, "static/s.txt/t.txt", "static/s.txt", 4, 0),
            (&remove, "static/s.txt", "content/none", 4, 0),
            (&link, "static/s.txt", "static/s.txt/t.txt", 3, 1),
            (&remove, "content", "content", 1, 1),
            (&remove, "dossier.yaml", "content", 1, 1),
            (&link, "dossier.yaml", "dossier.yaml", 0, 2),
        ];
        for (change, path, hint, n_files, n_unread) in changes {
            change(path);
            let hint = BTreeSet::from([raw(hint)]);
            let before = (tree.len(), unread.clone());
            let has_changed = refresh(root, &mut tree, &mut unread, &hint);
            let name = format!("{path}, {hint:?}");
            assert_eq!((tree.len(), unread.len()), (*n_files, *n_unread), "{name}");
            let after = (tree.len(), unread.clone());
            assert!(has_changed || before == after, "{name}");
            if hint.iter().any(|hint| hint.ends_with("none"))
                || *path == "dossier.yaml" && *n_files == 1
            {
                continue;
            }
            let (fresh, fresh_unread) = read(root).unwrap();
            assert_eq!(unread, fresh_unread, "{name}");
            let files = |tree: &SourceTree| -> Vec<_> {
                tree.iter()
                    .map(|file| (file.path.clone(), file.fingerprint))
                    .collect()
            };
            assert_eq!(files(&tree), files(&fresh), "{name}");
            assert!(
                !refresh(root, &mut tree, &mut unread, &hint),
                "again: {name}"
            );
        }
    }
}
