//! `dossier without`

use super::terminal::Terminal;
use super::{Outcome, project};
use crate::check::without::{Supported, What, Without, without};
use crate::model::dossier::Dossier;
use crate::model::kind::Kind;
use crate::report::visible::visible;
use crate::session::{Options, Session};
use crate::text::nearest;
use std::fmt::Write as _;
use std::path::Path;

/// Tells what would fall if a source were withdrawn
///
/// Lists the claims, accounts, positions, relations, sentences and quotations that would have no source
/// left, and the claims that would rest on fewer independent origins. With a source goes whatever is
/// known only through it. Nothing is changed.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Id of the source
    #[arg(value_name = "SOURCE")]
    source: String,
    /// Print it for programs
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(args: &Args, root: &Path, terminal: &Terminal) -> Outcome {
    let project = match project::open(root, terminal) {
        Ok(project) => project,
        Err(outcome) => return outcome,
    };
    let mut session = Session::new(Options::once(None));
    let (dossier, _) = session.dossier(&project.tree, (project.config, project.findings));
    let id = args.source.trim_start_matches('@');
    let index = dossier
        .index(id)
        .filter(|index| dossier.entry(*index).kind() == Kind::Source);
    let Some(index) = index else {
        terminal.fail(&format!("no source has the id `{id}`"));
        let ids = dossier.of_kind(Kind::Source).map(|(_, source)| source.id());
        if let Some(near) = nearest(id, ids) {
            terminal.say(&format!("  did you mean: dossier without {near}"));
        }
        return Outcome::Failed;
    };
    let without = without(&dossier, index);
    if args.json {
        match serde_json::to_string_pretty(&without) {
            Ok(json) => terminal.data(&(json + "\n")),
            Err(error) => {
                terminal.fail(&error.to_string());
                return Outcome::Failed;
            }
        }
    } else {
        terminal.data(&visible(&text(&dossier, &without)));
    }
    Outcome::Clean
}

/// What is lost, in the order of its weight, with its heading for one and for several.
const GROUPS: [(What, &str, &str); 8] = [
    (
        What::Claim,
        "claim that nobody would be left to assert",
        "claims that nobody would be left to assert",
    ),
    (
        What::Entry,
        "page without any source left",
        "pages without any source left",
    ),
    (What::Account, "account of a fact", "accounts of facts"),
    (What::Position, "position on a claim", "positions on claims"),
    (What::Office, "office", "offices"),
    (What::Relation, "relation", "relations"),
    (What::Sentence, "sentence", "sentences"),
    (What::Quotation, "quotation", "quotations"),
];

fn text(dossier: &Dossier, without: &Without) -> String {
    let mut text = String::new();
    let title = dossier
        .find(&without.source)
        .map_or("", |source| source.title());
    // Writing to a string cannot fail.
    let _ = writeln!(text, "Without {} (“{title}”):", without.source);
    let through: Vec<&str> = without
        .withdrawn
        .iter()
        .map(String::as_str)
        .filter(|id| *id != without.source)
        .collect();
    if !through.is_empty() {
        let _ = writeln!(
            text,
            "\n{} known only through it:\n  {}",
            sources(through.len()),
            through.join(", ")
        );
    }
    for (what, one, several) in GROUPS {
        // What stands on the pages of the sources themselves goes with them.
        let stays = |lost: &&Supported| !without.withdrawn.contains(&lost.entry);
        let of_kind = without.lost.iter().filter(|lost| lost.what == what);
        let lost: Vec<&Supported> = of_kind.filter(stays).collect();
        if lost.is_empty() {
            continue;
        }
        let heading = if lost.len() == 1 { one } else { several };
        let _ = writeln!(text, "\n{} {heading}:", lost.len());
        for lost in lost {
            let words = lost.text.replace('\n', " ");
            let _ = writeln!(text, "  {}: {words}", lost.entry);
        }
    }
    if !without.weakened.is_empty() {
        let _ = writeln!(
            text,
            "\nClaims that would rest on fewer independent origins:"
        );
        for claim in &without.weakened {
            let (before, after) = (claim.before, claim.after);
            let _ = writeln!(
                text,
                "  {}: {before} → {after}: {}",
                claim.claim, claim.title
            );
        }
    }
    if without.lost.is_empty() {
        text.push_str("\nNothing would lose its last source.\n");
    }
    text
}

fn sources(n: usize) -> String {
    if n == 1 {
        "1 source is".to_owned()
    } else {
        format!("{n} sources are")
    }
}
