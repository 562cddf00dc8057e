//! The line: load → parse → resolve → check → render, with the memos that make a second run cheap.
//! The only room that knows the order. `build`, `check` and the preview call the same function.

mod looks;
mod parsed;

use crate::check;
use crate::check::allow::Suppressed;
use crate::check::coverage::Coverage;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fingerprint::{self, Fingerprint};
use crate::model::artifact::Artifact;
use crate::model::config::Config;
use crate::model::date::Day;
use crate::model::dossier::Dossier;
use crate::model::source_tree::{SourceFile, SourceTree};
use crate::render::given::Given;
use crate::render::press::Press;
use crate::render::references::References;
use crate::render::scene::Scene;
use crate::render::theme::Theme;
use crate::render::{self, Memo, Rendered, Sink};
use crate::resolve::{self, Drafts, Parts};
use crate::yaml::locate::Locator;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How a session treats a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    pub drafts: Drafts,
    /// Whether results are kept for a next run.
    pub keeps: bool,
    pub is_preview: bool,
    /// The day of the run, for checks of deadlines.
    pub today: Option<Day>,
    /// Date and time of the last change of files, by path, where that is known.
    pub last_changes: Arc<FxHashMap<String, String>>,
}

impl Options {
    /// For a single run that publishes or checks.
    #[must_use]
    pub fn once(today: Option<Day>) -> Self {
        Self {
            drafts: Drafts::Left,
            keeps: false,
            is_preview: false,
            today,
            last_changes: Arc::default(),
        }
    }
}

/// A series of runs over one dossier.
pub struct Session {
    options: Options,
    parsed: parsed::Memo,
    rendered: Memo,
    looks: looks::Memo,
    resolved: resolve::Memo,
}

/// A dossier that was read and joined, and can be checked and printed.
pub struct Joined {
    options: Options,
    pub dossier: Arc<Dossier>,
    theme: Arc<Theme>,
    references: Arc<References>,
    pub findings: Diagnostics,
    /// Findings that writers set aside; empty until the rules have looked.
    pub suppressions: Arc<[Suppressed]>,
    /// How well the dossier is covered; none until the rules have looked.
    coverage: Option<Arc<Coverage>>,
    /// Time of each stage, in order.
    pub timings: Vec<(&'static str, Duration)>,
}

/// What one run made.
pub struct Build {
    pub dossier: Arc<Dossier>,
    pub findings: Diagnostics,
    /// None if errors stood in the way.
    pub rendered: Option<Rendered>,
    /// Time of each stage, in order.
    pub timings: Vec<(&'static str, Duration)>,
    /// Number of files that were read.
    pub n_files: usize,
    /// The files that findings point at, among others.
    pub tree: SourceTree,
    /// What the pages were printed with. Nobody needs it, and to drop it takes a while: who has the build decides when.
    _press: Option<Press>,
}

impl Joined {
    /// Applies the rules, and the dossier's own severities to all findings so far.
    pub fn check(&mut self, tree: &SourceTree) {
        let start = Instant::now();
        let context = check::Context {
            dossier: &self.dossier,
            locate: &Locator::new(tree),
            today: self.options.today,
        };
        let checked = check::check(context);
        self.findings.extend(checked.findings);
        self.suppressions = checked.suppressions.into();
        self.coverage = Some(checked.coverage.into());
        check::adjust(&self.dossier.config.severity, &mut self.findings);
        self.findings.sort();
        self.timings.push(("check", start.elapsed()));
    }

    /// Makes a press for the pages.
    #[must_use]
    pub fn press(&self) -> Press {
        let scene = Scene::new(
            Arc::clone(&self.dossier),
            Arc::clone(&self.theme.words),
            Arc::clone(&self.references),
            Arc::clone(&self.suppressions),
            self.coverage.clone(),
            Arc::clone(&self.options.last_changes),
        );
        Press::new(scene, Arc::clone(&self.theme), self.options.is_preview)
    }
}

impl Session {
    /// A session that knows nothing yet.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self {
            options,
            parsed: parsed::Memo::default(),
            rendered: Memo::default(),
            looks: looks::Memo::default(),
            resolved: resolve::Memo::default(),
        }
    }

