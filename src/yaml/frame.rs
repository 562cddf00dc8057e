//! A file → front matter and body, each with the byte at which it starts.

use crate::diagnostic::{Diagnostic, Location};
use crate::model::source_tree::SourceFile;
use crate::text::{hidden_character, mark_length};

/// Front matter larger than this is refused: 256 KiB, some hundred times what the largest real entry has.
const MAX_FRONT_MATTER: usize = 256 * 1024;
/// Bodies larger than this are refused: 4 MiB, the length of several novels.
const MAX_BODY: usize = 4 * 1024 * 1024;

/// The two parts of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame<'a> {
    /// The YAML between the fences.
    pub yaml: &'a str,
    pub yaml_at: usize,
    /// What follows the closing fence.
    pub body: &'a str,
    pub body_at: usize,
}

/// What to do about a control character.
const NO_CONTROL: &str = "delete it; text has only letters, spaces, tabs and line ends";

/// Splits a file at its fences. A byte order mark and CRLF line ends are read as if they were not there.
///
/// # Errors
/// If the file is not UTF-8, holds control characters, has no front matter or no closing fence, or is
/// beyond the size limits. The error is the one finding to show.
pub fn split(file: &SourceFile) -> Result<Frame<'_>, Box<Diagnostic>> {
    let fail = |span: std::ops::Range<usize>, check, message: &str| {
        Diagnostic::error(check, Location::new(&file.path, span), message)
    };
    if file.bytes.len() > MAX_FRONT_MATTER + MAX_BODY {
        let size = file.bytes.len() / 1024;
        return Err(Box::new(
            fail(
                0..0,
                "file-too-large",
                &format!("this entry has {size} KiB; 4 MiB is the most that one page may have"),
            )
            .help(
                "split it into several entries, or link to the long text instead of including it",
            ),
        ));
    }
    let text = file.text().map_err(|at| {
        Box::new(
            fail(
                at..at + 1,
                "encoding",
                &format!("the file is not UTF-8: byte {at} belongs to no character"),
            )
            .help("save it as UTF-8; in most editors: Save with encoding → UTF-8"),
        )
    })?;
    let is_control = |byte: &u8| byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r');
    // Many bytes are looked at in one step if none of them ends it.
    let has_control = |bytes: &[u8]| bytes.iter().fold(false, |has, byte| has | is_control(byte));
    if text.as_bytes().chunks(256).any(has_control)
        && let Some((at, code)) = text.bytes().enumerate().find(|(_, byte)| is_control(byte))
    {
        return Err(Box::new(
            fail(
                at..at + 1,
                "control-character",
                &format!("there is a control character here (U+{code:04X})"),
            )
            .help(NO_CONTROL),
        ));
    }
    let start = mark_length(text);
    let content = &text[start..];
    let Some(first) = content
        .split_inclusive('\n')
        .next()
        .filter(|line| is_fence(line))
    else {
        return Err(Box::new(no_front_matter(file, content, start)));
    };
    let yaml_at = start + first.len();
    let mut at = yaml_at;
    for line in text[yaml_at..].split_inclusive('\n') {
        if is_fence(line) {
            if at - yaml_at > MAX_FRONT_MATTER {
                return Err(Box::new(fail(
                    start..start + 3,
                    "file-too-large",
                    "the front matter has more than 256 KiB",
                )));
            }
            let body_at = at + line.len();
            let body = &text[body_at..];
            return Ok(Frame {
                yaml: &text[yaml_at..at],
                yaml_at,
                body,
                body_at,
            });
        }
        at += line.len();
    }
    Err(Box::new(
        fail(
            start..start + 3,
            "missing-front-matter",
            "the front matter has no end",
        )
        .label("it begins here, and no line `---` follows")
        .help("close it with a line `---` before the text"),
    ))
}

