//! A folder → [`SourceTree`]: the files that a build reads, and nothing else of the disk.

use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::model::evidence;
use crate::model::source_tree::{SourceFile, SourceTree};
use rayon::prelude::*;
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
            } else if entry.file_type().is_file() {
                paths.push(entry.into_path());
            }
        }
    }
    let files: Vec<(String, io::Result<Vec<u8>>)> = paths
        .par_iter()
        .map(|path| (relative(root, path), fs::read(path)))
        .collect();
    let mut tree = SourceTree::default();
    for (path, content) in files {
        match content {
            Ok(bytes) => tree.insert(SourceFile::new(&path, bytes)),
            // It went away between listing and reading, as editors' temporary files do.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => {
                let location = Location::file(&path.into());
                findings.push(Diagnostic::error(
                    "unreadable-file",
                    location,
                    format!("the file cannot be read: {error}"),
                ));
            }
        }
    }
    Ok((tree, findings))
}

/// Whether a file or folder is none of the dossier's: hidden ones, and what editors leave behind.
#[must_use]
pub fn is_ignored(name: &str) -> bool {
    name.starts_with('.')
        || name.starts_with('#')
        || name.ends_with('~')
        || name.ends_with(".swp")
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
