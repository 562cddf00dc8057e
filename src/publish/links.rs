//! HTML and CSS as they were rendered → the addresses in them. A plain scan of tags: what is read here
//! was written by us and by templates, and a link that a browser sees is in an attribute.

use crate::text::percent_decode;

/// Attributes that hold one address.
const ONE: [&str; 5] = ["href", "src", "poster", "action", "xlink:href"];

/// What a page refers to, and by which names parts of it can be referred to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// As written, with entities read.
    pub links: Vec<String>,
    pub ids: Vec<String>,
    /// The address that the page names as its own.
    pub canonical: Option<String>,
    /// Where the page leads on by itself.
    pub refresh: Option<String>,
}

/// Reads a page.
#[must_use]
pub fn of_html(html: &str) -> Page {
    let mut page = Page::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let from = &rest[at..];
        if let Some(comment) = from.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let name_end = from[1..]
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
            .map_or(from.len(), |end| end + 1);
        let name = from[1..name_end].to_ascii_lowercase();
        if name.is_empty() {
            rest = &from[1..];
            continue;
        }
        let (attributes, after) = attributes(&from[name_end..]);
        read_tag(&name, &attributes, &mut page);
        rest = after;
        // What is in these is no markup.
        if matches!(name.as_str(), "script" | "style" | "textarea" | "title") {
            let end = format!("</{name}");
            rest = find_ignoring_case(rest, &end).map_or("", |at| &rest[at..]);
        }
    }
    page
}

fn read_tag(name: &str, attributes: &[(String, String)], page: &mut Page) {
    let get = |wanted: &str| {
        attributes
            .iter()
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| value.as_str())
    };
    let is_refresh = name == "meta"
        && get("http-equiv").is_some_and(|value| value.eq_ignore_ascii_case("refresh"));
    if name == "link" && get("rel").is_some_and(|value| value.eq_ignore_ascii_case("canonical")) {
        page.canonical = get("href").map(str::to_owned);
    }
    for (attribute, value) in attributes {
        match attribute.as_str() {
            "id" => page.ids.push(value.clone()),
            "name" if name == "a" => page.ids.push(value.clone()),
            "srcset" => {
                let sources = value
                    .split(',')
                    .filter_map(|source| source.split_whitespace().next());
                page.links.extend(sources.map(str::to_owned));
            }
            "content" if is_refresh => {
                page.refresh = value
                    .split_once("url=")
                    .map(|(_, url)| url.trim().to_owned());
                page.links.extend(page.refresh.clone());
            }
            attribute if ONE.contains(&attribute) && name != "base" => {
                page.links.push(value.trim().to_owned())
            }
            _ => {}
        }
    }
}

/// The attributes of a tag, and what follows the tag.
fn attributes(text: &str) -> (Vec<(String, String)>, &str) {
    let mut all = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return (all, rest);
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (all, after);
        }
        // The first character may be any, also one of several bytes.
        let end = rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/'))
            .map_or(rest.len(), |(end, _)| end);
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let Some(value) = rest.strip_prefix('=') else {
            all.push((name, String::new()));
            continue;
        };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, after) = match quote {
            Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            None => {
                let end = value
                    .find(|c: char| c.is_ascii_whitespace() || c == '>')
                    .unwrap_or(value.len());
                value.split_at(end)
            }
        };
        all.push((name, unescape(value)));
        rest = after;
    }
}

/// Text with the entities read that an address or an id may be written with.
fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let named = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#x2F;", "/"),
        ("&amp;", "&"),
    ];
    named
        .iter()
        .fold(text.to_owned(), |text, (entity, character)| {
            text.replace(entity, character)
        })
}

fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    text.as_bytes()
        .windows(wanted.len())
        .position(|window| window.eq_ignore_ascii_case(wanted.as_bytes()))
}

/// The addresses in a style sheet.
#[must_use]
pub fn of_css(css: &str) -> Vec<String> {
    let parts = css.split("url(").skip(1);
    parts
        .filter_map(|part| {
            let inside = part.trim_start();
            let inside = match inside.chars().next()? {
                quote @ ('"' | '\'') => inside[1..].split_once(quote)?.0,
                _ => inside.split_once(')')?.0,
            };
            Some(inside.trim().to_owned())
        })
        .collect()
}

