//! Topics: the list of them, and the page of each.

use super::entry;
use super::lists::{group, item};
use crate::model::dossier::EntryIdx;
use crate::model::kind::Kind;
use crate::model::site::{SitePage, topic_url};
use crate::render::pages::claim::claim_view;
use crate::render::scene::Scene;
use crate::render::view::lists::{Group, IndexPage, ListItem, TopicPage};
use crate::render::view::{Link, Shared};

/// A link to the page of a topic; none if it is not declared.
pub fn link(scene: &Scene, id: &str) -> Option<Shared<Link>> {
    let topic = scene.dossier.config.topics.get(id)?;
    Some(Shared::new(Link {
        id: id.to_owned(),
        url: topic_url(id),
        title: topic.title.clone(),
        kind: "index",
        type_label: scene.words.get("field.topic").to_owned(),
        summary: topic.summary.clone(),
    }))
}

/// The view of `topics.html`.
pub fn index(scene: &Scene) -> IndexPage {
    let page = scene.site_link(SitePage::Topics);
    let items: Vec<ListItem> = scene
        .dossier
        .config
        .topics
        .keys()
        .filter_map(|id| {
            let entries = scene.of_topic(id).len();
            Some(ListItem {
                link: link(scene, id)?,
                mentions: u32::try_from(entries).unwrap_or(u32::MAX),
            })
        })
        .collect();
    IndexPage {
        page: super::site_meta(scene, &page, "topics", None),
        total: u32::try_from(items.len()).unwrap_or(u32::MAX),
        groups: vec![Group {
            id: "all".to_owned(),
            label: String::new(),
            items,
        }],
    }
}

/// The view of the page of a topic.
pub fn view(scene: &Scene, id: &str) -> TopicPage {
    let entries: &[EntryIdx] = scene.of_topic(id);
    let of = |kind: Kind| {
        entries
            .iter()
            .copied()
            .filter(move |index| scene.dossier.entry(*index).kind() == kind)
    };
    let shown = [Kind::Actor, Kind::Place, Kind::Source, Kind::Page];
    let groups = shown.into_iter().filter_map(|kind| {
        let label = scene
            .words
            .get(&format!("kind.{}.other", kind.word()))
            .to_owned();
        group(
            kind.folder(),
            &label,
            of(kind).map(|index| item(scene, index)).collect(),
        )
    });
    let link = link(scene, id).unwrap_or_default();
    let events = scene
        .dossier
        .chronology
        .iter()
        .filter(|event| entries.binary_search(event).is_ok());
    TopicPage {
        page: super::site_meta(
            scene,
            &link,
            "topic",
            Some(scene.site_link(SitePage::Topics)),
        ),
        summary: link.summary.clone(),
        groups: groups.collect(),
        events: events
            .map(|event| entry::event_item(scene, *event, None))
            .collect(),
        claims: of(Kind::Claim)
            .filter_map(|claim| claim_view(scene, claim))
            .collect(),
    }
}
