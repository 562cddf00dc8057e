//! The files of `static/` → where they lie in the site; and a finding for each whose place something else has.
//!
//! Only who makes a file knows its path for sure: a feed, a redirect or a picture in another width is made or not as
//! the dossier has it. So the files of `static/` stand at the door, and see what goes through it.

use super::Sink;
use super::outputs;
use super::pages::{self, PageId};
use super::theme::Theme;
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::fingerprint::Fingerprint;
use crate::model::artifact::Artifact;
use crate::model::dossier::Dossier;
use crate::model::site::redirect_path;
use crate::model::source_tree::{SourceFile, SourceTree};
use crate::write::path::key;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The folder whose files go into the site as they are.
const FOLDER: &str = "static/";

/// A sink that hands on what it is given, and keeps watch over the places of the files of `static/`.
pub struct Given<'a> {
    sink: &'a dyn Sink,
    tree: &'a SourceTree,
    /// By what their addresses have in common with all that are the same on some computer.
    files: FxHashMap<String, &'a SourceFile>,
    /// The folders that they lie in, each with one of its files.
    folders: FxHashMap<String, &'a SourceFile>,
    /// Path of a file → the first address that takes its place.
    taken: Mutex<BTreeMap<Arc<str>, Arc<str>>>,
}

impl<'a> Given<'a> {
    /// Keeps watch for the files of a tree.
    #[must_use]
    pub fn new(tree: &'a SourceTree, sink: &'a dyn Sink) -> Self {
        let mut given = Self {
            sink,
            tree,
            files: FxHashMap::default(),
            folders: FxHashMap::default(),
            taken: Mutex::default(),
        };
        for file in tree.under("static") {
            let address = address(file);
            given.pass(address);
            let key = key(address).into_owned();
            for (end, _) in key.match_indices('/') {
                let folder = key.get(..end).unwrap_or_default();
                given.folders.entry(folder.to_owned()).or_insert(file);
            }
            given.files.entry(key).or_insert(file);
        }
        given
    }

    /// Puts the files of `static/` into the sink, but for those whose places are taken, which are returned.
    #[must_use]
    pub fn put_files(self, dossier: &Dossier, theme: &Theme) -> Diagnostics {
        // A check knows no history of the files, without which there is no feed; a build may know it.
        if dossier.config.url.is_some() {
            let fixed = outputs::ALL.iter().map(|output| output.paths);
            fixed
                .filter(|path| !path.contains('*'))
                .for_each(|path| self.pass(path));
        }
        let taken = self.taken.into_inner();
        let taken = taken.unwrap_or_else(PoisonError::into_inner);
        let files = self.tree.under("static");
        for file in files.filter(|file| !taken.contains_key(&file.path)) {
            self.sink.put(Artifact {
                path: address(file).into(),
                bytes: (&*file.bytes).into(),
            });
        }
        let finding = |(path, by): (&Arc<str>, &Arc<str>)| {
            let given = self.tree.get(&format!("{FOLDER}{by}"));
            let owner = match given.filter(|other| other.path != *path) {
                Some(other) => other.path.to_string(),
                None => owner(by, dossier, theme),
            };
            finding(path, by, &owner, theme)
        };
        Diagnostics(taken.iter().map(finding).collect())
    }

    /// Sees an address go by.
    fn pass(&self, address: &str) {
        if self.files.is_empty() {
            return;
        }
        let key = key(address);
        let above = key.match_indices('/').filter_map(|(end, _)| key.get(..end));
        let in_its_way = above.filter_map(|folder| self.files.get(folder));
        let same = self.files.get(&*key).or_else(|| self.folders.get(&*key));
        for file in in_its_way.chain(same) {
            let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
            let by = taken
                .entry(Arc::clone(&file.path))
                .or_insert_with(|| address.into());
            // Threads come as they like.
            if address < &**by {
                *by = address.into();
            }
        }
    }
}

impl Sink for Given<'_> {
    fn put(&self, artifact: Artifact<'_>) {
        self.pass(&artifact.path);
        self.sink.put(artifact);
    }

    fn put_made_from(&self, artifact: Artifact<'_>, made_from: Fingerprint) {
        self.pass(&artifact.path);
        self.sink.put_made_from(artifact, made_from);
    }

    fn keep(&self, path: &Arc<str>, made_from: Fingerprint) -> bool {
        let is_kept = self.sink.keep(path, made_from);
        if is_kept {
            self.pass(path);
        }
        is_kept
    }

    fn keep_all(&self, made_from: Fingerprint) -> bool {
        self.sink.keep_all(made_from)
    }
}

fn address(file: &SourceFile) -> &str {
    file.path.strip_prefix(FOLDER).unwrap_or(&file.path)
}

fn finding(path: &Arc<str>, by: &str, owner: &str, theme: &Theme) -> Diagnostic {
    let own = path.strip_prefix(FOLDER).unwrap_or(path);
    let message = if own == by {
        format!("{by} is the address of {owner} already")
    } else if key(own) == key(by) {
        format!("{own} and {by}, the address of {owner}, would be the same file on many computers")
    } else {
        format!(
            "{own} and {by}, the address of {owner}, cannot both be: one would be the folder of the other"
        )
    };
    let finding = Diagnostic::error("address-collision", Location::file(path), message);
    if theme.statics.contains_key(by) {
        return finding.help(
            "a theme of your own can replace it, see docs/themes.md; otherwise rename this file",
        );
    }
    finding.help("rename this file, or take it out of static/")
}

/// What has an address, in words.
fn owner(address: &str, dossier: &Dossier, theme: &Theme) -> String {
    match pages::find(dossier, address) {
        Some(PageId::Entry(index)) => return dossier.entry(index).document.path.to_string(),
        Some(PageId::Site(_)) => return "a page that the site makes".to_owned(),
        Some(PageId::Topic(id)) => return format!("the page of the topic `{id}`"),
        None => {}
    }
    if theme.statics.contains_key(address) {
        return "a file of the theme".to_owned();
    }
    let is_version = |of: &str| {
        let picture = dossier.pictures.get(of);
        picture.is_some_and(|picture| picture.narrower(of).any(|(_, at)| at == address))
    };
    let mut media = dossier.media.iter();
    if let Some((path, of)) = media.find(|(_, at)| *at == address || is_version(at)) {
        return match of == address {
            true => format!("content/{path}"),
            false => format!("a narrower version of content/{path}"),
        };
    }
    let redirects = |redirects: &[String]| {
        redirects
            .iter()
            .any(|old| redirect_path(old).as_deref() == Some(address))
    };
    let mut entries = dossier.entries.iter();
    if let Some(entry) = entries.find(|entry| redirects(&entry.common().redirects)) {
        return format!("a redirect of {}", entry.document.path);
    }
    let mut outputs = outputs::ALL.iter();
    match outputs.find(|output| output.may_lie_at(address)) {
        Some(output) => format!("a file that the site makes ({})", output.id),
        None => "a file that the site makes".to_owned(),
    }
}
