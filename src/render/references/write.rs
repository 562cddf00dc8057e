//! What hayagriva makes of an item → safe HTML and text, with title, publisher, names and dates put in.

use super::item::{ACCESSED_YEAR, ISSUED_YEAR, Item, NAME_SPACE, PUBLISHER, TITLE, When};
use super::pattern;
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

/// A stretch of text that looks the same.
pub(super) struct Run {
    pub(super) pieces: Vec<Piece>,
    formatting: Formatting,
    /// Whether it is the address of the source. No other links are printed.
    is_link: bool,
    /// Which date of the reference it belongs to, counted from 0.
    pub(super) date: Option<usize>,
}

/// A part of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Text(String),
    Title,
    Publisher,
    /// The family name of the author with this number, or the name without parts; without what is no letter at its end.
    Main(usize),
    Given(usize),
    /// The initials of the author with this number, and what stands between them.
    Initials(usize, String),
}

impl Written {
    /// Adds a sentence after the reference.
    pub(super) fn push_sentence(&mut self, sentence: &str) {
        let before = match (self.text.is_empty(), is_closed(&self.text)) {
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

/// The runs of what hayagriva made of an item.
pub(super) fn runs(content: &ElemChildren) -> Vec<Run> {
    let mut runs = Runs::default();
    runs.flatten(content, None);
    runs.runs
}

/// Puts in what a source says. `dates` are the texts of the runs that belong to dates; where there is none, that of the run
/// itself is printed.
pub(super) fn write(runs: &[Run], item: &Item, style: &Style, dates: &[Option<String>]) -> Written {
    let mut writer = Writer {
        item,
        style,
        is_closed: false,
        out: Written {
            html: String::with_capacity(320),
            text: String::with_capacity(240),
        },
    };
    for (index, run) in runs.iter().enumerate() {
        let date = dates.get(index).and_then(Option::as_deref);
        writer.run(run, date, runs.get(index + 1));
    }
    let Written { html, text } = &mut writer.out;
    html.truncate(html.trim_end().len());
    text.truncate(text.trim_end().len());
    writer.out
}

#[derive(Default)]
struct Runs {
    runs: Vec<Run>,
    n_dates: usize,
}

impl Runs {
    fn flatten(&mut self, children: &ElemChildren, date: Option<usize>) {
        for child in &children.0 {
            match child {
                ElemChild::Text(text) => self.push(&text.text, text.formatting, false, date),
                ElemChild::Link { text, .. } => self.push("", text.formatting, true, date),
                ElemChild::Elem(elem) => {
                    let Elem {
                        children,
                        meta,
                        display,
                    } = elem;
                    if display.is_some() && !self.runs.is_empty() {
                        self.push(" ", Formatting::default(), false, None);
                    }
                    let mut date = date;
                    if *meta == Some(ElemMeta::Date) && date.is_none() {
                        date = Some(self.n_dates);
                        self.n_dates += 1;
                    }
                    self.flatten(children, date);
                }
                // Only what a consumer asks for is transparent, and markup comes from mathematics in titles: we have
                // neither.
                ElemChild::Markup(_) | ElemChild::Transparent { .. } => {}
            }
        }
    }

    fn push(&mut self, text: &str, formatting: Formatting, is_link: bool, date: Option<usize>) {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        for c in text.chars() {
            let piece = match c {
                TITLE => Piece::Title,
                PUBLISHER => Piece::Publisher,
                NAME_SPACE => {
                    plain.push(' ');
                    continue;
                }
                _ => {
                    plain.push(c);
                    continue;
                }
            };
            if !plain.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut plain)));
            }
            pieces.push(piece);
        }
        if !plain.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        self.runs.push(Run {
            pieces,
            formatting,
            is_link,
            date,
        });
    }
}

