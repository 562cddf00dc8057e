//! `data/entities.ftm.json`: the dossier as [FollowTheMoney](https://followthemoney.tech/) entities, one
//! in a line, for Aleph and its kin.
//!
//! Its users merge such files by the thousand, so nothing here may read as a verdict: no `topics` (which
//! know `crime` and `wanted`, but no `alleged`), no link without its status, no claim without who denies
//! it. Its dates know no `about`: a date goes in only as far as it is exact, and as written beside it.

use super::dates::Exact;
use super::languages::iso_639_3;
use super::{Artifact, OutputContext, absolute, artifact, cited, one_line, statement};
use crate::model::citation::Citation;
use crate::model::date::Edtf;
use crate::model::dossier::{Entry, EntryIdx};
use crate::model::fact::Fact;
use crate::model::front_matter::{
    Actor, Author, Claim, Details, Event, Office, Place, Relation, Source,
};
use rustc_hash::FxHashMap;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// One entity.
#[derive(Serialize)]
struct Entity {
    id: String,
    schema: &'static str,
    properties: Properties,
}

/// Values by property, in the order in which they were added; no value twice, and none empty.
#[derive(Default)]
struct Properties(Vec<(&'static str, Vec<String>)>);

impl Serialize for Properties {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, values) in &self.0 {
            map.serialize_entry(name, values)?;
        }
        map.end()
    }
}

impl Entity {
    fn new(id: impl Into<String>, schema: &'static str) -> Self {
        Self {
            id: id.into(),
            schema,
            properties: Properties::default(),
        }
    }

    fn add(&mut self, property: &'static str, value: &str) {
        let value = one_line(value).trim().to_owned();
        if value.is_empty() {
            return;
        }
        let known = self
            .properties
            .0
            .iter_mut()
            .find(|(name, _)| *name == property);
        match known {
            Some((_, values)) if values.contains(&value) => {}
            Some((_, values)) => values.push(value),
            None => self.properties.0.push((property, vec![value])),
        }
    }

    fn add_all<'a>(&mut self, property: &'static str, values: impl IntoIterator<Item = &'a str>) {
        for value in values {
            self.add(property, value);
        }
    }
}

pub fn make(context: &OutputContext<'_>) -> Vec<Artifact<'static>> {
    let export = Export { context };
    let mut lines = String::new();
    for (_, entry) in context.dossier.iter() {
        for entity in export.entities(entry) {
            if let Ok(line) = serde_json::to_string(&entity) {
                lines += &line;
                lines.push('\n');
            }
        }
    }
    vec![artifact("data/entities.ftm.json", lines)]
}

struct Export<'a> {
    context: &'a OutputContext<'a>,
}

