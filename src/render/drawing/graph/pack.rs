//! Arranged groups → one sheet: small groups go into the gaps and corners that the large one leaves.

use super::Scene;
use super::boxes::crosses_box;

/// Clear space around a group.
const CLEAR: f64 = 26.0;
const MARGIN: f64 = 8.0;
/// Width of the sheet for each unit of height that it should come near to.
const ASPECT: f64 = 4.0 / 3.0;

/// A few boxes do not fill a sheet; shown as wide as the page they would be giants.
const NARROWEST: f64 = 760.0;

/// Left, top, right, bottom.
type Rect = (f64, f64, f64, f64);

/// Moves each group, the first of which stays, to a free place that keeps the sheet small; then everything so that the
/// sheet begins at zero.
pub(super) fn pack(scene: &mut Scene, groups: &[Vec<usize>]) {
    let mut placed = vec![false; scene.boxes.len()];
    let mut sheet: Option<Rect> = None;
    for group in groups {
        let own = bounds(scene, group);
        let target = match sheet {
            None => own,
            Some(sheet) => free_place(scene, &placed, sheet, (own.2 - own.0, own.3 - own.1)),
        };
        for node in group {
            scene.boxes[*node].x += target.0 - own.0;
            scene.boxes[*node].y += target.1 - own.1;
        }
        for node in group {
            placed[*node] = true;
        }
        sheet = Some(sheet.map_or(target, |s| union(s, target)));
    }
    let (left, top, right, _) = sheet.unwrap_or_default();
    let spare = (NARROWEST - (right - left) - 2.0 * MARGIN).max(0.0);
    for node in &mut scene.boxes {
        node.x += MARGIN + spare / 2.0 - left;
        node.y += MARGIN - top;
    }
}

/// Width and height of the sheet, after packing.
pub(super) fn size(scene: &Scene) -> (f64, f64) {
    let all: Vec<usize> = (0..scene.boxes.len()).collect();
    let (_, _, right, bottom) = bounds(scene, &all);
    ((right + MARGIN).max(NARROWEST), bottom + MARGIN)
}

fn bounds(scene: &Scene, group: &[usize]) -> Rect {
    let rects = group.iter().map(|n| {
        let b = &scene.boxes[*n];
        let (w, h) = (b.width / 2.0, b.height / 2.0);
        (b.x - w, b.y - h, b.x + w, b.y + h)
    });
    rects.reduce(union).unwrap_or_default()
}

fn union(a: Rect, b: Rect) -> Rect {
    (a.0.min(b.0), a.1.min(b.1), a.2.max(b.2), a.3.max(b.3))
}

/// The free place for a group of that size at which the sheet grows least and the group lies nearest to its middle.
fn free_place(scene: &Scene, placed: &[bool], sheet: Rect, (width, height): (f64, f64)) -> Rect {
    const STEPS: usize = 40;
    let (across, down) = (
        sheet.2 - sheet.0 + width + 2.0 * CLEAR,
        sheet.3 - sheet.1 + height + 2.0 * CLEAR,
    );
    let mut best: Option<(f64, Rect)> = None;
    for step in 0..(STEPS + 1) * (STEPS + 1) {
        let left = sheet.0 - width - CLEAR + across * (step % (STEPS + 1)) as f64 / STEPS as f64;
        let top = sheet.1 - height - CLEAR + down * (step / (STEPS + 1)) as f64 / STEPS as f64;
        let rect = (left, top, left + width, top + height);
        let grown = union(sheet, rect);
        // As large as the sheet of the wanted shape that holds it all.
        let extent = (grown.2 - grown.0).max((grown.3 - grown.1) * ASPECT);
        let (dx, dy) = (
            (left + width / 2.0) - (sheet.0 + sheet.2) / 2.0,
            (top + height / 2.0) - (sheet.1 + sheet.3) / 2.0,
        );
        let cost = extent * 10.0 + (dx * dx + dy * dy * ASPECT * ASPECT).sqrt();
        if best.is_none_or(|(least, _)| cost < least) && is_free(scene, placed, rect) {
            best = Some((cost, rect));
        }
    }
    // The corners of the search lie outside of everything, so there is always a place.
    best.map_or(
        (
            sheet.0,
            sheet.3 + CLEAR,
            sheet.0 + width,
            sheet.3 + CLEAR + height,
        ),
        |(_, rect)| rect,
    )
}

fn is_free(scene: &Scene, placed: &[bool], rect: Rect) -> bool {
    let at = ((rect.0 + rect.2) / 2.0, (rect.1 + rect.3) / 2.0);
    let size = (
        rect.2 - rect.0 + 2.0 * CLEAR - 1.0,
        rect.3 - rect.1 + 2.0 * CLEAR - 1.0,
    );
    let there = scene.boxes.iter().zip(placed);
    let hits_box = there
        .filter(|(_, placed)| **placed)
        .any(|(b, _)| super::boxes::overlap((b.x, b.y), (b.width, b.height), at, size));
    !hits_box
        && !scene.lines.iter().any(|line| {
            let (a, b) = (&scene.boxes[line.a], &scene.boxes[line.b]);
            placed[line.a] && crosses_box((a.x, a.y), (b.x, b.y), at, size)
        })
}
