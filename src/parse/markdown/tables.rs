//! Cells of tables, with the side that their column is set to as a class: the pages refuse styles within a tag.

use super::Reader;
use pulldown_cmark::Alignment;

/// The columns of the table being read.
#[derive(Default)]
pub(super) struct Columns {
    alignments: Vec<Alignment>,
    /// Of the cell that comes next.
    next: usize,
    /// `th` in the head, else `td`.
    tag: &'static str,
}

impl Columns {
    pub(super) fn of(alignments: Vec<Alignment>) -> Self {
        Self {
            alignments,
            ..Self::default()
        }
    }
}

impl Reader<'_, '_, '_> {
    pub(super) fn start_row(&mut self, tag: &'static str) {
        self.columns.next = 0;
        self.columns.tag = tag;
    }

    pub(super) fn start_cell(&mut self) {
        let columns = &mut self.columns;
        let side = match columns.alignments.get(columns.next) {
            Some(Alignment::Left) => " class=\"to-left\"",
            Some(Alignment::Center) => " class=\"to-middle\"",
            Some(Alignment::Right) => " class=\"to-right\"",
            Some(Alignment::None) | None => "",
        };
        columns.next += 1;
        let html = format!("<{}{side}>", columns.tag);
        self.write_html(html);
    }

    pub(super) fn end_cell(&mut self) {
        let html = format!("</{}>", self.columns.tag);
        self.write_html(html);
    }
}
