//! Bodies with holes → HTML, for one page of the site or for the whole dossier as one document.

use super::scene::Scene;
use super::view::evidence::{CiteView, NoteView};
use super::{figure, highlight};
use crate::model::document::{BodyImage, Code, Filling, Hole, TITLE_MARK};
use crate::model::dossier::{Dossier, Entry, EntryIdx, Target};
use crate::text::escape_html;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::Arc;

/// Where a body is shown, which decides where its links lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place<'a> {
    /// On a page of its own, from which this leads to the root of the site.
    Page { root: &'a str },
    /// In the whole dossier as one document: links lead to its chapters, and ids carry the entry's.
    Whole,
}

/// Gives the HTML of a claim's card, seen from a page with that root.
pub type Cards<'a> = dyn Fn(EntryIdx, Place<'_>) -> Arc<str> + Sync + 'a;

/// The HTML of a body. A template sees it as text; its blocks of code are coloured only then, so that a page
/// which is known by its fingerprint is told apart without.
#[derive(Debug, Clone, Default, Hash)]
pub struct BodyHtml {
    html: String,
    /// Where which code goes, in ascending order.
    codes: Vec<(usize, Arc<Code>)>,
}

impl Serialize for BodyHtml {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.codes.is_empty() {
            return serializer.serialize_str(&self.html);
        }
        let mut html = String::with_capacity(self.html.len() * 2);
        let mut from = 0;
        for (at, code) in &self.codes {
            html.push_str(self.html.get(from..*at).unwrap_or(""));
            html.push_str(&highlight::to_html(&code.text, &code.language));
            from = *at;
        }
        html.push_str(self.html.get(from..).unwrap_or(""));
        serializer.serialize_str(&html)
    }
}

/// The body of an entry with its holes filled.
#[must_use]
pub fn fill(scene: &Scene, index: EntryIdx, place: Place<'_>, cards: &Cards<'_>) -> BodyHtml {
    let entry = scene.dossier.entry(index);
    let body = &entry.document.body;
    let mut html = String::with_capacity(body.html.len() + body.holes.len() * 80);
    let mut codes = Vec::new();
    let mut at = 0;
    for (hole, target) in body.holes.iter().zip(entry.targets.iter()) {
        push_html(
            &mut html,
            body.html.get(at..hole.at as usize).unwrap_or(""),
            entry,
            place,
        );
        at = hole.at as usize;
        if let Filling::Code(code) = &hole.filling {
            codes.push((html.len(), Arc::clone(code)));
        }
        push_hole(&mut html, scene, entry, hole, target, place, cards);
    }
    push_html(&mut html, body.html.get(at..).unwrap_or(""), entry, place);
    BodyHtml { html, codes }
}

/// Address of an entry from the place where it is linked.
#[must_use]
pub fn href(entry: &Entry, heading: &str, place: Place<'_>) -> String {
    match place {
        Place::Page { root } if heading.is_empty() => format!("{root}{}", entry.url),
        Place::Page { root } => format!("{root}{}#{heading}", entry.url),
        Place::Whole if heading.is_empty() => format!("#{}", entry.id()),
        Place::Whole => format!("#{}-{heading}", entry.id()),
    }
}

fn push_html(html: &mut String, piece: &str, entry: &Entry, place: Place<'_>) {
    match place {
        Place::Page { .. } => html.push_str(piece),
        Place::Whole => push_with_prefix(html, piece, entry.id()),
    }
}

/// Adds HTML with its ids and links to them prefixed: ids have to be unique in the one document.
fn push_with_prefix(html: &mut String, piece: &str, prefix: &str) {
    let mut rest = piece;
    while let Some(start) = rest.find('<') {
        let (text, from_tag) = rest.split_at(start);
        let mut is_quoted = false;
        let end = from_tag.bytes().position(|byte| {
            is_quoted ^= byte == b'"';
            byte == b'>' && !is_quoted
        });
        let (tag, after) = from_tag.split_at(end.map_or(from_tag.len(), |end| end + 1));
        let id = tag.replace(" id=\"", &format!(" id=\"{prefix}-"));
        html.push_str(text);
        html.push_str(&id.replace(" href=\"#", &format!(" href=\"#{prefix}-")));
        rest = after;
    }
    html.push_str(rest);
}

