//! Walks over front matter: every citation in it, and every id of another entry, each with the path of
//! its field. Whoever adds a field with a citation or an id adds it here, and all stages see it.

use super::citation::Citation;
use super::fact::{Fact, Value};
use super::front_matter::{Details, FrontMatter};
use super::kind::Kind;

/// A citation in front matter.
#[derive(Debug, Clone, Copy)]
pub struct FieldCitation<'a> {
    pub citation: &'a Citation,
    /// What it supports, as text for readers: the value of the account, the stance, the role.
    pub statement: Statement<'a>,
}

/// What a citation in front matter supports.
#[derive(Debug, Clone, Copy)]
pub enum Statement<'a> {
    /// An account of the fact with this label; built-in fields have their name as label.
    Account(&'a str, usize),
    Office(&'a str),
    Relation(usize),
    Position(usize),
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
    /// Calls `visit` with each citation and the path of its field, in the order of the fields.
    pub fn each_citation<'a>(
        &'a self,
        visit: &mut dyn FnMut(&dyn Fn() -> String, FieldCitation<'a>),
    ) {
        match &self.details {
            Details::Actor(actor) => {
                fact("born", actor.born.as_ref(), visit);
                fact("died", actor.died.as_ref(), visit);
                for (i, office) in actor.offices.iter().enumerate() {
                    if let Some(citation) = &office.cite {
                        let statement = Statement::Office(&office.role);
                        visit(
                            &|| format!("offices[{i}].cite"),
                            FieldCitation {
                                citation,
                                statement,
                            },
                        );
                    }
                    inner_fact(
                        &|| format!("offices[{i}].date"),
                        "date",
                        office.date.as_ref(),
                        visit,
                    );
                }
                for (i, relation) in actor.relations.iter().enumerate() {
                    if let Some(citation) = &relation.cite {
                        let statement = Statement::Relation(i);
                        visit(
                            &|| format!("relations[{i}].cite"),
                            FieldCitation {
                                citation,
                                statement,
                            },
                        );
                    }
                    inner_fact(
                        &|| format!("relations[{i}].date"),
                        "date",
                        relation.date.as_ref(),
                        visit,
                    );
                }
            }
            Details::Event(event) => {
                fact("date", event.date.as_ref(), visit);
                fact("place", event.place.as_ref(), visit);
                fact("amount", event.amount.as_ref(), visit);
            }
            Details::Claim(claim) => {
                fact("date", claim.date.as_ref(), visit);
                for (i, position) in claim.positions.iter().enumerate() {
                    if let Some(citation) = &position.cite {
                        let statement = Statement::Position(i);
                        visit(
                            &|| format!("positions[{i}].cite"),
                            FieldCitation {
                                citation,
                                statement,
                            },
                        );
                    }
                }
            }
            Details::Place(_) | Details::Source(_) | Details::Page(_) => {}
        }
        for (i, named) in self.common.facts.iter().enumerate() {
            inner_fact(
                &|| format!("facts[{i}].accounts"),
                &named.label,
                Some(&named.fact),
                visit,
            );
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

fn fact<'a, T>(
    name: &'a str,
    fact: Option<&'a Fact<T>>,
    visit: &mut dyn FnMut(&dyn Fn() -> String, FieldCitation<'a>),
) {
    inner_fact(&|| name.to_owned(), name, fact, visit);
}

fn inner_fact<'a, T>(
    path: &dyn Fn() -> String,
    label: &'a str,
    fact: Option<&'a Fact<T>>,
    visit: &mut dyn FnMut(&dyn Fn() -> String, FieldCitation<'a>),
) {
    for (i, account) in fact
        .into_iter()
        .flat_map(|fact| fact.accounts.iter().enumerate())
    {
        if let Some(citation) = &account.cite {
            let statement = Statement::Account(label, i);
            visit(
                &|| format!("{}[{i}].cite", path()),
                FieldCitation {
                    citation,
                    statement,
                },
            );
        }
    }
}
