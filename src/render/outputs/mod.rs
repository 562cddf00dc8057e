//! The joined dossier → the files that are no pages: feed, sitemap, data for other programs. Each format
//! is one file here and one row of [`ALL`]; each is a pure function, and knows no other format.

mod addresses;
mod bibtex;
mod cited;
mod csl_json;
mod dates;
mod dossier_json;
mod events_csv;
mod events_ics;
mod ftm;
mod languages;
pub mod moment;
mod nojekyll;
mod opensearch;
mod places;
mod robots;
pub mod statement;
mod timeline;
mod xml;

#[cfg(feature = "cards")]
pub mod cards;
pub mod feed;
pub mod json_ld;
pub mod redirects;
pub mod sitemap;

use super::Sink;
use super::catalogue::Catalogue;
use crate::model::artifact::Artifact;
use crate::model::dossier::{Dossier, Entry, EntryIdx};
use moment::Moment;
use std::borrow::Cow;

/// One output format.
#[derive(Clone, Copy)]
pub struct Output {
    /// Stable word for it: `feed`.
    pub id: &'static str,
    /// Where its files lie, from the root of the site; `*` stands for what varies.
    pub paths: &'static str,
    /// What it is and for whom, in one sentence.
    pub doc: &'static str,
    make: Make,
}

/// How the files of a format are made: none if there is nothing to say or what it needs is not known.
#[derive(Clone, Copy)]
enum Make {
    /// A few, all at once.
    Few(fn(&OutputContext<'_>) -> Vec<Artifact<'static>>),
    /// One for each entry: each is handed on as soon as it is made, and left where the sink has it.
    #[cfg(feature = "cards")]
    Many(fn(&OutputContext<'_>, &dyn Sink)),
}

impl Output {
    /// Puts the files of this format into a sink.
    pub fn put(&self, context: &OutputContext<'_>, sink: &dyn Sink) {
        match self.make {
            Make::Few(make) => make(context).into_iter().for_each(|file| sink.put(file)),
            #[cfg(feature = "cards")]
            Make::Many(put) => put(context, sink),
        }
    }

    /// Whether one of its files may lie at this path.
    #[must_use]
    pub fn may_lie_at(&self, path: &str) -> bool {
        match (self.paths.split_once('*'), self.paths.rsplit_once('*')) {
            (Some((start, _)), Some((_, end))) => path.starts_with(start) && path.ends_with(end),
            _ => path == self.paths,
        }
    }
}

/// All that an output may see.
#[derive(Clone, Copy)]
pub struct OutputContext<'a> {
    pub dossier: &'a Dossier,
    /// The words of the interface in the language of the site.
    pub words: &'a Catalogue,
    /// Absolute address of the site with a slash at its end; none if it is not known.
    pub base_url: Option<&'a str>,
    /// When the content of an entry last changed, as `2023-09-01` or as a date and time with an offset
    /// from UTC: from the history of its file, or from its front matter. None if that is not known.
    pub updated: &'a (dyn Fn(EntryIdx) -> Option<String> + Sync),
    /// All pages of the site, in any order.
    pub pages: &'a [Page<'a>],
}

/// A page of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page<'a> {
    /// From the root of the site.
    pub url: &'a str,
    /// The entry that it is the page of, if it is that of one.
    pub entry: Option<EntryIdx>,
}

/// All formats, in the order in which help and docs list them.
pub const ALL: &[Output] = &[
    Output {
        id: "feed",
        paths: feed::PATH,
        doc: "Atom feed of the entries that changed last, for readers who follow the dossier. Needs `url`.",
        make: Make::Few(feed::make),
    },
    Output {
        id: "sitemap",
        paths: "sitemap*.xml",
        doc: "All pages with the day of their last change, for search engines. Needs `url`.",
        make: Make::Few(sitemap::make),
    },
    Output {
        id: "robots",
        paths: "robots.txt",
        doc: "Tells search engines that they are welcome, and where the sitemap is.",
        make: Make::Few(robots::make),
    },
    Output {
        id: "nojekyll",
        paths: ".nojekyll",
        doc: "Tells GitHub Pages to serve the files as they are.",
        make: Make::Few(nojekyll::make),
    },
    Output {
        id: "opensearch",
        paths: "opensearch.xml",
        doc: "Lets a browser search the dossier from its address bar. Needs `url`.",
        make: Make::Few(opensearch::make),
    },
    Output {
        id: "redirects",
        paths: "*.html",
        doc: "A page at each old address of an entry, which leads to the new one.",
        make: Make::Few(redirects::make),
    },
    Output {
        id: "addresses",
        paths: "data/addresses.txt",
        doc: "Every address at which the site answers, old ones with them: what a later version must not lose.",
        make: Make::Few(addresses::make),
    },
    Output {
        id: "dossier",
        paths: "data/dossier.json",
        doc: "The whole dossier as JSON: entries, accounts, claims, relations and citations, with its schema.",
        make: Make::Few(dossier_json::make),
    },
    Output {
        id: "followthemoney",
        paths: "data/entities.ftm.json",
        doc: "Actors, events, places, sources and relations for Aleph and OpenAleph, as FollowTheMoney.",
        make: Make::Few(ftm::make),
    },
    Output {
        id: "csl-json",
        paths: csl_json::PATH,
        doc: "The sources as CSL-JSON, for Zotero and other reference managers.",
        make: Make::Few(csl_json::make),
    },
    Output {
        id: "bibtex",
        paths: bibtex::PATH,
        doc: "The sources as BibLaTeX, for papers set in LaTeX or Typst.",
        make: Make::Few(bibtex::make),
    },
    Output {
        id: "events",
        paths: "data/events.csv",
        doc: "The events in order of time, for spreadsheets.",
        make: Make::Few(events_csv::make),
    },
    Output {
        id: "timeline",
        paths: "data/timeline.json",
        doc: "The events for TimelineJS.",
        make: Make::Few(timeline::make),
    },
    Output {
        id: "calendar",
        paths: "data/events.ics",
        doc: "The events whose days are known, for calendars.",
        make: Make::Few(events_ics::make),
    },
    Output {
        id: "places",
        paths: "data/places.geojson",
        doc: "The places and what happened there, for maps.",
        make: Make::Few(places::make),
    },
    #[cfg(feature = "cards")]
    Output {
        id: "cards",
        paths: "cards/*/*.png",
        doc: "A picture for each entry, which social networks show beside a link. Needs `url`.",
        make: Make::Many(cards::put),
    },
];

