//! What every page sees of the site as a whole.

use super::outputs::feed;
use super::pages::{essay, lists};
use super::scene::{Scene, direction};
use super::view::{Link, Shared};
use crate::model::site::SitePage;
use serde::Serialize;

/// What every template sees as `site`.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct SiteView {
    pub title: String,
    pub subtitle: String,
    pub description: String,
    pub lang: String,
    pub dir: &'static str,
    pub author: String,
    /// A mail address, or a web address; empty if there is none.
    pub contact: String,
    pub licence_code: String,
    pub licence_content: String,
    /// Essays that stand in the navigation.
    pub nav: Vec<Shared<Link>>,
    /// List pages that the dossier has.
    pub lists: Vec<Shared<Link>>,
    /// Number of files with data for previews of links.
    pub previews: u32,
    pub search: bool,
    /// Whether there is the whole dossier as one document.
    pub whole: bool,
    /// Address of the feed; empty if there is none.
    pub feed: String,
    pub has_url: bool,
    pub repository: Option<String>,
    /// Version of the program.
    pub version: &'static str,
    /// Whether the page is shown by the preview server.
    pub is_preview: bool,
}

/// Makes the view of the site.
#[must_use]
pub fn view(scene: &Scene, previews: u32, is_preview: bool) -> SiteView {
    let config = &scene.dossier.config;
    SiteView {
        title: config.title.clone(),
        subtitle: config.subtitle.clone(),
        description: config.description.clone(),
        lang: scene.lang().to_owned(),
        dir: direction(scene.lang()),
        author: config.author.clone(),
        contact: config.contact.clone(),
        licence_code: config.licence_code.clone(),
        licence_content: config.licence_content.clone(),
        nav: essay::nav(scene),
        lists: lists::list_links(scene),
        previews,
        search: true,
        whole: super::pages::exists(&scene.dossier, SitePage::Whole),
        feed: if feed::exists(
            config,
            scene.dossier.iter().map(|(at, _)| scene.updated(at)),
        ) {
            feed::PATH.to_owned()
        } else {
            String::new()
        },
        has_url: config.url.is_some(),
        repository: config.repository.clone(),
        version: env!("CARGO_PKG_VERSION"),
        is_preview,
    }
}
