//! Where the values of a YAML text stand. Read only when a finding must be shown, because the reader
//! that keeps positions costs as much as reading the text itself.

use granit_parser::{Event, Parser, ScalarStyle};
use std::fmt;
use std::ops::Range;

/// Way from the top of a YAML text to one of its values: `relations[2].to`.
#[derive(Debug, Clone, Copy)]
pub enum Path<'a> {
    Top,
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Path::Top => Ok(()),
            Path::Key(Path::Top, key) => f.write_str(key),
            Path::Key(parent, key) => write!(f, "{parent}.{key}"),
            Path::Index(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// Where one value stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    path: String,
    /// Bytes of its key; none for list items.
    pub key: Option<Range<usize>>,
    /// Bytes of the value, without its quotation marks where it is a quoted text.
    pub value: Range<usize>,
    /// Whether bytes of the value correspond to bytes of its text one by one.
    pub is_verbatim: bool,
    /// Whether the value is empty, or goes over several lines.
    is_no_line: bool,
}

/// Where all values of a YAML text stand: in order of path, and of the text where a key is repeated.
#[derive(Debug, Clone, Default)]
pub struct Positions {
    by_path: Vec<Position>,
    /// Bytes of all texts, in order.
    texts: Vec<Range<usize>>,
}

impl Positions {
    /// Reads the positions. Of a text that is not YAML, those before the mistake.
    #[must_use]
    pub fn of(yaml: &str) -> Self {
        let mut reader = PositionReader::default();
        for event in Parser::new_from_str(yaml) {
            let Ok((event, span)) = event else { break };
            let range = span.byte_range().unwrap_or(0..0);
            reader.take(&event, range, yaml);
        }
        let mut by_path = reader.found;
        for position in &mut by_path {
            let value = yaml.get(position.value.clone());
            position.is_no_line = value.is_none_or(|v| v.is_empty() || v.contains('\n'));
        }
        by_path.sort_by(|a, b| a.path.cmp(&b.path));
        Self {
            by_path,
            texts: reader.texts,
        }
    }

    /// Whether a byte belongs to a value, or stands between its quotation marks.
    #[must_use]
    pub fn covers(&self, byte: usize) -> bool {
        let after = self.texts.partition_point(|text| text.start <= byte);
        self.texts[..after]
            .last()
            .is_some_and(|text| text.contains(&byte))
    }

    /// The value at `path`; the `nth` one (from 0) where a key is repeated.
    #[must_use]
    pub fn find(&self, path: &str, nth: usize) -> Option<&Position> {
        let first = self.by_path.partition_point(|p| *p.path < *path);
        let position = self.by_path.get(first + nth)?;
        (position.path == path).then_some(position)
    }

    /// The value at `path`, also where the writer used a shorter form: `date[0].value` also finds a plain
    /// `date`, `about[0]` a plain `about`, `date[0].cite` also `date.accounts[0].cite`.
    fn in_any_form(&self, path: &str) -> Option<&Position> {
        let longer = path
            .match_indices('[')
            .map(|(at, _)| format!("{}.accounts{}", &path[..at], &path[at..]));
        let shorter = [".value", ".actor", "[0]", "[0].value"]
            .iter()
            .filter_map(|end| path.strip_suffix(end))
            .map(str::to_owned);
        self.find(path, 0)
            .or_else(|| longer.chain(shorter).find_map(|path| self.find(&path, 0)))
    }

    /// Bytes of the value at `path`, in any form: its own characters if it is plain, else those of its key.
    #[must_use]
    pub fn value(&self, path: &str) -> Option<Range<usize>> {
        let position = self.in_any_form(path)?;
        let key = position.key.as_ref().filter(|_| position.is_no_line);
        Some(key.unwrap_or(&position.value).clone())
    }

    /// The bytes `span` of the text of the value at `path`. All of [`Self::value`] where the writer used other
    /// letters than the text has.
    #[must_use]
    pub fn within(&self, path: &str, span: Range<usize>) -> Option<Range<usize>> {
        match self.in_any_form(path) {
            Some(p) if p.is_verbatim => Some(p.value.start + span.start..p.value.start + span.end),
            _ => self.value(path),
        }
    }
}

