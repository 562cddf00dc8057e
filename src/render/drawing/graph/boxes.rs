//! Places → places at which no box overlaps another, and as few lines as possible run under a box.

type Point = (f64, f64);

/// Clear space between boxes, sideways and up and down.
pub(super) const CLEAR: Point = (16.0, 13.0);
/// Rounds in which links pull together and boxes make way for lines; the rounds after them only part boxes.
const SOFT_ROUNDS: usize = 220;
const ROUNDS: usize = 900;
/// How often boxes and lines are compared while boxes make way, at most: dense graphs do it in fewer rounds.
const COMPARISONS: usize = 3_000_000;

/// Parts boxes of these sizes until none overlaps another.
pub(super) fn part(points: &mut [Point], sizes: &[Point], links: &[(usize, usize)]) {
    let pairs = points.len() * links.len();
    let every = 3 * (pairs * SOFT_ROUNDS / 3).div_ceil(COMPARISONS).max(1);
    for round in 0..ROUNDS {
        if round < SOFT_ROUNDS {
            let cooling = 1.0 - round as f64 / SOFT_ROUNDS as f64;
            pull_together(points, sizes, links, 0.03 * cooling);
            if round % every == 0 {
                make_way(points, sizes, links, 14.0 * cooling);
            }
        }
        let clear = !push_apart(points, sizes);
        if clear && round >= SOFT_ROUNDS {
            return;
        }
        if round > SOFT_ROUNDS && round % 40 == 0 {
            // Locked in: more room for everyone.
            for (x, y) in points.iter_mut() {
                *x *= 1.04;
                *y *= 1.04;
            }
        }
    }
    line_up(points, sizes);
}

/// Moves each overlapping pair apart by half of the shorter way out. Whether any had to be moved.
fn push_apart(points: &mut [Point], sizes: &[Point]) -> bool {
    let mut moved = false;
    for i in 0..points.len() {
        for j in i + 1..points.len() {
            let (dx, dy) = (points[j].0 - points[i].0, points[j].1 - points[i].1);
            let over_x = (sizes[i].0 + sizes[j].0) / 2.0 + CLEAR.0 - dx.abs();
            let over_y = (sizes[i].1 + sizes[j].1) / 2.0 + CLEAR.1 - dy.abs();
            if over_x <= 0.01 || over_y <= 0.01 {
                continue;
            }
            moved = true;
            if over_x < over_y {
                let step = if dx < 0.0 { -over_x } else { over_x } / 2.0;
                points[i].0 -= step;
                points[j].0 += step;
            } else {
                let step = if dy < 0.0 { -over_y } else { over_y } / 2.0;
                points[i].1 -= step;
                points[j].1 += step;
            }
        }
    }
    moved
}

/// Draws linked boxes towards each other when there is more than a link's length of daylight between them.
fn pull_together(points: &mut [Point], sizes: &[Point], links: &[(usize, usize)], part: f64) {
    for (a, b) in links {
        let (dx, dy) = (points[*b].0 - points[*a].0, points[*b].1 - points[*a].1);
        let gap_x = dx.abs() - (sizes[*a].0 + sizes[*b].0) / 2.0;
        let gap_y = dy.abs() - (sizes[*a].1 + sizes[*b].1) / 2.0;
        if gap_x.max(gap_y) < 50.0 {
            continue;
        }
        let (step_x, step_y) = (dx * part, dy * part);
        points[*a].0 += step_x;
        points[*a].1 += step_y;
        points[*b].0 -= step_x;
        points[*b].1 -= step_y;
    }
}

