//! The page of a source, with all that rests on it.

use super::entry;
use crate::model::document::Filling;
use crate::model::dossier::{Citing, CitingPlace, Entry, EntryIdx};
use crate::model::front_matter::Author;
use crate::model::walk::Statement;
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
        .filter_map(|citing| support(scene, citing))
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
    let cites = entry
        .citings
        .iter()
        .filter_map(|citing| support(scene, citing))
        .map(|support| support.cite);
    cites.fold((0, 0), |(all, verified), cite| match cite.state {
        Some(state) => (all + 1, verified + u32::from(state.id == "verified")),
        None => (all, verified),
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
fn support(scene: &Scene, citing: &Citing) -> Option<SupportView> {
    let from = scene.dossier.entry(citing.from);
    let (citation, statement, fragment) = match citing.place {
        CitingPlace::Body(hole) => {
            let place = from.document.body.holes.get(hole)?;
            let Filling::Citation(citation) = &place.filling else {
                return None;
            };
            let crate::model::dossier::Target::Note(number, _) = from.targets.get(hole)? else {
                return None;
            };
            (
                citation,
                body::sentence_text(&scene.dossier, from, place.sentence),
                format!("#c{number}"),
            )
        }
        CitingPlace::Field(nth) => {
            let mut found = None;
            let mut n = 0;
            from.document.front.each_citation(&mut |_, field| {
                if n == nth {
                    found = Some((
                        field.citation,
                        statement(scene, citing.from, field.statement),
                    ));
                }
                n += 1;
            });
            let (citation, statement) = found?;
            (citation, statement, String::new())
        }
    };
    Some(SupportView {
        from: scene.link(citing.from),
        url: format!("{}{fragment}", from.url),
        statement,
        cite: scene.cite(citation.items.get(citing.item)?)?,
    })
}

/// What a citation of front matter supports, as text.
fn statement(scene: &Scene, index: EntryIdx, statement: Statement<'_>) -> String {
    let entry = scene.dossier.entry(index);
    match statement {
        Statement::Account(label, nth) => {
            let label = scene.words.find(&format!("field.{label}")).unwrap_or(label);
            format!("{label}: {}", account_text(scene, index, label, nth))
        }
        Statement::Office(role) => role.to_owned(),
        Statement::Relation(i) => {
            let relation = entry.actor().and_then(|actor| actor.relations.get(i));
            relation.map_or_else(String::new, |relation| {
                let label = scene
                    .dossier
                    .config
                    .relations
                    .get(&relation.type_word)
                    .map_or("", |t| t.label.as_str());
                let other = scene
                    .dossier
                    .find(&relation.to)
                    .map_or("", |other| other.title());
                format!("{label} {other}")
            })
        }
        Statement::Position(i) => entry
            .claim()
            .and_then(|claim| claim.positions.get(i))
            .map_or_else(String::new, |p| {
                let by = scene.named(&p.by).text;
                format!(
                    "{by} {}: {}",
                    scene.word("stance", p.stance.word()).label,
                    entry.title()
                )
            }),
    }
}

fn account_text(scene: &Scene, index: EntryIdx, label: &str, nth: usize) -> String {
    let mut facts = entry::facts(scene, index);
    let entry = scene.dossier.entry(index);
    if let Some(event) = entry.event() {
        facts.extend(
            event
                .date
                .as_ref()
                .map(|f| scene.date_fact(index, "date", f)),
        );
        facts.extend(
            event
                .place
                .as_ref()
                .map(|f| scene.named_fact(index, "place", f)),
        );
        facts.extend(
            event
                .amount
                .as_ref()
                .map(|f| scene.amount_fact(index, "amount", f)),
        );
    }
    let fact = facts.iter().find(|fact| fact.label == label);
    fact.and_then(|fact| fact.accounts.get(nth))
        .map(|a| a.value.text.clone())
        .unwrap_or_default()
}