impl Run {
    /// Its text, if it is nothing but text.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.pieces[..] {
            [] => Some(""),
            [Piece::Text(text)] => Some(text),
            _ => None,
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
    fn run(&mut self, run: &Run, date: Option<&str>, next: Option<&Run>) {
        let mut text = if run.date.is_some() {
            self.date(date.or_else(|| run.text()).unwrap_or_default())
        } else if run.is_link {
            self.is_closed = false;
            self.item.url.to_owned()
        } else {
            self.fill(&run.pieces)
        };
        if text.contains(",)") {
            // What a style sets after the year before a month that there is not.
            text = text.replace(",)", ")");
        }
        if let Some(Piece::Text(next)) = next.and_then(|next| next.pieces.first())
            && next.starts_with(')')
        {
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
        let is_link = run.is_link && is_web_address(&text);
        let html = &mut self.out.html;
        open_tags(&run.formatting, html);
        let escaped = escape_html(&text);
        if is_link {
            for part in ["<a href=\"", &escaped, "\">", &escaped, "</a>"] {
                html.push_str(part);
            }
        } else {
            html.push_str(&escaped);
        }
        close_tags(&run.formatting, html);
        self.out.text.push_str(&text);
    }

    /// The text of a date with our words in place of the year that stands for them.
    fn date(&mut self, text: &str) -> String {
        let lang = self.style.lang();
        let words = [
            (self.item.issued, ISSUED_YEAR),
            (self.item.accessed, ACCESSED_YEAR),
        ]
        .into_iter()
        .filter_map(|(date, year)| match date {
            Some(When::Words(date)) => in_words(text, year, || date.words(lang)),
            _ => None,
        })
        .next();
        let mut date = words
            .or_else(|| day_of_month(text, lang))
            .unwrap_or_else(|| text.to_owned());
        self.is_closed = date.ends_with('.');
        if is_start_of_sentence(&self.out.text) {
            capitalise(&mut date);
        }
        date
    }

    /// Puts values in place of their marks.
    fn fill(&mut self, pieces: &[Piece]) -> String {
        let mut text = String::with_capacity(96);
        // Bytes of the next piece that are already set.
        let mut done = 0;
        for (index, piece) in pieces.iter().enumerate() {
            let was_closed = std::mem::take(&mut self.is_closed);
            let value = match piece {
                Piece::Text(plain) => {
                    let plain = plain.get(done..).unwrap_or_default();
                    let stop = usize::from(was_closed && done == 0 && plain.starts_with('.'));
                    text.push_str(plain.get(stop..).unwrap_or_default());
                    done = 0;
                    continue;
                }
                Piece::Title => &self.item.title,
                Piece::Publisher => &self.item.publisher,
                Piece::Main(author) => {
                    let main = self.item.authors.get(*author).map_or("", |name| &name.main);
                    text.push_str(pattern::core(main));
                    continue;
                }
                Piece::Given(author) => {
                    text.push_str(self.given(*author));
                    continue;
                }
                Piece::Initials(author, between) => {
                    let initials =
                        pattern::initials(self.given(*author), between, self.style.hyphenates());
                    text.push_str(&initials);
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
            let next = match pieces.get(index + 1) {
                Some(Piece::Text(next)) => next.chars().next(),
                _ => None,
            };
            match next {
                // The style draws points and commas into its quotation marks: then into ours as well.
                Some(point @ ('.' | ',')) if is_quoted && !self.is_closed => {
                    done = 1;
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

    fn given(&self, author: usize) -> &str {
        self.item
            .authors
            .get(author)
            .and_then(|name| name.given.as_deref())
            .unwrap_or_default()
    }
}

/// The text of a date with words in place of `year`, if that is in it.
fn in_words(text: &str, year: i16, words: impl Fn() -> String) -> Option<String> {
    let year = year.to_string();
    // Some styles print two digits of the year.
    let (before, after) = text.split_once(&year).or_else(|| {
        let is_digit = |c: char| c.is_ascii_digit();
        text.split_once(year.get(2..)?)
            .filter(|(before, after)| !before.ends_with(is_digit) && !after.starts_with(is_digit))
    })?;
    Some(format!("{before}{}{after}", words()))
}

/// Whether what comes next begins a sentence.
fn is_start_of_sentence(text: &str) -> bool {
    let text = text.trim_end();
    let last = text.trim_end_matches(['”', '’', '»', '"']);
    text.is_empty() || last.ends_with(['.', '?', '!'])
}

fn capitalise(words: &mut String) {
    if let Some(first) = words.chars().next().filter(|c| c.is_lowercase()) {
        let capital: String = first.to_uppercase().collect();
        words.replace_range(..first.len_utf8(), &capital);
    }
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
    value.split_at(value.trim_end_matches(is_closing).len())
}

fn is_web_address(url: &str) -> bool {
    let has = |scheme: &str| {
        url.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    has("https://") || has("http://")
}

/// What each of our tags is for.
fn looks(formatting: &Formatting) -> [(bool, &'static str, &'static str); 5] {
    [
        (formatting.font_style == FontStyle::Italic, "<i>", "</i>"),
        (formatting.font_weight == FontWeight::Bold, "<b>", "</b>"),
        (
            formatting.font_variant == FontVariant::SmallCaps,
            "<span class=\"sc\">",
            "</span>",
        ),
        (
            formatting.vertical_align == VerticalAlign::Sup,
            "<sup>",
            "</sup>",
        ),
        (
            formatting.vertical_align == VerticalAlign::Sub,
            "<sub>",
            "</sub>",
        ),
    ]
}

fn open_tags(formatting: &Formatting, html: &mut String) {
    let tags = looks(formatting);
    tags.iter()
        .filter(|(is_set, ..)| *is_set)
        .for_each(|(_, open, _)| html.push_str(open));
}

fn close_tags(formatting: &Formatting, html: &mut String) {
    let tags = looks(formatting);
    tags.iter()
        .rev()
        .filter(|(is_set, ..)| *is_set)
        .for_each(|(.., close)| html.push_str(close));
}
