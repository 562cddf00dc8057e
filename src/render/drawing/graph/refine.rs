//! Parted boxes → boxes moved one at a time, wherever that makes the drawing easier to read.

use super::boxes::{CLEAR, cross, crosses_box, overlap};
use super::layout::Links;

type Point = (f64, f64);

/// A box tries these ways, at each of these distances; the far ones only if something is wrong where it is.
const WAYS: [Point; 12] = [
    (1.0, 0.0),
    (0.86, 0.5),
    (0.5, 0.86),
    (0.0, 1.0),
    (-0.5, 0.86),
    (-0.86, 0.5),
    (-1.0, 0.0),
    (-0.86, -0.5),
    (-0.5, -0.86),
    (0.0, -1.0),
    (0.5, -0.86),
    (0.86, -0.5),
];
const NEAR: [f64; 3] = [14.0, 40.0, 90.0];
const FAR: [f64; 6] = [20.0, 60.0, 120.0, 190.0, 280.0, 400.0];
const PASSES: usize = 4;

/// Moves boxes to better places, alone or with everything that hangs on them; none will overlap another that did not
/// before. Returns how hard the result is to read.
pub(super) fn refine(points: &mut [Point], sizes: &[Point], links: &Links) -> f64 {
    let branches: Vec<Vec<usize>> = (0..points.len()).map(|node| branch(links, node)).collect();
    let mut plan = Plan::new(points, sizes, links);
    for _ in 0..PASSES {
        let mut moved = false;
        // The least important first: they have the most freedom.
        for node in (0..branches.len()).rev() {
            moved |= plan.improve(&[node]);
            if let Some(branch @ [_, _, ..]) = branches.get(node).map(Vec::as_slice) {
                moved |= plan.improve(branch);
            }
        }
        if !moved {
            break;
        }
    }
    plan.cost()
}

/// How hard a layout is to read: lines under boxes, which mislead, crossings, and length.
pub(super) fn cost(points: &mut [Point], sizes: &[Point], links: &Links) -> f64 {
    Plan::new(points, sizes, links).cost()
}

/// A node, and all that only it connects to the first node; the node alone if that is too much to move about.
fn branch(links: &Links, node: usize) -> Vec<usize> {
    const MOST: usize = 9;
    let mut reached = vec![false; links.near.len()];
    let mut next = vec![0];
    reached[0] = true;
    reached[node] = true;
    while let Some(at) = next.pop() {
        for (other, _) in &links.near[at] {
            if !std::mem::replace(&mut reached[*other], true) {
                next.push(*other);
            }
        }
    }
    let hanging = (0..reached.len()).filter(|k| !reached[*k]);
    let branch: Vec<usize> = std::iter::once(node).chain(hanging).collect();
    if node == 0 || branch.len() > MOST {
        vec![node]
    } else {
        branch
    }
}

/// A layout in the making.
struct Plan<'a> {
    points: &'a mut [Point],
    sizes: &'a [Point],
    links: &'a Links,
    /// The course of each link, kept up to date as boxes move.
    courses: Vec<(Point, Point)>,
}

/// What a line under a box costs, in crossings.
const UNDER_BOX: f64 = 4.0;
/// What this length of line costs as much as a crossing.
const LENGTH: f64 = 120.0;

