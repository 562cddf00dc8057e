//! `dossier publish`

use super::Outcome;
use super::project::{self, Project};
use super::terminal::Terminal;
use crate::diagnostic::Diagnostics;
use crate::history;
use crate::model::artifact::Artifact;
use crate::publish::address::{self, Address};
use crate::publish::branch::{Publish, Rollback, Target};
use crate::publish::git::{Git, Problem};
use crate::publish::inspect::inspect;
use crate::publish::plan::Plan;
use crate::publish::vanished::{Known, vanished};
use crate::render::Sink;
use crate::report::Run;
use crate::session::{Build, Options, Session};
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// Files of a list before the rest is counted.
const MOST_LISTED: usize = 20;

/// Publishes the site to a branch, from which GitHub Pages serves it
///
/// Builds the site in memory, checks it for GitHub Pages, shows what would change, asks, and pushes one
/// commit. The checkout, its index and its branches stay as they are, also if they have changes that are
/// not committed. The domain that the host keeps in a CNAME file is carried over.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Show what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Go back to the version before the published one, or to that of COMMIT, as a new commit
    #[arg(long, value_name = "COMMIT", num_args = 0..=1, default_missing_value = "", conflicts_with_all = ["message", "allow_removal", "url"])]
    rollback: Option<String>,
    /// Branch to publish to
    #[arg(long, value_name = "NAME", default_value = "gh-pages")]
    branch: String,
    /// Remote to publish to
    #[arg(long, value_name = "NAME", default_value = "origin")]
    remote: String,
    /// Do not ask
    #[arg(short, long)]
    yes: bool,
    /// Message of the commit
    #[arg(short, long, value_name = "TEXT")]
    message: Option<String>,
    /// Let pages vanish that are published now
    #[arg(long)]
    allow_removal: bool,
    /// Address at which the site will stand, if it is not found by itself
    #[arg(long, value_name = "URL")]
    url: Option<String>,
}

/// Keeps all artifacts.
#[derive(Default)]
pub struct Memory(Mutex<Vec<Artifact<'static>>>);

impl Sink for Memory {
    fn put(&self, artifact: Artifact<'_>) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(artifact.into_owned());
    }
}

impl Memory {
    /// What was put, in order of path.
    pub fn into_artifacts(self) -> Vec<Artifact<'static>> {
        let mut all = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        all.sort_by(|a, b| a.path.cmp(&b.path));
        all
    }
}

/// Runs the command.
pub fn run(args: &Args, root: &Path, terminal: &Terminal) -> Outcome {
    let is_name = |name: &str| {
        !name.is_empty()
            && !name.starts_with('-')
            && !name.contains([':', ' ', '*', '?', '[', '\\', '^', '~'])
    };
    if !is_name(&args.branch) || args.remote.starts_with('-') {
        terminal.fail(&format!("`{}` is no name of a branch", args.branch));
        return Outcome::Failed;
    }
    let target = Target {
        remote: args.remote.clone(),
        branch: args.branch.clone(),
    };
    let result = match &args.rollback {
        Some(commit) => roll_back(
            args,
            target,
            Some(commit.as_str()).filter(|commit| !commit.is_empty()),
            root,
            terminal,
        ),
        None => publish(args, target, root, terminal),
    };
    result.unwrap_or_else(|problem| {
        terminal.fail(&problem.to_string());
        let help = problem.help();
        if !help.is_empty() {
            terminal.say(&format!("  {help}"));
        }
        Outcome::Failed
    })
}

