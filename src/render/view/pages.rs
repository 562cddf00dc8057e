//! One view for each kind of page. The fields of a view are the names that its template sees.

use super::evidence::{
    BacklinkView, BibliographyItem, ClaimView, FactView, NoteView, OfficeView, RelationView,
    SupportView,
};
use super::lists::{EventItem, Figures, GraphView, TimelineView};
use super::{DateView, ImageView, Link, Named, PageMeta, Shared, Word};
use crate::render::body::BodyHtml;
use serde::Serialize;

/// A heading of the body, for the table of contents.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct Heading {
    pub level: u8,
    pub id: String,
    pub text: String,
}

/// What all entry pages have in common, as `entry`.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct EntryView {
    pub link: Shared<Link>,
    pub summary: String,
    pub aliases: Vec<String>,
    pub topics: Vec<Shared<Link>>,
    pub image: Option<ImageView>,
    /// The body, with note marks, links and claim cards in place.
    pub body_html: BodyHtml,
    pub headings: Vec<Heading>,
    /// The named facts of front matter (`facts:`), and built-in fact fields whose accounts differ.
    pub facts: Vec<FactView>,
    pub notes: Vec<NoteView>,
    pub bibliography: Vec<BibliographyItem>,
    pub backlinks: Vec<BacklinkView>,
    /// Claims about this entry that the body does not already show.
    pub claims: Vec<Shared<ClaimView>>,
    pub status_as_of: Option<Shared<DateView>>,
    pub review_by: Option<Shared<DateView>>,
}

/// `actor.html`
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct ActorPage {
    pub page: PageMeta,
    pub entry: EntryView,
    /// `person`, `public body` ….
    pub type_word: Shared<Word>,
    pub country: String,
    pub part_of: Option<Shared<Link>>,
    pub parts: Vec<Shared<Link>>,
    pub born: Option<FactView>,
    pub died: Option<FactView>,
    pub offices: Vec<OfficeView>,
    pub relations: Vec<RelationView>,
    /// Events in which the actor takes part, in order of time.
    pub events: Vec<Shared<EventItem>>,
    pub timeline: Option<TimelineView>,
    /// The entry and its neighbours, as a drawing. Absent if it has no relation.
    pub graph: Option<GraphView>,
    pub website: Option<String>,
}

/// A participant of an event.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct ParticipantView {
    pub actor: Shared<Link>,
    pub role: String,
}

/// `event.html`
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct EventPage {
    pub page: PageMeta,
    pub entry: EntryView,
    pub date: FactView,
    pub place: Option<FactView>,
    pub amount: Option<FactView>,
    pub participants: Vec<ParticipantView>,
    pub decisive: bool,
    /// The events just before and after it in the order of time; at most three each, nearest last and first.
    pub earlier: Vec<Shared<EventItem>>,
    pub later: Vec<Shared<EventItem>>,
}

/// `place.html`
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct PlacePage {
    pub page: PageMeta,
    pub entry: EntryView,
    pub type_word: Shared<Word>,
    pub within: Option<Shared<Link>>,
    pub contains: Vec<Shared<Link>>,
    /// `19.4326, -99.1332`; empty if unknown.
    pub coordinates: String,
    pub events: Vec<Shared<EventItem>>,
}

/// `source.html`
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct SourcePage {
    pub page: PageMeta,
    pub entry: EntryView,
    pub formatted_html: String,
    pub type_label: String,
    pub authors: Vec<String>,
    pub publisher: String,
    pub published: Option<Shared<DateView>>,
    pub accessed: Option<Shared<DateView>>,
    pub language: String,
    pub live_url: Option<String>,
    pub archive_url: Option<String>,
    pub flags: Vec<Shared<Word>>,
    pub via: Option<Shared<Link>>,
    /// Sources that are known only through this one.
    pub carries: Vec<Shared<Link>>,
    /// Whose reporting or statement it rests on.
    pub origins: Vec<Named>,
    /// Sources that rest on this one.
    pub origin_of: Vec<Shared<Link>>,
    /// Short SHA-256 of the saved copy; empty if there is none.
    pub snapshot: String,
    /// All that rests on it, in order of page.
    pub support: Vec<SupportView>,
    pub quotations: u32,
    pub quotations_verified: u32,
}

/// `claim.html`
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct ClaimPage {
    pub page: PageMeta,
    pub entry: EntryView,
    pub claim: Shared<ClaimView>,
    /// The independent origins behind it, each with the sources that carry it.
    pub origin_groups: Vec<OriginGroup>,
}

/// One independent origin and the sources that retell it.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct OriginGroup {
    /// Several if a source has it from several and does not say from which.
    pub origins: Vec<Named>,
    /// Those that retell it; none of `origins` itself.
    pub sources: Vec<Shared<Link>>,
}

/// `page.html`: an essay; `method.html` and `status-words.html` extend it.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct EssayPage {
    pub page: PageMeta,
    pub entry: EntryView,
    /// What is true of the dossier, counted by the build. On the method page only.
    pub figures: Option<Figures>,
    /// Meanings of the status words and stances. On the page of status words only.
    pub statuses: Vec<Shared<Word>>,
    pub stances: Vec<Shared<Word>>,
    pub flags: Vec<Shared<Word>>,
}

/// `home.html`
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct HomePage {
    pub page: PageMeta,
    pub entry: EntryView,
    /// The actors with `main: true`, those that most entries mention first.
    pub main_actors: Vec<Shared<Link>>,
    pub decisive_events: Vec<Shared<EventItem>>,
    pub latest_events: Vec<Shared<EventItem>>,
    /// The first few disagreements, and how many there are in all.
    pub differences: Vec<FactView>,
    pub differences_total: u32,
    pub essays: Vec<Shared<Link>>,
    pub figures: Figures,
}
