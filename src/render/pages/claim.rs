//! Claims: their page, and their card, which is the same everywhere.

use super::entry;
use crate::check::origins::{self, Origin};
use crate::check::taint::taint;
use crate::model::dossier::{Entry, EntryIdx};
use crate::render::body::Cards;
use crate::render::scene::Scene;
use crate::render::view::Shared;
use crate::render::view::evidence::{ClaimView, PositionView};
use crate::render::view::pages::{ClaimPage, OriginGroup};

/// The view of a claim's page.
pub fn view(scene: &Scene, index: EntryIdx, cards: &Cards<'_>) -> ClaimPage {
    ClaimPage {
        page: super::entry_meta(scene, index),
        entry: entry::view(scene, index, cards),
        claim: claim_view(scene, index).unwrap_or_default(),
        origin_groups: origin_groups(scene, index),
    }
}

/// The card of a claim; none if the entry is no claim.
#[must_use]
pub fn claim_view(scene: &Scene, index: EntryIdx) -> Option<Shared<ClaimView>> {
    scene
        .claims
        .get_or(index, || card(scene, index).map(Shared::new))
}

fn card(scene: &Scene, index: EntryIdx) -> Option<ClaimView> {
    let entry = scene.dossier.entry(index);
    let claim = entry.claim()?;
    let groups = origins::origins(&scene.dossier, entry);
    let n_sources = origins::n_sources(&groups);
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let positions = claim.positions.iter().map(|position| PositionView {
        by: scene.named(&position.by),
        stance: scene.word("stance", position.stance.word()),
        date: position.date.as_ref().map(|date| scene.date(date)),
        cites: scene.cites(position.cite.as_ref()),
        note: position.note.clone(),
    });
    let no_reply = claim.no_reply.as_ref().map(|reply| {
        let date = reply
            .date
            .as_ref()
            .map(|date| date.words(scene.lang()))
            .unwrap_or_default();
        scene
            .words
            .get("ui.no_reply")
            .replace("{asked}", &reply.asked)
            .replace("{date}", &date)
    });
    Some(ClaimView {
        link: scene.link(index),
        status: claim
            .status
            .map(|status| scene.word("status", status.word()))
            .unwrap_or_default(),
        authority: claim.authority.clone(),
        date: claim
            .date
            .as_ref()
            .and_then(|date| date.shown())
            .map(|account| scene.date(&account.value)),
        about: claim
            .about
            .iter()
            .filter_map(|id| scene.link_to(id))
            .collect(),
        positions: positions.collect(),
        has_reply: claim
            .positions
            .iter()
            .any(|position| position.stance.replies()),
        no_reply: no_reply.unwrap_or_default(),
        reply_not_sought: claim.reply_not_sought.clone(),
        origins: number(groups.len()),
        sources: number(n_sources),
        origins_label: origins_label(scene, groups.len(), n_sources),
        taint: taint_words(scene, entry),
        status_as_of: claim.status_as_of.as_ref().map(|date| scene.date(date)),
    })
}

/// `2 independent origins, 4 articles`; empty if nothing supports the claim.
fn origins_label(scene: &Scene, origins: usize, sources: usize) -> String {
    if origins == 0 {
        return String::new();
    }
    format!(
        "{}, {}",
        scene.words.count("origins", origins as u64),
        scene.words.count("articles", sources as u64)
    )
}

/// The independent origins of a claim, each with the texts that carry it.
fn origin_groups(scene: &Scene, index: EntryIdx) -> Vec<OriginGroup> {
    let groups = origins::origins(&scene.dossier, scene.dossier.entry(index));
    let view = |group: &origins::OriginGroup| {
        let named = |origin: &Origin| match origin {
            Origin::Source(source) => scene.named(scene.dossier.entry(*source).id()),
            Origin::Text(text) => scene.named(text),
        };
        OriginGroup {
            origins: group.origins.iter().map(named).collect(),
            sources: group
                .sources
                .iter()
                .filter(|source| !group.origins.contains(&Origin::Source(**source)))
                .map(|source| scene.link(*source))
                .collect(),
        }
    };
    groups.iter().map(view).collect()
}

/// The flags that all support of a claim has, as a sentence; empty if some of it has none.
fn taint_words(scene: &Scene, entry: &Entry) -> String {
    let Some(flags) = taint(&scene.dossier, entry) else {
        return String::new();
    };
    let words: Vec<String> = flags
        .iter()
        .map(|flag| scene.word("flag", flag.word()).label.clone())
        .collect();
    scene
        .words
        .get("ui.taint")
        .replace("{flags}", &words.join(", "))
}
