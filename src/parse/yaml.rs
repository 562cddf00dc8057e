//! YAML text → a tree of nodes, through `serde_yaml`; and, only when a finding must be shown, where
//! each node stands, through a second reader that keeps positions.

use granit_parser::{Event, Parser, ScalarStyle};
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::ops::Range;

/// A value of front matter. Maps keep the order and the repeats of their keys.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    Null,
    Flag(bool),
    /// A number in its plain decimal form. The form as written is had from [`Positions`].
    Number(String),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

impl Node {
    /// The value of a key, if this is a map that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        match self {
            Node::Map(entries) => entries.iter().find(|(k, _)| k == key).map(|(_, v)| v),
            _ => None,
        }
    }

    /// What it is, for a writer.
    #[must_use]
    pub fn noun(&self) -> &'static str {
        match self {
            Node::Null => "nothing",
            Node::Flag(_) => "true or false",
            Node::Number(_) => "a number",
            Node::Text(_) => "text",
            Node::List(_) => "a list",
            Node::Map(_) => "a map",
        }
    }
}

/// What is wrong with a YAML text as such.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YamlError {
    pub message: String,
    /// Byte of the text.
    pub at: usize,
}

/// Reads a YAML text.
///
/// # Errors
/// If it is not YAML, nests deeper than 128 levels, or repeats itself by aliases without end.
pub fn read(yaml: &str) -> Result<Node, YamlError> {
    if yaml.trim().is_empty() {
        return Ok(Node::Map(Vec::new()));
    }
    serde_yaml::from_str::<Node>(yaml).map_err(|error| {
        let text = error.to_string();
        let message = text.split(" at line ").next().unwrap_or(&text).to_owned();
        // The second reader points closer to the cause, for instance at the quote that was not closed.
        let first = error
            .location()
            .map_or(0, |l| offset(yaml, l.line(), l.column()));
        let second = Parser::new_from_str(yaml)
            .find_map(Result::err)
            .and_then(|e| e.marker().byte_offset());
        YamlError {
            message,
            at: second.unwrap_or(first).min(yaml.len()),
        }
    })
}

/// Byte of the character at `line` and `column`, both from 1.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let rest = text.get(start..).unwrap_or("");
    start
        + rest
            .char_indices()
            .nth(column.saturating_sub(1))
            .map_or(0, |(at, _)| at)
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text, a number, a list or a map, without a YAML tag")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Flag(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Number(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Number(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Number(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut map = Vec::new();
        while let Some(key) = entries.next_key::<Node>()? {
            let key = match key {
                Node::Text(text) | Node::Number(text) => text,
                Node::Flag(flag) => flag.to_string(),
                Node::Null => "null".to_owned(),
                Node::List(_) | Node::Map(_) => {
                    return Err(A::Error::custom("a list or map cannot be a key"));
                }
            };
            map.push((key, entries.next_value()?));
        }
        Ok(Node::Map(map))
    }
}

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
    pub path: String,
    /// Bytes of its key; none for list items.
    pub key: Option<Range<usize>>,
    /// Bytes of the value, without its quotation marks where it is a quoted text.
    pub value: Range<usize>,
    /// Whether bytes of the value correspond to bytes of its text one by one.
    pub is_verbatim: bool,
}

/// Where all values of a YAML text stand, in order.
#[derive(Debug, Clone, Default)]
pub struct Positions(Vec<Position>);

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
        Self(reader.found)
    }

    /// The value at `path`; the `nth` one (from 0) where a key is repeated.
    #[must_use]
    pub fn find(&self, path: &str, nth: usize) -> Option<&Position> {
        self.0
            .iter()
            .filter(|position| position.path == path)
            .nth(nth)
    }
}

#[derive(Default)]
struct PositionReader {
    stack: Vec<Level>,
    found: Vec<Position>,
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
                self.place(value, is_verbatim);
            }
            Event::Alias(_) => {
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

    #[test]
    fn hostile_yaml_is_refused_quickly() {
        let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n".to_owned()
            + &('b'..='j')
                .map(|c| {
                    let before = char::from_u32(u32::from(c) - 1).unwrap();
                    format!("{c}: &{c} [{}]\n", vec![format!("*{before}"); 9].join(","))
                })
                .collect::<String>();
        for hostile in [
            bomb,
            "[".repeat(10_000),
            "a: \"x".to_owned(),
            "{".repeat(300),
            "? ? ? a".to_owned(),
        ] {
            assert!(
                read(&hostile).is_err(),
                "{}",
                &hostile[..hostile.len().min(40)]
            );
            let _ = Positions::of(&hostile);
        }
    }

    #[test]
    fn words_that_yaml_knows_stay_what_they_are() {
        let node = read("a: no\nb: 014\nc: 2014-09\nd: ~\ne: true\nf: 2014\n").unwrap();
        assert_eq!(node.get("a"), Some(&Node::Text("no".into())));
        assert_eq!(node.get("b"), Some(&Node::Text("014".into())));
        assert_eq!(node.get("c"), Some(&Node::Text("2014-09".into())));
        assert_eq!(node.get("d"), Some(&Node::Null));
        assert_eq!(node.get("e"), Some(&Node::Flag(true)));
        assert_eq!(node.get("f"), Some(&Node::Number("2014".into())));
    }
}
