//! The address of a site → the pages that stand there now, by its own list of them or its sitemap.

use super::served::Problem;
use super::web::{self, Answer, Method, Silence, Web};
use crate::model::site::redirect_path;
use crate::text::percent_decode;

/// The list that the generator writes: every page and every old address.
const LIST: &str = "data/addresses.txt";
/// What other generators write.
const SITEMAP: &str = "sitemap.xml";
/// The most that is read of one list: a million addresses.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
const MOST_SITEMAPS: usize = 100;
const MOST_HOPS: usize = 5;

/// Paths of the pages that stand at `base`, which ends in a slash, from there; none if no site stands there
/// that tells them.
///
/// # Errors
/// If nothing answers.
pub fn pages(web: &Web, base: &str) -> Result<Option<Vec<String>>, Problem> {
    if let Some((text, _)) = get(web, &format!("{base}{LIST}"))? {
        return Ok(Some(text.lines().filter_map(path).collect()));
    }
    let Some((map, at)) = get(web, &format!("{base}{SITEMAP}"))? else {
        return Ok(None);
    };
    // Of an address that leads elsewhere, the pages are named as they are there.
    let home = at.strip_suffix(SITEMAP).unwrap_or(base).to_owned();
    let mut addresses = Vec::new();
    if map.contains("<sitemapindex") {
        for map in locations(&map).take(MOST_SITEMAPS) {
            let map = get(web, &map)?;
            addresses.extend(map.iter().flat_map(|(map, _)| locations(map)));
        }
    } else {
        addresses.extend(locations(&map));
    }
    let inside = addresses.iter().filter_map(|address| {
        let inside = address.strip_prefix(&home).or(address.strip_prefix(base))?;
        path(&file(inside))
    });
    Ok(Some(inside.collect()))
}

/// A path, if it is one that an entry can have under `redirects`: a list from the web is written into
/// files by `check --fix`.
fn path(line: &str) -> Option<String> {
    redirect_path(line).filter(|path| path == line)
}

/// The file behind an address, as static hosts have it.
fn file(inside: &str) -> String {
    let path = percent_decode(inside.split(['?', '#']).next().unwrap_or_default());
    let name = path.rsplit('/').next().unwrap_or_default();
    match name {
        "" => format!("{path}index.html"),
        name if name.contains('.') => path,
        _ => format!("{path}.html"),
    }
}

/// The addresses in a sitemap.
fn locations(map: &str) -> impl Iterator<Item = String> {
    map.split("<loc>").skip(1).filter_map(|rest| {
        let address = rest.split_once("</loc>")?.0.trim();
        Some(address.replace("&amp;", "&"))
    })
}

/// A text and the address at which it was found; none if there is none.
fn get(web: &Web, address: &str) -> Result<Option<(String, String)>, Problem> {
    let mut at = address.to_owned();
    for _ in 0..MOST_HOPS {
        let answer: Answer = web
            .ask(Method::Get, &at, MOST_BYTES)
            .map_err(|why: Silence| Problem::Silent {
                address: at.clone(),
                why,
            })?;
        match &answer.location {
            Some(to) if answer.is_redirect() => at = web::join(&at, to),
            _ if answer.status != 200 => return Ok(None),
            _ => return Ok(String::from_utf8(answer.bytes).ok().map(|text| (text, at))),
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_files() {
        for (inside, name) in [
            ("", "index.html"),
            ("actors/", "actors/index.html"),
            ("about", "about.html"),
            ("a/b.html?x#y", "a/b.html"),
            ("a%20b", "a b.html"),
        ] {
            assert_eq!(file(inside), name, "{inside}");
        }
        let map = "<url><loc>https://e.org/a?b&amp;c</loc></url><url><loc>\nhttps://e.org/d </loc>";
        assert_eq!(
            locations(map).collect::<Vec<_>>(),
            ["https://e.org/a?b&c", "https://e.org/d"]
        );
    }

    #[test]
    fn a_list_from_the_web_names_plain_paths_only() {
        for bad in [
            "../x.html",
            "a], evil: [b.html",
            "https://e.org/",
            "",
            "a b.html",
        ] {
            assert_eq!(path(bad), None, "{bad}");
        }
        assert_eq!(path("actors/a.html").as_deref(), Some("actors/a.html"));
    }
}
