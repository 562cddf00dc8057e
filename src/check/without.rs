//! A source, taken away in thought → what would no longer be supported.
//!
//! With a source goes whatever is known only through it. What still has another source stays; what is
//! listed as lost is exactly what a dossier without those files would no longer support.

use super::{origins, support};
use crate::model::document::Filling;
use crate::model::dossier::{Dossier, Entry, EntryIdx};
use crate::model::kind::Kind;
use crate::model::walk::CitationPlace;
use serde::Serialize;
use std::collections::BTreeSet;

/// What a withdrawal would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Without {
    /// Id of the source.
    pub source: String,
    /// Ids of all sources that would go: it, and those known only through it.
    pub withdrawn: Vec<String>,
    /// What would lose its last support, in order of entry.
    pub lost: Vec<Supported>,
    /// Claims that keep support, but from fewer independent origins.
    pub weakened: Vec<Weakened>,
}

/// Something in the dossier that a source supports.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Supported {
    /// Id of the entry.
    pub entry: String,
    pub what: What,
    /// Path of the field or number of the sentence, to tell apart what has the same text.
    pub place: String,
    /// For a reader: the sentence, the value, the words quoted.
    pub text: String,
}

/// What can lose support.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// An entry of whose statements none has a source left.
    Entry,
    /// A claim that nobody is left to assert.
    Claim,
    Position,
    Account,
    Office,
    Relation,
    /// A sentence of a text.
    Sentence,
    Quotation,
}

/// A claim with fewer independent origins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Weakened {
    pub claim: String,
    pub title: String,
    pub before: usize,
    pub after: usize,
}

/// What would be lost without a source.
#[must_use]
pub fn without(dossier: &Dossier, source: EntryIdx) -> Without {
    let withdrawn = withdrawn(dossier, source);
    let before = supported(dossier, &|_| true);
    let after = supported(dossier, &|index| !withdrawn.contains(&index));
    let weakened = dossier.of_kind(Kind::Claim).filter_map(|(_, claim)| {
        let all = support::sources(dossier, claim);
        let left = all.iter().copied().filter(|s| !withdrawn.contains(s));
        let after = origins::of_sources(dossier, left).len();
        let before = origins::of_sources(dossier, all.iter().copied()).len();
        (0 < after && after < before).then(|| Weakened {
            claim: claim.id().to_owned(),
            title: claim.title().to_owned(),
            before,
            after,
        })
    });
    Without {
        source: dossier.entry(source).id().to_owned(),
        weakened: weakened.collect(),
        withdrawn: withdrawn
            .iter()
            .map(|index| dossier.entry(*index).id().to_owned())
            .collect(),
        lost: before.difference(&after).cloned().collect(),
    }
}

/// A source and all sources that are known only through it.
fn withdrawn(dossier: &Dossier, source: EntryIdx) -> BTreeSet<EntryIdx> {
    let mut all = BTreeSet::from([source]);
    loop {
        let before = all.len();
        for (index, _) in dossier.of_kind(Kind::Source) {
            if support::through(dossier, index).is_some_and(|via| all.contains(&via)) {
                all.insert(index);
            }
        }
        if all.len() == before {
            return all;
        }
    }
}

/// Everything that a source which `is_live` supports. The pages of withdrawn sources are not looked at.
fn supported(dossier: &Dossier, is_live: &dyn Fn(EntryIdx) -> bool) -> BTreeSet<Supported> {
    let is_live = |id: &str| {
        dossier
            .index(id)
            .is_some_and(|index| dossier.entry(index).kind() == Kind::Source && is_live(index))
    };
    let mut found = BTreeSet::new();
    for (index, entry) in dossier.iter() {
        if entry.kind() == Kind::Source && !is_live(dossier.entry(index).id()) {
            continue;
        }
        of_entry(entry, &is_live, &mut found);
    }
    found
}

