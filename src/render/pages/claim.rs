//! Claims: their page, and their card, which is the same everywhere.

use super::entry;
use crate::model::dossier::EntryIdx;
use crate::render::body::Cards;
use crate::render::scene::Scene;
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
pub fn claim_view(scene: &Scene, index: EntryIdx) -> Option<ClaimView> {
    let claim = scene.dossier.entry(index).claim()?;
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
        origins: 0,
        sources: 0,
        origins_label: String::new(),
        taint: String::new(),
        status_as_of: claim.status_as_of.as_ref().map(|date| scene.date(date)),
    })
}

fn origin_groups(_scene: &Scene, _index: EntryIdx) -> Vec<OriginGroup> {
    Vec::new()
}
