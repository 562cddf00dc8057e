//! A source known through another that leads nowhere, or that is here itself.

use super::origin_cycle::{rings, source_index};
use crate::check::rule::Rule;
use crate::diagnostic::Severity;
use crate::model::kind::Kind;

pub const RULE: Rule = Rule {
    id: "via-chain",
    severity: Severity::Error,
    summary: "`via` leads in a ring, or stands at a source that has a snapshot of its own.",
    doc: r#"`via` says that a source is known here only through another one: its words were read there, and are verified
in that one's snapshot. Followed from source to source it must end at a source that was read.

**Why it matters.** Readers are told "as reported by". If nobody was read at the end, nobody reported it; and a source with
its own snapshot was read itself, so the words would be looked up in the wrong text.

**Example.** `letter-2014` has `via: weekly-2021` and also `snapshot: {file: letter-2014.txt, ...}`.

**What to do.** Take out `via` if the source was read; take out `snapshot` if it was not; break the ring where it is wrong.
"#,
    check: |inquiry, findings| {
        let next = |source| {
            let via = inquiry
                .dossier
                .entry(source)
                .source()
                .and_then(|s| s.via.as_deref());
            via.and_then(|via| source_index(inquiry, via))
                .map_or(Vec::new(), |to| vec![(0, to)])
        };
        for (source, _, ring) in rings(inquiry, &next) {
            let names: Vec<&str> = ring
                .iter()
                .map(|i| inquiry.dossier.entry(*i).id())
                .collect();
            let path = &inquiry.dossier.entry(source).document.path;
            findings.push(
                RULE.finding(
                    inquiry.locate.field(path, "via"),
                    "this leads back to the source itself, so none of them was read",
                )
                .label(format!("the way is {}", names.join(" → ")))
                .help("take out `via` at the source that was read"),
            );
        }
        for (_, entry) in inquiry.dossier.of_kind(Kind::Source) {
            let Some(source) = entry.source() else {
                continue;
            };
            if source.via.is_some() && source.snapshot.is_some() {
                let location = inquiry.locate.field(&entry.document.path, "via");
                findings.push(
                    RULE.finding(
                        location,
                        "this source is known only through another, and yet has a snapshot of its own",
                    )
                    .help("take out `via` if it was read itself, or else `snapshot`"),
                );
            }
        }
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::cases;

    #[test]
    fn cases_of_the_rule() {
        let source = |id: &str, rest: &str| {
            format!("=== sources/{id}.md\ntitle: {id}\ntype: book\n{rest}\n")
        };
        let snapshot = format!(
            "via: b\nsnapshot: {{file: a.txt, sha256: '{}'}}",
            "0".repeat(64)
        );
        cases(
            &RULE,
            &[
                (
                    &[
                        source("a", "via: b"),
                        source("b", "via: c"),
                        source("c", ""),
                    ]
                    .concat(),
                    &[],
                ),
                (
                    &[
                        source("a", "via: b"),
                        source("b", "via: c"),
                        source("c", "via: b"),
                    ]
                    .concat(),
                    &["sources/c.md:4 b"],
                ),
                (
                    &[source("a", &snapshot), source("b", "")].concat(),
                    &["sources/a.md:4 b"],
                ),
            ],
        );
    }
}
