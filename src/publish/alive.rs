//! The addresses of sources → those at which a reader finds nothing any more.
//!
//! A host is asked for one thing at a time, with a pause, and for the head alone if that will do. What only
//! refuses a program (403, 429) or fails today is not called dead.

use super::web::{self, Answer, Method, Silence, Web};
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Hosts that are asked at a time.
const AT_A_TIME: usize = 8;
/// Between two questions to one host.
const PAUSE: Duration = Duration::from_secs(1);
/// As many redirects as a browser follows at most.
const MOST_HOPS: usize = 20;

/// An address of a source.
#[derive(Debug, Clone)]
pub struct Link {
    /// Id of the source.
    pub source: String,
    pub address: String,
    pub at: Location,
    pub is_archive: bool,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Asked {
    pub n_links: usize,
    pub n_alive: usize,
    /// None of them was answered at all: there is no network rather than no source.
    pub is_offline: bool,
    pub findings: Diagnostics,
}

/// What a reader finds at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    Alive,
    /// Nothing, with why, in words after "`address`".
    Dead(String),
    Unclear(String),
}

/// Asks all `links`, each address once. `said` is told the number of addresses that have been asked.
#[must_use]
pub fn ask_all(web: &Web, links: &[Link], said: &(dyn Fn(usize) + Sync)) -> Asked {
    let mut by_host: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for link in links {
        by_host
            .entry(web::host(&link.address))
            .or_default()
            .push(&link.address);
    }
    let mut hosts: Vec<Vec<&str>> = by_host.into_values().collect();
    for addresses in &mut hosts {
        addresses.sort_unstable();
        addresses.dedup();
    }
    let n_asked = AtomicUsize::new(0);
    let n_answered = AtomicUsize::new(0);
    let states = web::each(&hosts, AT_A_TIME, |addresses| {
        let mut states = Vec::with_capacity(addresses.len());
        for (n, address) in addresses.iter().enumerate() {
            if n > 0 {
                web::rest(address, PAUSE);
            }
            let (state, is_answer) = look(web, address);
            n_answered.fetch_add(usize::from(is_answer), Ordering::Relaxed);
            said(n_asked.fetch_add(1, Ordering::Relaxed) + 1);
            states.push(((*address).to_owned(), state));
        }
        states
    });
    let states: FxHashMap<String, State> = states.into_iter().flatten().collect();
    let mut findings = Diagnostics::new();
    for link in links {
        findings.extend(finding(link, links, &states));
    }
    findings.sort();
    let n_alive = links
        .iter()
        .filter(|link| states.get(&link.address) == Some(&State::Alive))
        .count();
    Asked {
        n_links: links.len(),
        n_alive,
        is_offline: !links.is_empty() && n_answered.into_inner() == 0,
        findings,
    }
}

/// What stands at an address, wherever it leads; and whether anything answered.
fn look(web: &Web, address: &str) -> (State, bool) {
    let mut at = address.to_owned();
    let mut is_answer = false;
    for _ in 0..MOST_HOPS {
        let answer = match knock(web, &at) {
            Ok(answer) => answer,
            Err(why) => {
                // A host that is gone is gone; all else may be better tomorrow.
                let is_gone = matches!(why, Silence::NoHost | Silence::NoAddress);
                let why = if at == address {
                    why.to_string()
                } else {
                    format!("leads to {at}, which {why}")
                };
                let state = if is_gone {
                    State::Dead(why)
                } else {
                    State::Unclear(why)
                };
                return (state, is_answer);
            }
        };
        is_answer = true;
        match (answer.status, &answer.location) {
            (_, Some(to)) if answer.is_redirect() => at = web::join(&at, to),
            (200..=299, _) if is_front(&at) && !is_front(address) => {
                let why = format!("leads to the front page {at}");
                return (State::Unclear(why), true);
            }
            (200..=299, _) => return (State::Alive, true),
            (status @ (404 | 410), _) => return (State::Dead(format!("answers {status}")), true),
            (status @ (401 | 403 | 429), _) => {
                let why = format!("answers {status}, as some hosts do to programs");
                return (State::Unclear(why), true);
            }
            (status, _) => return (State::Unclear(format!("answers {status}")), true),
        }
    }
    (State::Unclear("leads round in a circle".to_owned()), true)
}

/// Asks for the head, and for the whole where a host does not give the head alone.
fn knock(web: &Web, address: &str) -> Result<Answer, Silence> {
    match web.ask(Method::Head, address, 0) {
        Ok(answer) if answer.is_redirect() || (200..=299).contains(&answer.status) => Ok(answer),
        Err(why @ (Silence::NoHost | Silence::NoAddress)) => Err(why),
        _ => {
            web::rest(address, PAUSE);
            // The first bytes are enough to know that there are any.
            web.ask(Method::Get, address, 512)
        }
    }
}

/// Whether an address is that of a host alone.
fn is_front(address: &str) -> bool {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = rest.find(['/', '?']).and_then(|at| rest.get(at..));
    path.is_none_or(|path| path == "/")
}

fn finding(link: &Link, links: &[Link], states: &FxHashMap<String, State>) -> Option<Diagnostic> {
    let what = if link.is_archive {
        "archived copy"
    } else {
        "source"
    };
    let at = link.at.clone();
    let message = |why: &str| format!("the {what} at {} {why}", link.address);
    match states.get(&link.address)? {
        State::Alive => None,
        State::Unclear(why) => Some(Diagnostic::warning("unclear-link", at, message(why)).help(
            "open it in a browser; if a reader finds nothing there, add or change archive_url",
        )),
        State::Dead(why) => {
            let other = links.iter().find(|other| {
                other.source == link.source
                    && other.address != link.address
                    && states.get(&other.address) == Some(&State::Alive)
            });
            let finding = match other {
                Some(other) => Diagnostic::warning("dead-link", at, message(why))
                    .help(format!("readers still find it at {}", other.address)),
                None => Diagnostic::error("dead-link", at, message(why)),
            };
            Some(if link.is_archive {
                finding.help("write the address of a copy that is there")
            } else if other.is_none() {
                finding.help(format!(
                    "look for a copy at https://web.archive.org/web/*/{} and add it as archive_url",
                    link.address
                ))
            } else {
                finding
            })
        }
    }
}
