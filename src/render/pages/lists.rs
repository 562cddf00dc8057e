//! The pages that list entries, and the figures that the build counts.

use super::entry;
use crate::model::date::year_words;
use crate::model::dossier::{Dossier, EntryIdx};
use crate::model::fact::Fact;
use crate::model::front_matter::Details;
use crate::model::kind::Kind;
use crate::model::site::SitePage;
use crate::model::words::{Status, Vocabulary};
use crate::render::pages::claim::claim_view;
use crate::render::scene::{Scene, key};
use crate::render::view::lists::{
    ClaimGroup, ClaimsPage, ConnectionRow, ConnectionsPage, Counted, DifferencesPage, Figures,
    Group, IndexPage, ListItem, PlainPage, SourceItem, SourcesPage, Suppression, TimelinePage,
    YearGroup,
};
use crate::render::view::{Link, Shared};
use std::sync::Arc;

/// The view of `actors.html`: by type, each in order of name.
pub fn actors(scene: &Scene) -> IndexPage {
    by_type(
        scene,
        SitePage::Actors,
        Kind::Actor,
        Vocabulary::ActorType,
        |details| match details {
            Details::Actor(actor) => actor.type_word,
            _ => "",
        },
    )
}

/// The view of `places.html`: by type, each in order of name.
pub fn places(scene: &Scene) -> IndexPage {
    by_type(
        scene,
        SitePage::Places,
        Kind::Place,
        Vocabulary::PlaceType,
        |details| match details {
            Details::Place(place) => place.type_word,
            _ => "",
        },
    )
}

fn by_type(
    scene: &Scene,
    page: SitePage,
    kind: Kind,
    vocabulary: Vocabulary,
    type_of: impl Fn(&Details) -> &'static str,
) -> IndexPage {
    let words = vocabulary
        .words()
        .iter()
        .copied()
        .chain(std::iter::once(""));
    let groups = words.filter_map(|word| {
        let entries = scene
            .dossier
            .of_kind(kind)
            .filter(|(_, entry)| type_of(&entry.document.front.details) == word);
        let mut items: Vec<(Vec<u8>, ListItem)> = entries
            .map(|(index, entry)| (scene.collation.key(entry.title()), item(scene, index)))
            .collect();
        items.sort_by(|a, b| (&a.0, &a.1.link.id).cmp(&(&b.0, &b.1.link.id)));
        let label = scene
            .words
            .get(&format!("{}.{}", vocabulary.catalogue_key(), key(word)))
            .to_owned();
        let label = if word.is_empty() { "" } else { &label };
        group(
            &key(word),
            label,
            items.into_iter().map(|(_, item)| item).collect(),
        )
    });
    let groups: Vec<Group> = groups.collect();
    let link = scene.site_link(page);
    IndexPage {
        page: super::site_meta(scene, &link, page.word(), None),
        total: u32::try_from(groups.iter().map(|g| g.items.len()).sum::<usize>())
            .unwrap_or(u32::MAX),
        groups,
    }
}

/// A group, unless it is empty.
pub fn group(id: &str, label: &str, items: Vec<ListItem>) -> Option<Group> {
    (!items.is_empty()).then(|| Group {
        id: id.to_owned(),
        label: label.to_owned(),
        items,
    })
}

/// An entry as a line of a list.
pub fn item(scene: &Scene, index: EntryIdx) -> ListItem {
    let mentions = scene.reach(index).mentioned_in;
    ListItem {
        link: scene.link(index),
        mentions,
    }
}