/// A finding for a hidden character that a text has by an escape or an entity: it does not stand in `raw`, what is
/// written. What does is found in the file.
#[must_use]
pub fn hidden(text: &str, raw: &str, place: impl FnOnce() -> Location) -> Option<Diagnostic> {
    let c = hidden_character(text).filter(|c| !raw.contains(*c))?;
    let message = format!("a hidden character is written here, U+{:04X}", u32::from(c));
    Some(Diagnostic::error("control-character", place(), message).help(NO_CONTROL))
}

/// The finding for a file that does not begin with a fence, at its first line that says something.
fn no_front_matter(file: &SourceFile, content: &str, start: usize) -> Diagnostic {
    let blank = content.len() - content.trim_start().len();
    let line = content.trim_start().lines().next().unwrap_or("").trim_end();
    let at = start + blank;
    let location = Location::new(&file.path, at..at + line.len());
    let finding = |message: &str| Diagnostic::error("missing-front-matter", location, message);
    if line.is_empty() {
        return finding("the file is empty")
            .help("begin with a line `---`, then `title: …`, then another line `---`");
    }
    if is_fence(line) {
        return finding("something stands before the front matter")
            .help("remove the empty lines and spaces above it: it begins on the first line");
    }
    if line.len() > 3 && line.chars().all(|c| matches!(c, '-' | '—' | '–' | '‐')) || line == "—"
    {
        return finding("front matter begins with three hyphens")
            .help("write `---` here, and `---` on the line after its last field");
    }
    finding("the file does not begin with front matter")
        .help("begin with a line `---`, then `title: …`, then another line `---`")
}

/// Whether a line is `---` and nothing else.
fn is_fence(line: &str) -> bool {
    line.strip_prefix("---")
        .is_some_and(|rest| rest.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &[u8]) -> Result<(String, String), &'static str> {
        let file = SourceFile::new("content/a.md", input.to_vec());
        split(&file)
            .map(|f| (f.yaml.to_owned(), f.body.to_owned()))
            .map_err(|d| d.check)
    }

    #[test]
    fn files_are_split_at_their_fences() {
        let ok = |yaml: &str, body: &str| Ok((yaml.to_owned(), body.to_owned()));
        assert_eq!(check(b"---\na: 1\n---\nBody"), ok("a: 1\n", "Body"));
        assert_eq!(
            check("\u{feff}---\r\na: 1\r\n---\r\nBody".as_bytes()),
            ok("a: 1\r\n", "Body")
        );
        assert_eq!(check(b"---\n---\n"), ok("", ""));
        assert_eq!(check(b"---\n---"), ok("", ""));
        assert_eq!(
            check(b"---\na: '---'\n--- \nx\n---\n"),
            ok("a: '---'\n", "x\n---\n")
        );
    }

    #[test]
    fn missing_front_matter_is_shown_where_something_else_stands() {
        for (text, at, message) in [
            ("", 0..0, "the file is empty"),
            (" \n\n", 3..3, "the file is empty"),
            (
                "# X\n---\na: 1\n---\n",
                0..3,
                "does not begin with front matter",
            ),
            ("\n---\na: 1\n---\n", 1..4, "something stands before"),
            ("\u{feff} ---\na: 1\n---\n", 4..7, "something stands before"),
            ("----\na: 1\n----\n", 0..4, "three hyphens"),
            ("—\na: 1\n—\n", 0..3, "three hyphens"),
        ] {
            let file = SourceFile::new("content/a.md", text.as_bytes().to_vec());
            let found = split(&file).unwrap_err();
            assert_eq!(found.location.span, at, "{text:?}");
            assert!(found.message.contains(message), "{text:?}: {found:?}");
        }
    }

    #[test]
    fn what_cannot_be_split_is_one_clear_error() {
        assert_eq!(check(b""), Err("missing-front-matter"));
        assert_eq!(check(b"Hello"), Err("missing-front-matter"));
        assert_eq!(check(b"---\na: 1\n"), Err("missing-front-matter"));
        assert_eq!(check(b"---\na: \xff\n---\n"), Err("encoding"));
        assert_eq!(check(b"---\na: \0\n---\n"), Err("control-character"));
        assert_eq!(check(&vec![b'a'; 10 << 20]), Err("file-too-large"));
    }
}
