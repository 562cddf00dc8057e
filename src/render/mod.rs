//! Dossier → artifacts: views, templates, outputs.

pub mod view;