fn publish(
    args: &Args,
    target: Target,
    root: &Path,
    terminal: &Terminal,
) -> Result<Outcome, Problem> {
    let mut project = match project::open(root, terminal) {
        Ok(project) => project,
        Err(outcome) => return Ok(outcome),
    };
    // Before the work of a build: without a remote there is nothing to do.
    let remote = Git::open(root)?.remote(&args.remote)?;
    let address =
        match project::settle_address(&mut project, args.url.as_deref(), root, &args.remote) {
            Ok(address) => address,
            Err(message) => {
                terminal.fail(&message);
                return Ok(Outcome::Failed);
            }
        };
    let start = Instant::now();
    let (build, mut artifacts) = make(&project, root);
    if build.findings.has_errors() {
        project::report(&build, start.elapsed(), terminal);
        terminal.say("Nothing was published.");
        return Ok(Outcome::Errors);
    }
    add_domain(&mut artifacts, address.as_ref(), root, &remote);
    let publish = Publish::prepare(root, target, &artifacts)?;
    let mut findings = inspect(&artifacts, project.config.url.as_deref());
    if !args.allow_removal {
        findings.extend(vanishing(&publish.published, &project, root, &artifacts));
    }
    if !findings.0.is_empty() {
        let run = Run {
            checked: artifacts.len(),
            elapsed: None,
        };
        let has_errors = findings.has_errors();
        project::print(findings, &project.tree, run, terminal);
        if has_errors {
            terminal.say("Nothing was published.");
            return Ok(Outcome::Errors);
        }
    }
    let bytes: usize = artifacts.iter().map(|artifact| artifact.bytes.len()).sum();
    let size = format!("{} files, {:.1} MB", artifacts.len(), bytes as f64 / 1e6);
    terminal.say(&format!(
        "{size} for the branch {} of {} ({})",
        args.branch,
        args.remote,
        without_secret(&remote)
    ));
    match &address {
        Some(address) => terminal.say(&format!("They will stand at {address}.")),
        None => terminal.say("No address is known: set url in dossier.yaml for canonical links, sitemap, feed and a 404 page that looks right at any depth."),
    }
    if publish.keeps_cname {
        terminal.say("The CNAME file of the branch is kept.");
    }
    if publish.plan.is_empty() {
        terminal.say("Nothing to publish: the branch has these very files.");
        return Ok(Outcome::Clean);
    }
    list(&publish.plan, terminal);
    if args.dry_run {
        terminal.say("Nothing was published: this was a dry run.");
        return Ok(Outcome::Clean);
    }
    if let Some(outcome) = ask("Publish?", args, terminal) {
        return Ok(outcome);
    }
    let message = args
        .message
        .clone()
        .unwrap_or_else(|| match publish.state() {
            Some(state) => format!("Publish {} ({state})", project.config.title),
            None => format!("Publish {}", project.config.title),
        });
    let commit = publish.push(&message)?;
    terminal.say(&format!(
        "Published as {} to {}.",
        short(&commit),
        args.branch
    ));
    terminal.say(&undo(args));
    if address.is_some() && cfg!(feature = "net") {
        terminal.say("See that it stands there, in some minutes: dossier verify --site --wait 15");
    }
    Ok(Outcome::Clean)
}

fn roll_back(
    args: &Args,
    target: Target,
    commit: Option<&str>,
    root: &Path,
    terminal: &Terminal,
) -> Result<Outcome, Problem> {
    let rollback = Rollback::prepare(root, target, commit)?;
    terminal.say(&format!(
        "Going back to {} on the branch {} of {}",
        rollback.to(),
        args.branch,
        args.remote
    ));
    if rollback.plan.is_empty() {
        terminal.say("Nothing to do: that version has the very files that are published.");
        return Ok(Outcome::Clean);
    }
    list(&rollback.plan, terminal);
    if args.dry_run {
        terminal.say("Nothing was changed: this was a dry run.");
        return Ok(Outcome::Clean);
    }
    if let Some(outcome) = ask("Go back?", args, terminal) {
        return Ok(outcome);
    }
    let commit = rollback.push()?;
    terminal.say(&format!(
        "The old files are published again, as {}.",
        short(&commit)
    ));
    terminal.say(&undo(args));
    Ok(Outcome::Clean)
}

