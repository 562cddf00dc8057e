//! Shapes → a PNG of sixteen colours. A card is paper and ink: half a byte for a pixel is enough, and
//! makes files of a quarter of the size of a full-colour one in a tenth of its time.

use super::face::Stamp;
use std::iter;

pub const WIDTH: u32 = 1200;
pub const HEIGHT: u32 = 630;
const PIXELS: usize = WIDTH as usize;
const LINE: usize = 1 + PIXELS / 2;

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

impl Ink {
    /// The colour of a pixel that is covered to so many 255ths; 0 if too little of it to be seen.
    fn index(self, coverage: u8) -> u8 {
        // (coverage × shades + 127) ÷ 255, rounded down, in steps that a processor takes for many pixels at once.
        let sum = u16::from(coverage) * u16::from(self.shades) + 128;
        let shade = ((sum + (sum >> 8)) >> 8) as u8;
        if shade > 0 { self.first + shade - 1 } else { 0 }
    }
}

/// One colour in each byte: 0 is paper. Where two letters of one word touch, the fuller shade wins; so does
/// the later ink of the palette over the earlier. It is wiped and used again: fresh memory for each card
/// would take longer than all drawing, and most rows of a card stay paper.
pub struct Canvas {
    pixels: Vec<u8>,
    /// The rows as a PNG has them: the filter, then half a byte for each pixel. Paper is zeros, which take no time to
    /// compress. Of what was drawn since the last wipe nothing is here before [`Canvas::png`].
    lines: Vec<u8>,
    /// Which rows something was drawn on since the last wipe.
    is_drawn: Vec<bool>,
}

impl Default for Canvas {
    fn default() -> Self {
        Self {
            pixels: vec![0; PIXELS * HEIGHT as usize],
            lines: vec![0; LINE * HEIGHT as usize],
            is_drawn: vec![false; HEIGHT as usize],
        }
    }
}

impl Canvas {
    /// Makes it blank paper.
    pub fn wipe(&mut self) {
        let rows = self.pixels.chunks_exact_mut(PIXELS);
        for (row, _) in rows.zip(&self.is_drawn).filter(|(_, is_drawn)| **is_drawn) {
            row.fill(0);
        }
        for (line, ..) in self.changed_lines() {
            line.fill(0);
        }
        self.is_drawn.fill(false);
    }

    /// The lines that are not those of blank paper, each with its row and the row above.
    fn changed_lines(&mut self) -> impl Iterator<Item = (&mut [u8], &[u8], &[u8])> {
        let rows = || self.pixels.chunks_exact(PIXELS);
        let above = iter::once(&[0; PIXELS][..]).chain(rows());
        let is_above_drawn = iter::once(&false).chain(&self.is_drawn);
        let changed = self.is_drawn.iter().zip(is_above_drawn);
        let lines = self.lines.chunks_exact_mut(LINE).zip(rows().zip(above));
        lines
            .zip(changed)
            .filter(|(_, (is_drawn, is_above_drawn))| **is_drawn || **is_above_drawn)
            .map(|((line, (row, above)), _)| (line, row, above))
    }

    /// Puts a stamp with its origin at a pixel. What lies outside is cut off.
    pub fn put(&mut self, stamp: &Stamp, x: i32, y: i32, ink: Ink) {
        let rows = stamp.coverage.chunks_exact(stamp.width.max(1) as usize);
        for (row, dy) in rows.zip(0..) {
            // Coverage left of the canvas falls off its front.
            let left = x + stamp.left;
            let cut = usize::try_from(-left).unwrap_or(0).min(row.len());
            let pixels = self.row(left, y + stamp.top + dy);
            for (pixel, coverage) in pixels.iter_mut().zip(&row[cut..]) {
                *pixel = (*pixel).max(ink.index(*coverage));
            }
        }
    }

    /// A filled rectangle.
    pub fn fill(&mut self, x: i32, y: i32, width: i32, height: i32, ink: Ink) {
        let inside = usize::try_from(width + x.min(0)).unwrap_or(0);
        for at_y in y..y + height {
            let pixels = self.row(x, at_y).iter_mut().take(inside);
            pixels.for_each(|pixel| *pixel = (*pixel).max(ink.index(255)));
        }
    }

