//! `dossier verify`

#[cfg(feature = "net")]
use super::online;
use super::terminal::Terminal;
use super::{Outcome, project};
#[cfg(feature = "net")]
use crate::check::adjust;
use crate::check::verify::{self, Counts, TextReport, TextState, Verification};
use crate::diagnostic::{Diagnostic, Diagnostics, Location, Severity};
use crate::model::dossier::Dossier;
use crate::model::evidence;
use crate::report::{Report, Run, json};
use crate::session::{Options, Session};
use crate::text::nearest;
use crate::yaml::locate::Locator;
use rustc_hash::FxHashSet;
use std::fs;
#[cfg(feature = "net")]
use std::path::PathBuf;
use std::path::{Component, Path};
use std::sync::Arc;
#[cfg(feature = "net")]
use std::time::Duration;
use std::time::Instant;

/// Looks up every quotation in the saved text of its source, or asks the web
///
/// Each quotation must stand there word for word; only typography is forgiven. What was found is recorded
/// in evidence.lock, so that a clone without the texts still knows it. Commit that file.
///
/// With --links, the addresses of the sources are asked as well, one at a time for each host. With --site,
/// the published site is compared with what is built here, file by file, instead.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Write nothing; fail if evidence.lock is not what it should be
    #[arg(long)]
    check: bool,
    /// Also ask whether each source is still at its `url` and `archive_url`
    #[cfg(feature = "net")]
    #[arg(long)]
    links: bool,
    /// Ask the published site instead: whether each file stands there as built, missing addresses answer
    /// 404, pages name their own address, and old addresses lead on
    #[cfg(feature = "net")]
    #[arg(long, value_name = "URL", num_args = 0..=1, default_missing_value = "", conflicts_with_all = ["check", "links"])]
    site: Option<String>,
    /// Compare the published site with the one built in this folder, instead of building it now
    #[cfg(feature = "net")]
    #[arg(long, value_name = "DIR", requires = "site")]
    built: Option<PathBuf>,
    /// Wait up to so many minutes for the host to serve what was published
    #[cfg(feature = "net")]
    #[arg(long, value_name = "MINUTES", requires = "site", default_value_t = 0, value_parser = clap::value_parser!(u64).range(0..=120))]
    wait: u64,
    /// Print the findings for programs
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(args: &Args, root: &Path, terminal: &Terminal) -> Outcome {
    #[cfg(feature = "net")]
    if let Some(address) = &args.site {
        let question = online::Question {
            address,
            built: args.built.as_deref(),
            wait: Duration::from_secs(args.wait * 60),
            json: args.json,
        };
        return online::site(&question, root, terminal);
    }
    let start = Instant::now();
    let project = match project::open(root, terminal) {
        Ok(project) => project,
        Err(outcome) => return outcome,
    };
    let folder = root.join(&project.config.snapshots);
    let has_folder = !project.config.snapshots.is_empty();
    let tree = project.tree;
    let mut session = Session::new(Options::once(None));
    let (dossier, mut findings) = session.dossier(&tree, (project.config, project.findings));
    // Warnings of other stages are for `dossier check`; an entry with errors may hide quotations.
    findings
        .0
        .retain(|finding| finding.severity == Severity::Error);
    let is_whole = findings.0.is_empty();
    let snapshots = |file: &str| {
        let is_inside = Path::new(file)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        (has_folder && is_inside).then(|| read(&folder.join(file)))?
    };
    let verification = verify::verify(&dossier, &Locator::new(&tree), &snapshots);
    findings.extend(verification.findings.0.iter().cloned());
    missing_beside_others(
        &dossier,
        &verification,
        &folder,
        &Locator::new(&tree),
        &mut findings,
    );
    let old = tree.get(evidence::FILE).and_then(|file| file.text().ok());
    let new = verification.lock.to_text();
    // A digit of a fingerprint that is typed wrong must not cost what was verified against the text before.
    let mut texts = verification.texts.iter();
    let is_text_known = texts.all(|text| text.state != TextState::Changed);
    // A dossier that quotes nothing needs no lock.
    let is_current = old == Some(&*new) || (old.is_none() && verification.lock.is_empty());
    let mut written = Ok(());
    if args.check && !is_current {
        findings.push(stale());
    } else if !is_current && is_whole && is_text_known {
        written = write(root, &new);
    }
    #[cfg(feature = "net")]
    let is_offline = args.links && {
        let found = online::links(&dossier, &Locator::new(&tree), terminal);
        let is_offline = found.is_none();
        let mut found = found.unwrap_or_default();
        adjust(&dossier.config.severity, &mut found);
        findings.extend(found);
        is_offline
    };
    #[cfg(not(feature = "net"))]
    let is_offline = false;
    let has_errors = findings.has_errors();
    let content = |path: &str| tree.get(path).map(|file| Arc::clone(&file.bytes));
    let run = Run {
        checked: tree.len(),
        elapsed: Some(start.elapsed()),
    };
    let report = Report::new(findings, &content, run);
    if args.json {
        terminal.data(&json::render(&report));
    } else {
        terminal.report(&report);
    }
    if let Err(error) = written {
        terminal.fail(&format!("{} cannot be written: {error}", evidence::FILE));
        return Outcome::Failed;
    }
    summary(&dossier, &verification, terminal);
    terminal.say(match is_text_known {
        true => next(is_whole, is_current, args.check, &verification),
        false => {
            "evidence.lock is left as it is until each saved text is the one that its source names"
        }
    });
    if is_offline {
        Outcome::Failed
    } else if has_errors {
        Outcome::Errors
    } else {
        Outcome::Clean
    }
}

