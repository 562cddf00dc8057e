//! Axis and rows → SVG source.

use super::super::svg::Svg;
use super::axis::Axis;
use super::rows::{DOT, Mark, Placed, Rows};
use super::{Format, Timeline};

const HEAD: f64 = 30.0;
const MARGIN: f64 = 6.0;
/// Half of the height of a bar.
const HALF: f64 = 4.0;
/// With more rows than this, years are named below as well.
const NAMED_BELOW: usize = 12;

pub(super) fn paint(timeline: &Timeline, axis: &Axis, rows: &Rows, format: &Format) -> String {
    let bottom = HEAD + rows.n_rows as f64 * format.row + 4.0;
    let is_named_below = rows.n_rows > NAMED_BELOW;
    let height = if is_named_below {
        bottom + 20.0
    } else {
        bottom + 2.0
    };
    let left = rows.placed.iter().map(|p| p.left).fold(0.0, f64::min) - MARGIN;
    let right = rows
        .placed
        .iter()
        .map(|p| p.right)
        .fold(axis.width, f64::max)
        + MARGIN;
    let mut svg = Svg::with_capacity(1200 + rows.placed.len() * 420);
    svg.raw("<svg class=\"")
        .raw(format.class)
        .raw("\" role=\"group\"")
        .attribute("aria-label", timeline.title);
    if !timeline.description.is_empty() {
        svg.raw(" aria-describedby=\"t-desc\"");
    }
    // Left to right on pages that run from right to left as well: an axis of years does.
    svg.raw(" viewBox=\"")
        .point((left, 0.0))
        .raw(" ")
        .point((right - left, height))
        .raw("\" direction=\"ltr\"")
        .measure("font-size", format.font)
        .raw(">");
    if !timeline.description.is_empty() {
        svg.raw("<desc id=\"t-desc\">")
            .text(timeline.description)
            .raw("</desc>");
    }
    paint_axis(&mut svg, axis, timeline.lang, bottom, is_named_below);
    svg.raw("<g class=\"t-events\">");
    for placed in &rows.placed {
        let y = HEAD + (placed.row as f64 + 0.5) * format.row;
        paint_event(&mut svg, timeline.root, placed, y);
    }
    svg.raw("</g></svg>");
    svg.finish()
}

fn paint_axis(svg: &mut Svg, axis: &Axis, lang: &str, bottom: f64, is_named_below: bool) {
    svg.raw("<g aria-hidden=\"true\"><path class=\"t-grid\" fill=\"none\" stroke=\"currentColor\" stroke-opacity=\".25\" d=\"");
    for column in &axis.columns {
        svg.raw("M")
            .point((column.x, HEAD - 6.0))
            .raw("V")
            .number(bottom);
    }
    svg.raw("M")
        .point((axis.width, HEAD - 6.0))
        .raw("V")
        .number(bottom);
    svg.raw("\"/><path class=\"t-axis\" fill=\"none\" stroke=\"currentColor\" d=\"");
    for column in axis.columns.iter().filter(|column| !column.is_cut) {
        svg.raw("M")
            .point((column.x, HEAD - 6.0))
            .raw("h")
            .number(column.width);
        if axis.step == 1 && column.width >= 84.0 {
            for month in 1..12 {
                let x = column.x + column.width * f64::from(month) / 12.0;
                svg.raw("M").point((x, HEAD - 6.0)).raw("v3");
            }
        }
    }
    svg.raw("\"/>");
    if axis.is_broken() {
        svg.raw("<path class=\"t-break\" fill=\"none\" stroke=\"currentColor\" d=\"");
        for column in axis.columns.iter().filter(|column| column.is_cut) {
            let middle = column.x + column.width / 2.0;
            svg.raw("M")
                .point((column.x, HEAD - 6.0))
                .raw("H")
                .number(middle - 3.0);
            svg.raw("M")
                .point((middle + 3.0, HEAD - 6.0))
                .raw("H")
                .number(column.x + column.width);
            for x in [middle - 5.5, middle + 0.5] {
                svg.raw("M").point((x, HEAD - 1.0)).raw("l5 -10");
            }
        }
        svg.raw("\"/>");
    }
    svg.raw("<g class=\"t-year\" fill=\"currentColor\" text-anchor=\"middle\">");
    for y in [Some(HEAD - 14.0), is_named_below.then_some(bottom + 14.0)]
        .into_iter()
        .flatten()
    {
        for column in axis.columns.iter().filter(|column| !column.is_cut) {
            svg.raw("<text")
                .measure("x", column.x + column.width / 2.0)
                .measure("y", y)
                .raw(">")
                .text(&axis.name(column, lang))
                .raw("</text>");
        }
    }
    svg.raw("</g></g>");
}

