//! A site that was built and the address at which it should stand → what a reader finds there instead.
//!
//! Every file is asked for and compared byte for byte. Then what no file shows: that an address which does
//! not exist is answered so, that each page names its own address, and that old addresses lead on.

use super::links::{self, Target};
use super::web::{self, Answer, Method, Silence, Web};
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::model::artifact::Artifact;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Requests at a time: a browser opens as many.
const AT_A_TIME: usize = 6;
/// After so many files in a row without any answer the host is gone.
const MOST_SILENT: usize = 10;
/// How often, and for how many seconds at most, to wait for a host that says it has too much to do.
const MOST_WAITS: usize = 3;
const LONGEST_WAIT: u64 = 60;
/// Between two questions for a file that is waited for.
const BETWEEN_TRIES: Duration = Duration::from_secs(10);
/// Of a file that differs so much is read, to see which page it is.
const LEAST_READ: u64 = 1_000_000;
/// Names that no page has: one at the top, one in a folder, as the page that is shown for them must look
/// right at any depth.
const NOWHERE: [&str; 2] = [
    "no-such-page-asked-by-dossier.html",
    "no-such-folder-asked-by-dossier/deeper/page.html",
];

/// What was found.
#[derive(Debug, Default)]
pub struct Served {
    /// Files that were asked for, and those of them that answered as built.
    pub n_files: usize,
    pub n_right: usize,
    /// Old addresses, and those of them that lead to a page which answers.
    pub n_old: usize,
    pub n_old_right: usize,
    /// Path of the first file that does not answer as built.
    pub first_wrong: Option<Arc<str>>,
    pub findings: Diagnostics,
}

/// Why a site cannot be verified at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    Silent { address: String, why: Silence },
    Elsewhere { address: String, to: String },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Silent { address, why } => write!(f, "{address} {why}"),
            Self::Elsewhere { address, to } => write!(f, "{address} leads to {to}"),
        }
    }
}

impl Problem {
    /// What to do.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Silent { .. } => "look at the address and at the network".to_owned(),
            Self::Elsewhere { to, .. } => {
                format!("if that is where the site stands: dossier verify --site {to}")
            }
        }
    }
}

/// How one file answered.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    Right,
    /// Other bytes, with the address that the page names as its own.
    Differs(Option<String>),
    Packed(String),
    Leads(String),
    Status(u16),
    Silent(Silence),
}