/// A saved text of at most 64 MiB; none for anything else, such as a device that never ends.
fn read(path: &Path) -> Option<Vec<u8>> {
    const LARGEST: u64 = 64 * 1024 * 1024;
    let about = fs::metadata(path).ok()?;
    if !about.is_file() || about.len() > LARGEST {
        return None;
    }
    // A file that the system makes up has no length, and may never end.
    if about.len() == 0 {
        return Some(Vec::new());
    }
    fs::read(path).ok()
}

/// Missing texts whose names are compared with those of the folder.
const GUESSES: usize = 64;

/// Reports texts that are not in a folder where others are, also if the lock knows their quotations: where all are
/// missing, this is a clone without them, and where one is, its name may be mistyped.
fn missing_beside_others(
    dossier: &Dossier,
    verification: &Verification,
    folder: &Path,
    locate: &Locator<'_>,
    findings: &mut Diagnostics,
) {
    let mut texts = verification.texts.iter();
    if !texts.any(|text| text.state == TextState::Here) {
        return;
    }
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let files: Vec<String> = files
        .filter_map(|file| file.file_name().into_string().ok())
        .collect();
    let told = findings.0.iter().filter(|f| f.check == "snapshot-missing");
    let told: FxHashSet<Arc<str>> = told.map(|f| Arc::clone(&f.location.path)).collect();
    let is_missing = |text: &&TextReport| text.state == TextState::Missing;
    for (i, text) in verification.texts.iter().filter(is_missing).enumerate() {
        let path = &dossier.entry(text.source).document.path;
        if told.contains(path) {
            continue;
        }
        let files = files.iter().take(if i < GUESSES { files.len() } else { 0 });
        let location = locate.field(path, "snapshot.file");
        let message = format!(
            "`{}` is not in the folder of saved texts, and others are",
            text.file
        );
        let finding = Diagnostic::warning("snapshot-missing", location, message);
        findings.push(match nearest(&text.file, files.map(String::as_str)) {
            Some(near) => finding.did_you_mean(near),
            None => finding.help("put the text there; what evidence.lock knows of it still holds"),
        });
    }
}

/// The finding for a lock that is behind.
fn stale() -> Diagnostic {
    Diagnostic::error(
        "stale-lock",
        Location::file(&evidence::FILE.into()),
        "this file is not what the quotations and saved texts make it",
    )
    .help("run `dossier verify` and commit the file")
}

/// Writes the lock whole or not at all.
fn write(root: &Path, text: &str) -> std::io::Result<()> {
    let path = root.join(evidence::FILE);
    let beside = root.join(format!("{}.new", evidence::FILE));
    fs::write(&beside, text)?;
    fs::rename(&beside, &path)
}

fn summary(dossier: &Dossier, verification: &Verification, terminal: &Terminal) {
    for text in &verification.texts {
        let state = match text.state {
            TextState::Here => "",
            TextState::Changed => "another text than the source names: ",
            TextState::Unusable => "cannot be used: ",
            TextState::Missing => "not here: ",
        };
        let id = dossier.entry(text.source).id();
        terminal.say(&format!("  {id}: {state}{}", words(text.counts)));
    }
    terminal.say(&words(verification.counts));
}

/// `460 quotations: 458 verified now, 2 not found`
fn words(counts: Counts) -> String {
    let parts: Vec<String> = [
        (counts.verified, "verified now"),
        (counts.kept, "as the lock says"),
        (counts.failed, "not found"),
        (
            counts.unrecorded,
            "found, but in another text than the source names",
        ),
        (counts.unknown, "cannot be verified here"),
        (counts.without_text, "of sources without a saved text"),
    ]
    .into_iter()
    .filter(|(n, _)| *n > 0)
    .map(|(n, what)| format!("{n} {what}"))
    .collect();
    let noun = if counts.quotations == 1 {
        "quotation"
    } else {
        "quotations"
    };
    let colon = if parts.is_empty() { "" } else { ": " };
    format!("{} {noun}{colon}{}", counts.quotations, parts.join(", "))
}

fn next(
    is_whole: bool,
    is_current: bool,
    is_check: bool,
    verification: &Verification,
) -> &'static str {
    match (is_whole, is_current, is_check) {
        (false, ..) => "evidence.lock is left as it is until the errors of the entries are mended",
        (_, true, _) if verification.counts.failed > 0 => {
            "mend the quotations above, then verify again"
        }
        (_, true, _) => "evidence.lock is up to date",
        (_, false, true) => "nothing was written; run `dossier verify` without --check",
        (_, false, false) if verification.counts.failed > 0 => {
            "evidence.lock is written without the quotations above; mend them, then verify again"
        }
        (_, false, false) => "evidence.lock is written; commit it",
    }
}
