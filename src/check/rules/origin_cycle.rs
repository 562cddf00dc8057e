//! Sources that rest on each other in a ring.

use crate::check::Inquiry;
use crate::check::rule::Rule;
use crate::diagnostic::{Diagnostics, Severity};
use crate::model::dossier::EntryIdx;
use crate::model::kind::Kind;
use rustc_hash::FxHashMap;

pub const RULE: Rule = Rule {
    id: "origin-cycle",
    severity: Severity::Error,
    summary: "A source rests on itself, by way of `origins`.",
    doc: r#"`origins` says where a source has its words from. Followed from source to source, it must end somewhere.

**Why it matters.** The number of independent origins behind a claim is counted by following `origins` to the end.

**Example.** `weekly-2021` has `origins: [paper-2021]`, and `paper-2021` has `origins: [weekly-2021]`.

**What to do.** Find out which of them came first, and take the other out of its `origins`. If a source is known only
through another, that is `via`, and no origin.
"#,
    check: |inquiry, findings| {
        let next = |source: EntryIdx| {
            let fields = inquiry.dossier.entry(source).source();
            fields.map_or(Vec::new(), |fields| {
                let found = fields.origins.iter().enumerate();
                found
                    .filter_map(|(i, id)| Some((i, source_index(inquiry, id)?)))
                    .collect()
            })
        };
        for (source, place, ring) in rings(inquiry, &next) {
            report(
                inquiry,
                source,
                &format!("origins[{place}]"),
                &ring,
                findings,
            );
        }
    },
};

fn report(
    inquiry: &Inquiry<'_>,
    source: EntryIdx,
    field: &str,
    ring: &[EntryIdx],
    findings: &mut Diagnostics,
) {
    let names: Vec<&str> = ring
        .iter()
        .map(|index| inquiry.dossier.entry(*index).id())
        .collect();
    let path = &inquiry.dossier.entry(source).document.path;
    findings.push(
        RULE.finding(
            inquiry.locate.field(path, field),
            "this leads back to the source itself",
        )
        .label(format!("the way is {}", names.join(" → ")))
        .help("take out the statement that is wrong: one of them came first"),
    );
}

/// The index of a source, or none.
pub fn source_index(inquiry: &Inquiry<'_>, id: &str) -> Option<EntryIdx> {
    let index = inquiry.dossier.index(id)?;
    (inquiry.dossier.entry(index).kind() == Kind::Source).then_some(index)
}

/// Each ring that following `next` leads into, once: the source at which it closes, the place in its
/// list, and all its sources from that which closes it, that one repeated at the end.
pub fn rings(
    inquiry: &Inquiry<'_>,
    next: &dyn Fn(EntryIdx) -> Vec<(usize, EntryIdx)>,
) -> Vec<(EntryIdx, usize, Vec<EntryIdx>)> {
    let mut rings = Vec::new();
    // Some(true) while its followers are being walked, Some(false) once they were.
    let mut open: FxHashMap<EntryIdx, bool> = FxHashMap::default();
    for (start, _) in inquiry.dossier.of_kind(Kind::Source) {
        if open.contains_key(&start) {
            continue;
        }
        open.insert(start, true);
        // With its own stack: a chain of a hundred thousand sources must not end the program.
        let mut path = vec![(start, next(start).into_iter())];
        while let Some((source, followers)) = path.last_mut() {
            let source = *source;
            match followers.next() {
                None => {
                    open.insert(source, false);
                    path.pop();
                }
                Some((place, to)) => match open.get(&to) {
                    Some(false) => {}
                    Some(true) => {
                        let from = path.iter().position(|(index, _)| *index == to);
                        let ring = path.iter().skip(from.unwrap_or(0)).map(|(index, _)| *index);
                        rings.push((source, place, ring.chain([to]).collect()));
                    }
                    None => {
                        open.insert(to, true);
                        path.push((to, next(to).into_iter()));
                    }
                },
            }
        }
    }
    rings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::cases;

    #[test]
    fn cases_of_the_rule() {
        let source = |id: &str, origins: &str| {
            format!("=== sources/{id}.md\ntitle: {id}\ntype: book\norigins: {origins}\n")
        };
        cases(
            &RULE,
            &[
                (
                    &[
                        source("a", "[b]"),
                        source("b", "[c, d]"),
                        source("c", "[\"x y\"]"),
                        source("d", "[c]"),
                    ]
                    .concat(),
                    &[],
                ),
                (&source("a", "[a]"), &["sources/a.md:4 a"]),
                (
                    &[
                        source("a", "[b]"),
                        source("b", "[c]"),
                        source("c", "[\"x y\", b]"),
                    ]
                    .concat(),
                    &["sources/c.md:4 b"],
                ),
                (
                    &[
                        source("a", "[b, c]"),
                        source("b", "[a]"),
                        source("c", "[a]"),
                    ]
                    .concat(),
                    &["sources/b.md:4 a", "sources/c.md:4 a"],
                ),
            ],
        );
    }
}
