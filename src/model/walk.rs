//! Walks over front matter: every fact in it, every citation, and every id of another entry, each with
//! the place of its field. Whoever adds a field with a fact, a citation or an id adds it here, and all stages see it.

use super::amount::Amount;
use super::citation::Citation;
use super::date::Edtf;
use super::fact::{Account, Fact, Value};
use super::front_matter::{Details, FrontMatter};
use super::kind::Kind;
use std::fmt;

/// Where a fact stands in front matter. Shown as the path of its field: `offices[2].date`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FactPlace {
    Born,
    Died,
    Date,
    Place,
    Amount,
    OfficeDate(usize),
    RelationDate(usize),
    /// One of the named facts.
    Named(usize),
}

/// A fact of any type.
#[derive(Debug, Clone, Copy)]
pub enum AnyFact<'a> {
    Date(&'a Fact<Edtf>),
    Amount(&'a Fact<Amount>),
    /// Ids of places.
    Place(&'a Fact<String>),
    Free(&'a Fact<Value>),
}

/// Where a citation stands in front matter. Shown as the path of its field: `date[1].cite`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CitationPlace {
    /// At the account with this index of a fact.
    Account(FactPlace, usize),
    Office(usize),
    Relation(usize),
    Position(usize),
}

impl FactPlace {
    /// The built-in name of the fact, or none for a named fact.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        match self {
            FactPlace::Born => Some("born"),
            FactPlace::Died => Some("died"),
            FactPlace::Date | FactPlace::OfficeDate(_) | FactPlace::RelationDate(_) => Some("date"),
            FactPlace::Place => Some("place"),
            FactPlace::Amount => Some("amount"),
            FactPlace::Named(_) => None,
        }
    }
}

impl fmt::Display for FactPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FactPlace::OfficeDate(i) => write!(f, "offices[{i}].date"),
            FactPlace::RelationDate(i) => write!(f, "relations[{i}].date"),
            FactPlace::Named(i) => write!(f, "facts[{i}].accounts"),
            place => f.write_str(place.name().unwrap_or_default()),
        }
    }
}

impl fmt::Display for CitationPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CitationPlace::Account(fact, i) => write!(f, "{fact}[{i}].cite"),
            CitationPlace::Office(i) => write!(f, "offices[{i}].cite"),
            CitationPlace::Relation(i) => write!(f, "relations[{i}].cite"),
            CitationPlace::Position(i) => write!(f, "positions[{i}].cite"),
        }
    }
}

/// What all accounts have, whatever the type of their value.
#[derive(Debug, Clone, Copy)]
pub struct AnyAccount<'a> {
    pub cite: Option<&'a Citation>,
    pub note: &'a str,
    pub inference: &'a str,
}

impl<'a> AnyFact<'a> {
    /// Whether two of the accounts cannot both be true.
    #[must_use]
    pub fn differs(self) -> bool {
        match self {
            AnyFact::Date(fact) => fact.differs(),
            AnyFact::Amount(fact) => fact.differs(),
            AnyFact::Place(fact) => fact.differs(),
            AnyFact::Free(fact) => fact.differs(),
        }
    }

    /// Whether an account is preferred to the others.
    #[must_use]
    pub fn has_preferred(self) -> bool {
        match self {
            AnyFact::Date(fact) => fact.preferred().is_some(),
            AnyFact::Amount(fact) => fact.preferred().is_some(),
            AnyFact::Place(fact) => fact.preferred().is_some(),
            AnyFact::Free(fact) => fact.preferred().is_some(),
        }
    }

    /// Whether it has more than one value to tell: several accounts, or somebody who gives it, or a note.
    #[must_use]
    pub fn is_told(self) -> bool {
        match self {
            AnyFact::Date(fact) => fact.is_told(),
            AnyFact::Amount(fact) => fact.is_told(),
            AnyFact::Place(fact) => fact.is_told(),
            AnyFact::Free(fact) => fact.is_told(),
        }
    }

