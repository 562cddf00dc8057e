//! Views of the pages that list things: indexes, timeline, connections, differences, topics.

use super::evidence::{ClaimView, FactView};
use super::{DateView, Link, Named, PageMeta, Shared, Word};
use crate::render::body::BodyHtml;
use serde::Serialize;

/// An entry in a list.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct ListItem {
    pub link: Shared<Link>,
    /// How many entries mention it.
    pub mentions: u32,
}

/// A group of a list: a letter, a type, a status.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct Group {
    /// Anchor on the page.
    pub id: String,
    pub label: String,
    pub items: Vec<ListItem>,
}

/// An event as a line of a list.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct EventItem {
    pub link: Shared<Link>,
    pub date: Option<Shared<DateView>>,
    pub place: Option<Named>,
    /// Ids of the actors who take part, for filters.
    pub actors: Vec<Shared<Link>>,
    pub topics: Vec<String>,
    /// Whether sources differ about it.
    pub differs: bool,
    pub decisive: bool,
    /// Statuses of the claims about it, for filters.
    pub statuses: Vec<Shared<Word>>,
    /// The actor's role in it, on an actor's own list.
    pub role: String,
}

/// Events of one year.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct YearGroup {
    /// `2014`, or the label for events without a known start.
    pub label: String,
    pub id: String,
    pub events: Vec<Shared<EventItem>>,
}

/// A drawing of time, as static SVG with links.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct TimelineView {
    pub svg_html: String,
    pub first_year: i32,
    pub last_year: i32,
    /// How many dated events are not drawn.
    pub left_out: u32,
}

/// A drawing of relations, as static SVG with links.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct GraphView {
    pub svg_html: String,
    /// Types and statuses that occur, for the legend.
    pub kinds: Vec<Shared<Word>>,
    pub statuses: Vec<Shared<Word>>,
    /// How many connected actors are not drawn.
    pub left_out: u32,
}

/// A line of the table that a graph is drawn from.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct ConnectionRow {
    pub from: Shared<Link>,
    pub label: String,
    pub to: Shared<Link>,
    pub date: Option<Shared<DateView>>,
    /// The date with all that its accounts say, if that is more than the date. There are tens of thousands of rows.
    pub told: Option<FactView>,
    pub status: Option<Shared<Word>>,
    pub note: String,
    pub cites: Vec<super::evidence::CiteView>,
}

/// `actors.html`, `places.html`, `sources.html`, `topics.html`: groups of entries.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct IndexPage {
    pub page: PageMeta,
    pub groups: Vec<Group>,
    pub total: u32,
}

/// `timeline.html`
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct TimelinePage {
    pub page: PageMeta,
    pub years: Vec<YearGroup>,
    pub timeline: Option<TimelineView>,
    pub actors: Vec<Shared<Link>>,
    pub topics: Vec<Shared<Link>>,
    pub statuses: Vec<Shared<Word>>,
    pub total: u32,
}

/// Claims of one status.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct ClaimGroup {
    pub status: Shared<Word>,
    pub claims: Vec<Shared<ClaimView>>,
}

/// `claims.html`
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct ClaimsPage {
    pub page: PageMeta,
    pub groups: Vec<ClaimGroup>,
    pub total: u32,
}

/// `connections.html`
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct ConnectionsPage {
    pub page: PageMeta,
    pub graph: Option<GraphView>,
    pub rows: Vec<ConnectionRow>,
}

/// `differences.html`: where sources differ.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct DifferencesPage {
    pub page: PageMeta,
    pub facts: Vec<FactView>,
    pub disputed: Vec<Shared<ClaimView>>,
}

/// One source with what it says of itself, on `sources.html`.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct SourceItem {
    pub link: Shared<Link>,
    pub formatted_html: Shared<String>,
    pub flags: Vec<Shared<Word>>,
    pub via: Option<Shared<Link>>,
    /// How many statements rest on it, and how many of its quotations are verified, of how many.
    pub statements: u32,
    pub quotations: u32,
    pub verified: u32,
}

/// `sources.html`: read directly, and known through others.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct SourcesPage {
    pub page: PageMeta,
    pub read: Vec<SourceItem>,
    pub through: Vec<SourceItem>,
}

/// `topic.html`
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct TopicPage {
    pub page: PageMeta,
    pub summary: String,
    pub groups: Vec<Group>,
    pub events: Vec<Shared<EventItem>>,
    pub claims: Vec<Shared<ClaimView>>,
}

/// `search.html`, `404.html`: nothing but the page itself, and where else to look.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct PlainPage {
    pub page: PageMeta,
    pub lists: Vec<Shared<Link>>,
}

/// One chapter of the whole dossier as a single document.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct Chapter {
    pub id: String,
    pub title: String,
    #[serde(serialize_with = "super::shared::in_parallel")]
    pub entries: Vec<ChapterEntry>,
}

/// One entry in the whole dossier as a single document; its ids are prefixed with the entry's id.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct ChapterEntry {
    pub link: Shared<Link>,
    /// Anchor in the document.
    pub anchor: String,
    pub date: Option<Shared<DateView>>,
    pub summary: String,
    pub body_html: BodyHtml,
    /// All facts of front matter, but for a plain date of an event, which is `date`.
    pub facts: Vec<FactView>,
    pub claim: Option<Shared<ClaimView>>,
    /// On the page that explains them: the words of statuses, of stances and of flags with their meanings.
    pub words: Vec<Vec<Shared<Word>>>,
    pub notes: Vec<super::evidence::NoteView>,
}

/// `dossier.html`: everything, to print or keep.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct WholePage {
    pub page: PageMeta,
    pub chapters: Vec<Chapter>,
    pub bibliography: Vec<super::evidence::BibliographyItem>,
}

/// What is true of the dossier, counted by the build.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct Figures {
    pub actors: u32,
    pub events: u32,
    pub places: u32,
    pub sources: u32,
    pub sources_read: u32,
    pub claims: u32,
    pub citations: u32,
    pub quotations: u32,
    /// Number of quotations by state of verification.
    pub quotation_states: Vec<Counted>,
    pub differences: u32,
    pub inferences: u32,
    /// Sentences that state facts, and how many of them carry a citation.
    pub fact_sentences: u32,
    pub cited_sentences: u32,
    /// In per cent, rounded down.
    pub coverage: u32,
    /// Findings that a writer suppressed, with the reason.
    pub suppressions: Vec<Suppression>,
    pub claims_by_status: Vec<Counted>,
}

/// A word with how often it holds.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct Counted {
    pub word: Shared<Word>,
    pub count: u32,
}

/// A finding that was suppressed with a reason.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct Suppression {
    pub entry: Shared<Link>,
    pub check: String,
    pub text: String,
    pub reason: String,
}