fn paint_event(svg: &mut Svg, root: &str, placed: &Placed, y: f64) {
    let event = placed.event;
    svg.raw("<a class=\"t-event");
    if event.is_decisive {
        svg.raw(" t-decisive");
    }
    if placed.marks.len() > 1 {
        svg.raw(" t-differs");
    }
    svg.raw("\" href=\"")
        .text(root)
        .text(event.url)
        .raw("\" fill=\"currentColor\" stroke=\"currentColor\"><title>")
        .text(event.label);
    if !event.date.is_empty() {
        svg.raw(", ").text(event.date);
    }
    svg.raw("</title>");
    if let (Some(first), Some(last)) = (placed.marks.first(), placed.marks.last())
        && placed.marks.len() > 1
    {
        svg.raw("<path class=\"t-or\" fill=\"none\" stroke-dasharray=\"1 3\" d=\"M")
            .point((first.from, y))
            .raw("H")
            .number(last.to)
            .raw("\"/>");
    }
    for mark in &placed.marks {
        paint_mark(svg, mark, y, event.is_decisive);
    }
    svg.raw("<text class=\"t-label\" stroke=\"none\"")
        .measure("x", placed.label_x)
        .measure("y", y + 4.0);
    if placed.is_left {
        svg.raw(" text-anchor=\"end\"");
    }
    if event.is_decisive {
        svg.raw(" font-weight=\"600\"");
    }
    svg.raw(">").text(&placed.label).raw("</text></a>");
}

fn paint_mark(svg: &mut Svg, mark: &Mark, y: f64, is_decisive: bool) {
    let vague = if mark.span.is_vague { " t-vague" } else { "" };
    match (mark.span.lower, mark.span.upper) {
        (Some(_), Some(_)) if mark.to - mark.from <= DOT => {
            svg.raw("<circle class=\"t-day").raw(vague).raw("\"");
            hollow(svg, mark.span.is_vague, mark.span.is_vague);
            svg.measure("cx", (mark.from + mark.to) / 2.0)
                .measure("cy", y)
                .measure("r", if is_decisive { 4.5 } else { 3.5 })
                .raw("/>");
        }
        (Some(_), Some(_)) => {
            let is_lasting = mark.span.is_lasting;
            svg.raw("<rect class=\"")
                .raw(if is_lasting { "t-lasting" } else { "t-within" })
                .raw(vague)
                .raw("\"");
            hollow(svg, mark.span.is_vague || !is_lasting, mark.span.is_vague);
            svg.measure("x", mark.from + 0.5)
                .measure("y", y - HALF)
                .measure("width", (mark.to - mark.from - 1.0).max(1.0))
                .measure("height", 2.0 * HALF)
                .measure("rx", if is_lasting { 1.0 } else { HALF })
                .raw("/>");
        }
        (lower, _) => {
            // The stroke stands at the day that is known; the arrow leads away from it and fades.
            let (at, to) = if lower.is_some() {
                (mark.from, mark.to)
            } else {
                (mark.to, mark.from)
            };
            let back = if to > at { -4.0 } else { 4.0 };
            svg.raw("<path class=\"t-open")
                .raw(vague)
                .raw("\" fill=\"none\" d=\"M");
            svg.point((at, y - HALF)).raw("V").number(y + HALF);
            svg.raw("M")
                .point((to + back, y - 3.5))
                .raw("L")
                .point((to, y))
                .raw("L")
                .point((to + back, y + 3.5));
            svg.raw("\"/><path class=\"t-open\" fill=\"none\" stroke-dasharray=\"9 2 6 3 4 3 2 3\" d=\"M");
            svg.point((at, y)).raw("H").number(to).raw("\"/>");
        }
    }
}

/// The inside and the outline of a mark; a filled mark is what it inherits.
fn hollow(svg: &mut Svg, is_hollow: bool, is_dashed: bool) {
    if is_hollow {
        svg.raw(" fill=\"Canvas\"");
    }
    if is_dashed {
        svg.raw(" stroke-dasharray=\"2.5 2\"");
    }
}
