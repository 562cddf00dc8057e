//! Block quotations, whose words become the quotation of the citation at their end, and alerts.

use super::Reader;
use crate::model::document::{Filling, Hole, SentenceRole};
use pulldown_cmark::{BlockQuoteKind, Event, Tag, TagEnd};

/// A block quotation that is being read.
#[derive(Default)]
pub(super) struct Quote {
    pub(super) words: String,
    /// Index of the hole of the last citation, while no word has followed it.
    pub(super) cited_by: Option<usize>,
}

impl Reader<'_, '_, '_> {
    pub(super) fn start_quote(&mut self, kind: Option<BlockQuoteKind>, start: usize) {
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

    pub(super) fn end_quote(&mut self, kind: Option<BlockQuoteKind>) {
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
                    .join("\n")
                    .into(),
            );
            item.is_block = true;
        }
    }
}
