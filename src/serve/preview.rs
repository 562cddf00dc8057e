//! The dossier as the preview shows it now, and who looks at which page.

use super::page;
use crate::check::allow::Suppressed;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::fingerprint::Fingerprint;
use crate::model::artifact::Artifact;
use crate::model::source_tree::SourceTree;
use crate::render::pages::{self, PageId};
use crate::render::press::Press;
use crate::render::{self, Sink, outputs, previews};
use crate::report::{Report, Run, html};
use crate::session;
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};
use tokio::sync::watch;

/// Address of a page → its fingerprint and bytes.
type Printed = FxHashMap<String, (Fingerprint, Arc<[u8]>)>;
/// Path of a file that is no page → its bytes.
type Files = FxHashMap<Arc<str>, Arc<[u8]>>;

/// One state of the dossier.
pub struct Generation {
    pub number: u64,
    /// Number of the state of the files, from 1: that of the last generation if the rules have only looked at it.
    pub save: u64,
    press: Press,
    tree: Arc<SourceTree>,
    /// Printed pages: address → fingerprint and bytes. Pages that did not change come from the last generation.
    printed: Mutex<Printed>,
    /// What is no page, made when it is first asked for: files of previews, of the search index, and of each
    /// of [`outputs::ALL`].
    previews: OnceLock<Files>,
    index: OnceLock<Files>,
    outputs: Vec<OnceLock<Files>>,
    /// Findings of the line and of the rules; empty until the rules have looked.
    pub findings: Arc<Diagnostics>,
    suppressions: Arc<[Suppressed]>,
    /// Findings of templates, as pages are printed.
    template_findings: Mutex<Vec<Diagnostic>>,
}

/// What is served, and the signal that it has changed.
pub struct Preview {
    current: RwLock<Option<Arc<Generation>>>,
    changed: watch::Sender<u64>,
    pub editor: Option<String>,
    /// Paths of the pages that browsers show.
    open: Mutex<Vec<String>>,
    /// Absolute folder of the dossier, for links that open a file in an editor.
    root: String,
}

/// A page that a browser shows.
pub struct Open(Arc<Preview>, String);

impl Drop for Open {
    fn drop(&mut self) {
        let mut open = lock(&self.0.open);
        if let Some(at) = open.iter().position(|path| *path == self.1) {
            open.swap_remove(at);
        }
    }
}

/// What to answer.
pub struct Answer {
    pub is_found: bool,
    pub content_type: &'static str,
    pub bytes: Arc<[u8]>,
}

impl Preview {
    /// A preview that has nothing to show yet. `editor` is the template of an address that opens a file.
    #[must_use]
    pub fn new(root: String, editor: Option<String>) -> Self {
        Self {
            current: RwLock::new(None),
            changed: watch::Sender::new(0),
            editor,
            open: Mutex::default(),
            root,
        }
    }

    /// Notes that a browser shows a page, for as long as the value is kept.
    #[must_use]
    pub fn open(self: &Arc<Self>, path: &str) -> Open {
        lock(&self.open).push(path.to_owned());
        Open(Arc::clone(self), path.to_owned())
    }

    /// Paths of the pages that browsers show; home if there is none.
    #[must_use]
    pub fn open_pages(&self) -> Vec<String> {
        let mut open = lock(&self.open).clone();
        open.sort_unstable();
        open.dedup();
        if open.is_empty() {
            open.push("/".to_owned());
        }
        open
    }

    /// The current generation; none before the first.
    #[must_use]
    pub fn current(&self) -> Option<Arc<Generation>> {
        self.current
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Tells of every new generation, by its number.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Findings that were set aside, as far as the rules have looked.
    #[must_use]
    pub fn suppressions(&self) -> Arc<[Suppressed]> {
        self.current().map_or_else(
            || Arc::from([]),
            |current| Arc::clone(&current.suppressions),
        )
    }

    /// Shows a dossier that the rules have not looked at yet: the findings of the last one stay in view. The
    /// number of the new generation, and the last one, to be let go of when there is time.
    pub fn publish(
        &self,
        press: Press,
        tree: Arc<SourceTree>,
        suppressions: &Arc<[Suppressed]>,
    ) -> (u64, Option<Arc<Generation>>) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let findings = current.as_ref().map(|last| Arc::clone(&last.findings));
        let findings = findings.unwrap_or_default();
        let suppressions = Arc::clone(suppressions);
        let next = Generation::after(current.as_deref(), press, tree, findings, suppressions);
        let (next, last) = self.show(&mut current, next);
        (next.number, last)
    }

