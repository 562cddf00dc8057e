//! Shapes → a PNG of sixteen colours. A card is paper and ink: half a byte for a pixel is enough, and
//! makes files of a quarter of the size of a full-colour one in a tenth of its time.

use super::face::Stamp;

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
/// would take longer than all drawing.
pub struct Canvas {
    pixels: Vec<u8>,
    packed: Vec<u8>,
}

impl Default for Canvas {
    fn default() -> Self {
        let n_pixels = (WIDTH * HEIGHT) as usize;
        Self {
            pixels: vec![0; n_pixels],
            packed: Vec::with_capacity(n_pixels / 2),
        }
    }
}

impl Canvas {
    /// Makes it blank paper.
    pub fn wipe(&mut self) {
        self.pixels.fill(0);
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
        let width = WIDTH as usize;
        let start = usize::try_from(x).unwrap_or(0).min(width);
        let row = usize::try_from(y).ok().map(|y| y * width);
        row.and_then(|row| self.pixels.get_mut(row + start..row + width))
            .unwrap_or_default()
    }

    /// The picture as a PNG.
    #[must_use]
    pub fn png(&mut self) -> Vec<u8> {
        let (pairs, _) = self.pixels.as_chunks::<2>();
        // Left and right of a pair as one number are packed ten times as fast as one by one.
        let packed = pairs.iter().map(|pair| {
            let pair = u16::from_le_bytes(*pair);
            (pair << 4 | pair >> 8) as u8
        });
        self.packed.clear();
        self.packed.extend(packed);
        let mut bytes = Vec::with_capacity(16 * 1024);
        let mut encoder = png::Encoder::new(&mut bytes, WIDTH, HEIGHT);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Four);
        encoder.set_palette(palette());
        encoder.set_compression(png::Compression::Fast);
        encoder.set_filter(png::Filter::Up);
        let written = encoder.write_header().and_then(|mut png| {
            png.write_image_data(&self.packed)
                .and_then(|()| png.finish())
        });
        // A `Vec` takes all that is written, and the data have the size that the header tells.
        debug_assert!(written.is_ok());
        bytes
    }
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
}
