//! A claim that nobody makes.

use crate::check::rule::Rule;
use crate::diagnostic::Severity;
use crate::model::kind::Kind;

pub const RULE: Rule = Rule {
    id: "claim-without-position",
    severity: Severity::Error,
    summary: "No position of a claim asserts or confirms it with a citation.",
    doc: r#"A claim is a statement that somebody makes. At least one of its positions must have the stance `asserts` or
`confirms`, and a citation.

**Why it matters.** A claim nobody makes is the site's own. An accusation names its accuser.

**Example.**

```yaml
title: The agency paid twice
status: alleged
positions:
  - {by: example-agency, stance: denies, cite: '[@weekly-2021 "we paid once"]'}
```

**What to do.** Add who says so: `{by: id or "who, in words", stance: asserts, cite: '[@source "exact words"]'}`.
"#,
    check: |inquiry, findings| {
        for (_, entry) in inquiry.dossier.of_kind(Kind::Claim) {
            let Some(claim) = entry.claim() else { continue };
            let is_made =
                |p: &crate::model::front_matter::Position| p.stance.supports() && p.cite.is_some();
            if claim.positions.iter().any(is_made) {
                continue;
            }
            let path = &entry.document.path;
            let (field, message) = if claim.positions.is_empty() {
                ("title", "nobody is said to make this claim")
            } else {
                (
                    "positions",
                    "nobody is cited as asserting or confirming this claim",
                )
            };
            findings.push(
                RULE.finding(inquiry.locate.field(path, field), message)
                    .help("add a position: {by: who, stance: asserts, cite: '[@source \"exact words\"]'}"),
            );
        }
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::cases;

    #[test]
    fn cases_of_the_rule() {
        let with = |positions: &str| {
            format!(
                "=== claims/c.md\ntitle: It rained\nabout: p\nstatus: disputed\n{positions}\n\
                 === places/p.md\ntitle: P\n=== sources/w.md\ntitle: W\ntype: book\n"
            )
        };
        cases(
            &RULE,
            &[
                (&with(""), &["claims/c.md:2 It rained"]),
                (
                    &with("positions:\n  - {by: \"a x\", stance: denies, cite: '[@w]'}"),
                    &["claims/c.md:5 positions"],
                ),
                (
                    &with("positions:\n  - {by: \"a x\", stance: confirms, cite: '[@w]'}"),
                    &[],
                ),
            ],
        );
    }
}
