//! Links → places: near in the graph is near on paper.
//!
//! Stress majorisation by the node-wise form of Gansner, Koren and North, *Graph drawing by stress majorization* (2004):
//! every pair of nodes wants to be as far apart as the shortest path between them is long, and far pairs insist less.
//! Links at nodes with many neighbours are longer, so that a hub's neighbours find room around it. It runs from a few
//! fixed starts, and the one with the fewest crossings is kept.

use super::Scene;
use super::refine::Effort;
use super::{boxes, refine};

type Point = (f64, f64);

const STARTS: usize = 4;
/// How many of the drafts are worked out in full.
const FINALISTS: usize = 2;
/// Points hardly move after a hundred rounds; the figure bounds the cost.
const ROUNDS: usize = 120;
/// Length of a link between nodes with few neighbours, in units of the drawing.
const LINK: f64 = 62.0;
/// Boxes are wide and pages are landscape: the layout is stretched sideways by this before boxes are parted.
const STRETCH: f64 = 1.3;

/// Who is linked to whom.
pub(super) struct Links {
    /// Each link once.
    pub(super) pairs: Vec<(usize, usize)>,
    /// The neighbours of each node, each with the place of their link in `pairs`.
    pub(super) near: Vec<Vec<(usize, usize)>>,
}

impl Links {
    fn new(n: usize, pairs: Vec<(usize, usize)>) -> Links {
        let mut near = vec![Vec::new(); n];
        for (link, (a, b)) in pairs.iter().enumerate() {
            near[*a].push((*b, link));
            near[*b].push((*a, link));
        }
        Links { pairs, near }
    }
}

/// Connected groups of the numbers below `n`, largest first, then by their first member.
pub(super) fn components(n: usize, pairs: Vec<(usize, usize)>) -> Vec<Vec<usize>> {
    let links = Links::new(n, pairs);
    let mut seen = vec![false; n];
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for start in 0..n {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        let mut group = vec![start];
        let mut next = 0;
        while let Some(node) = group.get(next).copied() {
            next += 1;
            for (other, _) in &links.near[node] {
                if !std::mem::replace(&mut seen[*other], true) {
                    group.push(*other);
                }
            }
        }
        groups.push(group);
    }
    groups.sort_by_key(|group| (std::cmp::Reverse(group.len()), group.first().copied()));
    groups
}

/// Gives the boxes of one connected group places around the origin, none overlapping another. `per_link` is how many
/// comparisons it may make for each of its links; gives back how many it made.
pub(super) fn arrange(scene: &mut Scene, group: &[usize], per_link: u64) -> u64 {
    let mut place = vec![usize::MAX; scene.boxes.len()];
    for (i, node) in group.iter().enumerate() {
        place[*node] = i;
    }
    let pairs = scene.links().into_iter().map(|(a, b)| (place[a], place[b]));
    let links = Links::new(
        group.len(),
        pairs.filter(|(a, _)| *a != usize::MAX).collect(),
    );
    let sizes: Vec<Point> = group
        .iter()
        .map(|n| (scene.boxes[*n].width, scene.boxes[*n].height))
        .collect();
    // Lines spread from a hub; it needs more room around it.
    let roomy: Vec<Point> = group
        .iter()
        .zip(&sizes)
        .map(|(n, (width, height))| {
            let around = (scene.boxes[*n].degree as f64 * 2.0).min(40.0);
            (width + around, height + around)
        })
        .collect();
    let pulls = pulls(&distances(&links));
    let starts = if group.len() < 4 { 1 } else { STARTS };
    let allowed = per_link * links.pairs.len() as u64;
    let mut made = 0;
    let mut drafts: Vec<(f64, Vec<Point>)> = (0..starts)
        .map(|start| {
            let mut points = spiral(group.len(), start);
            majorise(&mut points, &pulls);
            turn(&mut points);
            for (x, _) in &mut points {
                *x *= STRETCH;
            }
            let mut effort = Effort::default();
            let cost = refine::cost(&mut points, &sizes, &links, &mut effort);
            made += effort.made;
            (cost, points)
        })
        .collect();
    drafts.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    drafts.truncate(FINALISTS);
    // What it takes to tell how good a layout is, which is asked again at the end of each.
    let telling = made / starts as u64;
    let each = allowed.saturating_sub(made) / drafts.len().max(1) as u64;
    let each = each.saturating_sub(telling);
    for (cost, points) in &mut drafts {
        boxes::part(points, &roomy, &links.pairs);
        let mut effort = Effort {
            made: 0,
            allowed: each,
        };
        *cost = refine::refine(points, &sizes, &links, &mut effort);
        made += effort.made;
    }
    let Some((_, points)) = drafts.into_iter().min_by(|(a, _), (b, _)| a.total_cmp(b)) else {
        return made;
    };
    for (node, (x, y)) in group.iter().zip(points) {
        (scene.boxes[*node].x, scene.boxes[*node].y) = (x, y);
    }
    made
}

