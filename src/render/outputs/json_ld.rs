//! An entry → what its page says to search engines, as JSON-LD in the words of
//! [schema.org](https://schema.org/): the explainer that the page is, the thing that it is about, and the
//! sources that it cites.
//!
//! A claim is a `Claim`, never a `ClaimReview`: that one rates, and nobody is rated here.

use super::dates::Exact;
use super::{absolute, cited, root_of, statement};
use crate::model::date::Edtf;
use crate::model::dossier::{Dossier, Entry, EntryIdx};
use crate::model::fact::Fact;
use crate::model::front_matter::{Actor, Author, Claim, Details, Event, Source};
use crate::render::catalogue::Catalogue;
use serde::Serialize;
use serde_json::Number;
use std::borrow::Cow;
use std::fmt::Write as _;

/// What the data of one page are made from.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    pub dossier: &'a Dossier,
    pub words: &'a Catalogue,
    /// Absolute address of the site with a slash at its end. Without it, addresses are relative to the page.
    pub base_url: Option<&'a str>,
}

#[derive(Serialize)]
struct Graph<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    nodes: Vec<Node<'a>>,
}

/// A node with every property that any of the types here has: which ones a node has, its maker tells.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Node<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    headline: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role_name: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    alternate_name: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    family_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    given_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    creative_work_status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    archived_at: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    birth_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    death_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    founding_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dissolution_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    latitude: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    longitude: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    geo: Option<Box<Node<'a>>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    location: Vec<Node<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contained_in_place: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_organization: Option<Id>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    member_of: Vec<Node<'a>>,
    /// Of a role, which repeats the property that it qualifies, for one body.
    #[serde(rename = "memberOf", skip_serializing_if = "Option::is_none")]
    role_of: Option<Box<Node<'a>>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Node<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<Box<Node<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_part_of: Option<Box<Node<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    main_entity: Option<Id>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    about: Vec<Id>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    appearance: Vec<Id>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    citation: Vec<Cited<'a>>,
}

/// A source as a page that cites it names it; all else stands on the page of the source, to which its id leads. A
/// page cites twenty, which as whole nodes would be most of the work here.
#[derive(Serialize)]
struct Cited<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    headline: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

/// A reference to a node of this or another page.
#[derive(Serialize)]
struct Id {
    #[serde(rename = "@id")]
    id: String,
}

/// The data of the page of an entry, ready to stand in a `<script type="application/ld+json">`.
/// `updated` is when its content last changed, as an ISO date or date and time.
#[must_use]
pub fn json_ld(ground: Ground<'_>, index: EntryIdx, updated: Option<&str>) -> String {
    let entry = ground.dossier.entry(index);
    let page = Page {
        ground,
        root: root_of(&entry.url),
    };
    let cited = cited::sources(ground.dossier, entry);
    let mut nodes = vec![page.explainer(entry, &cited, updated)];
    nodes.extend(page.thing(entry));
    let graph = Graph {
        context: "https://schema.org",
        nodes,
    };
    in_script(serde_json::to_string(&graph).unwrap_or_default())
}

/// JSON that a script element can hold: nothing in it ends the element or opens a comment, and no line
/// separator is in it that old parsers took for the end of a line. All of these stand in strings only.
fn in_script(json: String) -> String {
    const MARKS: [char; 5] = ['<', '>', '&', '\u{2028}', '\u{2029}'];
    // Most data have none of them. To look for one character at a time is several times as fast as for all at once.
    if !MARKS.iter().any(|mark| json.contains(*mark)) {
        return json;
    }
    let mut safe = String::with_capacity(json.len());
    let mut rest = json.as_str();
    while let Some(at) = rest.find(MARKS) {
        let (plain, marked) = rest.split_at(at);
        safe.push_str(plain);
        let mut chars = marked.chars();
        if let Some(c) = chars.next() {
            let _ = write!(safe, "\\u{:04x}", u32::from(c));
        }
        rest = chars.as_str();
    }
    safe.push_str(rest);
    safe
}

