//! Events → rows in which no mark or label touches another.

use super::super::measure;
use super::axis::Axis;
use super::{Event, Format, Span};

/// Space between what stands in one row.
const GAP: f64 = 12.0;
/// Between a mark and its label.
const BESIDE: f64 = 6.0;
/// Narrower than this a span is drawn as a dot.
pub(super) const DOT: f64 = 9.0;
/// Length of the arrow of an open date.
pub(super) const ARROW: f64 = 30.0;

pub(super) struct Rows<'a> {
    /// In order of time.
    pub(super) placed: Vec<Placed<'a>>,
    pub(super) n_rows: usize,
}

/// An event with its place.
pub(super) struct Placed<'a> {
    pub(super) event: &'a Event<'a>,
    pub(super) marks: Vec<Mark>,
    pub(super) label: String,
    /// Where the label begins, or ends if it stands left of the mark.
    pub(super) label_x: f64,
    pub(super) is_left: bool,
    /// Where mark and label begin and end.
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) row: usize,
}

/// One span on the axis, from left to right.
pub(super) struct Mark {
    pub(super) span: Span,
    pub(super) from: f64,
    pub(super) to: f64,
}

impl Mark {
    fn new(span: Span, axis: &Axis) -> Option<Mark> {
        let (from, to) = match (span.lower, span.upper) {
            (Some(lower), Some(upper)) => {
                (axis.x(lower), axis.x(upper.max(lower).saturating_add(1)))
            }
            (Some(lower), None) => (axis.x(lower), axis.x(lower) + ARROW),
            (None, Some(upper)) => {
                let at = axis.x(upper.saturating_add(1));
                (at - ARROW, at)
            }
            (None, None) => return None,
        };
        let is_dot = span.lower.is_some() && span.upper.is_some() && to - from < DOT;
        let middle = (from + to) / 2.0;
        let (from, to) = if is_dot {
            (middle - DOT / 2.0, middle + DOT / 2.0)
        } else {
            (from, to)
        };
        Some(Mark { span, from, to })
    }
}

/// Gives each event the first row from the top in which there is room.
pub(super) fn rows<'a>(events: &[&'a Event<'a>], axis: &Axis, format: &Format) -> Rows<'a> {
    let mut placed: Vec<Placed> = events.iter().map(|e| place(e, axis, format)).collect();
    placed.sort_by(|a, b| a.left.total_cmp(&b.left));
    let mut ends: Vec<f64> = Vec::new();
    for event in &mut placed {
        let free = ends.iter().position(|end| end + GAP <= event.left);
        event.row = free.unwrap_or(ends.len());
        match ends.get_mut(event.row) {
            Some(end) => *end = event.right,
            None => ends.push(event.right),
        }
    }
    Rows {
        placed,
        n_rows: ends.len(),
    }
}

fn place<'a>(event: &'a Event<'a>, axis: &Axis, format: &Format) -> Placed<'a> {
    let mut marks: Vec<Mark> = event
        .spans
        .iter()
        .filter_map(|s| Mark::new(*s, axis))
        .collect();
    marks.sort_by(|a, b| a.from.total_cmp(&b.from));
    let from = marks.iter().map(|m| m.from).fold(f64::INFINITY, f64::min);
    let to = marks.iter().map(|m| m.to).fold(f64::NEG_INFINITY, f64::max);
    let bold = if event.is_decisive {
        measure::BOLD
    } else {
        1.0
    };
    let em = format.font * bold;
    // Right of the mark; left of it where the sheet ends and there is more room.
    let (after, before) = (axis.width - to - BESIDE, from - BESIDE);
    let wanted = measure::width(event.label).min(format.label) * em;
    let is_left = after < wanted && before > after;
    let room = if is_left { before } else { after }.max(em * 4.0);
    let label = measure::cut(event.label, (room / em).min(format.label));
    let width = measure::width(&label) * em;
    let label_x = if is_left { from - BESIDE } else { to + BESIDE };
    Placed {
        left: if is_left { label_x - width } else { from },
        right: if is_left { to } else { label_x + width },
        event,
        marks,
        label,
        label_x,
        is_left,
        row: 0,
    }
}
