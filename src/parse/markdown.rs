//! Markdown → HTML with holes, headings and sentences.
//!
//! pulldown-cmark reads and writes; what stands between is a pass over its events that cuts out all
//! that only the whole dossier can know. Holes travel through the HTML writer as private characters
//! around a number, and are cut out of its result.

use super::block::Block;
use super::{highlight, mask, raw_html};
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::model::citation::Citation;
use crate::model::citation::syntax as citation;
use crate::model::document::{
    Body, BodyHeading, BodyImage, Filling, Hole, Reference, SentenceRole, TITLE_MARK,
};
use crate::text::slug;
use pulldown_cmark::{
    BlockQuoteKind, BrokenLink, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options,
    Parser, Tag, TagEnd, html,
};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// What the events of a hole look like in HTML: the number of the hole between these two.
pub const HOLE_OPEN: char = '\u{E000}';
pub const HOLE_CLOSE: char = '\u{E001}';
/// Stands for the `</a>` of a link whose opening tag is a hole, so that no sanitiser misses its partner.
pub const LINK_END: char = '\u{E002}';

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_SMART_PUNCTUATION)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_WIKILINKS);

/// Where the body of a file stands.
#[derive(Clone, Copy)]
pub struct Origin<'a> {
    pub path: &'a Arc<str>,
    /// Byte of the file at which the body starts.
    pub at: usize,
}

impl Origin<'_> {
    fn location(&self, span: &Range<usize>) -> Location {
        Location::new(self.path, self.at + span.start..self.at + span.end)
    }
}

/// Reads a body.
#[must_use]
pub fn read(text: &str, origin: Origin<'_>, findings: &mut Diagnostics) -> Body {
    let masked = mask::hide(text);
    let mut on_broken_link = |link: BrokenLink<'_>| {
        citation::is_citation(&link.reference).then(|| (CowStr::from("cite:"), CowStr::from("")))
    };
    let parser = Parser::new_with_broken_link_callback(&masked, OPTIONS, Some(&mut on_broken_link))
        .into_offset_iter();
    let mut reader = Reader {
        text,
        origin,
        findings,
        body: Body::default(),
        events: Vec::new(),
        holes: Vec::new(),
        block: Block::default(),
        group: 0,
        roles: Vec::new(),
        quotes: Vec::new(),
        skipping: 0,
        skipping_ends_link: false,
        heading: None,
        code: None,
        image: None,
        links: Vec::new(),
        html: None,
        has_html: false,
        footnotes: Footnotes::default(),
    };
    for (event, span) in parser {
        reader.take(event, span);
    }
    reader.finish()
}

/// A block quotation that is being read.
#[derive(Default)]
struct Quote {
    words: String,
    /// Index of the hole of the last citation, while no word has followed it.
    cited_by: Option<usize>,
}

/// Footnotes are numbered in the order of their first mark and printed at the end in that order.
#[derive(Default)]
struct Footnotes<'e> {
    /// Label → number and how many marks.
    numbers: BTreeMap<String, (usize, usize)>,
    texts: BTreeMap<String, Vec<Event<'e>>>,
    /// Label of the definition being read, and the events that were being written before it.
    open: Option<(String, Vec<Event<'e>>)>,
    /// Where each is defined.
    spans: BTreeMap<String, Range<usize>>,
}

/// A link whose end tag is still to come.
enum OpenLink {
    /// The end of a plain `<a>` that pulldown-cmark writes.
    Plain,
    /// A link whose opening tag is a hole: its end is [`LINK_END`].
    Hole { hole: usize, text_at: usize },
    /// A link that was refused: its text stays, without any tag.
    Refused,
}

