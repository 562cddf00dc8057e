//! Dossier → artifacts: views, templates, outputs.
//!
//! Each page is made from its view alone, so pages are rendered in any order and on any number of
//! threads; a page whose view has not changed is taken from the memo.

pub mod body;
pub mod catalogue;
mod collate;
pub mod drawing;
pub mod figure;
pub mod functions;
pub mod given;
mod highlight;
mod once;
pub mod outputs;
pub mod pages;
pub mod press;
pub mod previews;
pub mod references;
pub mod scene;
pub mod search;
pub mod site;
pub mod theme;
pub mod view;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fingerprint::Fingerprint;
use crate::model::artifact::Artifact;
use crate::model::dossier::EntryIdx;
use outputs::Output;
use pages::PageId;
use press::Press;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Takes the artifacts of a build as they are made, from many threads.
pub trait Sink: Sync {
    /// Takes one artifact.
    fn put(&self, artifact: Artifact<'_>);

    /// Takes an artifact that was made from something with this fingerprint.
    fn put_made_from(&self, artifact: Artifact<'_>, _made_from: Fingerprint) {
        self.put(artifact);
    }

    /// Whether the sink has what was made from this at a path, so that it need not be made again.
    fn keep(&self, _path: &Arc<str>, _made_from: Fingerprint) -> bool {
        false
    }

    /// Whether the sink has a whole site that was made from this.
    fn keep_all(&self, _made_from: Fingerprint) -> bool {
        false
    }
}

/// An entry that more links lead to has a long page.
const MANY: usize = 500;

/// Pages that were rendered before, by their address, with the fingerprint of all they were made from.
#[derive(Debug, Default)]
pub struct Memo(FxHashMap<Arc<str>, (Fingerprint, Arc<[u8]>)>);

/// What rendering did.
#[derive(Debug, Default)]
pub struct Rendered {
    pub findings: Diagnostics,
    /// Number of pages in all, and of those that were made anew.
    pub n_pages: usize,
    pub n_rendered: usize,
}

/// Prints all pages into `sink`, and the files that go with them. Where there is a memo, pages whose view
/// has not changed are taken from it, and it then knows the pages of this time.
pub fn render(press: &Press, mut memo: Option<&mut Memo>, sink: &dyn Sink) -> Rendered {
    let dossier = &press.scene.dossier;
    let known = memo.as_deref().map(|memo| &memo.0);
    // A page of the whole dossier takes as long as thousands of others, and that of a busy source as long as hundreds.
    // Begun last, it would keep one thread busy while the others have nothing left to do.
    let is_long = |page: &PageId| match page {
        PageId::Site(_) => true,
        PageId::Topic(_) => false,
        PageId::Entry(index) => {
            let entry = dossier.entry(*index);
            entry.citings.len() + entry.mentions.len() > MANY
        }
    };
    let (long, short): (Vec<PageId>, Vec<PageId>) =
        pages::all(dossier).into_iter().partition(is_long);
    let print = |pages: &[PageId]| -> Vec<PageResult> {
        pages
            .par_iter()
            .with_max_len(16)
            .map_init(Vec::new, |buffer, page| {
                let url: Arc<str> = pages::url(dossier, page).into();
                let plate = press.plate(page);
                let fingerprint = plate.fingerprint;
                let result = |bytes, is_new, finding| PageResult {
                    url: Arc::clone(&url),
                    fingerprint,
                    bytes,
                    is_new,
                    finding,
                };
                let put = |bytes: &[u8]| {
                    let (path, bytes) = (Arc::clone(&url), bytes.into());
                    sink.put_made_from(Artifact { path, bytes }, fingerprint);
                };
                if sink.keep(&url, fingerprint) {
                    return result(None, false, None);
                }
                if let Some((_, bytes)) = known
                    .and_then(|known| known.get(&url))
                    .filter(|(f, _)| *f == fingerprint)
                {
                    put(bytes);
                    return result(Some(Arc::clone(bytes)), false, None);
                }
                match press.print(page, &plate, buffer) {
                    Ok(()) => {
                        put(buffer);
                        let kept = known.is_some().then(|| buffer.as_slice().into());
                        result(kept, true, None)
                    }
                    Err(finding) => result(None, false, Some(*finding)),
                }
            })
            .collect()
    };
    let print_all = || rayon::join(|| print(&long), || print(&short));
    // Some of the other files are made by one thread; meanwhile the others print.
    let ((mut results, more), ()) = rayon::join(print_all, || {
        let previews = previews::artifacts(&press.scene).into_iter();
        previews
            .chain(press.theme.artifacts())
            .for_each(|artifact| sink.put(artifact));
        pages::searchable::index(&press.scene, &|artifact| sink.put(artifact));
        put_outputs(press, outputs::ALL, sink);
    });
    results.extend(more);
    let mut rendered = Rendered {
        n_pages: results.len(),
        ..Rendered::default()
    };
    rendered.findings.extend(press.card_findings());
    if let Some(memo) = &mut memo {
        memo.0.clear();
    }
    for result in results {
        rendered.n_rendered += usize::from(result.is_new);
        rendered.findings.extend(result.finding);
        if let (Some(memo), Some(bytes)) = (&mut memo, result.bytes) {
            memo.0.insert(result.url, (result.fingerprint, bytes));
        }
    }
    fold_template_findings(&mut rendered.findings);
    rendered
}

/// Puts files that are no pages: feed, sitemap, data for other programs.
pub fn put_outputs(press: &Press, outputs: &[Output], sink: &dyn Sink) {
    let dossier = &press.scene.dossier;
    let all = pages::all(dossier);
    let urls: Vec<(String, Option<EntryIdx>)> = all
        .iter()
        .map(|page| match page {
            PageId::Entry(index) => (pages::url(dossier, page), Some(*index)),
            _ => (pages::url(dossier, page), None),
        })
        .collect();
    let pages: Vec<outputs::Page<'_>> = urls
        .iter()
        .map(|(url, entry)| outputs::Page { url, entry: *entry })
        .collect();
    let updated = |index: EntryIdx| press.scene.updated(index);
    let context = outputs::OutputContext {
        dossier,
        words: &press.scene.words,
        base_url: dossier.config.url.as_deref(),
        updated: &updated,
        pages: &pages,
    };
    outputs
        .par_iter()
        .for_each(|output| output.put(&context, sink));
}

struct PageResult {
    url: Arc<str>,
    fingerprint: Fingerprint,
    /// Kept only for a memo.
    bytes: Option<Arc<[u8]>>,
    is_new: bool,
    finding: Option<Diagnostic>,
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
