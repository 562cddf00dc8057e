//! A text that is no YAML → what its writer most likely did, where, and what to write instead.
//!
//! The reader of YAML says where it gave up and in the words of its grammar. A writer meant a sentence: with a
//! colon, a quotation mark or a bracket in it that YAML takes for its own. Each of these is looked for here.

use super::node::YamlError;
use std::ops::Range;

/// What is wrong, in the writer's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The bytes of the text to point at.
    pub span: Range<usize>,
    pub message: String,
    pub help: String,
}

/// One line of a text, and the byte at which it begins.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    at: usize,
    text: &'a str,
}

impl<'a> Line<'a> {
    /// How many bytes of white space it begins with.
    fn indent(self) -> usize {
        self.text.len() - self.text.trim_start().len()
    }

    /// What stands after `key: ` or `- `, with the byte at which it begins. Empty for `key:`.
    fn value(self) -> Option<(usize, &'a str)> {
        let item = self.text.trim_start();
        let mut rest = item.strip_prefix("- ").map_or(item, str::trim_start);
        // A key has no quotation marks or brackets: what has, is a value with a colon in it.
        let key = rest.split(':').next().unwrap_or("");
        let has_key = key.len() < rest.len() && !key.contains(['"', '\'', '[', '{', ',', '@']);
        if has_key {
            let after = &rest[key.len() + 1..];
            if !after.is_empty() && !after.starts_with([' ', '\t']) {
                return None;
            }
            rest = after;
        } else if !item.starts_with("- ") {
            return None;
        }
        let value = rest.trim();
        let skipped = self.text.len() - rest.trim_start().len();
        Some((self.at + skipped, value))
    }

    /// The line with another value.
    fn with(self, value: &str) -> String {
        let start = self.value().map_or(self.text.len(), |(at, _)| at - self.at);
        format!("write: {} {value}", self.text[..start].trim())
    }
}

/// Finds the mistake behind an error.
#[must_use]
pub fn find(text: &str, error: &YamlError) -> Mistake {
    let at = error.at.min(text.len());
    let lines = lines_to(text, at);
    let line = lines.last().copied().unwrap_or(Line { at: 0, text: "" });
    let before = &lines[..lines.len().saturating_sub(1)];
    tab(&lines)
        .or_else(|| known(error, at, text))
        .or_else(|| citation(error, at, line))
        .or_else(|| first_character(error, at, line))
        .or_else(|| colon(error, at, line, before))
        .or_else(|| quotation_mark(at, line, before))
        .or_else(|| bracket(error, at, line, before))
        .or_else(|| indentation(error, at, line))
        .unwrap_or_else(|| Mistake {
            span: character(text, at),
            message: format!("this is not YAML: {}", error.message),
            help: "check the quotes, brackets and indentation of this line and the one before"
                .into(),
        })
}

/// The lines up to the one that the byte `at` lies in, without blank lines and comments before it.
fn lines_to(text: &str, at: usize) -> Vec<Line<'_>> {
    let mut start = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let is_last = at < end || end == text.len();
        let plain = line.trim_end();
        let says_something = !plain.is_empty() && !plain.trim_start().starts_with('#');
        if says_something || (is_last && at < end) {
            lines.push(Line {
                at: start,
                text: plain,
            });
        }
        if is_last {
            break;
        }
        start = end;
    }
    lines
}

fn character(text: &str, at: usize) -> Range<usize> {
    let length = text
        .get(at..)
        .and_then(|rest| rest.chars().next())
        .map_or(0, char::len_utf8);
    at..at + length
}

