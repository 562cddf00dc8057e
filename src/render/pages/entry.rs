//! What all entry pages share: body, notes, bibliography, backlinks, facts and claims.

use crate::model::document::{BodyHeading, SentenceRole, TITLE_MARK};
use crate::model::dossier::{Dossier, Entry, EntryIdx, Mention, MentionPlace, Target};
use crate::model::walk::FactPlace;

use crate::render::body::{self, Cards, Place};
use crate::render::figure;
use crate::render::pages::claim::claim_view;
use crate::render::scene::Scene;
use crate::render::view::evidence::{BacklinkView, BibliographyItem, ClaimView, FactView};
use crate::render::view::lists::EventItem;
use crate::render::view::pages::{EntryView, Heading};
use crate::render::view::{ImageView, Shared};
use crate::resolve;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// The view of an entry, without what only its kind has.
pub fn view(scene: &Scene, index: EntryIdx, cards: &Cards<'_>) -> EntryView {
    let entry = scene.dossier.entry(index);
    let root = super::root_of(&entry.url);
    let common = entry.common();
    let as_of = entry
        .actor()
        .map(|a| (&a.status_as_of, &a.review_by))
        .or_else(|| entry.event().map(|e| (&e.status_as_of, &e.review_by)))
        .or_else(|| entry.claim().map(|c| (&c.status_as_of, &c.review_by)));
    let date = |date: Option<&Option<_>>| date.and_then(|d| d.as_ref()).map(|d| scene.date(d));
    EntryView {
        link: scene.link(index),
        summary: common.summary.clone(),
        aliases: common.aliases.clone(),
        topics: common
            .topics
            .iter()
            .filter_map(|id| super::topics::link(scene, id))
            .collect(),
        image: image(scene, entry),
        body_html: body::fill(scene, index, Place::Page { root }, cards),
        headings: headings(&scene.dossier, entry),
        facts: facts(scene, index),
        notes: body::notes(scene, entry),
        bibliography: bibliography(scene, index),
        backlinks: backlinks(scene, index),
        claims: claims(scene, index),
        status_as_of: date(as_of.map(|(day, _)| day)),
        review_by: date(as_of.map(|(_, day)| day)),
    }
}

fn headings(dossier: &Dossier, entry: &Entry) -> Vec<Heading> {
    let body = &entry.document.body;
    let sentences = body.sentences.iter().enumerate();
    let mut sentences = sentences
        .filter(|(_, sentence)| sentence.role == SentenceRole::Heading)
        .peekable();
    let heading = |h: &BodyHeading| {
        let mut texts = Vec::new();
        let mut has_title = false;
        while let Some((i, sentence)) = sentences.next_if(|(_, s)| s.span.start() < h.span.end) {
            if sentence.span.start() >= h.span.start {
                has_title |= body.text(sentence).contains(TITLE_MARK);
                texts.push(i);
            }
        }
        let shown = |i: usize| body::sentence_text(dossier, entry, i);
        let text = has_title.then(|| texts.into_iter().map(shown).collect::<Vec<_>>().join(" "));
        Heading {
            level: h.level,
            id: h.id.clone(),
            text: text.unwrap_or_else(|| h.text.clone()),
        }
    };
    body.headings.iter().map(heading).collect()
}

fn image(scene: &Scene, entry: &Entry) -> Option<ImageView> {
    let image = entry.common().image.as_ref()?;
    let url = resolve::media_of(&scene.dossier, entry, &image.file)?;
    let figure = figure::figure(&scene.dossier, url, super::root_of(&entry.url));
    Some(ImageView {
        url: figure.url,
        width: figure.width,
        height: figure.height,
        srcset: figure.srcset,
        alt: image.alt.clone(),
        caption: image.caption.clone(),
        credit: image.credit.clone(),
        licence: image.licence.clone(),
    })
}

