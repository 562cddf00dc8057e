//! A claim → the independent origins behind it: five articles that retell one agency report are one.
//!
//! `origins:` of a source tells where it has its words from, `via:` through which source we know it. So
//! the origin of a claim is found by following `origins` down to what has none, and the number of texts
//! read by following `via` up to what was read. A source whose origins are several may have this claim
//! from any of them; it cannot show that they are independent for this claim, so sources that share one
//! origin are counted as one, and the count errs towards too few.

use super::support;
use crate::model::dossier::{Dossier, Entry, EntryIdx};
use crate::model::kind::Kind;
use crate::text::fold;
use std::collections::BTreeSet;

/// Where a claim comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginGroup {
    /// Sources and texts that nothing further is known behind; several if a source has them from several.
    pub origins: Vec<Origin>,
    /// The texts that were read and carry the claim from there, each once.
    pub sources: Vec<EntryIdx>,
}

/// What nothing further is known behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    Source(EntryIdx),
    /// As written: `a senior official, unnamed`.
    Text(String),
}

/// The independent origins of a claim, in the order in which it cites them.
#[must_use]
pub fn origins(dossier: &Dossier, claim: &Entry) -> Vec<OriginGroup> {
    of_sources(dossier, support::sources(dossier, claim))
}

/// The independent origins of what some sources say, in their order.
#[must_use]
pub fn of_sources(
    dossier: &Dossier,
    sources: impl IntoIterator<Item = EntryIdx>,
) -> Vec<OriginGroup> {
    let mut groups: Vec<OriginGroup> = Vec::new();
    for source in sources {
        let mut own = Vec::new();
        roots(dossier, source, &mut Vec::new(), &mut own);
        let mut merged = OriginGroup {
            origins: own,
            sources: vec![support::read(dossier, source)],
        };
        let mut kept = Vec::with_capacity(groups.len() + 1);
        let mut place = None;
        for group in groups {
            if group.origins.iter().any(|o| has(&merged.origins, o)) {
                place.get_or_insert(kept.len());
                merged = join(group, merged);
            } else {
                kept.push(group);
            }
        }
        kept.insert(place.unwrap_or(kept.len()), merged);
        groups = kept;
    }
    groups
}

/// How many texts that were read carry the claim.
#[must_use]
pub fn n_sources(groups: &[OriginGroup]) -> usize {
    let all: BTreeSet<EntryIdx> = groups.iter().flat_map(|g| g.sources.clone()).collect();
    all.len()
}

fn join(mut first: OriginGroup, second: OriginGroup) -> OriginGroup {
    for origin in second.origins {
        if !has(&first.origins, &origin) {
            first.origins.push(origin);
        }
    }
    for source in second.sources {
        if !first.sources.contains(&source) {
            first.sources.push(source);
        }
    }
    first
}

fn has(origins: &[Origin], wanted: &Origin) -> bool {
    origins.iter().any(|origin| match (origin, wanted) {
        (Origin::Source(a), Origin::Source(b)) => a == b,
        (Origin::Text(a), Origin::Text(b)) => fold(a) == fold(b),
        _ => false,
    })
}

fn roots(dossier: &Dossier, source: EntryIdx, seen: &mut Vec<EntryIdx>, found: &mut Vec<Origin>) {
    // A ring is a finding of its own; its sources end here.
    if seen.contains(&source) {
        return;
    }
    seen.push(source);
    let stated = dossier.entry(source).source().map(|s| s.origins.as_slice());
    let Some(stated @ [_, ..]) = stated else {
        if !has(found, &Origin::Source(source)) {
            found.push(Origin::Source(source));
        }
        return;
    };
    for origin in stated {
        let index = dossier.index(origin);
        match index.filter(|index| dossier.entry(*index).kind() == Kind::Source) {
            Some(index) => roots(dossier, index, seen, found),
            None if !has(found, &Origin::Text(origin.clone())) => {
                found.push(Origin::Text(origin.clone()));
            }
            None => {}
        }
    }
    if found.is_empty() {
        found.push(Origin::Source(source));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::build;

    #[test]
    fn retellings_of_one_report_are_one_origin() {
        let sources = "=== sources/agency.md\ntitle: Agency\ntype: report\n\
            === sources/paper.md\ntitle: Paper\ntype: article\norigins: [agency]\n\
            === sources/weekly.md\ntitle: Weekly\ntype: article\norigins: [paper]\n\
            === sources/own.md\ntitle: Own\ntype: article\n\
            === sources/unnamed.md\ntitle: Unnamed\ntype: article\norigins: [\"a senior Official\"]\n\
            === sources/unnamed-too.md\ntitle: Unnamed too\ntype: article\norigins: [\"A senior  official\"]\n\
            === sources/letter.md\ntitle: Letter\ntype: document\nvia: own\n\
            === sources/both.md\ntitle: Both\ntype: article\norigins: [agency, a letter writer]\n\
            === sources/ring.md\ntitle: Ring\ntype: article\norigins: [ring-two]\n\
            === sources/ring-two.md\ntitle: Ring two\ntype: article\norigins: [ring]\n\
            === actors/ana.md\ntitle: Ana\ntype: person\n";
        for (cites, expected) in [
            (
                "@paper; @weekly; @agency",
                "agency: paper weekly agency (3)",
            ),
            ("@paper; @own", "agency: paper | own: own (2)"),
            (
                "@unnamed; @unnamed-too",
                "a senior Official: unnamed unnamed-too (2)",
            ),
            ("@letter; @own", "letter: own | own: own (1)"),
            ("@both", "agency, a letter writer: both (1)"),
            (
                "@own; @both; @paper",
                "own: own | agency, a letter writer: both paper (3)",
            ),
            ("@ring", "ring-two: ring (1)"),
        ] {
            let claim = format!(
                "=== claims/c.md\ntitle: C\nabout: ana\nstatus: alleged\npositions: [{{by: ana, stance: asserts, cite: '[{cites}]'}}]\n"
            );
            let built = build(&format!("{sources}{claim}"));
            let groups = origins(&built.dossier, built.dossier.find("c").unwrap());
            let id = |index: &EntryIdx| built.dossier.entry(*index).id().to_owned();
            let list: Vec<String> = groups
                .iter()
                .map(|group| {
                    let origins = group.origins.iter().map(|origin| match origin {
                        Origin::Source(index) => id(index),
                        Origin::Text(text) => text.clone(),
                    });
                    let sources: Vec<String> = group.sources.iter().map(id).collect();
                    format!(
                        "{}: {}",
                        origins.collect::<Vec<_>>().join(", "),
                        sources.join(" ")
                    )
                })
                .collect();
            let found = format!("{} ({})", list.join(" | "), n_sources(&groups));
            assert_eq!(found, expected, "{cites}");
        }
    }
}
