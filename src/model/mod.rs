//! The nouns: what a dossier is made of, at each stage of the line. No stage lives here.

pub mod amount;
pub mod artifact;
pub mod citation;
pub mod config;
pub mod date;
pub mod document;
pub mod dossier;
pub mod evidence;
pub mod fact;
pub mod field;
pub mod fields;
pub mod front_matter;
pub mod kind;
pub mod picture;
pub mod site;
pub mod source_tree;
pub mod span;
pub mod walk;
pub mod words;