fn tab(lines: &[Line<'_>]) -> Option<Mistake> {
    let found = lines
        .iter()
        .find_map(|line| Some(line.at + line.text[..line.indent()].find('\t')?))?;
    Some(Mistake {
        span: found..found + 1,
        message: "a tab stands here, and YAML indents with spaces".into(),
        help: "put two spaces in its place; most editors do so by themselves when told to indent with spaces".into(),
    })
}

/// What the reader itself tells clearly.
fn known(error: &YamlError, at: usize, text: &str) -> Option<Mistake> {
    let mistake = |message: &str, help: &str| {
        Some(Mistake {
            span: character(text, at),
            message: message.into(),
            help: help.into(),
        })
    };
    if error.message.contains("repetition limit") || error.message.contains("recursion limit") {
        return mistake(
            "this YAML nests or repeats itself without end",
            "write the values out, without YAML anchors",
        );
    }
    if error.message.contains("more than one document") {
        return mistake(
            "this field does not begin in the same column as those before it",
            "begin every field at the start of its line",
        );
    }
    if error.message.contains("unknown escape") {
        return mistake(
            "a backslash between double quotes has a meaning of its own in YAML",
            "write it twice, `\\\\`, or put the value in single quotes",
        );
    }
    None
}

fn citation(error: &YamlError, at: usize, line: Line<'_>) -> Option<Mistake> {
    if !error.message.contains("cannot start any token") || !line.text.contains("[@") {
        return None;
    }
    Some(Mistake {
        span: at..at + 1,
        message: "a citation in front matter needs quotes".into(),
        help: "write: cite: '[@source \"exact words\"]'".into(),
    })
}

/// `title: %X`, `title: *News*`, `title: - x`: YAML has a meaning for the first character.
fn first_character(error: &YamlError, at: usize, line: Line<'_>) -> Option<Mistake> {
    let (start, value) = line.value()?;
    let first = value.chars().next()?;
    let is_tag = error.message.contains("YAML tag");
    let is_special = matches!(
        first,
        '@' | '%' | '&' | '*' | '!' | '`' | '|' | '>' | '-' | '?'
    );
    if !is_special || !(is_tag || at == start) {
        return None;
    }
    Some(Mistake {
        span: start..start + 1,
        message: format!("a value that begins with `{first}` needs quotes"),
        help: line.with(&quoted(value)),
    })
}

fn colon(error: &YamlError, at: usize, line: Line<'_>, before: &[Line<'_>]) -> Option<Mistake> {
    let is_colon = error.message.contains("mapping values are not allowed")
        || error.message.contains("could not find expected ':'");
    if !is_colon {
        return None;
    }
    if let Some((_, value)) = line.value()
        && (value.contains(": ") || value.ends_with(':'))
    {
        return Some(Mistake {
            span: at..at + 1,
            message: "a colon inside a value needs quotes around the value".into(),
            help: line.with(&quoted(value)),
        });
    }
    let last = *before.last()?;
    let (start, end) = (last.at + last.indent(), last.at + last.text.len());
    match last.value() {
        // `title X` or `title:X`, which YAML reads on into the next line.
        None => Some(Mistake {
            span: start..end,
            message: "this line is no `field: value`".into(),
            help: match last.text.trim_start().split_once([':', '=']) {
                Some((key, value)) => {
                    format!(
                        "write: {}: {}, with a space after the colon",
                        key.trim(),
                        value.trim()
                    )
                }
                None => "write the name of the field, a colon, a space and its value".into(),
            },
        }),
        Some((_, value)) if !value.is_empty() && line.indent() > last.indent() => {
            let from = line.at + line.indent();
            let key = last.text.trim().split(':').next().unwrap_or("");
            Some(Mistake {
                span: from..line.at + line.text.len(),
                message: format!("this line stands under `{key}`, which has a value already"),
                help: format!("begin it in the same column as `{key}`"),
            })
        }
        _ => None,
    }
}

