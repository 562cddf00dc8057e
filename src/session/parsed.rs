//! Files of entries → documents. Those that are as they were are not parsed again.

use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::fingerprint::Fingerprint;
use crate::model::document::Document;
use crate::model::kind::Kind;
use crate::model::source_tree::{SourceFile, SourceTree};
use crate::parse;
use crate::text::nearest;
use rayon::prelude::*;
use std::sync::Arc;

/// What was parsed.
pub struct Parsed {
    /// In order of path.
    pub documents: Vec<Arc<Document>>,
    /// Ids of the files that could not be.
    pub unreadable: Vec<Arc<str>>,
    pub findings: Diagnostics,
}

/// What the last run made of the files of entries, in order of path.
#[derive(Default)]
pub struct Memo(Vec<File>);

/// What parsing made of a file.
struct File {
    path: Arc<str>,
    fingerprint: Fingerprint,
    /// None if it cannot be read.
    document: Option<Arc<Document>>,
    findings: Diagnostics,
}

impl Memo {
    /// Parses what has changed since the last run, and takes the rest from the memo.
    pub fn of(&mut self, tree: &SourceTree, keeps: bool) -> Parsed {
        let mut findings = Diagnostics::new();
        let mut entries: Vec<(&SourceFile, Kind)> = Vec::new();
        let mut unreadable: Vec<Arc<str>> = Vec::new();
        for file in tree
            .under("content")
            .filter(|file| file.path.ends_with(".md"))
        {
            match kind_of(&file.path) {
                Some(kind) => entries.push((file, kind)),
                None => {
                    findings.push(misplaced(file));
                    unreadable.push(parse::stem(&file.path).into());
                }
            }
        }
        // Both are in order of path, so what is known of each file is found by walking along.
        let mut known = std::mem::take(&mut self.0).into_iter().peekable();
        let known: Vec<Option<File>> = entries
            .iter()
            .map(|(file, _)| {
                while known.next_if(|one| one.path < file.path).is_some() {}
                let one = known.next_if(|one| one.path == file.path)?;
                (one.fingerprint == file.fingerprint).then_some(one)
            })
            .collect();
        let parsed: Vec<File> = known
            .into_par_iter()
            .zip(&entries)
            // Some files have much more in them than others: in parts that are too large to be divided again, the
            // last ones would be read by one thread while the others wait.
            .with_max_len(64)
            .map(|(known, (file, kind))| {
                known.unwrap_or_else(|| {
                    let (document, findings) = parse::parse(file, *kind);
                    File {
                        path: Arc::clone(&file.path),
                        fingerprint: file.fingerprint,
                        document: document.map(Arc::new),
                        findings,
                    }
                })
            })
            .collect();
        let mut documents = Vec::with_capacity(parsed.len());
        for one in &parsed {
            match &one.document {
                Some(document) => documents.push(Arc::clone(document)),
                None => unreadable.push(parse::stem(&one.path).into()),
            }
            findings.extend(one.findings.0.iter().cloned());
        }
        if keeps {
            self.0 = parsed;
        }
        Parsed {
            documents,
            unreadable,
            findings,
        }
    }
}

/// The kind of the entry in a file of `content/`; none if it lies where no entry belongs.
fn kind_of(path: &str) -> Option<Kind> {
    match path.strip_prefix("content/")?.split_once('/') {
        None => path.ends_with("/index.md").then_some(Kind::Page),
        Some((folder, _)) => Kind::from_folder(folder),
    }
}

fn misplaced(file: &SourceFile) -> Diagnostic {
    let folders: Vec<&str> = Kind::ALL.iter().map(|kind| kind.folder()).collect();
    let finding = Diagnostic::error(
        "misplaced-entry",
        Location::file(&file.path),
        "this file lies where no entry belongs",
    );
    let folder = file.path.split('/').nth(1).unwrap_or("");
    finding.help(match nearest(folder, folders.iter().copied()) {
        Some(near) => format!("rename the folder to content/{near}, or move the file there"),
        None => format!(
            "move it to one of content/{}; only content/index.md lies at the top",
            folders.join(", content/")
        ),
    })
}
