//! Every output format, made from a dossier and read back: counts, contents, and what hostile text does.

mod data;
mod dossier;
mod site;
