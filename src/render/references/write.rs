//! The elements that hayagriva makes of an item → safe HTML and text, with title, publisher and dates put in.

use super::item::{ACCESSED_YEAR, ISSUED_YEAR, Item, NAME_SPACE, PUBLISHER, TITLE};
use super::quotes::{self, Marks};
use super::style::Style;
use crate::text::escape_html;
use hayagriva::citationberg::{FontStyle, FontVariant, FontWeight, VerticalAlign};
use hayagriva::{Elem, ElemChild, ElemChildren, ElemMeta, Formatting};

/// A reference, twice.
#[derive(Default)]
pub(super) struct Written {
    pub(super) html: String,
    pub(super) text: String,
}

impl Written {
    /// Adds a sentence after the reference.
    pub(super) fn push_sentence(&mut self, sentence: &str) {
        let is_closed = self.text.ends_with(['.', '?', '!', '…'])
            || self
                .text
                .trim_end_matches(['”', '’', '»', '"'])
                .ends_with(['.', '?', '!']);
        let before = match (self.text.is_empty(), is_closed) {
            (true, _) => "",
            (false, true) => " ",
            (false, false) => ". ",
        };
        for out in [&mut self.html, &mut self.text] {
            out.push_str(before);
        }
        self.html.push_str(&escape_html(sentence));
        self.text.push_str(sentence);
    }
}

pub(super) fn write(content: &ElemChildren, item: &Item, style: &Style) -> Written {
    let mut runs = Vec::new();
    flatten(content, false, &mut runs);
    let mut writer = Writer {
        item,
        style,
        is_closed: false,
        out: Written::default(),
    };
    let mut runs = runs.iter().peekable();
    while let Some(run) = runs.next() {
        writer.run(run, runs.peek().map_or("", |next| next.text));
    }
    let Written { html, text } = &mut writer.out;
    html.truncate(html.trim_end().len());
    text.truncate(text.trim_end().len());
    writer.out
}

/// A stretch of text that looks the same.
struct Run<'a> {
    text: &'a str,
    formatting: Formatting,
    link: Option<&'a str>,
    is_date: bool,
}

fn flatten<'a>(children: &'a ElemChildren, is_date: bool, runs: &mut Vec<Run<'a>>) {
    for child in &children.0 {
        match child {
            ElemChild::Text(text) => runs.push(Run {
                text: &text.text,
                formatting: text.formatting,
                link: None,
                is_date,
            }),
            ElemChild::Link { text, url } => runs.push(Run {
                text: &text.text,
                formatting: text.formatting,
                link: Some(url),
                is_date,
            }),
            ElemChild::Elem(elem) => {
                if elem.display.is_some() && !runs.is_empty() {
                    runs.push(Run {
                        text: " ",
                        formatting: Formatting::default(),
                        link: None,
                        is_date: false,
                    });
                }
                let Elem { children, meta, .. } = elem;
                flatten(children, is_date || *meta == Some(ElemMeta::Date), runs);
            }
            // Only what a consumer asks for is transparent, and markup comes from mathematics in titles: we have neither.
            ElemChild::Markup(_) | ElemChild::Transparent { .. } => {}
        }
    }
}

struct Writer<'a> {
    item: &'a Item<'a>,
    style: &'a Style,
    /// Whether a full stop that comes next would be one too many.
    is_closed: bool,
    out: Written,
}

