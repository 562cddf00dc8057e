//! One saved text: read, checked against its hash, and asked for each quotation once.

use super::Snapshots;
use super::quotations::Quotation;
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::model::dossier::{Dossier, Entry};
use crate::model::front_matter::SnapshotRef;
use crate::quotation::{Cause, DiffOp, Exclusion, Match, Nearest, Snapshot, find, fragment};
use crate::yaml::locate::Locator;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// A saved text, as far as it is here.
pub enum Text {
    /// Prepared, and whether it is the one that its source names.
    Here(Box<Snapshot>, bool),
    Unusable,
    Missing,
}

/// What became of a quotation.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// At this byte of the normalised text, with the fragment that leads there, or an empty one.
    Stands(usize, String),
    /// One for each paragraph that fails.
    Fails(Vec<Failure>),
}

/// Why a paragraph of a quotation fails.
#[derive(Debug, Clone)]
pub struct Failure {
    /// Number of the paragraph in the quotation, from 0.
    part: usize,
    why: Match,
}

/// Reads the saved text that the source `entry` names.
pub fn read(
    entry: &Entry,
    fields: &SnapshotRef,
    locate: &Locator<'_>,
    snapshots: &Snapshots<'_>,
    findings: &mut Diagnostics,
) -> Text {
    let Some(bytes) = snapshots(&fields.file) else {
        return Text::Missing;
    };
    let path = &entry.document.path;
    let sha256 = hex(&Sha256::digest(&bytes));
    let is_named = sha256 == fields.sha256;
    if fields.sha256.is_empty() {
        let location = locate.field(path, "snapshot.file");
        let message = format!("this source does not say which text `{}` is", fields.file);
        findings.push(
            Diagnostic::error("snapshot-changed", location, message).help(format!(
                "if the file there is the right text, write: sha256: {sha256}"
            )),
        );
    } else if !is_named {
        let location = locate.field(path, "snapshot.sha256");
        let message = format!("`{}` is not the text that this source names", fields.file);
        findings.push(
            Diagnostic::error("snapshot-changed", location, message)
                .label(format!("the file there has {sha256}"))
                .help("if the file is the right text, write its hash here and verify again")
                .help("if not, put back the text that the quotations were taken from"),
        );
    }
    let Ok(text) = String::from_utf8(bytes) else {
        let location = locate.field(path, "snapshot.file");
        findings.push(
            Diagnostic::error(
                "snapshot-encoding",
                location,
                format!("`{}` is not UTF-8", fields.file),
            )
            .help("save the text as UTF-8, and write the hash of the new file"),
        );
        return Text::Unusable;
    };
    let snapshot = if is_html(&fields.file) {
        Snapshot::from_html(&text)
    } else {
        Snapshot::from_text(&text)
    };
    let exclusions: Vec<Exclusion> = fields
        .exclude
        .iter()
        .map(|part| Exclusion {
            from: part.from.clone(),
            to: Some(part.to.clone()).filter(|to| !to.is_empty()),
            why: part.why.clone(),
        })
        .collect();
    match snapshot.with_exclusions(&exclusions) {
        Ok(snapshot) => Text::Here(Box::new(snapshot), is_named),
        Err(errors) => {
            for error in errors {
                let field = format!("snapshot.exclude[{}].{}", error.exclusion_idx, error.field);
                findings.push(
                    Diagnostic::error(
                        "snapshot-exclusion",
                        locate.field(path, &field),
                        error.to_string(),
                    )
                    .help(
                        "give words that stand in the saved text once, exactly as they stand there",
                    ),
                );
            }
            Text::Unusable
        }
    }
}

/// The finding for a text that is not here, while the lock does not know what was quoted from it.
pub fn missing(entry: &Entry, locate: &Locator<'_>, n_unknown: u32) -> Diagnostic {
    let location = locate.field(&entry.document.path, "snapshot.file");
    let quotations = if n_unknown == 1 {
        "1 quotation".to_owned()
    } else {
        format!("{n_unknown} quotations")
    };
    Diagnostic::warning(
        "snapshot-missing",
        location,
        format!("this text is not in the folder of snapshots, so {quotations} cannot be verified"),
    )
    .help("put it there, or run this where it is; `snapshots` in dossier.yaml names the folder")
}