/// The page that the data stand on.
struct Page<'a> {
    ground: Ground<'a>,
    root: String,
}

impl<'a> Page<'a> {
    fn address(&self, url: &str) -> String {
        match self.ground.base_url {
            Some(base) => absolute(base, url),
            None => format!("{}{url}", self.root),
        }
    }

    /// Address of the thing that an entry is about, as opposed to the page about it.
    fn id(&self, entry: &Entry) -> Id {
        let mut id = self.address(&entry.url);
        id.push_str("#it");
        Id { id }
    }

    fn id_of(&self, id: &str) -> Option<Id> {
        self.ground.dossier.find(id).map(|entry| self.id(entry))
    }

    /// The page as a work of its own.
    fn explainer(&self, entry: &'a Entry, cited: &[EntryIdx], updated: Option<&str>) -> Node<'a> {
        let config = &self.ground.dossier.config;
        let site = Node {
            kind: "WebSite",
            id: Some(self.address("index.html")),
            name: Some(&config.title),
            ..Node::default()
        };
        let author = Node {
            kind: "Organization",
            name: Some(&config.author),
            ..Node::default()
        };
        let is_page = matches!(entry.document.front.details, Details::Page(_));
        Node {
            kind: "BackgroundNewsArticle",
            id: Some(self.address(&entry.url)),
            headline: Some(statement::headline(self.ground.words, entry)),
            description: text(&entry.common().summary),
            in_language: Some(entry.common().lang.as_ref().unwrap_or(&config.lang)),
            date_modified: updated.map(str::to_owned),
            is_part_of: Some(Box::new(site)),
            publisher: (!config.author.is_empty()).then(|| Box::new(author)),
            main_entity: (!is_page).then(|| self.id(entry)),
            citation: cited
                .iter()
                .filter_map(|source| self.cited(*source))
                .collect(),
            ..Node::default()
        }
    }

    fn ids(&self, entries: &[EntryIdx]) -> Vec<Id> {
        let entries = entries
            .iter()
            .map(|index| self.ground.dossier.entry(*index));
        entries.map(|entry| self.id(entry)).collect()
    }

    /// What the entry is about; nothing for an essay.
    fn thing(&self, entry: &'a Entry) -> Option<Node<'a>> {
        let node = match &entry.document.front.details {
            Details::Actor(actor) => self.actor(entry, actor),
            Details::Event(event) => self.event(entry, event),
            Details::Place(_) => self.place(entry),
            Details::Source(source) => self.source(entry, source),
            Details::Claim(claim) => self.claim(entry, claim),
            Details::Page(_) => return None,
        };
        Some(node)
    }

    fn actor(&self, entry: &'a Entry, actor: &'a Actor) -> Node<'a> {
        let kind = actor_type(actor.type_word);
        let is_person = kind == "Person";
        let is_body = !is_person && kind != "Product";
        let born = exact(actor.born.as_ref());
        let died = exact(actor.died.as_ref());
        let part_of = actor.part_of.as_deref().filter(|_| is_body);
        Node {
            alternate_name: &entry.common().aliases,
            birth_date: born.clone().filter(|_| is_person),
            death_date: died.clone().filter(|_| is_person),
            founding_date: born.filter(|_| is_body),
            dissolution_date: died.filter(|_| is_body),
            parent_organization: part_of.and_then(|id| self.id_of(id)),
            member_of: if is_person {
                self.offices(actor)
            } else {
                Vec::new()
            },
            url: actor.url.clone(),
            ..self.named(kind, entry)
        }
    }

    fn named(&self, kind: &'static str, entry: &'a Entry) -> Node<'a> {
        Node {
            kind,
            id: Some(self.id(entry).id),
            name: Some(entry.title()),
            description: text(&entry.common().summary),
            ..Node::default()
        }
    }

