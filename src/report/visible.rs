//! The writer's text → text that cannot command a terminal.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Stands for a place in a rendered frame until the frame is finished. It never comes through from the
/// writer's text, because [`visible`] replaces it.
pub const PLACEHOLDER: char = '\u{F0000}';

/// Messages are cut here; a quotation of a whole book helps nobody.
const LONGEST: usize = 4_000;

/// `text` with every control character shown as a picture: `␛` for the escape that starts a colour,
/// `�` for what would turn the line around or has no picture. Tabs and line ends stay.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .map(|c| if is_unsafe(c) { picture(c) } else { c })
            .collect(),
    )
}

/// [`visible`] text in one line of bounded length, without the writer's line ends and tabs.
#[must_use]
pub fn visible_line(text: &str) -> String {
    let text = bounded(text);
    visible(&text)
        .replace("\r\n", " ")
        .replace(['\n', '\t'], " ")
}

/// [`visible`] text of bounded length in as many lines as it has.
#[must_use]
pub fn visible_text(text: &str) -> String {
    visible(&bounded(text)).replace("\r\n", "\n")
}

/// JSON whose strings hold the rest of the control characters as escapes as well. JSON itself only asks
/// for those under U+0020, but U+009B starts a colour just like `ESC [`.
#[must_use]
pub fn visible_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if matches!(c, '\u{7F}'..='\u{9F}') {
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

fn bounded(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}

fn is_unsafe(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        // Explicit directions and their ends: they would show the line in another order than it has.
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => true,
        '\u{2028}' | '\u{2029}' | PLACEHOLDER => true,
        _ => c.is_control(),
    }
}

fn picture(c: char) -> char {
    match u32::from(c) {
        code @ 0..=0x1F => char::from_u32(0x2400 + code).unwrap_or('\u{FFFD}'),
        0x7F => '␡',
        _ => '\u{FFFD}',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_become_pictures() {
        assert_eq!(
            visible("a\u{1b}[31m\0\u{7f}\u{9b}\u{202e}\r"),
            "a␛[31m␀␡��␍"
        );
        assert_eq!(visible("Tomás\tשלום 😀\n"), "Tomás\tשלום 😀\n");
        assert_eq!(visible_json("[\"a\u{9b}é\"]"), "[\"a\\u009bé\"]");
        assert_eq!(visible_line("a\r\nb\tc\nd"), "a␍ b c d");
        assert_eq!(
            visible_line(&"x".repeat(9_000)).chars().count(),
            LONGEST + 1
        );
    }
}
