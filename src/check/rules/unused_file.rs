//! A file under `content/` that the site does not show.

use crate::check::rule::Rule;
use crate::diagnostic::{Location, Severity};
use crate::model::source_tree::SourceFile;
use crate::resolve;
use aho_corasick::AhoCorasick;
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

pub const RULE: Rule = Rule {
    id: "unused-file",
    severity: Severity::Warning,
    summary: "No published entry shows or links to a file under `content/`, so it is left out of the site.",
    doc: r#"Only files that an entry shows or links to become part of the site. What a draft names is not meant: it comes with its
draft.

**Why it matters.** Notes, backups and pictures that were not chosen lie beside entries easily, and nobody means to publish
them. A picture whose mention was forgotten is missing for readers.

**Example.** `content/events/interview-notes.txt`, or `harbour.jpg` that no `![](harbour.jpg)` shows.

**What to do.** Show it, link to it, or move it out of `content/`. What shall be in the site without any entry naming it, for
a template for instance, belongs into `static/`.
"#,
    check: |inquiry, findings| {
        let dossier = inquiry.dossier;
        let shown = resolve::shown_files(dossier);
        let media = dossier.media.iter();
        let mut unused: Vec<&str> = media
            .filter(|(_, address)| !shown.contains(address.as_str()))
            .map(|(path, _)| &**path)
            .collect();
        unused.sort_unstable();
        let names: BTreeSet<&str> = unused.iter().map(|path| last(path)).collect();
        let names: Vec<&str> = names.into_iter().collect();
        let is_left = |file: &&SourceFile| {
            let id = last(&file.path).strip_suffix(".md");
            let entry = id.map(|id| dossier.find(id));
            entry.is_some_and(|entry| entry.is_none_or(|e| e.document.path != file.path))
        };
        let left = inquiry.locate.tree.under("content").filter(is_left);
        let named = named_in(&names, left);
        unused.retain(|path| !named.contains(last(path)));
        for path in unused {
            let location = Location::file(&format!("content/{path}").into());
            let message = "no published entry shows this file: it is left out of the site";
            findings.push(
                RULE.finding(location, message)
                    .help("show it, link to it, or move it out of content/"),
            );
        }
    },
};

/// Which names stand in the text of one of the files: drafts, and entries that cannot be read.
fn named_in<'a, 'n>(
    names: &[&'n str],
    files: impl Iterator<Item = &'a SourceFile>,
) -> FxHashSet<&'n str> {
    let mut named = FxHashSet::default();
    // It refuses only more names than a disk holds.
    let Ok(finder) = AhoCorasick::new(names) else {
        return named;
    };
    for text in files.filter_map(|file| file.text().ok()) {
        let found = finder.find_overlapping_iter(text);
        named.extend(found.map(|found| names[found.pattern().as_usize()]));
    }
    named
}

/// The last part of a path.
fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{build_tree, tree};
    use crate::model::source_tree::SourceFile;

    #[test]
    fn files_that_nothing_published_names_are_found() {
        let mut tree = tree(
            "=== pages/p.md\ntitle: P\nimage: {file: face.png, alt: A}\n---\n![a](shown.png) [b](a%20b.pdf)\n\
             === events/e.md\ntitle: E\ndraft: true\nimage: {file: later.png, alt: A}\n",
        );
        for name in [
            "pages/face.png",
            "pages/shown.png",
            "pages/a b.pdf",
            "events/later.png",
            "events/notes.txt",
            "events/x.md.bak",
            "pages/.hidden",
            "pages/x~",
        ] {
            tree.insert(SourceFile::new(&format!("content/{name}"), &b"x"[..]));
        }
        let findings = build_tree(tree).check().findings;
        let unused = findings
            .0
            .iter()
            .filter(|finding| finding.check == "unused-file");
        let paths: Vec<&str> = unused.map(|finding| &*finding.location.path).collect();
        assert_eq!(
            paths,
            ["content/events/notes.txt", "content/events/x.md.bak"]
        );
    }
}
