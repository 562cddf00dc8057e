//! The pages of a site: which there are, and the view of each. One file for each kind of page.

mod actor;
mod claim;
mod drawings;
mod entry;
pub mod essay;
mod event;
pub mod lists;
mod place;
pub mod searchable;
mod source;
mod topics;
mod whole;

use super::body::Cards;
use super::outputs;
use super::scene::Scene;
use super::view::{Link, PageMeta, Shared};
use crate::model::dossier::{Dossier, Entry, EntryIdx};
use crate::model::kind::Kind;
use crate::model::site::{SitePage, topic_url};

pub use claim::claim_view;

/// Entries up to which the whole dossier is also made as one document. Beyond, it would have tens of
/// megabytes, which no browser prints.
const MAX_WHOLE: usize = 2_000;

/// One page of a site.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PageId {
    Entry(EntryIdx),
    Site(SitePage),
    Topic(String),
}

/// All pages of a dossier, in a fixed order: entries first, because lists are read off them.
#[must_use]
pub fn all(dossier: &Dossier) -> Vec<PageId> {
    let entries = dossier.iter().map(|(index, _)| PageId::Entry(index));
    let lists = SitePage::ALL
        .into_iter()
        .filter(|page| exists(dossier, *page))
        .map(PageId::Site);
    let topics = dossier.config.topics.keys().cloned().map(PageId::Topic);
    entries.chain(lists).chain(topics).collect()
}

/// Whether a dossier has something to show on a page. Lists of what does not occur are left out.
#[must_use]
pub fn exists(dossier: &Dossier, page: SitePage) -> bool {
    let has = |kind| dossier.of_kind(kind).next().is_some();
    match page {
        SitePage::Timeline => has(Kind::Event),
        SitePage::Actors => has(Kind::Actor),
        SitePage::Places => has(Kind::Place),
        SitePage::Claims => has(Kind::Claim),
        SitePage::Sources => has(Kind::Source),
        SitePage::Connections => dossier
            .entries
            .iter()
            .any(|entry| !entry.relations_in.is_empty()),
        SitePage::Differences => has(Kind::Claim) || dossier.entries.iter().any(entry::differs),
        SitePage::Topics => !dossier.config.topics.is_empty(),
        SitePage::Whole => dossier.entries.len() <= MAX_WHOLE,
        SitePage::Search | SitePage::NotFound => true,
    }
}

/// Address of a page from the root of the site.
#[must_use]
pub fn url(dossier: &Dossier, page: &PageId) -> String {
    match page {
        PageId::Entry(index) => dossier.entry(*index).url.to_string(),
        PageId::Site(page) => page.url().to_owned(),
        PageId::Topic(id) => topic_url(id),
    }
}

/// The page at an address from the root of the site; none if there is none.
#[must_use]
pub fn find(dossier: &Dossier, address: &str) -> Option<PageId> {
    if let Some(page) = SitePage::ALL.into_iter().find(|page| page.url() == address) {
        return exists(dossier, page).then_some(PageId::Site(page));
    }
    let id = address.strip_suffix(".html")?.rsplit('/').next()?;
    match dossier.index(id) {
        Some(index) if dossier.entry(index).url[..] == *address => Some(PageId::Entry(index)),
        _ if dossier.config.topics.contains_key(id) && topic_url(id) == address => {
            Some(PageId::Topic(id.to_owned()))
        }
        _ => None,
    }
}

/// A view of any page, ready to be hashed or given to its template.
pub trait View: Send {
    /// Name of the template.
    fn template(&self) -> &str;
    /// Fingerprint of all that the template may see.
    fn fingerprint(&self) -> crate::fingerprint::Fingerprint;
    /// What the template sees.
    ///
    /// # Errors
    /// If a view has a key that is no text, which no view of ours has.
    fn context(&self) -> tera::TeraResult<tera::Context>;
}

/// A view with the name of its template.
struct Page<V> {
    template: &'static str,
    view: V,
}

impl<V: std::hash::Hash + serde::Serialize + Send> View for Page<V> {
    fn template(&self) -> &str {
        self.template
    }

    fn fingerprint(&self) -> crate::fingerprint::Fingerprint {
        crate::fingerprint::Fingerprint::of(&self.view)
    }

    fn context(&self) -> tera::TeraResult<tera::Context> {
        tera::Context::from_serialize(&self.view)
    }
}

