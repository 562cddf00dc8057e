//! Dossier → artifacts: views, templates, outputs.
//!
//! Each page is made from its view alone, so pages are rendered in any order and on any number of
//! threads; a page whose view has not changed is taken from the memo.

pub mod body;
pub mod catalogue;
pub mod drawing;
pub mod functions;
pub mod pages;
pub mod previews;
pub mod references;
pub mod scene;
pub mod site;
pub mod outputs;
pub mod theme;
pub mod view;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fingerprint::Fingerprint;
use crate::model::artifact::Artifact;
use crate::model::dossier::{Dossier, EntryIdx};
use body::Place;
use pages::{PageId, View};
use rayon::prelude::*;
use references::References;
use rustc_hash::FxHashMap;
use scene::Scene;
use serde::Serialize;
use std::sync::{Arc, Mutex, PoisonError};
use theme::Theme;
use view::evidence::ClaimView;

/// Takes the artifacts of a build as they are made, from many threads.
pub trait Sink: Sync {
    /// Takes one artifact.
    fn put(&self, artifact: Artifact);
}

/// Pages that were rendered before, by their address, with the fingerprint of all they were made from.
#[derive(Debug, Default)]
pub struct Memo(FxHashMap<String, (Fingerprint, Arc<[u8]>)>);

/// How a site is to be rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Whether rendered pages are kept for the next time.
    pub keeps_pages: bool,
    /// Whether it is the preview.
    pub is_preview: bool,
}

/// What rendering did.
#[derive(Debug, Default)]
pub struct Rendered {
    pub findings: Diagnostics,
    /// Number of pages in all, and of those that were made anew.
    pub n_pages: usize,
    pub n_rendered: usize,
}

/// Renders all pages of a dossier into `sink`.
pub fn render(
    dossier: &Dossier,
    theme: &Theme,
    references: &References,
    memo: &mut Memo,
    options: Options,
    sink: &dyn Sink,
) -> Rendered {
    let scene = Scene::new(dossier, &theme.words, references);
    let site = site::view(&scene, previews::shards(&scene), options.is_preview);
    let ground = theme.fingerprint.and(Fingerprint::of(&site));
    let site_value = tera::Value::from_serializable(&site);
    let cards = CardBox {
        scene: &scene,
        theme,
        site: &site_value,
        made: Mutex::default(),
        findings: Mutex::default(),
    };
    let card = |claim: EntryIdx, place: Place<'_>| cards.get(claim, place);
    let pages = pages::all(dossier);
    let results: Vec<PageResult> = pages
        .par_iter()
        .map_init(Vec::new, |buffer, page| {
            let url = pages::url(dossier, page);
            let view = pages::view(&scene, page, &card);
            let fingerprint = ground.and(view.fingerprint());
            if let Some((known, bytes)) =
                memo.0.get(&url).filter(|(known, _)| *known == fingerprint)
            {
                sink.put(Artifact {
                    path: url.as_str().into(),
                    bytes: Arc::clone(bytes),
                });
                return PageResult {
                    url,
                    fingerprint: *known,
                    bytes: None,
                    finding: None,
                };
            }
            match fill_template(theme, view.as_ref(), &site_value, buffer) {
                Ok(()) => {
                    let bytes: Arc<[u8]> = buffer.as_slice().into();
                    sink.put(Artifact {
                        path: url.as_str().into(),
                        bytes: Arc::clone(&bytes),
                    });
                    let bytes = Some(if options.keeps_pages {
                        bytes
                    } else {
                        Arc::from([])
                    });
                    PageResult {
                        url,
                        fingerprint,
                        bytes,
                        finding: None,
                    }
                }
                Err(error) => {
                    let shown = source_of(dossier, page).unwrap_or(&url);
                    let finding = Some(theme.finding(&error, Some(shown)));
                    PageResult {
                        finding,
                        url,
                        fingerprint,
                        bytes: None,
                    }
                }
            }
        })
        .collect();
    for artifact in previews::artifacts(&scene)
        .into_iter()
        .chain(theme.artifacts())
    {
        sink.put(artifact);
    }
    let mut rendered = Rendered {
        n_pages: results.len(),
        ..Rendered::default()
    };
    rendered.findings.extend(
        cards
            .findings
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner),
    );
    let mut kept: FxHashMap<String, (Fingerprint, Arc<[u8]>)> = FxHashMap::default();
    for result in results {
        rendered.n_rendered += usize::from(result.bytes.is_some());
        let bytes = result
            .bytes
            .or_else(|| memo.0.remove(&result.url).map(|(_, bytes)| bytes));
        if let Some(bytes) = bytes.filter(|_| options.keeps_pages && result.finding.is_none()) {
            kept.insert(result.url, (result.fingerprint, bytes));
        }
        rendered.findings.extend(result.finding);
    }
    memo.0 = kept;
    fold_template_findings(&mut rendered.findings);
    rendered
}