fn of_entry(entry: &Entry, is_live: &dyn Fn(&str) -> bool, found: &mut BTreeSet<Supported>) {
    let mut add = |what: What, place: String, text: &str| {
        found.insert(Supported {
            entry: entry.id().to_owned(),
            what,
            place,
            text: text.to_owned(),
        });
    };
    let mut n_cited = 0;
    let mut is_asserted = false;
    let mut has_position = false;
    entry.document.front.each_citation(&mut |place, citation| {
        let path = place.to_string();
        let positions = entry.claim().map_or(&[][..], |claim| &claim.positions);
        let position = match place {
            CitationPlace::Position(i) => positions.get(i),
            _ => None,
        };
        has_position |= position.is_some();
        let live = citation.items.iter().filter(|item| is_live(&item.source));
        let mut is_supported = false;
        for item in live {
            is_supported = true;
            if let Some(quotation) = &item.quotation {
                add(
                    What::Quotation,
                    format!("{path} @{}", item.source),
                    quotation,
                );
            }
        }
        if is_supported {
            n_cited += 1;
            is_asserted |= position.is_some_and(|position| position.stance.supports());
            let (what, text) = describe(entry, place);
            add(what, path, &text);
        }
    });
    let body = &entry.document.body;
    for hole in &body.holes {
        let Filling::Citation(citation) = &hole.filling else {
            continue;
        };
        let live = citation.items.iter().filter(|item| is_live(&item.source));
        let mut is_supported = false;
        for item in live {
            is_supported = true;
            if let Some(quotation) = &item.quotation {
                let place = format!("{} @{}", hole.span.start(), item.source);
                add(What::Quotation, place, quotation);
            }
        }
        if let (true, Some(sentence)) = (is_supported, body.sentences.get(hole.sentence as usize)) {
            n_cited += 1;
            let text = body
                .text(sentence)
                .replace(crate::model::document::TITLE_MARK, "…");
            add(What::Sentence, format!("{}", hole.sentence), text.trim());
            // A claim whose positions cite nothing rests on what its text cites.
            if entry.kind() == Kind::Claim && !has_position {
                add(What::Claim, String::new(), entry.title());
            }
        }
    }
    if is_asserted {
        add(What::Claim, String::new(), entry.title());
    }
    if n_cited > 0 {
        add(What::Entry, String::new(), entry.title());
    }
}