    /// The pixels of a row from a column on; none outside of the canvas.
    fn row(&mut self, x: i32, y: i32) -> &mut [u8] {
        let start = usize::try_from(x).unwrap_or(0).min(PIXELS);
        let y = usize::try_from(y).unwrap_or(usize::MAX);
        let Some(is_drawn) = self.is_drawn.get_mut(y) else {
            return &mut [];
        };
        *is_drawn = true;
        let row = self.pixels.get_mut(y * PIXELS + start..(y + 1) * PIXELS);
        row.unwrap_or_default()
    }

    /// The picture as a PNG.
    #[must_use]
    pub fn png(&mut self) -> Vec<u8> {
        for (line, row, above) in self.changed_lines() {
            let ((pairs, _), (above, _)) = (row.as_chunks::<2>(), above.as_chunks::<2>());
            let Some((filter, bytes)) = line.split_first_mut() else {
                continue;
            };
            *filter = UP;
            for (byte, (pair, above)) in bytes.iter_mut().zip(pairs.iter().zip(above)) {
                *byte = pack(*pair).wrapping_sub(pack(*above));
            }
        }
        let mut bytes = Vec::with_capacity(16 * 1024);
        let written = self.write(&mut bytes);
        // A `Vec` takes all that is written, and the data have the size that the header tells.
        debug_assert!(written.is_ok());
        bytes
    }

    /// The encoder would filter all lines, and write each of them by itself.
    fn write(&self, bytes: &mut Vec<u8>) -> Result<(), png::EncodingError> {
        let mut data = fdeflate::Compressor::new(Vec::with_capacity(16 * 1024))?;
        data.write_data(&self.lines)?;
        let mut encoder = png::Encoder::new(bytes, WIDTH, HEIGHT);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Four);
        encoder.set_palette(palette());
        let mut png = encoder.write_header()?;
        png.write_chunk(png::chunk::IDAT, &data.finish()?)?;
        png.finish()
    }
}

/// The filter of a line that has in each byte what it has more than the line above.
/// <https://www.w3.org/TR/png-3/#9Filter-types>
const UP: u8 = 2;

/// Two pixels in a byte, the left one first: as one number they are packed ten times as fast as one by one.
fn pack(pair: [u8; 2]) -> u8 {
    let pair = u16::from_le_bytes(pair);
    (pair << 4 | pair >> 8) as u8
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_shows_what_was_drawn() {
        let mut canvas = Canvas::default();
        canvas.fill(0, 0, 5000, 5000, RULE);
        canvas.wipe();
        canvas.fill(10, 10, 5000, 2, INK);
        canvas.fill(-5, -5, 10, 10, SIGNAL);
        let png = canvas.png();
        let image = image::load_from_memory(&png).unwrap().to_rgb8();
        assert_eq!((image.width(), image.height()), (WIDTH, HEIGHT));
        assert_eq!(image.get_pixel(600, 10).0, INK.rgb);
        assert_eq!(image.get_pixel(0, 0).0, SIGNAL.rgb);
        assert_eq!(image.get_pixel(600, 300).0, PAPER);
        assert_eq!(palette().len(), 16 * 3);
    }

    #[test]
    fn nothing_is_left_of_what_was_wiped() {
        let marks = [(0, 0), (300, 20), (HEIGHT as i32 - 1, 5)];
        let draw = |canvas: &mut Canvas, (y, height): (i32, i32)| {
            canvas.fill(7, y, 100, height, INK);
        };
        let mut used = Canvas::default();
        for mark in marks {
            used.wipe();
            draw(&mut used, mark);
            let mut fresh = Canvas::default();
            draw(&mut fresh, mark);
            let image = image::load_from_memory(&used.png()).unwrap().to_rgb8();
            let n_inked = image.pixels().filter(|pixel| pixel.0 == INK.rgb).count();
            let n_rows = mark.1.min(HEIGHT as i32 - mark.0) as usize;
            assert_eq!(n_inked, 100 * n_rows, "{mark:?}");
            assert_eq!(used.png(), fresh.png(), "{mark:?}");
            // What is wiped before it was a picture leaves nothing either.
            used.wipe();
            draw(&mut used, (100, 3));
        }
    }
}
