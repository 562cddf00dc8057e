//! `data/dossier.json`: the whole dossier as data: entries, accounts, claims with positions, relations,
//! and every citation with the words it supports. Its form has a version and a schema of its own, which
//! lies beside it; what is absent is left out, and what is a list may be empty.

mod records;

use super::moment::Moment;
use super::{Artifact, OutputContext, artifact, cited};
use crate::model::amount::Amount;
use crate::model::citation::Citation;
use crate::model::date::Edtf;
use crate::model::document::Filling;
use crate::model::dossier::{Dossier, Entry, EntryIdx, Target};
use crate::model::fact::{Conflicts, Fact, Value};
use crate::model::front_matter::{Actor, Author, Claim, Details, Event, Living, Place, Source};
use crate::model::kind::Kind;
use crate::render::body::sentence_text;
use rayon::prelude::*;
use records::{
    AccountRecord, ActorRecord, AmountRecord, AuthorRecord, Cite, ClaimRecord, Counts,
    DetailsRecord, EntryRecord, EventRecord, FactRecord, Labels, Named, NamedFactRecord,
    NoReplyRecord, OfficeRecord, ParticipantRecord, Party, PlaceRecord, PositionRecord,
    RelationRecord, Site, SourceRecord, StatementRecord, ValueRecord,
};
use serde::Serialize;
use serde_json::Number;

/// Version of the form. It rises when something is taken out or changes its meaning, not when something
/// is added.
pub const VERSION: u32 = 1;
const SCHEMA: &str = include_str!("dossier.schema.json");

pub fn make(context: &OutputContext<'_>) -> Vec<Artifact<'static>> {
    let dossier = context.dossier;
    let config = &dossier.config;
    let site = Site {
        title: &config.title,
        subtitle: &config.subtitle,
        description: &config.description,
        lang: &config.lang,
        url: context.base_url,
        author: &config.author,
        contact: &config.contact,
        licence: &config.licence_content,
    };
    let topics = config.topics.iter().map(|(id, topic)| {
        let (title, summary) = (topic.title.as_str(), topic.summary.as_str());
        line(&Named {
            id,
            labels: Labels::Topic { title, summary },
        })
    });
    let types = config.relations.iter().map(|(id, relation)| {
        let (label, inverse) = (relation.label.as_str(), relation.inverse.as_str());
        line(&Named {
            id,
            labels: Labels::Relation { label, inverse },
        })
    });
    let read = Reader { dossier };
    let indices: Vec<EntryIdx> = dossier.iter().map(|(index, _)| index).collect();
    // Some at a time: all lines together take as much memory as the file.
    let entries = indices.chunks(512).flat_map(|indices| {
        let lines = indices.par_iter().map(|index| {
            let changed = context.moment(*index).map(Moment::rfc3339);
            line(&read.entry(dossier.entry(*index), changed))
        });
        lines.collect::<Vec<String>>()
    });
    let relations: Vec<String> = dossier
        .entries
        .iter()
        .flat_map(|entry| read.relations(entry))
        .map(|relation| line(&relation))
        .collect();
    // One entry on a line, so that the changes between two versions of the file can be read.
    let mut text = format!(
        "{{\"$schema\":\"dossier.schema.json\",\"format\":\"dossier\",\"version\":{VERSION},\"generator\":\"dossier {}\",\n",
        env!("CARGO_PKG_VERSION")
    );
    text += &format!(
        "\"site\":{},\n\"counts\":{},\n",
        line(&site),
        line(&counts(dossier, relations.len()))
    );
    push_list(&mut text, "topics", topics, ",\n");
    push_list(&mut text, "relation_types", types, ",\n");
    push_list(&mut text, "entries", entries, ",\n");
    push_list(&mut text, "relations", relations.into_iter(), "}\n");
    vec![
        artifact("data/dossier.json", text),
        artifact("data/dossier.schema.json", SCHEMA),
    ]
}

/// No value here can fail to be written: all keys are texts, and all numbers are finite.
fn line<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}

/// Writes a list with one value on a line.
fn push_list(text: &mut String, name: &str, lines: impl Iterator<Item = String>, end: &str) {
    *text += &format!("\"{name}\":[");
    let mut before = "\n";
    for line in lines {
        *text += before;
        *text += &line;
        before = ",\n";
    }
    *text += if before == "\n" { "]" } else { "\n]" };
    *text += end;
}

fn counts(dossier: &Dossier, relations: usize) -> Counts {
    let of = |kind| dossier.of_kind(kind).count();
    let items = || {
        let citations = dossier.entries.iter().flat_map(cited::citations);
        citations.flat_map(|citation| &citation.items)
    };
    Counts {
        actors: of(Kind::Actor),
        events: of(Kind::Event),
        places: of(Kind::Place),
        sources: of(Kind::Source),
        claims: of(Kind::Claim),
        pages: of(Kind::Page),
        relations,
        citations: items().count(),
        quotations: items().filter(|item| item.quotation.is_some()).count(),
    }
}

