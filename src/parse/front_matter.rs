//! Checked nodes → typed front matter. [`super::shape`] has reported whatever does not fit; a value
//! that does not fit is left out here, so that the rest of the entry can still be read and shown.

use crate::model::amount::Amount;
use crate::model::citation::Citation;
use crate::model::citation::syntax as citation;
use crate::model::date::Edtf;
use crate::model::fact::{Account, Fact, NamedFact, Value};
use crate::model::front_matter::{
    Actor, Allow, Author, Claim, Common, Details, Event, Exclude, FrontMatter, Image, Living,
    NoReply, Office, Page, Participant, Place, Position, Relation, SnapshotRef, Source,
};
use crate::model::kind::Kind;
use crate::model::span::Span;
use crate::model::words::{Flag, Stance, Status, Vocabulary};
use crate::yaml::node::Node;
use crate::yaml::shape::strip_brackets;

/// Reads the front matter of an entry of `kind`.
#[must_use]
pub fn read(kind: Kind, node: &Node) -> FrontMatter {
    let map = Map(node);
    let details = match kind {
        Kind::Actor => Details::Actor(Box::new(actor(map))),
        Kind::Event => Details::Event(Box::new(event(map))),
        Kind::Place => Details::Place(Box::new(place(map))),
        Kind::Source => Details::Source(Box::new(source(map))),
        Kind::Claim => Details::Claim(Box::new(claim(map))),
        Kind::Page => Details::Page(Page {
            is_in_nav: map.flag("nav"),
            order: map.count("order").unwrap_or(100),
        }),
    };
    FrontMatter {
        common: common(map),
        details,
    }
}

fn common(map: Map<'_>) -> Common {
    Common {
        title: map.text("title"),
        summary: map.text("summary"),
        aliases: map.texts("aliases"),
        topics: map.texts("topics"),
        is_draft: map.flag("draft"),
        lang: map.option("lang"),
        dir: map.option("dir"),
        updated: map.date("updated"),
        redirects: map.texts("redirects"),
        image: map.map("image").map(|image| Image {
            file: image.text("file"),
            alt: image.text("alt"),
            caption: image.text("caption"),
            credit: image.text("credit"),
            licence: image.text("licence"),
        }),
        facts: map.records("facts", named_fact),
        allow: map.records("allow", |allow| {
            Some(Allow {
                check: allow.text("check"),
                text: allow.text("text"),
                reason: allow.text("reason"),
            })
        }),
    }
}

fn named_fact(map: Map<'_>) -> Option<NamedFact> {
    let accounts = map.0.get("accounts")?;
    let mut fact = match map.text("type").as_str() {
        "date" => fact(accounts, |n| Edtf::parse(text(n)?).ok().map(Value::Date)),
        "amount" => fact(accounts, |n| {
            Amount::parse(text(n)?).ok().map(Value::Amount)
        }),
        "place" => fact(accounts, |n| text(n).map(|t| Value::Place(t.to_owned()))),
        "actor" => fact(accounts, |n| text(n).map(|t| Value::Actor(t.to_owned()))),
        _ => fact(accounts, |n| {
            text(n).map(|t| Value::Text(t.trim().to_owned()))
        }),
    }?;
    let note = map.text("note");
    if !note.is_empty() {
        fact.note = note;
    }
    Some(NamedFact {
        label: map.text("label"),
        fact,
    })
}

fn actor(map: Map<'_>) -> Actor {
    Actor {
        type_word: map.word("type", Vocabulary::ActorType),
        is_main: map.flag("main"),
        living: match map.text("living").as_str() {
            "false" => Living::No,
            "unknown" => Living::Unknown,
            _ => Living::Yes,
        },
        born: map.date_fact("born"),
        died: map.date_fact("died"),
        country: map.text("country"),
        part_of: map.option("part_of"),
        offices: map.records("offices", |office| {
            Some(Office {
                role: office.text("role"),
                at: office.option("at"),
                date: office.date_fact("date"),
                cite: office.cite("cite"),
                note: office.text("note"),
            })
        }),
        relations: map.records("relations", |relation| {
            Some(Relation {
                to: relation.option("to")?,
                type_word: relation.text("type"),
                date: relation.date_fact("date"),
                status: Status::from_word(&relation.text("status")),
                cite: relation.cite("cite"),
                note: relation.text("note"),
            })
        }),
        url: map.option("url"),
        status_as_of: map.date("status_as_of"),
        review_by: map.date("review_by"),
    }
}

fn event(map: Map<'_>) -> Event {
    Event {
        date: map.date_fact("date"),
        place: map
            .0
            .get("place")
            .and_then(|node| fact(node, |n| text(n).map(str::to_owned))),
        actors: map
            .list("actors")
            .iter()
            .filter_map(|node| match node {
                Node::Map(_) => {
                    let map = Map(node);
                    Some(Participant {
                        actor: map.option("actor")?,
                        role: map.text("role"),
                    })
                }
                plain => Some(Participant {
                    actor: text(plain)?.to_owned(),
                    role: String::new(),
                }),
            })
            .collect(),
        amount: map
            .0
            .get("amount")
            .and_then(|node| fact(node, |n| Amount::parse(text(n)?).ok())),
        is_decisive: map.flag("decisive"),
        after: map.texts("after"),
        before: map.texts("before"),
        status_as_of: map.date("status_as_of"),
        review_by: map.date("review_by"),
    }
}

fn place(map: Map<'_>) -> Place {
    let number = |node: Option<&Node>| match node {
        Some(Node::Number(number)) => Some(number.clone()),
        _ => None,
    };
    let coordinates = map.list("coordinates");
    Place {
        type_word: map.word("type", Vocabulary::PlaceType),
        within: map.option("within"),
        coordinates: number(coordinates.first()).zip(number(coordinates.get(1))),
    }
}