    /// Shows what the rules say of the generation with this number. None if there is a newer one.
    pub fn judge(
        &self,
        number: u64,
        press: Press,
        tree: Arc<SourceTree>,
        findings: &Diagnostics,
        suppressions: &Arc<[Suppressed]>,
    ) -> Option<Arc<Generation>> {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let judged = current
            .as_deref()
            .filter(|current| current.number == number)?;
        let suppressions = Arc::clone(suppressions);
        let findings = Arc::new(findings.clone());
        let next = Generation::after(Some(judged), press, tree, findings, suppressions);
        let (next, last) = self.show(&mut current, next);
        drop(current);
        drop(last);
        Some(next)
    }

    /// Shows the next generation. It and the last one, which may be large, and is not to be let go of while
    /// requests wait.
    fn show(
        &self,
        current: &mut Option<Arc<Generation>>,
        next: Generation,
    ) -> (Arc<Generation>, Option<Arc<Generation>>) {
        let next = Arc::new(next);
        let last = current.replace(Arc::clone(&next));
        self.changed.send_replace(next.number);
        (next, last)
    }

    /// Findings as HTML for the overlay, those of the page at `address` first, with their number by severity.
    #[must_use]
    pub fn findings_html(&self, generation: &Generation, address: &str) -> (String, usize, usize) {
        let dossier = &generation.press.scene.dossier;
        let own = match pages::find(dossier, &generation.address(address)) {
            Some(PageId::Entry(index)) => Some(Arc::clone(&dossier.entry(index).document.path)),
            _ => None,
        };
        let all = generation.all_findings();
        let (errors, warnings) = (all.errors(), all.warnings());
        let (here, elsewhere): (Vec<_>, Vec<_>) = all
            .into_iter()
            .filter(|f| f.severity == Severity::Error)
            .partition(|f| Some(&f.location.path) == own.as_ref());
        let content = |path: &str| {
            generation
                .tree
                .get(path)
                .map(|file| Arc::clone(&file.bytes))
        };
        let list = |findings: Vec<Diagnostic>| {
            let run = Run {
                checked: generation.tree.len(),
                ..Run::default()
            };
            let report = Report::new(Diagnostics(findings), &content, run);
            html::list(&report, 10)
        };
        let lists = [here, elsewhere]
            .into_iter()
            .filter(|f| !f.is_empty())
            .map(list);
        (lists.collect(), errors, warnings)
    }

    /// Address that opens a place of the dossier in the writer's editor, with `{path}`, `{line}` and
    /// `{col}` for the overlay to fill in; none if no editor was named.
    #[must_use]
    pub fn editor_address(&self) -> Option<String> {
        let template = self.editor.as_ref()?;
        Some(template.replace("{path}", &format!("{}/{{path}}", self.root)))
    }
}

impl Generation {
    /// The generation that follows another.
    fn after(
        last: Option<&Self>,
        press: Press,
        tree: Arc<SourceTree>,
        findings: Arc<Diagnostics>,
        suppressions: Arc<[Suppressed]>,
    ) -> Self {
        let is_same = |last: &Self| Arc::ptr_eq(&last.tree, &tree);
        Self {
            number: last.map_or(1, |last| last.number + 1),
            save: last.map_or(1, |last| last.save + u64::from(!is_same(last))),
            press,
            tree,
            printed: Mutex::new(
                last.map(|last| lock(&last.printed).clone())
                    .unwrap_or_default(),
            ),
            previews: OnceLock::new(),
            outputs: outputs::ALL.iter().map(|_| OnceLock::new()).collect(),
            index: OnceLock::new(),
            findings,
            suppressions,
            template_findings: Mutex::default(),
        }
    }

    /// What is at a path of the site. Every path leads to what the dossier makes, never to the disk.
    #[must_use]
    pub fn answer(&self, path: &str) -> Answer {
        let address = self.address(path);
        if let Some(found) = pages::find(&self.press.scene.dossier, &address) {
            let is_found = address != "404.html";
            return Answer {
                is_found,
                content_type: "text/html; charset=utf-8",
                bytes: self.page(&found, &address).1,
            };
        }
        let found = self
            .press
            .theme
            .statics
            .get(&address)
            .cloned()
            .or_else(|| self.other(&address));
        if let Some(bytes) = found {
            return Answer {
                is_found: true,
                content_type: page::content_type(&address),
                bytes,
            };
        }
        let missing = PageId::Site(crate::model::site::SitePage::NotFound);
        Answer {
            is_found: false,
            content_type: "text/html; charset=utf-8",
            bytes: self.page(&missing, "404.html").1,
        }
    }

    /// Fingerprint of the page at a path, by which a browser knows whether it shows the newest. That of
    /// the 404 page if there is none. The page is printed, so that what its template gets wrong is known.
    #[must_use]
    pub fn version(&self, path: &str) -> Fingerprint {
        let address = self.address(path);
        let found = pages::find(&self.press.scene.dossier, &address);
        let missing = PageId::Site(crate::model::site::SitePage::NotFound);
        match found {
            Some(found) => self.page(&found, &address).0,
            None => self.page(&missing, "404.html").0,
        }
    }

