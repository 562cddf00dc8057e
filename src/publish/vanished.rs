//! The pages that stand now and those that would → addresses that would stop to answer.

use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::model::source_tree::{SourceFile, SourceTree};
use crate::text::{fold, nearest_folded};
use crate::yaml::frame;
use crate::yaml::shape::Yaml;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::LazyCell;
use std::sync::Arc;

/// Pages for which it is guessed what they became: nobody reads more of them.
const GUESSES: usize = 100;

/// What is known besides the two lists.
pub struct Known<'a> {
    pub tree: &'a SourceTree,
    /// Files that were renamed, from the root of the dossier: old name → new name.
    pub renames: &'a FxHashMap<String, String>,
}

/// A finding for each page of `published` that is not among `made`, both from the root of the site.
#[must_use]
pub fn vanished<'a>(
    published: impl IntoIterator<Item = &'a str>,
    made: &FxHashSet<&str>,
    known: &Known<'_>,
) -> Diagnostics {
    let is_page = |path: &str| path.ends_with(".html") && path != "404.html";
    let pages = made.iter().copied().filter(|path| is_page(path));
    // Mostly none vanishes.
    let pages: LazyCell<Vec<(&str, String)>, _> =
        LazyCell::new(|| pages.map(|path| (path, fold(path))).collect());
    let mut findings = Diagnostics::new();
    let gone = published
        .into_iter()
        .filter(|page| is_page(page) && !made.contains(page));
    for (i, page) in gone.enumerate() {
        let pages = if i < GUESSES { pages.as_slice() } else { &[] };
        findings.push(finding(page, pages, known));
    }
    findings
}

/// The finding for a page that vanishes; `pages` are those that it may have become, folded beside.
fn finding(page: &str, pages: &[(&str, String)], known: &Known<'_>) -> Diagnostic {
    let message = format!("the page {page} is published and would vanish");
    let stem = page.strip_suffix(".html").unwrap_or(page);
    if let Some(file) = renamed(stem, known) {
        let finding = Diagnostic::error("vanished-page", Location::file(&file.path), message);
        return match redirect(file, page) {
            Some((location, text)) => finding.fix(
                location,
                text,
                format!("this entry was renamed; keep its old address: redirects: [{page}]"),
            ),
            None => finding.help(format!(
                "this entry was renamed; keep its old address: redirects: [{page}]"
            )),
        };
    }
    let config: Arc<str> = crate::config::FILE.into();
    let finding = Diagnostic::error("vanished-page", Location::file(&config), message);
    let finding = finding.help(format!(
        "add redirects: [{page}] to the entry that it became"
    ));
    let pages = pages.iter().map(|(path, folded)| (*path, folded));
    let finding = match nearest_folded(page, pages) {
        Some(page) => finding.help(format!("perhaps that of {page}")),
        None => finding,
    };
    finding.help("or let it go with --allow-removal")
}

/// The file that an entry's file was renamed to, however many times.
fn renamed<'a>(stem: &str, known: &Known<'a>) -> Option<&'a SourceFile> {
    let candidates = [
        format!("content/{stem}.md"),
        format!("content/pages/{stem}.md"),
    ];
    candidates.into_iter().find_map(|mut path| {
        // A name that comes round to itself would never end.
        for _ in 0..32 {
            path = known.renames.get(&path)?.clone();
            if let Some(file) = known.tree.get(&path) {
                return Some(file);
            }
        }
        None
    })
}

/// Where in an entry's front matter an old address is written, and what; none if it is a list that an
/// edit by machine might break.
#[must_use]
pub fn redirect(file: &SourceFile, old: &str) -> Option<(Location, String)> {
    let frame = frame::split(file).ok()?;
    let yaml = Yaml::new(&file.path, frame.yaml, frame.yaml_at);
    let Some(at) = yaml.find("redirects", 0) else {
        let end = frame.yaml.len();
        let line = if frame.yaml.is_empty() || frame.yaml.ends_with('\n') {
            ""
        } else {
            "\n"
        };
        return Some((
            yaml.location(end..end),
            format!("{line}redirects: [{old}]\n"),
        ));
    };
    let value = frame.yaml.get(at.value.clone())?;
    let list = value.trim_end().strip_prefix('[')?.strip_suffix(']')?;
    let end = at.value.start + value.trim_end().len() - 1;
    let comma = if list.trim().is_empty() || list.trim_end().ends_with(',') {
        ""
    } else {
        ", "
    };
    Some((yaml.location(end..end), format!("{comma}{old}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed(front: &str) -> Option<String> {
        let file = SourceFile::new(
            "content/actors/new.md",
            format!("---\n{front}---\nText.\n").into_bytes(),
        );
        let (location, text) = redirect(&file, "actors/old.html")?;
        let mut whole = String::from_utf8(file.bytes.to_vec()).unwrap();
        whole.replace_range(location.span, &text);
        Some(whole.split("---\n").nth(1).unwrap().to_owned())
    }

    #[test]
    fn an_old_address_is_written_where_it_belongs() {
        assert_eq!(
            fixed("title: A\n").as_deref(),
            Some("title: A\nredirects: [actors/old.html]\n")
        );
        assert_eq!(
            fixed("redirects: [x.html]\ntitle: A\n").as_deref(),
            Some("redirects: [x.html, actors/old.html]\ntitle: A\n")
        );
        assert_eq!(
            fixed("redirects: []\n").as_deref(),
            Some("redirects: [actors/old.html]\n")
        );
        assert_eq!(fixed("redirects:\n  - x.html\ntitle: A\n"), None);
    }

    #[test]
    fn a_page_that_would_vanish_is_found_with_the_entry_it_became() {
        let tree: SourceTree = [SourceFile::new(
            "content/actors/new.md",
            &b"---\ntitle: A\n---\n"[..],
        )]
        .into_iter()
        .collect();
        let names = |from: &str, to: &str| {
            (
                format!("content/actors/{from}.md"),
                format!("content/actors/{to}.md"),
            )
        };
        let renames = [
            names("old", "middle"),
            names("middle", "new"),
            names("x", "y"),
            names("y", "x"),
        ]
        .into_iter()
        .collect();
        let known = Known {
            tree: &tree,
            renames: &renames,
        };
        let made: FxHashSet<&str> = ["actors/new.html", "index.html"].into_iter().collect();
        let found = vanished(
            [
                "index.html",
                "actors/old.html",
                "actors/x.html",
                "404.html",
                "old.css",
            ],
            &made,
            &known,
        );
        let shown: Vec<_> = found
            .0
            .iter()
            .map(|f| (&*f.location.path, f.suggestion.is_some()))
            .collect();
        assert_eq!(
            shown,
            [("content/actors/new.md", true), ("dossier.yaml", false)]
        );
    }
}
