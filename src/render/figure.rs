//! The address of a picture → what a page needs to show it without a jump and no larger than needed.

use super::body::encode;
use crate::model::dossier::Dossier;
use std::fmt::Write as _;

/// How wide a picture in a column of text is shown, for browsers to choose a version by.
pub const SIZES: &str = "(min-width: 42rem) 37rem, 100vw";

/// A picture on a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figure {
    /// Encoded, from the root of the site. Tells the file's version, so that caches and pages notice another.
    pub url: String,
    /// In pixels; 0 if not known.
    pub width: u32,
    pub height: u32,
    /// Value of `srcset` for a page with the given root; empty if there is one size only.
    pub srcset: String,
}

/// The picture at `address`, for a page from which `root` leads to the root of the site.
#[must_use]
pub fn figure(dossier: &Dossier, address: &str, root: &str) -> Figure {
    let Some(picture) = dossier.pictures.get(address) else {
        return Figure {
            url: encode(address).into_owned(),
            ..Figure::default()
        };
    };
    let url = format!("{}?v={}", encode(address), picture.version());
    let mut srcset = String::new();
    for (width, address) in picture.narrower(address) {
        // Writing to a String cannot fail.
        let _ = write!(srcset, "{root}{} {width}w, ", encode(&address));
    }
    if !srcset.is_empty() {
        let _ = write!(srcset, "{root}{url} {}w", picture.size.width);
    }
    Figure {
        url,
        width: picture.size.width,
        height: picture.size.height,
        srcset,
    }
}
