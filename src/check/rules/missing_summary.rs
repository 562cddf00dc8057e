//! An entry without a summary.

use crate::check::rule::Rule;
use crate::diagnostic::Severity;
use crate::model::kind::Kind;

pub const RULE: Rule = Rule {
    id: "missing-summary",
    severity: Severity::Warning,
    summary: "An actor, event, place or claim has no summary.",
    doc: r#"**Why it matters.** The summary is what a reader sees of an entry in lists, previews, search and cards. Without it
there is a bare name.

**Example.** `content/actors/example-agency.md` has a title and a text, and no `summary:`.

**What to do.** Add `summary:` with one or two sentences that stand alone, under the same rules as the text: an accusation
names its accuser, and the denial stands beside it.
"#,
    check: |inquiry, findings| {
        for entry in &inquiry.dossier.entries {
            let is_exempt = matches!(entry.kind(), Kind::Source | Kind::Page);
            if !is_exempt && entry.common().summary.is_empty() {
                let location = inquiry.locate.field(&entry.document.path, "title");
                findings.push(
                    RULE.finding(
                        location,
                        format!("this {} has no summary", entry.kind().word()),
                    )
                    .help("add summary: with one or two sentences that stand alone"),
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
        cases(
            &RULE,
            &[
                ("=== places/p.md\ntitle: Port\n", &["places/p.md:2 Port"]),
                ("=== places/p.md\ntitle: Port\nsummary: A port.\n", &[]),
                (
                    "=== pages/p.md\ntitle: Port\n=== sources/s.md\ntitle: S\ntype: book\n",
                    &[],
                ),
            ],
        );
    }
}