/// The named facts of an entry, after those of its own fields, relations and offices whose accounts differ.
pub fn facts(scene: &Scene, index: EntryIdx) -> Vec<FactView> {
    let mut own = Vec::new();
    let mut named = Vec::new();
    let front = &scene.dossier.entry(index).document.front;
    front.each_fact(&mut |place, fact| match place {
        FactPlace::Named(_) => named.push(scene.any_fact(index, front.label(place), fact)),
        place if fact.differs() => {
            own.push(scene.any_fact(index, &label(scene, index, place), fact))
        }
        _ => {}
    });
    own.append(&mut named);
    // Two offices may have one name.
    let mut seen: FxHashMap<String, u32> = FxHashMap::default();
    for fact in &mut own {
        let n = seen.entry(fact.id.clone()).or_default();
        *n += 1;
        if *n > 1 {
            fact.id = format!("{}-{n}", fact.id);
        }
    }
    own
}

/// All facts of an entry, its own first; without the date of an event of which there is nothing to say but itself,
/// because that stands above its title.
pub fn all_facts(scene: &Scene, index: EntryIdx) -> Vec<FactView> {
    let front = &scene.dossier.entry(index).document.front;
    let mut facts = Vec::new();
    front.each_fact(&mut |place, fact| {
        if place != FactPlace::Date || fact.is_told() {
            facts.push(scene.any_fact(index, &label(scene, index, place), fact));
        }
    });
    facts
}

/// What a fact is called where it stands alone: a date of an office by the office.
pub fn label(scene: &Scene, index: EntryIdx, place: FactPlace) -> String {
    let entry = scene.dossier.entry(index);
    let of_actor = entry.actor().and_then(|actor| match place {
        FactPlace::OfficeDate(i) => Some(actor.offices.get(i)?.role.clone()),
        FactPlace::RelationDate(i) => Some(scene.relation_words(actor.relations.get(i)?)),
        _ => None,
    });
    of_actor.unwrap_or_else(|| entry.document.front.label(place).to_owned())
}

/// All facts of an entry whose accounts cannot all be true.
pub fn differing(scene: &Scene, index: EntryIdx) -> Vec<FactView> {
    facts(scene, index)
        .into_iter()
        .filter(|fact| fact.differ)
        .collect()
}

/// Whether an entry has a fact whose accounts cannot all be true.
pub fn differs(entry: &Entry) -> bool {
    let mut differs = false;
    entry
        .document
        .front
        .each_fact(&mut |_, fact| differs = differs || fact.differs());
    differs
}

/// The sources that an entry cites, with the notes that cite each, in order of their references.
pub fn bibliography(scene: &Scene, index: EntryIdx) -> Vec<BibliographyItem> {
    let entry = scene.dossier.entry(index);
    let mut cited: FxHashMap<EntryIdx, Vec<u32>> = FxHashMap::default();
    for target in entry.targets.iter() {
        let Target::Note(number, sources) = target else {
            continue;
        };
        for source in sources.iter().flatten() {
            let notes = cited.entry(*source).or_default();
            if notes.last() != Some(number) {
                notes.push(*number);
            }
        }
    }
    entry.document.front.each_citation(&mut |_, citation| {
        for source in citation
            .items
            .iter()
            .filter_map(|item| scene.dossier.index(&item.source))
        {
            cited.entry(source).or_default();
        }
    });
    let mut items: Vec<(Arc<[u8]>, EntryIdx, Vec<u32>)> = cited
        .into_iter()
        .filter_map(|(source, notes)| Some((scene.reference_key(source)?, source, notes)))
        .collect();
    items.sort_unstable();
    items
        .into_iter()
        .filter_map(|(_, source, notes)| {
            let fields = scene.dossier.entry(source).source()?;
            Some(BibliographyItem {
                source: scene.link(source),
                formatted_html: scene.reference_html(source)?,
                flags: scene.flags(fields),
                notes,
                elsewhere: scene.reach(source).cited_in.saturating_sub(1),
            })
        })
        .collect()
}