/// Makes the view of a page.
#[must_use]
pub fn view(scene: &Scene, page: &PageId, cards: &Cards<'_>) -> Box<dyn View> {
    fn boxed<V: std::hash::Hash + serde::Serialize + Send + 'static>(
        template: &'static str,
        view: V,
    ) -> Box<dyn View> {
        Box::new(Page { template, view })
    }
    match page {
        PageId::Entry(index) => {
            let entry = scene.dossier.entry(*index);
            match entry.kind() {
                Kind::Actor => boxed("actor.html", actor::view(scene, *index, cards)),
                Kind::Event => boxed("event.html", event::view(scene, *index, cards)),
                Kind::Place => boxed("place.html", place::view(scene, *index, cards)),
                Kind::Source => boxed("source.html", source::view(scene, *index, cards)),
                Kind::Claim => boxed("claim.html", claim::view(scene, *index, cards)),
                Kind::Page if entry.id() == "index" => {
                    boxed("home.html", essay::home(scene, *index, cards))
                }
                Kind::Page => boxed("page.html", essay::view(scene, *index, cards)),
            }
        }
        PageId::Site(page) => match page {
            SitePage::Timeline => boxed("timeline.html", lists::timeline(scene)),
            SitePage::Actors => boxed("actors.html", lists::actors(scene)),
            SitePage::Places => boxed("places.html", lists::places(scene)),
            SitePage::Claims => boxed("claims.html", lists::claims(scene)),
            SitePage::Sources => boxed("sources.html", lists::sources(scene)),
            SitePage::Differences => boxed("differences.html", lists::differences(scene)),
            SitePage::Connections => boxed("connections.html", lists::connections(scene)),
            SitePage::Topics => boxed("topics.html", topics::index(scene)),
            SitePage::Search => boxed("search.html", lists::plain(scene, SitePage::Search)),
            SitePage::NotFound => boxed("404.html", lists::plain(scene, SitePage::NotFound)),
            SitePage::Whole => boxed("dossier.html", whole::view(scene, cards)),
        },
        PageId::Topic(id) => boxed("topic.html", topics::view(scene, id)),
    }
}

/// What leads from a page back to the root of the site.
#[must_use]
pub fn root_of(url: &str) -> &'static str {
    if url.contains('/') { "../" } else { "" }
}

/// What the page of an entry says of itself.
fn entry_meta(scene: &Scene, index: EntryIdx) -> PageMeta {
    let entry = scene.dossier.entry(index);
    let config = &scene.dossier.config;
    let (lang, dir) = scene.lang_of(entry);
    let is_home = entry.kind() == Kind::Page && entry.id() == "index";
    let up = match entry.kind() {
        Kind::Actor => Some(SitePage::Actors),
        Kind::Event => Some(SitePage::Timeline),
        Kind::Place => Some(SitePage::Places),
        Kind::Source => Some(SitePage::Sources),
        Kind::Claim => Some(SitePage::Claims),
        Kind::Page => None,
    };
    let summary = &entry.common().summary;
    let description = if is_home && summary.is_empty() {
        &config.description
    } else {
        summary
    };
    let updated = entry.common().updated.as_ref();
    PageMeta {
        url: entry.url.to_string(),
        root: root_of(&entry.url).to_owned(),
        template: if is_home {
            "home".to_owned()
        } else {
            entry.kind().word().to_owned()
        },
        title: entry.title().to_owned(),
        head_title: head_title(&config.title, entry.title()),
        description: description.clone(),
        lang,
        dir,
        canonical: canonical(config.url.as_deref(), &entry.url),
        card: card(scene, Some(entry)),
        json_ld_html: outputs::json_ld::json_ld(
            outputs::json_ld::Ground {
                dossier: &scene.dossier,
                words: &scene.words,
                base_url: config.url.as_deref(),
            },
            index,
            scene.updated(index).as_deref(),
        ),
        entry: Some(entry.id().to_owned()),
        up: up.map(|page| scene.site_link(page)),
        draft: entry.common().is_draft,
        updated: updated.map(|date| scene.date(date)),
    }
}

/// What a page that no entry makes says of itself.
fn site_meta(scene: &Scene, link: &Link, template: &str, up: Option<Shared<Link>>) -> PageMeta {
    let config = &scene.dossier.config;
    let root = match (link.url.as_str(), &config.url) {
        // It answers for any missing address, at any depth, so its links start at the root of the site.
        ("404.html", Some(url)) => base_path(url),
        (url, _) => root_of(url).to_owned(),
    };
    PageMeta {
        url: link.url.clone(),
        root,
        template: template.to_owned(),
        title: link.title.clone(),
        head_title: head_title(&config.title, &link.title),
        description: link.summary.clone(),
        lang: scene.lang().to_owned(),
        dir: super::scene::direction(scene.lang()),
        canonical: canonical(config.url.as_deref(), &link.url).filter(|_| link.url != "404.html"),
        card: card(scene, None),
        up,
        ..PageMeta::default()
    }
}

/// Absolute address of the card of an entry, or of the home page.
fn card(scene: &Scene, entry: Option<&Entry>) -> Option<String> {
    let base = scene.dossier.config.url.as_deref()?;
    let path = outputs::card_path(&scene.dossier, entry)?;
    Some(format!("{base}{path}"))
}

fn head_title(site: &str, title: &str) -> String {
    if site == title {
        site.to_owned()
    } else {
        format!("{title} · {site}")
    }
}

fn canonical(base: Option<&str>, url: &str) -> Option<String> {
    base.map(|base| format!("{base}{}", if url == "index.html" { "" } else { url }))
}

/// Path of an absolute address: `/repo/` of `https://user.example/repo/`.
fn base_path(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/')
        .map_or_else(|| "/".to_owned(), |at| rest[at..].to_owned())
}