/// The view of `timeline.html`: all events by year.
pub fn timeline(scene: &Scene) -> TimelinePage {
    let dossier = &*scene.dossier;
    let mut years: Vec<YearGroup> = Vec::new();
    let mut last: Option<i32> = None;
    let mut actors: Vec<EntryIdx> = Vec::new();
    for index in &dossier.chronology {
        let event = entry::event_item(scene, *index, None);
        let hull = dossier
            .entry(*index)
            .event()
            .and_then(|event| event.date.as_ref())
            .map(Fact::hull);
        let year = hull
            .and_then(|(low, high)| low.or(high))
            .map(|day| day.year());
        let participants = dossier
            .entry(*index)
            .event()
            .into_iter()
            .flat_map(|event| &event.actors);
        actors.extend(participants.filter_map(|p| dossier.index(&p.actor)));
        // Where `after` puts an event behind a later one, it stands in that one's year: years only rise.
        let rises = match years.last() {
            None => true,
            Some(group) => (year.is_none() && !group.label.is_empty()) || year > last,
        };
        last = last.max(year);
        match years.last_mut().filter(|_| !rises) {
            Some(group) => group.events.push(event),
            None => {
                let label = year.map(|year| year_words(year, scene.lang()));
                let label = label.unwrap_or_default();
                let id = year.map_or_else(|| "undated".to_owned(), |year| format!("y{year}"));
                years.push(YearGroup {
                    label,
                    id,
                    events: vec![event],
                });
            }
        }
    }
    actors.sort_unstable();
    actors.dedup();
    let mut actors: Vec<_> = actors.into_iter().map(|index| scene.link(index)).collect();
    actors.sort_by_cached_key(|link| (scene.collation.key(&link.title), link.id.clone()));
    let used = |status: &&Status| {
        dossier
            .entries
            .iter()
            .any(|e| e.claim().is_some_and(|c| c.status == Some(**status)))
    };
    let link = scene.site_link(SitePage::Timeline);
    TimelinePage {
        page: super::site_meta(scene, &link, "timeline", None),
        total: u32::try_from(dossier.chronology.len()).unwrap_or(u32::MAX),
        years,
        timeline: super::drawings::timeline(scene, &dossier.chronology, "", false),
        actors,
        topics: dossier
            .config
            .topics
            .keys()
            .filter_map(|id| super::topics::link(scene, id))
            .collect(),
        statuses: Status::ALL
            .iter()
            .filter(used)
            .map(|status| scene.word("status", status.word()))
            .collect(),
    }
}

/// The view of `claims.html`: by status, from the firmest to those given up.
pub fn claims(scene: &Scene) -> ClaimsPage {
    let groups = Status::ALL.into_iter().filter_map(|status| {
        let of_status = scene
            .dossier
            .of_kind(Kind::Claim)
            .filter(|(_, e)| e.claim().is_some_and(|c| c.status == Some(status)));
        let claims: Vec<_> = of_status
            .filter_map(|(index, _)| claim_view(scene, index))
            .collect();
        (!claims.is_empty()).then(|| ClaimGroup {
            status: scene.word("status", status.word()),
            claims,
        })
    });
    let link = scene.site_link(SitePage::Claims);
    ClaimsPage {
        page: super::site_meta(scene, &link, "claims", None),
        groups: groups.collect(),
        total: count(&scene.dossier, Kind::Claim),
    }
}

/// The view of `sources.html`: those read, and those known only through others.
pub fn sources(scene: &Scene) -> SourcesPage {
    let mut items: Vec<(Arc<[u8]>, bool, SourceItem)> = scene
        .dossier
        .of_kind(Kind::Source)
        .filter_map(|(index, entry)| {
            let source = entry.source()?;
            let key = scene.reference_key(index)?;
            let (quotations, verified) = super::source::quotations(scene, entry);
            let item = SourceItem {
                link: scene.link(index),
                formatted_html: scene.reference_html(index)?,
                flags: scene.flags(source),
                via: source.via.as_deref().and_then(|id| scene.link_to(id)),
                statements: u32::try_from(entry.citings.len()).unwrap_or(u32::MAX),
                quotations,
                verified,
            };
            Some((key, source.via.is_none(), item))
        })
        .collect();
    items.sort_by(|a, b| (&a.0, &a.2.link.id).cmp(&(&b.0, &b.2.link.id)));
    let (read, through): (Vec<_>, Vec<_>) = items.into_iter().partition(|(_, is_read, _)| *is_read);
    let link = scene.site_link(SitePage::Sources);
    SourcesPage {
        page: super::site_meta(scene, &link, "sources", None),
        read: read.into_iter().map(|(.., item)| item).collect(),
        through: through.into_iter().map(|(.., item)| item).collect(),
    }
}

/// Entries with a fact whose accounts cannot all be true; events in order of time, then the others.
pub fn differing(dossier: &Dossier) -> Vec<EntryIdx> {
    let events = dossier.chronology.iter().copied();
    let others = dossier
        .iter()
        .filter(|(_, entry)| entry.kind() != Kind::Event)
        .map(|(index, _)| index);
    events
        .chain(others)
        .filter(|index| entry::differs(dossier.entry(*index)))
        .collect()
}

