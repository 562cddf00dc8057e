//! The kinds of entry. A new kind is a row of [`Kind::ALL`], its fields in [`super::fields`], and a template.

use super::field::Field;
use super::fields;

/// What an entry is, given by the folder that its file lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Actor,
    Event,
    Place,
    Source,
    Claim,
    Page,
}

impl Kind {
    /// All kinds, in the order in which readers and help texts meet them.
    pub const ALL: [Kind; 6] = [
        Kind::Actor,
        Kind::Event,
        Kind::Place,
        Kind::Source,
        Kind::Claim,
        Kind::Page,
    ];

    /// The word for one: `actor`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Kind::Actor => "actor",
            Kind::Event => "event",
            Kind::Place => "place",
            Kind::Source => "source",
            Kind::Claim => "claim",
            Kind::Page => "page",
        }
    }

    /// One of them, with its article: `an actor`.
    #[must_use]
    pub fn one(self) -> &'static str {
        match self {
            Kind::Actor => "an actor",
            Kind::Event => "an event",
            Kind::Place => "a place",
            Kind::Source => "a source",
            Kind::Claim => "a claim",
            Kind::Page => "a page",
        }
    }

    /// Folder under `content/`, which is also the folder of the pages in the output: `actors`.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Kind::Actor => "actors",
            Kind::Event => "events",
            Kind::Place => "places",
            Kind::Source => "sources",
            Kind::Claim => "claims",
            Kind::Page => "pages",
        }
    }

    /// What a writer uses it for, in one sentence.
    #[must_use]
    pub fn purpose(self) -> &'static str {
        match self {
            Kind::Actor => {
                "Somebody or something that acts: a person, an organisation, a company, a product."
            }
            Kind::Event => {
                "Something that happened, at a date known as exactly as the sources know it."
            }
            Kind::Place => "Somewhere that events happen: a state, a city, a building.",
            Kind::Source => "A text or recording that statements rest on.",
            Kind::Claim => "A statement that somebody makes and others deny, test or confirm.",
            Kind::Page => {
                "An essay in the site's own words: an overview, the method, the corrections."
            }
        }
    }

    /// The kind with this word, or none.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The kind whose folder this is, or none.
    #[must_use]
    pub fn from_folder(folder: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.folder() == folder)
    }

    /// Address of the page of the entry `id`, from the root of the site. Pages lie at the root, all
    /// other kinds in their folder; never deeper, so that every link up is `../` at most.
    #[must_use]
    pub fn url(self, id: &str) -> String {
        match self {
            Kind::Page => format!("{id}.html"),
            _ => format!("{}/{id}.html", self.folder()),
        }
    }

    /// Name of the template that renders it.
    #[must_use]
    pub fn template(self) -> &'static str {
        match self {
            Kind::Actor => "actor.html",
            Kind::Event => "event.html",
            Kind::Place => "place.html",
            Kind::Source => "source.html",
            Kind::Claim => "claim.html",
            Kind::Page => "page.html",
        }
    }

    /// The fields of its front matter: those of every kind first, then its own.
    pub fn fields(self) -> impl Iterator<Item = &'static Field> + Clone {
        fields::COMMON.iter().chain(self.own_fields())
    }

    /// The fields that only this kind has.
    #[must_use]
    pub fn own_fields(self) -> &'static [Field] {
        match self {
            Kind::Actor => fields::ACTOR,
            Kind::Event => fields::EVENT,
            Kind::Place => fields::PLACE,
            Kind::Source => fields::SOURCE,
            Kind::Claim => fields::CLAIM,
            Kind::Page => fields::PAGE,
        }
    }
}
