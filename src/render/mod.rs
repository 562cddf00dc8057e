//! Dossier → artifacts: views, templates, outputs.

pub mod catalogue;
pub mod functions;
pub mod theme;
pub mod view;
