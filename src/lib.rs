//! Dossier: a static site generator for explainer dossiers.

#![forbid(unsafe_code)]

pub mod check;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod fingerprint;
pub mod history;
pub mod load;
pub mod model;
pub mod parse;
pub mod publish;
pub mod quotation;
pub mod render;
pub mod report;
pub mod resolve;
pub mod scaffold;
pub mod schema;
#[cfg(feature = "serve")]
pub mod serve;
pub mod session;
pub mod text;
pub mod write;
pub mod yaml;
