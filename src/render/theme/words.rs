//! `strings/LANG.yaml` of the layers → the words of the interface; and what is wrong in these files, at its place.
//!
//! A file is held against the words that are there before it: those of casefile in English, and of the layers below. What
//! has another shape is left out, so that no template is blamed for it.

use super::{BUILT_IN_FILES, Layer, template_name};
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::model::source_tree::SourceFile;
use crate::render::catalogue::{Catalogue, merge};
use crate::text::nearest;
use crate::yaml::node::{self, Node};
use crate::yaml::shape::Yaml;

/// The language that every word is there in.
const GROUND: &str = "en";
/// How many missing words are named.
const NAMED: usize = 3;

/// The words of the interface in the language `lang` of a dossier, which `place` shows.
pub fn words(
    layers: &[Layer],
    lang: &str,
    place: impl FnOnce() -> Location,
    findings: &mut Diagnostics,
) -> Catalogue {
    let mut known = built_in(GROUND).unwrap_or(Node::Null);
    let ground = known.clone();
    let mut trees = vec![known.clone()];
    for (_, file) in own_files(layers).filter(|(language, _)| *language == GROUND) {
        let tree = Held::read(file, &known, layers, findings);
        merge(&mut known, &tree);
        trees.push(tree);
    }
    let base = lang.split('-').next().unwrap_or(lang);
    let mut own = Vec::new();
    let mut at = None;
    for (language, file) in own_files(layers).filter(|(language, _)| *language != GROUND) {
        own.push((language, Held::read(file, &known, layers, findings)));
        if language == base || language == lang {
            at = Some(file);
        }
    }
    let mut in_lang = Vec::new();
    for language in [base, lang] {
        in_lang.extend(built_in(language));
        let own = own.iter().filter(|(of, _)| *of == language);
        in_lang.extend(own.map(|(_, tree)| tree.clone()));
    }
    let mut of_lang = own.iter().filter(|(of, _)| *of == base || *of == lang);
    let is_unreadable = of_lang.any(|(_, tree)| *tree == Node::Null);
    if base != GROUND && !is_unreadable {
        let there = Catalogue::of(lang, &in_lang);
        let mut missing = Vec::new();
        leaves(&ground, "", &mut missing);
        let n_words = missing.len();
        missing.retain(|key| there.find(key).is_none());
        if missing.len() == n_words && at.is_none() {
            findings.push(no_words(lang, base, place()));
        } else if !missing.is_empty() {
            let location = at.map_or_else(place, |file| Location::file(&file.path));
            findings.push(some_words(lang, &missing, n_words, location));
        }
    }
    if base != GROUND {
        trees.extend(in_lang);
    }
    Catalogue::of(lang, &trees)
}

fn no_words(lang: &str, base: &str, place: Location) -> Diagnostic {
    let message = format!("no theme has the words of the interface in `{lang}`: they stay English");
    Diagnostic::warning("missing-words", place, message).help(format!(
        "write themes/NAME/strings/{base}.yaml in a theme of your own, with the keys of themes/casefile/strings/en.yaml: see docs/themes.md"
    ))
}

fn some_words(lang: &str, missing: &[String], n_words: usize, place: Location) -> Diagnostic {
    let named: Vec<String> = missing
        .iter()
        .take(NAMED)
        .map(|key| format!("`{key}`"))
        .collect();
    let more = match missing.len() - named.len() {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    let message = format!(
        "{} of the {n_words} words of the interface are missing in `{lang}` and stay English: {}{more}",
        missing.len(),
        named.join(", ")
    );
    Diagnostic::warning("missing-words", place, message)
        .help("add them, with the keys of themes/casefile/strings/en.yaml")
}

/// The words of casefile in a language, as the program has them.
fn built_in(language: &str) -> Option<Node> {
    let name = format!("strings/{language}.yaml");
    let (_, bytes) = BUILT_IN_FILES.iter().find(|(path, _)| *path == name)?;
    node::read(std::str::from_utf8(bytes).ok()?).ok()
}

/// The files of words that a dossier has itself, each with its language, from the ground up.
fn own_files(layers: &[Layer]) -> impl Iterator<Item = (&str, &SourceFile)> {
    let files = layers.iter().rev().flat_map(|layer| &layer.files);
    files.filter_map(|(path, file, is_built_in)| {
        let language = path.strip_prefix("strings/")?.strip_suffix(".yaml")?;
        (!is_built_in).then_some((language, file))
    })
}

/// Paths of all words in a tree.
fn leaves(node: &Node, path: &str, found: &mut Vec<String>) {
    match node {
        Node::Map(entries) => {
            for (key, value) in entries {
                leaves(value, &below(path, key), found);
            }
        }
        _ => found.push(path.to_owned()),
    }
}

fn below(path: &str, key: &str) -> String {
    match path {
        "" => key.to_owned(),
        path => format!("{path}.{key}"),
    }
}

/// A file that is held against the words that are known.
struct Held<'a> {
    yaml: Yaml<'a>,
    /// All words that are known.
    known: &'a Node,
    layers: &'a [Layer],
    findings: &'a mut Diagnostics,
}

