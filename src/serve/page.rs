//! Pages on their way to the browser: their address, their type, and the script that keeps them current.

use crate::fingerprint::Fingerprint;
use crate::text::percent_decode;

/// Where the preview's own files lie; no entry can have such an address.
pub const OWN: &str = "/_dossier/";
/// The script that keeps an open page current.
pub const SCRIPT: &str = include_str!("live.js");
/// What is shown where a page could not be printed and never was before.
pub const BLANK: &str = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Dossier</title></head><body></body></html>";

/// The path of a request as an address from the root of the site: without query, decoded, `index.html`
/// for the root, and `x.html` for `x` as GitHub Pages has it. Dots and doubled slashes lead nowhere.
#[must_use]
pub fn clean(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or("");
    let decoded = percent_decode(path.trim_start_matches('/'));
    if decoded.split('/').any(|part| part == ".." || part == ".") || decoded.contains(['\\', '\0'])
    {
        return String::new();
    }
    match decoded.as_str() {
        "" => "index.html".to_owned(),
        address if address.ends_with('/') => format!("{address}index.html"),
        address
            if address
                .rsplit('/')
                .next()
                .is_some_and(|name| !name.contains('.')) =>
        {
            format!("{address}.html")
        }
        address => address.to_owned(),
    }
}

/// The path of a request without the path at which the site will stand, if it begins with that. The page
/// of missing addresses has such links, because it is shown at any depth.
#[must_use]
pub fn without_base<'a>(path: &'a str, site: &str) -> Option<&'a str> {
    let (_, rest) = site.split_once("://")?;
    let base = &rest[rest.find('/')?..];
    let inside = path.strip_prefix(base.trim_end_matches('/'))?;
    (base.len() > 1 && inside.starts_with('/')).then_some(inside)
}

/// The page with the preview's script in its head, and with leave to listen for changes.
#[must_use]
pub fn with_script(page: &[u8], version: Fingerprint) -> Vec<u8> {
    let tag = format!(
        "<script src=\"{OWN}live.js\" data-version=\"{}\" defer></script>",
        version.hex()
    );
    let policy = b"default-src 'none';";
    let page = match end_of(page, policy) {
        Some(at) if end_of(page, b"connect-src 'self'").is_none() => {
            insert(page, at, b" connect-src 'self';")
        }
        _ => page.to_vec(),
    };
    // A page of the writer's own templates need not have a head, or may say more in its tag.
    let head = end_of(&page, b"<head>").or_else(|| {
        let head = end_of(&page, b"<head ").or_else(|| end_of(&page, b"<html"))?;
        Some(head + end_of(&page[head..], b">")?)
    });
    insert(&page, head.unwrap_or(page.len()), tag.as_bytes())
}

/// Where the first `mark` ends.
fn end_of(page: &[u8], mark: &[u8]) -> Option<usize> {
    memchr::memmem::find(page, mark).map(|at| at + mark.len())
}

/// `page` with `new` at a place.
fn insert(page: &[u8], at: usize, new: &[u8]) -> Vec<u8> {
    let (before, after) = page.split_at(at);
    [before, new, after].concat()
}

/// Type of a file by its name.
#[must_use]
pub fn content_type(address: &str) -> &'static str {
    match address.rsplit('.').next().unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" | "geojson" => "application/json; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "pdf" => "application/pdf",
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "txt" | "bib" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_the_site() {
        for (path, address) in [
            ("/", "index.html"),
            ("/actors/x.html?a=b#c", "actors/x.html"),
            ("/actors/x", "actors/x.html"),
            ("/a%20b.png", "a b.png"),
            ("/..", ""),
            ("/%2e%2e/%2e%2e/etc/passwd", ""),
            ("/a/..%2f..%2fb", ""),
            ("/a%00b", ""),
            ("//etc/passwd", "etc/passwd.html"),
            ("/a\\..\\b", ""),
        ] {
            assert_eq!(clean(path), address, "{path}");
        }
    }

    #[test]
    fn the_path_of_the_site_is_taken_off() {
        for (path, site, inside) in [
            ("/spring/a.html", "https://e.org/spring/", Some("/a.html")),
            ("/spring/", "https://e.org/spring/", Some("/")),
            ("/springs/", "https://e.org/spring/", None),
            ("/a.html", "https://e.org/", None),
            ("/a.html", "https://e.org", None),
        ] {
            assert_eq!(without_base(path, site), inside, "{path} {site}");
        }
    }

    #[test]
    fn a_page_gets_its_script_and_leave_to_listen() {
        let page = b"<head><meta content=\"default-src 'none'; img-src 'self'\">";
        let served = String::from_utf8(with_script(page, Fingerprint(1))).unwrap();
        assert!(
            served.starts_with("<head><script src=\"/_dossier/live.js\" data-version=\"0000"),
            "{served}"
        );
        assert!(
            served.contains("default-src 'none'; connect-src 'self'; img-src"),
            "{served}"
        );
        for (page, before) in [
            (
                "<html lang=en><head data-x><title>x",
                "<html lang=en><head data-x>",
            ),
            ("<html lang=en><body>x", "<html lang=en>"),
            ("x", "x"),
            ("", ""),
        ] {
            let served = String::from_utf8(with_script(page.as_bytes(), Fingerprint(1))).unwrap();
            let start = format!("{before}<script src=");
            assert!(served.starts_with(&start), "{served}");
        }
    }
}
