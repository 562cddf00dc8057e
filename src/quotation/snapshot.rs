//! The saved text of a source → what quotations are looked up in, prepared once.

use super::exclude::Excluded;
use super::fold::Folded;
use super::html;
use super::layout::{self, Layout};
use super::normalise::Normalised;
use super::offsets::OffsetMap;
use super::words::WordIndex;
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::OnceLock;

/// The saved text of a source, normalised, with the way back to the bytes of the file.
///
/// Making one reads the text once; looking up a quotation is one search for a string. What only a failing quotation or
/// a link needs is made when first asked for.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The text as a reader sees it: the file itself, or an HTML page without its markup.
    pub(super) visible: String,
    /// From `visible` to the bytes of the file.
    to_file: OffsetMap,
    /// The paragraphs, normalised, one to a line.
    pub(super) normal: Normalised,
    /// In ascending order.
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) excluded: Vec<Excluded>,
    words: OnceLock<WordIndex>,
    folded: OnceLock<Folded>,
}

#[derive(Debug, Clone)]
pub(super) struct Paragraph {
    /// In `Snapshot::visible`.
    pub(super) visible: Range<usize>,
    /// In the normalised text.
    pub(super) normal: Range<usize>,
    /// Its words as [`super::fragment`] sees them. Made when the first link into it is.
    pub(super) words: OnceLock<Vec<Range<usize>>>,
}

impl Snapshot {
    /// A snapshot saved as plain text, in which each line is a paragraph unless lines are wrapped at a fixed width.
    pub fn from_text(text: &str) -> Snapshot {
        Snapshot::from_text_with(text, Layout::Detect)
    }

    /// A snapshot saved as plain text whose paragraphs are told apart as `layout` says.
    pub fn from_text_with(text: &str, layout: Layout) -> Snapshot {
        Snapshot::new(text.to_owned(), OffsetMap::identity(text.len()), layout)
    }

    /// A snapshot saved as an HTML page. Scripts, styles and whatever else a browser does not show as text are left out;
    /// block elements and blank lines made of `<br>` end a paragraph. What a style sheet hides is not known here.
    pub fn from_html(page: &str) -> Snapshot {
        let html::Text { text, to_file } = html::visible_text(page);
        Snapshot::new(text, to_file, Layout::Lines)
    }

    fn new(visible: String, to_file: OffsetMap, layout: Layout) -> Snapshot {
        let mut normal = Normalised::default();
        let mut paragraphs = Vec::new();
        for range in layout::paragraphs(&visible, layout) {
            let text = visible.get(range.clone()).unwrap_or_default();
            if let Some(normal) = normal.push_paragraph(text, range.start) {
                paragraphs.push(Paragraph {
                    visible: range,
                    normal,
                    words: OnceLock::new(),
                });
            }
        }
        let (words, folded) = (OnceLock::new(), OnceLock::new());
        Snapshot {
            visible,
            to_file,
            normal,
            paragraphs,
            excluded: Vec::new(),
            words,
            folded,
        }
    }

    /// The same snapshot with these parts declared to be no evidence.
    pub(super) fn with_excluded(self, excluded: Vec<Excluded>) -> Snapshot {
        Snapshot {
            excluded,
            words: OnceLock::new(),
            ..self
        }
    }

    /// How many paragraphs the text has, blank ones not counted.
    pub fn n_paragraphs(&self) -> usize {
        self.paragraphs.len()
    }

    /// The paragraph of this number, counted from 1, as a reader sees it.
    pub fn paragraph(&self, number: usize) -> Option<&str> {
        let paragraph = self.paragraphs.get(number.checked_sub(1)?)?;
        self.visible.get(paragraph.visible.clone()).map(str::trim)
    }

    /// The index of the paragraph that holds this byte of the normalised text.
    pub(super) fn paragraph_at(&self, offset: usize) -> usize {
        self.paragraphs
            .partition_point(|paragraph| paragraph.normal.end < offset)
    }

    /// Why this range of the normalised text is no evidence; `None` when it is.
    pub(super) fn why_excluded(&self, range: &Range<usize>) -> Option<&Excluded> {
        self.excluded
            .iter()
            .find(|part| part.range.start < range.end && range.start < part.range.end)
    }

    /// The bytes of the saved file that a range of the normalised text was made from.
    pub(super) fn file_range(&self, normal: &Range<usize>) -> Range<usize> {
        self.to_file.range(&self.normal.map.range(normal))
    }

    /// A range of the normalised text as a reader sees it.
    pub(super) fn visible_text(&self, normal: &Range<usize>) -> &str {
        self.visible
            .get(self.normal.map.range(normal))
            .unwrap_or_default()
    }

    /// Where `words`, which are normalised, stand within `scope` as whole words, evidence or not. One does not overlap the next.
    pub(super) fn occurrences<'a>(
        &'a self,
        words: &'a str,
        scope: Range<usize>,
    ) -> impl Iterator<Item = Range<usize>> + 'a {
        let finder = Finder::new(words);
        let mut from = scope.start;
        std::iter::from_fn(move || {
            loop {
                let haystack = self.normal.text.as_bytes().get(from..scope.end)?;
                let start = from + finder.find(haystack)?;
                let end = start + words.len();
                if self.normal.may_start(start) && self.normal.may_end(end) && start < end {
                    from = end;
                    return Some(start..end);
                }
                // Not `end`: the next place may overlap this one, as "a b a" does in "xa b a b a".
                from = start + 1;
            }
        })
    }

    pub(super) fn words(&self) -> &WordIndex {
        self.words.get_or_init(|| WordIndex::new(self))
    }

    pub(super) fn folded(&self) -> &Folded {
        self.folded.get_or_init(|| Folded::new(self))
    }
}