/// The view of `differences.html`.
pub fn differences(scene: &Scene) -> DifferencesPage {
    let disputed = scene.dossier.of_kind(Kind::Claim).filter(|(_, entry)| {
        entry
            .claim()
            .is_some_and(|claim| claim.status == Some(Status::Disputed))
    });
    let link = scene.site_link(SitePage::Differences);
    DifferencesPage {
        page: super::site_meta(scene, &link, "differences", None),
        facts: differing(&scene.dossier)
            .into_iter()
            .flat_map(|index| entry::differing(scene, index))
            .collect(),
        disputed: disputed
            .filter_map(|(index, _)| claim_view(scene, index))
            .collect(),
    }
}

/// The view of `connections.html`.
pub fn connections(scene: &Scene) -> ConnectionsPage {
    let rows: Vec<ConnectionRow> = scene
        .dossier
        .of_kind(Kind::Actor)
        .flat_map(|(index, entry)| {
            let relations = entry.actor().into_iter().flat_map(|actor| &actor.relations);
            relations.filter_map(move |relation| {
                let date = relation.date.as_ref();
                Some(ConnectionRow {
                    from: scene.link(index),
                    label: scene
                        .dossier
                        .config
                        .relations
                        .get(&relation.type_word)?
                        .label
                        .clone(),
                    to: scene.link_to(&relation.to)?,
                    date: date
                        .and_then(|date| date.shown())
                        .map(|account| scene.date(&account.value)),
                    told: date
                        .filter(|date| date.is_told())
                        .map(|date| scene.date_fact(index, "date", date)),
                    status: relation
                        .status
                        .map(|status| scene.word("status", status.word())),
                    note: relation.note.clone(),
                    cites: scene.cites(relation.cite.as_ref()),
                })
            })
        })
        .collect();
    let link = scene.site_link(SitePage::Connections);
    ConnectionsPage {
        page: super::site_meta(scene, &link, "connections", None),
        graph: super::drawings::connections(scene, &rows),
        rows,
    }
}

/// The view of a page that has nothing of its own but where else to look.
pub fn plain(scene: &Scene, page: SitePage) -> PlainPage {
    let link = scene.site_link(page);
    let template = page.url().trim_end_matches(".html");
    PlainPage {
        page: super::site_meta(scene, &link, template, None),
        lists: list_links(scene),
    }
}

/// Links to all list pages that the dossier has.
#[must_use]
pub fn list_links(scene: &Scene) -> Vec<Shared<Link>> {
    let hidden = [SitePage::Whole, SitePage::NotFound];
    let pages = SitePage::ALL
        .into_iter()
        .filter(|page| !hidden.contains(page) && super::exists(&scene.dossier, *page));
    pages.map(|page| scene.site_link(page)).collect()
}

fn count(dossier: &Dossier, kind: Kind) -> u32 {
    u32::try_from(dossier.of_kind(kind).count()).unwrap_or(u32::MAX)
}

/// What is true of the dossier, counted.
pub fn figures(scene: &Scene) -> Figures {
    let counted = scene.figures();
    let suppressions = counted.suppressions.iter().filter_map(|(index, at)| {
        let allow = scene.dossier.entry(*index).common().allow.get(*at)?;
        Some(Suppression {
            entry: scene.link(*index),
            check: allow.check.clone(),
            text: allow.text.clone(),
            reason: allow.reason.clone(),
        })
    });
    Figures {
        actors: counted.actors,
        events: counted.events,
        places: counted.places,
        sources: counted.sources,
        sources_read: counted.sources_read,
        claims: counted.claims,
        citations: counted.citations,
        quotations: counted.quotations,
        quotation_states: counted
            .quotation_states
            .iter()
            .map(|(state, count)| Counted {
                word: scene.word("state", state.word()),
                count: *count,
            })
            .collect(),
        differences: counted.differences,
        inferences: counted.inferences,
        fact_sentences: counted.fact_sentences,
        cited_sentences: counted.cited_sentences,
        coverage: counted.coverage,
        suppressions: suppressions.collect(),
        claims_by_status: counted
            .claims_by_status
            .iter()
            .map(|(status, count)| Counted {
                word: scene.word("status", status.word()),
                count: *count,
            })
            .collect(),
    }
}
