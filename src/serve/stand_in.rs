//! Files that a writer has broken → how they were before, so that the last good page stays in view.
//!
//! A broken entry would take its page and all links to it away, a broken template the looks of the site,
//! a broken `dossier.yaml` all that it declares. Findings are about the files as they are.

use crate::config;
use crate::diagnostic::{Diagnostics, Severity};
use crate::model::source_tree::{SourceFile, SourceTree};
use crate::session::Joined;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A dossier in which some files are as they were.
pub struct StandIn {
    pub tree: Arc<SourceTree>,
    /// Paths of these files.
    pub paths: BTreeSet<Arc<str>>,
}

/// Files of `tree` that cannot be used at all, with what stood there in `good`; none if all can be used,
/// or nothing better is known.
#[must_use]
pub fn stand_in(tree: &SourceTree, joined: &Joined, good: &SourceTree) -> Option<StandIn> {
    let errors = joined.findings.0.iter();
    let in_error: BTreeSet<&Arc<str>> = errors
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| &finding.location.path)
        .collect();
    if in_error.is_empty() {
        return None;
    }
    let errors = joined.findings.0.iter();
    let unreadable: BTreeSet<&Arc<str>> = errors
        .filter(|finding| finding.check == "unreadable-file")
        .map(|finding| &finding.location.path)
        .collect();
    let unusable = in_error.into_iter().filter(|path| {
        let is_of_theme = path.starts_with("templates/") || path.starts_with("themes/");
        is_of_theme
            || ***path == *config::FILE
            || unreadable.contains(path)
            || is_lost(path, tree, joined)
    });
    let mut mixed = tree.clone();
    let mut paths = BTreeSet::new();
    for path in unusable {
        let (now, before) = (tree.get(path), good.get(path));
        match before {
            Some(file) if now.is_none_or(|now| now.fingerprint != file.fingerprint) => {
                mixed.insert(SourceFile::clone(file));
            }
            None if now.is_some() && **path != *config::FILE => {
                mixed.remove(path);
            }
            _ => continue,
        }
        paths.insert(Arc::clone(path));
    }
    (!paths.is_empty()).then(|| StandIn {
        tree: Arc::new(mixed),
        paths,
    })
}

/// Whether a file of the content is there and its entry is not.
fn is_lost(path: &str, tree: &SourceTree, joined: &Joined) -> bool {
    let mut entries = joined.dossier.entries.iter();
    tree.get(path).is_some()
        && path.starts_with("content/")
        && !entries.any(|entry| &*entry.document.path == path)
}

impl StandIn {
    /// What is wrong in the files as they are, and in the dossier in which others stand in for them.
    #[must_use]
    pub fn findings(&self, as_is: Diagnostics, shown: &Diagnostics) -> Diagnostics {
        let is_of_these = |path: &Arc<str>| self.paths.contains(path);
        let mut all = as_is;
        all.0.retain(|finding| is_of_these(&finding.location.path));
        let others = shown.0.iter().filter(|f| !is_of_these(&f.location.path));
        all.extend(others.cloned());
        all
    }
}
