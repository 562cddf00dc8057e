//! `dossier check`

use super::project::{self, Project};
use super::publish;
use super::terminal::Terminal;
use super::{Outcome, fix};
use crate::check::{adjust, docs};
use crate::diagnostic::Diagnostics;
use crate::history;
use crate::model::artifact::Artifact;
use crate::publish::git::Git;
use crate::publish::inspect::inspect;
#[cfg(feature = "net")]
use crate::publish::published;
#[cfg(feature = "net")]
use crate::publish::web::Web;
use crate::render::Sink;
use crate::report::{Report, Run, github, json, sarif, text};
use crate::session::{Build, Options, Session};
use crate::write::manifest::Manifest;
use crate::yaml::shape::is_web_address;
use std::cell::OnceCell;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// Passes of --fix; each may bring to light what an earlier one hid.
const MOST_PASSES: usize = 16;

/// Checks the dossier and writes nothing
///
/// Reads every entry, joins them, applies all rules, and renders every page to nowhere, so that mistakes
/// in templates show as well. All findings of a run come at once, each with its place and what to do.
/// In a job of GitHub Actions the findings stand on the lines of the pull request as well.
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
    /// Make the edits that a check is certain of
    #[arg(long)]
    fix: bool,
    /// Also check the finished site: links, sizes and names, and that no published page vanishes
    #[arg(long)]
    publish: bool,
    /// Compare with what is published at this address (without one, at that of the site), or with the site
    /// built in this folder, instead of with the branch gh-pages of the remote
    #[arg(long, value_name = "URL|DIR", requires = "publish", num_args = 0..=1, default_missing_value = "")]
    against: Option<String>,
    /// Let pages vanish that are published now
    #[arg(long, requires = "publish")]
    allow_removal: bool,
    /// Put findings on lines that changed since this commit first, in annotations
    #[arg(long, value_name = "COMMIT")]
    since: Option<String>,
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
    /// SARIF 2.1.0, for code scanning and editors
    Sarif,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Deny {
    Warnings,
}

/// Takes all artifacts and keeps none.
struct Nowhere;

