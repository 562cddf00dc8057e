//! Placed boxes → the course of each line, from border to border.
//!
//! A line is straight where it can be. Where it would run under somebody else's box it bends, just enough to pass; two
//! lines between the same boxes bend to either side.

use super::boxes::crosses_box;
use super::refine::anchor;
use super::{Line, NodeBox, Scene};

type Point = (f64, f64);

/// A line from `from` to `to`, bent towards `through` if there is one (the control point of a quadratic curve).
pub(super) struct Route {
    pub(super) from: Point,
    pub(super) to: Point,
    pub(super) through: Option<Point>,
}

pub(super) fn route(scene: &Scene) -> Vec<Route> {
    scene
        .lines
        .iter()
        .map(|line| {
            let (a, b) = (&scene.boxes[line.a], &scene.boxes[line.b]);
            let (at, other) = ((a.x, a.y), (b.x, b.y));
            let from = anchor(at, (a.width, a.height), other);
            let to = anchor(other, (b.width, b.height), at);
            // Beside each other: -9, 9; -18, 0, 18.
            let beside = (line.nth as f64 - (line.of as f64 - 1.0) / 2.0) * 18.0;
            let bends = [0.0, 24.0, -24.0, 48.0, -48.0, 76.0, -76.0, 108.0, -108.0];
            let mut best: Option<(usize, f64)> = None;
            for bend in bends {
                let bend = bend + beside;
                let hits = hits(scene, line, [from, control(from, to, bend), to]);
                if best.is_none_or(|(fewest, _)| hits < fewest) {
                    best = Some((hits, bend));
                }
                if hits == 0 {
                    break;
                }
            }
            let bend = best.map_or(0.0, |(_, bend)| bend);
            let through = control(from, to, bend);
            Route {
                from: border(a, from, through),
                to: border(b, to, through),
                through: (bend.abs() > 0.5).then_some(through),
            }
        })
        .collect()
}

/// The control point that bends a line sideways by half of `bend` in its middle.
fn control(a: Point, b: Point, bend: f64) -> Point {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length = (dx * dx + dy * dy).sqrt().max(1e-6);
    (
        (a.0 + b.0) / 2.0 - dy / length * bend,
        (a.1 + b.1) / 2.0 + dx / length * bend,
    )
}

/// How many boxes of others a curve between two boxes runs under.
fn hits(scene: &Scene, line: &Line, [from, through, to]: [Point; 3]) -> usize {
    const PIECES: usize = 10;
    let mut course = [(0.0, 0.0); PIECES + 1];
    for (i, point) in course.iter_mut().enumerate() {
        let t = i as f64 / PIECES as f64;
        let (p, q, r) = ((1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t);
        *point = (
            p * from.0 + q * through.0 + r * to.0,
            p * from.1 + q * through.1 + r * to.1,
        );
    }
    // The curve lies within the bounds of its three points; most boxes lie outside.
    let bounds = |p: f64, q: f64, r: f64| (p.min(q).min(r), p.max(q).max(r));
    let across = bounds(from.0, through.0, to.0);
    let down = bounds(from.1, through.1, to.1);
    let is_near = |b: &NodeBox| {
        b.x + b.width > across.0
            && b.x - b.width < across.1
            && b.y + b.height > down.0
            && b.y - b.height < down.1
    };
    let others = scene.boxes.iter().enumerate();
    others
        .filter(|(k, other)| *k != line.a && *k != line.b && is_near(other))
        .filter(|(_, other)| {
            let size = (other.width + 4.0, other.height + 4.0);
            course
                .windows(2)
                .any(|p| crosses_box(p[0], p[1], (other.x, other.y), size))
        })
        .count()
}

/// Where the way from a point within a box to one outside leaves the box; for round ends, a little further in, where
/// the box hides it.
fn border(node: &NodeBox, from: Point, to: Point) -> Point {
    let part = |from: f64, to: f64, centre: f64, extent: f64| {
        if (to - from).abs() < 1e-6 {
            return 1.0;
        }
        let edge = centre + if to > from { extent } else { -extent } / 2.0;
        (edge - from) / (to - from)
    };
    let across = part(from.0, to.0, node.x, node.width);
    let down = part(from.1, to.1, node.y, node.height);
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let inwards = node.corner() / (dx * dx + dy * dy).sqrt().max(1e-6);
    let part = (across.min(down) - inwards).clamp(0.0, 1.0);
    (from.0 + dx * part, from.1 + dy * part)
}