    /// Offices at bodies that have an entry.
    fn offices(&self, actor: &'a Actor) -> Vec<Node<'a>> {
        let dossier = self.ground.dossier;
        let offices = actor.offices.iter().filter_map(|office| {
            let at = dossier.find(office.at.as_deref()?)?;
            let body = actor_type(at.actor()?.type_word);
            if matches!(body, "Person" | "Product") {
                return None;
            }
            let date = office.date.as_ref().filter(|date| date.accounts.len() == 1);
            let date = date.and_then(|date| Some(Exact::of(&date.shown()?.value)));
            let date = date.unwrap_or_default();
            Some(Node {
                kind: "OrganizationRole",
                role_name: Some(&office.role),
                start_date: date.start,
                end_date: date.end,
                role_of: Some(Box::new(Node {
                    kind: body,
                    id: Some(self.id(at).id),
                    name: Some(at.title()),
                    ..Node::default()
                })),
                ..Node::default()
            })
        });
        offices.collect()
    }

    fn event(&self, entry: &'a Entry, event: &'a Event) -> Node<'a> {
        let date = event.date.as_ref().filter(|date| !date.differs());
        let date = date.and_then(|date| Some(Exact::of(&date.shown()?.value)));
        let date = date.unwrap_or_default();
        let places = event.place.iter().flat_map(|place| &place.accounts);
        let places = places.filter_map(|account| self.ground.dossier.find(&account.value));
        Node {
            start_date: date.start,
            end_date: date.end,
            location: places
                .map(|place| Node {
                    kind: "Place",
                    id: Some(self.id(place).id),
                    name: Some(place.title()),
                    ..Node::default()
                })
                .collect(),
            // Being there is all that is said: a role of schema.org would say more.
            about: event
                .actors
                .iter()
                .filter_map(|one| self.id_of(&one.actor))
                .collect(),
            ..self.named("Event", entry)
        }
    }

    fn place(&self, entry: &'a Entry) -> Node<'a> {
        let geo = super::places::coordinates(entry).map(|(latitude, longitude)| {
            Box::new(Node {
                kind: "GeoCoordinates",
                latitude: Some(latitude),
                longitude: Some(longitude),
                ..Node::default()
            })
        });
        let within = entry.place().and_then(|place| place.within.as_deref());
        Node {
            geo,
            contained_in_place: within.and_then(|id| self.id_of(id)),
            ..self.named("Place", entry)
        }
    }

    fn source(&self, entry: &'a Entry, source: &'a Source) -> Node<'a> {
        let publisher = (!source.publisher.is_empty()).then(|| {
            Box::new(Node {
                kind: "Organization",
                name: Some(&source.publisher),
                ..Node::default()
            })
        });
        Node {
            author: source.authors.iter().filter_map(author).collect(),
            publisher,
            date_published: source.published.as_ref().and_then(day),
            in_language: Some(source.language.as_str()).filter(|tag| !tag.is_empty()),
            archived_at: source.archive_url.as_deref(),
            kind: source_type(source.type_word),
            id: Some(self.id(entry).id),
            headline: Some(Cow::Borrowed(entry.title())),
            url: source.url.clone(),
            ..Node::default()
        }
    }