/// What becomes of each quotation. Words that are quoted often are looked up once.
pub fn outcomes(snapshot: &Snapshot, quotations: &[Quotation<'_>]) -> Vec<Option<Outcome>> {
    let mut number: FxHashMap<&str, usize> = FxHashMap::default();
    let mut distinct: Vec<&str> = Vec::new();
    let of: Vec<usize> = quotations
        .iter()
        .map(|quotation| {
            *number.entry(quotation.text()).or_insert_with(|| {
                distinct.push(quotation.text());
                distinct.len() - 1
            })
        })
        .collect();
    let found: Vec<Outcome> = distinct
        .par_iter()
        .map(|quotation| look_up(snapshot, quotation))
        .collect();
    of.into_iter().map(|i| found.get(i).cloned()).collect()
}

/// Paragraphs of a block quotation are looked up one by one: they stand in paragraphs of the source.
fn look_up(snapshot: &Snapshot, quotation: &str) -> Outcome {
    let mut failures = Vec::new();
    let mut offset = None;
    let mut fragments = Vec::new();
    for (part, words) in quotation.split('\n').enumerate() {
        match find(snapshot, words) {
            Match::Found(found) => {
                offset.get_or_insert(found.offset);
                fragments.extend(fragment(snapshot, &found));
            }
            why => failures.push(Failure { part, why }),
        }
    }
    if failures.is_empty() {
        Outcome::Stands(offset.unwrap_or(0), fragments.join("&"))
    } else {
        Outcome::Fails(failures)
    }
}

impl Failure {
    /// The finding at the very characters of the quotation.
    pub fn finding(
        &self,
        dossier: &Dossier,
        locate: &Locator<'_>,
        quotation: &Quotation<'_>,
        text: &Entry,
    ) -> Diagnostic {
        let location = quotation.location(dossier, locate, Some(self.part));
        let id = text.id();
        match &self.why {
            Match::OnlyInExcluded { why, paragraph } => {
                let message = format!("these words stand only where `{id}` is no evidence");
                let why = if why.is_empty() { "excluded" } else { why };
                Diagnostic::error("quotation-excluded", location, message)
                    .label(format!("paragraph {paragraph}: {why}"))
                    .help("quote the article itself, or mend `exclude` of the source")
            }
            Match::Unreadable(error) => {
                Diagnostic::error("quotation-unreadable", location, error.to_string())
                    .help("write the exact words of the source between the quotation marks")
            }
            Match::NotFound { cause, nearest } => not_found(location, id, *cause, nearest.as_ref()),
            Match::Found(_) => not_found(location, id, Cause::OtherWords, None),
        }
    }
}

fn not_found(location: Location, id: &str, cause: Cause, nearest: Option<&Nearest>) -> Diagnostic {
    let message = format!("this quotation is not in the saved text of `{id}`");
    let finding =
        Diagnostic::error("quotation-not-found", location, message).label(cause.to_string());
    let Some(nearest) = nearest else {
        return finding.help("nothing in the text comes near: is it from another source?");
    };
    let diff: Vec<String> = nearest.diff.iter().map(DiffOp::to_string).collect();
    let finding = finding
        .help(format!(
            "paragraph {} has: {}",
            nearest.paragraph, nearest.passage
        ))
        .help(format!("the difference: {}", diff.join(" ")));
    match cause {
        Cause::CrossesParagraphs => finding.help("quote each paragraph by itself"),
        Cause::CutsWord => {
            finding.help("begin and end with whole words; [word] adds what is missing")
        }
        _ => finding.help("quote what stands there; […] leaves words out, [word] adds one"),
    }
}

fn is_html(file: &str) -> bool {
    let extension = file.rsplit('.').next().unwrap_or("");
    ["html", "htm", "xhtml"]
        .iter()
        .any(|html| extension.eq_ignore_ascii_case(html))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