    /// What a careful reader may conclude; may be empty.
    #[must_use]
    pub fn note(self) -> &'a str {
        match self {
            AnyFact::Date(fact) => &fact.note,
            AnyFact::Amount(fact) => &fact.note,
            AnyFact::Place(fact) => &fact.note,
            AnyFact::Free(fact) => &fact.note,
        }
    }

    /// Number of accounts; at least one.
    #[must_use]
    pub fn n_accounts(self) -> usize {
        match self {
            AnyFact::Date(fact) => fact.accounts.len(),
            AnyFact::Amount(fact) => fact.accounts.len(),
            AnyFact::Place(fact) => fact.accounts.len(),
            AnyFact::Free(fact) => fact.accounts.len(),
        }
    }

    /// The account with this index, or none.
    #[must_use]
    pub fn account(self, i: usize) -> Option<AnyAccount<'a>> {
        fn any<T>(account: &Account<T>) -> AnyAccount<'_> {
            AnyAccount {
                cite: account.cite.as_ref(),
                note: &account.note,
                inference: &account.inference,
            }
        }
        match self {
            AnyFact::Date(fact) => fact.accounts.get(i).map(any),
            AnyFact::Amount(fact) => fact.accounts.get(i).map(any),
            AnyFact::Place(fact) => fact.accounts.get(i).map(any),
            AnyFact::Free(fact) => fact.accounts.get(i).map(any),
        }
    }

    /// All accounts, in the order written.
    pub fn accounts(self) -> impl Iterator<Item = AnyAccount<'a>> {
        (0..self.n_accounts()).filter_map(move |i| self.account(i))
    }

    /// The value of the account with this index as it was written; empty if there is none.
    #[must_use]
    pub fn written(self, i: usize) -> String {
        let free = |value: &Value| match value {
            Value::Text(text) | Value::Place(text) | Value::Actor(text) => text.clone(),
            Value::Date(date) => date.as_str().to_owned(),
            Value::Amount(amount) => amount.to_string(),
        };
        let written = match self {
            AnyFact::Date(fact) => fact.accounts.get(i).map(|a| a.value.as_str().to_owned()),
            AnyFact::Amount(fact) => fact.accounts.get(i).map(|a| a.value.to_string()),
            AnyFact::Place(fact) => fact.accounts.get(i).map(|a| a.value.clone()),
            AnyFact::Free(fact) => fact.accounts.get(i).map(|a| free(&a.value)),
        };
        written.unwrap_or_default()
    }
}

/// An id in front matter.
#[derive(Debug, Clone, Copy)]
pub struct FieldId<'a> {
    pub id: &'a str,
    /// Kinds that it may be of.
    pub kinds: &'static [Kind],
    /// Word of the catalogue for what it makes of the other entry: `participant`, `place`, `about`.
    pub role: &'static str,
    /// Whether a text that is no id may stand here as well.
    pub may_be_text: bool,
}

