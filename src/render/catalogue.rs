//! The words of the interface in one language: a tree of strings, read from `strings/LANG.yaml` of the
//! themes. A language that no theme has falls back on English, key by key.

use crate::fingerprint::Fingerprint;
use crate::yaml::node::Node;
use rustc_hash::FxHashMap;

/// All words of the interface in one language.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// Path of keys → text: `status.alleged.label`.
    words: FxHashMap<String, String>,
    tree: Option<Node>,
    pub lang: String,
}

impl Catalogue {
    /// The words of `layers` for `lang`, where later layers win.
    #[must_use]
    pub fn of(lang: &str, layers: &[Node]) -> Self {
        let mut tree = Node::Map(Vec::new());
        for layer in layers {
            merge(&mut tree, layer);
        }
        let mut words = FxHashMap::default();
        flatten(&tree, "", &mut words);
        Self {
            words,
            tree: Some(tree),
            lang: lang.to_owned(),
        }
    }

    /// The text at a path of keys, or the path itself if there is none, so that a gap can be seen.
    #[must_use]
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.words.get(key).map_or(key, String::as_str)
    }

    /// The text at a path of keys, or none.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<&str> {
        self.words.get(key).map(String::as_str)
    }

    /// A counted noun: `3 independent origins`. English and Spanish have one form for 1 and one for all else.
    #[must_use]
    pub fn count(&self, key: &str, n: u64) -> String {
        let form = if n == 1 { "one" } else { "other" };
        self.get(&format!("count.{key}.{form}"))
            .replace("{n}", &n.to_string())
    }

    /// The tree as templates see it.
    #[must_use]
    pub fn to_value(&self) -> tera::Value {
        self.tree.as_ref().map_or_else(tera::Value::none, value)
    }

    /// Fingerprint of all words.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        let mut words: Vec<(&String, &String)> = self.words.iter().collect();
        words.sort_unstable();
        Fingerprint::of(&(&self.lang, words))
    }
}

/// Puts the texts of `layer` over those of `tree`.
pub(super) fn merge(tree: &mut Node, layer: &Node) {
    let (Node::Map(entries), Node::Map(over)) = (&mut *tree, layer) else {
        *tree = layer.clone();
        return;
    };
    for (key, value) in over {
        match entries.iter_mut().find(|(k, _)| k == key) {
            Some((_, old)) => merge(old, value),
            None => entries.push((key.clone(), value.clone())),
        }
    }
}

fn flatten(node: &Node, path: &str, words: &mut FxHashMap<String, String>) {
    match node {
        Node::Map(entries) => {
            for (key, value) in entries {
                let path = if path.is_empty() {
                    key.clone()
                } else {
                    format!("{path}.{key}")
                };
                flatten(value, &path, words);
            }
        }
        Node::Text(text) | Node::Number(text) => {
            words.insert(path.to_owned(), text.clone());
        }
        _ => {}
    }
}

fn value(node: &Node) -> tera::Value {
    match node {
        Node::Map(entries) => {
            let mut map = tera::Map::default();
            for (key, entry) in entries {
                map.insert(tera::value::Key::from(key.clone()), value(entry));
            }
            tera::Value::from(map)
        }
        Node::Text(text) | Node::Number(text) => tera::Value::from(text.as_str()),
        Node::List(items) => tera::Value::from(items.iter().map(value).collect::<Vec<_>>()),
        Node::Flag(flag) => tera::Value::from(*flag),
        Node::Null => tera::Value::none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::node;

    #[test]
    fn later_layers_win_word_by_word() {
        let base =
            node::read("ui: {a: A, b: B}\ncount: {x: {one: '{n} x', other: '{n} xs'}}").unwrap();
        let over = node::read("ui: {b: Beh}").unwrap();
        let words = Catalogue::of("en", &[base, over]);
        assert_eq!(
            (words.get("ui.a"), words.get("ui.b"), words.get("ui.c")),
            ("A", "Beh", "ui.c")
        );
        assert_eq!(
            (words.count("x", 1), words.count("x", 20)),
            ("1 x".to_owned(), "20 xs".to_owned())
        );
    }
}
