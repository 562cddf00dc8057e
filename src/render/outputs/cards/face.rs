//! A typeface → shaped words and the masks of their glyphs.

use crate::render::theme::BUILT_IN_FILES;
use harfrust::{ShapeOptions, ShaperData, UnicodeBuffer};
use rustc_hash::{FxHashMap, FxHashSet};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use std::rc::Rc;
use std::sync::LazyLock;
use tiny_skia::{FillRule, Mask, Path, PathBuilder, Transform};

/// The typefaces of cards; none only if the theme in the program were broken, which a test rules out.
pub static FACES: LazyLock<Option<Faces>> = LazyLock::new(|| {
    Some(Faces {
        title: Face::new("cards/title.ttf")?,
        label: Face::new("cards/label.ttf")?,
    })
});

/// The two typefaces of the theme.
pub struct Faces {
    pub title: Face,
    pub label: Face,
}

/// One typeface.
pub struct Face {
    font: FontRef<'static>,
    shaper: ShaperData,
    units: f32,
    /// The characters that it has.
    letters: FxHashSet<char>,
}

/// A shaped run of text. All measures are in ems, so that one shaping serves all sizes.
#[derive(Debug, Clone)]
pub struct Run {
    pub glyphs: Rc<[Glyph]>,
    pub width: f32,
}

#[derive(Debug, Clone, Copy)]
pub struct Glyph {
    pub id: u32,
    /// From the start of the run and above the line.
    pub x: f32,
    pub y: f32,
}

/// How much of each pixel a shape covers, and where its corner lies.
pub struct Stamp {
    pub left: i32,
    pub top: i32,
    pub width: u32,
    /// 0 to 255, row by row.
    pub coverage: Vec<u8>,
}

impl Face {
    fn new(file: &str) -> Option<Self> {
        let (_, bytes) = BUILT_IN_FILES.iter().find(|(path, _)| *path == file)?;
        let font = FontRef::new(bytes).ok()?;
        let metrics = font.metrics(Size::unscaled(), LocationRef::default());
        Some(Self {
            shaper: ShaperData::new(&font),
            units: f32::from(metrics.units_per_em.max(1)),
            letters: font
                .charmap()
                .mappings()
                .filter_map(|(code, _)| char::from_u32(code))
                .collect(),
            font,
        })
    }

    /// Whether it has every letter and figure of a text. A sign that it lacks may be dropped; a letter not.
    #[must_use]
    pub fn can_write(&self, text: &str) -> bool {
        text.chars()
            .all(|c| self.letters.contains(&c) || !c.is_alphanumeric())
    }

    /// Shapes a text, without the characters that it lacks.
    #[must_use]
    pub fn shape(&self, text: &str) -> Run {
        let known: String = text.chars().filter(|c| self.letters.contains(c)).collect();
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(&known);
        buffer.guess_segment_properties();
        let shaper = self.shaper.shaper(&self.font).build();
        let shaped = shaper.shape(buffer, ShapeOptions::default());
        let mut width = 0.0;
        let ems = |units: i32| units as f32 / self.units;
        let glyphs = shaped
            .glyph_infos()
            .iter()
            .zip(shaped.glyph_positions())
            .map(|(info, position)| {
                let glyph = Glyph {
                    id: info.glyph_id,
                    x: width + ems(position.x_offset),
                    y: ems(position.y_offset),
                };
                width += ems(position.x_advance);
                glyph
            })
            .collect();
        Run { glyphs, width }
    }
}

/// Words that were shaped and masks of glyphs that were drawn before. One for each thread: a lock would cost
/// more than it saves.
#[derive(Default)]
pub struct Drawn {
    stamps: FxHashMap<(usize, u32, u32, u8), Option<Rc<Stamp>>>,
    words: FxHashMap<(usize, Box<str>), Run>,
}

/// Glyphs are placed on quarters of a pixel; finer steps cannot be seen.
const STEPS: f32 = 4.0;

impl Drawn {
    /// Shapes a word, which most titles share with others.
    pub fn word(&mut self, face: &Face, word: &str) -> Run {
        let key = (std::ptr::from_ref(face).addr(), word.into());
        let shaped = self.words.entry(key);
        shaped.or_insert_with(|| face.shape(word)).clone()
    }

    /// The mask of a glyph at a size in pixels, its origin at `x` of a line at `y`.
    pub fn stamp(&mut self, face: &Face, glyph: u32, size: f32, x: f32) -> Option<Rc<Stamp>> {
        let step = ((x - x.floor()) * STEPS) as u8;
        let key = (std::ptr::from_ref(face).addr(), glyph, size.to_bits(), step);
        self.stamps
            .entry(key)
            .or_insert_with(|| {
                let outline = face.font.outline_glyphs().get(GlyphId::new(glyph))?;
                let mut pen = Pen(PathBuilder::new());
                let settings = DrawSettings::unhinted(Size::new(size), LocationRef::default());
                outline.draw(settings, &mut pen).ok()?;
                let path = pen.0.finish()?;
                stamp(&path, f32::from(step) / STEPS, 0.0).map(Rc::new)
            })
            .clone()
    }
}

/// The mask of a path that is moved by a part of a pixel. None if it covers nothing.
pub fn stamp(path: &Path, x: f32, y: f32) -> Option<Stamp> {
    let bounds = path.bounds();
    let (left, top) = ((bounds.left() + x).floor(), (bounds.top() + y).floor());
    let width = (bounds.right() + x).ceil() - left + 1.0;
    let height = (bounds.bottom() + y).ceil() - top + 1.0;
    let mut mask = Mask::new(width as u32, height as u32)?;
    let moved = Transform::from_translate(x - left, y - top);
    mask.fill_path(path, FillRule::Winding, true, moved);
    Some(Stamp {
        left: left as i32,
        top: top as i32,
        width: width as u32,
        coverage: mask.data().to_vec(),
    })
}

/// Outlines have y upwards, pixels downwards.
struct Pen(PathBuilder);

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, -y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, -y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.quad_to(cx, -cy, x, -y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.0.cubic_to(ax, -ay, bx, -by, x, -y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}