impl OutputContext<'_> {
    /// When the content of an entry last changed, if that is known and is a moment.
    #[must_use]
    pub fn moment(&self, entry: EntryIdx) -> Option<Moment> {
        (self.updated)(entry).and_then(|text| Moment::parse(&text))
    }
}

/// Absolute address of a page or file: the home page is the address of the site itself. This is the
/// form for canonical links, so that every place names a page by the same address.
#[must_use]
pub fn absolute(base_url: &str, url: &str) -> String {
    [base_url, if url == "index.html" { "" } else { url }].concat()
}

/// Path of the card that a page shows: that of its entry, or of the home page. None if there is none,
/// or this program draws no cards. Cards are drawn only where the address of the site is known.
#[must_use]
pub fn card_path(dossier: &Dossier, entry: Option<&Entry>) -> Option<String> {
    #[cfg(feature = "cards")]
    {
        cards::path(dossier, entry)
    }
    #[cfg(not(feature = "cards"))]
    {
        let _ = (dossier, entry);
        None
    }
}

/// Text as an artifact.
fn artifact(path: &str, text: impl Into<String>) -> Artifact<'static> {
    Artifact {
        path: path.into(),
        bytes: text.into().into_bytes().into(),
    }
}

/// What leads from a page to the root of the site: `../` for each folder that it lies in.
fn root_of(url: &str) -> String {
    "../".repeat(url.matches('/').count())
}

/// Text without the control characters that no text format can hold, and without line breaks.
fn one_line(text: &str) -> Cow<'_, str> {
    // In UTF-8 no other byte begins a control character.
    let may_be_control = |byte: u8| byte < 0x20 || byte == 0x7F || byte == 0xC2;
    if text.bytes().any(may_be_control) && text.chars().any(char::is_control) {
        let words = text.split(|c: char| c.is_control() || c.is_whitespace());
        Cow::Owned(
            words
                .filter(|word| !word.is_empty())
                .collect::<Vec<_>>()
                .join(" "),
        )
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_docs_are_sentences() {
        for (i, output) in ALL.iter().enumerate() {
            assert!(ALL.iter().skip(i + 1).all(|other| other.id != output.id));
            assert!(output.doc.ends_with('.'), "{}", output.id);
        }
    }

    #[test]
    fn a_path_tells_which_formats_may_have_it() {
        let formats = |path: &str| -> Vec<&str> {
            let may = ALL.iter().filter(|output| output.may_lie_at(path));
            may.map(|output| output.id).collect()
        };
        assert_eq!(formats("feed.xml"), ["feed"]);
        assert_eq!(formats("sitemap.xml"), ["sitemap"]);
        assert_eq!(formats("sitemap-2.xml"), ["sitemap"]);
        assert_eq!(formats("actors/old.html"), ["redirects"]);
        assert_eq!(formats("data/feed.xml"), [""; 0]);
        #[cfg(feature = "cards")]
        assert_eq!(formats("cards/actor/ana.png"), ["cards"]);
    }

    #[test]
    fn addresses_are_absolute_and_lead_back() {
        assert_eq!(
            absolute("https://e.org/d/", "index.html"),
            "https://e.org/d/"
        );
        assert_eq!(
            absolute("https://e.org/", "a/b.html"),
            "https://e.org/a/b.html"
        );
        assert_eq!(
            (root_of("a.html").as_str(), root_of("a/b.html").as_str()),
            ("", "../")
        );
        assert_eq!(one_line("a\u{7}b\r\nc  d"), "a b c d");
        assert_eq!(one_line("as  it is"), "as  it is");
    }
}
