//! The table of kinds and fields → JSON Schema for editors, and the reference of all fields.
//!
//! `dossier schema` writes them, and so does `dossier new site`. Pure functions of the table.

pub mod docs;
pub mod json;

use crate::model::field::Field;
use crate::model::fields;
use crate::model::kind::Kind;

/// Something that has fields: the front matter of a kind, or `dossier.yaml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Kind(Kind),
    Config,
}

impl Subject {
    /// All of them, in the order of the docs.
    pub fn all() -> impl Iterator<Item = Subject> {
        Kind::ALL
            .into_iter()
            .map(Subject::Kind)
            .chain([Subject::Config])
    }

    /// `actor`, or `config`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Subject::Kind(kind) => kind.word(),
            Subject::Config => "config",
        }
    }

    /// What it is, in one sentence.
    #[must_use]
    pub fn purpose(self) -> &'static str {
        match self {
            Subject::Kind(kind) => kind.purpose(),
            Subject::Config => "What holds for the whole dossier.",
        }
    }

    /// Its fields.
    #[must_use]
    pub fn fields(self) -> Vec<&'static Field> {
        match self {
            Subject::Kind(kind) => kind.fields().collect(),
            Subject::Config => fields::CONFIG.iter().collect(),
        }
    }

    /// `event.schema.json`
    #[must_use]
    pub fn file_name(self) -> String {
        format!("{}.schema.json", self.word())
    }
}
