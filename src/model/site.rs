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

/// The file that stands at an old address, as written under `redirects`: `old/`, `/old` and `old.html`
/// are files with an end that browsers know as a page. None if it leaves the site, or is no path at all.
#[must_use]
pub fn redirect_path(written: &str) -> Option<String> {
    let path = written.trim().trim_start_matches('/');
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '~');
    let is_path = path
        .strip_suffix('/')
        .unwrap_or(path)
        .split('/')
        .all(|part| !part.is_empty() && !part.starts_with('.'));
    if !is_path || !path.chars().all(is_plain) {
        return None;
    }
    Some(match path {
        _ if path.ends_with('/') => format!("{path}index.html"),
        _ if path.ends_with(".html") || path.ends_with(".htm") => path.to_owned(),
        _ => format!("{path}.html"),
    })
}

#[cfg(test)]
mod tests {
    use super::redirect_path;

    #[test]
    fn old_addresses_are_files_of_the_site() {
        for (written, path) in [
            ("actors/old.html", Some("actors/old.html")),
            ("/actors/old", Some("actors/old.html")),
            ("2019/affair/", Some("2019/affair/index.html")),
            ("old.php", Some("old.php.html")),
            ("../etc/passwd", None),
            ("a//b", None),
            (".git/config", None),
            ("https://example.org/", None),
            ("", None),
            ("/", None),
            ("a b", None),
            ("ä", None),
        ] {
            assert_eq!(redirect_path(written).as_deref(), path, "{written}");
        }
    }
}