/// Moves boxes off lines that run under them, at most `most` in a round.
fn make_way(points: &mut [Point], sizes: &[Point], links: &[(usize, usize)], most: f64) {
    for (a, b) in links {
        for k in 0..points.len() {
            if k == *a || k == *b {
                continue;
            }
            let (from, to, at) = (points[*a], points[*b], points[k]);
            let room = (sizes[k].0 + 8.0, sizes[k].1 + 8.0);
            if !Course::new(from, to).crosses_box(at, room) {
                continue;
            }
            let (dx, dy) = (to.0 - from.0, to.1 - from.1);
            let length = (dx * dx + dy * dy).sqrt().max(1e-6);
            let (nx, ny) = (-dy / length, dx / length);
            let off = (at.0 - from.0) * nx + (at.1 - from.1) * ny;
            let needed = (room.0 * nx.abs() + room.1 * ny.abs()) / 2.0 - off.abs();
            let step = needed.clamp(0.0, most) * if off < 0.0 { -1.0 } else { 1.0 };
            points[k].0 += nx * step;
            points[k].1 += ny * step;
            for end in [*a, *b] {
                points[end].0 -= nx * step * 0.25;
                points[end].1 -= ny * step * 0.25;
            }
        }
    }
}

/// The last resort, for boxes that never came apart: one below the other.
fn line_up(points: &mut [Point], sizes: &[Point]) {
    let mut bottom = points
        .iter()
        .zip(sizes)
        .map(|(p, s)| p.1 + s.1)
        .fold(0.0, f64::max);
    for j in 1..points.len() {
        let hit = (0..j).any(|i| overlap(points[i], sizes[i], points[j], sizes[j]));
        if hit {
            points[j].1 = bottom + sizes[j].1 / 2.0 + CLEAR.1;
            bottom = points[j].1 + sizes[j].1 / 2.0;
        }
    }
}

/// Whether two boxes around these centres touch.
pub(super) fn overlap(a: Point, a_size: Point, b: Point, b_size: Point) -> bool {
    (a.0 - b.0).abs() < (a_size.0 + b_size.0) / 2.0
        && (a.1 - b.1).abs() < (a_size.1 + b_size.1) / 2.0
}

/// Whether the straight line between two points meets the box of that size around `at`.
pub(super) fn crosses_box(from: Point, to: Point, at: Point, size: Point) -> bool {
    let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
    for (start, delta, centre, extent) in [
        (from.0, to.0 - from.0, at.0, size.0),
        (from.1, to.1 - from.1, at.1, size.1),
    ] {
        let (low, high) = (centre - extent / 2.0 - start, centre + extent / 2.0 - start);
        if delta.abs() < 1e-9 {
            if low > 0.0 || high < 0.0 {
                return false;
            }
            continue;
        }
        let (first, last) = (low / delta, high / delta);
        enters = enters.max(first.min(last));
        leaves = leaves.min(first.max(last));
    }
    enters < leaves
}

/// A straight line with its bounds, which tell of most that it does not meet that they are nowhere near.
#[derive(Clone, Copy)]
pub(super) struct Course {
    pub(super) from: Point,
    pub(super) to: Point,
    low: Point,
    high: Point,
}

impl Course {
    pub(super) fn new(from: Point, to: Point) -> Course {
        Course {
            from,
            to,
            low: (from.0.min(to.0), from.1.min(to.1)),
            high: (from.0.max(to.0), from.1.max(to.1)),
        }
    }

    /// Whether it crosses another between their ends.
    pub(super) fn crosses(&self, other: &Course) -> bool {
        // Bits, not branches: which of the four it is cannot be foretold, and this is what layouts spend their time on.
        let is_beside = (self.high.0 < other.low.0)
            | (other.high.0 < self.low.0)
            | (self.high.1 < other.low.1)
            | (other.high.1 < self.low.1);
        if is_beside {
            return false;
        }
        let (a, b, c, d) = (self.from, self.to, other.from, other.to);
        let side =
            |p: Point, q: Point, r: Point| (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0);
        side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
    }

    /// Whether it meets the box of that size around `at`.
    pub(super) fn crosses_box(&self, at: Point, size: Point) -> bool {
        self.is_near_box(at, size) && crosses_box(self.from, self.to, at, size)
    }

    fn is_near_box(&self, at: Point, size: Point) -> bool {
        let (x, y) = (size.0 / 2.0, size.1 / 2.0);
        (self.high.0 >= at.0 - x)
            & (self.low.0 <= at.0 + x)
            & (self.high.1 >= at.1 - y)
            & (self.low.1 <= at.1 + y)
    }
}