/// Reads records out of a dossier.
#[derive(Clone, Copy)]
struct Reader<'a> {
    dossier: &'a Dossier,
}

impl<'a> Reader<'a> {
    fn entry(self, entry: &'a Entry, updated: Option<String>) -> EntryRecord<'a> {
        let common = entry.common();
        EntryRecord {
            id: entry.id(),
            kind: entry.kind().word(),
            title: entry.title(),
            page: &entry.url,
            summary: &common.summary,
            aliases: &common.aliases,
            topics: &common.topics,
            lang: common.lang.as_deref(),
            updated,
            details: match &entry.document.front.details {
                Details::Actor(actor) => DetailsRecord::Actor(Box::new(self.actor(actor))),
                Details::Event(event) => DetailsRecord::Event(Box::new(self.event(event))),
                Details::Place(place) => DetailsRecord::Place(place_record(entry, place)),
                Details::Source(source) => DetailsRecord::Source(Box::new(self.source(source))),
                Details::Claim(claim) => DetailsRecord::Claim(Box::new(self.claim(claim))),
                Details::Page(_) => DetailsRecord::Page {},
            },
            facts: common
                .facts
                .iter()
                .map(|named| NamedFactRecord {
                    label: &named.label,
                    fact: self.fact(&named.fact, |value| self.value(value)),
                })
                .collect(),
            refers_to: self.refers_to(entry),
            statements: self.statements(entry),
        }
    }

    fn actor(self, actor: &'a Actor) -> ActorRecord<'a> {
        let offices = actor.offices.iter().map(|office| OfficeRecord {
            role: &office.role,
            at: office.at.as_deref().map(|at| self.party(at)),
            date: office.date.as_ref().map(|date| self.dates(date)),
            note: &office.note,
            cites: self.cites(office.cite.as_ref()),
        });
        ActorRecord {
            r#type: actor.type_word,
            living: (actor.type_word == "person").then_some(match actor.living {
                Living::Yes => "yes",
                Living::No => "no",
                Living::Unknown => "unknown",
            }),
            born: actor.born.as_ref().map(|date| self.dates(date)),
            died: actor.died.as_ref().map(|date| self.dates(date)),
            country: &actor.country,
            part_of: actor.part_of.as_deref(),
            offices: offices.collect(),
            url: actor.url.as_deref(),
            status_as_of: actor.status_as_of.as_ref(),
        }
    }

    fn event(self, event: &'a Event) -> EventRecord<'a> {
        let actors = event.actors.iter().map(|one| ParticipantRecord {
            id: &one.actor,
            role: &one.role,
        });
        let place = |fact: &'a Fact<String>| self.fact(fact, |id| ValueRecord::Place(id));
        let amount = |fact: &'a Fact<Amount>| {
            self.fact(fact, |amount| ValueRecord::Amount(amount_record(amount)))
        };
        EventRecord {
            date: event.date.as_ref().map(|date| self.dates(date)),
            place: event.place.as_ref().map(place),
            amount: event.amount.as_ref().map(amount),
            actors: actors.collect(),
            decisive: event.is_decisive,
            after: &event.after,
            before: &event.before,
            status_as_of: event.status_as_of.as_ref(),
        }
    }

    fn source(self, source: &'a Source) -> SourceRecord<'a> {
        SourceRecord {
            r#type: source.type_word,
            authors: source.authors.iter().map(author).collect(),
            publisher: &source.publisher,
            published: source.published.as_ref(),
            accessed: source.accessed.as_ref(),
            url: source.url.as_deref(),
            archive_url: source.archive_url.as_deref(),
            language: &source.language,
            flags: source.flags.iter().map(|flag| flag.word()).collect(),
            via: source.via.as_deref(),
            origins: source.origins.iter().map(|text| self.party(text)).collect(),
            snapshot_sha256: source.snapshot.as_ref().map(|s| s.sha256.as_str()),
        }
    }

    fn claim(self, claim: &'a Claim) -> ClaimRecord<'a> {
        let positions = claim.positions.iter().map(|position| PositionRecord {
            by: self.party(&position.by),
            stance: position.stance.word(),
            date: position.date.as_ref(),
            note: &position.note,
            cites: self.cites(position.cite.as_ref()),
        });
        ClaimRecord {
            status: claim.status.map(|status| status.word()),
            authority: &claim.authority,
            about: &claim.about,
            date: claim.date.as_ref().map(|date| self.dates(date)),
            positions: positions.collect(),
            no_reply: claim.no_reply.as_ref().map(|reply| NoReplyRecord {
                asked: &reply.asked,
                date: reply.date.as_ref(),
            }),
            reply_not_sought: &claim.reply_not_sought,
            status_as_of: claim.status_as_of.as_ref(),
        }
    }

    fn relations(self, entry: &'a Entry) -> Vec<RelationRecord<'a>> {
        let relations = entry.actor().map_or(&[][..], |actor| &actor.relations);
        relations
            .iter()
            .map(|relation| RelationRecord {
                from: entry.id(),
                to: &relation.to,
                r#type: &relation.type_word,
                status: relation.status.map(|status| status.word()),
                date: relation.date.as_ref().map(|date| self.dates(date)),
                note: &relation.note,
                cites: self.cites(relation.cite.as_ref()),
            })
            .collect()
    }

    fn refers_to(self, entry: &Entry) -> Vec<&'a str> {
        let mut ids = Vec::new();
        for target in entry.targets.iter() {
            if let Target::Entry(index, _) = target {
                let id = self.dossier.entry(*index).id();
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
        }
        ids
    }

    fn statements(self, entry: &'a Entry) -> Vec<StatementRecord<'a>> {
        let mut statements: Vec<StatementRecord<'a>> = Vec::new();
        let mut last = None;
        for hole in &entry.document.body.holes {
            let Filling::Citation(citation) = &hole.filling else {
                continue;
            };
            let cites = self.cites(Some(citation));
            match statements
                .last_mut()
                .filter(|_| last == Some(hole.sentence))
            {
                Some(statement) => statement.cites.extend(cites),
                None => statements.push(StatementRecord {
                    text: without_gaps(&sentence_text(self.dossier, entry, hole.sentence as usize)),
                    cites,
                }),
            }
            last = Some(hole.sentence);
        }
        statements
    }

    fn cites(self, citation: Option<&'a Citation>) -> Vec<Cite<'a>> {
        let items = citation.map_or(&[][..], |citation| &citation.items);
        items
            .iter()
            .map(|item| Cite {
                source: &item.source,
                prefix: &item.prefix,
                locator: &item.locator,
                quotation: item.quotation.as_deref(),
                state: cited::state(self.dossier, item).map(|state| state.word()),
            })
            .collect()
    }

    fn dates(self, fact: &'a Fact<Edtf>) -> FactRecord<'a> {
        self.fact(fact, ValueRecord::Date)
    }

    fn fact<T: Conflicts>(
        self,
        fact: &'a Fact<T>,
        value: impl Fn(&'a T) -> ValueRecord<'a>,
    ) -> FactRecord<'a> {
        let accounts = fact.accounts.iter().map(|account| AccountRecord {
            value: value(&account.value),
            preferred: account.is_preferred,
            note: &account.note,
            inference: &account.inference,
            cites: self.cites(account.cite.as_ref()),
        });
        FactRecord {
            differs: fact.differs(),
            note: &fact.note,
            accounts: accounts.collect(),
        }
    }

    fn value(self, value: &'a Value) -> ValueRecord<'a> {
        match value {
            Value::Text(text) => ValueRecord::Text(text),
            Value::Date(date) => ValueRecord::Date(date),
            Value::Amount(amount) => ValueRecord::Amount(amount_record(amount)),
            Value::Place(id) => ValueRecord::Place(id),
            Value::Actor(text) => ValueRecord::Actor(self.party(text)),
        }
    }

    fn party(self, text: &'a str) -> Party<'a> {
        if self.dossier.index(text).is_some() {
            Party::Id(text)
        } else {
            Party::Text(text)
        }
    }
}

/// Without the space that a citation leaves before the full stop.
fn without_gaps(text: &str) -> String {
    // Most have none, which is found out much faster than it is put right.
    if !text.contains(" .") && !text.contains(" ,") {
        return text.trim().to_owned();
    }
    text.replace(" .", ".").replace(" ,", ",").trim().to_owned()
}

fn place_record<'a>(entry: &Entry, place: &'a Place) -> PlaceRecord<'a> {
    let (latitude, longitude) = super::places::coordinates(entry).unzip();
    PlaceRecord {
        r#type: place.type_word,
        within: place.within.as_deref(),
        latitude,
        longitude,
    }
}

fn author(author: &Author) -> AuthorRecord<'_> {
    if author.literal.is_empty() {
        AuthorRecord::Parts {
            family: &author.family,
            given: &author.given,
        }
    } else {
        AuthorRecord::Literal {
            literal: &author.literal,
        }
    }
}

fn amount_record(amount: &Amount) -> AmountRecord<'_> {
    let (low, high) = amount.bounds();
    AmountRecord {
        written: amount.as_str(),
        low: low.and_then(units),
        high: high.and_then(units),
        unit: amount.unit(),
    }
}

/// Thousandths as a number; whole ones without a point, which no float would round.
fn units(thousandths: i128) -> Option<Number> {
    if thousandths % 1000 == 0 {
        return i64::try_from(thousandths / 1000).ok().map(Number::from);
    }
    #[allow(
        clippy::cast_precision_loss,
        reason = "at most fifteen digits, by `Amount::parse`"
    )]
    Number::from_f64(thousandths as f64 / 1000.0)
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_false(flag: &bool) -> bool {
    !flag
}