/// The entries that mention this one, with the sentences that do; by kind, events in order of time.
fn backlinks(scene: &Scene, index: EntryIdx) -> Vec<BacklinkView> {
    let dossier = &*scene.dossier;
    let mut mentions: Vec<&Mention> = dossier.entry(index).mentions.iter().collect();
    mentions.sort_by_key(|mention| mention.from);
    let mut views = Vec::new();
    for group in mentions.chunk_by(|a, b| a.from == b.from) {
        let Some(first) = group.first() else { continue };
        let from = dossier.entry(first.from);
        let mut sentences_html: Vec<String> = Vec::new();
        // A sentence that mentions it twice is shown once, and so are two in the same words.
        let mut shown: FxHashSet<String> = FxHashSet::default();
        let mut last = None;
        let mut roles: Vec<String> = Vec::new();
        for mention in group {
            match mention.place {
                MentionPlace::Body(hole) => {
                    let sentence = from.document.body.holes.get(hole).map(|h| h.sentence);
                    if last.is_some() && last == sentence {
                        continue;
                    }
                    last = sentence;
                    let html = body::sentence_html(dossier, from, hole);
                    let is_new = group.len() == 1 || shown.insert(strip_marks(&html));
                    if !html.is_empty() && is_new {
                        sentences_html.push(html);
                    }
                }
                MentionPlace::Field(role) => {
                    let role = scene.words.get(&format!("role.{role}")).to_owned();
                    if !roles.contains(&role) {
                        roles.push(role);
                    }
                }
            }
        }
        let date = from
            .event()
            .and_then(|event| event.date.as_ref())
            .and_then(|date| date.shown());
        views.push(BacklinkView {
            from: scene.link(first.from),
            date: date.map(|account| scene.date(&account.value)),
            sentences_html,
            roles,
        });
    }
    views
}

fn strip_marks(html: &str) -> String {
    html.replace("<mark>", "").replace("</mark>", "")
}

/// The claims about an entry that its body does not show already.
fn claims(scene: &Scene, index: EntryIdx) -> Vec<Shared<ClaimView>> {
    let entry = scene.dossier.entry(index);
    let holes = entry.document.body.holes.iter().zip(entry.targets.iter());
    let shown: FxHashSet<EntryIdx> = holes
        .filter_map(|(hole, target)| match (&hole.filling, target) {
            (crate::model::document::Filling::Embed(_), Target::Entry(claim, _)) => Some(*claim),
            _ => None,
        })
        .collect();
    let claims = entry.claims.iter().filter(|claim| !shown.contains(claim));
    claims
        .filter_map(|claim| claim_view(scene, *claim))
        .collect()
}

/// An event as a line of a list. `seen_by` is the actor on whose page it stands.
pub fn event_item(scene: &Scene, index: EntryIdx, seen_by: Option<&str>) -> Shared<EventItem> {
    let shared = scene
        .events
        .get_or(index, || Shared::new(event_line(scene, index)));
    let event = scene.dossier.entry(index).event();
    let mut actors = event.into_iter().flat_map(|event| &event.actors);
    let role = actors
        .find(|p| Some(p.actor.as_str()) == seen_by)
        .map_or("", |p| p.role.as_str());
    if role.is_empty() {
        return shared;
    }
    Shared::new(EventItem {
        role: role.to_owned(),
        ..(*shared).clone()
    })
}

fn event_line(scene: &Scene, index: EntryIdx) -> EventItem {
    let entry = scene.dossier.entry(index);
    let Some(event) = entry.event() else {
        return EventItem::default();
    };
    let place = event.place.as_ref().and_then(|place| place.shown());
    let mut statuses: Vec<_> = entry
        .claims
        .iter()
        .filter_map(|claim| scene.dossier.entry(*claim).claim()?.status)
        .collect();
    statuses.sort_unstable();
    statuses.dedup();
    EventItem {
        link: scene.link(index),
        date: event
            .date
            .as_ref()
            .and_then(|date| date.shown())
            .map(|account| scene.date(&account.value)),
        place: place.map(|account| scene.named(&account.value)),
        actors: event
            .actors
            .iter()
            .filter_map(|p| scene.link_to(&p.actor))
            .collect(),
        topics: entry.common().topics.clone(),
        differs: differs(entry),
        decisive: event.is_decisive,
        statuses: statuses
            .into_iter()
            .map(|status| scene.word("status", status.word()))
            .collect(),
        role: String::new(),
    }
}