impl Export<'_> {
    fn entities(&self, entry: &Entry) -> Vec<Entity> {
        match &entry.document.front.details {
            Details::Actor(actor) => self.actor(entry, actor),
            Details::Event(event) => vec![self.event(entry, event)],
            Details::Place(place) => vec![self.place(entry, place)],
            Details::Source(source) => vec![self.source(entry, source)],
            Details::Claim(claim) => vec![self.claim(entry, claim)],
            // An essay is about the dossier, not in it.
            Details::Page(_) => Vec::new(),
        }
    }

    /// What all entries have.
    fn thing(&self, schema: &'static str, entry: &Entry) -> Entity {
        let mut entity = Entity::new(entry.id(), schema);
        entity.add("name", entry.title());
        entity.add_all("alias", entry.common().aliases.iter().map(String::as_str));
        entity.add("summary", &entry.common().summary);
        self.page(&mut entity, entry);
        let sources = cited::sources(self.context.dossier, entry);
        self.proof(&mut entity, &sources);
        entity
    }

    fn page(&self, entity: &mut Entity, entry: &Entry) {
        if let Some(base) = self.context.base_url {
            entity.add("sourceUrl", &absolute(base, &entry.url));
        }
    }

    fn proof(&self, entity: &mut Entity, sources: &[EntryIdx]) {
        let dossier = self.context.dossier;
        entity.add_all(
            "proof",
            sources.iter().map(|source| dossier.entry(*source).id()),
        );
    }

    fn cite(&self, entity: &mut Entity, citation: Option<&Citation>) {
        let sources = cited::sources_of(self.context.dossier, citation);
        self.proof(entity, &sources);
    }

    fn actor(&self, entry: &Entry, actor: &Actor) -> Vec<Entity> {
        let schema = actor_schema(actor.type_word);
        let is_person = schema == "Person";
        let mut entity = self.thing(schema, entry);
        if schema != "Asset" {
            entity.add("website", actor.url.as_deref().unwrap_or(""));
            if matches!(actor.type_word, "armed group" | "media" | "collective") {
                entity.add("classification", actor.type_word);
            }
            let (start, end) = if is_person {
                ("birthDate", "deathDate")
            } else {
                ("incorporationDate", "dissolutionDate")
            };
            let fields = [
                (start, "Born or founded", &actor.born),
                (end, "Died or dissolved", &actor.died),
            ];
            for (property, label, fact) in fields {
                day(&mut entity, property, label, fact.as_ref(), "notes");
            }
            let parent = actor
                .part_of
                .as_deref()
                .filter(|id| self.is_legal_entity(id));
            entity.add("parent", parent.unwrap_or(""));
        }
        country(&mut entity, &actor.country);
        let mut links = Vec::new();
        for (n, office) in (1..).zip(&actor.offices) {
            if is_person {
                links.extend(self.office(entry, office, n, &mut entity));
            }
        }
        let mut seen: FxHashMap<String, u32> = FxHashMap::default();
        for relation in &actor.relations {
            let id = format!("{}.{}.{}", entry.id(), relation.type_word, relation.to);
            let n = seen.entry(id.clone()).and_modify(|n| *n += 1).or_insert(1);
            let id = if *n == 1 { id } else { format!("{id}.{n}") };
            links.extend(self.relation(id, entry, relation));
        }
        links.insert(0, entity);
        links
    }

    /// A public office as a post and its holder; any other office in words.
    fn office(&self, holder: &Entry, office: &Office, n: u32, person: &mut Entity) -> Vec<Entity> {
        let dossier = self.context.dossier;
        let body = office.at.as_deref().and_then(|at| dossier.find(at));
        let public = body.filter(|body| {
            let actor = body.actor();
            actor.is_some_and(|actor| actor.type_word == "public body")
        });
        let Some(body) = public else {
            let at = office.at.as_deref().map(|at| statement::party(dossier, at));
            let date = office.date.as_ref().and_then(|date| date.shown());
            let date =
                date.map(|account| format!("({})", account.value.words(&self.context.words.lang)));
            let parts = [
                at.map(|at| format!("{}, {at}", office.role))
                    .or(Some(office.role.clone())),
                date,
            ];
            let text: Vec<String> = parts.into_iter().flatten().collect();
            person.add("position", &text.join(" "));
            return Vec::new();
        };
        let mut post = Entity::new(format!("{}.office.{n}", holder.id()), "Position");
        post.add("name", &format!("{}, {}", office.role, body.title()));
        post.add("organization", body.id());
        self.cite(&mut post, office.cite.as_ref());
        let mut link = Entity::new(format!("{}.office.{n}.holder", holder.id()), "Occupancy");
        link.add("holder", holder.id());
        link.add("post", &post.id);
        span(&mut link, office.date.as_ref(), "description");
        link.add("summary", &office.note);
        self.cite(&mut link, office.cite.as_ref());
        vec![post, link]
    }

    /// A relation keeps its label and its status in words: a more telling schema would tell too much.
    fn relation(&self, id: String, from: &Entry, relation: &Relation) -> Option<Entity> {
        let to = self.context.dossier.find(&relation.to)?;
        let types = &self.context.dossier.config.relations;
        let label = types
            .get(&relation.type_word)
            .map_or("", |t| t.label.as_str());
        let mut link = Entity::new(id, "UnknownLink");
        link.add("subject", from.id());
        link.add("object", to.id());
        link.add(
            "role",
            if label.is_empty() {
                &relation.type_word
            } else {
                label
            },
        );
        if let Some(status) = relation.status {
            link.add(
                "status",
                self.context
                    .words
                    .get(&format!("status.{}.label", status.word())),
            );
        }
        span(&mut link, relation.date.as_ref(), "description");
        link.add("summary", &relation.note);
        self.cite(&mut link, relation.cite.as_ref());
        Some(link)
    }

    fn event(&self, entry: &Entry, event: &Event) -> Entity {
        let dossier = self.context.dossier;
        let mut entity = self.thing("Event", entry);
        span(&mut entity, event.date.as_ref(), "notes");
        let places = event.place.iter().flat_map(|place| &place.accounts);
        for place in places.filter_map(|account| dossier.find(&account.value)) {
            entity.add("location", place.title());
            entity.add("addressEntity", place.id());
        }
        for participant in &event.actors {
            if self.is_legal_entity(&participant.actor) {
                entity.add("involved", &participant.actor);
            }
            if !participant.role.is_empty() {
                let name = statement::party(dossier, &participant.actor);
                entity.add("notes", &format!("{name}: {}", participant.role));
            }
        }
        entity
    }

    fn place(&self, entry: &Entry, place: &Place) -> Entity {
        let mut entity = self.thing("Address", entry);
        entity.add("full", entry.title());
        if let Some((latitude, longitude)) = super::places::coordinates(entry) {
            entity.add("latitude", &latitude.to_string());
            entity.add("longitude", &longitude.to_string());
        }
        if matches!(place.type_word, "city" | "state" | "region") {
            let property = match place.type_word {
                "city" => "city",
                "state" => "state",
                _ => "region",
            };
            entity.add(property, entry.title());
        }
        entity
    }

    fn source(&self, entry: &Entry, source: &Source) -> Entity {
        let schema = match source.type_word {
            "article" | "article-journal" | "article-magazine" | "article-newspaper" | "post"
            | "post-weblog" | "review" | "webpage" => "Article",
            "broadcast" | "motion_picture" => "Video",
            "graphic" | "map" => "Image",
            "song" => "Audio",
            _ => "Document",
        };
        let mut entity = Entity::new(entry.id(), schema);
        entity.add("title", entry.title());
        // Required of a document. Without a saved copy there is no file, and its id stands for it.
        let file = source
            .snapshot
            .as_ref()
            .map(|snapshot| snapshot.file.as_str());
        entity.add("fileName", file.unwrap_or(entry.id()));
        entity.add_all("alias", entry.common().aliases.iter().map(String::as_str));
        for author in &source.authors {
            entity.add("author", &author_name(author));
        }
        entity.add("publisher", &source.publisher);
        entity.add("summary", &entry.common().summary);
        entity.add("sourceUrl", source.url.as_deref().unwrap_or(""));
        if source.url.is_none() {
            self.page(&mut entity, entry);
        }
        for (property, label, date) in [
            ("publishedAt", "Published", &source.published),
            ("retrievedAt", "Read", &source.accessed),
        ] {
            let fact = date.clone().map(Fact::plain);
            day(&mut entity, property, label, fact.as_ref(), "notes");
        }
        entity.add("language", iso_639_3(&source.language).unwrap_or(""));
        for flag in &source.flags {
            let words = self.context.words;
            let key = format!("flag.{}.meaning", flag.word());
            entity.add("notes", words.get(&key));
        }
        if let Some(via) = source
            .via
            .as_deref()
            .and_then(|via| self.context.dossier.find(via))
        {
            let known = self.context.words.get("ui.via");
            entity.add(
                "notes",
                &format!("{} {}", statement::capital(known), via.title()),
            );
        }
        entity
    }

    /// A claim as a note on whom it is about: its status, and who says what of it, are in its name and text.
    fn claim(&self, entry: &Entry, claim: &Claim) -> Entity {
        let (dossier, words) = (self.context.dossier, self.context.words);
        let mut entity = self.thing("Note", entry);
        entity.properties.0.retain(|(name, _)| *name != "name");
        entity.add("name", &statement::headline(words, entry));
        let said = statement::positions(dossier, words, claim);
        entity.add("description", &said.join(" "));
        entity.add("notes", &claim.authority);
        for about in &claim.about {
            let kind = dossier
                .find(about)
                .map(|entry| &entry.document.front.details);
            if kind.is_some_and(|kind| !matches!(kind, Details::Page(_))) {
                entity.add("entity", about);
            }
        }
        entity
    }

    fn is_legal_entity(&self, id: &str) -> bool {
        let actor = self.context.dossier.find(id).and_then(Entry::actor);
        actor.is_some_and(|actor| actor_schema(actor.type_word) != "Asset")
    }
}

