//! Links, references and citations: what is known here is written, what only the whole dossier knows is a hole.

use super::{LINK_END, Reader};
use crate::diagnostic::Diagnostic;
use crate::model::citation::Citation;
use crate::model::citation::syntax as citation;
use crate::model::document::{Filling, Hole, Reference, TITLE_MARK};
use crate::model::span::Span;
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};
use std::ops::Range;

/// A link whose end tag is still to come.
pub(super) enum OpenLink {
    /// The end of a plain `<a>` that pulldown-cmark writes.
    Plain,
    /// A link whose opening tag is a hole: its end is [`LINK_END`].
    Hole { hole: usize, text_at: usize },
    /// Words that a citation is for; it stands at these bytes of the body, and its mark follows them.
    Cited(Range<usize>),
    /// A link that was refused: its text stays, without any tag.
    Refused,
}

impl<'e> Reader<'_, '_, 'e> {
    pub(super) fn start_link(
        &mut self,
        link_type: LinkType,
        dest: CowStr<'e>,
        title: CowStr<'e>,
        id: CowStr<'e>,
        span: &Range<usize>,
    ) {
        match link_type {
            LinkType::WikiLink { has_pothole } => {
                // `[[id|]]` has a bar and no words after it: a link that nobody could see.
                let raw = self.text.get(span.clone()).unwrap_or("");
                let has_pothole =
                    has_pothole && !raw.trim_end_matches(']').trim_end().ends_with(['|', '\\']);
                // In a table the bar of `[[id\|label]]` has to be escaped.
                let target = dest.trim_end_matches('\\');
                let (target, heading) = target.split_once('#').unwrap_or((target, ""));
                let reference = Reference {
                    target: target.trim().into(),
                    heading: heading.trim().into(),
                    has_label: has_pothole,
                    in_sentence: Span::default(),
                };
                let text_at = self.block.len();
                let hole = self.hole(Filling::Reference(reference), span);
                self.links.push(OpenLink::Hole { hole, text_at });
                if !has_pothole {
                    self.block.push(&TITLE_MARK.to_string(), span.start);
                    if let Some((_, heading, _)) = &mut self.heading {
                        heading.push_str(target);
                    }
                    self.skipping = 1;
                    self.skipping_ends_link = true;
                }
            }
            LinkType::ShortcutUnknown | LinkType::CollapsedUnknown | LinkType::ReferenceUnknown => {
                if let Some(cited_at) = behind_words(self.text.get(span.clone()).unwrap_or("")) {
                    self.links
                        .push(OpenLink::Cited(span.start + cited_at..span.end));
                } else {
                    self.words_with_link(span);
                    self.citation(span);
                    self.skipping = 1;
                    self.skipping_ends_link = false;
                }
            }
            _ => match destination(&dest) {
                Destination::Web => {
                    self.links.push(OpenLink::Plain);
                    self.write(Event::Start(Tag::Link {
                        link_type,
                        dest_url: dest,
                        title,
                        id,
                    }));
                }
                Destination::Site => {
                    let text_at = self.block.len();
                    let hole = self.hole(Filling::Link(dest.to_string()), span);
                    self.links.push(OpenLink::Hole { hole, text_at });
                }
                Destination::Refused(scheme) => {
                    let finding = Diagnostic::error("unsafe-link", self.origin.location(span), format!("links with `{scheme}:` are not allowed"))
                        .help("link to an https:// address, to a mailto: address or to a file of the dossier");
                    self.findings.push(finding);
                    self.links.push(OpenLink::Refused);
                }
            },
        }
    }

    pub(super) fn end_link(&mut self) {
        match self.links.pop() {
            Some(OpenLink::Hole { hole, text_at }) => self.end_hole(hole, text_at),
            Some(OpenLink::Cited(span)) => self.citation(&span),
            Some(OpenLink::Plain) => self.write(Event::End(TagEnd::Link)),
            Some(OpenLink::Refused) | None => {}
        }
    }

    fn end_hole(&mut self, hole: usize, text_at: usize) {
        self.write_html(LINK_END.to_string());
        let end = self.block.len();
        if let Some(Hole {
            filling: Filling::Reference(reference),
            ..
        }) = self.holes.get_mut(hole)
        {
            reference.in_sentence = (text_at..end).into();
        }
    }

    /// Reports words that a citation is for and that have a link in them: to Markdown they are two things, and their
    /// brackets stand in the text.
    fn words_with_link(&mut self, citation: &Range<usize>) {
        let is_text = matches!(self.events.last(), Some(Event::Text(text)) if text.ends_with(']'));
        let before = self.text.get(..citation.start).unwrap_or("");
        if is_text && before.ends_with(']') && !before.ends_with("\\]") {
            let place = citation.start - 1..citation.end;
            let finding = Diagnostic::error(
                "invalid-citation",
                self.origin.location(&place),
                "words with a link in them cannot be marked with a source in this way",
            )
            .help("write the citation behind them: words with [[a-link]] [@source]");
            self.findings.push(finding);
        }
    }

    pub(super) fn citation(&mut self, span: &Range<usize>) {
        let raw = self.text.get(span.clone()).unwrap_or("");
        let inside = raw.strip_prefix('[').and_then(|r| r.strip_suffix(']'));
        // Behind the bracket.
        let at = 1;
        match citation::read(inside.unwrap_or(raw)) {
            Ok(mut items) => {
                for item in &mut items {
                    for span in [&mut item.source_span, &mut item.quotation_span] {
                        *span = (span.start() + at..span.end() + at).into();
                    }
                }
                let start = self.origin.at + span.start;
                let citation = Citation {
                    items,
                    span: (start..start + span.len()).into(),
                };
                let hole = self.hole(Filling::Citation(citation), span);
                if let Some(quote) = self.quotes.last_mut() {
                    quote.cited_by = Some(hole);
                }
            }
            Err(error) => {
                let at = span.start + at;
                let location = self
                    .origin
                    .location(&(at + error.span.start..at + error.span.end));
                let finding = Diagnostic::error(
                    "invalid-citation",
                    location,
                    format!("this is not a citation: {}", error.message),
                )
                .help("write it as: [@source, p. 3 \"exact words\"; see @other]");
                self.findings.push(finding);
            }
        }
    }
}

/// In `[words][@source]`, which byte the citation begins at; none for a citation without words.
fn behind_words(raw: &str) -> Option<usize> {
    let split = raw.rfind("][")?;
    let is_behind =
        !citation::is_citation(raw.get(1..split)?) && citation::is_citation(raw.get(split + 2..)?);
    is_behind.then_some(split + 1)
}

/// What a link leads to.
pub(super) enum Destination {
    Web,
    Site,
    Refused(String),
}

/// Where a link leads, by its scheme.
pub(super) fn destination(dest: &str) -> Destination {
    // Browsers ignore control characters and spaces in front of and within a scheme.
    let bare: String = dest
        .chars()
        .filter(|c| !c.is_control() && !c.is_whitespace())
        .take(64)
        .collect();
    let scheme = bare
        .split_once(':')
        .map(|(scheme, _)| scheme)
        .filter(|scheme| !scheme.contains(['/', '#', '?', '.']));
    match scheme.map(str::to_ascii_lowercase).as_deref() {
        None if bare.starts_with("//") => Destination::Refused("//".to_owned()),
        None => Destination::Site,
        Some("http" | "https" | "mailto" | "tel") => Destination::Web,
        Some(other) => Destination::Refused(other.to_owned()),
    }
}
