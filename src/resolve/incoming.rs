//! What all entries link to → back, from each entry to what links to it. Where something is known from the last
//! time, only the lists of entries that changed documents link to, or linked to, are made anew: a save in a
//! dossier of 10,000 entries touches a dozen of them.

use super::outgoing::Outgoing;
use crate::model::dossier::{Citing, Entry, EntryIdx, Mention};
use std::sync::Arc;

/// The lists of one kind, one for each entry.
type Lists<T> = Vec<Arc<[T]>>;

/// What links to each entry.
pub struct Incoming {
    pub mentions: Lists<Mention>,
    pub citings: Lists<Citing>,
    pub claims: Lists<EntryIdx>,
    pub relations: Lists<(EntryIdx, usize)>,
    pub events: Lists<EntryIdx>,
}

/// What is known from the last time, for the same entries in the same order.
#[derive(Clone, Copy)]
pub struct Last<'a> {
    pub entries: &'a [Entry],
    pub outgoing: &'a [Arc<Outgoing>],
    pub chronology: &'a [EntryIdx],
}

impl Incoming {
    /// Turns all links round. `is_changed` tells of each entry whether it has another document than last
    /// time; without a last time all have.
    pub fn of(
        outgoing: &[Arc<Outgoing>],
        chronology: &[EntryIdx],
        last: Option<Last<'_>>,
        is_changed: &[bool],
    ) -> Self {
        let changed = |index: EntryIdx| is_changed.get(index.0 as usize).copied().unwrap_or(true);
        let numbered = |all| (0_u32..).map(EntryIdx).zip(all);
        let new = || {
            let all: &[Arc<Outgoing>] = outgoing;
            numbered(all).filter(|(index, _)| changed(*index))
        };
        let old = || {
            let all: &[Arc<Outgoing>] = last.map_or(&[], |last| last.outgoing);
            numbered(all).filter(|(index, _)| changed(*index))
        };
        let n = outgoing.len();

        let mentions = || {
            let mut mentions = start(n, last, |entry| &entry.mentions);
            let fresh = new().flat_map(|(from, out)| {
                let all = out.mentions.iter();
                all.map(move |(to, place)| {
                    let place = *place;
                    (*to, Mention { from, place })
                })
            });
            let gone = old().flat_map(|(_, out)| out.mentions.iter().map(|(to, _)| *to));
            renew(&mut mentions, gone, fresh, |m| !changed(m.from), |m| m.from);
            mentions
        };

        let citings = || {
            let mut citings = start(n, last, |entry| &entry.citings);
            let fresh = new().flat_map(|(from, out)| {
                out.citings.iter().map(move |(source, place, item)| {
                    let (place, item) = (*place, *item);
                    (*source, Citing { from, place, item })
                })
            });
            let gone = old().flat_map(|(_, out)| out.citings.iter().map(|(to, ..)| *to));
            renew(&mut citings, gone, fresh, |c| !changed(c.from), |c| c.from);
            citings
        };

        let claims = || {
            let mut claims = start(n, last, |entry| &entry.claims);
            let fresh =
                new().flat_map(|(claim, out)| out.claims.iter().map(move |to| (*to, claim)));
            let gone = old().flat_map(|(_, out)| out.claims.iter().copied());
            renew(&mut claims, gone, fresh, |c| !changed(*c), |c| *c);
            claims
        };

        let relations = || {
            let mut relations = start(n, last, |entry| &entry.relations_in);
            let fresh = new().flat_map(|(from, out)| {
                let all = out.relations.iter();
                all.map(move |(to, i)| (*to, (from, *i)))
            });
            let gone = old().flat_map(|(_, out)| out.relations.iter().map(|(to, _)| *to));
            renew(&mut relations, gone, fresh, |r| !changed(r.0), |r| *r);
            relations
        };

        // Events stand in order of time in each list, so another order makes all lists anew.
        let is_same_order = last.is_some_and(|last| last.chronology == chronology);
        let moved = |index: EntryIdx| !is_same_order || changed(index);
        let events = || {
            let mut events = start(n, last, |entry| &entry.events);
            let mut place = vec![0_u32; n];
            for (at, event) in (0..).zip(chronology) {
                if let Some(place) = place.get_mut(event.0 as usize) {
                    *place = at;
                }
            }
            let place_of = |index: EntryIdx| place.get(index.0 as usize).copied();
            let fresh = chronology
                .iter()
                .filter(|event| moved(**event))
                .filter_map(|event| Some((*event, outgoing.get(event.0 as usize)?)))
                .flat_map(|(event, out)| out.events.iter().map(move |to| (*to, event)));
            let gone = numbered(last.map_or(&[], |last| last.outgoing))
                .filter(|(index, _)| moved(*index))
                .flat_map(|(_, out): (_, &Arc<Outgoing>)| out.events.iter().copied());
            renew(&mut events, gone, fresh, |e| !moved(*e), |e| place_of(*e));
            events
        };

        let ((mentions, (relations, events)), (citings, claims)) = rayon::join(
            || (mentions(), (relations(), events())),
            || (citings(), claims()),
        );
        Self {
            mentions,
            citings,
            claims,
            relations,
            events,
        }
    }
}

/// The lists of the last time, or as many empty ones.
fn start<T>(n: usize, last: Option<Last<'_>>, list: fn(&Entry) -> &Arc<[T]>) -> Lists<T> {
    let empty: Arc<[T]> = Arc::from([]);
    match last {
        Some(last) => last.entries.iter().map(|e| Arc::clone(list(e))).collect(),
        None => vec![empty; n],
    }
}

/// Makes the lists anew that something left or came to. What stays of a list and what is fresh are merged in
/// the order of their keys; what is equal stands there once.
fn renew<T: Clone + PartialEq, K: Ord>(
    lists: &mut Lists<T>,
    gone: impl Iterator<Item = EntryIdx>,
    fresh: impl Iterator<Item = (EntryIdx, T)>,
    stays: impl Fn(&T) -> bool,
    key: impl Fn(&T) -> K,
) {
    let mut renewed: Vec<Option<Vec<T>>> = vec![None; lists.len()];
    for to in gone {
        if let Some(list) = renewed.get_mut(to.0 as usize) {
            list.get_or_insert_default();
        }
    }
    for (to, item) in fresh {
        if let Some(list) = renewed.get_mut(to.0 as usize) {
            list.get_or_insert_default().push(item);
        }
    }
    for (list, fresh) in lists.iter_mut().zip(renewed) {
        let Some(fresh) = fresh else { continue };
        let mut items: Vec<T> = list.iter().filter(|item| stays(item)).cloned().collect();
        let is_sorted = items.is_empty();
        items.extend(fresh);
        if !is_sorted {
            items.sort_by_key(&key);
        }
        items.dedup();
        *list = items.into();
    }
}
