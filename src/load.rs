//! A folder → [`SourceTree`]: the files that a build reads, and nothing else of the disk.

use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::model::evidence;
use crate::model::source_tree::{SourceFile, SourceTree};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};
use unicode_normalization::UnicodeNormalization;
use walkdir::WalkDir;

/// Folders of a dossier, from its root.
pub const FOLDERS: [&str; 4] = ["content", "templates", "themes", "static"];
/// Files at the root of a dossier.
pub const FILES: [&str; 2] = [crate::config::FILE, evidence::FILE];

/// Reads a dossier. Symbolic links are not followed, so that no file from outside can get into the site.
///
/// # Errors
/// If the root cannot be read at all. Single files that cannot be read are findings.
pub fn load(root: &Path) -> io::Result<(SourceTree, Diagnostics)> {
    fs::read_dir(root)?;
    let mut findings = Diagnostics::new();
    let mut paths: Vec<PathBuf> = FILES
        .iter()
        .map(|file| root.join(file))
        .filter(|path| path.is_file())
        .collect();
    for folder in FOLDERS {
        let walk = WalkDir::new(root.join(folder))
            .sort_by_file_name()
            .into_iter();
        for entry in walk.filter_entry(|entry| !is_ignored(&entry.file_name().to_string_lossy())) {
            let Ok(entry) = entry else { continue };
            if entry.file_type().is_symlink() {
                let location = Location::file(&relative(root, entry.path()).into());
                let finding = Diagnostic::warning(
                    "symbolic-link",
                    location,
                    "symbolic links are not followed",
                );
                findings
                    .push(finding.help("copy the file here, so that it travels with the dossier"));
            } else if entry.file_type().is_file() && entry.file_name().to_str().is_none() {
                let location = Location::file(&relative(root, entry.path()).into());
                let finding = Diagnostic::error(
                    "unreadable-file",
                    location,
                    "the name of this file is not UTF-8, so it can be no address",
                );
                findings.push(finding.help("rename it with plain letters"));
            } else if entry.file_type().is_file() {
                paths.push(entry.into_path());
            }
        }
    }
    let read = |path: &PathBuf| {
        let name = relative(root, path);
        match fs::read(path) {
            Ok(bytes) => Ok(SourceFile::new(&name, bytes)),
            Err(error) => Err((name, error)),
        }
    };
    let files: Vec<Result<SourceFile, (String, io::Error)>> = paths.par_iter().map(read).collect();
    let files = files.into_iter().filter_map(|file| {
        match file {
            Ok(file) => return Some(file),
            // It went away between listing and reading, as editors' temporary files do.
            Err((_, error)) if error.kind() == io::ErrorKind::NotFound => {}
            Err((path, error)) => {
                let location = Location::file(&path.into());
                findings.push(Diagnostic::error(
                    "unreadable-file",
                    location,
                    format!("the file cannot be read: {error}"),
                ));
            }
        }
        None
    });
    let tree = files.collect();
    Ok((tree, findings))
}

/// Reads again what may have changed at `paths`, files or folders; true if anything is different now.
///
/// Only content counts: a file that was saved as it was is no change. What is not there any more is
/// taken out, with everything under it.
pub fn refresh(root: &Path, tree: &mut SourceTree, paths: &BTreeSet<PathBuf>) -> bool {
    let mut has_changed = false;
    for path in paths {
        let name = relative(root, path);
        if !is_wanted(&name) {
            continue;
        }
        // Symbolic links are not followed, neither here nor on the first reading.
        match fs::symlink_metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                let walk = WalkDir::new(path).into_iter();
                let files = walk
                    .filter_entry(|entry| !is_ignored(&entry.file_name().to_string_lossy()))
                    .filter_map(Result::ok);
                let found: Vec<PathBuf> = files
                    .filter(|f| f.file_type().is_file())
                    .map(walkdir::DirEntry::into_path)
                    .collect();
                let names: BTreeSet<String> =
                    found.iter().map(|file| relative(root, file)).collect();
                let gone: Vec<_> = tree
                    .under(&name)
                    .map(|f| f.path.to_string())
                    .filter(|f| !names.contains(f))
                    .collect();
                for file in gone {
                    has_changed |= tree.remove(&file);
                }
                for file in found {
                    has_changed |= read_again(root, &file, tree);
                }
            }
            Ok(metadata) if metadata.is_file() => has_changed |= read_again(root, path, tree),
            Ok(_) => has_changed |= tree.remove(&name),
            Err(_) => {
                let gone: Vec<_> = tree.under(&name).map(|f| f.path.to_string()).collect();
                has_changed |= tree.remove(&name);
                for file in gone {
                    has_changed |= tree.remove(&file);
                }
            }
        }
    }
    has_changed
}

fn read_again(root: &Path, path: &Path, tree: &mut SourceTree) -> bool {
    let name = relative(root, path);
    match fs::read(path) {
        Ok(bytes) => {
            let file = SourceFile::new(&name, bytes);
            let is_same = tree
                .get(&name)
                .is_some_and(|known| known.fingerprint == file.fingerprint);
            if !is_same {
                tree.insert(file);
            }
            !is_same
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => tree.remove(&name),
        Err(_) => false,
    }
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
}