impl Writer<'_> {
    fn run(&mut self, run: &Run, next: &str) {
        let mut text = if run.is_date {
            let date = self.date(run.text);
            self.is_closed = date.ends_with('.');
            if is_start_of_sentence(&self.out.text) {
                capitalised(&date)
            } else {
                date
            }
        } else if run.link.is_some() {
            self.is_closed = false;
            run.text.to_owned()
        } else {
            self.fill(run.text)
        };
        if text.contains(",)") {
            // What a style sets after the year before a month that there is not.
            text = text.replace(",)", ")");
        }
        if next.starts_with(')') {
            text.truncate(text.trim_end_matches([',', ' ']).len());
        }
        if self.out.text.is_empty() || self.out.text.ends_with(' ') {
            text.drain(..text.len() - text.trim_start_matches(' ').len());
        }
        while text.contains("  ") {
            text = text.replace("  ", " ");
        }
        if text.is_empty() {
            return;
        }
        let [open, close] = tags(&run.formatting);
        let link = run.link.filter(|url| is_web_address(url));
        let html = &mut self.out.html;
        html.push_str(&open);
        if let Some(url) = link {
            html.push_str("<a href=\"");
            html.push_str(&escape_html(url));
            html.push_str("\">");
        }
        html.push_str(&escape_html(&text));
        if link.is_some() {
            html.push_str("</a>");
        }
        html.push_str(&close);
        self.out.text.push_str(&text);
    }

    /// The text of a date with our words in place of the year that stands for them.
    fn date(&self, text: &str) -> String {
        let lang = self.style.lang();
        for (date, year) in [
            (self.item.issued, ISSUED_YEAR),
            (self.item.accessed, ACCESSED_YEAR),
        ] {
            let Some(date) = date else { continue };
            let year = year.to_string();
            // Some styles print two digits of the year.
            let Some((before, after)) = text.split_once(&year).or_else(|| {
                let is_digit = |c: char| c.is_ascii_digit();
                text.split_once(&year[2..]).filter(|(before, after)| {
                    !before.ends_with(is_digit) && !after.starts_with(is_digit)
                })
            }) else {
                continue;
            };
            return format!("{before}{}{after}", date.words(lang));
        }
        day_of_month(text, lang).unwrap_or_else(|| text.to_owned())
    }

    /// Puts title and publisher in place of their marks.
    fn fill(&mut self, run: &str) -> String {
        let mut text = String::with_capacity(run.len() + 64);
        let mut chars = run.chars().peekable();
        while let Some(c) = chars.next() {
            let was_closed = std::mem::take(&mut self.is_closed);
            let value = match c {
                TITLE => &self.item.title,
                PUBLISHER => &self.item.publisher,
                NAME_SPACE => {
                    text.push(' ');
                    continue;
                }
                '.' if was_closed => continue,
                _ => {
                    text.push(c);
                    continue;
                }
            };
            let marks = self.style.marks();
            let before = text
                .chars()
                .next_back()
                .or_else(|| self.out.text.chars().next_back());
            let is_quoted = before.is_some_and(|c| marks.outer.0.trim_end().ends_with(c));
            let value = quotes::set(value, marks, is_quoted);
            self.is_closed = is_closed(&value);
            match chars.peek() {
                // The style draws points and commas into its quotation marks: then into ours as well.
                Some(&point @ ('.' | ',')) if is_quoted && !self.is_closed => {
                    chars.next();
                    let (words, closing) = split_closing(&value, marks);
                    text.push_str(words);
                    text.push(point);
                    text.push_str(closing);
                }
                _ => text.push_str(&value),
            }
        }
        text
    }
}

/// Whether what comes next begins a sentence.
fn is_start_of_sentence(text: &str) -> bool {
    let text = text.trim_end();
    let last = text.trim_end_matches(['”', '’', '»', '"']);
    text.is_empty() || (last.ends_with(['.', '?', '!']) && !text.ends_with('('))
}

fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

/// `julio 15`, as styles set it that were made in America, in the order of the language: `15 de julio`.
fn day_of_month(text: &str, lang: &str) -> Option<String> {
    if !lang.to_ascii_lowercase().starts_with("es") {
        return None;
    }
    let (month, day) = text.split_once(' ')?;
    let is_day = matches!(day.len(), 1 | 2) && day.bytes().all(|b| b.is_ascii_digit());
    let is_month = month.len() > 2 && month.chars().all(char::is_alphabetic);
    (is_day && is_month).then(|| format!("{day} de {month}"))
}

/// Whether a full stop after it would be one too many.
fn is_closed(value: &str) -> bool {
    value
        .trim_end_matches(['”', '’', '»', '“', '"', '\''])
        .ends_with(['.', '?', '!', '…'])
}

fn split_closing<'a>(value: &'a str, marks: &Marks) -> (&'a str, &'a str) {
    let is_closing = |c: char| {
        [&marks.outer.1, &marks.inner.1]
            .iter()
            .any(|m| m.contains(c))
    };
    value.split_at(value.trim_end_matches(|c: char| is_closing(c)).len())
}

fn is_web_address(url: &str) -> bool {
    let has = |scheme: &str| {
        url.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    has("https://") || has("http://")
}

fn tags(formatting: &Formatting) -> [String; 2] {
    let tags = [
        (formatting.font_style == FontStyle::Italic, "i", "<i>"),
        (formatting.font_weight == FontWeight::Bold, "b", "<b>"),
        (
            formatting.font_variant == FontVariant::SmallCaps,
            "span",
            "<span class=\"sc\">",
        ),
        (
            formatting.vertical_align == VerticalAlign::Sup,
            "sup",
            "<sup>",
        ),
        (
            formatting.vertical_align == VerticalAlign::Sub,
            "sub",
            "<sub>",
        ),
    ];
    let mut open = String::new();
    let mut close = String::new();
    for (_, name, tag) in tags.iter().filter(|(is_set, ..)| *is_set) {
        open.push_str(tag);
        close.insert_str(0, &format!("</{name}>"));
    }
    [open, close]
}
