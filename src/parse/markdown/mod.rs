//! Markdown → HTML with holes, headings and sentences.
//!
//! pulldown-cmark reads and writes; what stands between is a pass over its events that cuts out all
//! that only the whole dossier can know. Holes travel through the HTML writer as private characters
//! around a number, and are cut out of its result.

mod footnotes;
mod headings;
mod links;
mod pictures;
mod quotes;
mod tables;

use super::block::Block;
use super::{mask, raw_html};
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::model::citation::syntax as citation;
use crate::model::document::{Body, BodyImage, Code, Filling, Hole, SentenceRole};
use crate::text::near;
use crate::yaml::frame;
use footnotes::Footnotes;
use links::OpenLink;
use pulldown_cmark::{
    BrokenLink, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd,
    html,
};
use quotes::Quote;
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::Arc;
use tables::Columns;

/// What the events of a hole look like in HTML: the number of the hole between these two.
pub const HOLE_OPEN: char = '\u{E000}';
pub const HOLE_CLOSE: char = '\u{E001}';
/// Stands for the `</a>` of a link whose opening tag is a hole, so that no sanitiser misses its partner.
pub const LINK_END: char = '\u{E002}';
/// First byte of these three in UTF-8. Text in no language has it, so that it tells quickly where none of them is.
pub const MARK_BYTE: u8 = 0xEE;

/// Characters of a reference at most, as of labels in Markdown.
const MAX_REFERENCE: usize = 999;
/// Bytes in which the mark of a footnote ends; looking on to the end of a long file would take for ever.
const MAX_LABEL: usize = 100;
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_SMART_PUNCTUATION)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_WIKILINKS);

/// Quotations and lists that may stand within one another. The sanitiser looks through all that are open at each
/// paragraph, so a line of fifty thousand `>` would take as long as its square.
const MAX_DEPTH: usize = 64;

/// Where the body of a file stands.
#[derive(Clone, Copy)]
pub struct Origin<'a> {
    pub path: &'a Arc<str>,
    /// Byte of the file at which the body starts.
    pub at: usize,
}

