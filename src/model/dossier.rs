//! The dossier: all documents, joined. Made by [`crate::resolve`], and never changed afterwards.

use super::citation::CitationItem;
use super::config::Config;
use super::document::{Document, Filling};
use super::evidence::{EvidenceLock, QuotationState};
use super::front_matter::{Actor, Claim, Common, Details, Event, Place, Source};
use super::kind::Kind;
use super::picture::Picture;
use super::walk::CitationPlace;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Index of an entry in [`Dossier::entries`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryIdx(pub u32);

/// All entries with all that joins them.
#[derive(Debug, Default)]
pub struct Dossier {
    pub config: Arc<Config>,
    /// In order of kind, then id.
    pub entries: Vec<Entry>,
    pub by_id: Arc<FxHashMap<Arc<str>, EntryIdx>>,
    /// Events in order of time; see [`crate::resolve::chronology`].
    pub chronology: Vec<EntryIdx>,
    /// Files that entries show, by their path in `content/`, with their address in the site.
    pub media: Arc<FxHashMap<Arc<str>, String>>,
    /// The pictures among them that can be measured, by their address.
    pub pictures: Arc<FxHashMap<String, Arc<Picture>>>,
    pub lock: Arc<EvidenceLock>,
}

/// An entry: its document, and where it stands among the others.
#[derive(Debug, Clone)]
pub struct Entry {
    pub document: Arc<Document>,
    /// Address of its page from the root of the site.
    pub url: Arc<str>,
    /// For each hole of the body, what fills it.
    pub targets: Arc<[Target]>,
    /// Number of notes of the body.
    pub n_notes: u32,
    /// Where other entries mention it, in order of entry and place.
    pub mentions: Arc<[Mention]>,
    /// For a source: where it is cited.
    pub citings: Arc<[Citing]>,
    /// Claims about it.
    pub claims: Arc<[EntryIdx]>,
    /// Relations that other actors have to it: the actor and the place in its list.
    pub relations_in: Arc<[(EntryIdx, usize)]>,
    /// Events it takes part in, or that happened at it, in order of time.
    pub events: Arc<[EntryIdx]>,
}

/// What fills a hole of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An entry, and the id of a heading in it or empty.
    Entry(EntryIdx, String),
    /// The note with this number, and its sources in the order of the citation.
    Note(u32, Vec<Option<EntryIdx>>),
    /// An address of the site that is no entry: from its root, with any fragment.
    Address(String),
    /// A word of the catalogue, or code: it needs no other entry.
    Word,
    /// Nothing: the target is unknown, which is a finding of its own.
    Nothing,
}

/// A place in another entry that mentions this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    pub from: EntryIdx,
    pub place: MentionPlace,
}

/// Where an entry is mentioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MentionPlace {
    /// The hole with this index of the body.
    Body(usize),
    /// A field of front matter, by a word of the catalogue: `participant`, `place`, `about`.
    Field(&'static str),
}

/// A citation of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citing {
    pub from: EntryIdx,
    pub place: CitingPlace,
    /// Index of the item in its citation.
    pub item: usize,
}

/// Where a source is cited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CitingPlace {
    /// The hole with this index of the body.
    Body(usize),
    /// A field of front matter.
    Field(CitationPlace),
}

impl Entry {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.document.id
    }

    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.document.kind
    }

    /// Its title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.document.front.common.title
    }

    /// The fields that every kind has.
    #[must_use]
    pub fn common(&self) -> &Common {
        &self.document.front.common
    }

    /// Its fields as an actor, if it is one.
    #[must_use]
    pub fn actor(&self) -> Option<&Actor> {
        match &self.document.front.details {
            Details::Actor(actor) => Some(actor),
            _ => None,
        }
    }

    /// Its fields as an event, if it is one.
    #[must_use]
    pub fn event(&self) -> Option<&Event> {
        match &self.document.front.details {
            Details::Event(event) => Some(event),
            _ => None,
        }
    }

    /// Its fields as a place, if it is one.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        match &self.document.front.details {
            Details::Place(place) => Some(place),
            _ => None,
        }
    }

    /// Its fields as a source, if it is one.
    #[must_use]
    pub fn source(&self) -> Option<&Source> {
        match &self.document.front.details {
            Details::Source(source) => Some(source),
            _ => None,
        }
    }

    /// Its fields as a claim, if it is one.
    #[must_use]
    pub fn claim(&self) -> Option<&Claim> {
        match &self.document.front.details {
            Details::Claim(claim) => Some(claim),
            _ => None,
        }
    }
}

impl Dossier {
    /// The entry at an index that this dossier gave out.
    #[must_use]
    pub fn entry(&self, index: EntryIdx) -> &Entry {
        &self.entries[index.0 as usize]
    }

    /// The entry with this id, or none.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Entry> {
        self.index(id).map(|index| self.entry(index))
    }

    /// The index of the entry with this id, or none.
    #[must_use]
    pub fn index(&self, id: &str) -> Option<EntryIdx> {
        self.by_id.get(id).copied()
    }

    /// All entries with their indices.
    pub fn iter(&self) -> impl Iterator<Item = (EntryIdx, &Entry)> + Clone {
        (0_u32..).map(EntryIdx).zip(&self.entries)
    }

    /// The entries of one kind with their indices, in order of id.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (EntryIdx, &Entry)> + Clone {
        let start = self.entries.partition_point(|entry| entry.kind() < kind);
        let of_kind = self.iter().skip(start);
        of_kind.take_while(move |(_, entry)| entry.kind() == kind)
    }

    /// The item of a citation by which a source is cited.
    #[must_use]
    pub fn cited(&self, citing: &Citing) -> Option<&CitationItem> {
        let document = &self.entry(citing.from).document;
        let citation = match citing.place {
            CitingPlace::Body(hole) => match &document.body.holes.get(hole)?.filling {
                Filling::Citation(citation) => citation,
                _ => return None,
            },
            CitingPlace::Field(place) => document.front.citation(place)?,
        };
        citation.items.get(citing.item)
    }

    /// How far a quotation from `source` was verified, and the text fragment that leads to it or nothing.
    /// A block quotation of several paragraphs is verified when all of them are.
    #[must_use]
    pub fn quotation_state(&self, source: &Entry, quotation: &str) -> (QuotationState, &str) {
        let carrier = self.carrier(source).and_then(Entry::source);
        let snapshot = carrier
            .and_then(|s| s.snapshot.as_ref())
            .map(|s| s.sha256.as_str());
        let parts = || quotation.split('\n');
        let states = parts().map(|part| self.lock.state(source.id(), part, snapshot));
        let worst = states.reduce(|a, b| if a == QuotationState::Verified { b } else { a });
        let state = worst.unwrap_or(QuotationState::Unverified);
        let first = parts().next().filter(|_| state == QuotationState::Verified);
        let verified = first.and_then(|part| self.lock.get(source.id(), part));
        (
            state,
            verified.map_or("", |verified| verified.fragment.as_str()),
        )
    }

    /// The source whose snapshot a quotation from `source` stands in: itself, or the one through which
    /// it is known. None if there is no snapshot on the way.
    #[must_use]
    pub fn carrier<'a>(&'a self, source: &'a Entry) -> Option<&'a Entry> {
        let mut at = source;
        // A ring of `via` is a finding of its own; it must not keep us here.
        for _ in 0..16 {
            let fields = at.source()?;
            if fields.snapshot.is_some() {
                return Some(at);
            }
            at = self.find(fields.via.as_deref()?)?;
        }
        None
    }
}
