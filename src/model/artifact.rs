//! What comes out: a path and bytes.

use std::sync::Arc;

/// One file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Path from the root of the site with forward slashes: `actors/tomas-zeron.html`.
    pub path: Arc<str>,
    pub bytes: Arc<[u8]>,
}
