//! The table of kinds and fields → the files that `dossier new` writes: an entry, or a whole first dossier.
//!
//! Nothing here touches the disk or knows the entries that exist; the command does both.

pub mod entry;
pub mod option;
pub mod site;
