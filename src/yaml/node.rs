//! YAML text → a tree of nodes, through `serde_yaml`.

use crate::text::offset;
use granit_parser::Parser;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// A value of front matter. Maps keep the order and the repeats of their keys.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    Null,
    Flag(bool),
    /// A number in its plain decimal form. The form as written is had from [`super::position::Positions`].
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
    if let Some(at) = bracket_too_many(yaml) {
        return Err(YamlError {
            message: "recursion limit exceeded".to_owned(),
            at,
        });
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

/// Byte of the bracket with which a thousand of them are open, whether YAML would take them for lists or for text:
/// at each bracket the reader looks through all that are open, before it gets to its own limit of depth.
fn bracket_too_many(yaml: &str) -> Option<usize> {
    let mut open = 0_usize;
    yaml.bytes().position(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > 1_000
    })
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

    /// A text of comments alone.
    fn visit_none<E>(self) -> Result<Node, E> {
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

#[cfg(test)]
mod tests {
    use super::*;

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
            let _ = super::super::position::Positions::of(&hostile);
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
