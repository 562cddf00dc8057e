//! A document: one file after parsing, on its own, with holes for whatever only the others know.

use super::citation::Citation;
use super::front_matter::FrontMatter;
use super::kind::Kind;
use super::span::Span;
use crate::fingerprint::Fingerprint;
use std::ops::Range;
use std::sync::Arc;

/// One parsed file.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Path from the root of the dossier: `content/actors/tomas-zeron.md`.
    pub path: Arc<str>,
    pub id: Arc<str>,
    pub kind: Kind,
    pub front: FrontMatter,
    pub body: Body,
    /// Fingerprint of all that links from other entries depend on: as long as the surfaces of all entries are
    /// the same, what an unchanged entry links to is the same.
    pub surface: Fingerprint,
}

impl Document {
    /// A document of these parts.
    #[must_use]
    pub fn new(path: Arc<str>, id: &str, kind: Kind, front: FrontMatter, body: Body) -> Self {
        let headings: Vec<(&str, &str)> = body
            .headings
            .iter()
            .map(|heading| (heading.id.as_str(), heading.text.as_str()))
            .collect();
        let common = &front.common;
        let surface = Fingerprint::of(&(
            &path,
            id,
            kind,
            &common.title,
            &common.aliases,
            &common.redirects,
            common.is_draft,
            headings,
        ));
        Self {
            path,
            id: id.into(),
            kind,
            front,
            body,
            surface,
        }
    }
}

/// A body: HTML with holes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Body {
    pub html: String,
    /// In ascending order of [`Hole::at`].
    pub holes: Vec<Hole>,
    pub headings: Vec<BodyHeading>,
    pub sentences: Vec<Sentence>,
    /// The words of all sentences, one after the other: a string for each would take a third more memory.
    pub words: String,
}

impl Body {
    /// The words of one of its sentences as plain text.
    #[must_use]
    pub fn text(&self, sentence: &Sentence) -> &str {
        let at = sentence.words.start as usize..sentence.words.end as usize;
        self.words.get(at).unwrap_or_default()
    }

    /// The holes that stand in a sentence, given by its index, with their own; in order.
    pub fn holes_of(&self, sentence: usize) -> impl Iterator<Item = (usize, &Hole)> {
        let holes = self.sentences.get(sentence).map_or(0..0, |sentence| {
            sentence.holes.start as usize..sentence.holes.end as usize
        });
        let from = holes.start;
        let holes = self.holes.get(holes).unwrap_or_default().iter().enumerate();
        holes
            .filter(move |(_, hole)| hole.sentence as usize == sentence)
            .map(move |(i, hole)| (from + i, hole))
    }

    /// Tells each sentence where its holes are, once all are in place.
    pub fn join_holes(&mut self) {
        for (i, hole) in (0_u32..).zip(&self.holes) {
            let Some(sentence) = self.sentences.get_mut(hole.sentence as usize) else {
                continue;
            };
            let first = if sentence.holes.is_empty() {
                i
            } else {
                sentence.holes.start
            };
            sentence.holes = first..i + 1;
        }
    }

    /// Gives back the memory that was put by while it grew: a dossier has thousands of bodies in memory at once.
    pub fn shrink_to_fit(&mut self) {
        self.html.shrink_to_fit();
        self.holes.shrink_to_fit();
        self.headings.shrink_to_fit();
        self.sentences.shrink_to_fit();
        self.words.shrink_to_fit();
    }
}

/// A place in the HTML of a body that can be filled only when all documents are known.
#[derive(Debug, Clone, PartialEq)]
pub struct Hole {
    /// Byte of [`Body::html`] before which the filling goes.
    pub at: u32,
    pub filling: Filling,
    /// Bytes of the file that it was made from.
    pub span: Span,
    /// Index into [`Body::sentences`] of the sentence that it stands in.
    pub sentence: u32,
}

/// What goes into a hole.
#[derive(Debug, Clone, PartialEq)]
pub enum Filling {
    /// The opening tag of a link to an entry, and its title if it has no label. `</a>` is in the HTML.
    Reference(Reference),
    /// The mark of a numbered note.
    Citation(Citation),
    /// The card of the claim with this id.
    Embed(String),
    /// The opening tag of a link to a page or file of the site: `../pages/method.md#figures`.
    Link(String),
    /// An image of the site.
    Image(Box<BodyImage>),
    /// A word of the string catalogue, by its key: `ui.table`.
    Word(&'static str),
    /// What a block of code holds. It is coloured when its page is printed: that takes longer than all else of
    /// reading a file, and most pages of a build that repeats are not printed.
    Code(Arc<Code>),
}

/// A block of code.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Code {
    pub text: String,
    /// As the writer names it, or empty.
    pub language: String,
}

/// A link to an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Id, title or alias as written.
    pub target: Box<str>,
    /// Id of a heading in it, as written after `#`; empty if none.
    pub heading: Box<str>,
    pub has_label: bool,
    /// Where the link stands in the text of its sentence.
    pub in_sentence: Span,
}

/// An image in a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyImage {
    /// As written.
    pub file: String,
    pub alt: String,
    pub caption: String,
    /// Whose it is, and on which terms it may be shown; empty if not told.
    pub credit: String,
    pub licence: String,
    /// Whether it stands alone in its paragraph and becomes a figure.
    pub is_figure: bool,
}

/// A heading of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyHeading {
    pub level: u8,
    pub id: String,
    /// Its words, with the target of a link without a label.
    pub text: String,
    /// Bytes of the file, with its `#`.
    pub span: Range<usize>,
}

/// Stands in the words of a sentence for a link without a label, whose words are the title of its target.
pub const TITLE_MARK: char = '\u{FFFC}';

/// A sentence of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Bytes of [`Body::words`]; see [`Body::text`].
    pub words: Range<u32>,
    /// Bytes of the file from its first to its last character.
    pub span: Span,
    /// The part of [`Body::holes`] that has all of its own; see [`Body::holes_of`].
    pub holes: Range<u32>,
    pub is_cited: bool,
    pub role: SentenceRole,
    /// Number of the paragraph, list item, heading or row of a table that it stands in, ascending.
    pub group: u32,
}

/// Where a sentence stands, which decides what is asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentenceRole {
    Prose,
    Heading,
    /// In a table cell.
    Cell,
    /// In an alert such as `> [!NOTE]`: the editors' own words.
    Note,
    /// In a block quotation.
    Quotation,
}
