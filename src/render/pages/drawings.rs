//! Entries → what is drawn of them: who is connected to whom, and what happened when.

use crate::model::date::Edtf;
use crate::model::dossier::EntryIdx;
use crate::model::fact::Fact;
use crate::model::kind::Kind;
use crate::model::words::{Status, Vocabulary};
use crate::render::drawing::graph::{self, Edge, Ego, Graph, Neighbour, Node};
use crate::render::drawing::timeline::{self, Event, Span, Timeline};
use crate::render::scene::{Scene, key};
use crate::render::view::evidence::RelationView;
use crate::render::view::lists::{ConnectionRow, GraphView, TimelineView};

/// Events that a small drawing is worth making for.
const MIN_EVENTS: usize = 2;

/// Everybody who is connected to somebody, seen from a page at the root of the site.
pub fn connections(scene: &Scene, rows: &[ConnectionRow]) -> Option<GraphView> {
    let actors: Vec<_> = scene
        .dossier
        .of_kind(Kind::Actor)
        .map(|(index, entry)| (scene.link(index), entry))
        .collect();
    let kinds: Vec<String> = actors
        .iter()
        .map(|(_, entry)| key(type_of(entry)))
        .collect();
    let nodes = actors.iter().zip(&kinds).map(|((link, entry), kind)| Node {
        id: &link.id,
        label: &link.title,
        url: &link.url,
        kind,
        kind_label: &link.type_label,
        is_main: entry.actor().is_some_and(|actor| actor.is_main),
    });
    let edges = rows.iter().map(|row| Edge {
        from: &row.from.id,
        to: &row.to.id,
        label: &row.label,
        status: row.status.as_ref().map_or("", |status| &status.id),
        status_label: row.status.as_ref().map_or("", |status| &status.label),
    });
    let drawing = graph::draw(&Graph {
        title: scene.words.get("list.connections.title"),
        description: scene.words.get("ui.graph_description"),
        root: "",
        nodes: nodes.collect(),
        edges: edges.collect(),
    })?;
    let has_kind = |word: &&&str| kinds.contains(&key(word));
    let has_status = |status: &&Status| {
        rows.iter()
            .any(|row| row.status.as_ref().is_some_and(|s| s.id == status.word()))
    };
    Some(GraphView {
        svg_html: drawing.svg,
        kinds: Vocabulary::ActorType
            .words()
            .iter()
            .filter(has_kind)
            .map(|word| scene.word("actor_type", word))
            .collect(),
        statuses: Status::ALL
            .iter()
            .filter(has_status)
            .map(|status| scene.word("status", status.word()))
            .collect(),
        left_out: u32::try_from(drawing.left_out).unwrap_or(u32::MAX),
    })
}

/// An actor with its neighbours, seen from its page.
pub fn neighbours(scene: &Scene, index: EntryIdx, relations: &[RelationView]) -> Option<GraphView> {
    let entry = scene.dossier.entry(index);
    let kinds: Vec<String> = relations
        .iter()
        .map(|relation| {
            scene
                .dossier
                .find(&relation.other.id)
                .map(|other| key(type_of(other)))
                .unwrap_or_default()
        })
        .collect();
    let neighbours = relations
        .iter()
        .zip(&kinds)
        .map(|(relation, kind)| Neighbour {
            label: &relation.other.title,
            url: &relation.other.url,
            kind,
            role: &relation.label,
            status: relation.status.as_ref().map_or("", |status| &status.id),
            status_label: relation.status.as_ref().map_or("", |status| &status.label),
        });
    let drawing = graph::ego(&Ego {
        title: scene.words.get("ui.relations"),
        root: super::root_of(&entry.url),
        label: entry.title(),
        kind: &key(type_of(entry)),
        neighbours: neighbours.collect(),
    })?;
    Some(GraphView {
        svg_html: drawing.svg,
        left_out: u32::try_from(drawing.left_out).unwrap_or(u32::MAX),
        ..GraphView::default()
    })
}

fn type_of(entry: &crate::model::dossier::Entry) -> &'static str {
    entry.actor().map_or("", |actor| actor.type_word)
}

/// What happened when: of the whole dossier on a page at the root, or small, on the page of one actor.
pub fn timeline(
    scene: &Scene,
    events: &[EntryIdx],
    root: &str,
    is_small: bool,
) -> Option<TimelineView> {
    if is_small && events.len() < MIN_EVENTS {
        return None;
    }
    let drawn: Vec<(_, String, Vec<Span>, bool)> = events
        .iter()
        .filter_map(|index| {
            let event = scene.dossier.entry(*index).event()?;
            let date = event.date.as_ref()?;
            let words = date
                .shown()
                .map(|account| account.value.words(scene.lang()))
                .unwrap_or_default();
            Some((scene.link(*index), words, spans(date), event.is_decisive))
        })
        .collect();
    let timeline = Timeline {
        title: scene.words.get("list.timeline.title"),
        description: scene.words.get("ui.timeline_description"),
        root,
        lang: scene.lang(),
        events: drawn
            .iter()
            .map(|(link, date, spans, is_decisive)| Event {
                label: &link.title,
                url: &link.url,
                date,
                spans,
                is_decisive: *is_decisive,
            })
            .collect(),
    };
    let drawing = if is_small {
        timeline::small(&timeline)
    } else {
        timeline::draw(&timeline)
    }?;
    Some(TimelineView {
        svg_html: drawing.svg,
        first_year: i32::try_from(drawing.first_year).unwrap_or_default(),
        last_year: i32::try_from(drawing.last_year).unwrap_or_default(),
        left_out: u32::try_from(drawing.left_out).unwrap_or(u32::MAX),
    })
}

/// The preferred account alone, or all accounts where none is preferred.
fn spans(date: &Fact<Edtf>) -> Vec<Span> {
    let span = |date: &Edtf| {
        let (lower, upper) = date.bounds();
        Span {
            lower: lower.map(|day| day.ordinal()),
            upper: upper.map(|day| day.ordinal()),
            is_vague: date.is_approximate() || date.is_uncertain(),
            is_lasting: date.is_interval(),
        }
    };
    let mut spans: Vec<Span> = match date.preferred() {
        Some(account) if !date.differs() => vec![span(&account.value)],
        _ => date
            .accounts
            .iter()
            .map(|account| span(&account.value))
            .collect(),
    };
    spans.dedup();
    spans
}
