//! What `dossier verify` and `dossier check` ask the web: the published site, and the addresses of sources.

use super::project::{self, Project};
use super::terminal::Terminal;
use super::{Outcome, publish};
use crate::check::adjust;
use crate::diagnostic::Diagnostics;
use crate::model::artifact::Artifact;
use crate::model::dossier::Dossier;
use crate::publish::alive::{self, Link};
use crate::publish::served::{self, Problem, Served};
use crate::publish::web::Web;
use crate::report::{Report, Run, json};
use crate::write::manifest::Manifest;
use crate::yaml::locate::Locator;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Before this, nobody wants to be told how far it is.
const QUIET: Duration = Duration::from_secs(1);
const BETWEEN: Duration = Duration::from_millis(200);

/// What `dossier verify --site` is asked to do.
pub struct Question<'a> {
    /// The address; empty for the one at which the site should stand.
    pub address: &'a str,
    /// Folder of the site to compare with, instead of one that is built now.
    pub built: Option<&'a Path>,
    /// How long to wait for the host to serve what was published.
    pub wait: Duration,
    pub json: bool,
}

/// Compares what stands at an address with what was built.
pub fn site(question: &Question<'_>, root: &Path, terminal: &Terminal) -> Outcome {
    let start = Instant::now();
    let mut project = match project::open(root, terminal) {
        Ok(project) => project,
        Err(outcome) => return outcome,
    };
    let base = match base(question.address, &mut project, root) {
        Ok(base) => base,
        Err(message) => {
            terminal.fail(&message);
            return Outcome::Failed;
        }
    };
    let artifacts = match question.built {
        Some(folder) => match built(&root.join(folder)) {
            Ok(artifacts) => artifacts,
            Err(message) => {
                terminal.fail(&message);
                return Outcome::Failed;
            }
        },
        None => {
            let (build, artifacts) = publish::make(&project, root);
            if build.findings.has_errors() {
                project::report(&build, start.elapsed(), terminal);
                terminal.say(&format!(
                    "{base} was not asked: there is nothing to compare it with."
                ));
                return Outcome::Errors;
            }
            artifacts
        }
    };
    let mut served = match ask(&base, &artifacts, start + question.wait, terminal) {
        Ok(served) => served,
        Err(problem) => return failed(&problem, terminal),
    };
    adjust(&project.config.severity, &mut served.findings);
    let run = Run {
        checked: served.n_files,
        elapsed: Some(start.elapsed()),
    };
    let has_errors = served.findings.has_errors();
    let summary = summary(&base, &served);
    let content = |path: &str| project.tree.get(path).map(|file| Arc::clone(&file.bytes));
    print(served.findings, &content, run, question.json, terminal);
    terminal.say(&summary);
    if has_errors {
        Outcome::Errors
    } else {
        Outcome::Clean
    }
}

/// Asks for all files, and again as long as some are not there yet and there is time.
fn ask(
    base: &str,
    artifacts: &[Artifact<'_>],
    until: Instant,
    terminal: &Terminal,
) -> Result<Served, Problem> {
    let web = Web::default();
    loop {
        let progress = Progress::new(terminal, artifacts.len());
        let served = served::verify(&web, base, artifacts, &|n| progress.at(n))?;
        let wrong = served.first_wrong.as_ref();
        let late = wrong.and_then(|path| artifacts.iter().find(|file| file.path == *path));
        let Some(file) = late.filter(|_| Instant::now() < until) else {
            return Ok(served);
        };
        terminal.say(&format!(
            "{} of {} files are as built; waiting for {}",
            served.n_right, served.n_files, file.path
        ));
        if !served::comes(&web, base, file, until) {
            return Ok(served);
        }
    }
}

/// The address to ask. One that is given stands in for one that is not known, so that the pages that are
/// built to compare with are made for it, as the published ones were.
fn base(given: &str, project: &mut Project, root: &Path) -> Result<String, String> {
    let known = project::settle_address(project, None, root, "origin")?;
    if given.is_empty() {
        return known.map(|address| address.url).ok_or_else(|| {
            "no address is known: name it, `--site https://…`, or set url in dossier.yaml"
                .to_owned()
        });
    }
    let mut config = project.config.clone();
    project::set_url(&mut config, Some(given))?;
    let base = config.url.clone().unwrap_or_default();
    if known.is_none() {
        project.config = config;
    }
    Ok(base)
}

/// The files of a site that a build wrote into a folder.
fn built(folder: &Path) -> Result<Vec<Artifact<'static>>, String> {
    let none = || format!("{} has no site that dossier built", folder.display());
    let manifest = std::fs::read(folder.join(".dossier/manifest")).map_err(|_| none())?;
    let manifest = Manifest::parse(&manifest);
    if manifest.files.is_empty() {
        return Err(none());
    }
    let read = |path: &str| {
        let bytes = std::fs::read(folder.join(path))
            .map_err(|error| format!("{} cannot be read: {error}", folder.join(path).display()))?;
        Ok(Artifact {
            path: path.into(),
            bytes: bytes.into(),
        })
    };
    manifest.files.keys().map(|path| read(path)).collect()
}