/// What a citation of front matter supports, for a reader.
fn describe(entry: &Entry, place: CitationPlace) -> (What, String) {
    let front = &entry.document.front;
    match place {
        CitationPlace::Account(place, i) => {
            let value = front.fact(place).map(|fact| fact.written(i));
            let text = format!("{}: {}", front.label(place), value.unwrap_or_default());
            (What::Account, text)
        }
        CitationPlace::Office(i) => {
            let offices = entry.actor().map_or(&[][..], |actor| &actor.offices);
            let role = offices.get(i).map(|office| office.role.clone());
            (What::Office, role.unwrap_or_default())
        }
        CitationPlace::Relation(i) => {
            let relations = entry.actor().map_or(&[][..], |actor| &actor.relations);
            let text = relations
                .get(i)
                .map(|relation| format!("{} {}", relation.type_word, relation.to));
            (What::Relation, text.unwrap_or_default())
        }
        CitationPlace::Position(i) => {
            let positions = entry.claim().map_or(&[][..], |claim| &claim.positions);
            let text = positions
                .get(i)
                .map(|position| format!("{} {}", position.by, position.stance.word()));
            (What::Position, text.unwrap_or_default())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::{Built, build, build_tree, tree};
    use crate::model::source_tree::SourceTree;

    const DOSSIER: &str = "=== sources/w.md\ntitle: W\ntype: book\n---\nIt says so [@w \"so\"].\n\
        === sources/letter.md\ntitle: Letter\ntype: book\nvia: w\n\
        === sources/note.md\ntitle: Note\ntype: book\nvia: letter\n\
        === sources/p.md\ntitle: P\ntype: book\norigins: [w]\n\
        === sources/q.md\ntitle: Q\ntype: book\n\
        === actors/ana.md\ntitle: Ana\ntype: person\nborn: [{value: 1960, cite: '[@w]'}, {value: 1961, cite: '[@w; @q]'}]\n\
        offices: [{role: Clerk, cite: '[@letter \"clerk\"]'}]\nrelations: [{to: ruth, type: friend, cite: '[@q]'}]\n\
        ---\nShe left [@w \"left\"; @q \"went\"]. She came [@note]. She stayed.\n\
        === actors/ruth.md\ntitle: Ruth\ntype: person\n---\nShe wrote [@letter].\n\
        === claims/one.md\ntitle: One\nabout: ana\nstatus: alleged\npositions:\n  - {by: ruth, stance: asserts, cite: '[@letter]'}\n  - {by: ana, stance: denies, cite: '[@q]'}\n\
        === claims/two.md\ntitle: Two\nabout: ana\nstatus: alleged\npositions:\n  - {by: ruth, stance: asserts, cite: '[@letter; @p; @q]'}\n\
        === claims/three.md\ntitle: Three\nabout: ana\nstatus: alleged\n---\nSo it is [@w].\n\
        === events/e.md\ntitle: E\ndate: {accounts: [{value: 2014, cite: '[@q]'}, {value: 2015, cite: '[@note \"x\"]'}]}\nfacts: [{label: Sum, type: amount, accounts: [{value: 5 million USD, cite: '[@w]'}]}]\n";

    fn lost(built: &Built, source: &str) -> Vec<String> {
        let index = built.dossier.index(source).unwrap();
        let without = without(&built.dossier, index);
        let line = |lost: &Supported| {
            let what = serde_json::to_string(&lost.what).unwrap();
            format!("{} {} {}", lost.entry, what.trim_matches('"'), lost.text)
        };
        without.lost.iter().map(line).collect()
    }

    #[test]
    fn what_falls_is_listed_with_all_that_was_known_through_the_source() {
        let built = build(DOSSIER);
        assert_eq!(
            lost(&built, "w"),
            [
                "ana account born: 1960",
                "ana office Clerk",
                "ana sentence She came.",
                "ana quotation left",
                "ana quotation clerk",
                "e account date: 2015",
                "e account Sum: 5 million USD",
                "e quotation x",
                "one claim One",
                "one position ruth asserts",
                "ruth entry Ruth",
                "ruth sentence She wrote.",
                "three entry Three",
                "three claim Three",
                "three sentence So it is.",
                "w entry W",
                "w sentence It says so.",
                "w quotation so",
            ]
        );
        assert_eq!(
            lost(&built, "note"),
            [
                "ana sentence She came.",
                "e account date: 2015",
                "e quotation x"
            ]
        );
        let index = built.dossier.index("w").unwrap();
        let without = without(&built.dossier, index);
        assert_eq!(without.withdrawn, ["letter", "note", "w"]);
        let weakened = &without.weakened[0];
        assert_eq!(
            (weakened.claim.as_str(), weakened.before, weakened.after),
            ("two", 3, 2)
        );
    }

    /// The files of sources that are gone taken away one after the other, and everything built anew.
    #[test]
    fn it_equals_a_dossier_rebuilt_without_the_files() {
        let whole = build(DOSSIER);
        for (index, source) in whole.dossier.of_kind(Kind::Source) {
            let mut files: SourceTree = tree(DOSSIER);
            files.remove(&source.document.path);
            let mut rebuilt = build_tree(files.clone());
            let orphan = |built: &Built| {
                built.dossier.of_kind(Kind::Source).find_map(|(_, source)| {
                    let via = source.source()?.via.as_deref()?;
                    let is_gone = built.dossier.find(via).is_none();
                    is_gone.then(|| source.document.path.clone())
                })
            };
            while let Some(path) = orphan(&rebuilt) {
                files.remove(&path);
                rebuilt = build_tree(files.clone());
            }
            let before = supported(&whole.dossier, &|_| true);
            let after = supported(&rebuilt.dossier, &|_| true);
            let expected: Vec<Supported> = before.difference(&after).cloned().collect();
            let found = without(&whole.dossier, index);
            assert_eq!(found.lost, expected, "{}", source.id());
            let left: Vec<&str> = rebuilt
                .dossier
                .of_kind(Kind::Source)
                .map(|(_, s)| s.id())
                .collect();
            let gone = whole.dossier.of_kind(Kind::Source).map(|(_, s)| s.id());
            assert_eq!(
                found.withdrawn,
                gone.filter(|id| !left.contains(id)).collect::<Vec<_>>()
            );
        }
    }
}
