//! Shapes → a PNG of sixteen colours. A card is paper and ink: half a byte for a pixel is enough, and
//! makes files of a quarter of the size of a full-colour one in a tenth of its time.

use super::face::Stamp;
use crate::fingerprint::Fingerprint;
use std::borrow::Cow;

pub const WIDTH: u32 = 1200;
pub const HEIGHT: u32 = 630;

/// A colour with its shades on paper.
#[derive(Debug, Clone, Copy)]
pub struct Ink {
    first: u8,
    shades: u8,
    rgb: [u8; 3],
}

// The colours of the theme: `--paper`, `--ink`, `--signal`, `--dim`, `--rule` of casefile.css.
const PAPER: [u8; 3] = [0xfa, 0xf7, 0xef];
pub const INK: Ink = Ink {
    first: 1,
    shades: 6,
    rgb: [0x1d, 0x1a, 0x15],
};
pub const SIGNAL: Ink = Ink {
    first: 7,
    shades: 4,
    rgb: [0xa6, 0x2b, 0x1b],
};
pub const DIM: Ink = Ink {
    first: 11,
    shades: 4,
    rgb: [0x62, 0x59, 0x4a],
};
pub const RULE: Ink = Ink {
    first: 15,
    shades: 1,
    rgb: [0xd9, 0xd0, 0xbe],
};

/// One colour in each byte: 0 is paper.
pub struct Canvas(Vec<u8>);

impl Canvas {
    /// Blank paper.
    #[must_use]
    pub fn new() -> Self {
        Self(vec![0; (WIDTH * HEIGHT) as usize])
    }

    /// Puts a stamp with its origin at a pixel. What lies outside is cut off.
    pub fn put(&mut self, stamp: &Stamp, x: i32, y: i32, ink: Ink) {
        let rows = stamp.coverage.chunks_exact(stamp.width.max(1) as usize);
        for (row, dy) in rows.zip(0..) {
            for (coverage, dx) in row.iter().zip(0..) {
                let shade = (u32::from(*coverage) * u32::from(ink.shades) + 127) / 255;
                if shade > 0 {
                    self.set(x + stamp.left + dx, y + stamp.top + dy, ink, shade as u8);
                }
            }
        }
    }

    /// A filled rectangle.
    pub fn fill(&mut self, x: i32, y: i32, width: i32, height: i32, ink: Ink) {
        for at_y in y..y + height {
            for at_x in x..x + width {
                self.set(at_x, at_y, ink, ink.shades);
            }
        }
    }

    fn set(&mut self, x: i32, y: i32, ink: Ink, shade: u8) {
        let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else {
            return;
        };
        if x >= WIDTH {
            return;
        }
        if let Some(pixel) = self.0.get_mut((y * WIDTH + x) as usize) {
            let index = ink.first + shade - 1;
            // Where two letters of one word touch, the fuller shade wins.
            let is_same_ink = (ink.first..ink.first + ink.shades).contains(pixel);
            *pixel = if is_same_ink {
                index.max(*pixel)
            } else {
                index
            };
        }
    }

    /// The picture as a PNG that carries a fingerprint of what it was drawn from.
    ///
    /// # Errors
    /// None that can occur: a `Vec` takes all that is written.
    pub fn to_png(&self, fingerprint: Fingerprint) -> Result<Vec<u8>, png::EncodingError> {
        let packed: Vec<u8> = self
            .0
            .chunks_exact(2)
            .map(|pair| match pair {
                [left, right] => left << 4 | right,
                _ => 0,
            })
            .collect();
        let mut bytes = Vec::with_capacity(16 * 1024);
        let mut encoder = png::Encoder::new(&mut bytes, WIDTH, HEIGHT);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Four);
        encoder.set_palette(palette());
        encoder.set_compression(png::Compression::Fast);
        // Filters cost time and make pictures of flat colours larger.
        encoder.set_filter(png::Filter::Up);
        encoder.add_text_chunk(KEYWORD.to_owned(), fingerprint.hex())?;
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&packed)?;
        writer.finish()?;
        Ok(bytes)
    }
}

const KEYWORD: &str = "Dossier";

fn palette() -> Vec<u8> {
    let mut colours = vec![PAPER];
    for ink in [INK, SIGNAL, DIM, RULE] {
        colours.extend((1..=ink.shades).map(|shade| {
            let mix = |paper: u8, full: u8| {
                let (shade, shades) = (u32::from(shade), u32::from(ink.shades));
                let mixed = u32::from(paper) * (shades - shade) + u32::from(full) * shade;
                ((mixed + shades / 2) / shades) as u8
            };
            let ([r, g, b], [pr, pg, pb]) = (ink.rgb, PAPER);
            [mix(pr, r), mix(pg, g), mix(pb, b)]
        }));
    }
    colours.concat()
}

/// The fingerprint that a PNG of [`Canvas::to_png`] carries; none if it is another file, or not whole.
#[must_use]
pub fn fingerprint_of(png: &[u8]) -> Option<Cow<'_, str>> {
    let mut rest = png.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
    if !png.ends_with(b"IEND\xaeB`\x82") {
        return None;
    }
    loop {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (kind, after) = after.split_first_chunk::<4>()?;
        let length = u32::from_be_bytes(*length) as usize;
        let data = after.get(..length)?;
        if kind == b"tEXt" {
            let text = data.strip_prefix(KEYWORD.as_bytes())?.strip_prefix(b"\0")?;
            return Some(String::from_utf8_lossy(text));
        }
        if kind == b"IDAT" {
            return None;
        }
        // Four bytes of checksum follow.
        rest = after.get(length + 4..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_carries_its_fingerprint() {
        let mut canvas = Canvas::new();
        canvas.fill(10, 10, 5000, 2, INK);
        canvas.fill(-5, -5, 10, 10, SIGNAL);
        let fingerprint = Fingerprint::of("card");
        let png = canvas.to_png(fingerprint).unwrap();
        assert_eq!(
            fingerprint_of(&png).as_deref(),
            Some(fingerprint.hex().as_str())
        );
        assert_eq!(fingerprint_of(&png[..png.len() - 1]), None);
        assert_eq!(fingerprint_of(b"\x89PNG\r\n\x1a\n\0\0\0\x20tEXt"), None);
        assert_eq!(fingerprint_of(b""), None);
        let image = image::load_from_memory(&png).unwrap().to_rgb8();
        assert_eq!((image.width(), image.height()), (WIDTH, HEIGHT));
        assert_eq!(image.get_pixel(600, 10).0, INK.rgb);
        assert_eq!(image.get_pixel(0, 0).0, SIGNAL.rgb);
        assert_eq!(image.get_pixel(600, 300).0, PAPER);
        assert_eq!(palette().len(), 16 * 3);
    }
}