/// A quotation mark that ends a value too early, or one that nothing closes.
fn quotation_mark(at: usize, line: Line<'_>, before: &[Line<'_>]) -> Option<Mistake> {
    if let Some((start, value)) = line.value()
        && let Some(mark) = value.chars().next().filter(|c| matches!(c, '"' | '\''))
        && let Some(end) = value[1..].find(mark).map(|end| start + 1 + end)
        && end < at
        && end + 1 < start + value.len()
    {
        let inner = value.strip_prefix(mark).and_then(|v| v.strip_suffix(mark));
        return Some(Mistake {
            span: end..end + 1,
            message: "the value ends at this quotation mark, and more follows".into(),
            help: line.with(&quoted(inner.unwrap_or(value))),
        });
    }
    let (at, mark) = last_opened(line, before, |mark, value| {
        matches!(mark, '"' | '\'') && !value[1..].contains(mark)
    })?;
    Some(Mistake {
        span: at..at + 1,
        message: "this quotation mark is not closed".into(),
        help: format!("put `{mark}` at the end of the value"),
    })
}

fn bracket(error: &YamlError, at: usize, line: Line<'_>, before: &[Line<'_>]) -> Option<Mistake> {
    let closing = |open: char| if open == '[' { ']' } else { '}' };
    if let Some((start, value)) = line.value()
        && let Some(open) = value.chars().next().filter(|c| matches!(c, '[' | '{'))
        && let Some(end) = value.rfind(closing(open)).map(|end| start + end)
        && end < at
    {
        return Some(Mistake {
            span: start..start + 1,
            message: format!(
                "a value that begins with `{open}` is a {} in YAML, and more follows after its `{}`",
                if open == '[' { "list" } else { "map" },
                closing(open)
            ),
            help: line.with(&quoted(value)),
        });
    }
    if !error.message.contains("expected ','") {
        return None;
    }
    let (at, open) = last_opened(line, before, |open, value| {
        let n = |c: char| value.matches(c).count();
        matches!(open, '[' | '{') && n(open) > n(closing(open))
    })?;
    Some(Mistake {
        span: at..at + 1,
        message: "this bracket is not closed".into(),
        help: format!(
            "close it with `{}`, or put the value in quotes if it is text",
            closing(open)
        ),
    })
}

