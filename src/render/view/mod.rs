//! Views: everything that one page's template may see, and nothing else.
//!
//! A view is plain data, made from the `Dossier` by `crate::render`. It is
//! hashed to tell whether a page has to be rendered again, so whatever a template shows must be in
//! here: a template that could reach past its view would make warm builds differ from cold ones.
//!
//! Conventions a theme can rely on:
//! - `url` is relative to the root of the site, without a leading slash (`actors/tomas-zeron.html`);
//!   templates write `{{ page.root }}{{ link.url }}`, where `root` is `""` or `"../"`.
//! - fields that end in `html` are safe HTML made by the generator; all else is text to be escaped.
//! - an absent value is `null`, an absent list is empty: `{% if entry.summary %}` never fails.

pub mod evidence;
pub mod lists;
pub mod pages;
mod shared;

pub use shared::Shared;

use serde::Serialize;

/// What every template sees as `page`.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct PageMeta {
    /// Path of this page from the root of the site: `actors/tomas-zeron.html`.
    pub url: String,
    /// What leads from this page back to the root: `""` or `"../"`. The 404 page has the absolute base path.
    pub root: String,
    /// Which template made it: `actor`, `timeline`, `home` …; also the class of `<body>`.
    pub template: String,
    /// The heading, as text.
    pub title: String,
    /// The `<title>` element: heading and title of the site.
    pub head_title: String,
    /// One or two sentences for search engines and cards; empty if there are none.
    pub description: String,
    /// BCP 47 language of the content, and its direction (`ltr` or `rtl`).
    pub lang: String,
    pub dir: &'static str,
    /// Absolute address, if the site has a `url`.
    pub canonical: Option<String>,
    /// Absolute address of the card image, if the site has a `url` and cards are drawn.
    pub card: Option<String>,
    /// `<script type="application/ld+json">` content, ready to print, or empty.
    pub json_ld_html: String,
    /// Id of the entry that the page is about, if any.
    pub entry: Option<String>,
    /// Title of the list page that contains this one, for the way back (`Actors` → `actors.html`).
    pub up: Option<Shared<Link>>,
    /// Whether the page is a draft, seen only in the preview.
    pub draft: bool,
    /// Day of the last change, in words and as ISO date, if known.
    pub updated: Option<Shared<DateView>>,
}

/// A link to a page of the site.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct Link {
    pub id: String,
    /// From the root of the site.
    pub url: String,
    pub title: String,
    /// Kind: `actor`, `event`, `place`, `source`, `claim`, `page`; or `index` for a list page.
    pub kind: &'static str,
    /// Type within the kind, as a word for readers: `person`, `public body`, `newspaper article`.
    pub type_label: String,
    /// Summary, for previews and lists; may be empty.
    pub summary: String,
}

/// A date as written, and as readers see it; never narrower than what was written.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct DateView {
    /// In words: `about September 2014`.
    pub words: String,
    /// Short form for tables: `~Sep 2014`.
    pub short: String,
    /// EDTF as written.
    pub edtf: String,
    /// Value for `<time datetime>`, if the date has one that HTML allows.
    pub iso: Option<String>,
    /// Year of the earliest possible day, for grouping; empty if open.
    pub year: String,
}

/// Either a link or plain text: a party, a place, a value.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct Named {
    pub link: Option<Shared<Link>>,
    pub text: String,
}

/// A word from a fixed vocabulary with its meaning: a status, a stance, a flag.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct Word {
    /// Stable id for classes: `alleged`, `declines-to-comment`.
    pub id: String,
    pub label: String,
    /// What it means on this site, in one sentence.
    pub meaning: String,
}

/// An image with what the reader must know about it.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct ImageView {
    /// From the root of the site, with the version of the file.
    pub url: String,
    pub alt: String,
    pub caption: String,
    pub credit: String,
    pub licence: String,
    /// In pixels, as it stands upright; 0 if not known.
    pub width: u32,
    pub height: u32,
    /// Value of `srcset`, with addresses relative to the page; empty if there is one size only.
    pub srcset: String,
}
