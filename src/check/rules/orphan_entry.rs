//! An entry that no other leads to.

use crate::check::rule::Rule;
use crate::diagnostic::Severity;
use crate::model::dossier::Entry;
use crate::model::kind::Kind;

pub const RULE: Rule = Rule {
    id: "orphan-entry",
    severity: Severity::Warning,
    summary: "No other entry refers to an actor, place or event.",
    doc: r#"A reader comes to such an entry only from the lists. Events with actors or a place are not meant: the pages of those
show them. Nor are actors who have relations to others.

**Why it matters.** Who, what and when belong together. An entry that nothing refers to is often a name that nobody linked,
or one that should have been an alias.

**Example.** `content/actors/example-vendor.md` exists, and the text that names the vendor has no `[[example-vendor]]`.

**What to do.** Link to it where it is named: `[[id]]` in a text, or `actors:`, `place:`, `relations:` in front matter.
"#,
    check: |inquiry, findings| {
        for entry in &inquiry.dossier.entries {
            let has_place = match entry.kind() {
                Kind::Actor => entry.actor().is_some_and(|a| !a.relations.is_empty()),
                Kind::Event => entry
                    .event()
                    .is_some_and(|e| !e.actors.is_empty() || e.place.is_some()),
                Kind::Place => false,
                Kind::Source | Kind::Claim | Kind::Page => true,
            };
            if !has_place && is_unmentioned(entry) {
                let location = inquiry.locate.field(&entry.document.path, "title");
                findings.push(
                    RULE.finding(
                        location,
                        format!("nothing refers to this {}", entry.kind().word()),
                    )
                    .help(format!("link to it where it is named: [[{}]]", entry.id())),
                );
            }
        }
    },
};

fn is_unmentioned(entry: &Entry) -> bool {
    entry.mentions.is_empty() && entry.events.is_empty() && entry.claims.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::cases;

    #[test]
    fn cases_of_the_rule() {
        cases(
            &RULE,
            &[
                ("=== places/p.md\ntitle: Port\n", &["places/p.md:2 Port"]),
                (
                    "=== places/p.md\ntitle: Port\n=== pages/q.md\ntitle: Q\n---\nSee [[p]].\n",
                    &[],
                ),
                (
                    "=== events/e.md\ntitle: E\ndate: 2014\n",
                    &["events/e.md:2 E"],
                ),
                (
                    "=== events/e.md\ntitle: E\ndate: 2014\nactors: a\n=== actors/a.md\ntitle: A\ntype: person\n",
                    &[],
                ),
            ],
        );
    }
}
