//! The files of a dossier as they were read from disk.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fingerprint::Fingerprint;
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

    /// The text of some of its bytes, up to the first that begins no whole character in them; empty if they are not
    /// there. Looks at these bytes alone, where [`Self::text`] reads the whole file.
    #[must_use]
    pub fn part(&self, bytes: std::ops::Range<usize>) -> &str {
        let part = self.bytes.get(bytes).unwrap_or_default();
        part.utf8_chunks().next().map_or("", |text| text.valid())
    }
}

/// All files that a build reads. The preview keeps the tree of the last good state beside that of now, so a
/// copy of a tree costs one pointer for each file.
#[derive(Debug, Clone, Default)]
pub struct SourceTree {
    /// In order of path, each path once.
    files: Vec<Arc<SourceFile>>,
}

impl SourceTree {
    /// Adds a file or replaces the one at its path. Many files at once are better collected.
    pub fn insert(&mut self, file: SourceFile) {
        match self.find(&file.path) {
            Ok(at) => self.files[at] = Arc::new(file),
            Err(at) => self.files.insert(at, Arc::new(file)),
        }
    }

    /// Takes the file at `path` out; true if there was one.
    pub fn remove(&mut self, path: &str) -> bool {
        self.find(path).map(|at| self.files.remove(at)).is_ok()
    }

    /// The file at `path`, or none.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&SourceFile> {
        self.find(path).ok().map(|at| &*self.files[at])
    }

    /// Where the file at `path` is, or where it would be.
    fn find(&self, path: &str) -> Result<usize, usize> {
        self.files.binary_search_by(|file| (*file.path).cmp(path))
    }

    /// All files in order of path.
    pub fn iter(&self) -> impl Iterator<Item = &SourceFile> + Clone {
        self.files.iter().map(|file| &**file)
    }

    /// The files under the folder `folder` (no slash at its end), in order of path.
    pub fn under<'a>(
        &'a self,
        folder: &str,
    ) -> impl Iterator<Item = &'a SourceFile> + Clone + use<'a> {
        let prefix = format!("{folder}/");
        let start = self.find(&prefix).unwrap_or_else(|at| at);
        self.files[start..]
            .iter()
            .map(|file| &**file)
            .take_while(move |file| file.path.starts_with(&prefix))
    }

    /// Leaves only the files for which `is_kept` holds.
    pub fn retain(&mut self, mut is_kept: impl FnMut(&SourceFile) -> bool) {
        self.files.retain(|file| is_kept(file));
    }

    /// Fingerprint of the files that findings point at: as long as it stays, so do their places.
    #[must_use]
    pub fn pointed_at(&self, findings: &Diagnostics) -> Fingerprint {
        let places = findings.0.iter().flat_map(Diagnostic::places);
        let files: Vec<_> = places
            .map(|place| {
                (
                    &place.path,
                    self.get(&place.path).map(|file| file.fingerprint),
                )
            })
            .collect();
        Fingerprint::of(&files)
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
        let mut files: Vec<Arc<SourceFile>> = files.into_iter().map(Arc::new).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        // Of two files at one path the later counts, as with `insert`.
        files.reverse();
        files.dedup_by(|a, b| a.path == b.path);
        files.reverse();
        Self { files }
    }
}
