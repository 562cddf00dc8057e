//! The records of `data/dossier.json`, as its schema has them.

use super::is_false;
use crate::model::date::Edtf;
use serde::Serialize;
use serde_json::Number;

#[derive(Serialize)]
pub(super) struct Site<'a> {
    pub(super) title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) subtitle: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) description: &'a str,
    pub(super) lang: &'a str,
    pub(super) url: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) author: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) contact: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) licence: &'a str,
}

#[derive(Serialize)]
pub(super) struct Counts {
    pub(super) actors: usize,
    pub(super) events: usize,
    pub(super) places: usize,
    pub(super) sources: usize,
    pub(super) claims: usize,
    pub(super) pages: usize,
    pub(super) relations: usize,
    /// Sources named in citations, so a citation of two sources counts as two.
    pub(super) citations: usize,
    pub(super) quotations: usize,
}

#[derive(Serialize)]
pub(super) struct Named<'a> {
    pub(super) id: &'a str,
    #[serde(flatten)]
    pub(super) labels: Labels<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Labels<'a> {
    Topic { title: &'a str, summary: &'a str },
    Relation { label: &'a str, inverse: &'a str },
}

#[derive(Serialize)]
pub(super) struct EntryRecord<'a> {
    pub(super) id: &'a str,
    pub(super) kind: &'static str,
    pub(super) title: &'a str,
    pub(super) page: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) summary: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(super) aliases: &'a [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(super) topics: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) lang: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) updated: Option<String>,
    #[serde(flatten)]
    pub(super) details: DetailsRecord<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) facts: Vec<NamedFactRecord<'a>>,
    /// Entries that the body refers to, each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) refers_to: Vec<&'a str>,
    /// The sentences of the body that carry a citation.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) statements: Vec<StatementRecord<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum DetailsRecord<'a> {
    Actor(Box<ActorRecord<'a>>),
    Event(Box<EventRecord<'a>>),
    Place(PlaceRecord<'a>),
    Source(Box<SourceRecord<'a>>),
    Claim(Box<ClaimRecord<'a>>),
    Page {},
}

#[derive(Serialize)]
pub(super) struct ActorRecord<'a> {
    pub(super) r#type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) living: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) born: Option<FactRecord<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) died: Option<FactRecord<'a>>,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) country: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) part_of: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) offices: Vec<OfficeRecord<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status_as_of: Option<&'a Edtf>,
}

#[derive(Serialize)]
pub(super) struct OfficeRecord<'a> {
    pub(super) role: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) at: Option<Party<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date: Option<FactRecord<'a>>,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) note: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) cites: Vec<Cite<'a>>,
}

#[derive(Serialize)]
pub(super) struct EventRecord<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date: Option<FactRecord<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) place: Option<FactRecord<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) amount: Option<FactRecord<'a>>,
    pub(super) actors: Vec<ParticipantRecord<'a>>,
    pub(super) decisive: bool,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(super) after: &'a [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(super) before: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status_as_of: Option<&'a Edtf>,
}

#[derive(Serialize)]
pub(super) struct ParticipantRecord<'a> {
    pub(super) id: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) role: &'a str,
}

#[derive(Serialize)]
pub(super) struct PlaceRecord<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) r#type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) within: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) latitude: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) longitude: Option<Number>,
}

#[derive(Serialize)]
pub(super) struct SourceRecord<'a> {
    pub(super) r#type: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) authors: Vec<AuthorRecord<'a>>,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) publisher: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) published: Option<&'a Edtf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) accessed: Option<&'a Edtf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) archive_url: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) language: &'a str,
    pub(super) flags: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) via: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) origins: Vec<Party<'a>>,
    /// SHA-256 of the saved text that its quotations are checked against.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) snapshot_sha256: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum AuthorRecord<'a> {
    Literal { literal: &'a str },
    Parts { family: &'a str, given: &'a str },
}

#[derive(Serialize)]
pub(super) struct ClaimRecord<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<&'static str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) authority: &'a str,
    pub(super) about: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date: Option<FactRecord<'a>>,
    pub(super) positions: Vec<PositionRecord<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) no_reply: Option<NoReplyRecord<'a>>,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) reply_not_sought: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status_as_of: Option<&'a Edtf>,
}

#[derive(Serialize)]
pub(super) struct PositionRecord<'a> {
    pub(super) by: Party<'a>,
    pub(super) stance: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date: Option<&'a Edtf>,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) note: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) cites: Vec<Cite<'a>>,
}

#[derive(Serialize)]
pub(super) struct NoReplyRecord<'a> {
    pub(super) asked: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date: Option<&'a Edtf>,
}

#[derive(Serialize)]
pub(super) struct NamedFactRecord<'a> {
    pub(super) label: &'a str,
    #[serde(flatten)]
    pub(super) fact: FactRecord<'a>,
}

#[derive(Serialize)]
pub(super) struct FactRecord<'a> {
    /// Whether two of the accounts cannot both be true.
    pub(super) differs: bool,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) note: &'a str,
    pub(super) accounts: Vec<AccountRecord<'a>>,
}

#[derive(Serialize)]
pub(super) struct AccountRecord<'a> {
    #[serde(flatten)]
    pub(super) value: ValueRecord<'a>,
    #[serde(skip_serializing_if = "is_false")]
    pub(super) preferred: bool,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) note: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) inference: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) cites: Vec<Cite<'a>>,
}

/// One key, which tells the type.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum ValueRecord<'a> {
    Text(&'a str),
    Date(&'a Edtf),
    Amount(AmountRecord<'a>),
    Place(&'a str),
    Actor(Party<'a>),
}

#[derive(Serialize)]
pub(super) struct AmountRecord<'a> {
    pub(super) written: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) low: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) high: Option<Number>,
    pub(super) unit: &'a str,
}

/// An actor or source of the dossier by its id, or one without an entry in words.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Party<'a> {
    Id(&'a str),
    Text(&'a str),
}

#[derive(Serialize)]
pub(super) struct Cite<'a> {
    pub(super) source: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) prefix: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) locator: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) quotation: Option<&'a str>,
    /// How far the quotation was verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) state: Option<&'static str>,
}

#[derive(Serialize)]
pub(super) struct StatementRecord<'a> {
    pub(super) text: String,
    pub(super) cites: Vec<Cite<'a>>,
}

#[derive(Serialize)]
pub(super) struct RelationRecord<'a> {
    pub(super) from: &'a str,
    pub(super) to: &'a str,
    pub(super) r#type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date: Option<FactRecord<'a>>,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) note: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) cites: Vec<Cite<'a>>,
}
