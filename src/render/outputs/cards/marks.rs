//! The marks of status words, as in the theme: told apart by shape, never by colour.

use super::face::{self, Stamp};
use crate::model::words::Status;
use tiny_skia::{Path, PathBuilder, Rect, Stroke, StrokeDash, Transform};

/// The mark of a status in a square of that many pixels.
pub fn stamp(status: Status, size: f32) -> Option<Stamp> {
    // Drawn on a square of twelve, as the theme does.
    let scale = Transform::from_scale(size / 12.0, size / 12.0);
    let path = path(status)?.transform(scale)?;
    face::stamp(&path, 0.0, 0.0)
}

fn path(status: Status) -> Option<Path> {
    let mut path = PathBuilder::new();
    match status {
        Status::Documented => path.push_circle(6.0, 6.0, 5.0),
        Status::Found => path.push_rect(Rect::from_xywh(1.0, 1.0, 10.0, 10.0)?),
        Status::Charged => {
            path.push_path(&ring(None)?);
            path.move_to(6.0, 1.0);
            path.cubic_to(-0.67, 1.0, -0.67, 11.0, 6.0, 11.0);
            path.close();
        }
        Status::Alleged => path.push_path(&ring(None)?),
        Status::Disputed => {
            triangle(&mut path, [(5.0, 0.5), (5.0, 11.5), (0.0, 6.0)]);
            triangle(&mut path, [(7.0, 0.5), (7.0, 11.5), (12.0, 6.0)]);
        }
        Status::Refuted => {
            path.push_path(&stroke((1.5, 1.5), (10.5, 10.5), 2.2)?);
            path.push_path(&stroke((10.5, 1.5), (1.5, 10.5), 2.2)?);
        }
        Status::Retracted => {
            path.push_path(&ring(StrokeDash::new(vec![2.2, 1.2], 0.0))?);
            path.push_path(&stroke((1.0, 11.0), (11.0, 1.0), 1.4)?);
        }
    }
    path.finish()
}

fn ring(dash: Option<StrokeDash>) -> Option<Path> {
    let circle = PathBuilder::from_circle(6.0, 6.0, 4.3)?;
    let circle = match &dash {
        Some(dash) => circle.dash(dash, 1.0)?,
        None => circle,
    };
    let pen = Stroke {
        width: 1.4,
        ..Stroke::default()
    };
    circle.stroke(&pen, 4.0)
}

fn triangle(path: &mut PathBuilder, [a, b, c]: [(f32, f32); 3]) {
    path.move_to(a.0, a.1);
    path.line_to(b.0, b.1);
    path.line_to(c.0, c.1);
    path.close();
}

fn stroke(from: (f32, f32), to: (f32, f32), width: f32) -> Option<Path> {
    let mut line = PathBuilder::new();
    line.move_to(from.0, from.1);
    line.line_to(to.0, to.1);
    let pen = Stroke {
        width,
        ..Stroke::default()
    };
    line.finish()?.stroke(&pen, 4.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_a_mark_of_its_own() {
        let marks: Vec<Vec<u8>> = Status::ALL
            .into_iter()
            .map(|status| stamp(status, 24.0).unwrap().coverage)
            .collect();
        for (i, mark) in marks.iter().enumerate() {
            assert!(mark.iter().any(|covered| *covered > 0));
            assert!(marks.iter().skip(i + 1).all(|other| other != mark));
        }
    }
}
