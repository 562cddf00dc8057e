//! Text → a YAML scalar that is read back as that very text.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Where a scalar stands: inside `[…]` commas and brackets end it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Line,
    List,
}

/// `text` as it is if YAML reads that as text (or as a number, which front matter takes as written), else
/// in double quotes.
#[must_use]
pub fn scalar(text: &str, place: Place) -> Cow<'_, str> {
    if is_plain(text, place) {
        return Cow::Borrowed(text);
    }
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\u{85}' | '\u{a0}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c if c.is_control() => {
                let _ = write!(quoted, "\\x{:02X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    Cow::Owned(quoted)
}

fn is_plain(text: &str, place: Place) -> bool {
    const WORDS: [&str; 4] = ["null", "true", "false", "~"];
    text.starts_with(|c: char| c.is_alphanumeric())
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.chars().any(|c| {
            c.is_control()
                || matches!(c, '\u{a0}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
                || (place == Place::List && matches!(c, ',' | '[' | ']' | '{' | '}' | ':'))
        })
        && !WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::node::{Node, read};
    use proptest::prelude::*;

    fn round(text: &str) {
        let line = format!("k: {}\n", scalar(text, Place::Line));
        let list = format!("k: [{}, x]\n", scalar(text, Place::List));
        let is_same = |node: &Node| match node {
            Node::Text(read) => read == text,
            Node::Number(_) => is_plain(text, Place::Line),
            _ => false,
        };
        let node = read(&line).unwrap();
        assert!(is_same(node.get("k").unwrap()), "{line}");
        let node = read(&list).unwrap();
        assert!(
            matches!(node.get("k"), Some(Node::List(items)) if items.len() == 2 && is_same(&items[0])),
            "{list}"
        );
    }

    #[test]
    fn what_is_written_is_read_back() {
        for text in [
            "Plain words",
            "a: b",
            "a:",
            "1984",
            "2014-09",
            "- x",
            "#x",
            "a #b",
            "true",
            "No",
            "null",
            "~",
            "it's",
            "\"q\"",
            "[x]",
            "a, b",
            "{",
            "@x",
            "é",
            "שלום",
            " a ",
            "a\nb",
            "\u{7f}",
            "\\",
            "%x",
            "",
            "!x",
            "&a",
            "*a",
            "> x",
            "| x",
            "? x",
            "2014/..",
            "a\u{a0}b",
        ] {
            round(text);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_back(text in "\\PC{0,30}") {
            round(&text);
        }
    }
}
