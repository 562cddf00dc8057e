//! Every output format, made from a dossier and read back: counts, contents, and what hostile text does.

#[cfg(feature = "cards")]
mod cards;
mod data;
mod dossier;
mod site;