impl FrontMatter {
    /// Calls `visit` with each fact and its place, in the order of the fields.
    pub fn each_fact<'a>(&'a self, visit: &mut dyn FnMut(FactPlace, AnyFact<'a>)) {
        let mut one = |place, fact: Option<AnyFact<'a>>| {
            if let Some(fact) = fact {
                visit(place, fact);
            }
        };
        match &self.details {
            Details::Actor(actor) => {
                one(FactPlace::Born, self.fact(FactPlace::Born));
                one(FactPlace::Died, self.fact(FactPlace::Died));
                for i in 0..actor.offices.len() {
                    let place = FactPlace::OfficeDate(i);
                    one(place, self.fact(place));
                }
                for i in 0..actor.relations.len() {
                    let place = FactPlace::RelationDate(i);
                    one(place, self.fact(place));
                }
            }
            Details::Event(_) | Details::Claim(_) => {
                for place in [FactPlace::Date, FactPlace::Place, FactPlace::Amount] {
                    one(place, self.fact(place));
                }
            }
            Details::Place(_) | Details::Source(_) | Details::Page(_) => {}
        }
        for (i, named) in self.common.facts.iter().enumerate() {
            one(FactPlace::Named(i), Some(AnyFact::Free(&named.fact)));
        }
    }

    /// The label of a fact as written, or its built-in name.
    #[must_use]
    pub fn label(&self, place: FactPlace) -> &str {
        let named = match place {
            FactPlace::Named(i) => self.common.facts.get(i),
            _ => None,
        };
        named.map_or(place.name().unwrap_or_default(), |named| &named.label)
    }

    /// The fact at a place, or none.
    #[must_use]
    pub fn fact(&self, place: FactPlace) -> Option<AnyFact<'_>> {
        fn date(fact: &Option<Fact<Edtf>>) -> Option<AnyFact<'_>> {
            fact.as_ref().map(AnyFact::Date)
        }
        match (place, &self.details) {
            (FactPlace::Named(i), _) => Some(AnyFact::Free(&self.common.facts.get(i)?.fact)),
            (FactPlace::Born, Details::Actor(actor)) => date(&actor.born),
            (FactPlace::Died, Details::Actor(actor)) => date(&actor.died),
            (FactPlace::OfficeDate(i), Details::Actor(actor)) => date(&actor.offices.get(i)?.date),
            (FactPlace::RelationDate(i), Details::Actor(actor)) => {
                date(&actor.relations.get(i)?.date)
            }
            (FactPlace::Date, Details::Event(event)) => date(&event.date),
            (FactPlace::Date, Details::Claim(claim)) => date(&claim.date),
            (FactPlace::Place, Details::Event(event)) => event.place.as_ref().map(AnyFact::Place),
            (FactPlace::Amount, Details::Event(event)) => {
                event.amount.as_ref().map(AnyFact::Amount)
            }
            _ => None,
        }
    }

    /// Calls `visit` with each citation and its place, in the order of the fields.
    pub fn each_citation<'a>(&'a self, visit: &mut dyn FnMut(CitationPlace, &'a Citation)) {
        let mut one = |place, citation: Option<&'a Citation>| {
            if let Some(citation) = citation {
                visit(place, citation);
            }
        };
        if let Details::Actor(actor) = &self.details {
            for (i, office) in actor.offices.iter().enumerate() {
                one(CitationPlace::Office(i), office.cite.as_ref());
            }
            for (i, relation) in actor.relations.iter().enumerate() {
                one(CitationPlace::Relation(i), relation.cite.as_ref());
            }
        }
        if let Details::Claim(claim) = &self.details {
            for (i, position) in claim.positions.iter().enumerate() {
                one(CitationPlace::Position(i), position.cite.as_ref());
            }
        }
        self.each_fact(&mut |place, fact| {
            for (i, account) in fact.accounts().enumerate() {
                one(CitationPlace::Account(place, i), account.cite);
            }
        });
    }

    /// The citation at a place, or none.
    #[must_use]
    pub fn citation(&self, place: CitationPlace) -> Option<&Citation> {
        match (place, &self.details) {
            (CitationPlace::Account(fact, i), _) => self.fact(fact)?.account(i)?.cite,
            (CitationPlace::Office(i), Details::Actor(actor)) => {
                actor.offices.get(i)?.cite.as_ref()
            }
            (CitationPlace::Relation(i), Details::Actor(actor)) => {
                actor.relations.get(i)?.cite.as_ref()
            }
            (CitationPlace::Position(i), Details::Claim(claim)) => {
                claim.positions.get(i)?.cite.as_ref()
            }
            _ => None,
        }
    }

    /// Calls `visit` with each id of another entry and the path of its field, in the order of the fields.
    pub fn each_id<'a>(&'a self, visit: &mut dyn FnMut(&dyn Fn() -> String, FieldId<'a>)) {
        let one = |id: &'a str, kinds, role| FieldId {
            id,
            kinds,
            role,
            may_be_text: false,
        };
        match &self.details {
            Details::Actor(actor) => {
                if let Some(id) = &actor.part_of {
                    visit(&|| "part_of".to_owned(), one(id, ACTOR, "part"));
                }
                for (i, office) in actor.offices.iter().enumerate() {
                    if let Some(id) = &office.at {
                        let id = FieldId {
                            id,
                            kinds: ACTOR,
                            role: "office",
                            may_be_text: true,
                        };
                        visit(&|| format!("offices[{i}].at"), id);
                    }
                }
                for (i, relation) in actor.relations.iter().enumerate() {
                    visit(
                        &|| format!("relations[{i}].to"),
                        one(&relation.to, ACTOR, "relation"),
                    );
                }
            }
            Details::Event(event) => {
                for (i, account) in event
                    .place
                    .iter()
                    .flat_map(|place| place.accounts.iter().enumerate())
                {
                    visit(
                        &|| format!("place[{i}].value"),
                        one(&account.value, PLACE, "place"),
                    );
                }
                for (i, participant) in event.actors.iter().enumerate() {
                    visit(
                        &|| format!("actors[{i}].actor"),
                        one(&participant.actor, ACTOR, "participant"),
                    );
                }
                for (list, ids) in [("after", &event.after), ("before", &event.before)] {
                    for (i, id) in ids.iter().enumerate() {
                        visit(&|| format!("{list}[{i}]"), one(id, EVENT, "order"));
                    }
                }
            }
            Details::Place(place) => {
                if let Some(id) = &place.within {
                    visit(&|| "within".to_owned(), one(id, PLACE, "within"));
                }
            }
            Details::Source(source) => {
                if let Some(id) = &source.via {
                    visit(&|| "via".to_owned(), one(id, SOURCE, "via"));
                }
                for (i, id) in source.origins.iter().enumerate() {
                    let id = FieldId {
                        id,
                        kinds: SOURCE,
                        role: "origin",
                        may_be_text: true,
                    };
                    visit(&|| format!("origins[{i}]"), id);
                }
            }
            Details::Claim(claim) => {
                for (i, id) in claim.about.iter().enumerate() {
                    visit(&|| format!("about[{i}]"), one(id, &Kind::ALL, "about"));
                }
                for (i, position) in claim.positions.iter().enumerate() {
                    let id = FieldId {
                        id: &position.by,
                        kinds: ACTOR,
                        role: "position",
                        may_be_text: true,
                    };
                    visit(&|| format!("positions[{i}].by"), id);
                }
            }
            Details::Page(_) => {}
        }
        for (i, named) in self.common.facts.iter().enumerate() {
            for (j, account) in named.fact.accounts.iter().enumerate() {
                let id = match &account.value {
                    Value::Place(id) => one(id, PLACE, "fact"),
                    Value::Actor(id) => FieldId {
                        id,
                        kinds: ACTOR,
                        role: "fact",
                        may_be_text: true,
                    },
                    _ => continue,
                };
                visit(&|| format!("facts[{i}].accounts[{j}].value"), id);
            }
        }
    }
}

const ACTOR: &[Kind] = &[Kind::Actor];
const PLACE: &[Kind] = &[Kind::Place];
const EVENT: &[Kind] = &[Kind::Event];
const SOURCE: &[Kind] = &[Kind::Source];