    /// Runs the line over a tree up to the point where pages can be printed. Rules are not applied yet.
    pub fn join(
        &mut self,
        tree: &SourceTree,
        (config, mut findings): (Config, Diagnostics),
    ) -> Joined {
        let mut clock = Clock::start();
        let config = Arc::new(config);
        // What pages will look like takes one thread; meanwhile the others parse.
        let (looks, parsed) = rayon::join(
            || self.looks.of(tree, &config, self.options.is_preview),
            || self.parsed.of(tree, self.options.keeps),
        );
        findings.extend(looks.findings);
        clock.lap("parse");
        let (dossier, resolve_findings) = self.resolve(&parsed, tree, &config);
        findings.extend(parsed.findings);
        findings.extend(resolve_findings);
        clock.lap("resolve");
        let references = Arc::new(self.looks.references(&dossier, looks.style.as_deref()));
        clock.lap("references");
        Joined {
            options: self.options.clone(),
            dossier,
            theme: looks.theme,
            references,
            findings,
            suppressions: Arc::from([]),
            coverage: None,
            timings: clock.laps,
        }
    }

    /// Reads and joins the entries of a tree, and nothing more.
    pub fn dossier(
        &mut self,
        tree: &SourceTree,
        (config, mut findings): (Config, Diagnostics),
    ) -> (Arc<Dossier>, Diagnostics) {
        let parsed = self.parsed.of(tree, self.options.keeps);
        let (dossier, more) = self.resolve(&parsed, tree, &Arc::new(config));
        findings.extend(parsed.findings);
        findings.extend(more);
        (dossier, findings)
    }

    /// Joins what was parsed; what the next run can use is kept if there is to be one.
    fn resolve(
        &mut self,
        parsed: &parsed::Parsed,
        tree: &SourceTree,
        config: &Arc<Config>,
    ) -> (Arc<Dossier>, Diagnostics) {
        let parts = Parts {
            documents: &parsed.documents,
            unreadable: &parsed.unreadable,
            tree,
            config,
            drafts: self.options.drafts,
        };
        let resolved = resolve::resolve(parts, &mut self.resolved);
        if !self.options.keeps {
            drop_beside(std::mem::take(&mut self.resolved));
        }
        resolved
    }

    /// Runs the whole line over a tree. Artifacts go into `sink`, unless there are errors. The tree is taken,
    /// because most of its files are let go before pages are printed.
    pub fn build(
        &mut self,
        mut tree: SourceTree,
        config: (Config, Diagnostics),
        sink: &dyn Sink,
    ) -> Build {
        let n_files = tree.len();
        let mut joined = self.join(&tree, config);
        joined.check(&tree);
        let mut clock = Clock::start();
        let has_errors = joined.findings.has_errors();
        let made_from = made_from(&tree, &joined.dossier, &self.options);
        let mut spent = None;
        let_go(&mut tree, &joined.findings);
        let rendered = if has_errors {
            None
        } else if sink.keep_all(made_from) {
            Some(Rendered {
                n_pages: render::pages::all(&joined.dossier).len(),
                ..Rendered::default()
            })
        } else {
            let press = joined.press();
            let memo = self.options.keeps.then_some(&mut self.rendered);
            let given = Given::new(&tree, sink);
            let rendered = render::render(&press, memo, &given);
            joined.findings.extend(rendered.findings.0.iter().cloned());
            put_shown(&tree, &joined.dossier, &given);
            let taken = given.put_files(&joined.dossier, &joined.theme);
            joined.findings.extend(taken);
            spent = Some(press);
            Some(rendered)
        };
        clock.lap("render");
        let Joined {
            dossier,
            mut findings,
            mut timings,
            ..
        } = joined;
        if rendered.is_some() {
            timings.extend(clock.laps);
        }
        findings.sort();
        Build {
            dossier,
            findings,
            rendered,
            timings,
            n_files,
            tree,
            _press: spent,
        }
    }
}

