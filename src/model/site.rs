//! The pages of a site that no entry makes: lists, search, the whole as one document.

/// A page made of the whole dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SitePage {
    Timeline,
    Actors,
    Places,
    Claims,
    Sources,
    Differences,
    Connections,
    Topics,
    Search,
    Whole,
    NotFound,
}

impl SitePage {
    /// All of them, in the order in which readers meet them.
    pub const ALL: [SitePage; 11] = [
        SitePage::Timeline,
        SitePage::Actors,
        SitePage::Connections,
        SitePage::Claims,
        SitePage::Differences,
        SitePage::Places,
        SitePage::Sources,
        SitePage::Topics,
        SitePage::Search,
        SitePage::Whole,
        SitePage::NotFound,
    ];

    /// Its key in the section `list` of the string catalogue.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            SitePage::Timeline => "timeline",
            SitePage::Actors => "actors",
            SitePage::Places => "places",
            SitePage::Claims => "claims",
            SitePage::Sources => "sources",
            SitePage::Differences => "differences",
            SitePage::Connections => "connections",
            SitePage::Topics => "topics",
            SitePage::Search => "search",
            SitePage::Whole => "whole",
            SitePage::NotFound => "not-found",
        }
    }

    /// Its address from the root of the site, which is also the name of its template.
    #[must_use]
    pub fn url(self) -> &'static str {
        match self {
            SitePage::Timeline => "timeline.html",
            SitePage::Actors => "actors.html",
            SitePage::Places => "places.html",
            SitePage::Claims => "claims.html",
            SitePage::Sources => "sources.html",
            SitePage::Differences => "differences.html",
            SitePage::Connections => "connections.html",
            SitePage::Topics => "topics.html",
            SitePage::Search => "search.html",
            SitePage::Whole => "dossier.html",
            SitePage::NotFound => "404.html",
        }
    }
}

/// Address of the page of a topic.
#[must_use]
pub fn topic_url(id: &str) -> String {
    format!("topics/{id}.html")
}
