//! Views of what is claimed, by whom, and on what evidence.

use super::{DateView, Link, Named, Shared, Word};
use serde::Serialize;
use std::ops::Not;
use std::sync::Arc;

/// One source cited for one statement, as shown in a note, in an account, at a position.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct CiteView {
    pub source: Shared<Link>,
    /// `Haaretz, July 2021`.
    pub short: Shared<String>,
    /// Text before the citation in the writer's words: `see`, `but compare`.
    pub prefix: String,
    /// `p. 3`, `¶ 12`; empty if none.
    pub locator: String,
    /// The exact words quoted; empty if none.
    pub quotation: String,
    /// How far the quotation was verified. Absent if nothing is quoted.
    pub state: Option<Shared<Word>>,
    /// Sentence that tells the state in full: `Verified against the copy saved on …`.
    pub state_detail: Shared<String>,
    /// Address of the source, with a text fragment that leads to the quotation, if it has one.
    pub live_url: Option<Arc<str>>,
    pub archive_url: Option<Arc<str>>,
    /// Whether these are addresses of the source in `via`, because this one has none. Rare, and there are tens of
    /// thousands of citations: templates get them only where they are true.
    #[serde(skip_serializing_if = "Not::not")]
    pub live_is_via: bool,
    #[serde(skip_serializing_if = "Not::not")]
    pub archive_is_via: bool,
    pub publisher: Shared<String>,
    pub published: Option<Shared<DateView>>,
    /// Opinion, advocacy, anonymous …: what a reader must know of this source.
    pub flags: Vec<Shared<Word>>,
    /// The source through which this one is known: *as reported by*.
    pub via: Option<Shared<Link>>,
    /// Short name of that source: `Haaretz, July 2021`; empty if there is none.
    pub via_short: Shared<String>,
}

/// One numbered note of a page. Its mark in the text has the id `c{number}`, the note itself `n{number}`.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct NoteView {
    pub number: u32,
    pub cites: Vec<CiteView>,
}

/// One source in the bibliography of a page, with the notes that cite it.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct BibliographyItem {
    pub source: Shared<Link>,
    pub formatted_html: Shared<String>,
    pub flags: Vec<Shared<Word>>,
    /// Numbers of the notes that cite it, ascending; empty if it is cited only by front matter.
    pub notes: Vec<u32>,
    /// In how many other pages of the site it is cited.
    pub elsewhere: u32,
}

/// One sourced version of a fact.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct AccountView {
    pub value: Named,
    pub date: Option<Shared<DateView>>,
    pub cites: Vec<CiteView>,
    pub note: String,
    pub preferred: bool,
    /// Why the editors concluded this, if no source says it outright; empty otherwise.
    pub inference: String,
}

/// A fact with all its accounts. One account and no conflict is the common case.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct FactView {
    /// Anchor on its page: `fact-date`, `fact-sum-of-the-purchase`.
    pub id: String,
    /// `Date`, `Sum of the purchase`.
    pub label: String,
    /// The value to show where only one fits: the preferred account's, else the hull of all.
    pub value: Named,
    pub date: Option<Shared<DateView>>,
    pub accounts: Vec<AccountView>,
    /// The accounts by the value that readers see, as places in `accounts`; the group of `value` first. One group
    /// where all say the same.
    pub versions: Vec<Vec<u32>>,
    /// Whether the accounts cannot all be true.
    pub differ: bool,
    /// What a careful reader may conclude.
    pub note: String,
    /// The entry that it belongs to.
    pub of: Shared<Link>,
}

/// What one party says of a claim.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct PositionView {
    pub by: Named,
    /// `asserts`, `denies`, `doubts`, `confirms`, `refutes`, `declines-to-comment`.
    pub stance: Shared<Word>,
    pub date: Option<Shared<DateView>>,
    pub cites: Vec<CiteView>,
    pub note: String,
}

/// A claim as a card: the same everywhere.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct ClaimView {
    pub link: Shared<Link>,
    pub status: Shared<Word>,
    /// Who found or charged it; empty otherwise.
    pub authority: String,
    pub date: Option<Shared<DateView>>,
    pub about: Vec<Shared<Link>>,
    /// In the order written.
    pub positions: Vec<PositionView>,
    /// Whether one of the positions denies, doubts or refutes the claim.
    pub has_reply: bool,
    /// `No reply was received. Asked: … (…).`; empty otherwise.
    pub no_reply: String,
    /// Why no reply was sought; empty otherwise.
    pub reply_not_sought: String,
    /// Number of independent origins, and of sources that carry the claim.
    pub origins: u32,
    pub sources: u32,
    /// `2 independent origins, 4 articles`.
    pub origins_label: String,
    /// What all its support has in common that a reader must know; empty if some support is free of flags.
    pub taint: String,
    /// When the status was last checked.
    pub status_as_of: Option<Shared<DateView>>,
}

/// A relation seen from one of its ends.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct RelationView {
    pub other: Shared<Link>,
    /// In the direction of the page's entry: `client of`, `supplier of`.
    pub label: String,
    pub kind: String,
    pub date: Option<FactView>,
    pub status: Option<Shared<Word>>,
    pub cites: Vec<CiteView>,
    pub note: String,
}

/// A position held: head of an agency from … to ….
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct OfficeView {
    pub role: String,
    pub at: Option<Named>,
    pub date: Option<FactView>,
    pub cites: Vec<CiteView>,
    pub note: String,
}

/// A place of the site that mentions the page's entry, with the sentences that do.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct BacklinkView {
    pub from: Shared<Link>,
    pub date: Option<Shared<DateView>>,
    /// Sentences as HTML: escaped text with the mention in `<mark>`. Empty if only front matter links.
    pub sentences_html: Vec<String>,
    /// How front matter refers to it: `participant`, `place`, `about`; empty otherwise.
    pub roles: Vec<String>,
}

/// One statement of the site that rests on a source: a line of the source's own page.
#[derive(Debug, Clone, Default, Hash, Serialize)]
pub struct SupportView {
    pub from: Shared<Link>,
    /// Address of the citation from the root of the site, with its fragment: `actors/x.html#c3`.
    pub url: String,
    /// The sentence or fact that cites it, as text.
    pub statement: String,
    pub cite: CiteView,
}