impl Held<'_> {
    /// What can be used of a file; null if nothing can.
    fn read(file: &SourceFile, known: &Node, layers: &[Layer], findings: &mut Diagnostics) -> Node {
        let (yaml, mut tree) = match Yaml::of_file(file) {
            Ok(read) => read,
            Err(finding) => {
                findings.push(*finding);
                return Node::Null;
            }
        };
        let mut held = Held {
            yaml,
            known,
            layers,
            findings,
        };
        if !matches!(tree, Node::Map(_) | Node::Null) {
            let message = format!(
                "words stand under keys such as `ui:`, and this is {}",
                tree.noun()
            );
            held.wrong("", message);
            return Node::Null;
        }
        held.map(known, &mut tree, "");
        match tree {
            Node::Null => Node::Map(Vec::new()),
            tree => tree,
        }
    }

    /// Takes out of a map what is no word where one is known, and no group where a group is known.
    fn map(&mut self, known: &Node, node: &mut Node, path: &str) {
        let Node::Map(entries) = node else { return };
        entries.retain_mut(|(key, value)| {
            let path = below(path, key);
            let Some(like) = known.get(key) else {
                if !self.is_named(&path) {
                    self.unknown(&path, key, known);
                }
                return true;
            };
            match (like, &*value) {
                (Node::Map(_), Node::Map(_)) => {
                    self.map(like, value, &path);
                    true
                }
                (_, Node::Null) => false,
                (Node::Map(group), other) => {
                    let keys: Vec<&str> = group.iter().take(NAMED).map(|(key, _)| &**key).collect();
                    let message = format!(
                        "under `{path}` stand words with keys of their own ({} …), and this is {}",
                        keys.join(", "),
                        other.noun()
                    );
                    self.wrong(&path, message);
                    false
                }
                (_, Node::Text(_) | Node::Number(_)) => true,
                (_, other) => {
                    let message = format!("`{path}` is one text, and this is {}", other.noun());
                    self.wrong(&path, message);
                    false
                }
            }
        });
    }

    fn wrong(&mut self, path: &str, message: String) {
        let place = match path {
            "" => self.yaml.location(first_line(self.yaml.text)),
            path => self.yaml.value(path),
        };
        let finding = Diagnostic::error("wrong-type", place, message);
        self.findings
            .push(finding.help("write it as themes/casefile/strings/en.yaml has it; a text with a `:` or `#` in it needs quotes"));
    }

    fn unknown(&mut self, path: &str, key: &str, known: &Node) {
        let place = self.yaml.key(path, 0);
        let message = format!("no page asks for the word `{path}`");
        let finding = Diagnostic::warning("unknown-field", place, message);
        let siblings: &[(String, Node)] = match known {
            Node::Map(entries) => entries,
            _ => &[],
        };
        let near = nearest(key, siblings.iter().map(|(key, _)| key.as_str()));
        let mut all = Vec::new();
        leaves(self.known, "", &mut all);
        let elsewhere = all
            .iter()
            .find(|other| other.rsplit('.').next() == Some(key));
        self.findings.push(match (near, elsewhere) {
            (Some(near), _) => finding.did_you_mean(near),
            (None, Some(other)) => finding.help(format!("did you mean `{other}`?")),
            (None, None) => finding.help("take it out, or print it in a template: `{{ t.KEY }}`"),
        });
    }

    /// Whether a template of the dossier asks for a word: a theme may have words of its own.
    fn is_named(&self, path: &str) -> bool {
        let name = format!("t.{path}");
        let group = path
            .rsplit_once('.')
            .map(|(group, _)| format!("t.{group}["));
        let files = self.layers.iter().flat_map(|layer| &layer.files);
        let own =
            files.filter(|(path, _, is_built_in)| !is_built_in && template_name(path).is_some());
        own.filter_map(|(_, file, _)| file.text().ok()).any(|text| {
            let ends = |at: usize| {
                let rest = text.get(at + name.len()..).unwrap_or_default();
                !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_')
            };
            text.match_indices(&name).any(|(at, _)| ends(at))
                || group.as_ref().is_some_and(|group| text.contains(group))
        })
    }
}

/// The first line that says something.
fn first_line(text: &str) -> std::ops::Range<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let plain = line.trim();
        if !plain.is_empty() && !plain.starts_with('#') {
            return at..at + line.trim_end().len();
        }
        at += line.len();
    }
    0..0
}
