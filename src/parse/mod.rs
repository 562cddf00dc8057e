//! One file → one document, alone: front matter typed, Markdown as HTML with holes. Knows no other file.

mod block;
mod front_matter;
mod holes;
pub mod markdown;
mod mask;
mod raw_html;
pub mod sentence;
mod setting;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::document::Document;
use crate::model::kind::Kind;
use crate::model::source_tree::SourceFile;
use crate::text::{is_id, slug};
use crate::yaml::shape::{self, Yaml};
use crate::yaml::{frame, node};
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
    let mut node = match node::read(frame.yaml) {
        Ok(node) => node,
        Err(error) => {
            findings.push(yaml.syntax_error(&error));
            return (None, findings);
        }
    };
    let owner = kind.one().to_owned();
    shape::check(&yaml, kind.fields(), &owner, &mut node, &mut findings);
    let mut front = front_matter::read(kind, &node);
    setting::set(&mut front);
    if front.common.title.is_empty() {
        // The missing title was reported; the entry still needs a name to be seen by in the preview.
        stem.clone_into(&mut front.common.title);
    }
    let origin = markdown::Origin {
        path: &file.path,
        at: frame.body_at,
    };
    let body = markdown::read(frame.body, origin, &mut findings);
    let document = Document::new(Arc::clone(&file.path), stem, kind, front, body);
    (Some(document), findings)
}

/// The file name without folders and without `.md`.
#[must_use]
pub fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".md").unwrap_or(name)
}
