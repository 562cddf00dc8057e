//! Finds a field of an entry again, when a finding about it must be shown.

use super::frame;
use super::position::Positions;
use crate::diagnostic::Location;
use crate::model::source_tree::{SourceFile, SourceTree};
use crate::text::mark_length;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// Finds the places of fields in files. Reads a file again when the first finding in it asks, so it costs
/// nothing where all is right.
pub struct Locator<'a> {
    pub tree: &'a SourceTree,
    read: Mutex<HashMap<Arc<str>, Option<Arc<Fields>>>>,
}

/// Where the fields of one file stand.
struct Fields {
    /// Byte of the file at which its YAML begins.
    at: usize,
    positions: Positions,
}

impl<'a> Locator<'a> {
    /// Finds fields in the files of `tree`.
    #[must_use]
    pub fn new(tree: &'a SourceTree) -> Self {
        Self {
            tree,
            read: Mutex::default(),
        }
    }

    /// Location of the field at `field`, such as `relations[2].to`, of the entry in the file `path`,
    /// or of the settings in a file that ends in `.yaml`.
    #[must_use]
    pub fn field(&self, path: &Arc<str>, field: &str) -> Location {
        self.location(path, |positions| positions.value(field))
    }

    /// Location of the name of that field; as [`Self::field`] where it has none.
    #[must_use]
    pub fn key(&self, path: &Arc<str>, field: &str) -> Location {
        self.location(path, |positions| {
            let key = positions.find(field, 0).and_then(|p| p.key.clone());
            key.or_else(|| positions.value(field))
        })
    }

    /// Location of some bytes of the text of that field.
    #[must_use]
    pub fn within(&self, path: &Arc<str>, field: &str, span: Range<usize>) -> Location {
        self.location(path, |positions| positions.within(field, span))
    }

    fn location(
        &self,
        path: &Arc<str>,
        find: impl FnOnce(&Positions) -> Option<Range<usize>>,
    ) -> Location {
        match self.fields(path) {
            None => Location::file(path),
            Some(fields) => match find(&fields.positions) {
                Some(span) => Location::new(path, fields.at + span.start..fields.at + span.end),
                None => Location::new(path, 0..3),
            },
        }
    }

    fn fields(&self, path: &Arc<str>) -> Option<Arc<Fields>> {
        let read = || self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = read().get(path) {
            return known.clone();
        }
        let fields = self.tree.get(path).and_then(Fields::of).map(Arc::new);
        read().insert(Arc::clone(path), fields.clone());
        fields
    }
}

impl Fields {
    /// The front matter of an entry; all of a file of settings.
    fn of(file: &SourceFile) -> Option<Self> {
        let (at, yaml) = if file.path.ends_with(".yaml") {
            let text = file.text().ok()?;
            let at = mark_length(text);
            (at, &text[at..])
        } else {
            let frame = frame::split(file).ok()?;
            (frame.yaml_at, frame.yaml)
        };
        Some(Self {
            at,
            positions: Positions::of(yaml),
        })
    }
}
