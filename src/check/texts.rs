//! The texts of front matter that readers see, each with the path of its field. Names (titles of sources,
//! aliases, labels of offices' places) are not among them: nobody chose their words here.

use crate::model::dossier::Entry;
use crate::model::fact::Value;
use crate::model::front_matter::Details;
use crate::model::kind::Kind;
use crate::model::walk::FactPlace;

/// A text of front matter.
#[derive(Debug, Clone, Copy)]
pub struct FieldText<'a> {
    pub text: &'a str,
    /// Whether what stands in quotation marks in it is quoted from a source that is cited with it.
    pub is_cited: bool,
}

type Visit<'v, 'a> = &'v mut dyn FnMut(&dyn Fn() -> String, FieldText<'a>);

/// Calls `visit` with each text of an entry that is not empty.
pub fn each<'a>(entry: &'a Entry, visit: Visit<'_, 'a>) {
    let mut one = |path: &dyn Fn() -> String, text: &'a str, is_cited: bool| {
        if !text.is_empty() {
            visit(path, FieldText { text, is_cited });
        }
    };
    let front = &entry.document.front;
    let common = &front.common;
    if entry.kind() != Kind::Source {
        // A claim's title repeats what its positions quote.
        let is_cited = entry
            .claim()
            .is_some_and(|claim| claim.positions.iter().any(|p| p.cite.is_some()));
        one(&|| "title".to_owned(), &common.title, is_cited);
    }
    one(&|| "summary".to_owned(), &common.summary, false);
    if let Some(image) = &common.image {
        one(&|| "image.alt".to_owned(), &image.alt, false);
        one(&|| "image.caption".to_owned(), &image.caption, false);
    }
    for (i, named) in common.facts.iter().enumerate() {
        one(&|| format!("facts[{i}].label"), &named.label, false);
        for (j, account) in named.fact.accounts.iter().enumerate() {
            if let Value::Text(text) = &account.value {
                let is_cited = account.cite.is_some();
                one(
                    &|| format!("facts[{i}].accounts[{j}].value"),
                    text,
                    is_cited,
                );
            }
        }
    }
    front.each_fact(&mut |place, fact| {
        for (i, account) in fact.accounts().enumerate() {
            let is_cited = account.cite.is_some();
            one(&|| format!("{place}[{i}].note"), account.note, is_cited);
            let reason = account.inference;
            one(&|| format!("{place}[{i}].inference"), reason, is_cited);
        }
        let path = || match place {
            FactPlace::Named(i) => format!("facts[{i}].note"),
            place => format!("{place}.note"),
        };
        one(&path, fact.note(), false);
    });
    match &front.details {
        Details::Actor(actor) => {
            for (i, office) in actor.offices.iter().enumerate() {
                let is_cited = office.cite.is_some();
                one(&|| format!("offices[{i}].role"), &office.role, is_cited);
                one(&|| format!("offices[{i}].note"), &office.note, is_cited);
            }
            for (i, relation) in actor.relations.iter().enumerate() {
                let is_cited = relation.cite.is_some();
                one(&|| format!("relations[{i}].note"), &relation.note, is_cited);
            }
        }
        Details::Event(event) => {
            for (i, participant) in event.actors.iter().enumerate() {
                one(&|| format!("actors[{i}].role"), &participant.role, false);
            }
        }
        Details::Claim(claim) => {
            one(&|| "authority".to_owned(), &claim.authority, false);
            for (i, position) in claim.positions.iter().enumerate() {
                let is_cited = position.cite.is_some();
                if !crate::text::is_id(&position.by) {
                    one(&|| format!("positions[{i}].by"), &position.by, is_cited);
                }
                one(&|| format!("positions[{i}].note"), &position.note, is_cited);
            }
            let reason = &claim.reply_not_sought;
            one(&|| "reply_not_sought".to_owned(), reason, false);
        }
        Details::Place(_) | Details::Source(_) | Details::Page(_) => {}
    }
}
