//! Front matter as typed → the texts in it that readers see as they are set. Ids, names by which a search finds an
//! entry, addresses and quotations stay as they are written.

use crate::model::fact::{Fact, Value};
use crate::model::front_matter::{Actor, Claim, Common, Details, Event, FrontMatter, Source};
use crate::typography::curl;

/// Sets all texts of an entry. A field of an id or a text may be given: no id has a mark that could be set.
pub fn set(front: &mut FrontMatter) {
    common(&mut front.common);
    match &mut front.details {
        Details::Actor(it) => actor(it),
        Details::Event(it) => event(it),
        Details::Claim(it) => claim(it),
        Details::Source(it) => source(it),
        Details::Place(_) | Details::Page(_) => {}
    }
}

fn common(common: &mut Common) {
    curl(&mut common.title);
    curl(&mut common.summary);
    if let Some(image) = &mut common.image {
        for text in [
            &mut image.alt,
            &mut image.caption,
            &mut image.credit,
            &mut image.licence,
        ] {
            curl(text);
        }
    }
    for named in &mut common.facts {
        curl(&mut named.label);
        fact(&mut named.fact, |value| {
            if let Value::Text(text) | Value::Actor(text) = value {
                curl(text);
            }
        });
    }
    for allow in &mut common.allow {
        curl(&mut allow.reason);
    }
}

fn fact<T>(fact: &mut Fact<T>, value: impl Fn(&mut T)) {
    curl(&mut fact.note);
    for account in &mut fact.accounts {
        value(&mut account.value);
        curl(&mut account.note);
        curl(&mut account.inference);
    }
}

fn actor(actor: &mut Actor) {
    for date in [&mut actor.born, &mut actor.died].into_iter().flatten() {
        fact(date, |_| {});
    }
    for office in &mut actor.offices {
        curl(&mut office.role);
        curl(&mut office.note);
        office.at.iter_mut().for_each(curl);
        office.date.iter_mut().for_each(|date| fact(date, |_| {}));
    }
    for relation in &mut actor.relations {
        curl(&mut relation.note);
        relation.date.iter_mut().for_each(|date| fact(date, |_| {}));
    }
}

fn event(event: &mut Event) {
    event.date.iter_mut().for_each(|date| fact(date, |_| {}));
    event.place.iter_mut().for_each(|place| fact(place, curl));
    event
        .amount
        .iter_mut()
        .for_each(|amount| fact(amount, |_| {}));
    for participant in &mut event.actors {
        curl(&mut participant.role);
    }
}

fn source(source: &mut Source) {
    curl(&mut source.publisher);
    source.origins.iter_mut().for_each(curl);
    for author in &mut source.authors {
        for name in [&mut author.family, &mut author.given, &mut author.literal] {
            curl(name);
        }
    }
}

fn claim(claim: &mut Claim) {
    curl(&mut claim.authority);
    claim.date.iter_mut().for_each(|date| fact(date, |_| {}));
    for position in &mut claim.positions {
        curl(&mut position.by);
        curl(&mut position.note);
    }
    if let Some(reply) = &mut claim.no_reply {
        curl(&mut reply.asked);
    }
    curl(&mut claim.reply_not_sought);
}
