//! Text → lines that fit a box: wrapped at words, balanced, and smaller where it is long.

use super::face::{Drawn, Face, Run};

/// A text set in one size.
pub struct Setting {
    /// In pixels.
    pub size: f32,
    pub lines: Vec<Vec<Run>>,
    /// Width of a space, in pixels.
    pub space: f32,
}

impl Setting {
    /// The width of a line in pixels.
    #[must_use]
    pub fn width(&self, line: &[Run]) -> f32 {
        let words: f32 = line.iter().map(|word| word.width * self.size).sum();
        words + self.space * line.len().saturating_sub(1) as f32
    }
}

/// The largest of `sizes` (in falling order) at which a text fits into a width, and into a height with
/// lines of `leading` times the size. At the smallest one it is cut, and ends in an ellipsis.
#[must_use]
pub fn fit(
    (face, drawn): (&Face, &mut Drawn),
    text: &str,
    sizes: &[f32],
    width: f32,
    height: f32,
    leading: f32,
) -> Setting {
    let words: Vec<Run> = text
        .split_whitespace()
        .map(|word| drawn.word(face, word))
        .collect();
    let space = drawn.word(face, " ").width;
    let widest = words.iter().map(|word| word.width).fold(0.0, f32::max);
    let smallest = sizes.last().copied().unwrap_or(16.0);
    for size in sizes {
        let is_last = *size <= smallest;
        let most = ((height / (size * leading)).floor() as usize).max(1);
        let lines = wrap(&words, space, width / size);
        if widest * size <= width && lines.len() <= most {
            return Setting {
                size: *size,
                lines: balance(&words, space, width / size, lines.len()),
                space: space * size,
            };
        }
        if is_last {
            let lines = cut(face, text, space, width / size, most);
            return Setting {
                size: *size,
                lines,
                space: space * size,
            };
        }
    }
    Setting {
        size: smallest,
        lines: Vec::new(),
        space: 0.0,
    }
}

/// Fills lines one after the other. A word wider than the line has one to itself.
fn wrap(words: &[Run], space: f32, width: f32) -> Vec<Vec<Run>> {
    let mut lines: Vec<Vec<Run>> = Vec::new();
    let mut at = 0.0;
    for word in words {
        match lines.last_mut() {
            Some(line) if at + space + word.width <= width => {
                at += space + word.width;
                line.push(word.clone());
            }
            _ => {
                at = word.width;
                lines.push(vec![word.clone()]);
            }
        }
    }
    lines
}

/// The narrowest setting with the same number of lines, so that no last line has one word alone.
fn balance(words: &[Run], space: f32, width: f32, lines: usize) -> Vec<Vec<Run>> {
    let widest = words.iter().map(|word| word.width).fold(0.0, f32::max);
    let (mut low, mut high) = (widest, width);
    for _ in 0..10 {
        let middle = low.midpoint(high);
        if wrap(words, space, middle).len() <= lines {
            high = middle;
        } else {
            low = middle;
        }
    }
    wrap(words, space, high)
}

/// As many lines as there may be, the last one with an ellipsis. Words that are too wide are broken.
fn cut(face: &Face, text: &str, space: f32, width: f32, most: usize) -> Vec<Vec<Run>> {
    let mut pieces: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let mut piece = String::new();
        for c in word.chars() {
            piece.push(c);
            if face.shape(&piece).width > width && piece.chars().count() > 1 {
                piece.pop();
                pieces.push(std::mem::replace(&mut piece, c.to_string()));
            }
        }
        pieces.push(piece);
        // No more than what could ever be shown.
        if pieces.len() > 400 {
            break;
        }
    }
    let set = |pieces: &[String]| {
        let words: Vec<Run> = pieces.iter().map(|piece| face.shape(piece)).collect();
        wrap(&words, space, width)
    };
    let whole = set(&pieces);
    if whole.len() <= most {
        return whole;
    }
    let mut kept = whole.iter().take(most).map(Vec::len).sum::<usize>();
    loop {
        let mut shown: Vec<String> = pieces.iter().take(kept).cloned().collect();
        if let Some(last) = shown.last_mut() {
            let plain = last
                .trim_end_matches(|c: char| c.is_ascii_punctuation())
                .len();
            last.truncate(plain);
            while face.shape(&format!("{last}…")).width > width && last.pop().is_some() {}
            last.push('…');
        }
        let lines = set(&shown);
        if lines.len() <= most || kept <= 1 {
            return lines;
        }
        kept -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::super::face::FACES;
    use super::*;

    const SIZES: [f32; 3] = [90.0, 60.0, 40.0];

    fn sizes_and_lines(text: &str) -> (f32, Vec<usize>) {
        let face = &FACES.as_ref().unwrap().title;
        let set = fit(
            (face, &mut Drawn::default()),
            text,
            &SIZES,
            1000.0,
            300.0,
            1.1,
        );
        for line in &set.lines {
            assert!(set.width(line) <= 1001.0, "{text}");
        }
        (set.size, set.lines.iter().map(Vec::len).collect())
    }

    #[test]
    fn long_titles_are_smaller_and_very_long_ones_are_cut() {
        assert_eq!(sizes_and_lines("Short"), (90.0, vec![1]));
        assert_eq!(sizes_and_lines(""), (90.0, vec![]));
        let (size, lines) = sizes_and_lines(&"word ".repeat(25));
        assert!(size < 90.0 && lines.iter().sum::<usize>() == 25);
        let (size, lines) = sizes_and_lines(&"several words ".repeat(90));
        assert_eq!((size, lines.len()), (40.0, 6));
        let (size, lines) = sizes_and_lines(&"W".repeat(4000));
        assert_eq!((size, lines.len()), (40.0, 6));
    }

    #[test]
    fn lines_are_balanced() {
        let (_, lines) = sizes_and_lines("One two three four five six seven eight nine ten eleven");
        let (most, least) = (lines.iter().max().unwrap(), lines.iter().min().unwrap());
        assert!(most - least <= 1, "{lines:?}");
    }
}