struct Reader<'t, 'f, 'e> {
    text: &'t str,
    origin: Origin<'t>,
    findings: &'f mut Diagnostics,
    body: Body,
    events: Vec<Event<'e>>,
    /// Holes in the order of their numbers; `at` is filled in when the HTML is there.
    holes: Vec<Hole>,
    block: Block,
    /// Number of the open paragraph or table row.
    group: u32,
    roles: Vec<SentenceRole>,
    quotes: Vec<Quote>,
    /// Depth of tags whose content is not shown, and whether a link ends where that does.
    skipping: usize,
    skipping_ends_link: bool,
    /// Index of the event that starts the open heading, and its text.
    heading: Option<(usize, String)>,
    code: Option<(String, String)>,
    image: Option<(BodyImage, Range<usize>, LinkType)>,
    links: Vec<OpenLink>,
    html: Option<(String, Range<usize>)>,
    has_html: bool,
    footnotes: Footnotes<'e>,
}

impl<'e> Reader<'_, '_, 'e> {
    fn take(&mut self, event: Event<'e>, span: Range<usize>) {
        if self.skipping > 0 {
            match event {
                Event::Start(_) => self.skipping += 1,
                Event::End(_) => {
                    self.skipping -= 1;
                    if self.skipping == 0 && self.skipping_ends_link {
                        self.end_link();
                    }
                }
                _ => {}
            }
            return;
        }
        if let Some((image, ..)) = &mut self.image {
            match event {
                Event::End(TagEnd::Image) => self.end_image(),
                Event::Text(text) | Event::Code(text) => image.alt.push_str(&mask::show(&text)),
                Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
                _ => {}
            }
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.words(&text, &span),
            Event::Code(code) => {
                let code = unhide(code);
                self.block.push(&code, span.start);
                if let Some((_, text)) = &mut self.heading {
                    text.push_str(&code);
                }
                self.write(Event::Code(code));
            }
            Event::SoftBreak | Event::HardBreak => {
                self.block.push(" ", span.start);
                self.quote_words(" ");
                self.write(event);
            }
            Event::Html(html) | Event::InlineHtml(html) if self.html.is_some() => {
                if let Some((text, range)) = &mut self.html {
                    text.push_str(&html);
                    range.end = span.end;
                }
            }
            Event::Html(html) => self.raw_html(&html, &span, false),
            Event::InlineHtml(html) => self.raw_html(&html, &span, true),
            Event::FootnoteReference(label) => self.footnote_mark(&label),
            Event::TaskListMarker(is_done) => {
                let mark = if is_done { "☑ " } else { "☐ " };
                self.write(Event::Text(mark.into()));
            }
            Event::Rule => {
                self.end_block();
                self.write(Event::Rule);
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => self.words(&text, &span),
        }
    }

    fn write(&mut self, event: Event<'e>) {
        self.events.push(event);
    }

    fn write_html(&mut self, html: impl Into<String>) {
        self.events
            .push(Event::InlineHtml(CowStr::from(html.into())));
    }

    fn words(&mut self, text: &str, span: &Range<usize>) {
        if let Some((code, _)) = &mut self.code {
            code.push_str(&mask::show(text));
            return;
        }
        // The characters that stand for holes would be taken for holes in the writer's own text.
        let text: String = mask::show(text).replace([HOLE_OPEN, HOLE_CLOSE, LINK_END], "\u{FFFD}");
        if text.ends_with('[')
            && let Some((label, _)) = self
                .text
                .get(span.end..)
                .and_then(|t| t.strip_prefix('^')?.split_once(']'))
            && label.len() < 100
            && !label.contains('\n')
        {
            let place = span.end - 1..span.end + label.len() + 2;
            let finding = Diagnostic::error(
                "unknown-footnote",
                self.origin.location(&place),
                format!("there is no footnote `[^{label}]`"),
            )
            .help(format!(
                "add a paragraph that begins with [^{label}]: or remove the mark"
            ));
            self.findings.push(finding);
        }
        let raw = self
            .text
            .get(span.start.saturating_sub(1)..span.end + 1)
            .unwrap_or("");
        // The bracket and what follows it are two pieces of text: it is enough to see it at the first.
        if text.contains('[') && raw.contains("[@") && !raw.contains("\\[@") {
            let finding = Diagnostic::error("invalid-citation", self.origin.location(span), "this looks like a citation, but its end is missing")
                .help("write it as: [@source, p. 3 \"exact words\"], within one paragraph and below 1,000 characters");
            self.findings.push(finding);
        }
        if let Some((_, heading)) = &mut self.heading {
            heading.push_str(&text);
        }
        self.block.push(&text, span.start);
        self.quote_words(&text);
        self.write(Event::Text(text.into()));
    }

    fn quote_words(&mut self, text: &str) {
        if let Some(quote) = self.quotes.last_mut() {
            if quote.cited_by.is_some() && text.trim().trim_matches(['.', ',']).is_empty() {
                return;
            }
            quote.words.push_str(text);
            quote.cited_by = None;
        }
    }

    /// Ends the block of running text, if one is open, and cuts it into sentences.
    fn end_block(&mut self) {
        let role = self.roles.last().copied().unwrap_or(SentenceRole::Prose);
        let at = self.origin.at;
        std::mem::take(&mut self.block).end(
            role,
            self.group,
            at,
            &mut self.body.sentences,
            &mut self.holes,
        );
        if role != SentenceRole::Cell {
            self.group += 1;
        }
    }

    fn start(&mut self, tag: Tag<'e>, span: Range<usize>) {
        if is_block(&tag) {
            self.end_block();
        }
        match tag {
            Tag::Heading {
                level,
                id,
                classes: _,
                attrs: _,
            } => {
                self.roles.push(SentenceRole::Heading);
                self.heading = Some((self.events.len(), String::new()));
                // The page has the only heading of level 1.
                let level = if level == HeadingLevel::H1 {
                    HeadingLevel::H2
                } else {
                    level
                };
                self.write(Event::Start(Tag::Heading {
                    level,
                    id,
                    classes: Vec::new(),
                    attrs: Vec::new(),
                }));
            }
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => {
                        info.split([' ', ',', '{']).next().unwrap_or("").to_owned()
                    }
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((String::new(), language));
            }
            Tag::BlockQuote(kind) => self.start_quote(kind, span.start),
            Tag::Table(alignments) => {
                self.write_html(
                    "<div class=\"table-wrap\" role=\"group\" tabindex=\"0\" aria-label=\"",
                );
                self.hole(Filling::Word("ui.table"), &span);
                self.write_html("\">");
                self.roles.push(SentenceRole::Cell);
                self.write(Event::Start(Tag::Table(alignments)));
            }
            Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            } => self.start_link(link_type, dest_url, title, id, &span),
            Tag::Image {
                link_type,
                dest_url,
                title,
                ..
            } => {
                let image = BodyImage {
                    file: dest_url.to_string(),
                    alt: String::new(),
                    caption: title.to_string(),
                    credit: String::new(),
                    licence: String::new(),
                    is_figure: false,
                };
                self.image = Some((image, span, link_type));
            }
            Tag::HtmlBlock => self.html = Some((String::new(), span)),
            Tag::FootnoteDefinition(label) => {
                self.footnotes.spans.insert(label.to_string(), span);
                self.footnotes.open = Some((label.to_string(), std::mem::take(&mut self.events)));
            }
            Tag::TableHead => {
                self.roles.push(SentenceRole::Heading);
                self.write(Event::Start(Tag::TableHead));
            }
            other => self.write(Event::Start(other)),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.end_block();
                self.roles.pop();
                self.end_heading(tag);
            }
            TagEnd::CodeBlock => {
                if let Some((code, language)) = self.code.take() {
                    let html = highlight::to_html(&code, &language);
                    self.write_html(format!("<pre class=\"code\"><code>{html}</code></pre>\n"));
                }
            }
            TagEnd::BlockQuote(kind) => self.end_quote(kind),
            TagEnd::Table => {
                self.end_block();
                self.roles.pop();
                self.write(Event::End(tag));
                self.write_html("</div>\n");
            }
            TagEnd::Link => match self.links.pop() {
                Some(OpenLink::Hole { hole, text_at }) => {
                    self.links.push(OpenLink::Hole { hole, text_at });
                    self.end_link();
                }
                Some(OpenLink::Plain) => self.write(Event::End(tag)),
                Some(OpenLink::Refused) | None => {}
            },
            TagEnd::HtmlBlock => {
                if let Some((html, span)) = self.html.take() {
                    self.raw_html(&html, &span, false);
                }
            }
            TagEnd::FootnoteDefinition => {
                self.end_block();
                if let Some((label, before)) = self.footnotes.open.take() {
                    let text = std::mem::replace(&mut self.events, before);
                    self.footnotes.texts.insert(label, text);
                }
            }
            other => {
                if is_block_end(other) {
                    self.end_block();
                    // Paragraphs of a quotation are verified one by one.
                    self.quote_words("\n");
                }
                match other {
                    TagEnd::TableRow => self.group += 1,
                    TagEnd::TableHead => {
                        self.roles.pop();
                    }
                    _ => {}
                }
                self.write(Event::End(other));
            }
        }
    }

    fn end_heading(&mut self, tag: TagEnd) {
        let Some((start, text)) = self.heading.take() else {
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
        // Notes and their marks have the ids n1 and c1.
        if id
            .strip_prefix(['c', 'n'])
            .is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()))
        {
            id.push_str("-section");
        }
        let base = id.clone();
        let mut n = 2;
        while self.body.headings.iter().any(|heading| heading.id == id) {
            id = format!("{base}-{n}");
            n += 1;
        }
        if let Some(Event::Start(Tag::Heading { id: slot, .. })) = self.events.get_mut(start) {
            *slot = Some(id.clone().into());
        }
        self.body.headings.push(BodyHeading {
            level: level as u8,
            id,
            text,
        });
        self.write(Event::End(TagEnd::Heading(level)));
    }

    fn start_quote(&mut self, kind: Option<BlockQuoteKind>, start: usize) {
        match kind {
            None => {
                self.roles.push(SentenceRole::Quotation);
                self.quotes.push(Quote::default());
                self.write(Event::Start(Tag::BlockQuote(None)));
            }
            Some(kind) => {
                let (class, key) = match kind {
                    BlockQuoteKind::Note => ("note", "alert.note"),
                    BlockQuoteKind::Tip => ("tip", "alert.tip"),
                    BlockQuoteKind::Important => ("important", "alert.important"),
                    BlockQuoteKind::Warning => ("warning", "alert.warning"),
                    BlockQuoteKind::Caution => ("caution", "alert.caution"),
                };
                self.roles.push(SentenceRole::Note);
                self.write_html(format!(
                    "<div class=\"alert {class}\" role=\"note\"><p class=\"alert-title\">"
                ));
                self.hole(Filling::Word(key), &(start..start));
                self.write_html("</p>\n");
            }
        }
    }

    fn end_quote(&mut self, kind: Option<BlockQuoteKind>) {
        self.end_block();
        self.roles.pop();
        if kind.is_some() {
            self.write_html("</div>\n");
            return;
        }
        self.write(Event::End(TagEnd::BlockQuote(None)));
        let Some(quote) = self.quotes.pop() else {
            return;
        };
        let Some(Hole {
            filling: Filling::Citation(citation),
            ..
        }) = quote.cited_by.and_then(|i| self.holes.get_mut(i))
        else {
            return;
        };
        if let [item] = citation.items.as_mut_slice()
            && item.quotation.is_none()
        {
            let words = quote
                .words
                .split('\n')
                .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
            item.quotation = Some(
                words
                    .filter(|line| !line.is_empty())
                    .collect::<Vec<_>>()
                    .join("\n"),
            );
            item.is_block = true;
        }
    }

    fn hole(&mut self, filling: Filling, span: &Range<usize>) -> usize {
        let number = self.holes.len();
        let is_citation = matches!(filling, Filling::Citation(_));
        let span = self.origin.at + span.start..self.origin.at + span.end;
        self.holes.push(Hole {
            at: 0,
            filling,
            span,
            sentence: usize::MAX,
        });
        self.block.note_hole(number, is_citation);
        self.write_html(format!("{HOLE_OPEN}{number}{HOLE_CLOSE}"));
        number
    }

    fn start_link(
        &mut self,
        link_type: LinkType,
        dest: CowStr<'e>,
        title: CowStr<'e>,
        id: CowStr<'e>,
        span: &Range<usize>,
    ) {
        match link_type {
            LinkType::WikiLink { has_pothole } => {
                // In a table the bar of `[[id\|label]]` has to be escaped.
                let target = dest.trim_end_matches('\\');
                let (target, heading) = target.split_once('#').unwrap_or((target, ""));
                let reference = Reference {
                    target: target.trim().to_owned(),
                    heading: heading.trim().to_owned(),
                    has_label: has_pothole,
                    in_sentence: 0..0,
                };
                let text_at = self.block.len();
                let hole = self.hole(Filling::Reference(reference), span);
                self.links.push(OpenLink::Hole { hole, text_at });
                if !has_pothole {
                    self.block.push(&TITLE_MARK.to_string(), span.start);
                    if let Some((_, heading)) = &mut self.heading {
                        heading.push_str(target);
                    }
                    self.skipping = 1;
                    self.skipping_ends_link = true;
                }
            }
            LinkType::ShortcutUnknown | LinkType::CollapsedUnknown | LinkType::ReferenceUnknown => {
                self.citation(span);
                self.skipping = 1;
                self.skipping_ends_link = false;
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

    fn end_link(&mut self) {
        let Some(OpenLink::Hole { hole, text_at }) = self.links.pop() else {
            return;
        };
        self.write_html(LINK_END.to_string());
        let end = self.block.len();
        if let Some(Hole {
            filling: Filling::Reference(reference),
            ..
        }) = self.holes.get_mut(hole)
        {
            reference.in_sentence = text_at..end;
        }
    }

    fn citation(&mut self, span: &Range<usize>) {
        let raw = self.text.get(span.clone()).unwrap_or("");
        // `[words][@source]` marks words with their source: the words stay, the mark follows.
        let (inside, at) = match raw.rfind("][") {
            Some(split)
                if !citation::is_citation(&raw[1..split])
                    && citation::is_citation(&raw[split + 2..]) =>
            {
                let words = raw[1..split].to_owned();
                self.words(&words, &(span.start + 1..span.start + split));
                (raw[split + 2..].trim_end_matches(']'), split + 2)
            }
            _ => (
                raw.strip_prefix('[')
                    .and_then(|r| r.strip_suffix(']'))
                    .unwrap_or(raw),
                1,
            ),
        };
        match citation::read(inside) {
            Ok(mut items) => {
                for item in &mut items {
                    for range in [&mut item.source_span, &mut item.quotation_span] {
                        *range = range.start + at..range.end + at;
                    }
                }
                let start = self.origin.at + span.start;
                let citation = Citation {
                    items,
                    span: start..start + span.len(),
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

    fn end_image(&mut self) {
        let Some((mut image, span, link_type)) = self.image.take() else {
            return;
        };
        if let LinkType::WikiLink { has_pothole } = link_type {
            let target = image.file.trim_end_matches('\\').to_owned();
            if !target.contains('.') {
                self.hole(Filling::Embed(target), &span);
                return;
            }
            if has_pothole {
                image.caption = std::mem::take(&mut image.alt);
                caption_in_parts(&mut image);
                image.alt.clone_from(&image.caption);
            }
            image.file = target;
        } else {
            caption_in_parts(&mut image);
        }
        if matches!(destination(&image.file), Destination::Site) {
            if image.alt.trim().is_empty() {
                let finding = Diagnostic::warning(
                    "missing-alt",
                    self.origin.location(&span),
                    "this image has no text for those who cannot see it",
                )
                .help("write what it shows between the brackets: ![A grey office block](file.jpg)");
                self.findings.push(finding);
            }
            self.hole(Filling::Image(image), &span);
        } else {
            let finding = Diagnostic::error(
                "remote-image",
                self.origin.location(&span),
                "an image from elsewhere would tell that site who reads this page",
            )
            .help("save the image beside the entry, if its licence allows, and use its file name");
            self.findings.push(finding);
        }
    }

    fn raw_html(&mut self, html: &str, span: &Range<usize>, is_inline: bool) {
        let html = mask::show(html).into_owned();
        if let Some(what) = raw_html::unsafe_part(&html) {
            let finding = Diagnostic::error(
                "unsafe-html",
                self.origin.location(span),
                format!("{what} is not allowed in an entry"),
            )
            .help("write it in Markdown; a script or style of the site belongs into its theme");
            self.findings.push(finding);
            return;
        }
        self.has_html = true;
        let event = CowStr::from(html);
        self.write(if is_inline {
            Event::InlineHtml(event)
        } else {
            Event::Html(event)
        });
    }

    fn footnote_mark(&mut self, label: &str) {
        let next = self.footnotes.numbers.len() + 1;
        let (number, marks) = self
            .footnotes
            .numbers
            .entry(label.to_owned())
            .or_insert((next, 0));
        *marks += 1;
        let id = if *marks == 1 {
            format!("fnref-{number}")
        } else {
            format!("fnref-{number}-{marks}")
        };
        let html = format!(
            "<sup class=\"fn\" id=\"{id}\"><a href=\"#fn-{number}\" role=\"doc-noteref\">{}</a></sup>",
            letters(*number)
        );
        self.write_html(html);
    }

    fn write_footnotes(&mut self) {
        let mut numbered: Vec<(usize, String)> = self
            .footnotes
            .numbers
            .iter()
            .map(|(l, (n, _))| (*n, l.clone()))
            .collect();
        numbered.sort_unstable();
        for (label, span) in std::mem::take(&mut self.footnotes.spans) {
            if !self.footnotes.numbers.contains_key(&label) {
                let finding = Diagnostic::warning(
                    "unused-footnote",
                    self.origin.location(&span),
                    format!("nothing refers to the footnote `[^{label}]`"),
                )
                .help(format!("write [^{label}] where it belongs, or remove it"));
                self.findings.push(finding);
            }
        }
        if numbered.is_empty() {
            return;
        }
        self.write_html("<section class=\"footnotes\" role=\"doc-endnotes\"><ol>\n");
        for (number, label) in numbered {
            self.write_html(format!("<li id=\"fn-{number}\">"));
            let text = self.footnotes.texts.remove(&label).unwrap_or_default();
            self.events.extend(text);
            self.write_html(format!("<p><a href=\"#fnref-{number}\" role=\"doc-backlink\" aria-label=\"↩ {}\">↩</a></p></li>\n", letters(number)));
        }
        self.write_html("</ol></section>\n");
    }

    fn finish(mut self) -> Body {
        self.end_block();
        self.write_footnotes();
        let mut html = String::with_capacity(self.text.len() * 3 / 2);
        html::push_html(&mut html, self.events.drain(..));
        if self.has_html {
            html = raw_html::clean(&html);
        }
        let mut body = self.body;
        super::holes::cut(&html, self.holes, &mut body);
        for hole in &body.holes {
            if let Filling::Embed(id) = &hole.filling
                && id.is_empty()
            {
                let finding = Diagnostic::error(
                    "unknown-reference",
                    Location::new(self.origin.path, hole.span.clone()),
                    "this embeds nothing",
                );
                self.findings
                    .push(finding.help("write the id of a claim: ![[claim-id]]"));
            }
        }
        body
    }
}

/// Footnotes have letters, because numbers are those of citations: a, b … z, aa, ab ….
fn letters(mut number: usize) -> String {
    let mut letters = Vec::new();
    while number > 0 {
        number -= 1;
        letters.push(char::from(b'a' + u8::try_from(number % 26).unwrap_or(0)));
        number /= 26;
    }
    letters.iter().rev().collect()
}

fn unhide(text: CowStr<'_>) -> CowStr<'_> {
    match mask::show(&text) {
        std::borrow::Cow::Borrowed(_) => text,
        std::borrow::Cow::Owned(shown) => shown.into(),
    }
}

enum Destination {
    Web,
    Site,
    Refused(String),
}

/// Where a link leads, by its scheme.
fn destination(dest: &str) -> Destination {
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

fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

fn is_block_end(tag: TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

/// `Where and when | Photo: Example Press | CC BY 4.0` is a caption with credit and licence, in this order; each may
/// be left empty. Everything that a caption can say stands in one place, and other readers of Markdown show it too.
fn caption_in_parts(image: &mut BodyImage) {
    let whole = std::mem::take(&mut image.caption);
    let mut parts = whole.splitn(3, '|').map(|part| part.trim().to_owned());
    image.caption = parts.next().unwrap_or_default();
    image.credit = parts.next().unwrap_or_default();
    image.licence = parts.next().unwrap_or_default();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> (Body, Vec<&'static str>) {
        let mut findings = Diagnostics::new();
        let path: Arc<str> = "content/a.md".into();
        let body = read(text, Origin { path: &path, at: 0 }, &mut findings);
        (body, findings.into_iter().map(|f| f.check).collect())
    }

    /// The HTML with each hole as `{…}`.
    fn check(text: &str, expected: &str) {
        let (body, findings) = body(text);
        assert!(findings.is_empty(), "{text}: {findings:?}");
        let mut shown = String::new();
        let mut at = 0;
        for hole in &body.holes {
            shown.push_str(&body.html[at..hole.at]);
            at = hole.at;
            shown.push_str(&match &hole.filling {
                Filling::Reference(r) => format!(
                    "{{ref {}#{}{}}}",
                    r.target,
                    r.heading,
                    if r.has_label { "" } else { " *" }
                ),
                Filling::Citation(c) => format!(
                    "{{cite {}}}",
                    c.items
                        .iter()
                        .map(|i| format!("{} {:?}", i.source, i.quotation))
                        .collect::<Vec<_>>()
                        .join("; ")
                ),
                Filling::Embed(id) => format!("{{embed {id}}}"),
                Filling::Link(to) => format!("{{link {to}}}"),
                Filling::Image(i) => {
                    let words =
                        [&i.file, &i.alt, &i.caption, &i.credit, &i.licence].map(String::as_str);
                    let words = words.join(" / ");
                    let kind = if i.is_figure { "figure" } else { "image" };
                    format!("{{{kind} {}}}", words.trim_end_matches(['/', ' ']))
                }
                Filling::Word(key) => format!("{{{key}}}"),
            });
        }
        shown.push_str(&body.html[at..]);
        assert_eq!(shown.trim(), expected, "{text}");
    }

    #[test]
    fn holes_stand_where_links_citations_and_cards_stood() {
        check(
            "See [[nso|the *firm*]] and [[Tomás Zerón]].",
            "<p>See {ref nso#}the <em>firm</em></a> and {ref Tomás Zerón# *}</a>.</p>",
        );
        check("[[a#b]] | x", "<p>{ref a#b *}</a> | x</p>");
        check(
            "He left [@w, p. 3 \"he […] left [now]\"; @p].",
            "<p>He left {cite w Some(\"he […] left [now]\"); p None}.</p>",
        );
        check("[He left][@w].", "<p>He left{cite w None}.</p>");
        check("![[claim-a]]", "{embed claim-a}");
        check(
            "![A house](h.jpg \"Cap\")",
            "{figure h.jpg / A house / Cap}",
        );
        check(
            "![A house](h.jpg \"In 2014. | Photo: A | CC BY 4.0\")",
            "{figure h.jpg / A house / In 2014. / Photo: A / CC BY 4.0}",
        );
        check(
            "![A house](h.jpg \"| Photo: A\")",
            "{figure h.jpg / A house /  / Photo: A}",
        );
        check(
            "![[h.jpg|A house | Photo: A]]",
            "{figure h.jpg / A house / A house / Photo: A}",
        );
        check(
            "Text ![A house](h.jpg)",
            "<p>Text {image h.jpg / A house}</p>",
        );
        check(
            "[m](../pages/method.md#x) [w](https://e.org)",
            "<p>{link ../pages/method.md#x}m</a> <a href=\"https://e.org\">w</a></p>",
        );
        check(
            "`[@a]` \\[@a] a@b.org",
            "<p><code>[@a]</code> [@a] a@b.org</p>",
        );
        check(
            "| a |\n|---|\n| [[x\\|y]] |",
            "<div class=\"table-wrap\" role=\"group\" tabindex=\"0\" aria-label=\"{ui.table}\"><table><thead><tr><th>a</th></tr></thead><tbody>\n<tr><td>{ref x#}y</a></td></tr>\n</tbody></table>\n</div>",
        );
        check(
            "> He left\n>\n> [@w]",
            "<blockquote>\n<p>He left</p>\n<p>{cite w Some(\"He left\")}</p>\n</blockquote>",
        );
        check(
            "# One\n\n## One {#two}\n\n## One",
            "<h2 id=\"one\">One</h2>\n<h2 id=\"two\">One</h2>\n<h2 id=\"one-2\">One</h2>",
        );
        check("<b>x</b> [[a|b]]", "<p><b>x</b> {ref a#}b</a></p>");
    }

    #[test]
    fn sentences_know_their_citations_and_mentions() {
        let (body, _) =
            body("First [[a|Ana]] came. [@x] Then *nothing*.\n\n- Item one\n- Item [@y] two");
        let sentences: Vec<(&str, bool)> = body
            .sentences
            .iter()
            .map(|s| (s.text.as_str(), s.is_cited))
            .collect();
        assert_eq!(
            sentences,
            [
                ("First Ana came.", true),
                ("Then nothing.", false),
                ("Item one", false),
                ("Item two", true)
            ]
        );
        let Filling::Reference(reference) = &body.holes[0].filling else {
            panic!("no reference")
        };
        assert_eq!(
            (
                &body.sentences[0].text[reference.in_sentence.clone()],
                body.holes[0].sentence
            ),
            ("Ana", 0)
        );
    }

    #[test]
    fn sentences_know_their_paragraph_and_row() {
        let (body, _) =
            body("One. Two.\n\n- A\n- B\n\n| h | i |\n|---|---|\n| c | d |\n| e | f |\n\nEnd.");
        let mut groups: Vec<(Vec<&str>, SentenceRole)> = Vec::new();
        let mut last = u32::MAX;
        for sentence in &body.sentences {
            if sentence.group != last {
                groups.push((Vec::new(), sentence.role));
            }
            last = sentence.group;
            groups.last_mut().unwrap().0.push(&sentence.text);
        }
        assert_eq!(
            groups,
            [
                (vec!["One.", "Two."], SentenceRole::Prose),
                (vec!["A"], SentenceRole::Prose),
                (vec!["B"], SentenceRole::Prose),
                (vec!["h"], SentenceRole::Heading),
                (vec!["i"], SentenceRole::Heading),
                (vec!["c", "d"], SentenceRole::Cell),
                (vec!["e", "f"], SentenceRole::Cell),
                (vec!["End."], SentenceRole::Prose),
            ]
        );
    }

    #[test]
    fn paragraphs_of_a_quotation_are_kept_apart() {
        let (body, _) = body("> He left.\n> It rained.\n>\n> She stayed. [@w]");
        let quoted = body.holes.iter().find_map(|hole| match &hole.filling {
            Filling::Citation(citation) => citation.items[0].quotation.as_deref(),
            _ => None,
        });
        assert_eq!(quoted, Some("He left. It rained.\nShe stayed."));
    }

    #[test]
    fn what_is_dangerous_or_broken_is_reported() {
        for (text, expected) in [
            ("<script>x</script>", "unsafe-html"),
            ("[x](javascript:y)", "unsafe-link"),
            ("[x](java&#10;script:y)", "unsafe-link"),
            ("![x](https://e.org/a.png)", "remote-image"),
            ("![](a.png)", "missing-alt"),
            ("[@a \"b]", "invalid-citation"),
            ("x [@a \"b\n\nc", "invalid-citation"),
            ("x[^1]", "unknown-footnote"),
            ("[^1]: x", "unused-footnote"),
        ] {
            let (_, findings) = body(text);
            assert_eq!(findings, [expected], "{text}");
        }
    }

    #[test]
    fn hostile_bodies_are_read_in_linear_time_without_panic() {
        for hostile in [
            "[".repeat(50_000),
            "[@a \"".repeat(10_000),
            "![[a".repeat(20_000),
            "> ".repeat(20_000),
            "*_".repeat(20_000),
            "<b ".repeat(20_000),
            "\u{E000}7\u{E001}".to_owned(),
        ] {
            let _ = body(&hostile);
        }
    }
}
