//! Front matter after it was read: typed, but with the ids of other entries still unresolved.

use super::amount::Amount;
use super::citation::Citation;
use super::date::Edtf;
use super::fact::{Fact, NamedFact};
use super::words::{Flag, Stance, Status};

/// The front matter of one entry.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct FrontMatter {
    pub common: Common,
    pub details: Details,
}

/// Fields of every kind. See [`super::fields::COMMON`] for what they mean.
#[derive(Debug, Clone, Default, PartialEq, Hash)]
pub struct Common {
    pub title: String,
    pub summary: String,
    pub aliases: Vec<String>,
    pub topics: Vec<String>,
    pub is_draft: bool,
    pub lang: Option<String>,
    pub dir: Option<String>,
    pub updated: Option<Edtf>,
    pub redirects: Vec<String>,
    pub image: Option<Image>,
    pub facts: Vec<NamedFact>,
    pub allow: Vec<Allow>,
}

/// Fields of one kind.
#[derive(Debug, Clone, PartialEq, Hash)]
pub enum Details {
    Actor(Box<Actor>),
    Event(Box<Event>),
    Place(Box<Place>),
    Source(Box<Source>),
    Claim(Box<Claim>),
    Page(Page),
}

#[derive(Debug, Clone, Default, PartialEq, Hash)]
pub struct Image {
    pub file: String,
    pub alt: String,
    pub caption: String,
    pub credit: String,
    pub licence: String,
}

/// A finding that may stand.
#[derive(Debug, Clone, Default, PartialEq, Hash)]
pub struct Allow {
    pub check: String,
    /// Words of the place that is meant; empty for the whole entry.
    pub text: String,
    pub reason: String,
}

/// Whether a person is alive.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Living {
    #[default]
    Yes,
    No,
    Unknown,
}

#[derive(Debug, Clone, Default, PartialEq, Hash)]
pub struct Actor {
    /// A word of [`super::words::Vocabulary::ActorType`].
    pub type_word: &'static str,
    pub is_main: bool,
    pub living: Living,
    pub born: Option<Fact<Edtf>>,
    pub died: Option<Fact<Edtf>>,
    pub country: String,
    pub part_of: Option<String>,
    pub offices: Vec<Office>,
    pub relations: Vec<Relation>,
    pub url: Option<String>,
    pub status_as_of: Option<Edtf>,
    pub review_by: Option<Edtf>,
}

#[derive(Debug, Clone, Default, PartialEq, Hash)]
pub struct Office {
    pub role: String,
    /// Id of an actor, or text.
    pub at: Option<String>,
    pub date: Option<Fact<Edtf>>,
    pub cite: Option<Citation>,
    pub note: String,
}

#[derive(Debug, Clone, Default, PartialEq, Hash)]
pub struct Relation {
    pub to: String,
    /// A key of `relations` in dossier.yaml.
    pub type_word: String,
    pub date: Option<Fact<Edtf>>,
    pub status: Option<Status>,
    pub cite: Option<Citation>,
    pub note: String,
}

#[derive(Debug, Clone, Default, PartialEq, Hash)]
pub struct Event {
    /// None only if it could not be read, which is an error of its own.
    pub date: Option<Fact<Edtf>>,
    pub place: Option<Fact<String>>,
    pub actors: Vec<Participant>,
    pub amount: Option<Fact<Amount>>,
    pub is_decisive: bool,
    pub after: Vec<String>,
    pub before: Vec<String>,
    pub status_as_of: Option<Edtf>,
    pub review_by: Option<Edtf>,
}

#[derive(Debug, Clone, Default, PartialEq, Hash)]
pub struct Participant {
    pub actor: String,
    pub role: String,
}

#[derive(Debug, Clone, Default, PartialEq, Hash)]
pub struct Place {
    /// A word of [`super::words::Vocabulary::PlaceType`], or empty.
    pub type_word: &'static str,
    pub within: Option<String>,
    /// Latitude and longitude in degrees, as written.
    pub coordinates: Option<(String, String)>,
}

#[derive(Debug, Clone, Default, PartialEq, Hash)]
pub struct Source {
    /// A CSL item type.
    pub type_word: &'static str,
    pub authors: Vec<Author>,
    pub publisher: String,
    pub published: Option<Edtf>,
    pub accessed: Option<Edtf>,
    pub url: Option<String>,
    pub archive_url: Option<String>,
    pub language: String,
    pub flags: Vec<Flag>,
    pub via: Option<String>,
    /// Ids of sources, or text.
    pub origins: Vec<String>,
    pub snapshot: Option<SnapshotRef>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Author {
    pub family: String,
    pub given: String,
    /// Set instead of the two for names without parts.
    pub literal: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct SnapshotRef {
    pub file: String,
    pub sha256: String,
    pub exclude: Vec<Exclude>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Exclude {
    pub from: String,
    /// Empty for the end of the file.
    pub to: String,
    pub why: String,
}

#[derive(Debug, Clone, Default, PartialEq, Hash)]
pub struct Claim {
    pub about: Vec<String>,
    /// None only if it could not be read, which is an error of its own.
    pub status: Option<Status>,
    pub authority: String,
    pub date: Option<Fact<Edtf>>,
    pub positions: Vec<Position>,
    pub no_reply: Option<NoReply>,
    pub reply_not_sought: String,
    pub status_as_of: Option<Edtf>,
    pub review_by: Option<Edtf>,
}

#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Position {
    /// Id of an actor, or the description of somebody without an entry.
    pub by: String,
    pub stance: Stance,
    pub date: Option<Edtf>,
    pub cite: Option<Citation>,
    pub note: String,
}

#[derive(Debug, Clone, Default, PartialEq, Hash)]
pub struct NoReply {
    pub asked: String,
    pub date: Option<Edtf>,
}

#[derive(Debug, Clone, Default, PartialEq, Hash)]
pub struct Page {
    pub is_in_nav: bool,
    pub order: u32,
}