fn undo(args: &Args) -> String {
    let mut text = "Undo with: dossier publish --rollback".to_owned();
    if args.branch != "gh-pages" {
        text.push_str(&format!(" --branch {}", args.branch));
    }
    if args.remote != "origin" {
        text.push_str(&format!(" --remote {}", args.remote));
    }
    text
}

/// Builds the site into memory.
pub fn make(project: &Project, root: &Path) -> (Build, Vec<Artifact<'static>>) {
    // As in `build`, so that both make the same bytes.
    let last_changes = if project.config.url.is_some() {
        history::last_changes(root)
    } else {
        FxHashMap::default()
    };
    let sink = Memory::default();
    let mut session = Session::new(Options {
        last_changes: Arc::new(last_changes),
        ..Options::once(project::today())
    });
    let config = (project.config.clone(), project.findings.clone());
    let build = session.build(project.tree.clone(), config, &sink);
    (build, sink.into_artifacts())
}

/// Adds the file by which GitHub knows a domain, unless the site has it: from the root of the dossier, or
/// for an address that is a domain of its own.
fn add_domain(
    artifacts: &mut Vec<Artifact<'static>>,
    address: Option<&Address>,
    root: &Path,
    remote: &str,
) {
    if artifacts.iter().any(|artifact| &*artifact.path == "CNAME") {
        return;
    }
    let file = std::fs::read(root.join("CNAME")).ok();
    let of_address = || {
        let address = address?;
        let is_own = address.path() == "/"
            && !address.host().ends_with(".github.io")
            && address.url.starts_with("https://");
        (is_own && address::github(remote).is_some())
            .then(|| format!("{}\n", address.host()).into_bytes())
    };
    if let Some(bytes) = file.or_else(of_address) {
        artifacts.push(Artifact {
            path: "CNAME".into(),
            bytes: bytes.into(),
        });
        artifacts.sort_by(|a, b| a.path.cmp(&b.path));
    }
}

/// Pages that are published and that these artifacts do not have.
pub(super) fn vanishing(
    published: &[String],
    project: &Project,
    root: &Path,
    artifacts: &[Artifact<'_>],
) -> Diagnostics {
    let made: FxHashSet<&str> = artifacts.iter().map(|artifact| &*artifact.path).collect();
    if published.iter().all(|path| made.contains(path.as_str())) {
        return Diagnostics::new();
    }
    let renames = history::renames(root);
    let known = Known {
        tree: &project.tree,
        renames: &renames,
    };
    vanished(published.iter().map(String::as_str), &made, &known)
}

fn list(plan: &Plan, terminal: &Terminal) {
    for (mark, paths) in [
        ('+', &plan.added),
        ('~', &plan.changed),
        ('-', &plan.removed),
    ] {
        for path in paths.iter().take(MOST_LISTED) {
            terminal.say(&format!("  {mark} {path}"));
        }
        if paths.len() > MOST_LISTED {
            terminal.say(&format!("  {mark} … {} more", paths.len() - MOST_LISTED));
        }
    }
    terminal.say(&plan.summary());
}

/// Asks before pushing; none means go on.
fn ask(question: &str, args: &Args, terminal: &Terminal) -> Option<Outcome> {
    if args.yes {
        return None;
    }
    match terminal.confirm(question) {
        Some(true) => None,
        Some(false) => {
            terminal.say("Nothing was changed.");
            Some(Outcome::Clean)
        }
        None => {
            terminal
                .fail("nobody can be asked here: say --yes to go ahead, or --dry-run to only look");
            Some(Outcome::Failed)
        }
    }
}

fn short(commit: &str) -> &str {
    commit.get(..7).unwrap_or(commit)
}

/// The address of a remote without the password that may be in it.
fn without_secret(remote: &str) -> String {
    match remote.split_once("://") {
        Some((scheme, rest)) => match rest.split_once('/') {
            Some((host, path)) => format!(
                "{scheme}://{}/{path}",
                host.rsplit('@').next().unwrap_or(host)
            ),
            None => remote.to_owned(),
        },
        None => remote.to_owned(),
    }
}
