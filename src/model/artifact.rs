//! What comes out: a path and bytes.

use std::borrow::Cow;
use std::sync::Arc;

/// One file of the site. Most are handed on as they stand in a buffer that the next one is printed into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact<'a> {
    /// Path from the root of the site with forward slashes: `actors/tomas-zeron.html`.
    pub path: Arc<str>,
    pub bytes: Cow<'a, [u8]>,
}

impl Artifact<'_> {
    /// The same with bytes of its own, to be kept.
    #[must_use]
    pub fn into_owned(self) -> Artifact<'static> {
        Artifact {
            path: self.path,
            bytes: self.bytes.into_owned().into(),
        }
    }
}
