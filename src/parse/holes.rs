//! The HTML that the Markdown writer made → HTML without the marks of holes, and holes with their places.

use super::markdown::{HOLE_CLOSE, HOLE_OPEN, LINK_END, MARK_BYTE};
use crate::model::document::{Body, Filling, Hole};
use std::ops::Range;

/// Cuts the marks out of `html` into `body`. A card or an image that fills its paragraph replaces it. Returns the places of
/// the cards that stand among words, where no page can show them.
pub fn cut(html: &str, holes: Vec<Hole>, body: &mut Body) -> Vec<Range<usize>> {
    let mut among_words = Vec::new();
    let mut running = Running::default();
    let mut out = String::with_capacity(html.len());
    let mut placed: Vec<Hole> = Vec::with_capacity(holes.len());
    let mut holes: Vec<Option<Hole>> = holes.into_iter().map(Some).collect();
    let mut rest = html;
    while let Some(at) = next_mark(rest) {
        out.push_str(&rest[..at]);
        if rest[at..].starts_with(LINK_END) {
            out.push_str("</a>");
            rest = &rest[at + LINK_END.len_utf8()..];
            continue;
        }
        let inside = &rest[at + HOLE_OPEN.len_utf8()..];
        let Some(end) = inside.find(HOLE_CLOSE) else {
            break;
        };
        rest = &inside[end + HOLE_CLOSE.len_utf8()..];
        let Some(mut hole) = inside[..end]
            .parse()
            .ok()
            .and_then(|n: usize| holes.get_mut(n)?.take())
        else {
            continue;
        };
        if matches!(hole.filling, Filling::Embed(_) | Filling::Image(_))
            && out.ends_with("<p>")
            && rest.starts_with("</p>")
        {
            out.truncate(out.len() - "<p>".len());
            running.cut(out.len());
            rest = &rest["</p>".len()..];
            if let Filling::Image(image) = &mut hole.filling {
                image.is_figure = true;
            }
        } else if matches!(hole.filling, Filling::Embed(_)) && running.is_open(&out) {
            among_words.push(hole.span.range());
        }
        hole.at = u32::try_from(out.len()).unwrap_or(u32::MAX);
        placed.push(hole);
    }
    out.push_str(rest);
    body.html = out;
    body.holes = placed;
    among_words
}

/// Whether a paragraph or a heading is open at the end of HTML that grows. Each byte is looked at once.
#[derive(Default)]
struct Running {
    /// Bytes that were looked at.
    read: usize,
    is_open: bool,
}

impl Running {
    fn is_open(&mut self, html: &str) -> bool {
        let new = html.get(self.read..).unwrap_or("");
        let last = |tags: &[&str]| tags.iter().filter_map(|tag| new.rfind(tag)).max();
        let opened = last(&["<p>", "<h2", "<h3", "<h4", "<h5", "<h6"]);
        let closed = last(&["</p>", "</h2>", "</h3>", "</h4>", "</h5>", "</h6>"]);
        if opened != closed {
            self.is_open = opened > closed;
        }
        self.read = html.len();
        self.is_open
    }

    /// The tag of a paragraph was taken away again, and the HTML ends here now.
    fn cut(&mut self, end: usize) {
        if end < self.read {
            self.read = end;
            self.is_open = false;
        }
    }
}

/// Where the next hole or end of a link stands.
fn next_mark(html: &str) -> Option<usize> {
    memchr::memchr_iter(MARK_BYTE, html.as_bytes())
        .find(|at| html[*at..].starts_with([HOLE_OPEN, LINK_END]))
}
