//! The preview: a dossier in memory, served on this machine, that changes as the writer writes.
//!
//! One thread turns changes of files into a new [`preview::Generation`]; any number of requests read the
//! current one. Pages are printed when they are asked for, so a save costs one parse, one join and the
//! pages that somebody looks at. The same line as `build`; nothing is written to the disk.

pub mod http;
pub mod page;
pub mod poll;
pub mod preview;
pub mod stand_in;
pub mod watch;

use crate::diagnostic::Diagnostics;
use crate::model::date::Day;
use crate::model::source_tree::SourceTree;
use crate::resolve::Drafts;
use crate::session::{Options, Session};
use crate::{config, load};
use preview::{Generation, Preview};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use watch::Watch;

/// How to serve.
#[derive(Debug, Clone)]
pub struct ServeOptions {
    /// Folder of the dossier.
    pub root: PathBuf,
    pub today: Option<Day>,
    /// Whether to look for changes by reading, where the system does not tell of them.
    pub polls: bool,
}

/// What a rebuild was, for whoever prints it.
pub struct Rebuilt<'a> {
    pub generation: &'a Generation,
    pub tree: &'a SourceTree,
    pub elapsed: Duration,
    /// Whether it is the first.
    pub is_first: bool,
}

/// Reads the dossier, makes the first generation, and from then on a new one after every change, until
/// `is_over` says so. `report` is told of each.
///
/// # Errors
/// If the dossier cannot be read at all.
pub fn run(
    options: &ServeOptions,
    preview: &Arc<Preview>,
    mut report: impl FnMut(&Rebuilt<'_>),
    mut notice: impl FnMut(&str),
    is_over: impl Fn() -> bool,
) -> io::Result<()> {
    // The watch begins before the first reading, so that no change can fall between the two.
    let mut watch = Watch::start(&options.root, options.polls, &mut notice);
    let (tree, mut load_findings) = load::load(&options.root)?;
    let mut tree = Arc::new(tree);
    let mut good = Arc::default();
    let mut session = Session::new(Options {
        drafts: Drafts::Shown,
        keeps: true,
        is_preview: true,
        today: options.today,
        // A preview is of what has not been committed yet.
        last_changes: Arc::default(),
    });
    rebuild(
        &mut session,
        (&tree, &mut good),
        &load_findings,
        preview,
        Instant::now(),
        true,
        &mut report,
    );
    while !is_over() {
        let Some(hints) = watch.wait(&mut notice) else {
            continue;
        };
        let start = Instant::now();
        let has_changed = if hints.is_everything {
            let (fresh, findings) = load::load(&options.root)?;
            let is_same = fresh
                .iter()
                .map(|f| (&f.path, f.fingerprint))
                .eq(tree.iter().map(|f| (&f.path, f.fingerprint)));
            load_findings = findings;
            if !is_same {
                tree = Arc::new(fresh);
            }
            !is_same
        } else {
            load::refresh(&options.root, Arc::make_mut(&mut tree), &hints.paths)
        };
        if has_changed {
            rebuild(
                &mut session,
                (&tree, &mut good),
                &load_findings,
                preview,
                start,
                false,
                &mut report,
            );
        }
    }
    Ok(())
}

fn rebuild(
    session: &mut Session,
    (tree, good): (&Arc<SourceTree>, &mut Arc<SourceTree>),
    load_findings: &Diagnostics,
    preview: &Arc<Preview>,
    start: Instant,
    is_first: bool,
    report: &mut impl FnMut(&Rebuilt<'_>),
) {
    let join = |session: &mut Session, tree: &SourceTree| {
        let (config, mut findings) = config::parse(tree);
        findings.extend(load_findings.0.iter().cloned());
        session.join(tree, (config, findings))
    };
    let mut joined = join(session, tree);
    // What is broken is shown as it was; see the module.
    let stand_in = stand_in::stand_in(tree, &joined, good);
    let mut as_is = Diagnostics::new();
    if let Some(stand_in) = &stand_in {
        as_is = joined.findings;
        joined = join(session, &stand_in.tree);
    }
    let shown = stand_in.as_ref().map_or(tree, |stand_in| &stand_in.tree);
    *good = Arc::clone(shown);
    // Readers see the new text before the rules have looked at it.
    joined.suppressions = preview.suppressions();
    preview.publish(
        session.press(&joined),
        Arc::clone(tree),
        None,
        Arc::clone(&joined.suppressions),
    );
    session.check(&mut joined, shown);
    let press = session.press(&joined);
    if let Some(stand_in) = &stand_in {
        joined.findings = stand_in.findings(as_is, &joined.findings);
        joined.findings.sort();
    }
    let generation = preview.publish(
        press,
        Arc::clone(tree),
        Some(joined.findings),
        joined.suppressions,
    );
    // What is wrong in templates shows when a page is printed; those that are looked at are anyway.
    for path in preview.open_pages() {
        let _ = generation.version(&path);
    }
    report(&Rebuilt {
        generation: &generation,
        tree,
        elapsed: start.elapsed(),
        is_first,
    });
}
