//! A whole dossier with one file of any text in it, and any configuration: the line comes to its end, and a
//! second run that remembers the first says and makes the same.
#![no_main]

use dossier::config;
use dossier::model::artifact::Artifact;
use dossier::model::source_tree::{SourceFile, SourceTree};
use dossier::render::Sink;
use dossier::session::{Options, Session};
use libfuzzer_sys::fuzz_target;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

const OTHERS: [(&str, &str); 4] = [
    ("content/index.md", "---\ntitle: Home\n---\nSee [[a]].\n"),
    ("content/actors/a.md", "---\ntitle: A\ntype: person\n---\nA [@s].\n"),
    ("content/sources/s.md", "---\ntitle: S\ntype: book\n---\n"),
    ("content/claims/c.md", "---\ntitle: C\nabout: a\nstatus: alleged\npositions: [{by: a, stance: denies, cite: '[@s]'}]\n---\n"),
];

#[derive(Default)]
struct Made(Mutex<BTreeMap<Arc<str>, Arc<[u8]>>>);

impl Sink for Made {
    fn put(&self, artifact: Artifact<'_>) {
        self.0.lock().expect("no thread panicked").insert(artifact.path, artifact.bytes.as_ref().into());
    }
}

fuzz_target!(|data: (&str, &str)| {
    let (settings, entry) = data;
    let mut tree = SourceTree::default();
    for (path, text) in OTHERS {
        tree.insert(SourceFile::new(path, text.as_bytes()));
    }
    tree.insert(SourceFile::new("content/events/e.md", entry.as_bytes()));
    let settings = format!("title: T\n{settings}");
    tree.insert(SourceFile::new("dossier.yaml", settings.as_bytes()));
    let mut session = Session::new(Options { keeps: true, ..Options::once(None) });
    let mut run = || {
        let made = Made::default();
        let build = session.build(tree.clone(), config::parse(&tree), &made);
        (build.findings.0, made.0.into_inner().expect("no thread panicked"))
    };
    let (first, second) = (run(), run());
    assert_eq!(first.0, second.0);
    assert!(first.1 == second.1);
});
