//! One file of content, any bytes: it is read or refused, every finding points into it, and nothing that runs
//! gets into the HTML.
#![no_main]

use dossier::diagnostic::Diagnostics;
use dossier::model::kind::Kind;
use dossier::model::source_tree::SourceFile;
use dossier::report::{Report, Run, json, text};
use libfuzzer_sys::fuzz_target;
use std::sync::Arc;

fuzz_target!(|data: &[u8]| {
    let Some((kind, bytes)) = data.split_first() else {
        return;
    };
    let kind = Kind::ALL[usize::from(*kind) % Kind::ALL.len()];
    let path = format!("content/{}/entry.md", kind.folder());
    let file = SourceFile::new(&path, bytes);
    let (document, findings) = dossier::parse::parse(&file, kind);
    for finding in &findings.0 {
        assert!(finding.location.span.end <= bytes.len().max(1), "{finding:?}");
    }
    if let Some(document) = document {
        let html = document.body.html.to_ascii_lowercase();
        for bad in ["<script", "<iframe", "<object"] {
            assert!(!html.contains(bad), "{bad} in {html}");
        }
        for tag in html.split('<').skip(1) {
            assert!(!acts(tag), "<{tag}");
        }
        let mut at = 0;
        for hole in &document.body.holes {
            let next = hole.at as usize;
            assert!(next >= at && document.body.html.is_char_boundary(next));
            at = next;
        }
    }
    let content = |_: &str| Some(Arc::<[u8]>::from(bytes));
    let report = Report::new(Diagnostics(findings.0), &content, Run::default());
    let _ = text::full(&report, &text::Style::default());
    let _ = json::render(&report);
});

/// Whether a tag, given from behind its `<` on, has an attribute such as `onerror=`, or an address that runs. Words of
/// a text may be either.
fn acts(tag: &str) -> bool {
    for (i, part) in tag.split('"').enumerate() {
        if i % 2 == 1 {
            if part.trim_start().starts_with("javascript:") {
                return true;
            }
            continue;
        }
        let end = part.find('>');
        let mut names = part[..end.unwrap_or(part.len())].split_whitespace();
        if names.any(|name| name.starts_with("on") && name.contains('=')) {
            return true;
        }
        if end.is_some() {
            return false;
        }
    }
    false
}
