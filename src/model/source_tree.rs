//! The files of a dossier as they were read from disk.

use crate::fingerprint::Fingerprint;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One file with its content.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path from the root of the dossier, with forward slashes, in Unicode form NFC.
    pub path: Arc<str>,
    pub bytes: Arc<[u8]>,
    pub fingerprint: Fingerprint,
}

impl SourceFile {
    /// A file with the fingerprint of its content.
    #[must_use]
    pub fn new(path: &str, bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        Self {
            path: path.into(),
            fingerprint: Fingerprint::of_bytes(&bytes),
            bytes,
        }
    }

    /// The content as text, or the offset of the first byte that is not UTF-8.
    ///
    /// # Errors
    /// If the content is not UTF-8.
    pub fn text(&self) -> Result<&str, usize> {
        std::str::from_utf8(&self.bytes).map_err(|error| error.valid_up_to())
    }
}

/// All files that a build reads, by path.
#[derive(Debug, Clone, Default)]
pub struct SourceTree {
    files: BTreeMap<Arc<str>, SourceFile>,
}

impl SourceTree {
    /// Adds a file or replaces the one at its path.
    pub fn insert(&mut self, file: SourceFile) {
        self.files.insert(Arc::clone(&file.path), file);
    }

    /// Takes the file at `path` out; true if there was one.
    pub fn remove(&mut self, path: &str) -> bool {
        self.files.remove(path).is_some()
    }

    /// The file at `path`, or none.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&SourceFile> {
        self.files.get(path)
    }

    /// All files in order of path.
    pub fn iter(&self) -> impl Iterator<Item = &SourceFile> + Clone {
        self.files.values()
    }

    /// The files under the folder `folder` (no slash at its end), in order of path.
    pub fn under<'a>(
        &'a self,
        folder: &str,
    ) -> impl Iterator<Item = &'a SourceFile> + Clone + use<'a> {
        let prefix = format!("{folder}/");
        let start: Arc<str> = prefix.as_str().into();
        self.files
            .range(start..)
            .take_while(move |(path, _)| path.starts_with(&prefix))
            .map(|(_, file)| file)
    }

    /// Number of files.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

impl FromIterator<SourceFile> for SourceTree {
    fn from_iter<I: IntoIterator<Item = SourceFile>>(files: I) -> Self {
        let mut tree = Self::default();
        for file in files {
            tree.insert(file);
        }
        tree
    }
}
