//! Dossiers written into tests: several files in one text → the joined dossier, and what rules mark in it.

use super::rule::Rule;
use super::{Checked, Context, check};
use crate::diagnostic::Diagnostics;
use crate::model::date::Day;
use crate::model::dossier::Dossier;
use crate::model::kind::Kind;
use crate::model::source_tree::{SourceFile, SourceTree};
use crate::resolve::{Drafts, Memo, Parts, resolve};
use crate::yaml::locate::Locator;
use std::sync::Arc;

/// A dossier with the files that it was made from.
pub struct Built {
    pub tree: SourceTree,
    pub dossier: Arc<Dossier>,
    /// What parsing and joining reported.
    pub findings: Diagnostics,
}

impl Built {
    pub fn check(&self) -> Checked {
        check(Context {
            dossier: &self.dossier,
            locate: &Locator::new(&self.tree),
            today: Day::new(2024, 6, 1),
        })
    }

    /// `path:line marked characters` for each finding, in order.
    pub fn marks(&self, mut findings: Diagnostics) -> Vec<String> {
        findings.sort();
        let mark = |finding: crate::diagnostic::Diagnostic| {
            let span = finding.location.span;
            let file = self
                .tree
                .get(&finding.location.path)
                .map_or("", |file| file.text().unwrap_or(""));
            let line = file[..span.start.min(file.len())].matches('\n').count() + 1;
            let path = finding.location.path.trim_start_matches("content/");
            format!("{path}:{line} {}", &file[span])
        };
        findings.into_iter().map(mark).collect()
    }
}

/// Builds a dossier from a text in which `=== actors/ana.md` begins each file. What follows is its front
/// matter up to a line `---`, then its body. `dossier.yaml` and `evidence.lock` are taken as they are.
pub fn build(text: &str) -> Built {
    build_tree(tree(text))
}

pub fn tree(text: &str) -> SourceTree {
    let mut tree = SourceTree::default();
    for part in text.split("=== ").skip(1) {
        let (path, content) = part.split_once('\n').expect("a file has a path and a text");
        if path.ends_with(".md") {
            let (front, body) = match content.split_once("---\n") {
                Some((front, body)) => (front, body),
                None => (content, ""),
            };
            let content = format!("---\n{front}---\n{body}");
            tree.insert(SourceFile::new(
                &format!("content/{path}"),
                content.into_bytes(),
            ));
        } else {
            tree.insert(SourceFile::new(path, content.as_bytes()));
        }
    }
    if tree.get("dossier.yaml").is_none() {
        tree.insert(SourceFile::new("dossier.yaml", b"title: T\n".as_slice()));
    }
    tree
}

pub fn build_tree(tree: SourceTree) -> Built {
    let (config, mut findings) = crate::config::parse(&tree);
    let mut documents = Vec::new();
    for file in tree.under("content").filter(|f| f.path.ends_with(".md")) {
        let folder = file.path.split('/').nth(1).unwrap_or("");
        let kind = Kind::from_folder(folder).unwrap_or(Kind::Page);
        let (document, found) = crate::parse::parse(file, kind);
        findings.extend(found);
        documents.extend(document.map(Arc::new));
    }
    let parts = Parts {
        documents: &documents,
        unreadable: &[],
        tree: &tree,
        config: &Arc::new(config),
        drafts: Drafts::Left,
    };
    let (dossier, found) = resolve(parts, &mut Memo::default());
    findings.extend(found);
    Built {
        tree,
        dossier,
        findings,
    }
}

/// Asserts what one rule marks in each dossier, and that the dossier has no other error.
pub fn cases(rule: &Rule, cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        let built = build(text);
        assert_eq!(built.marks(built.findings.clone()), [""; 0], "{text}");
        let mut findings = built.check().findings;
        findings.0.retain(|finding| finding.check == rule.id);
        assert!(
            findings.0.iter().all(|f| f.severity == rule.severity),
            "{text}"
        );
        assert_eq!(built.marks(findings), *expected, "{text}");
    }
}