struct PageResult {
    url: String,
    fingerprint: Fingerprint,
    /// None if the page was known already, or could not be rendered.
    bytes: Option<Arc<[u8]>>,
    finding: Option<Diagnostic>,
}

/// Renders a view into `buffer`, which is emptied first.
fn fill_template(
    theme: &Theme,
    view: &dyn View,
    site: &tera::Value,
    buffer: &mut Vec<u8>,
) -> tera::TeraResult<()> {
    let mut context = view.context()?;
    context.insert_value("site", site.clone());
    buffer.clear();
    theme.tera.render_to(view.template(), &context, buffer)
}

/// The file that a page is made from, if it is one.
fn source_of<'a>(dossier: &'a Dossier, page: &PageId) -> Option<&'a str> {
    match page {
        PageId::Entry(index) => Some(&dossier.entry(*index).document.path),
        PageId::Site(_) | PageId::Topic(_) => None,
    }
}

/// One mistake in a template shows on every page that the template makes: it is reported once.
fn fold_template_findings(findings: &mut Diagnostics) {
    let mut seen: FxHashMap<(Arc<str>, usize, String), usize> = FxHashMap::default();
    findings.sort();
    let mut kept: Vec<Diagnostic> = Vec::new();
    for finding in std::mem::take(&mut findings.0) {
        let key = (
            Arc::clone(&finding.location.path),
            finding.location.span.start,
            finding.message.clone(),
        );
        match seen.get(&key) {
            None => {
                seen.insert(key, kept.len());
                kept.push(finding);
            }
            Some(at) => {
                if let Some(help) = kept.get_mut(*at).and_then(|first| first.help.last_mut())
                    && !help.ends_with("and other pages")
                {
                    help.push_str(" and other pages");
                }
            }
        }
    }
    findings.0 = kept;
}

/// Cards of claims, rendered once for each depth of page that shows them.
struct CardBox<'a> {
    scene: &'a Scene<'a>,
    theme: &'a Theme,
    site: &'a tera::Value,
    made: Mutex<FxHashMap<(EntryIdx, String), Arc<str>>>,
    findings: Mutex<Vec<Diagnostic>>,
}

#[derive(Serialize)]
struct CardContext<'a> {
    claim: ClaimView,
    root: &'a str,
}

impl CardBox<'_> {
    fn get(&self, claim: EntryIdx, place: Place<'_>) -> Arc<str> {
        let root = match place {
            Place::Page { root } => root,
            Place::Whole => "",
        };
        let key = (claim, root.to_owned());
        if let Some(card) = self
            .made
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&key)
        {
            return Arc::clone(card);
        }
        let card: Arc<str> = self.render(claim, root).into();
        self.made
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key, Arc::clone(&card));
        card
    }

    fn render(&self, claim: EntryIdx, root: &str) -> String {
        let Some(view) = pages::claim_view(self.scene, claim) else {
            return String::new();
        };
        let rendered = tera::Context::from_serialize(&CardContext { claim: view, root }).and_then(
            |mut context| {
                context.insert_value("site", self.site.clone());
                self.theme.tera.render("claim-card.html", &context)
            },
        );
        rendered.unwrap_or_else(|error| {
            let path = &self.scene.dossier.entry(claim).document.path;
            let finding = self.theme.finding(&error, Some(path));
            self.findings
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(finding);
            String::new()
        })
    }
}