impl Sink for Nowhere {
    fn put(&self, _: Artifact<'_>) {}
}

/// What one pass found.
struct Pass {
    project: Project,
    build: Build,
    findings: Diagnostics,
    loaded: std::time::Duration,
}

/// Runs the command.
pub fn run(args: &Args, root: &Path, terminal: &Terminal) -> Outcome {
    let start = Instant::now();
    // A host is asked once, however many passes there are.
    let published = OnceCell::new();
    let mut pass = match look(args, root, &published, terminal) {
        Ok(pass) => pass,
        Err(outcome) => return outcome,
    };
    if args.fix {
        for _ in 0..MOST_PASSES {
            match fix::apply(root, &pass.project.tree, &pass.findings.0) {
                Ok(changes) if changes.is_empty() => break,
                Ok(changes) => {
                    for change in changes {
                        terminal.say(&format!(
                            "fixed {}:{}: {}",
                            change.path, change.line, change.message
                        ));
                    }
                }
                Err((path, error)) => {
                    terminal.fail(&format!("{path} cannot be fixed: {error}"));
                    return Outcome::Failed;
                }
            }
            pass = match look(args, root, &published, terminal) {
                Ok(pass) => pass,
                Err(outcome) => return outcome,
            };
        }
    }
    let Pass {
        project,
        build,
        findings,
        loaded,
    } = pass;
    let denied = args.deny == Some(Deny::Warnings) && !findings.0.is_empty();
    let has_errors = findings.has_errors();
    let content = |path: &str| project.tree.get(path).map(|file| Arc::clone(&file.bytes));
    let run = Run {
        checked: build.n_files,
        elapsed: Some(start.elapsed()),
    };
    let report = Report::new(findings, &content, run);
    print(args, &report, root, terminal);
    if args.timings {
        project::timings(&build, loaded, std::time::Duration::ZERO, terminal);
    }
    if has_errors || denied {
        Outcome::Errors
    } else {
        Outcome::Clean
    }
}

/// Runs the line once.
fn look(
    args: &Args,
    root: &Path,
    published: &OnceCell<Vec<String>>,
    terminal: &Terminal,
) -> Result<Pass, Outcome> {
    let start = Instant::now();
    let mut project = project::open(root, terminal)?;
    if let Some(percent) = args.min_coverage {
        project.config.min_coverage = percent;
    }
    let loaded = start.elapsed();
    if args.publish {
        // An address that is no address is a finding of dossier.yaml already.
        let _ = project::settle_address(&mut project, None, root, "origin");
        let (build, artifacts) = publish::make(&project, root);
        let mut findings = build.findings.clone();
        if build.rendered.is_some() {
            findings.extend(inspect(&artifacts, project.config.url.as_deref()));
            if !args.allow_removal {
                let published = match published.get() {
                    Some(published) => published,
                    None => {
                        let pages = pages_of(args, &project, root, terminal)?;
                        published.get_or_init(|| pages)
                    }
                };
                findings.extend(publish::vanishing(published, &project, root, &artifacts));
            }
            adjust(&project.config.severity, &mut findings);
        }
        return Ok(Pass {
            project,
            build,
            findings,
            loaded,
        });
    }
    let mut session = Session::new(Options::once(project::today()));
    let config = (project.config.clone(), project.findings.clone());
    let build = session.build(project.tree.clone(), config, &Nowhere);
    let findings = build.findings.clone();
    Ok(Pass {
        project,
        build,
        findings,
        loaded,
    })
}

/// The pages that are published now, as far as that is known.
fn pages_of(
    args: &Args,
    project: &Project,
    root: &Path,
    terminal: &Terminal,
) -> Result<Vec<String>, Outcome> {
    match args.against.as_deref() {
        // As it was when this repository last saw it; `dossier publish` asks the remote itself.
        None => Ok(Git::open(root)
            .and_then(|git| git.files("refs/remotes/origin/gh-pages"))
            .map_or_else(|_| Vec::new(), |files| files.into_keys().collect())),
        Some(place) if place.is_empty() || is_web_address(place) => {
            online(place, project, terminal)
        }
        Some(folder) => built(&root.join(folder)).ok_or_else(|| {
            terminal.fail(&format!("{folder} has no site that dossier built"));
            Outcome::Failed
        }),
    }
}

/// The pages that stand at an address, or at that of the site if none is given.
#[cfg(feature = "net")]
fn online(place: &str, project: &Project, terminal: &Terminal) -> Result<Vec<String>, Outcome> {
    let base = match (place, &project.config.url) {
        ("", Some(url)) => url.clone(),
        ("", None) => {
            terminal.fail("no address is known to compare with: name it, `--against https://…`");
            return Err(Outcome::Failed);
        }
        (given, _) => format!("{}/", given.trim_end_matches('/')),
    };
    match published::pages(&Web::default(), &base) {
        Ok(Some(pages)) => {
            let noun = if pages.len() == 1 { "page" } else { "pages" };
            terminal.say(&format!("Compared with {} {noun} at {base}", pages.len()));
            Ok(pages)
        }
        Ok(None) => {
            terminal.say(&format!(
                "Nothing to compare with: no site at {base} tells its pages."
            ));
            Ok(Vec::new())
        }
        Err(problem) => Err(super::online::failed(&problem, terminal)),
    }
}

#[cfg(not(feature = "net"))]
fn online(_: &str, _: &Project, terminal: &Terminal) -> Result<Vec<String>, Outcome> {
    terminal.fail("this program was built without `net`, so it cannot ask the web");
    Err(Outcome::Failed)
}

/// The files of a site that a build wrote into a folder.
fn built(folder: &Path) -> Option<Vec<String>> {
    let manifest = Manifest::parse(&std::fs::read(folder.join(".dossier/manifest")).ok()?);
    let paths: Vec<String> = manifest.files.keys().map(|path| path.to_string()).collect();
    (!paths.is_empty()).then_some(paths)
}

fn print(args: &Args, report: &Report<'_>, root: &Path, terminal: &Terminal) {
    let is_annotated = matches!(args.format, Format::Github);
    let in_actions = std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true");
    if args.since.is_some() && !is_annotated && !in_actions {
        terminal.say("--since orders the annotations of --format github; it changes nothing here");
    }
    match args.format {
        Format::Text => {
            terminal.report(report);
            if in_actions {
                annotate(args, report, root, terminal);
            }
        }
        Format::Short => terminal.coloured(&text::short(report, &terminal.style())),
        Format::Json => terminal.data(&json::render(report)),
        Format::Github => annotate(args, report, root, terminal),
        Format::Sarif => {
            let rules = |id: &str| {
                let help = docs::explain(id)?;
                let short = docs::ids()
                    .find(|(other, _)| *other == id)
                    .map(|(_, summary)| summary.to_owned());
                Some(sarif::Rule {
                    short: short.unwrap_or_default(),
                    help,
                })
            };
            terminal.data(&sarif::render(report, &rules, &history::prefix(root)));
        }
    }
}

/// Prints annotations, and adds the whole list to the summary of the job.
fn annotate(args: &Args, report: &Report<'_>, root: &Path, terminal: &Terminal) {
    let of_pull_request = || {
        let base = std::env::var("GITHUB_BASE_REF")
            .ok()
            .filter(|base| !base.is_empty())?;
        Some(format!("origin/{base}"))
    };
    let base = args.since.clone().or_else(of_pull_request);
    let lines = base.as_deref().and_then(|base| {
        let lines = history::changed_lines(root, base);
        if lines.is_none() {
            terminal.say(&format!(
                "git does not know what changed since {base}; check out with fetch-depth: 0"
            ));
        }
        lines
    });
    let changed: github::Changed = lines.unwrap_or_default().into_iter().collect();
    let prefix = history::prefix(root);
    terminal.data(&github::annotations(report, &changed, &prefix));
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) else {
        return;
    };
    let summary = github::summary_markdown(report, &changed, &prefix);
    let written = OpenOptions::new()
        .append(true)
        .create(true)
        .open(&path)
        .and_then(|mut file| file.write_all(summary.as_bytes()));
    if let Err(error) = written {
        terminal.say(&format!(
            "the summary of the job cannot be written: {error}"
        ));
    }
}