impl<'a> Plan<'a> {
    fn new(points: &'a mut [Point], sizes: &'a [Point], links: &'a Links) -> Plan<'a> {
        let courses = links.pairs.iter().map(|pair| course(points, sizes, *pair));
        let courses = courses.collect();
        Plan {
            points,
            sizes,
            links,
            courses,
        }
    }

    fn cost(&self) -> f64 {
        let nodes = 0..self.points.len();
        nodes.map(|node| self.cost_of(node, f64::INFINITY)).sum()
    }

    /// Moves some boxes together to the best of the places that they can try. Whether they moved.
    fn improve(&mut self, group: &[usize]) -> bool {
        let homes: Vec<Point> = group.iter().map(|node| self.points[*node]).collect();
        let now = self.cost_of_all(group, f64::INFINITY);
        let mut best = (now - 0.05, (0.0, 0.0));
        let is_bad = now > UNDER_BOX + group.len() as f64 * 2.0;
        for distance in if is_bad { &FAR[..] } else { &NEAR[..] } {
            for (x, y) in WAYS {
                let step = (x * distance, y * distance);
                self.place(group, &homes, step);
                if group.iter().all(|node| self.is_free(*node, group)) {
                    self.trace(group);
                    let cost = self.cost_of_all(group, best.0);
                    if cost < best.0 {
                        best = (cost, step);
                    }
                }
            }
        }
        self.place(group, &homes, best.1);
        self.trace(group);
        best.1 != (0.0, 0.0)
    }

    fn place(&mut self, group: &[usize], homes: &[Point], step: Point) {
        for (node, home) in group.iter().zip(homes) {
            self.points[*node] = (home.0 + step.0, home.1 + step.1);
        }
    }

    /// Brings the courses of the links of moved boxes up to date.
    fn trace(&mut self, group: &[usize]) {
        for node in group {
            for (_, link) in &self.links.near[*node] {
                self.courses[*link] = course(self.points, self.sizes, self.links.pairs[*link]);
            }
        }
    }

    fn is_free(&self, node: usize, group: &[usize]) -> bool {
        let (at, size) = (self.points[node], self.sizes[node]);
        let roomy = (size.0 + 2.0 * CLEAR.0, size.1 + 2.0 * CLEAR.1);
        let mut others = self.points.iter().zip(self.sizes).enumerate();
        others.all(|(k, (p, s))| !overlap(at, roomy, *p, *s) || group.contains(&k))
    }

    fn cost_of_all(&self, group: &[usize], enough: f64) -> f64 {
        let mut cost = 0.0;
        for node in group {
            cost += self.cost_of(*node, enough - cost);
            if cost > enough {
                break;
            }
        }
        cost
    }

    /// The share of one box in the cost, or something above `enough` as soon as it is known to be above.
    fn cost_of(&self, node: usize, enough: f64) -> f64 {
        let mut cost = 0.0;
        for (_, link) in &self.links.near[node] {
            let (a, b) = self.courses[*link];
            let (dx, dy) = (a.0 - b.0, a.1 - b.1);
            cost += (dx * dx + dy * dy).sqrt() / LENGTH;
        }
        for (other, link) in &self.links.near[node] {
            if cost > enough {
                return cost;
            }
            let (a, b) = self.courses[*link];
            for ((c, d), (p, q)) in self.links.pairs.iter().zip(&self.courses) {
                let is_apart = *c != node && *d != node && c != other && d != other;
                if is_apart && cross(a, b, *p, *q) {
                    cost += 1.0;
                }
            }
            for (k, (at, size)) in self.points.iter().zip(self.sizes).enumerate() {
                if k != node && k != *other && crosses_box(a, b, *at, roomy(*size)) {
                    cost += UNDER_BOX;
                }
            }
        }
        let (at, size) = (self.points[node], roomy(self.sizes[node]));
        for ((c, d), (p, q)) in self.links.pairs.iter().zip(&self.courses) {
            if *c != node && *d != node && crosses_box(*p, *q, at, size) {
                cost += UNDER_BOX;
            }
        }
        cost
    }
}

fn roomy(size: Point) -> Point {
    (size.0 + 6.0, size.1 + 6.0)
}

/// The points that a line between two boxes makes for.
fn course(points: &[Point], sizes: &[Point], (a, b): (usize, usize)) -> (Point, Point) {
    (
        anchor(points[a], sizes[a], points[b]),
        anchor(points[b], sizes[b], points[a]),
    )
}

/// The point on the middle line of a box that a line makes for: lines to a wide box spread along it.
pub(super) fn anchor(at: Point, size: Point, other: Point) -> Point {
    let spread = (size.0 - size.1).max(0.0) / 2.0 * 0.9;
    (at.0 + ((other.0 - at.0) * 0.4).clamp(-spread, spread), at.1)
}
