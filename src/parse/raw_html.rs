//! HTML in a body: what is refused outright, and the sanitiser for the rest.

use ammonia::Builder;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Tags that make a page do something or load something.
const REFUSED_TAGS: &[&str] = &[
    "script", "style", "iframe", "object", "embed", "link", "meta", "base", "form", "input",
    "button", "svg", "math", "template", "frame", "frameset", "applet", "noscript", "img", "video",
    "audio", "source", "picture",
];

/// The first part of `html` that is an error and not only dropped: a tag that acts, an event handler,
/// or a `javascript:` address. None if there is none.
#[must_use]
pub fn unsafe_part(html: &str) -> Option<String> {
    let lower = html.to_ascii_lowercase();
    for (at, _) in lower.match_indices('<') {
        let name: String = lower[at + 1..]
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        if REFUSED_TAGS.contains(&name.as_str()) {
            return Some(format!("`<{name}>`"));
        }
    }
    let bare: String = lower
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .collect();
    for scheme in ["javascript:", "vbscript:", "data:text"] {
        if bare.contains(scheme) {
            return Some(format!("`{scheme}`"));
        }
    }
    let handler = lower
        .split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '/'))
        .find(|word| {
            word.strip_prefix("on").is_some_and(|rest| {
                let name = rest.bytes().take_while(u8::is_ascii_lowercase).count();
                name > 2 && rest[name..].starts_with('=')
            })
        });
    handler.map(|word| format!("`{}`", word.split('=').next().unwrap_or(word)))
}

/// HTML tags that may be open at a time. The sanitiser looks through all of them at each tag, and opens those
/// that set type anew in each paragraph, so a body full of open tags would take forever.
pub const MAX_OPEN: usize = 32;

/// The HTML tags of a body that are open where a reader stands.
#[derive(Default)]
pub struct OpenTags(Vec<String>);

impl OpenTags {
    /// Tags without an end, and tags that end by themselves where the next one of their kind begins.
    const ENDLESS: &'static [&'static str] = &[
        "br", "hr", "wbr", "col", "area", "p", "li", "dt", "dd", "tr", "td", "th", "thead",
        "tbody", "tfoot", "caption", "colgroup", "rt", "rp",
    ];

    /// Whether more than [`MAX_OPEN`] tags are open.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.0.len() > MAX_OPEN
    }

    /// Reads some HTML. A tag that is closed while another stands open within it counts as open for good.
    pub fn read(&mut self, html: &str) {
        for (at, _) in html.match_indices('<') {
            let tag = &html[at + 1..];
            let (is_end, tag) = match tag.strip_prefix('/') {
                Some(tag) => (true, tag),
                None => (false, tag),
            };
            let length = tag.bytes().take_while(u8::is_ascii_alphanumeric).count();
            let name = tag[..length].to_ascii_lowercase();
            if name.is_empty() || Self::ENDLESS.contains(&name.as_str()) {
                continue;
            }
            if !is_end {
                self.0.push(name);
            } else if self.0.last() == Some(&name) {
                self.0.pop();
            }
        }
    }
}

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .add_tags(["section", "figure", "figcaption", "input"])
        .rm_tags(["img", "input"])
        .add_generic_attributes(["class", "id", "role", "tabindex", "aria-label", "dir"])
        .add_tag_attributes("ol", ["type"])
        .url_relative(ammonia::UrlRelative::PassThrough)
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .link_rel(None);
    builder
});

/// The HTML of a whole body with whatever is not known to be harmless taken out, and all tags closed.
#[must_use]
pub fn clean(html: &str) -> String {
    CLEANER.clean(html).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_refused() {
        for html in [
            "<script>x</script>",
            "<SCRIPT src=x>",
            "<a href=\"java\nscript:x\">",
            "<b onclick=\"x\">",
            "<img src=x onerror=y>",
            "<a/onmouseover=x>",
            "<svg/onload=x>",
        ] {
            assert!(unsafe_part(html).is_some(), "{html}");
        }
        for html in ["<b>", "<p class=\"on\">x = 1", "<abbr title=\"once=more\">"] {
            assert_eq!(unsafe_part(html), None, "{html}");
        }
    }

    #[test]
    fn open_tags_are_counted() {
        let mut tags = OpenTags::default();
        let table = "<table><tr><td><b>x</b><td>y<br></table>";
        (0..1_000).for_each(|_| tags.read(table));
        assert_eq!(tags.0.len(), 0);
        (0..MAX_OPEN).for_each(|_| tags.read("<div class=x>"));
        assert!(!tags.is_full());
        tags.read("<b>");
        assert!(tags.is_full());
        let mut tags = OpenTags::default();
        (0..=MAX_OPEN).for_each(|_| tags.read("<b><i></b></i>"));
        assert!(tags.is_full(), "closed in the wrong order");
    }

    #[test]
    fn the_rest_is_cleaned_and_closed() {
        assert_eq!(clean("<b>x"), "<b>x</b>");
        assert_eq!(
            clean("<a href=\"x.html\">y</a>"),
            "<a href=\"x.html\">y</a>"
        );
        assert_eq!(clean("<blink>x</blink>"), "x");
    }
}