/// Fingerprint of everything that a site is made from: two builds with the same one give the same bytes.
fn made_from(tree: &SourceTree, dossier: &Dossier, options: &Options) -> Fingerprint {
    let entries = dossier.entries.iter().map(|entry| &*entry.document.path);
    let entries: FxHashSet<&str> = entries.collect();
    // A draft must not show in what is written, not even by its hash.
    let is_draft = |path: &str| {
        path.starts_with("content/") && path.ends_with(".md") && !entries.contains(path)
    };
    let files: Vec<(&str, Fingerprint)> = tree
        .iter()
        .filter(|file| !is_draft(&file.path))
        .map(|file| (&*file.path, file.fingerprint))
        .collect();
    let mut changes: Vec<(&String, &String)> = options.last_changes.iter().collect();
    changes.sort_unstable();
    // The address may come from the command line or the repository instead of a file.
    let settled = (&dossier.config.url, options.drafts, options.is_preview);
    Fingerprint::of(&(fingerprint::PROGRAM, files, changes, settled))
}

/// Lets go of the texts of entries, which nobody reads any more once the rules have looked: they are a tenth of
/// the memory of a build. Those with findings are needed for the report; later findings are about templates.
fn let_go(tree: &mut SourceTree, findings: &Diagnostics) {
    let places = findings.0.iter().flat_map(Diagnostic::places);
    let shown: FxHashSet<&str> = places.map(|place| &*place.path).collect();
    tree.retain(|file| {
        let is_entry = file.path.starts_with("content/") && file.path.ends_with(".md");
        !is_entry || shown.contains(&*file.path)
    });
}

/// The file at an address that goes into the site as it is, or the lighter version of a picture; none if there is none.
#[must_use]
pub fn file_at(tree: &SourceTree, dossier: &Dossier, address: &str) -> Option<Arc<[u8]>> {
    let bytes = |path: &str| tree.get(path).map(|file| &file.bytes);
    let beside = |address: &str| {
        let (path, _) = dossier.media.iter().find(|(_, at)| *at == address)?;
        bytes(&format!("content/{path}"))
    };
    if let Some(bytes) = beside(address).or_else(|| bytes(&format!("static/{address}"))) {
        return Some(Arc::clone(bytes));
    }
    dossier.pictures.iter().find_map(|(of, picture)| {
        let mut narrower = picture.narrower(of);
        let (width, _) = narrower.find(|(_, at)| at == address)?;
        Some(picture.in_width(width, beside(of)?))
    })
}

/// Puts the files that entries show into a sink, as they are; and the lighter versions of pictures, which are made
/// only where the sink has none of the same picture yet.
fn put_shown(tree: &SourceTree, dossier: &Dossier, sink: &dyn Sink) {
    let files: Vec<&SourceFile> = tree.under("content").collect();
    let shown = resolve::shown_files(dossier);
    files.par_iter().for_each(|file| {
        let path = file.path.strip_prefix("content/");
        let address = path.and_then(|path| dossier.media.get(path));
        let Some(address) = address.filter(|address| shown.contains(address.as_str())) else {
            return;
        };
        sink.put(file_of(address, &file.bytes));
        let Some(picture) = dossier.pictures.get(address.as_str()) else {
            return;
        };
        for (width, address) in picture.narrower(address) {
            let made_from = Fingerprint::of(&(fingerprint::PROGRAM, picture.fingerprint, width));
            if !sink.keep(&address.as_str().into(), made_from) {
                let bytes = picture.in_width(width, &file.bytes);
                sink.put_made_from(file_of(&address, &bytes), made_from);
            }
        }
    });
}

/// Drops a large value on another thread, while this one goes on.
fn drop_beside(value: impl Send + 'static) {
    rayon::spawn(move || drop(value));
}

fn file_of<'a>(path: &str, bytes: &'a [u8]) -> Artifact<'a> {
    Artifact {
        path: path.into(),
        bytes: bytes.into(),
    }
}

/// Measures the stages.
struct Clock {
    last: Instant,
    laps: Vec<(&'static str, Duration)>,
}

impl Clock {
    fn start() -> Self {
        Self {
            last: Instant::now(),
            laps: Vec::new(),
        }
    }

    fn lap(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.laps.push((stage, now - self.last));
        self.last = now;
    }
}
