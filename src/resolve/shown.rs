//! Which files beside entries readers are shown.

use super::addresses;
use crate::model::dossier::{Dossier, Target};
use rustc_hash::FxHashSet;

/// Addresses of the files that some entry of the dossier shows or links to. Only they go into the site: what else
/// lies under `content/` may be a note, a backup, or what a draft will show one day.
#[must_use]
pub fn shown_files(dossier: &Dossier) -> FxHashSet<&str> {
    let mut shown = FxHashSet::default();
    if dossier.media.is_empty() {
        return shown;
    }
    for entry in &dossier.entries {
        let linked = entry.targets.iter().filter_map(|target| match target {
            Target::Address(address) => address.split('#').next(),
            _ => None,
        });
        shown.extend(linked.filter(|address| addresses::is_media(address)));
        let image = entry.common().image.as_ref();
        let image = image.and_then(|image| addresses::media_of(dossier, entry, &image.file));
        shown.extend(image.map(String::as_str));
    }
    shown
}
