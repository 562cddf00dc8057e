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
    /// Location of the field at `field`, such as `relations[2].to`, of the entry in the file `path`,
    /// or of the settings in a file that ends in `.yaml`.
    #[must_use]
    pub fn field(&self, path: &Arc<str>, field: &str) -> Location {
        self.yaml(path)
            .map_or_else(|| Location::file(path), |yaml| yaml.value(field))
    }

    /// Location of some bytes of the text of that field.
    #[must_use]
    pub fn within(&self, path: &Arc<str>, field: &str, span: std::ops::Range<usize>) -> Location {
        self.yaml(path)
            .map_or_else(|| Location::file(path), |yaml| yaml.within(field, span))
    }

    /// The front matter of an entry; all of a file of settings.
    fn yaml<'a>(&'a self, path: &'a Arc<str>) -> Option<Yaml<'a>> {
        let file = self.tree.get(path)?;
        if path.ends_with(".yaml") {
            let text = file.text().ok()?;
            let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
            return Some(Yaml::new(path, &text[start..], start));
        }
        let frame = frame::split(file).ok()?;
        Some(Yaml::new(path, frame.yaml, frame.yaml_at))
    }
}
