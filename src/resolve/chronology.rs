//! Events → their order in time: by the preferred date, else by the hull of all accounts; where dates do
//! not tell, by `after` and `before`; and then by id, so that ties never change places.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::dossier::{Dossier, Entry, EntryIdx};
use crate::model::fact::Fact;
use crate::model::kind::Kind;
use crate::yaml::locate::Locator;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Whether two versions of an entry stand at the same place in time.
pub fn is_same(new: &Entry, old: &Entry) -> bool {
    match (new.event(), old.event()) {
        (Some(new), Some(old)) => {
            (&new.date, &new.after, &new.before) == (&old.date, &old.after, &old.before)
        }
        (new, old) => new.is_none() && old.is_none(),
    }
}

/// All events in order of time.
pub fn order(dossier: &Dossier, locate: &Locator<'_>, findings: &mut Diagnostics) -> Vec<EntryIdx> {
    let mut events: Vec<EntryIdx> = dossier
        .of_kind(Kind::Event)
        .map(|(index, _)| index)
        .collect();
    events.sort_by_cached_key(|index| {
        let entry = dossier.entry(*index);
        let date = entry.event().and_then(|event| event.date.as_ref());
        let (low, high) = date.map_or((None, None), Fact::hull);
        let exact = date
            .and_then(|date| date.shown())
            .map(|account| account.value.sort_key());
        // What is only known to be before a day stands at that day: nothing says that it was earlier.
        let low = low.or(high);
        // Events without any date come last.
        (
            low.is_none(),
            low,
            high.is_none(),
            high,
            exact,
            entry.id().to_owned(),
        )
    });
    let edges = edges(dossier, locate, findings);
    if edges.is_empty() {
        events
    } else {
        constrained(dossier, &events, &edges, findings)
    }
}

/// Pairs (earlier, later) that writers stated. A pair that the dates contradict is a finding.
fn edges(
    dossier: &Dossier,
    locate: &Locator<'_>,
    findings: &mut Diagnostics,
) -> Vec<(EntryIdx, EntryIdx)> {
    let mut edges = Vec::new();
    for (this, entry) in dossier.of_kind(Kind::Event) {
        let Some(event) = entry.event() else { continue };
        let stated = [("after", &event.after), ("before", &event.before)];
        for (word, i, id) in stated
            .iter()
            .flat_map(|(word, ids)| ids.iter().enumerate().map(move |(i, id)| (*word, i, id)))
        {
            let Some(other) = dossier.index(id).filter(|other| *other != this) else {
                continue;
            };
            let (earlier, later) = if word == "after" {
                (other, this)
            } else {
                (this, other)
            };
            let bounds = |index| {
                dossier
                    .entry(index)
                    .event()
                    .and_then(|e| e.date.as_ref())
                    .map_or((None, None), Fact::hull)
            };
            if matches!((bounds(earlier).0, bounds(later).1), (Some(start), Some(end)) if start > end)
            {
                let location = locate.field(&entry.document.path, &format!("{word}[{i}]"));
                let message = format!(
                    "this event is said to come {word} `{id}`, but their dates say the opposite"
                );
                findings.push(
                    Diagnostic::error("date-order", location, message)
                        .help("mend one of the dates, or remove this"),
                );
            } else {
                edges.push((earlier, later));
            }
        }
    }
    edges
}

/// The order of `events` changed as little as the stated pairs need.
fn constrained(
    dossier: &Dossier,
    events: &[EntryIdx],
    edges: &[(EntryIdx, EntryIdx)],
    findings: &mut Diagnostics,
) -> Vec<EntryIdx> {
    let rank: FxHashMap<EntryIdx, usize> = events.iter().copied().zip(0..).collect();
    let mut waiting = vec![0_usize; events.len()];
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); events.len()];
    for (earlier, later) in edges {
        if let (Some(a), Some(b)) = (rank.get(earlier), rank.get(later)) {
            next[*a].push(*b);
            waiting[*b] += 1;
        }
    }
    let mut ready: BinaryHeap<Reverse<usize>> = (0..events.len())
        .filter(|i| waiting[*i] == 0)
        .map(Reverse)
        .collect();
    let mut ordered = Vec::with_capacity(events.len());
    while let Some(Reverse(i)) = ready.pop() {
        ordered.push(events[i]);
        for later in &next[i] {
            waiting[*later] -= 1;
            if waiting[*later] == 0 {
                ready.push(Reverse(*later));
            }
        }
    }
    if ordered.len() < events.len() {
        for i in (0..events.len()).filter(|i| waiting[*i] > 0) {
            let entry = dossier.entry(events[i]);
            let location = crate::diagnostic::Location::file(&entry.document.path);
            let finding = Diagnostic::error(
                "date-order",
                location,
                "this event would come before itself, by `after` and `before`",
            );
            findings.push(finding.help("remove one of the statements that make the ring"));
            ordered.push(events[i]);
        }
    }
    ordered
}