/// Where an address leads, seen from a page.
#[derive(Debug, PartialEq, Eq)]
pub enum Target {
    /// Into the site: a path from its root without a slash at the front, and the part of that page.
    Inside { path: String, fragment: String },
    /// To another host, or not to a page at all.
    Elsewhere,
    /// To this host but past the site, with why.
    Past(&'static str),
}

/// Where `link` leads from the page `page` of the site at `base` (absolute, with a slash at its end).
#[must_use]
pub fn resolve(page: &str, link: &str, base: Option<&str>) -> Target {
    let base_path = base.map_or("/", |base| {
        let rest = base.split_once("://").map_or("", |(_, rest)| rest);
        rest.find('/').map_or("/", |at| &rest[at..])
    });
    if let Some(inside) = base.and_then(|base| link.strip_prefix(base)) {
        return inside_of("", inside);
    }
    let scheme = link.split(['/', '?', '#']).next().unwrap_or("");
    if scheme.contains(':') || link.starts_with("//") {
        return Target::Elsewhere;
    }
    if link.starts_with('/') {
        return match (base, link.strip_prefix(base_path)) {
            (Some(_), Some(inside)) => inside_of("", inside),
            (Some(_), None)
                if link.split(['?', '#']).next() == Some(base_path.trim_end_matches('/')) =>
            {
                inside_of("", "")
            }
            (Some(_), None) => Target::Past(
                "it starts at the root of the host, and the site lies in a folder there",
            ),
            (None, _) => Target::Past(
                "it starts at the root of the host, which only holds where the site lies at the root",
            ),
        };
    }
    inside_of(page, link)
}

fn inside_of(page: &str, link: &str) -> Target {
    let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
    let path = path.split('?').next().unwrap_or("");
    let fragment = fragment.split(":~:").next().unwrap_or("");
    let fragment = percent_decode(fragment);
    if path.is_empty() && !page.is_empty() {
        return Target::Inside {
            path: page.to_owned(),
            fragment,
        };
    }
    let mut parts: Vec<String> = page.split('/').map(str::to_owned).collect();
    parts.pop();
    let ends_open = path.is_empty() || path.ends_with('/') || path.ends_with("..") || path == ".";
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                if parts.pop().is_none() {
                    return Target::Past("it leads above the site");
                }
            }
            name => parts.push(percent_decode(name)),
        }
    }
    let mut path = parts.join("/");
    if ends_open {
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str("index.html");
    }
    Target::Inside { path, fragment }
}

/// A path as it stands in an address: every byte that is not unreserved
/// ([RFC 3986, 2.3](https://www.rfc-editor.org/rfc/rfc3986#section-2.3)) or a slash is encoded.
#[must_use]
pub fn encode(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_ids_are_found_and_nothing_else() {
        let page = of_html(
            "<!DOCTYPE html><!-- <a href=no> --><link rel=stylesheet href='a.css'><a id=x class=\"y\" href=\"b.html?x=1&amp;y=2#z\">t</a>\
             <script>var s = '<a href=\"no\">'</script><script src=s.js></script><img srcset=\"1.png 1x, 2.png 2x\" alt='a > b' src=0.png>\
             <meta http-equiv=\"refresh\" content=\"0; url=c.html\"><meta name=d content=\"url=no\"><p id=\"é\">1 < 2</p><a é href=d>",
        );
        assert_eq!(
            page.links,
            [
                "a.css",
                "b.html?x=1&y=2#z",
                "s.js",
                "1.png",
                "2.png",
                "0.png",
                "c.html",
                "d"
            ]
        );
        assert_eq!(page.ids, ["x", "é"]);
        assert_eq!(page.refresh.as_deref(), Some("c.html"));
        assert_eq!(page.canonical, None);
        let page =
            of_html("<link rel=stylesheet href=a><link href='https://e.org/' rel=canonical>");
        assert_eq!(page.canonical.as_deref(), Some("https://e.org/"));
        assert_eq!(encode("año/x y.html"), "a%C3%B1o/x%20y.html");
        assert_eq!(percent_decode(&encode("año/x y.html")), "año/x y.html");
        assert_eq!(
            of_css("a{b:url(x.woff2)} c{d:url( 'y z.svg' )}"),
            ["x.woff2", "y z.svg"]
        );
        for cut in 0..60 {
            let text = "<a href=\"é\" id='ü' x=y/><!-- é --><script>é</script";
            let _ = of_html(text.get(..cut).unwrap_or(text));
        }
    }

    #[test]
    fn an_address_leads_where_a_browser_goes() {
        let inside = |path: &str, fragment: &str| Target::Inside {
            path: path.to_owned(),
            fragment: fragment.to_owned(),
        };
        let base = Some("https://u.github.io/repo/");
        for (page, link, target) in [
            ("a/b.html", "../c.html", inside("c.html", "")),
            ("a/b.html", "c.html#d", inside("a/c.html", "d")),
            ("a/b.html", "#d", inside("a/b.html", "d")),
            ("a/b.html", "c.html#:~:text=x", inside("a/c.html", "")),
            ("a/b.html", "../", inside("index.html", "")),
            ("a.html", "./?q=1", inside("index.html", "")),
            ("a.html", "x%20y.png", inside("x y.png", "")),
            ("a.html", "/repo/c.html", inside("c.html", "")),
            ("a.html", "/repo", inside("index.html", "")),
            (
                "a.html",
                "https://u.github.io/repo/c.html",
                inside("c.html", ""),
            ),
            (
                "a.html",
                "https://u.github.io/repo/",
                inside("index.html", ""),
            ),
            ("a.html", "https://e.org/", Target::Elsewhere),
            ("a.html", "mailto:a@e.org", Target::Elsewhere),
            ("a.html", "//e.org/x", Target::Elsewhere),
            ("a.html", "data:,x", Target::Elsewhere),
        ] {
            assert_eq!(resolve(page, link, base), target, "{page} {link}");
        }
        assert!(matches!(
            resolve("a.html", "/style.css", base),
            Target::Past(_)
        ));
        assert!(matches!(
            resolve("a.html", "/style.css", None),
            Target::Past(_)
        ));
        assert!(matches!(resolve("a.html", "../x", base), Target::Past(_)));
        assert_eq!(
            resolve("a.html", "/c.html", Some("https://e.org/")),
            inside("c.html", "")
        );
    }
}
