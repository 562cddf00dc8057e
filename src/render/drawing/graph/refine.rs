//! Parted boxes → boxes moved one at a time, wherever that makes the drawing easier to read.
//!
//! The cost of a pass grows with the square of the number of lines, so comparisons are counted: where a pass of all
//! steps does not fit into what is allowed, each box tries fewer of them, and the search ends when it is used up.

use super::boxes::{CLEAR, Course, overlap};
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

/// Comparisons of a line with a line or with a box. What is allowed may be surpassed by those of one step.
#[derive(Default)]
pub(super) struct Effort {
    pub(super) made: u64,
    pub(super) allowed: u64,
}

impl Effort {
    fn is_spent(&self) -> bool {
        self.made >= self.allowed
    }
}

/// Moves boxes to better places, alone or with everything that hangs on them; none will overlap another that did not
/// before. Returns how hard the result is to read.
pub(super) fn refine(
    points: &mut [Point],
    sizes: &[Point],
    links: &Links,
    effort: &mut Effort,
) -> f64 {
    let branches: Vec<Vec<usize>> = (0..points.len()).map(|node| branch(links, node)).collect();
    let mut plan = Plan::new(points, sizes, links, effort);
    plan.every = plan.pass().div_ceil(plan.effort.allowed.max(1)).max(1);
    for pass in 0..PASSES {
        let mut moved = false;
        // The least important first: they have the most freedom.
        for node in (0..branches.len()).rev() {
            plan.turn = node + pass;
            moved |= plan.improve(&[node]);
            if let Some(branch @ [_, _, ..]) = branches.get(node).map(Vec::as_slice) {
                moved |= plan.improve(branch);
            }
        }
        if !moved || plan.effort.is_spent() {
            break;
        }
    }
    plan.cost()
}

/// How hard a layout is to read: lines under boxes, which mislead, crossings, and length.
pub(super) fn cost(
    points: &mut [Point],
    sizes: &[Point],
    links: &Links,
    effort: &mut Effort,
) -> f64 {
    Plan::new(points, sizes, links, effort).cost()
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
    courses: Vec<Course>,
    effort: &'a mut Effort,
    /// One of how many steps is tried, and where the counting begins, so that boxes try different ones.
    every: u64,
    turn: usize,
}

/// What a line under a box costs, in crossings.
const UNDER_BOX: f64 = 4.0;
/// What this length of line costs as much as a crossing.
const LENGTH: f64 = 120.0;

impl<'a> Plan<'a> {
    fn new(
        points: &'a mut [Point],
        sizes: &'a [Point],
        links: &'a Links,
        effort: &'a mut Effort,
    ) -> Plan<'a> {
        let courses = links.pairs.iter().map(|pair| course(points, sizes, *pair));
        let courses = courses.collect();
        Plan {
            points,
            sizes,
            links,
            courses,
            effort,
            every: 1,
            turn: 0,
        }
    }

    /// Comparisons of a pass in which each box tries each near step.
    fn pass(&self) -> u64 {
        let (nodes, links) = (self.points.len() as u64, self.links.pairs.len() as u64);
        let of_all = 2 * links * (links + nodes) + nodes * links;
        (NEAR.len() * WAYS.len()) as u64 * of_all
    }

    fn cost(&mut self) -> f64 {
        // What `cost_of` all boxes would give, with each pair of lines compared once, not by each of their four ends.
        let mut cost = 0.0;
        for (i, ((c, d), own)) in self.links.pairs.iter().zip(&self.courses).enumerate() {
            cost += 2.0 * length(own) / LENGTH;
            for ((e, f), other) in self.links.pairs.iter().zip(&self.courses).skip(i + 1) {
                let is_apart = c != e && c != f && d != e && d != f;
                if is_apart && own.crosses(other) {
                    cost += 4.0;
                }
            }
            for (k, (at, size)) in self.points.iter().zip(self.sizes).enumerate() {
                if k != *c && k != *d && own.crosses_box(*at, roomy(*size)) {
                    cost += 3.0 * UNDER_BOX;
                }
            }
        }
        let (nodes, links) = (self.points.len() as u64, self.links.pairs.len() as u64);
        self.effort.made += links * (links / 2 + nodes);
        cost
    }

    /// Moves some boxes together to the best of the places that they can try. Whether they moved.
    fn improve(&mut self, group: &[usize]) -> bool {
        if self.effort.is_spent() {
            return false;
        }
        let homes: Vec<Point> = group.iter().map(|node| self.points[*node]).collect();
        let now = self.cost_of_all(group, f64::INFINITY);
        let mut best = (now - 0.05, (0.0, 0.0));
        let is_bad = now > UNDER_BOX + group.len() as f64 * 2.0;
        let distances = if is_bad { &FAR[..] } else { &NEAR[..] };
        let steps = distances
            .iter()
            .flat_map(|distance| WAYS.map(|(x, y)| (x * distance, y * distance)));
        for (nth, step) in (self.turn as u64..).zip(steps) {
            if self.effort.is_spent() {
                break;
            }
            if nth % self.every != 0 {
                continue;
            }
            self.place(group, &homes, step);
            if group.iter().all(|node| self.is_free(*node, group)) {
                self.trace(group);
                let cost = self.cost_of_all(group, best.0);
                if cost < best.0 {
                    best = (cost, step);
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

    fn cost_of_all(&mut self, group: &[usize], enough: f64) -> f64 {
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
    fn cost_of(&mut self, node: usize, enough: f64) -> f64 {
        let mut cost = 0.0;
        for (_, link) in &self.links.near[node] {
            cost += length(&self.courses[*link]) / LENGTH;
        }
        for (other, link) in &self.links.near[node] {
            if cost > enough {
                return cost;
            }
            self.effort.made += (self.links.pairs.len() + self.points.len()) as u64;
            let own = self.courses[*link];
            for ((c, d), course) in self.links.pairs.iter().zip(&self.courses) {
                let is_apart = *c != node && *d != node && c != other && d != other;
                if is_apart && own.crosses(course) {
                    cost += 1.0;
                }
            }
            for (k, (at, size)) in self.points.iter().zip(self.sizes).enumerate() {
                if k != node && k != *other && own.crosses_box(*at, roomy(*size)) {
                    cost += UNDER_BOX;
                }
            }
        }
        self.effort.made += self.links.pairs.len() as u64;
        let (at, size) = (self.points[node], roomy(self.sizes[node]));
        for ((c, d), course) in self.links.pairs.iter().zip(&self.courses) {
            if *c != node && *d != node && course.crosses_box(at, size) {
                cost += UNDER_BOX;
            }
        }
        cost
    }
}

fn roomy(size: Point) -> Point {
    (size.0 + 6.0, size.1 + 6.0)
}

fn length(course: &Course) -> f64 {
    let (dx, dy) = (course.from.0 - course.to.0, course.from.1 - course.to.1);
    (dx * dx + dy * dy).sqrt()
}

/// The line between the points that two boxes are joined at.
fn course(points: &[Point], sizes: &[Point], (a, b): (usize, usize)) -> Course {
    Course::new(
        anchor(points[a], sizes[a], points[b]),
        anchor(points[b], sizes[b], points[a]),
    )
}

/// The point on the middle line of a box that a line makes for: lines to a wide box spread along it.
pub(super) fn anchor(at: Point, size: Point, other: Point) -> Point {
    let spread = (size.0 - size.1).max(0.0) / 2.0 * 0.9;
    (at.0 + ((other.0 - at.0) * 0.4).clamp(-spread, spread), at.1)
}