fn push_hole(
    html: &mut String,
    scene: &Scene,
    entry: &Entry,
    hole: &Hole,
    target: &Target,
    place: Place<'_>,
    cards: &Cards<'_>,
) {
    match (&hole.filling, target) {
        (Filling::Word(key), _) => html.push_str(&escape_html(scene.words.get(key))),
        (Filling::Citation(_), Target::Note(number, _)) => {
            let prefix = match place {
                Place::Page { .. } => String::new(),
                Place::Whole => format!("{}-", entry.id()),
            };
            // Writers put a space before a citation; with it, the mark could be torn from its word and begin
            // a line of its own.
            html.truncate(html.trim_end_matches([' ', '\n']).len());
            // Writing to a String cannot fail.
            let _ = write!(
                html,
                "<a class=\"cite\" id=\"{prefix}c{number}\" href=\"#{prefix}n{number}\" role=\"doc-noteref\">{number}</a>"
            );
        }
        (Filling::Embed(_), Target::Entry(claim, _)) => html.push_str(&cards(*claim, place)),
        (filling, Target::Entry(index, heading)) => {
            let to = scene.dossier.entry(*index);
            let draft = if to.common().is_draft { " draft" } else { "" };
            let _ = write!(
                html,
                "<a class=\"ref{draft}\" href=\"{}\">",
                escape_html(&href(to, heading, place))
            );
            if matches!(filling, Filling::Reference(reference) if !reference.has_label) {
                html.push_str(&escape_html(to.title()));
            }
        }
        (Filling::Image(image), Target::Address(address)) => {
            push_image(html, scene.dossier.as_ref(), image, address, place);
        }
        (_, Target::Address(address)) => {
            let root = match place {
                Place::Page { root } => root,
                Place::Whole => "",
            };
            let _ = write!(html, "<a href=\"{root}{}\">", escape_html(&encode(address)));
        }
        (Filling::Reference(reference), _) => {
            html.push_str("<a class=\"broken\">");
            if !reference.has_label {
                html.push_str(&escape_html(&reference.target));
            }
        }
        (Filling::Link(_), _) => html.push_str("<a class=\"broken\">"),
        (Filling::Embed(id), _) => {
            let _ = write!(html, "<p class=\"broken\">{}</p>", escape_html(id));
        }
        (Filling::Citation(_) | Filling::Image(_) | Filling::Code(_), _) => {}
    }
}

fn push_image(
    html: &mut String,
    dossier: &Dossier,
    image: &BodyImage,
    address: &str,
    place: Place<'_>,
) {
    let root = match place {
        Place::Page { root } => root,
        Place::Whole => "",
    };
    let figure = figure::figure(dossier, address, root);
    if image.is_figure {
        html.push_str("<figure>");
    }
    // Writing to a String cannot fail.
    let _ = write!(
        html,
        "<img src=\"{root}{}\" alt=\"{}\"",
        escape_html(&figure.url),
        escape_html(&image.alt)
    );
    if figure.width > 0 {
        let _ = write!(
            html,
            " width=\"{}\" height=\"{}\"",
            figure.width, figure.height
        );
    }
    if !figure.srcset.is_empty() {
        let srcset = escape_html(&figure.srcset);
        let _ = write!(html, " srcset=\"{srcset}\" sizes=\"{}\"", figure::SIZES);
    }
    html.push_str(" loading=\"lazy\" decoding=\"async\">");
    if image.is_figure {
        push_caption(html, image);
        html.push_str("</figure>\n");
    }
}

/// The caption with credit and licence, in the form that the themes give those of front matter.
fn push_caption(html: &mut String, image: &BodyImage) {
    let known: Vec<&str> = [&*image.credit, &*image.licence]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    if image.caption.is_empty() && known.is_empty() {
        return;
    }
    let _ = write!(html, "<figcaption>{}", escape_html(&image.caption));
    if !known.is_empty() {
        let credit = known.join(" · ");
        let _ = write!(
            html,
            " <span class=\"credit\">{}</span>",
            escape_html(&credit)
        );
    }
    html.push_str("</figcaption>");
}

