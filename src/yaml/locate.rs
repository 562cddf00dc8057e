//! Finds a field of an entry again, when a finding about it must be shown.

use super::frame;
use super::shape::Yaml;
use crate::diagnostic::Location;
use crate::model::source_tree::SourceTree;
use std::sync::Arc;

/// Finds the place of a field in the file of an entry. Reads the file again, so it is for findings only.
#[derive(Clone, Copy)]
pub struct Locator<'a> {
    pub tree: &'a SourceTree,
}

impl Locator<'_> {
    /// Location of the field at `field`, such as `relations[2].to`, of the entry in the file `path`.
    #[must_use]
    pub fn field(&self, path: &Arc<str>, field: &str) -> Location {
        let frame = self.tree.get(path).and_then(|file| frame::split(file).ok());
        frame.map_or_else(
            || Location::file(path),
            |frame| Yaml::new(path, frame.yaml, frame.yaml_at).value(field),
        )
    }

    /// Location of some bytes of the text of that field.
    #[must_use]
    pub fn within(&self, path: &Arc<str>, field: &str, span: std::ops::Range<usize>) -> Location {
        let frame = self.tree.get(path).and_then(|file| frame::split(file).ok());
        frame.map_or_else(
            || Location::file(path),
            |frame| Yaml::new(path, frame.yaml, frame.yaml_at).within(field, span),
        )
    }
}
