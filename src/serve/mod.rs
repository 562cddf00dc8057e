//! The preview: a dossier in memory, served on this machine, that changes as the writer writes.
//!
//! One thread turns changes of files into a new [`preview::Generation`], another looks at it with the rules while it
//! is served already; any number of requests read the
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
use crate::session::{Joined, Options, Session};
use crate::{config, load};
use load::Unread;
use preview::{Generation, Preview};
use stand_in::StandIn;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::thread;
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
    /// From the change to the new text being served.
    pub shown_after: Duration,
    /// From the change to the rules having looked at it.
    pub checked_after: Duration,
    /// How many times the dossier was rebuilt since the last report.
    pub n_rebuilt: usize,
    /// Whether it is the first.
    pub is_first: bool,
}

/// A generation that is served, and that the rules have yet to look at.
struct Unchecked {
    number: u64,
    joined: Joined,
    tree: Arc<SourceTree>,
    /// What was shown before: to let go of it takes longer than a save may.
    last: Option<Arc<Generation>>,
    /// What stands in for files that the writer has broken, and the findings of these.
    stand_in: Option<(StandIn, Diagnostics)>,
    start: Instant,
    shown_after: Duration,
    is_first: bool,
}

/// Reads the dossier, makes the first generation, and from then on a new one after every change, until
/// `is_over` says so. The rules look at each generation while it is served already; of several that come in
/// the meantime they look at the last. `report` is told of each that they have looked at.
///
/// # Errors
/// If the dossier cannot be read at all.
pub fn run(
    options: &ServeOptions,
    preview: &Arc<Preview>,
    report: impl FnMut(&Rebuilt<'_>) + Send,
    notice: impl FnMut(&str),
    is_over: impl Fn() -> bool,
) -> io::Result<()> {
    thread::scope(|scope| {
        let (to_rules, unchecked) = mpsc::channel();
        scope.spawn(move || look(&unchecked, preview, report));
        follow(options, preview, &to_rules, notice, is_over)
    })
}

/// Follows the changes of the folder.
fn follow(
    options: &ServeOptions,
    preview: &Preview,
    to_rules: &mpsc::Sender<Unchecked>,
    mut notice: impl FnMut(&str),
    is_over: impl Fn() -> bool,
) -> io::Result<()> {
    // The watch begins before the first reading, so that no change can fall between the two.
    let mut watch = Watch::start(&options.root, options.polls, &mut notice);
    let start = Instant::now();
    let (tree, mut unread) = load::read(&options.root)?;
    let mut tree = Arc::new(tree);
    let mut session = Session::new(Options {
        drafts: Drafts::Shown,
        keeps: true,
        is_preview: true,
        today: options.today,
        // A preview is of what has not been committed yet.
        last_changes: Arc::default(),
    });
    let mut good = Arc::<SourceTree>::default();
    let mut rebuild = |tree: &Arc<SourceTree>, unread: &Unread, start, is_first| {
        let mut join = |tree: &SourceTree| {
            let (config, mut findings) = config::parse(tree);
            findings.extend(unread.values().cloned());
            session.join(tree, (config, findings))
        };
        let mut joined = join(tree);
        // What is broken is shown as it was; see the module.
        let stand_in = stand_in::stand_in(tree, &joined, &good).map(|stand_in| {
            let again = join(&stand_in.tree);
            (stand_in, std::mem::replace(&mut joined, again).findings)
        });
        good = stand_in.as_ref().map_or_else(
            || Arc::clone(tree),
            |(stand_in, _)| Arc::clone(&stand_in.tree),
        );
        joined.suppressions = preview.suppressions();
        let tree = Arc::clone(tree);
        let (number, last) =
            preview.publish(joined.press(), Arc::clone(&tree), &joined.suppressions);
        let unchecked = Unchecked {
            number,
            joined,
            tree,
            last,
            stand_in,
            start,
            shown_after: start.elapsed(),
            is_first,
        };
        // Whoever checks is there as long as this is.
        let _ = to_rules.send(unchecked);
    };
    rebuild(&tree, &unread, start, true);
    while !is_over() {
        let Some(hints) = watch.wait(&mut notice) else {
            continue;
        };
        let start = Instant::now();
        let has_changed = if hints.is_everything {
            let (fresh, fresh_unread) = load::read(&options.root)?;
            let is_same = fresh
                .iter()
                .map(|f| (&f.path, f.fingerprint))
                .eq(tree.iter().map(|f| (&f.path, f.fingerprint)));
            if !is_same {
                tree = Arc::new(fresh);
            }
            let is_same = is_same && unread == fresh_unread;
            unread = fresh_unread;
            !is_same
        } else {
            let tree = Arc::make_mut(&mut tree);
            load::refresh(&options.root, tree, &mut unread, &hints.paths)
        };
        if has_changed {
            rebuild(&tree, &unread, start, false);
        }
    }
    Ok(())
}

/// Looks at generations with the rules, until no more come.
fn look(
    unchecked: &mpsc::Receiver<Unchecked>,
    preview: &Preview,
    mut report: impl FnMut(&Rebuilt<'_>),
) {
    // Threads of their own, so that a save does not wait for the rules to come to an end. With fewer of them
    // than there are processors, one is left for the save.
    let n_threads = thread::available_parallelism().map_or(1, |n| n.get().div_ceil(2));
    let threads = rayon::ThreadPoolBuilder::new()
        .num_threads(n_threads)
        .build();
    let (mut is_first, mut n_rebuilt) = (false, 0);
    while let Ok(mut next) = unchecked.recv() {
        is_first |= next.is_first;
        n_rebuilt += 1;
        for newer in unchecked.try_iter() {
            next = newer;
            n_rebuilt += 1;
        }
        drop(next.last.take());
        let joined = &mut next.joined;
        let tree = match &next.stand_in {
            Some((stand_in, _)) => &*stand_in.tree,
            None => &*next.tree,
        };
        match &threads {
            Ok(threads) => threads.install(|| joined.check(tree)),
            Err(_) => joined.check(tree),
        }
        if let Some((stand_in, as_is)) = next.stand_in {
            joined.findings = stand_in.findings(as_is, &joined.findings);
            joined.findings.sort();
        }
        let generation = preview.judge(
            next.number,
            joined.press(),
            Arc::clone(&next.tree),
            &joined.findings,
            &joined.suppressions,
        );
        // A newer generation was shown in the meantime, and comes next.
        let Some(generation) = generation else {
            continue;
        };
        // What is wrong in templates shows when a page is printed; those that are looked at are anyway.
        for path in preview.open_pages() {
            let _ = generation.version(&path);
        }
        report(&Rebuilt {
            generation: &generation,
            tree: &next.tree,
            shown_after: next.shown_after,
            checked_after: next.start.elapsed(),
            n_rebuilt: std::mem::take(&mut n_rebuilt),
            is_first: std::mem::take(&mut is_first),
        });
    }
}
