//! An entry and its neighbours → a small drawing: the entry in the middle, its neighbours left and right of it.
//!
//! Ten thousand of these are drawn in a build, so there is no search for places: two columns cannot overlap.

use super::super::measure;
use super::super::svg::Svg;
use super::dashes;

/// More neighbours than this are counted, not drawn.
const LIMIT: usize = 24;
/// Up to this many stand on one side.
const ONE_SIDE: usize = 3;

/// Width of every such drawing with neighbours on both sides, so that all are shown at the same scale.
const WIDTH: f64 = 640.0;
/// How much larger a drawing with neighbours on one side only is shown, where there is room: about as large as the
/// others on a wide screen.
const ENLARGED: f64 = 1.3;
const COLUMN: f64 = 200.0;
/// Space between two neighbours, one above the other.
const GAP: f64 = 9.0;
const FONT: f64 = 12.0;
const ROLE_FONT: f64 = 10.5;
const OWN_FONT: f64 = 14.0;
const PADDING: f64 = 8.0;
/// From one line to the next, in em.
const LEADING: f64 = 1.18;

/// An entry with those it is connected to.
#[derive(Debug, Clone, Default, Hash)]
pub struct Ego<'a> {
    /// Accessible name of the drawing.
    pub title: &'a str,
    /// What leads from the page to the root of the site: `""` or `"../"`.
    pub root: &'a str,
    pub label: &'a str,
    /// Type of the entry, as a word for classes.
    pub kind: &'a str,
    pub neighbours: Vec<Neighbour<'a>>,
}

/// A relation, seen from the entry. Several with the same `url` are drawn as one neighbour.
#[derive(Debug, Clone, Copy, Default, Hash)]
pub struct Neighbour<'a> {
    pub label: &'a str,
    /// From the root of the site.
    pub url: &'a str,
    /// Type, as a word for classes.
    pub kind: &'a str,
    /// What the neighbour is to the entry, as it stands in the table: `was headed by`.
    pub role: &'a str,
    /// Status, as a word for classes (`alleged`) and as a word for readers; both empty if it has none.
    pub status: &'a str,
    pub status_label: &'a str,
}

/// A small drawing, and how many neighbours it does not show (it says so itself, as `+12`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EgoDrawing {
    pub svg: String,
    pub left_out: usize,
}

/// One neighbour with all its relations, measured.
struct Placed<'a> {
    relations: Vec<Neighbour<'a>>,
    name: Vec<String>,
    role: Vec<String>,
    width: f64,
    height: f64,
    is_left: bool,
    /// Top of its box.
    y: f64,
}