impl Origin<'_> {
    fn location(&self, span: &Range<usize>) -> Location {
        Location::new(self.path, self.bytes(span))
    }

    /// The bytes of the file that some of the body are.
    fn bytes(&self, span: &Range<usize>) -> Range<usize> {
        self.at + span.start..self.at + span.end
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
        heading_ids: FxHashMap::default(),
        code: None,
        image: None,
        links: Vec::new(),
        html: None,
        has_html: false,
        tags: raw_html::OpenTags::default(),
        columns: Columns::default(),
        footnotes: Footnotes::default(),
        depth: 0,
    };
    for (event, span) in parser {
        reader.take(event, span);
    }
    reader.finish()
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
    /// Where it begins among the events, its words so far, and its place in the file.
    heading: Option<(usize, String, Range<usize>)>,
    /// Ids of the headings so far, each with the last number that was set behind it.
    heading_ids: FxHashMap<String, u32>,
    code: Option<(Code, Range<usize>)>,
    image: Option<(BodyImage, Range<usize>, LinkType)>,
    links: Vec<OpenLink>,
    html: Option<(String, Range<usize>)>,
    has_html: bool,
    tags: raw_html::OpenTags,
    columns: Columns,
    footnotes: Footnotes<'e>,
    /// How many quotations and lists are open.
    depth: usize,
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
        if let Event::Text(text) = &event {
            let raw = self.text.get(span.clone()).unwrap_or("");
            let place = || self.origin.location(&span);
            self.findings
                .extend(frame::hidden(&mask::show(text), raw, place));
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
            Event::Text(text) => self.words(text, &span),
            Event::Code(code) => {
                let code = unhide(code);
                self.block.push(&code, span.start);
                if let Some((_, text, _)) = &mut self.heading {
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
            Event::InlineMath(text) | Event::DisplayMath(text) => self.words(text, &span),
        }
    }

    fn write(&mut self, event: Event<'e>) {
        self.events.push(event);
    }

    fn write_html(&mut self, html: impl Into<String>) {
        self.events
            .push(Event::InlineHtml(CowStr::from(html.into())));
    }

    fn words(&mut self, text: CowStr<'e>, span: &Range<usize>) {
        if let Some((code, _)) = &mut self.code {
            code.text.push_str(&mask::show(&text));
            return;
        }
        // The characters that stand for holes would be taken for holes in the writer's own text.
        let text = if mask::hides(&text) || memchr::memchr(MARK_BYTE, text.as_bytes()).is_some() {
            let shown = mask::show(&text);
            CowStr::from(shown.replace([HOLE_OPEN, HOLE_CLOSE, LINK_END], "\u{FFFD}"))
        } else {
            text
        };
        let (before, _) = near(self.text, span.start, 1);
        let (_, after) = near(self.text, span.end, MAX_LABEL);
        if text.ends_with('[')
            && let Some((label, _)) = after.strip_prefix('^').and_then(|t| t.split_once(']'))
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
        if text.ends_with('[') {
            self.open_reference(&text, span);
        }
        let next = after.chars().next().map_or(0, char::len_utf8);
        let raw = &self.text[span.start - before.len()..span.end + next];
        // The bracket and what follows it are two pieces of text: it is enough to see it at the first.
        if text.contains('[') && raw.contains("[@") && !raw.contains("\\[@") {
            let finding = Diagnostic::error("invalid-citation", self.origin.location(span), "this looks like a citation, but its end is missing")
                .help("write it as: [@source, p. 3 \"exact words\"], within one paragraph and below 1,000 characters");
            self.findings.push(finding);
        }
        if let Some((_, heading, _)) = &mut self.heading {
            heading.push_str(&text);
        }
        self.block.push(&text, span.start);
        self.quote_words(&text);
        self.write(Event::Text(text));
    }

    /// Reports `[[id` without its end, and `[[]]`: Markdown leaves both in the text, where readers would see them.
    fn open_reference(&mut self, text: &str, span: &Range<usize>) {
        // The two brackets come as one piece of text, or as one each; then it is told at the first.
        let start = span.end - if text.ends_with("[[") { 2 } else { 1 };
        let rest = self.text.get(start..).unwrap_or("");
        let before = self.text.get(..start).unwrap_or("");
        let is_escaped = before.ends_with(['\\', '[']);
        let Some(inside) = rest.strip_prefix("[[").filter(|_| !is_escaped) else {
            return;
        };
        // Nobody's reference is longer; looking on to the end of a long line at each bracket would take for ever.
        let end = inside.char_indices().nth(MAX_REFERENCE);
        let inside = end.map_or(inside, |(end, _)| &inside[..end]);
        let line = inside.lines().next().unwrap_or("").trim_end();
        let finding = |length: usize, message: &str| {
            let place = self.origin.location(&(start..start + length));
            Diagnostic::error("unknown-reference", place, message)
        };
        let finding = if let Some(end) = line.find("]]") {
            if line[..end].trim_matches(['|', ' ']).is_empty() || line.starts_with('|') {
                finding(end + 4, "this reference names no entry")
                    .help("write the id or the title of an entry: [[id]] or [[id|words]]")
            } else {
                return;
            }
        } else if line.starts_with(char::is_alphanumeric) {
            let id_end = line.find([']', '|', ' ', ',', '.']).unwrap_or(line.len());
            finding(2 + id_end, "this reference is not closed").help(format!(
                "write [[{}]], with two brackets at the end",
                &line[..id_end]
            ))
        } else {
            return;
        };
        self.findings.push(finding);
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
        std::mem::take(&mut self.block).end(role, self.group, at, &mut self.body, &mut self.holes);
        if role != SentenceRole::Cell {
            self.group += 1;
        }
    }

    fn start(&mut self, tag: Tag<'e>, span: Range<usize>) {
        if is_block(&tag) {
            self.end_block();
        }
        if matches!(tag, Tag::BlockQuote(_) | Tag::List(_) | Tag::DefinitionList) {
            if self.depth == MAX_DEPTH {
                let message = format!(
                    "more than {MAX_DEPTH} quotations and lists stand within one another here"
                );
                let finding =
                    Diagnostic::error("nested-too-deep", self.origin.location(&span), message);
                self.findings
                    .push(finding.help("begin the line with fewer `>` or list marks"));
                self.skipping = 1;
                return;
            }
            self.depth += 1;
        }
        match tag {
            Tag::Heading {
                level,
                id,
                classes: _,
                attrs: _,
            } => {
                self.roles.push(SentenceRole::Heading);
                self.heading = Some((self.events.len(), String::new(), span.clone()));
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
                let text = String::new();
                self.code = Some((Code { text, language }, span));
            }
            Tag::BlockQuote(kind) => self.start_quote(kind, span.start),
            Tag::Table(alignments) => {
                self.write_html(
                    "<div class=\"table-wrap\" role=\"group\" tabindex=\"0\" aria-label=\"",
                );
                self.hole(Filling::Word("ui.table"), &span);
                self.write_html("\">");
                self.roles.push(SentenceRole::Cell);
                self.columns = Columns::of(alignments);
                self.write(Event::Start(Tag::Table(Vec::new())));
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
                self.footnote_definition(&label, span);
                self.footnotes.open = Some((label.to_string(), std::mem::take(&mut self.events)));
            }
            Tag::TableHead => {
                self.roles.push(SentenceRole::Heading);
                self.start_row("th");
                self.write(Event::Start(Tag::TableHead));
            }
            Tag::TableRow => {
                self.start_row("td");
                self.write(Event::Start(Tag::TableRow));
            }
            Tag::TableCell => self.start_cell(),
            other => self.write(Event::Start(other)),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        if matches!(
            tag,
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::DefinitionList
        ) {
            self.depth -= 1;
        }
        match tag {
            TagEnd::Heading(_) => {
                self.end_block();
                self.roles.pop();
                self.end_heading(tag);
            }
            TagEnd::CodeBlock => {
                if let Some((code, span)) = self.code.take() {
                    let number = self.place(Filling::Code(Arc::new(code)), &span);
                    self.write_html(format!(
                        "<pre class=\"code\"><code>{HOLE_OPEN}{number}{HOLE_CLOSE}</code></pre>\n"
                    ));
                }
            }
            TagEnd::BlockQuote(kind) => self.end_quote(kind),
            TagEnd::Table => {
                self.end_block();
                self.roles.pop();
                self.write(Event::End(tag));
                self.write_html("</div>\n");
            }
            TagEnd::Link => self.end_link(),
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
                    TagEnd::TableCell => return self.end_cell(),
                    _ => {}
                }
                self.write(Event::End(other));
            }
        }
    }

    fn hole(&mut self, filling: Filling, span: &Range<usize>) -> usize {
        let is_citation = matches!(filling, Filling::Citation(_));
        let number = self.place(filling, span);
        self.block.note_hole(number, is_citation);
        self.write_html(format!("{HOLE_OPEN}{number}{HOLE_CLOSE}"));
        number
    }

    /// Adds a hole that stands in no sentence, and returns its number.
    fn place(&mut self, filling: Filling, span: &Range<usize>) -> usize {
        let number = self.holes.len();
        let span = self.origin.bytes(span);
        self.holes.push(Hole {
            at: 0,
            filling,
            span: span.into(),
            sentence: u32::MAX,
        });
        number
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
        let was_full = self.tags.is_full();
        self.tags.read(&html);
        if was_full {
            return;
        }
        if self.tags.is_full() {
            let finding = Diagnostic::error(
                "unclosed-html",
                self.origin.location(span),
                format!("more than {} HTML tags are open here", raw_html::MAX_OPEN),
            )
            .help("close each tag, the last opened first");
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

    fn finish(mut self) -> Body {
        self.end_block();
        self.write_footnotes();
        let mut html = String::with_capacity(self.text.len() * 3 / 2);
        html::push_html(&mut html, self.events.drain(..));
        if self.has_html {
            html = raw_html::clean(&html);
        }
        let mut body = self.body;
        for at in super::holes::cut(&html, self.holes, &mut body) {
            let location = Location::new(self.origin.path, at);
            let finding = Diagnostic::error(
                "card-in-line",
                location,
                "the card of a claim stands on a line of its own",
            );
            self.findings.push(finding.help(
                "put empty lines around it; within a sentence, link to the claim: [[claim-id]]",
            ));
        }
        for hole in &body.holes {
            if let Filling::Embed(id) = &hole.filling
                && id.is_empty()
            {
                let finding = Diagnostic::error(
                    "unknown-reference",
                    Location::new(self.origin.path, hole.span.range()),
                    "this embeds nothing",
                );
                self.findings
                    .push(finding.help("write the id of a claim: ![[claim-id]]"));
            }
        }
        body.join_holes();
        body.shrink_to_fit();
        body
    }
}

fn unhide(text: CowStr<'_>) -> CowStr<'_> {
    match mask::show(&text) {
        std::borrow::Cow::Borrowed(_) => text,
        std::borrow::Cow::Owned(shown) => shown.into(),
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

#[cfg(test)]
mod tests;
