//! What several commands do alike: open a dossier, run the line over it, report.

use super::Outcome;
use super::terminal::Terminal;
use crate::config;
use crate::diagnostic::Diagnostics;
use crate::model::config::Config;
use crate::model::date::Day;
use crate::model::source_tree::SourceTree;
use crate::publish::address::{self, Address, Origin};
use crate::publish::git::Git;
use crate::report::{Report, Run};
use crate::yaml::shape;
use crate::{load, session};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// A dossier that was read from disk.
pub struct Project {
    pub tree: SourceTree,
    pub config: Config,
    pub findings: Diagnostics,
}

/// Says why there is no dossier at `root`, if there is none.
pub fn find(root: &Path, terminal: &Terminal) -> Result<(), Outcome> {
    if root.join(config::FILE).is_file() {
        return Ok(());
    }
    let place = if root == Path::new(".") {
        "this folder".to_owned()
    } else {
        root.display().to_string()
    };
    let missing = if root.is_file() {
        format!("{place} is a file, and -C takes the folder of a dossier")
    } else if root.is_dir() {
        format!("{place} has no {}, so it is not a dossier", config::FILE)
    } else {
        format!("there is no folder {place}")
    };
    terminal.fail(&missing);
    terminal.say(&format!("  {}", instead(root)));
    Err(Outcome::Failed)
}

/// What somebody may have meant who ran a command where there is no dossier.
fn instead(root: &Path) -> String {
    let other = "dossier.yml";
    if root.join(other).is_file() {
        return format!("there is a {other}: rename it to {}", config::FILE);
    }
    let above = std::path::absolute(root).ok().and_then(|folder| {
        let mut above = folder.ancestors().skip(1);
        above.position(|folder| folder.join(config::FILE).is_file())
    });
    match above {
        Some(steps) => {
            let way = root.join(vec![".."; steps + 1].join("/"));
            let way = way.strip_prefix(".").unwrap_or(&way);
            format!("one of the folders above has it: add -C {}", way.display())
        }
        None => "go into the folder that has it, name it with -C DIR, or start one: dossier new site NAME".to_owned(),
    }
}

/// Reads the dossier at `root`, or says why that is none.
pub fn open(root: &Path, terminal: &Terminal) -> Result<Project, Outcome> {
    find(root, terminal)?;
    match load::load(root) {
        Ok((tree, mut findings)) => {
            let (config, more) = config::parse(&tree);
            findings.extend(more);
            Ok(Project {
                tree,
                config,
                findings,
            })
        }
        Err(error) => {
            terminal.fail(&format!("{} cannot be read: {error}", root.display()));
            Err(Outcome::Failed)
        }
    }
}

/// Sets the address of the site from the command line, over that of dossier.yaml.
///
/// # Errors
/// If it is no address of the web.
pub fn set_url(config: &mut Config, url: Option<&str>) -> Result<(), String> {
    let Some(url) = url else { return Ok(()) };
    if !shape::is_web_address(url) {
        let (message, help) = shape::no_web_address(url);
        return Err(format!("{message}\n  {help}"));
    }
    if !shape::is_site_address(url) {
        return Err(format!("`{url}` {}", config::NO_SITE_ADDRESS));
    }
    config.url = Some(if url.ends_with('/') {
        url.to_owned()
    } else {
        format!("{url}/")
    });
    Ok(())
}

/// Settles at which address the site will stand: as given, as dossier.yaml says, as a CNAME file says, or
/// as GitHub Pages does for the remote. None if nothing tells.
///
/// # Errors
/// If the given one is no address of the web.
pub fn settle_address(
    project: &mut Project,
    given: Option<&str>,
    root: &Path,
    remote: &str,
) -> Result<Option<Address>, String> {
    set_url(&mut project.config, given)?;
    if let Some(url) = project.config.url.clone() {
        let from = if given.is_some() {
            Origin::Given
        } else {
            Origin::Config
        };
        return Ok(Some(Address { url, from }));
    }
    let in_static = project
        .tree
        .get("static/CNAME")
        .and_then(|file| file.text().ok())
        .and_then(address::of_cname)
        .map(|url| (url, "static/CNAME"));
    let at_root = || {
        let text = std::fs::read_to_string(root.join("CNAME")).ok()?;
        Some((address::of_cname(&text)?, "CNAME"))
    };
    let found = match in_static.or_else(at_root) {
        Some((url, file)) => Some(Address {
            url,
            from: Origin::Cname(file),
        }),
        None => Git::open(root)
            .and_then(|git| git.remote(remote))
            .ok()
            .and_then(|url| address::of_remote(&url))
            .map(|url| Address {
                url,
                from: Origin::Remote(remote.to_owned()),
            }),
    };
    project.config.url = found.as_ref().map(|address| address.url.clone());
    Ok(found)
}

/// Today, in the time zone of UTC: deadlines are in days, and a build must not depend on where it runs.
#[must_use]
pub fn today() -> Option<Day> {
    let now = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .ok()?;
    let days = i64::try_from(now.as_secs() / 86_400).ok()?;
    // Walking from a known day is exact, and cheap enough for once.
    let mut day = Day::new(2020, 1, 1)?;
    while day.ordinal() < days {
        day = day.next();
    }
    Some(day)
}

/// Prints the findings of a run and what it amounts to.
pub fn report(build: &session::Build, elapsed: Duration, terminal: &Terminal) {
    let run = Run {
        checked: build.n_files,
        elapsed: Some(elapsed),
    };
    print(build.findings.clone(), &build.tree, run, terminal);
}

/// Prints findings about the files of a tree.
pub fn print(findings: Diagnostics, tree: &SourceTree, run: Run, terminal: &Terminal) {
    let content = |path: &str| tree.get(path).map(|file| Arc::clone(&file.bytes));
    terminal.report(&Report::new(findings, &content, run));
}

/// Prints how long each stage took.
pub fn timings(build: &session::Build, load: Duration, write: Duration, terminal: &Terminal) {
    let stages = std::iter::once(("load", load))
        .chain(build.timings.iter().copied())
        .chain(std::iter::once(("write", write)));
    for (stage, time) in stages {
        terminal.say(&format!(
            "{stage:>12} {:9.1} ms",
            time.as_secs_f64() * 1000.0
        ));
    }
}
