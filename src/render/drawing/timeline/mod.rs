//! Dated events → marks on an axis of years, each with its label and a link.
//!
//! The drawing and its parts carry these classes:
//!
//! | class | on | |
//! |---|---|---|
//! | `t-line`, `t-small` | `<svg>` | the whole drawing; the one of a single actor |
//! | `t-axis`, `t-grid`, `t-year`, `t-break` | `<g>`, `<path>`, `<text>` | line and month ticks; lines between years; names of years; where years without events are cut out |
//! | `t-event` | `<a>` | an event; also `t-decisive`, `t-differs` |
//! | `t-day` | `<circle>` | a date as exact as the scale can show |
//! | `t-within`, `t-lasting` | `<rect>` | some time within (hollow); the whole time from and to (solid) |
//! | `t-vague` | mark | also on a mark whose date is approximate or uncertain: its outline is dashed |
//! | `t-open` | `<path>` | not before, or not after: a stroke at the day that is known, and an arrow that fades out |
//! | `t-or` | `<path>` | a dotted line that joins the dates which different sources give |
//! | `t-label` | `<text>` | |
//!
//! What a date says is told by shape, never by colour alone. A theme must not change the size of the type.

mod axis;
mod paint;
mod rows;

/// What is to be drawn.
#[derive(Debug, Clone, Default, Hash)]
pub struct Timeline<'a> {
    /// Accessible name of the drawing.
    pub title: &'a str,
    /// What it shows and how to read it, for readers aloud; empty if the page says so.
    pub description: &'a str,
    /// What leads from the page to the root of the site: `""` or `"../"`.
    pub root: &'a str,
    /// Language of the words that years before 1000 have, as a BCP 47 tag.
    pub lang: &'a str,
    /// The more important first: where not all can be drawn, the decisive ones are kept, and then the first.
    pub events: Vec<Event<'a>>,
}

/// Something that happened.
#[derive(Debug, Clone, Copy, Default, Hash)]
pub struct Event<'a> {
    pub label: &'a str,
    /// From the root of the site.
    pub url: &'a str,
    /// The date in words, as readers see it elsewhere.
    pub date: &'a str,
    /// When it was: one span, or one for each account that differs. An event without any is not drawn.
    pub spans: &'a [Span],
    pub is_decisive: bool,
}

/// When something was, in days since 1 January 1970.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// First and last possible day; `None` if the date is open at that side.
    pub lower: Option<i64>,
    pub upper: Option<i64>,
    /// Whether the date is approximate or uncertain.
    pub is_vague: bool,
    /// Whether it lasted from the first to the last day, rather than being some time between.
    pub is_lasting: bool,
}

/// A drawing, and what a page has to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    pub svg: String,
    /// How many dated events are not drawn.
    pub left_out: usize,
    /// How many have no date that could be drawn.
    pub undated: usize,
    /// Whether stretches without events are cut out of the axis.
    pub is_broken: bool,
    pub first_year: i64,
    pub last_year: i64,
}

/// How large a drawing is.
struct Format {
    class: &'static str,
    width: f64,
    font: f64,
    /// From one row to the next.
    row: f64,
    /// Widest label, in em.
    label: f64,
    /// Narrowest unit of the axis, and most of them.
    column: f64,
    columns: usize,
    /// Most events.
    events: usize,
}

const SHEET: Format = Format {
    class: "t-line",
    width: 1120.0,
    font: 11.5,
    row: 20.0,
    label: 25.0,
    column: 30.0,
    columns: 30,
    events: 180,
};

const SMALL: Format = Format {
    class: "t-small",
    width: 640.0,
    font: 11.5,
    row: 20.0,
    label: 23.0,
    column: 30.0,
    columns: 14,
    events: 24,
};

/// Draws all events of a dossier. `None` if none has a date.
#[must_use]
pub fn draw(timeline: &Timeline) -> Option<Drawing> {
    lay_out(timeline, &SHEET)
}

/// Draws the few events of one actor, at the width of a column of text.
#[must_use]
pub fn small(timeline: &Timeline) -> Option<Drawing> {
    lay_out(timeline, &SMALL)
}

fn lay_out(timeline: &Timeline, format: &Format) -> Option<Drawing> {
    let is_dated = |event: &&Event| event.spans.iter().any(|s| s.lower.or(s.upper).is_some());
    let mut events: Vec<&Event> = timeline.events.iter().filter(is_dated).collect();
    let dated = events.len();
    if dated > format.events {
        events.sort_by_key(|event| !event.is_decisive);
        events.truncate(format.events);
    }
    let axis = axis::Axis::new(&events, format)?;
    let rows = rows::rows(&events, &axis, format);
    Some(Drawing {
        svg: paint::paint(timeline, &axis, &rows, format),
        left_out: dated - rows.placed.len(),
        undated: timeline.events.len() - dated,
        is_broken: axis.is_broken(),
        first_year: axis.first_year(),
        last_year: axis.last_year(),
    })
}

#[cfg(test)]
mod tests;
