//! Numbers and text → SVG source.

use crate::text::escape_html;

/// Writes SVG source into a string: numbers in tenths, text escaped.
#[derive(Default)]
pub(super) struct Svg(String);

impl Svg {
    pub(super) fn with_capacity(bytes: usize) -> Svg {
        Svg(String::with_capacity(bytes))
    }

    /// Source as it is.
    pub(super) fn raw(&mut self, source: &str) -> &mut Svg {
        self.0.push_str(source);
        self
    }

    /// Text, escaped for element content and double-quoted attributes.
    pub(super) fn text(&mut self, text: &str) -> &mut Svg {
        self.0.push_str(&escape_html(text));
        self
    }

    /// ` name="value"`, with the value escaped.
    pub(super) fn attribute(&mut self, name: &str, value: &str) -> &mut Svg {
        self.raw(" ").raw(name).raw("=\"").text(value).raw("\"")
    }

    /// ` name="12.5"`.
    pub(super) fn measure(&mut self, name: &str, value: f64) -> &mut Svg {
        self.raw(" ").raw(name).raw("=\"").number(value).raw("\"")
    }

    /// A number rounded to tenths; whole numbers and zero without a fraction or sign.
    pub(super) fn number(&mut self, value: f64) -> &mut Svg {
        // Drawings are a few thousand units wide; the cast saturates, so even nonsense stays a number.
        let tenths = (value * 10.0).round() as i64;
        if tenths < 0 {
            self.0.push('-');
        }
        let (whole, tenth) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
        push_integer(&mut self.0, whole);
        if tenth > 0 {
            self.0.push('.');
            push_integer(&mut self.0, tenth);
        }
        self
    }

    /// `x y`, as in path data.
    pub(super) fn point(&mut self, (x, y): (f64, f64)) -> &mut Svg {
        self.number(x).raw(" ").number(y)
    }

    /// A word for `class`: lower-case ASCII letters, digits and hyphens, whatever `word` holds. `public body` gives
    /// `public-body`.
    pub(super) fn class_word(&mut self, word: &str) -> &mut Svg {
        self.0.extend(word.chars().map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        }));
        self
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}

/// Digits without the machinery of formatting: drawings consist of little else, and ten thousand small ones are made
/// in a build.
fn push_integer(out: &mut String, mut value: u64) {
    let mut digits = [0_u8; 20];
    let mut start = digits.len();
    loop {
        start -= 1;
        digits[start] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            break;
        }
    }
    out.extend(digits[start..].iter().map(|d| char::from(*d)));
}

#[cfg(test)]
mod tests {
    use super::Svg;

    #[test]
    fn numbers_are_short() {
        for (value, text) in [
            (0.0, "0"),
            (-0.04, "0"),
            (12.0, "12"),
            (12.34, "12.3"),
            (-7.26, "-7.3"),
            (1199.96, "1200"),
        ] {
            let mut svg = Svg::default();
            svg.number(value);
            assert_eq!(svg.finish(), text);
        }
    }

    #[test]
    fn text_and_classes_cannot_break_out() {
        let mut svg = Svg::default();
        svg.attribute("aria-label", "\"<b>&")
            .class_word("public \"body\"");
        assert_eq!(
            svg.finish(),
            " aria-label=\"&quot;&lt;b&gt;&amp;\"public--body-"
        );
    }
}
