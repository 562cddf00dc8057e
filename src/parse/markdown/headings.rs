//! The end of a heading → its id, which no other on the page has, and its words for the contents.

use super::Reader;
use crate::model::document::BodyHeading;
use crate::text::slug;
use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

/// Ids that the pages of the program's own themes have besides those of the text.
const TAKEN_IDS: &[&str] = &[
    "around",
    "bibliography",
    "carries",
    "claims",
    "decisive",
    "differences",
    "disputed",
    "else",
    "events",
    "facts",
    "figures",
    "filter",
    "flags",
    "graph",
    "latest",
    "main",
    "main-actors",
    "mentions",
    "nav",
    "nav-pages",
    "notes",
    "origins",
    "pop",
    "q",
    "read",
    "relations",
    "results",
    "search",
    "stances",
    "statuses",
    "support",
    "table",
    "through",
    "timeline",
];

impl Reader<'_, '_, '_> {
    pub(super) fn end_heading(&mut self, tag: TagEnd) {
        let Some((start, text, span)) = self.heading.take() else {
            return;
        };
        let TagEnd::Heading(level) = tag else { return };
        let level = if level == HeadingLevel::H1 {
            HeadingLevel::H2
        } else {
            level
        };
        let mut id = match self.events.get(start) {
            Some(Event::Start(Tag::Heading { id: Some(id), .. })) => slug(id),
            _ => slug(&text),
        };
        if id.is_empty() {
            "section".clone_into(&mut id);
        }
        if is_taken(&id) {
            id.push_str("-section");
        }
        let id = self.heading_id(id);
        if let Some(Event::Start(Tag::Heading { id: slot, .. })) = self.events.get_mut(start) {
            *slot = Some(id.clone().into());
        }
        self.body.headings.push(BodyHeading {
            level: level as u8,
            id,
            text,
            span: self.origin.bytes(&span),
        });
        self.write(Event::End(TagEnd::Heading(level)));
    }

    /// An id that no heading before has: `base`, or `base-2`.
    fn heading_id(&mut self, base: String) -> String {
        let mut id = base.clone();
        // From the number that came last, so that a thousand equal headings are not counted through for each.
        let mut n = self.heading_ids.get(&base).copied().unwrap_or(1);
        while self.heading_ids.contains_key(&id) {
            n += 1;
            id = format!("{base}-{n}");
        }
        self.heading_ids.insert(id.clone(), 1);
        self.heading_ids.insert(base, n);
        id
    }
}

/// Whether the frame of a page may have this id: its sections, facts, notes and their marks (n1 and c1), footnotes.
fn is_taken(id: &str) -> bool {
    let number = id
        .strip_prefix("fnref-")
        .or_else(|| id.strip_prefix("fn-"))
        .or_else(|| id.strip_prefix(['c', 'n']));
    let is_number = |rest: &str| rest.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    number.is_some_and(is_number) || id.starts_with("fact-") || TAKEN_IDS.contains(&id)
}