/// Compares the files of a site with what stands at `base`, which ends in a slash. `said` is told the
/// number of files that have been asked for.
///
/// # Errors
/// If nothing answers, or the address leads elsewhere.
pub fn verify(
    web: &Web,
    base: &str,
    artifacts: &[Artifact<'_>],
    said: &(dyn Fn(usize) + Sync),
) -> Result<Served, Problem> {
    let files: Vec<&Artifact<'_>> = artifacts
        .iter()
        .filter(|one| is_served(&one.path))
        .collect();
    greet(web, base)?;
    let n_silent = AtomicUsize::new(0);
    let n_asked = AtomicUsize::new(0);
    let found = web::each(&files, AT_A_TIME, |file| {
        if n_silent.load(Ordering::Relaxed) >= MOST_SILENT {
            return None;
        }
        let found = ask(web, base, file);
        match found {
            Found::Silent(_) => n_silent.fetch_add(1, Ordering::Relaxed),
            _ => n_silent.swap(0, Ordering::Relaxed),
        };
        said(n_asked.fetch_add(1, Ordering::Relaxed) + 1);
        Some(found)
    });
    if n_silent.into_inner() >= MOST_SILENT {
        let why = found.iter().flatten().find_map(|found| match found {
            Found::Silent(why) => Some(why.clone()),
            _ => None,
        });
        return Err(Problem::Silent {
            address: base.to_owned(),
            why: why.unwrap_or(Silence::NoConnection),
        });
    }
    let found: Vec<(&Artifact<'_>, Found)> = files
        .into_iter()
        .zip(found)
        .filter_map(|(file, found)| Some((file, found?)))
        .collect();
    let mut served = Served {
        n_files: found.len(),
        n_right: found.iter().filter(|(_, f)| *f == Found::Right).count(),
        first_wrong: found
            .iter()
            .find(|(_, found)| *found != Found::Right)
            .map(|(file, _)| Arc::clone(&file.path)),
        ..Served::default()
    };
    for (file, found) in &found {
        served.findings.extend(differing(base, &file.path, found));
    }
    own_addresses(base, &found, &mut served);
    let missing = artifacts.iter().find(|file| *file.path == *"404.html");
    missing_addresses(web, base, missing, &mut served.findings);
    served.findings.sort();
    Ok(served)
}

/// Asks for one file again and again until it answers as built; false if it does not before `until`.
#[must_use]
pub fn comes(web: &Web, base: &str, file: &Artifact<'_>, until: Instant) -> bool {
    while Instant::now() < until {
        if ask(web, base, file) == Found::Right {
            return true;
        }
        web::rest(base, BETWEEN_TRIES);
    }
    false
}

/// Whether a host serves a file: these are for the host itself, and some hosts keep them to themselves.
fn is_served(path: &str) -> bool {
    // The page for missing addresses is seen at a missing address.
    !matches!(path, ".nojekyll" | "CNAME" | "404.html")
}

/// Looks whether there is a host, and whether the site stands there.
fn greet(web: &Web, base: &str) -> Result<(), Problem> {
    let answer = patiently(web, base, 0).map_err(|why| Problem::Silent {
        address: base.to_owned(),
        why,
    })?;
    match &answer.location {
        Some(to) if answer.is_redirect() => Err(Problem::Elsewhere {
            address: base.to_owned(),
            to: web::join(base, to),
        }),
        _ => Ok(()),
    }
}

/// Asks, and waits where the host asks for that.
fn patiently(web: &Web, address: &str, most: u64) -> Result<Answer, Silence> {
    let mut n_waits = 0;
    loop {
        let answer = web.ask(Method::Get, address, most)?;
        if !matches!(answer.status, 429 | 503) || n_waits == MOST_WAITS {
            return Ok(answer);
        }
        n_waits += 1;
        let seconds = answer.wait.unwrap_or(2).min(LONGEST_WAIT);
        std::thread::sleep(Duration::from_secs(seconds));
    }
}

/// The address of a file: the home page is the address of the site itself.
fn address(base: &str, path: &str) -> String {
    let path = if path == "index.html" { "" } else { path };
    format!("{base}{}", links::encode(path))
}

fn ask(web: &Web, base: &str, file: &Artifact<'_>) -> Found {
    let most = (file.bytes.len() as u64 + 1).max(LEAST_READ);
    let address = address(base, &file.path);
    let answer = match patiently(web, &address, most) {
        Ok(answer) => answer,
        Err(why) => return Found::Silent(why),
    };
    match (&answer.location, &answer.packing) {
        (Some(to), _) if answer.is_redirect() => Found::Leads(web::join(&address, to)),
        _ if answer.status != 200 => Found::Status(answer.status),
        (_, Some(packing)) => Found::Packed(packing.clone()),
        _ if answer.bytes == *file.bytes => Found::Right,
        _ => Found::Differs(canonical(&answer.bytes)),
    }
}

fn canonical(bytes: &[u8]) -> Option<String> {
    let html = std::str::from_utf8(bytes).ok()?;
    links::of_html(html).canonical
}

fn place(path: &str) -> Location {
    Location::file(&format!("public/{path}").into())
}

fn differing(base: &str, path: &str, found: &Found) -> Option<Diagnostic> {
    let address = address(base, path);
    let gone = |what: String| {
        Diagnostic::error("file-not-served", place(path), format!("{address} {what}"))
    };
    let finding = match found {
        Found::Right => return None,
        Found::Status(404) if path.split('/').any(|part| part.starts_with('.')) => {
            gone("answers 404".to_owned()).help(
                "publishing with Actions leaves hidden files out: publish by branch, or set include-hidden-files: true for upload-pages-artifact",
            )
        }
        Found::Status(404) => gone("answers 404".to_owned()).help(
            "publish the site; if that was just now, give the host some minutes and verify again",
        ),
        Found::Status(status) => gone(format!("answers {status}")),
        Found::Leads(to) => gone(format!("leads to {to}")),
        Found::Packed(packing) => gone(format!(
            "comes packed as {packing}, which was not asked for"
        ))
        .help("a server between here and the site changes what it serves"),
        Found::Silent(why) => gone(why.to_string()),
        Found::Differs(names) => {
            let finding = Diagnostic::error(
                "file-differs",
                place(path),
                format!("{address} is not what was built"),
            );
            match names {
                Some(named) if !named.starts_with(base) => {
                    finding.help(format!("the page that stands there was built for {named}"))
                }
                _ => finding.help("publish again, or check out what was published; a host may serve the last version for ten minutes"),
            }
        }
    };
    Some(finding)
}

/// Each page must name its own address, and an old address that of the page it leads to.
fn own_addresses(base: &str, found: &[(&Artifact<'_>, Found)], served: &mut Served) {
    let right: FxHashSet<&str> = found
        .iter()
        .filter(|(_, found)| *found == Found::Right)
        .map(|(file, _)| &*file.path)
        .collect();
    let mut others: BTreeMap<String, (&str, String, usize)> = BTreeMap::new();
    let mut first_without = None;
    let mut n_with = 0;
    for (file, found) in found {
        let html = std::str::from_utf8(&file.bytes).ok();
        let Some(html) = html.filter(|_| file.path.ends_with(".html")) else {
            continue;
        };
        let page = links::of_html(html);
        let mut own = file.path.to_string();
        if let Some(to) = &page.refresh {
            served.n_old += 1;
            if let Target::Inside { path, .. } = links::resolve(&file.path, to, Some(base)) {
                let leads = right.contains(path.as_str());
                served.n_old_right += usize::from(leads && *found == Found::Right);
                own = path;
            }
        }
        match page.canonical {
            // A page that differs is told of by itself.
            Some(named) => {
                n_with += 1;
                if *found == Found::Right && named != address(base, &own) {
                    let site = common(&named, &own);
                    others.entry(site).or_insert((&file.path, named, 0)).2 += 1;
                }
            }
            None => first_without = first_without.or(Some(&*file.path)),
        }
    }
    for (path, named, n) in others.into_values() {
        let finding = Diagnostic::error(
            "other-canonical",
            place(path),
            format!("{} says that its address is {named}", address(base, path)),
        );
        let finding = match n - 1 {
            0 => finding,
            n => finding.help(format!("{n} more of its pages name that site")),
        };
        served.findings.push(
            finding.help(
                "build for the address at which the site stands: url in dossier.yaml, or --url",
            ),
        );
    }
    if let Some(path) = first_without.filter(|_| n_with == 0) {
        served.findings.push(
            Diagnostic::warning(
                "other-canonical",
                place(path),
                "no page names its address, so copies of the site compete with it in searches",
            )
            .help("set url in dossier.yaml, and publish again"),
        );
    }
}

/// The address of the site by the address of one of its pages, if that can be told.
fn common(named: &str, path: &str) -> String {
    let path = links::encode(if path == "index.html" { "" } else { path });
    named.strip_suffix(&path).unwrap_or(named).to_owned()
}

fn missing_addresses(
    web: &Web,
    base: &str,
    page: Option<&Artifact<'_>>,
    findings: &mut Diagnostics,
) {
    for path in NOWHERE {
        let address = format!("{base}{path}");
        let most = page.map_or(LEAST_READ, |page| page.bytes.len() as u64 + 1);
        let Ok(answer) = patiently(web, &address, most) else {
            continue;
        };
        let finding =
            |message: String| Diagnostic::error("missing-address", place("404.html"), message);
        if answer.status != 404 {
            let finding = finding(format!(
                "{address} does not exist, and answers {} instead of 404",
                answer.status
            ));
            findings.push(finding.help("searches would list pages that are not there; the host must answer 404 for what it does not have"));
        } else if page.is_some_and(|page| *page.bytes != *answer.bytes) {
            let finding = finding(format!(
                "{address} answers 404 with another page than the site's 404.html"
            ));
            findings.push(finding.help("publish again; on a host other than GitHub Pages, name 404.html as its page for errors"));
        } else {
            continue;
        }
        return;
    }
}