fn source(map: Map<'_>) -> Source {
    Source {
        type_word: map.word("type", Vocabulary::SourceType),
        authors: map
            .list("authors")
            .iter()
            .map(|node| match node {
                Node::Map(_) => {
                    let map = Map(node);
                    Author {
                        family: map.text("family"),
                        given: map.text("given"),
                        literal: map.text("literal"),
                    }
                }
                plain => Author {
                    literal: text(plain).unwrap_or_default().to_owned(),
                    ..Author::default()
                },
            })
            .collect(),
        publisher: map.text("publisher"),
        published: map.date("published"),
        accessed: map.date("accessed"),
        url: map.option("url"),
        archive_url: map.option("archive_url"),
        language: map.text("language"),
        flags: map
            .texts("flags")
            .iter()
            .filter_map(|word| Flag::from_word(word))
            .collect(),
        via: map.option("via"),
        origins: map.texts("origins"),
        snapshot: map.map("snapshot").map(|snapshot| SnapshotRef {
            file: snapshot.text("file"),
            sha256: snapshot.text("sha256").to_ascii_lowercase(),
            exclude: snapshot.records("exclude", |exclude| {
                Some(Exclude {
                    from: exclude.text("from"),
                    to: exclude.text("to"),
                    why: exclude.text("why"),
                })
            }),
        }),
    }
}

fn claim(map: Map<'_>) -> Claim {
    Claim {
        about: map.texts("about"),
        status: Status::from_word(&map.text("status")),
        authority: map.text("authority"),
        date: map.date_fact("date"),
        positions: map.records("positions", |position| {
            Some(Position {
                by: position.option("by")?,
                stance: Stance::from_word(&position.text("stance"))?,
                date: position.date("date"),
                cite: position.cite("cite"),
                note: position.text("note"),
            })
        }),
        no_reply: map.map("no_reply").map(|reply| NoReply {
            asked: reply.text("asked"),
            date: reply.date("date"),
        }),
        reply_not_sought: map.text("reply_not_sought"),
        status_as_of: map.date("status_as_of"),
        review_by: map.date("review_by"),
    }
}

/// Reads a fact in any of its three forms. Accounts whose value cannot be read are left out; a fact
/// without any account is none.
fn fact<T>(node: &Node, mut value: impl FnMut(&Node) -> Option<T>) -> Option<Fact<T>> {
    let (accounts, note) = match node {
        Node::List(accounts) => (accounts.as_slice(), String::new()),
        Node::Map(_) => (Map(node).list("accounts"), Map(node).text("note")),
        plain => return value(plain).map(Fact::plain),
    };
    let accounts: Vec<Account<T>> = accounts
        .iter()
        .filter_map(|account| {
            let map = Map(account);
            Some(Account {
                value: value(account.get("value")?)?,
                cite: map.cite("cite"),
                note: map.text("note"),
                is_preferred: map.flag("preferred"),
                inference: map.text("inference"),
            })
        })
        .collect();
    (!accounts.is_empty()).then_some(Fact { accounts, note })
}

/// The text of a scalar.
fn text(node: &Node) -> Option<&str> {
    match node {
        Node::Text(text) | Node::Number(text) => Some(text.trim()).filter(|text| !text.is_empty()),
        _ => None,
    }
}

/// A map, asked for its fields by type. What is not there or does not fit reads as empty.
#[derive(Clone, Copy)]
struct Map<'a>(&'a Node);

impl<'a> Map<'a> {
    fn option(self, key: &str) -> Option<String> {
        self.0.get(key).and_then(text).map(str::to_owned)
    }

    fn text(self, key: &str) -> String {
        self.option(key).unwrap_or_default()
    }

    fn flag(self, key: &str) -> bool {
        self.0.get(key) == Some(&Node::Flag(true))
    }

    fn count(self, key: &str) -> Option<u32> {
        self.0.get(key).and_then(text)?.parse().ok()
    }

    fn word(self, key: &str, vocabulary: Vocabulary) -> &'static str {
        let word = self.text(key);
        vocabulary
            .position(&word)
            .map_or("", |i| vocabulary.words()[i])
    }

    fn date(self, key: &str) -> Option<Edtf> {
        self.0
            .get(key)
            .and_then(text)
            .and_then(|t| Edtf::parse(t).ok())
    }

    fn date_fact(self, key: &str) -> Option<Fact<Edtf>> {
        self.0
            .get(key)
            .and_then(|node| fact(node, |n| Edtf::parse(text(n)?).ok()))
    }

    fn cite(self, key: &str) -> Option<Citation> {
        let text = self.0.get(key).and_then(text)?;
        let items = citation::read(strip_brackets(text).0).ok()?;
        Some(Citation {
            items,
            span: Span::default(),
        })
    }

    fn map(self, key: &str) -> Option<Map<'a>> {
        self.0
            .get(key)
            .filter(|node| matches!(node, Node::Map(_)))
            .map(Map)
    }

    fn list(self, key: &str) -> &'a [Node] {
        match self.0.get(key) {
            Some(Node::List(items)) => items,
            Some(single) => std::slice::from_ref(single),
            None => &[],
        }
    }

    fn texts(self, key: &str) -> Vec<String> {
        self.list(key)
            .iter()
            .filter_map(text)
            .map(str::to_owned)
            .collect()
    }

    fn records<T>(self, key: &str, read: impl FnMut(Map<'a>) -> Option<T>) -> Vec<T> {
        self.list(key).iter().map(Map).filter_map(read).collect()
    }
}