/// An address with spaces and other characters that need it percent-encoded.
#[must_use]
pub fn encode(address: &str) -> Cow<'_, str> {
    let is_plain = |b: u8| {
        b.is_ascii_alphanumeric()
            || matches!(
                b,
                b'-' | b'.' | b'_' | b'~' | b'/' | b'#' | b'?' | b'=' | b'&' | b'%'
            )
    };
    if address.bytes().all(is_plain) {
        return Cow::Borrowed(address);
    }
    let mut encoded = String::with_capacity(address.len() + 16);
    for byte in address.bytes() {
        if is_plain(byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    Cow::Owned(encoded)
}

/// The notes of a body, in order.
#[must_use]
pub fn notes(scene: &Scene, entry: &Entry) -> Vec<NoteView> {
    let holes = entry.document.body.holes.iter().zip(entry.targets.iter());
    holes
        .filter_map(|(hole, target)| match (&hole.filling, target) {
            (Filling::Citation(citation), Target::Note(number, sources)) => {
                let items = sources.iter().zip(&citation.items);
                let cites: Vec<CiteView> = items
                    .filter_map(|(source, item)| scene.cite_of((*source)?, item))
                    .collect();
                Some(NoteView {
                    number: *number,
                    cites,
                })
            }
            _ => None,
        })
        .collect()
}

/// The sentence around a hole as HTML, with the words of the hole marked. Empty if there is none.
#[must_use]
pub fn sentence_html(dossier: &Dossier, entry: &Entry, hole: usize) -> String {
    let body = &entry.document.body;
    let Some((this, sentence)) = body
        .holes
        .get(hole)
        .and_then(|h| Some((h, body.sentences.get(h.sentence as usize)?)))
    else {
        return String::new();
    };
    let Filling::Reference(reference) = &this.filling else {
        return String::new();
    };
    let range = reference.in_sentence.range();
    let mut titles = titles(dossier, entry, this.sentence as usize);
    let text = body.text(sentence);
    let mut html = String::with_capacity(text.len() + 32);
    let mut push = |piece: &str| push_words(&mut html, piece, &mut titles);
    let (before, rest) = text.split_at_checked(range.start).unwrap_or((text, ""));
    let (marked, after) = rest
        .split_at_checked(range.end.saturating_sub(range.start))
        .unwrap_or((rest, ""));
    push(before);
    if !marked.is_empty() {
        html.push_str("<mark>");
        push_words(&mut html, marked, &mut titles);
        html.push_str("</mark>");
        push_words(&mut html, after, &mut titles);
    }
    html
}

/// A sentence as text, with the titles that stand in it.
#[must_use]
pub fn sentence_text<'a>(dossier: &Dossier, entry: &'a Entry, sentence: usize) -> Cow<'a, str> {
    let body = &entry.document.body;
    let text = body.sentences.get(sentence).map_or("", |s| body.text(s));
    if !text.contains(TITLE_MARK) {
        return Cow::Borrowed(text);
    }
    let mut titles = titles(dossier, entry, sentence);
    let mut whole = String::with_capacity(text.len() + 32);
    for (i, piece) in text.split(TITLE_MARK).enumerate() {
        if i > 0 {
            whole.push_str(titles.next().unwrap_or_default());
        }
        whole.push_str(piece);
    }
    Cow::Owned(whole)
}

/// The titles that stand for the title marks of a sentence, in order.
fn titles<'a>(
    dossier: &'a Dossier,
    entry: &'a Entry,
    sentence: usize,
) -> impl Iterator<Item = &'a str> + 'a {
    let holes = entry.document.body.holes_of(sentence);
    holes.filter_map(|(i, hole)| match (&hole.filling, entry.targets.get(i)) {
        (Filling::Reference(reference), _) if reference.has_label => None,
        (Filling::Reference(_), Some(Target::Entry(index, _))) => {
            Some(dossier.entry(*index).title())
        }
        (Filling::Reference(reference), _) => Some(&*reference.target),
        _ => None,
    })
}

fn push_words<'a>(html: &mut String, piece: &str, titles: &mut impl Iterator<Item = &'a str>) {
    for (i, words) in piece.split(TITLE_MARK).enumerate() {
        if i > 0 {
            html.push_str(&escape_html(titles.next().unwrap_or_default()));
        }
        html.push_str(&escape_html(words));
    }
}