/// The last value that begins with a character which nothing closes: where it stands, and the character.
fn last_opened(
    line: Line<'_>,
    before: &[Line<'_>],
    is_open: impl Fn(char, &str) -> bool,
) -> Option<(usize, char)> {
    std::iter::once(&line)
        .chain(before.iter().rev())
        .find_map(|line| {
            let (start, value) = line.value()?;
            let first = value.chars().next()?;
            is_open(first, value).then_some((start, first))
        })
}

fn indentation(error: &YamlError, at: usize, line: Line<'_>) -> Option<Mistake> {
    let is_first = at == line.at + line.indent() && line.indent() > 0;
    if !is_first || !error.message.contains("did not find expected") {
        return None;
    }
    Some(Mistake {
        span: at..line.at + line.text.len(),
        message: "the indentation of this line fits none before it".into(),
        help: "begin it in the same column as the fields that it belongs to".into(),
    })
}

/// A value in quotes that YAML takes as it is. Typographic marks around all of it were meant to be these.
fn quoted(value: &str) -> String {
    let inner = value
        .strip_prefix('“')
        .and_then(|v| v.strip_suffix('”'))
        .filter(|v| !v.contains(['“', '”']))
        .unwrap_or(value);
    if inner.contains(['"', '\\']) {
        format!("'{}'", inner.replace('\'', "''"))
    } else {
        format!("\"{inner}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::node;

    /// The front matter with the place between `»` and `«`, what is said of it, and what to write.
    const CASES: &[(&str, &str, &str)] = &[
        (
            "relations:\n»\t«- to: x\n",
            "a tab stands here",
            "two spaces",
        ),
        ("»\t«title: X\ntype: y\n", "a tab stands here", "two spaces"),
        (
            "title: X»:« the firm\n",
            "a colon inside a value",
            "write: title: \"X: the firm\"",
        ),
        (
            "title: “X»:« y”\n",
            "a colon inside a value",
            "write: title: \"X: y\"",
        ),
        (
            "a:\n  - to: X»:« y\n",
            "a colon inside a value",
            "write: - to: \"X: y\"",
        ),
        (
            "»title X«\ntype: y\n",
            "no `field: value`",
            "a colon, a space",
        ),
        (
            "»title:X«\ntype: y\n",
            "no `field: value`",
            "write: title: X, with a space",
        ),
        (
            "title: X\n  »type: y«\n",
            "under `title`, which has a value",
            "same column as `title`",
        ),
        (
            "  title: X\n»t«ype: y\n",
            "same column as those before",
            "start of its line",
        ),
        (
            "title: 'X»'«s firm'\n",
            "the value ends at this",
            "write: title: \"X's firm\"",
        ),
        (
            "title: \"X»\"« says Y\n",
            "the value ends at this",
            "write: title: '\"X\" says Y'",
        ),
        (
            "title: »\"«X\ntype: y\n",
            "is not closed",
            "put `\"` at the end",
        ),
        (
            "title: »\"«X\ntype: y\nsummary: \"z\"\n",
            "is not closed",
            "put `\"` at the end",
        ),
        (
            "title: »[«[a]] has it\n",
            "is a list in YAML",
            "write: title: \"[[a]] has it\"",
        ),
        (
            "date: »[«2014\n",
            "this bracket is not closed",
            "close it with `]`",
        ),
        (
            "title: »[«x\nsummary: S.\n",
            "this bracket is not closed",
            "close it with `]`",
        ),
        (
            "title: »%«X\n",
            "begins with `%` needs quotes",
            "write: title: \"%X\"",
        ),
        (
            "title: »@«ana\n",
            "begins with `@` needs quotes",
            "write: title: \"@ana\"",
        ),
        (
            "title: »*«News* of it\n",
            "begins with `*` needs quotes",
            "\"*News* of it\"",
        ),
        (
            "title: »!«Hola\n",
            "begins with `!` needs quotes",
            "\"!Hola\"",
        ),
        (
            "title: »-« x\n",
            "begins with `-` needs quotes",
            "write: title: \"- x\"",
        ),
        (
            "a:\n  - b: x\n    c: y\n   »d: z«\n",
            "fits none before it",
            "same column",
        ),
        (
            "cite: [»@«paper]\n",
            "a citation in front matter needs quotes",
            "write: cite: '[@source",
        ),
        (
            "title: »\"«a\\p\"\n",
            "a backslash between double quotes",
            "twice",
        ),
    ];

    #[test]
    fn mistakes_of_writers_are_told_in_their_words() {
        for (marked, message, help) in CASES {
            let text = marked.replace(['»', '«'], "");
            let error = node::read(&text).expect_err(marked);
            let found = find(&text, &error);
            let (from, to) = (found.span.start, found.span.end);
            let pointed = format!("{}»{}«{}", &text[..from], &text[from..to], &text[to..]);
            assert_eq!(pointed, *marked, "{error:?} {found:?}");
            assert!(found.message.contains(message), "{marked}: {found:?}");
            assert!(found.help.contains(help), "{marked}: {found:?}");
        }
    }

    #[test]
    fn what_is_proposed_can_be_read() {
        for (marked, ..) in CASES {
            let text = marked.replace(['»', '«'], "");
            let found = find(&text, &node::read(&text).expect_err(marked));
            let Some(line) = found.help.strip_prefix("write: ") else {
                continue;
            };
            if line.contains(", with") || line.contains("@source") {
                continue;
            }
            assert!(node::read(line).is_ok(), "{line}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_odd(text in "[a-z:'\"\\[\\]{}\\-\t \n@%é“]{0,60}") {
            if let Err(error) = node::read(&text) {
                let found = find(&text, &error);
                proptest::prop_assert!(text.get(found.span).is_some());
            }
        }
    }
}