#[derive(Default)]
struct PositionReader {
    stack: Vec<Level>,
    found: Vec<Position>,
    texts: Vec<Range<usize>>,
}

enum Level {
    Map {
        path: String,
        key: Option<(String, Range<usize>)>,
        at: Option<usize>,
    },
    List {
        path: String,
        next: usize,
        at: Option<usize>,
    },
}

impl PositionReader {
    fn take(&mut self, event: &Event<'_>, range: Range<usize>, yaml: &str) {
        match event {
            Event::Scalar(text, style, ..) => {
                if let Some(Level::Map {
                    key: key @ None, ..
                }) = self.stack.last_mut()
                {
                    *key = Some((text.to_string(), range));
                    return;
                }
                let (value, is_verbatim) = inner(range, *style, yaml, text);
                self.texts.push(value.clone());
                self.place(value, is_verbatim);
            }
            Event::Alias(_) => {
                self.texts.push(range.clone());
                self.place(range, false);
            }
            Event::MappingStart(..) => {
                let (path, at) = self.place(range, false);
                self.stack.push(Level::Map {
                    path,
                    key: None,
                    at,
                });
            }
            Event::SequenceStart(..) => {
                let (path, at) = self.place(range, false);
                self.stack.push(Level::List { path, next: 0, at });
            }
            Event::MappingEnd | Event::SequenceEnd => {
                let (Some(Level::Map { at, .. }) | Some(Level::List { at, .. })) = self.stack.pop()
                else {
                    return;
                };
                if let Some(position) = at.and_then(|at| self.found.get_mut(at)) {
                    position.value.end = position.value.end.max(range.end);
                }
            }
            _ => {}
        }
    }

    /// Notes a value where the reader stands; returns its path and its place in the list.
    fn place(&mut self, value: Range<usize>, is_verbatim: bool) -> (String, Option<usize>) {
        let (path, key) = match self.stack.last_mut() {
            None => return (String::new(), None),
            Some(Level::Map { path, key, .. }) => {
                let (name, range) = key.take().unwrap_or_default();
                (
                    if path.is_empty() {
                        name
                    } else {
                        format!("{path}.{name}")
                    },
                    Some(range),
                )
            }
            Some(Level::List { path, next, .. }) => {
                *next += 1;
                (format!("{path}[{}]", *next - 1), None)
            }
        };
        self.found.push(Position {
            path: path.clone(),
            key,
            value,
            is_verbatim,
            is_no_line: false,
        });
        (path, Some(self.found.len() - 1))
    }
}

/// Bytes of a scalar without its quotation marks, and whether they are its text letter by letter.
fn inner(range: Range<usize>, style: ScalarStyle, yaml: &str, text: &str) -> (Range<usize>, bool) {
    let raw = yaml.get(range.clone()).unwrap_or("");
    let quoted =
        matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted) && raw.len() >= 2;
    let value = if quoted {
        range.start + 1..range.end - 1
    } else {
        range.start..range.start + raw.trim_end().len()
    };
    let is_verbatim = yaml.get(value.clone()) == Some(text);
    (value, is_verbatim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_those_of_the_values() {
        let yaml = "title: \"Tomás\"\nrelations:\n  - to: nso\n    type: client\n  - {to: x, date: 2014}\ntitle: b\n";
        let positions = Positions::of(yaml);
        let text = |path: &str, nth| positions.find(path, nth).map(|p| &yaml[p.value.clone()]);
        assert_eq!(text("title", 0), Some("Tomás"));
        assert_eq!(text("title", 1), Some("b"));
        assert_eq!(text("relations[0].to", 0), Some("nso"));
        assert_eq!(text("relations[1].date", 0), Some("2014"));
        assert_eq!(
            positions.find("relations[1].to", 0).unwrap().key,
            Some(61..63)
        );
        assert_eq!(text("relations[2].to", 0), None);
    }
}
