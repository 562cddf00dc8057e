//! Dossier: a static site generator for explainer dossiers.

pub mod check;
pub mod config;
pub mod diagnostic;
pub mod fingerprint;
pub mod model;
pub mod parse;
pub mod quotation;
pub mod render;
pub mod report;
pub mod resolve;
pub mod text;
pub mod write;
pub mod yaml;