fn actor_schema(word: &str) -> &'static str {
    match word {
        "person" => "Person",
        "company" => "Company",
        "public body" => "PublicBody",
        "product" => "Asset",
        _ => "Organization",
    }
}

/// The exact dates of a fact, each version of it; as written where these do not say all.
fn day(
    entity: &mut Entity,
    property: &'static str,
    label: &str,
    fact: Option<&Fact<Edtf>>,
    notes: &'static str,
) {
    for account in fact.into_iter().flat_map(|fact| &fact.accounts) {
        let exact = Exact::of(&account.value);
        if let Some(start) = exact
            .start
            .as_deref()
            .filter(|_| !account.value.is_interval())
        {
            entity.add(property, known(start));
        }
        if !exact.is_all || account.value.is_interval() {
            entity.add(notes, &format!("{label} (EDTF): {}", account.value));
        }
    }
}

/// The exact dates of something that may last. Two versions of it may both be dates; but ends of two
/// intervals would be read as one, so of several intervals there are only words.
fn span(entity: &mut Entity, fact: Option<&Fact<Edtf>>, notes: &'static str) {
    let Some(fact) = fact else {
        return;
    };
    for account in &fact.accounts {
        let exact = Exact::of(&account.value);
        let is_interval = account.value.is_interval();
        let is_one = fact.accounts.len() == 1;
        if is_interval && is_one {
            entity.add("startDate", known(exact.start.as_deref().unwrap_or("")));
            entity.add("endDate", known(exact.end.as_deref().unwrap_or("")));
        } else if !is_interval {
            entity.add("date", known(exact.start.as_deref().unwrap_or("")));
        }
        if !exact.is_all || (is_interval && !is_one) {
            entity.add(notes, &format!("Date (EDTF): {}", account.value));
        }
    }
}

/// The date if its year is one that the format reads.
fn known(date: &str) -> &str {
    if date.starts_with(['1', '2']) {
        date
    } else {
        ""
    }
}

/// A country is a code there; a name goes into the notes.
fn country(entity: &mut Entity, written: &str) {
    let is_code = written.len() == 2 && written.bytes().all(|byte| byte.is_ascii_uppercase());
    if is_code {
        entity.add("country", &written.to_lowercase());
    } else if !written.is_empty() {
        entity.add("notes", &format!("Country: {written}"));
    }
}

fn author_name(author: &Author) -> String {
    if author.literal.is_empty() {
        format!("{} {}", author.given, author.family)
            .trim()
            .to_owned()
    } else {
        author.literal.clone()
    }
}
