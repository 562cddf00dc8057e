//! The page of a source, with all that rests on it.

use super::entry;
use crate::model::dossier::{Citing, CitingPlace, Entry, EntryIdx, Target};
use crate::model::evidence::QuotationState;
use crate::model::front_matter::Author;
use crate::model::walk::CitationPlace;
use crate::render::body::{self, Cards};
use crate::render::scene::Scene;
use crate::render::view::evidence::SupportView;
use crate::render::view::pages::SourcePage;

/// The view of a source's page.
pub fn view(scene: &Scene, index: EntryIdx, cards: &Cards<'_>) -> SourcePage {
    let dossier = &*scene.dossier;
    let entry = dossier.entry(index);
    let page = super::entry_meta(scene, index);
    let shared = entry::view(scene, index, cards);
    let Some(source) = entry.source() else {
        return SourcePage {
            page,
            entry: shared,
            ..SourcePage::default()
        };
    };
    let support: Vec<SupportView> = entry
        .citings
        .iter()
        .filter_map(|citing| support(scene, index, citing))
        .collect();
    let quoted = support.iter().filter(|s| s.cite.state.is_some());
    let verified = quoted.clone().filter(|s| {
        s.cite
            .state
            .as_ref()
            .is_some_and(|state| state.id == "verified")
    });
    SourcePage {
        page,
        entry: shared,
        formatted_html: scene
            .references
            .get(index)
            .map(|f| f.html.clone())
            .unwrap_or_default(),
        type_label: scene.type_label(entry),
        authors: source.authors.iter().map(name).collect(),
        publisher: source.publisher.clone(),
        published: source.published.as_ref().map(|date| scene.date(date)),
        accessed: source.accessed.as_ref().map(|date| scene.date(date)),
        language: source.language.clone(),
        live_url: source.url.clone(),
        archive_url: source.archive_url.clone(),
        flags: scene.flags(source),
        via: source.via.as_deref().and_then(|id| scene.link_to(id)),
        carries: scene.inverse("via", index),
        origins: source
            .origins
            .iter()
            .map(|origin| scene.named(origin))
            .collect(),
        origin_of: scene.inverse("origin", index),
        snapshot: source
            .snapshot
            .as_ref()
            .and_then(|s| s.sha256.get(..12))
            .unwrap_or("")
            .to_owned(),
        quotations: u32::try_from(quoted.count()).unwrap_or(u32::MAX),
        quotations_verified: u32::try_from(verified.count()).unwrap_or(u32::MAX),
        support,
    }
}

/// How many quotations of a source the dossier has, and how many of them are verified.
pub fn quotations(scene: &Scene, entry: &Entry) -> (u32, u32) {
    let dossier = &*scene.dossier;
    let quoted = entry
        .citings
        .iter()
        .filter_map(|citing| dossier.cited(citing)?.quotation.as_deref());
    quoted.fold((0, 0), |(all, verified), quotation| {
        let (state, _) = dossier.quotation_state(entry, quotation);
        (
            all + 1,
            verified + u32::from(state == QuotationState::Verified),
        )
    })
}

fn name(author: &Author) -> String {
    match (author.given.as_str(), author.family.as_str()) {
        ("", "") => author.literal.clone(),
        ("", family) => family.to_owned(),
        (given, family) => format!("{given} {family}").trim().to_owned(),
    }
}

/// One statement that rests on a source.
fn support(scene: &Scene, source: EntryIdx, citing: &Citing) -> Option<SupportView> {
    let from = scene.dossier.entry(citing.from);
    let item = scene.dossier.cited(citing)?;
    let (statement, fragment) = match citing.place {
        CitingPlace::Body(hole) => {
            let Target::Note(number, _) = from.targets.get(hole)? else {
                return None;
            };
            let sentence = from.document.body.holes.get(hole)?.sentence;
            let text = body::sentence_text(&scene.dossier, from, sentence as usize);
            (text.into_owned(), format!("#c{number}"))
        }
        CitingPlace::Field(place) => (statement(scene, citing.from, place), String::new()),
    };
    Some(SupportView {
        from: scene.link(citing.from),
        url: format!("{}{fragment}", from.url),
        statement,
        cite: scene.cite_of(source, item)?,
    })
}

/// What a citation of front matter supports, as text.
fn statement(scene: &Scene, from: EntryIdx, place: CitationPlace) -> String {
    let citing = scene.dossier.entry(from);
    let front = &citing.document.front;
    let actor = citing.actor();
    let statement = match place {
        CitationPlace::Account(place, i) => front.fact(place).map(|fact| {
            let label = scene.field_label(from, &entry::label(scene, from, place));
            format!("{label}: {}", scene.account_value(fact, i))
        }),
        CitationPlace::Office(i) => actor.and_then(|a| Some(a.offices.get(i)?.role.clone())),
        CitationPlace::Relation(i) => {
            actor.and_then(|a| Some(scene.relation_words(a.relations.get(i)?)))
        }
        CitationPlace::Position(i) => citing.claim().and_then(|claim| {
            let position = claim.positions.get(i)?;
            let by = scene.named(&position.by).text;
            let stance = &scene.word("stance", position.stance.word()).label;
            Some(format!("{by} {stance}: {}", citing.title()))
        }),
    };
    statement.unwrap_or_default()
}