/// Draws an entry and its neighbours. `None` if it has none.
#[must_use]
pub fn ego(ego: &Ego) -> Option<EgoDrawing> {
    let (mut neighbours, left_out) = gather(ego);
    if neighbours.is_empty() {
        return None;
    }
    let own = measure::wrap(ego.label, 9.6, 4);
    let own_height = own.len() as f64 * OWN_FONT * LEADING + 12.0;
    let both_sides = neighbours.len() > ONE_SIDE;
    let (mut left, mut right) = (0.0, 0.0);
    for neighbour in &mut neighbours {
        neighbour.is_left = both_sides && left < right;
        let side = if neighbour.is_left {
            &mut left
        } else {
            &mut right
        };
        neighbour.y = *side;
        *side += neighbour.height + GAP;
    }
    let height = (left.max(right) - GAP).max(own_height);
    for neighbour in &mut neighbours {
        let side = if neighbour.is_left { left } else { right };
        neighbour.y += 1.0 + (height - (side - GAP)) / 2.0;
    }
    let shown = if left_out > 0 { height + 20.0 } else { height } + 2.0;

    let widest = own.iter().map(|l| measure::width(l)).fold(2.0, f64::max);
    let own_width = widest * OWN_FONT * measure::BOLD + 20.0;
    // With neighbours on one side only it is as wide as what it shows, so that it fits on a telephone.
    let own_x = if both_sides {
        WIDTH / 2.0
    } else {
        own_width / 2.0 + 1.0
    };
    let centre = (own_x, 1.0 + height / 2.0);
    let columns = (COLUMN, own_x + WIDTH / 2.0 - COLUMN);
    let width = if both_sides {
        WIDTH
    } else {
        columns.1 + neighbours.iter().map(|n| n.width).fold(0.0, f64::max) + 1.0
    };

    let mut svg = Svg::with_capacity(600 + neighbours.len() * 520);
    svg.raw("<svg class=\"g-ego");
    if both_sides {
        svg.raw("\"");
    } else {
        svg.raw(" g-one\"").measure("width", width * ENLARGED);
    }
    svg.raw(" role=\"group\"")
        .attribute("aria-label", ego.title)
        .raw(" viewBox=\"0 0 ")
        .point((width, shown))
        .raw("\" font-size=\"12\" text-anchor=\"middle\">")
        .raw("<g class=\"g-edges\" fill=\"none\" stroke=\"currentColor\" aria-hidden=\"true\">");
    for neighbour in &neighbours {
        let near = if neighbour.is_left {
            columns.0
        } else {
            columns.1
        };
        lines(&mut svg, neighbour, centre, own_width / 2.0, near);
    }
    svg.raw("</g><g class=\"g-nodes\"><g class=\"g-node g-self k-")
        .class_word(ego.kind)
        .raw("\" aria-hidden=\"true\">");
    let own_box = (centre.0 - own_width / 2.0, centre.1 - own_height / 2.0);
    boxed(&mut svg, own_box, (own_width, own_height), ego.kind);
    svg.raw("<text fill=\"currentColor\" font-size=\"14\" font-weight=\"600\">");
    rows(&mut svg, &own, centre.0, own_box.1 + 6.0, OWN_FONT);
    svg.raw("</text></g>");
    for neighbour in &neighbours {
        let near = if neighbour.is_left {
            columns.0
        } else {
            columns.1
        };
        paint(&mut svg, ego.root, neighbour, near);
    }
    if left_out > 0 {
        svg.raw("<text class=\"g-more\" fill=\"currentColor\"")
            .measure("x", centre.0)
            .measure("y", height + 16.0)
            .raw(">+")
            .number(left_out as f64)
            .raw("</text>");
    }
    svg.raw("</g></svg>");
    Some(EgoDrawing {
        svg: svg.finish(),
        left_out,
    })
}

/// The neighbours to draw, in order of first appearance, and how many more there are.
fn gather<'a>(ego: &Ego<'a>) -> (Vec<Placed<'a>>, usize) {
    let mut grouped: Vec<Vec<Neighbour>> = Vec::new();
    let mut place: rustc_hash::FxHashMap<&str, usize> = rustc_hash::FxHashMap::default();
    for neighbour in &ego.neighbours {
        let next = grouped.len();
        match *place.entry(neighbour.url).or_insert(next) {
            at if at == next => grouped.push(vec![*neighbour]),
            at => grouped[at].push(*neighbour),
        }
    }
    let left_out = grouped.len().saturating_sub(LIMIT);
    grouped.truncate(LIMIT);
    (grouped.into_iter().map(Placed::new).collect(), left_out)
}

