//! What a field of front matter may hold. The check of front matter, `dossier new`, the JSON Schema
//! and the field reference are all read off these types.

use super::kind::Kind;
use super::words::Vocabulary;

/// One field of front matter.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    pub name: &'static str,
    pub ty: Type,
    pub is_required: bool,
    /// What it means, in one or two sentences for the writer.
    pub doc: &'static str,
    /// A value as one would write it in YAML; empty for records, whose fields have examples of their own.
    pub example: &'static str,
}

impl Field {
    /// A field that may be left out.
    #[must_use]
    pub const fn optional(
        name: &'static str,
        ty: Type,
        doc: &'static str,
        example: &'static str,
    ) -> Self {
        Self {
            name,
            ty,
            is_required: false,
            doc,
            example,
        }
    }

    /// A field that must be there.
    #[must_use]
    pub const fn required(
        name: &'static str,
        ty: Type,
        doc: &'static str,
        example: &'static str,
    ) -> Self {
        Self {
            name,
            ty,
            is_required: true,
            doc,
            example,
        }
    }
}

/// The type of a field's value.
#[derive(Debug, Clone, Copy)]
pub enum Type {
    /// Text as written: `title: 1984` is the text `1984`.
    Text,
    /// `true` or `false`.
    Flag,
    /// A whole number from 0 to 4,294,967,295.
    Count,
    /// An EDTF date.
    Date,
    /// A number with a unit: `460 million MXN`.
    Amount,
    /// An absolute `http` or `https` address.
    Address,
    /// The id of an entry of one of these kinds.
    Id(&'static [Kind]),
    /// The id of an actor, or the description of somebody who has no entry.
    Party,
    /// A citation as in the body: `[@source, p. 3 "words"]`.
    Cite,
    /// One word of a fixed list.
    Word(Vocabulary),
    /// One word of a list that `dossier.yaml` declares.
    Declared(Declared),
    /// Path of a file beside the entry or under `content/`.
    File,
    /// Latitude and longitude in decimal degrees: `[19.4326, -99.1332]`.
    Coordinates,
    /// A list of values; a single value counts as a list of one where `or_one` holds.
    List { of: &'static Type, or_one: bool },
    /// A map with these fields.
    Record(&'static [Field]),
    /// A plain value, or a record that says more about it.
    ShortOr {
        short: &'static Type,
        record: &'static [Field],
    },
    /// A fact: a value, a list of accounts, or a map of accounts with a note.
    Fact(&'static Type),
    /// A map from words of the writer's choice to records: `topics`, `relations`.
    Table(&'static [Field]),
    /// A map from words of the writer's choice to one word of a fixed list: `severity`.
    WordTable(Vocabulary),
    /// A fact whose type the field `type` beside it names, a word of [`Vocabulary::FactType`].
    NamedFact,
}

/// Words that a dossier declares for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Declared {
    /// `topics:` in dossier.yaml.
    Topics,
    /// `relations:` in dossier.yaml.
    Relations,
}

impl Declared {
    /// The key of `dossier.yaml` that declares them.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Declared::Topics => "topics",
            Declared::Relations => "relations",
        }
    }
}
