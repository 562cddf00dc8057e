//! A picture of the dossier: what pages must know of it to show it, and its lighter versions, which are made
//! when they are first asked for and kept as long as the picture is.

use super::source_tree::SourceFile;
use crate::fingerprint::Fingerprint;
use crate::picture::{self, Size};
use std::sync::{Arc, OnceLock};

/// A picture that can be measured.
#[derive(Debug)]
pub struct Picture {
    /// Of the file.
    pub fingerprint: Fingerprint,
    pub size: Size,
    versions: Vec<Version>,
}

#[derive(Debug)]
struct Version {
    width: u32,
    bytes: OnceLock<Arc<[u8]>>,
}

impl Picture {
    /// Reads the head of a file. None if it is no JPEG, PNG or WebP.
    #[must_use]
    pub fn of(file: &SourceFile) -> Option<Self> {
        let size = picture::size(&file.bytes)?;
        let version = |width| Version {
            width,
            bytes: OnceLock::new(),
        };
        let versions = if picture::has_narrower(&file.bytes) {
            picture::widths(size).map(version).collect()
        } else {
            Vec::new()
        };
        Some(Self {
            fingerprint: file.fingerprint,
            size,
            versions,
        })
    }

    /// Tells this version of the file from others, for readers' caches: eight hexadecimal digits.
    #[must_use]
    pub fn version(&self) -> String {
        self.fingerprint.hex().chars().take(8).collect()
    }

    /// The lighter versions, narrowest first, with their widths in pixels and their addresses if the picture
    /// itself is at `original`.
    pub fn narrower(&self, original: &str) -> impl Iterator<Item = (u32, String)> {
        let version = self.version();
        self.versions.iter().map(move |one| {
            let address = picture::address(original, one.width, &version);
            (one.width, address)
        })
    }

    /// The version of that width, made of the bytes of the picture. Pages name it before it is made, so a picture
    /// that turns out unreadable, or would get heavier, stands for its own version.
    #[must_use]
    pub fn in_width(&self, width: u32, bytes: &Arc<[u8]>) -> Arc<[u8]> {
        let known = self.versions.iter().find(|one| one.width == width);
        known.map_or_else(
            || Arc::clone(bytes),
            |one| {
                let make = || picture::narrower(bytes, width).map(Arc::from);
                Arc::clone(
                    one.bytes
                        .get_or_init(|| make().unwrap_or_else(|| Arc::clone(bytes))),
                )
            },
        )
    }
}