    /// Fingerprints of style sheets, and of all other files of the theme.
    #[must_use]
    pub fn theme_versions(&self) -> (Vec<(String, Fingerprint)>, Fingerprint) {
        let statics = &self.press.theme.statics;
        let (styles, others): (Vec<_>, Vec<_>) = statics
            .iter()
            .map(|(path, bytes)| (path.clone(), Fingerprint::of_bytes(bytes)))
            .partition(|(path, _)| path.ends_with(".css"));
        (styles, Fingerprint::of(&others))
    }

    /// All findings: of the line, of the rules, and of the templates of pages that were printed.
    #[must_use]
    pub fn all_findings(&self) -> Diagnostics {
        let mut all = Diagnostics::clone(&self.findings);
        all.extend(lock(&self.template_findings).iter().cloned());
        all.extend(self.press.card_findings());
        all.sort();
        all
    }

    /// A path of the preview as an address from the root of the site, which is also found where it will
    /// stand when it is published.
    fn address(&self, path: &str) -> String {
        let dossier = self.dossier();
        let address = page::clean(path);
        let site = dossier.config.url.as_deref();
        let inside = site.and_then(|site| page::without_base(path, site));
        match inside {
            Some(inside) if pages::find(dossier, &address).is_none() => page::clean(inside),
            _ => address,
        }
    }

    /// The dossier that is shown.
    #[must_use]
    pub fn dossier(&self) -> &crate::model::dossier::Dossier {
        &self.press.scene.dossier
    }

    fn page(&self, page: &PageId, address: &str) -> (Fingerprint, Arc<[u8]>) {
        let plate = self.press.plate(page);
        if let Some((known, bytes)) = lock(&self.printed)
            .get(address)
            .filter(|(known, _)| *known == plate.fingerprint)
        {
            return (*known, Arc::clone(bytes));
        }
        let mut buffer = Vec::new();
        match self.press.print(page, &plate, &mut buffer) {
            Ok(()) => {
                let bytes: Arc<[u8]> = page::with_script(&buffer, plate.fingerprint).into();
                lock(&self.printed)
                    .insert(address.to_owned(), (plate.fingerprint, Arc::clone(&bytes)));
                (plate.fingerprint, bytes)
            }
            Err(finding) => {
                let mut findings = lock(&self.template_findings);
                if !findings.contains(&finding) {
                    findings.push(*finding);
                }
                drop(findings);
                // The last good page stays in view under the finding.
                let last = lock(&self.printed)
                    .get(address)
                    .map(|(_, bytes)| Arc::clone(bytes));
                (
                    plate.fingerprint,
                    last.unwrap_or_else(|| {
                        page::with_script(page::BLANK.as_bytes(), plate.fingerprint).into()
                    }),
                )
            }
        }
    }

    /// A file that is no page. Each sort of files is made when the first of them is asked for: nobody who
    /// points at a link waits for the search index, and nobody who looks at a picture for a thousand cards.
    fn other(&self, address: &str) -> Option<Arc<[u8]>> {
        let scene = &self.press.scene;
        if address.starts_with("previews/") {
            let make = |sink: &dyn Sink| {
                previews::artifacts(scene)
                    .into_iter()
                    .for_each(|file| sink.put(file))
            };
            let files = self.previews.get_or_init(|| collect(make));
            return files.get(address).cloned();
        }
        if address.starts_with("search/") {
            let make = |sink: &dyn Sink| pages::searchable::index(scene, &|file| sink.put(file));
            return self
                .index
                .get_or_init(|| collect(make))
                .get(address)
                .cloned();
        }
        if let Some(bytes) = session::file_at(&self.tree, &scene.dossier, address) {
            return Some(bytes);
        }
        outputs::ALL
            .iter()
            .zip(&self.outputs)
            .find_map(|(output, made)| {
                let only = std::slice::from_ref(output);
                let make = || collect(|sink| render::put_outputs(&self.press, only, sink));
                let may = output.may_lie_at(address);
                may.then(|| made.get_or_init(make).get(address).cloned())?
            })
    }
}

/// The files that `make` puts into a sink.
fn collect(make: impl FnOnce(&dyn Sink)) -> Files {
    let files = Mutex::default();
    make(&Collect(&files));
    files.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Keeps artifacts by their path.
struct Collect<'a>(&'a Mutex<FxHashMap<Arc<str>, Arc<[u8]>>>);

impl Sink for Collect<'_> {
    fn put(&self, artifact: Artifact<'_>) {
        lock(self.0).insert(artifact.path, artifact.bytes.as_ref().into());
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What a panicking thread left is still whole: all values are replaced, never changed in parts.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