/// Length of the shortest path between each two connected nodes, row by row.
fn distances(links: &Links) -> Vec<f64> {
    let (n, near) = (links.near.len(), &links.near);
    let mut linked = vec![false; n * n];
    for (a, b) in &links.pairs {
        linked[a * n + b] = true;
        linked[b * n + a] = true;
    }
    let length = |a: usize, b: usize| {
        let shared = near[a].iter().filter(|(c, _)| linked[c * n + b]).count();
        let apart = (near[a].len() + near[b].len()).saturating_sub(2 + 2 * shared);
        LINK * (1.0 + 0.16 * apart as f64).sqrt().min(2.6)
    };
    let lengths: Vec<Vec<(usize, f64)>> = (0..n)
        .map(|a| near[a].iter().map(|(b, _)| (*b, length(a, *b))).collect())
        .collect();
    let mut all = vec![f64::INFINITY; n * n];
    for start in 0..n {
        let row = &mut all[start * n..(start + 1) * n];
        row[start] = 0.0;
        let mut done = vec![false; n];
        for _ in 0..n {
            let Some(node) = (0..n)
                .filter(|i| !done[*i])
                .min_by(|a, b| row[*a].total_cmp(&row[*b]))
            else {
                break;
            };
            done[node] = true;
            for (other, length) in &lengths[node] {
                row[*other] = row[*other].min(row[node] + length);
            }
        }
    }
    all
}

/// Points on a spiral, one turn of the golden angle from the last, each start going round from another side.
fn spiral(n: usize, start: usize) -> Vec<Point> {
    // Cosine and sine of 137.5°, written out: calling them would not give the same bits everywhere.
    const TURN: (f64, f64) = (-0.737_368_878, 0.675_490_294);
    const STARTING: [(f64, f64); STARTS] = [(1.0, 0.0), (0.6, -0.8), (-0.8, 0.6), (0.28, 0.96)];
    let (mut x, mut y) = STARTING[start % STARTS];
    (0..n)
        .map(|i| {
            (x, y) = (x * TURN.0 - y * TURN.1, x * TURN.1 + y * TURN.0);
            if start % 2 == 1 && i % 2 == 1 {
                (x, y) = (y, x);
            }
            let radius = LINK * (i as f64 + 0.5).sqrt();
            (x * radius, y * radius)
        })
        .collect()
}

/// What each pair of points wants, row by row: the distance, and how much it insists on it.
fn pulls(distances: &[f64]) -> Vec<(f64, f64)> {
    let weight = |d: f64| if d > 0.0 { 1.0 / (d * d) } else { 0.0 };
    distances.iter().map(|d| (*d, weight(*d))).collect()
}

/// Moves each point in turn to where the others want it, until they hardly move any more.
fn majorise(points: &mut [Point], pulls: &[(f64, f64)]) {
    let n = points.len();
    let weights: Vec<f64> = pulls
        .chunks_exact(n.max(1))
        .map(|row| row.iter().map(|(_, weight)| weight).sum())
        .collect();
    for _ in 0..ROUNDS {
        let mut moved = 0.0;
        for i in 0..n {
            let (xi, yi) = points[i];
            let (mut x, mut y) = (0.0, 0.0);
            for ((xj, yj), (wanted, weight)) in points.iter().zip(&pulls[i * n..(i + 1) * n]) {
                let (dx, dy) = (xi - xj, yi - yj);
                let stretch = wanted / (dx * dx + dy * dy).sqrt().max(1e-6);
                x += weight * (xj + stretch * dx);
                y += weight * (yj + stretch * dy);
            }
            if weights[i] > 0.0 {
                let to = (x / weights[i], y / weights[i]);
                moved += (to.0 - xi) * (to.0 - xi) + (to.1 - yi) * (to.1 - yi);
                points[i] = to;
            }
        }
        if moved < 0.05 * n as f64 {
            break;
        }
    }
}

/// Centres the points and turns them so that they spread most from left to right.
fn turn(points: &mut [Point]) {
    let n = points.len().max(1) as f64;
    let (sx, sy) = points
        .iter()
        .fold((0.0, 0.0), |(sx, sy), (x, y)| (sx + x, sy + y));
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for (x, y) in points.iter_mut() {
        *x -= sx / n;
        *y -= sy / n;
        xx += *x * *x;
        xy += *x * *y;
        yy += *y * *y;
    }
    // Eigenvector of the larger eigenvalue of the covariance.
    let half = (xx - yy) / 2.0;
    let root = (half * half + xy * xy).sqrt();
    let (ax, ay) = if half >= 0.0 {
        (half + root, xy)
    } else {
        (xy, root - half)
    };
    let length = (ax * ax + ay * ay).sqrt();
    if length < 1e-9 {
        return;
    }
    let (cos, sin) = (ax / length, ay / length);
    for (x, y) in points.iter_mut() {
        (*x, *y) = (*x * cos + *y * sin, *y * cos - *x * sin);
    }
}
