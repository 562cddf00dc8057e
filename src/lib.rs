//! Dossier: a static site generator for explainer dossiers.

pub mod render;
