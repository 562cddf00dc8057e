//! Dossier: a static site generator for explainer dossiers.

#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    warn(
        clippy::disallowed_methods,
        clippy::iter_over_hash_type,
        clippy::missing_errors_doc,
        clippy::print_stderr,
        clippy::print_stdout,
        clippy::unwrap_used
    )
)]

pub mod check;
#[allow(
    clippy::disallowed_methods,
    reason = "arguments, environment, terminal"
)]
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod fingerprint;
#[allow(clippy::disallowed_methods, reason = "asks git")]
pub mod history;
#[allow(clippy::disallowed_methods, reason = "reads the dossier")]
pub mod load;
pub mod model;
pub mod parse;
pub mod picture;
#[allow(clippy::disallowed_methods, reason = "runs git")]
pub mod publish;
pub mod quotation;
pub mod render;
pub mod report;
pub mod resolve;
pub mod scaffold;
pub mod schema;
#[cfg(feature = "serve")]
#[allow(
    clippy::disallowed_methods,
    reason = "watches, listens, reads the clock"
)]
pub mod serve;
#[allow(
    clippy::disallowed_methods,
    reason = "reads the clock for --timings only"
)]
pub mod session;
pub mod text;
pub mod typography;
#[allow(clippy::disallowed_methods, reason = "writes the site")]
pub mod write;
pub mod yaml;