/// `412 of 414 files at https://e.org/ are as built; 3 of 3 old addresses lead on`
fn summary(base: &str, served: &Served) -> String {
    let mut summary = format!(
        "{} of {} files at {base} are as built",
        served.n_right, served.n_files
    );
    if served.n_old > 0 {
        summary.push_str(&format!(
            "; {} of {} old addresses lead on",
            served.n_old_right, served.n_old
        ));
    }
    summary
}

/// Asks the addresses of all sources; none if there is no network.
pub fn links(dossier: &Dossier, locate: &Locator<'_>, terminal: &Terminal) -> Option<Diagnostics> {
    let mut links = Vec::new();
    for (_, entry) in dossier.iter() {
        let Some(source) = entry.source() else {
            continue;
        };
        let addresses = [
            ("url", &source.url, false),
            ("archive_url", &source.archive_url, true),
        ];
        for (field, address, is_archive) in addresses {
            links.extend(address.as_ref().map(|address| Link {
                source: entry.id().to_owned(),
                address: address.clone(),
                at: locate.field(&entry.document.path, field),
                is_archive,
            }));
        }
    }
    let progress = Progress::new(terminal, links.len());
    let asked = alive::ask_all(&Web::default(), &links, &|n| progress.at(n));
    if asked.is_offline {
        let noun = if asked.n_links == 1 {
            "address"
        } else {
            "addresses"
        };
        terminal.fail(&format!(
            "none of {} {noun} of sources answers at all: is there a network?",
            asked.n_links
        ));
        return None;
    }
    terminal.say(&format!(
        "{} of {} addresses of sources answer",
        asked.n_alive, asked.n_links
    ));
    Some(asked.findings)
}

/// Says why a site could not be asked.
pub fn failed(problem: &Problem, terminal: &Terminal) -> Outcome {
    terminal.fail(&problem.to_string());
    terminal.say(&format!("  {}", problem.help()));
    Outcome::Failed
}

fn print(
    findings: Diagnostics,
    content: &dyn Fn(&str) -> Option<Arc<[u8]>>,
    run: Run,
    is_json: bool,
    terminal: &Terminal,
) {
    let report = Report::new(findings, content, run);
    if is_json {
        terminal.data(&json::render(&report));
    } else {
        terminal.report(&report);
    }
}

/// Tells on a terminal how far it is, once it takes long.
struct Progress<'a> {
    terminal: &'a Terminal,
    n_all: usize,
    /// When something was last said, and whether anything was.
    said: Mutex<(Instant, bool)>,
}

impl<'a> Progress<'a> {
    fn new(terminal: &'a Terminal, n_all: usize) -> Self {
        Self {
            terminal,
            n_all,
            said: Mutex::new((Instant::now(), false)),
        }
    }

    fn at(&self, n: usize) {
        if !self.terminal.is_terminal {
            return;
        }
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        let pause = if said.1 { BETWEEN } else { QUIET };
        if said.0.elapsed() < pause {
            return;
        }
        let text = format!("asked {n} of {}", self.n_all);
        if said.1 {
            self.terminal.status(&text);
        } else {
            self.terminal.say(&text);
        }
        *said = (Instant::now(), true);
    }
}
