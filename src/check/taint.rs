//! A claim → the flags that all its support has, if all of it has any.

use super::support;
use crate::model::dossier::{Dossier, Entry, EntryIdx};
use crate::model::words::Flag;

/// The flags of a claim that rests only on flagged sources, sorted. None if some of its support is free
/// of flags, or if nothing supports it.
///
/// A source has, besides its own flags, those of the source through which it is known; and a source
/// without any has those of its origins, if all of these are sources with flags.
#[must_use]
pub fn taint(dossier: &Dossier, claim: &Entry) -> Option<Vec<Flag>> {
    let mut all = Vec::new();
    for source in support::sources(dossier, claim) {
        let flags = of_source(dossier, source, &mut Vec::new());
        if flags.is_empty() {
            return None;
        }
        all.extend(flags);
    }
    all.sort_unstable();
    all.dedup();
    (!all.is_empty()).then_some(all)
}

fn of_source(dossier: &Dossier, source: EntryIdx, seen: &mut Vec<EntryIdx>) -> Vec<Flag> {
    // Rings are findings of their own. Whoever was seen adds nothing new.
    if seen.contains(&source) || seen.len() >= support::MAX_CHAIN {
        return Vec::new();
    }
    seen.push(source);
    let Some(fields) = dossier.entry(source).source() else {
        return Vec::new();
    };
    let mut flags: Vec<Flag> = fields
        .flags
        .iter()
        .copied()
        .filter(|f| f.taints())
        .collect();
    if let Some(via) = support::through(dossier, source) {
        flags.extend(own_and_via(dossier, via));
    }
    if flags.is_empty() {
        for origin in &fields.origins {
            let of_origin = dossier
                .index(origin)
                .map(|origin| of_source(dossier, origin, seen))
                .unwrap_or_default();
            if of_origin.is_empty() {
                return Vec::new();
            }
            flags.extend(of_origin);
        }
    }
    flags
}

fn own_and_via(dossier: &Dossier, source: EntryIdx) -> Vec<Flag> {
    let mut flags = Vec::new();
    let mut at = Some(source);
    for _ in 0..support::MAX_CHAIN {
        let Some(source) = at else { break };
        let own = dossier.entry(source).source().map(|source| &source.flags);
        flags.extend(own.into_iter().flatten().filter(|flag| flag.taints()));
        at = support::through(dossier, source);
    }
    flags
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::build;

    #[test]
    fn a_claim_is_tainted_if_all_its_support_is() {
        let sources = "=== sources/clean.md\ntitle: Clean\ntype: book\n\
            === sources/party.md\ntitle: Party\ntype: book\nflags: [party, translated]\n\
            === sources/repost.md\ntitle: Repost\ntype: book\nflags: [repost]\n\
            === sources/through.md\ntitle: Through\ntype: book\nvia: party\n\
            === sources/retold.md\ntitle: Retold\ntype: book\norigins: [party]\n\
            === sources/mixed.md\ntitle: Mixed\ntype: book\norigins: [party, own reporting]\n\
            === sources/ring.md\ntitle: Ring\ntype: book\nvia: ring-two\n\
            === sources/ring-two.md\ntitle: Ring two\ntype: book\nvia: ring\norigins: [ring]\n\
            === sources/coerced.md\ntitle: Coerced\ntype: book\nflags: [coerced]\n\
            === actors/ana.md\ntitle: Ana\ntype: person\n";
        for (positions, expected) in [
            ("[{by: ana, stance: asserts, cite: '[@party]'}]", "party"),
            (
                "[{by: ana, stance: asserts, cite: '[@party; @coerced]'}]",
                "coerced party",
            ),
            (
                "[{by: ana, stance: asserts, cite: '[@party; @clean]'}]",
                "-",
            ),
            (
                "[{by: ana, stance: asserts, cite: '[@party]'}, {by: ana, stance: denies, cite: '[@clean]'}]",
                "party",
            ),
            ("[{by: ana, stance: asserts, cite: '[@repost]'}]", "-"),
            ("[{by: ana, stance: asserts, cite: '[@through]'}]", "party"),
            ("[{by: ana, stance: confirms, cite: '[@retold]'}]", "party"),
            ("[{by: ana, stance: asserts, cite: '[@mixed]'}]", "-"),
            ("[{by: ana, stance: asserts, cite: '[@ring]'}]", "-"),
            ("[]", "-"),
        ] {
            let claim = format!(
                "=== claims/c.md\ntitle: C\nabout: ana\nstatus: alleged\npositions: {positions}\n"
            );
            let built = build(&format!("{sources}{claim}"));
            let found = taint(&built.dossier, built.dossier.find("c").unwrap());
            let words = found.map_or("-".to_owned(), |flags| {
                flags.iter().map(|f| f.word()).collect::<Vec<_>>().join(" ")
            });
            // The vocabulary's order is not the alphabet's.
            let mut words: Vec<&str> = words.split(' ').collect();
            words.sort_unstable();
            assert_eq!(words.join(" "), expected, "{positions}");
        }
    }
}