    fn cited(&self, source: EntryIdx) -> Option<Cited<'a>> {
        let entry = self.ground.dossier.entry(source);
        let source = entry.source()?;
        Some(Cited {
            kind: source_type(source.type_word),
            id: self.id(entry).id,
            headline: entry.title(),
            url: source.url.as_deref(),
        })
    }

    /// A claim with who makes it, its status in words, and who denies it.
    fn claim(&self, entry: &'a Entry, claim: &'a Claim) -> Node<'a> {
        let (dossier, words) = (self.ground.dossier, self.ground.words);
        let authors = claim
            .positions
            .iter()
            .filter(|position| position.stance.supports());
        let mut author: Vec<Node<'a>> = Vec::new();
        for position in authors {
            // Whether a party without an entry is one person or many is not known; the description names it.
            let Some(actor) = dossier.find(&position.by) else {
                continue;
            };
            let kind = match actor.actor().map(|actor| actor_type(actor.type_word)) {
                Some(kind) if kind != "Product" => kind,
                _ => continue,
            };
            let node = Node {
                kind,
                id: Some(self.id(actor).id),
                name: Some(actor.title()),
                ..Node::default()
            };
            if author.iter().all(|known| known.name != node.name) {
                author.push(node);
            }
        }
        let status = statement::status(words, claim);
        let said = statement::positions(dossier, words, claim);
        let summary = entry.common().summary.as_str();
        let status_line = status
            .as_deref()
            .map(|status| format!("{}.", statement::capital(status)));
        let parts = status_line.into_iter().chain(text(summary)).chain(said);
        let sources: Vec<EntryIdx> = claim
            .positions
            .iter()
            .flat_map(|position| cited::sources_of(dossier, position.cite.as_ref()))
            .fold(Vec::new(), |mut known, source| {
                if !known.contains(&source) {
                    known.push(source);
                }
                known
            });
        Node {
            kind: "Claim",
            id: Some(self.id(entry).id),
            text: Some(entry.title()),
            description: Some(parts.collect::<Vec<_>>().join(" ")),
            creative_work_status: status,
            author,
            about: claim.about.iter().filter_map(|id| self.id_of(id)).collect(),
            appearance: self.ids(&sources),
            ..Node::default()
        }
    }
}

fn author(author: &Author) -> Option<Node<'_>> {
    if !author.literal.is_empty() {
        return Some(Node {
            kind: "Organization",
            name: Some(&author.literal),
            ..Node::default()
        });
    }
    let part = |text: &'_ String| !text.is_empty();
    (part(&author.family) || part(&author.given)).then(|| Node {
        kind: "Person",
        family_name: Some(author.family.as_str()).filter(|name| !name.is_empty()),
        given_name: Some(author.given.as_str()).filter(|name| !name.is_empty()),
        ..Node::default()
    })
}

/// The type of schema.org for a type of actor.
fn actor_type(word: &str) -> &'static str {
    match word {
        "person" => "Person",
        "company" => "Corporation",
        "public body" => "GovernmentOrganization",
        "media" => "NewsMediaOrganization",
        "product" => "Product",
        _ => "Organization",
    }
}

/// The type of schema.org for a CSL item type.
fn source_type(word: &str) -> &'static str {
    match word {
        "article-newspaper" => "NewsArticle",
        "article-journal" => "ScholarlyArticle",
        "article" | "article-magazine" | "paper-conference" | "pamphlet" | "review" => "Article",
        "post" | "personal_communication" => "SocialMediaPosting",
        "post-weblog" => "BlogPosting",
        "report" => "Report",
        "book" => "Book",
        "chapter" => "Chapter",
        "thesis" => "Thesis",
        "bill" | "legislation" | "regulation" | "treaty" => "Legislation",
        "dataset" => "Dataset",
        "map" => "Map",
        "motion_picture" => "Movie",
        "graphic" => "ImageObject",
        "webpage" => "WebPage",
        _ => "CreativeWork",
    }
}

/// The date of a fact that has one version only, if it is exact.
fn exact(fact: Option<&Fact<Edtf>>) -> Option<String> {
    let fact = fact.filter(|fact| !fact.differs())?;
    day(&fact.shown()?.value)
}

fn day(date: &Edtf) -> Option<String> {
    Exact::of(date).start.filter(|_| !date.is_interval())
}

fn text(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::in_script;

    #[test]
    fn nothing_ends_the_script_element() {
        let json = serde_json::to_string("</script><!-- a\u{2028}b & c").unwrap();
        let safe = in_script(json);
        assert!(!safe.contains(['<', '>', '&', '\u{2028}']));
        let back: String = serde_json::from_str(&safe).unwrap();
        assert_eq!(back, "</script><!-- a\u{2028}b & c");
    }
}
