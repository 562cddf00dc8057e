//! One file → one document, alone: front matter typed, Markdown as HTML with holes. Knows no other file.

mod block;
pub mod citation;
pub mod frame;
mod front_matter;
mod highlight;
mod holes;
pub mod markdown;
mod mask;
mod raw_html;
pub mod sentence;
pub mod shape;
pub mod yaml;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::document::Document;
use crate::model::kind::Kind;
use crate::model::source_tree::SourceFile;
use crate::text::{is_id, slug};
use shape::Yaml;
use std::sync::Arc;

/// Reads one entry. None if the file is no entry that could be shown at all; findings tell why.
#[must_use]
pub fn parse(file: &SourceFile, kind: Kind) -> (Option<Document>, Diagnostics) {
    let mut findings = Diagnostics::new();
    let stem = stem(&file.path);
    if !is_id(stem) {
        let proposal = slug(stem);
        let finding = Diagnostic::error(
            "invalid-id",
            crate::diagnostic::Location::file(&file.path),
            format!("`{stem}` cannot be an id, and the file name is the id of the entry"),
        );
        findings.push(finding.help(format!(
            "rename the file to {proposal}.md: lower-case letters, digits and hyphens"
        )));
        return (None, findings);
    }
    let frame = match frame::split(file) {
        Ok(frame) => frame,
        Err(finding) => {
            findings.push(*finding);
            return (None, findings);
        }
    };
    let yaml = Yaml::new(&file.path, frame.yaml, frame.yaml_at);
    let mut node = match yaml::read(frame.yaml) {
        Ok(node) => node,
        Err(error) => {
            findings.push(yaml_finding(&yaml, &error));
            return (None, findings);
        }
    };
    shape::check(&yaml, kind, &mut node, &mut findings);
    let mut front = front_matter::read(kind, &node);
    if front.common.title.is_empty() {
        // The missing title was reported; the entry still needs a name to be seen by in the preview.
        stem.clone_into(&mut front.common.title);
    }
    let origin = markdown::Origin {
        path: &file.path,
        at: frame.body_at,
    };
    let body = markdown::read(frame.body, origin, &mut findings);
    let document = Document {
        path: Arc::clone(&file.path),
        id: stem.into(),
        kind,
        front,
        body,
    };
    (Some(document), findings)
}

/// The file name without folders and without `.md`.
#[must_use]
pub fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".md").unwrap_or(name)
}

fn yaml_finding(yaml: &Yaml<'_>, error: &yaml::YamlError) -> Diagnostic {
    let at = error.at.min(yaml.text.len());
    let length = yaml
        .text
        .get(at..)
        .and_then(|rest| rest.chars().next())
        .map_or(0, char::len_utf8);
    let line_start = yaml.text[..at].rfind('\n').map_or(0, |i| i + 1);
    let line = yaml.text[line_start..].lines().next().unwrap_or("");
    let finding =
        |message: &str| Diagnostic::error("invalid-yaml", yaml.location(at..at + length), message);
    if error.message.contains("mapping values are not allowed") {
        let fix = line
            .split_once(": ")
            .map(|(key, value)| format!("{key}: \"{}\"", value.replace('"', "\\\"")));
        return finding("a colon inside a value needs quotes around the value").help(
            fix.map_or_else(
                || "put the value in double quotes".to_owned(),
                |fix| format!("write: {}", fix.trim()),
            ),
        );
    }
    if error.message.contains("cannot start any token") && line.contains('@') {
        return finding("a citation in front matter needs quotes")
            .help("write: cite: '[@source \"exact words\"]'");
    }
    if error.message.contains("repetition limit") || error.message.contains("recursion limit") {
        return finding("this front matter nests or repeats itself without end")
            .help("write the values out, without YAML anchors");
    }
    finding(&format!("the front matter is not YAML: {}", error.message))
        .help("check the quotes, brackets and indentation of this line and the one before")
}
