//! Pieces of the index → scripts.

use super::{Kind, Page};
use crate::fingerprint::Fingerprint;
use crate::model::artifact::Artifact;
use crate::text::near;
use serde_json::json;

/// Pages to a piece: a result costs about 8 KB on the wire.
pub(super) const PAGES: usize = 8;
/// Of a page of many thousand words (the whole method) the excerpt is taken from the beginning.
const TEXT: usize = 40_000;

fn script(name: &str, data: &str) -> Artifact<'static> {
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
pub(super) fn words(pieces: Vec<String>) -> impl Iterator<Item = Artifact<'static>> {
    // Letters, digits, commas and spaces: nothing to escape.
    let scripts = pieces.into_iter().enumerate();
    scripts.map(|(n, piece)| script(&format!("t{n}"), &format!("\"{piece}\"")))
}

/// `d0.js` …: the piece with this number.
pub(super) fn pages(number: usize, pages: &[Page]) -> Artifact<'static> {
    let rows: Vec<_> = pages
        .iter()
        .map(|page| {
            let text = beginning(&page.text);
            (
                page.url,
                page.title,
                page.kind,
                &page.detail,
                page.summary,
                text,
            )
        })
        .collect();
    script(&format!("d{number}"), &json_of(&rows))
}

/// The part of a text from which excerpts are taken.
fn beginning(text: &str) -> &str {
    near(text, 0, TEXT).1
}

/// `m.js`. The version goes into the addresses of all other pieces, so that no browser mixes two builds.
pub(super) fn manifest(
    kind_of_each: &[usize],
    kinds: &[Kind],
    first_words: &[String],
    version: Fingerprint,
) -> Artifact<'static> {
    let runs: Vec<(usize, usize)> = kind_of_each
        .chunk_by(|a, b| a == b)
        .filter_map(|run| Some((*run.first()?, run.len())))
        .collect();
    let kinds: Vec<(&str, &str)> = kinds.iter().map(|kind| (kind.id, kind.label)).collect();
    let data = json!({
        "v": &version.hex()[..8],
        "n": kind_of_each.len(),
        "per": PAGES,
        "kinds": kinds,
        "runs": runs,
        "words": first_words,
    });
    script("m", &json_of(&data))
}
