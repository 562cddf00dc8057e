//! Pieces of the index → scripts.

use super::{Kind, Page, PageTerms};
use crate::fingerprint::Fingerprint;
use crate::model::artifact::Artifact;
use rayon::prelude::*;
use serde_json::json;

/// Pages to a piece: a result costs about 8 KB on the wire.
const PAGES: usize = 8;
/// Of a page of many thousand words (the whole method) the excerpt is taken from the beginning.
const TEXT: usize = 40_000;

fn script(name: &str, data: &str) -> Artifact {
    Artifact {
        path: format!("search/{name}.js").into(),
        bytes: format!("dossierSearch.add(\"{name}\",{data});\n")
            .into_bytes()
            .into(),
    }
}

fn json_of(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("strings and numbers can always be written as JSON")
}

/// `t0.js` …
pub(super) fn words(pieces: &[String]) -> Vec<Artifact> {
    // Letters, digits, commas and spaces: nothing to escape.
    let scripts = pieces.iter().enumerate();
    scripts
        .map(|(n, piece)| script(&format!("t{n}"), &format!("\"{piece}\"")))
        .collect()
}

/// `d0.js` …
pub(super) fn pages(pages: &[(Page, &PageTerms)]) -> Vec<Artifact> {
    pages
        .par_chunks(PAGES)
        .enumerate()
        .map(|(n, pages)| {
            let rows: Vec<_> = pages
                .iter()
                .map(|(page, _)| {
                    let text = beginning(page.text);
                    (
                        page.url,
                        page.title,
                        page.kind,
                        page.detail,
                        page.summary,
                        text,
                    )
                })
                .collect();
            script(&format!("d{n}"), &json_of(&rows))
        })
        .collect()
}

/// The part of a text from which excerpts are taken.
fn beginning(text: &str) -> &str {
    let mut end = text.len().min(TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// `m.js`. The version goes into the addresses of all other pieces, so that no browser mixes two builds.
pub(super) fn manifest(
    pages: &[(Page, &PageTerms)],
    kinds: &[Kind],
    first_words: &[String],
    others: &[Artifact],
) -> Artifact {
    let version = others.iter().fold(Fingerprint::default(), |all, artifact| {
        all.and(Fingerprint::of_bytes(&artifact.bytes))
    });
    let runs: Vec<(usize, usize)> = pages
        .chunk_by(|(a, _), (b, _)| a.kind == b.kind)
        .filter_map(|run| Some((run.first()?.0.kind, run.len())))
        .collect();
    let kinds: Vec<(&str, &str)> = kinds.iter().map(|kind| (kind.id, kind.label)).collect();
    let data = json!({
        "v": &version.hex()[..8],
        "n": pages.len(),
        "per": PAGES,
        "kinds": kinds,
        "runs": runs,
        "words": first_words,
    });
    script("m", &json_of(&data))
}
