//! Footnotes: their marks in the text, and their texts at its end.

use super::{HOLE_CLOSE, HOLE_OPEN, Reader};
use crate::diagnostic::Diagnostic;
use crate::model::document::Filling;
use pulldown_cmark::{Event, TagEnd};
use std::collections::BTreeMap;
use std::ops::Range;

/// Footnotes are numbered in the order of their first mark and printed at the end in that order.
#[derive(Default)]
pub(super) struct Footnotes<'e> {
    /// Label → number and how many marks.
    pub(super) numbers: BTreeMap<String, (usize, usize)>,
    pub(super) texts: BTreeMap<String, Vec<Event<'e>>>,
    /// Label of the definition being read, and the events that were being written before it.
    pub(super) open: Option<(String, Vec<Event<'e>>)>,
    /// Where each is defined.
    pub(super) spans: BTreeMap<String, Range<usize>>,
}

impl Reader<'_, '_, '_> {
    pub(super) fn footnote_mark(&mut self, label: &str) {
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

    /// Notes where a footnote is defined; a second definition is an error, because only one could be printed.
    pub(super) fn footnote_definition(&mut self, label: &str, span: Range<usize>) {
        let written = self.text.get(span.clone()).unwrap_or("").trim_end();
        let span = span.start..span.start + written.len();
        if let Some(first) = self.footnotes.spans.get(label) {
            let finding = Diagnostic::error(
                "duplicate-footnote",
                self.origin.location(&span),
                format!("the footnote `[^{label}]` has two texts"),
            )
            .related(self.origin.location(first), "the first one")
            .help("give one of them another name, in its mark as well");
            self.findings.push(finding);
            return;
        }
        self.footnotes.spans.insert(label.to_owned(), span);
    }

    pub(super) fn write_footnotes(&mut self) {
        let mut numbered: Vec<(usize, String)> = self
            .footnotes
            .numbers
            .iter()
            .map(|(l, (n, _))| (*n, l.clone()))
            .collect();
        numbered.sort_unstable();
        let spans = std::mem::take(&mut self.footnotes.spans);
        for (label, span) in &spans {
            if !self.footnotes.numbers.contains_key(label) {
                let finding = Diagnostic::warning(
                    "unused-footnote",
                    self.origin.location(span),
                    format!("nothing refers to the footnote `[^{label}]`"),
                )
                .help(format!("write [^{label}] where it belongs, or remove it"));
                self.findings.push(finding);
            }
        }
        if numbered.is_empty() {
            return;
        }
        self.write_html("<div class=\"footnotes\" role=\"doc-endnotes\"><ol type=\"a\">\n");
        for (number, label) in numbered {
            self.write_html(format!("<li id=\"fn-{number}\">"));
            let mut text = self.footnotes.texts.remove(&label).unwrap_or_default();
            let span = spans.get(&label).cloned().unwrap_or_default();
            let words = self.place(Filling::Word("ui.back"), &span);
            let back = format!(
                "<a href=\"#fnref-{number}\" role=\"doc-backlink\" aria-label=\"{HOLE_OPEN}{words}{HOLE_CLOSE} {}\">↩</a>",
                letters(number)
            );
            // Behind the last word, and never alone in a line.
            let back = match text.pop() {
                Some(Event::End(TagEnd::Paragraph)) => format!("\u{a0}{back}</p>"),
                last => {
                    text.extend(last);
                    format!("<p>{back}</p>")
                }
            };
            self.events.extend(text);
            self.write_html(back + "</li>\n");
        }
        self.write_html("</ol></div>\n");
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
