//! An entry → what other programs may say of it in a line. A claim never goes anywhere without its
//! status, and an accusation never without the denial: who lifts the line out of a feed or a calendar
//! lifts both.

use super::OutputContext;
use crate::model::dossier::{Dossier, Entry};
use crate::model::front_matter::Claim;
use crate::render::catalogue::Catalogue;
use std::borrow::Cow;

/// The title; for a claim with its status before it: `Alleged: …`.
#[must_use]
pub fn headline<'a>(words: &Catalogue, entry: &'a Entry) -> Cow<'a, str> {
    match entry.claim().and_then(|claim| status(words, claim)) {
        Some(status) => Cow::Owned(format!("{}: {}", capital(&status), entry.title())),
        None => Cow::Borrowed(entry.title()),
    }
}

/// The summary; for a claim followed by who says what of it.
#[must_use]
pub fn summary(context: &OutputContext<'_>, entry: &Entry) -> String {
    let summary = entry.common().summary.trim();
    let Some(claim) = entry.claim() else {
        return summary.to_owned();
    };
    let mut parts: Vec<String> = Vec::new();
    if !summary.is_empty() {
        parts.push(summary.to_owned());
    }
    parts.extend(positions(context.dossier, context.words, claim));
    parts.join(" ")
}

/// The label of a claim's status in the language of the site.
#[must_use]
pub fn status(words: &Catalogue, claim: &Claim) -> Option<String> {
    let status = claim.status?;
    Some(
        words
            .get(&format!("status.{}.label", status.word()))
            .to_owned(),
    )
}

/// Who says what of a claim: `Example Agency denies.`; a party that says two things has two sentences.
/// Where nobody answered, why not.
#[must_use]
pub fn positions(dossier: &Dossier, words: &Catalogue, claim: &Claim) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for position in &claim.positions {
        let by = party(dossier, &position.by);
        let stance = position.stance.word().replace(' ', "-");
        let sentence = format!(
            "{}: {}.",
            capital(by),
            words.get(&format!("stance.{stance}.label"))
        );
        if !said.contains(&sentence) {
            said.push(sentence);
        }
    }
    if let Some(reply) = &claim.no_reply {
        let date = reply.date.as_ref();
        let date = date.map_or_else(String::new, |date| date.words(&words.lang));
        let sentence = words.get("ui.no_reply");
        said.push(
            sentence
                .replace("{asked}", &reply.asked)
                .replace("{date}", &date),
        );
    }
    if !claim.reply_not_sought.is_empty() {
        let why = claim.reply_not_sought.trim_end_matches('.');
        said.push(format!("{} {why}.", words.get("ui.reply_not_sought")));
    }
    said
}

/// The title of the actor with this id, or the text itself if there is none.
#[must_use]
pub fn party<'a>(dossier: &'a Dossier, written: &'a str) -> &'a str {
    dossier.find(written).map_or(written, Entry::title)
}

/// With a capital at its start.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
