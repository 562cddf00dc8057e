//! Square brackets inside citations, hidden from Markdown.
//!
//! `[@a "he […] left"]` is no link label to CommonMark, because labels hold no brackets. Before Markdown
//! is read, the inner brackets of citations are replaced by two control characters, which cannot
//! occur in a file otherwise ([`super::frame`] refuses them); afterwards they are put back. Both are one
//! byte, so that all positions stay true.

use crate::model::citation::syntax::is_citation;
use std::borrow::Cow;

const OPEN: char = '\u{1}';
const CLOSE: char = '\u{2}';
/// A citation longer than this is not one: Markdown allows labels of 999 characters.
const MAX_CITATION: usize = 4_000;

/// The text with the inner brackets of its citations hidden.
#[must_use]
pub fn hide(text: &str) -> Cow<'_, str> {
    if !text.contains('@') || !text.contains('[') {
        return Cow::Borrowed(text);
    }
    let bytes = text.as_bytes();
    let mut hidden: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find('[') {
        let start = at + found;
        at = start + 1;
        if let Some(end) = closing(bytes, start)
            && is_citation(&text[start + 1..end])
            && !text[start + 1..end].starts_with('[')
        {
            hidden.extend((start + 1..end).filter(|i| matches!(bytes[*i], b'[' | b']')));
            at = end;
        }
    }
    if hidden.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut masked = String::with_capacity(text.len());
    let mut copied = 0;
    for i in hidden {
        masked.push_str(&text[copied..i]);
        masked.push(if bytes[i] == b'[' { OPEN } else { CLOSE });
        copied = i + 1;
    }
    masked.push_str(&text[copied..]);
    Cow::Owned(masked)
}

/// The text with hidden brackets put back.
#[must_use]
pub fn show(text: &str) -> Cow<'_, str> {
    if hides(text) {
        Cow::Owned(text.replace(OPEN, "[").replace(CLOSE, "]"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether brackets are hidden in a text.
#[must_use]
pub fn hides(text: &str) -> bool {
    memchr::memchr2(OPEN as u8, CLOSE as u8, text.as_bytes()).is_some()
}

/// The bracket that closes the one at `start`, within the same paragraph.
fn closing(bytes: &[u8], start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut blank = false;
    for (i, byte) in bytes.iter().enumerate().skip(start).take(MAX_CITATION) {
        match byte {
            // More than eight levels are nobody's citation; the limit keeps hostile input linear.
            b'[' if depth == 8 => return None,
            b'[' => depth += 1,
            b']' => {
                depth -= 1;
                if depth == 0 {
                    return Some(i);
                }
            }
            b'\n' if blank => return None,
            _ => {}
        }
        blank = matches!(byte, b'\n') || (blank && matches!(byte, b' ' | b'\t' | b'\r'));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_brackets_inside_citations_are_hidden() {
        let check = |text: &str, expected: &str| {
            assert_eq!(hide(text).replace(OPEN, "⟨").replace(CLOSE, "⟩"), expected);
            assert_eq!(show(&hide(text)), text);
            assert_eq!(hide(text).len(), text.len());
        };
        check("[@a \"he […] left [him]\"]", "[@a \"he ⟨…⟩ left ⟨him⟩\"]");
        check(
            "[a [b] c](x) [[id]] [x@y.z [1]]",
            "[a [b] c](x) [[id]] [x@y.z [1]]",
        );
        check("[[id|label]] [@a \"[…]\"]", "[[id|label]] [@a \"⟨…⟩\"]");
        check("[@a\n\n[b]]", "[@a\n\n[b]]");
    }
}
