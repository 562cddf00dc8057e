//! `dossier check`

use super::terminal::Terminal;
use super::{Outcome, project};
use crate::model::artifact::Artifact;
use crate::render::{Sink, Surroundings};
use crate::report::{Report, Run, github, json, text};
use crate::session::{Options, Session};
use rustc_hash::FxHashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// Checks the dossier and writes nothing
///
/// Reads every entry, joins them, applies all rules, and renders every page to nowhere, so that mistakes
/// in templates show as well. All findings of a run come at once, each with its place and what to do.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How findings are printed
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Treat warnings as errors
    #[arg(long, value_name = "WHAT")]
    deny: Option<Deny>,
    /// Demand that so many per cent of the sentences that state facts carry a citation
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u32).range(0..=100))]
    min_coverage: Option<u32>,
    /// Print how long each stage took
    #[arg(long)]
    timings: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people, with the place in the file
    Text,
    /// One line per finding
    Short,
    /// For programs
    Json,
    /// Annotations on a pull request, for GitHub Actions
    Github,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Deny {
    Warnings,
}

/// Takes all artifacts and keeps none.
struct Nowhere;

impl Sink for Nowhere {
    fn put(&self, _: Artifact) {}
}

/// Runs the command.
pub fn run(args: &Args, root: &Path, terminal: &Terminal) -> Outcome {
    let start = Instant::now();
    let mut project = match project::open(root, terminal) {
        Ok(project) => project,
        Err(outcome) => return outcome,
    };
    if let Some(percent) = args.min_coverage {
        project.config.min_coverage = percent;
    }
    let loaded = start.elapsed();
    let last_changes = FxHashMap::default();
    let around = Surroundings {
        last_changes: &last_changes,
        earlier: &|_| None,
    };
    let mut session = Session::new(Options::once(project::today()));
    let build = session.build(
        &project.tree,
        (project.config, project.findings),
        &around,
        &Nowhere,
    );
    let content = |path: &str| project.tree.get(path).map(|file| Arc::clone(&file.bytes));
    let run = Run {
        checked: build.n_files,
        elapsed: Some(start.elapsed()),
    };
    let report = Report::new(build.findings.clone(), &content, run);
    let style = text::Style {
        color: terminal.color,
        width: terminal.width,
        ..text::Style::default()
    };
    match args.format {
        Format::Text => terminal.say(text::full(&report, &style).trim_end()),
        Format::Short => terminal.data(&text::short(&report, &style)),
        Format::Json => terminal.data(&json::render(&report)),
        Format::Github => terminal.data(&github::annotations(
            &report,
            &github::Changed::default(),
            "",
        )),
    }
    if args.timings {
        project::timings(&build, loaded, std::time::Duration::ZERO, terminal);
    }
    let denied = args.deny == Some(Deny::Warnings) && !build.findings.0.is_empty();
    if build.findings.has_errors() || denied {
        Outcome::Errors
    } else {
        Outcome::Clean
    }
}
