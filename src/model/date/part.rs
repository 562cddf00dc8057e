//! A piece of the text of a date which knows where it stands, so that an error can point at its very characters.

use std::ops::Range;

/// What is wrong with a date, in the writer's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateError {
    /// The wrong characters, in bytes of the text that was given. Empty only if the text is.
    pub span: Range<usize>,
    /// What is wrong with them: "there is no month 13".
    pub message: String,
    /// What to write instead.
    pub help: String,
}

pub(super) type Parsed<T> = Result<T, DateError>;

#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) text: &'a str,
    at: usize,
}

impl<'a> Part<'a> {
    /// The text without the white space around it.
    pub(super) fn trimmed(text: &'a str) -> Part<'a> {
        Part { text, at: 0 }.trim()
    }

    pub(super) fn trim(self) -> Part<'a> {
        let from = self.text.trim_start();
        Part {
            text: from.trim_end(),
            at: self.at + self.text.len() - from.len(),
        }
    }

    /// Both sides of a byte offset, which is a character boundary.
    pub(super) fn split_at(self, offset: usize) -> (Part<'a>, Part<'a>) {
        let (before, after) = self
            .text
            .split_at_checked(offset)
            .unwrap_or((self.text, ""));
        (
            Part {
                text: before,
                at: self.at,
            },
            Part {
                text: after,
                at: self.at + before.len(),
            },
        )
    }

    pub(super) fn split_once(self, separator: &str) -> Option<(Part<'a>, Part<'a>)> {
        let (before, rest) = self.split_at(self.text.find(separator)?);
        Some((before, rest.split_at(separator.len()).1))
    }

    /// At least one part; the last of `max` holds all that is left.
    pub(super) fn split(self, separator: char, max: usize) -> impl Iterator<Item = Part<'a>> {
        self.text
            .splitn(max, separator)
            .scan(self.at, move |at, text| {
                let part = Part { text, at: *at };
                *at += text.len() + separator.len_utf8();
                Some(part)
            })
    }

    /// The first character of that sort.
    pub(super) fn find(self, is_wanted: impl Fn(char) -> bool) -> Option<Part<'a>> {
        let (at, found) = self.text.char_indices().find(|(_, c)| is_wanted(*c))?;
        Some(self.split_at(at).1.split_at(found.len_utf8()).0)
    }

    /// An error which points here; if there is nothing here, at the (ASCII) separator before it.
    pub(super) fn wrong(self, message: impl Into<String>, help: impl Into<String>) -> DateError {
        let from = self.at.saturating_sub(usize::from(self.text.is_empty()));
        DateError {
            span: from..self.at + self.text.len(),
            message: message.into(),
            help: help.into(),
        }
    }

    /// For a message: in backquotes, and not too long.
    pub(super) fn quoted(self) -> String {
        const MAX_CHARS: usize = 32;
        match self.text.char_indices().nth(MAX_CHARS) {
            Some((at, _)) => format!("`{}…`", self.split_at(at).0.text),
            None => format!("`{}`", self.text),
        }
    }

    pub(super) fn is_digits(self) -> bool {
        !self.text.is_empty() && self.text.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// A number of exactly two digits, `name` of what.
    pub(super) fn two_digits(self, name: &str, help: &str) -> Parsed<u8> {
        match self.text.len() {
            0 => Err(self.wrong(format!("the {name} is missing"), help)),
            1 if self.is_digits() => Err(self.wrong(
                format!("the {name} has two digits"),
                format!("write 0{}", self.text),
            )),
            2 if self.is_digits() => self
                .text
                .parse()
                .map_err(|_| self.wrong(format!("there is no {name} {}", self.text), help)),
            _ => Err(self.wrong(format!("{} is not a {name}", self.quoted()), help)),
        }
    }
}