impl<'a> Placed<'a> {
    fn new(relations: Vec<Neighbour<'a>>) -> Placed<'a> {
        let room = COLUMN - 2.0 * PADDING - 2.0;
        let name = measure::wrap(relations.first().map_or("", |r| r.label), room / FONT, 2);
        let mut roles: Vec<&str> = Vec::new();
        for relation in &relations {
            if !relation.role.is_empty() && !roles.contains(&relation.role) {
                roles.push(relation.role);
            }
        }
        let role = measure::wrap(&roles.join(" · "), room / ROLE_FONT, 2);
        let widest = |lines: &[String]| lines.iter().map(|l| measure::width(l)).fold(0.0, f64::max);
        Placed {
            width: (widest(&name) * FONT)
                .max(widest(&role) * ROLE_FONT)
                .max(20.0)
                + 2.0 * PADDING,
            height: (name.len() as f64 * FONT + role.len() as f64 * ROLE_FONT) * LEADING + 9.0,
            relations,
            name,
            role,
            is_left: false,
            y: 0.0,
        }
    }
}

/// The lines to one neighbour, one for each status, side by side.
fn lines(svg: &mut Svg, neighbour: &Placed, centre: (f64, f64), half: f64, near: f64) {
    let mut statuses: Vec<&str> = Vec::new();
    for relation in &neighbour.relations {
        if !statuses.contains(&relation.status) {
            statuses.push(relation.status);
        }
    }
    let from = centre.0 + if neighbour.is_left { -half } else { half };
    let middle = (from + near) / 2.0;
    for (i, status) in statuses.iter().enumerate() {
        let beside = (i as f64 - (statuses.len() as f64 - 1.0) / 2.0) * 6.0;
        let (start, end) = (
            (from, centre.1 + beside),
            (near, neighbour.y + neighbour.height / 2.0 + beside),
        );
        svg.raw("<path class=\"g-edge g-line l-")
            .class_word(if status.is_empty() { "plain" } else { status })
            .raw("\"");
        if !dashes(status).is_empty() {
            svg.raw(" stroke-dasharray=\"")
                .raw(dashes(status))
                .raw("\"");
        }
        svg.raw(" d=\"M")
            .point(start)
            .raw("C")
            .point((middle, start.1))
            .raw(" ")
            .point((middle, end.1))
            .raw(" ")
            .point(end)
            .raw("\"/>");
    }
}

fn paint(svg: &mut Svg, root: &str, neighbour: &Placed, near: f64) {
    let Some(first) = neighbour.relations.first() else {
        return;
    };
    svg.raw("<a class=\"g-node k-")
        .class_word(first.kind)
        .raw("\" href=\"")
        .text(root)
        .text(first.url)
        .raw("\" aria-label=\"")
        .text(first.label);
    for relation in &neighbour.relations {
        if !relation.role.is_empty() {
            svg.raw(", ").text(relation.role);
        }
        if !relation.status_label.is_empty() {
            svg.raw(" (").text(relation.status_label).raw(")");
        }
    }
    svg.raw("\">");
    let left = if neighbour.is_left {
        near - neighbour.width
    } else {
        near
    };
    boxed(
        svg,
        (left, neighbour.y),
        (neighbour.width, neighbour.height),
        first.kind,
    );
    svg.raw("<text fill=\"currentColor\">");
    let centre = left + neighbour.width / 2.0;
    let bottom = rows(svg, &neighbour.name, centre, neighbour.y + 4.0, FONT);
    svg.raw("</text>");
    if !neighbour.role.is_empty() {
        svg.raw(" <text class=\"g-role\" fill=\"currentColor\" font-size=\"10.5\">");
        rows(svg, &neighbour.role, centre, bottom, ROLE_FONT);
        svg.raw("</text>");
    }
    svg.raw("</a>");
}

fn boxed(svg: &mut Svg, at: (f64, f64), size: (f64, f64), kind: &str) {
    svg.raw("<rect class=\"g-box\" fill=\"Canvas\" stroke=\"currentColor\"")
        .measure("x", at.0)
        .measure("y", at.1)
        .measure("width", size.0)
        .measure("height", size.1);
    if kind == "person" {
        svg.measure("rx", (size.1 / 2.0).min(14.0));
    }
    svg.raw("/>");
}

/// Lines of text from `top` downwards; gives back where they end.
fn rows(svg: &mut Svg, rows: &[String], x: f64, top: f64, font: f64) -> f64 {
    let leading = font * LEADING;
    let mut y = top;
    for row in rows {
        // The space keeps the words of two lines apart where they are read as one.
        svg.raw(if y > top { " <tspan" } else { "<tspan" })
            .measure("x", x)
            .measure("y", y + font * 0.94)
            .raw(">")
            .text(row)
            .raw("</tspan>");
        y += leading;
    }
    y
}
