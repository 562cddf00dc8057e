//! A quotation that was never held against the saved text of its source.

use crate::check::rule::Rule;
use crate::check::verify::quotations;
use crate::diagnostic::Severity;
use crate::model::evidence::QuotationState;

pub const RULE: Rule = Rule {
    id: "quotation-unverified",
    severity: Severity::Warning,
    summary: "A quotation was never verified, though its source has a snapshot.",
    doc: r#"Each quotation in a citation, and each block quotation that ends in one, is looked up word for word in the
saved text of its source by `dossier verify`, which writes what it found to `evidence.lock`. This quotation is not in the lock.

**Why it matters.** A reader is told at each citation whether its words were verified. A quotation that was typed from
memory, shortened or translated looks the same as one that was copied, until it is looked up.

**Example.** The source `weekly-2021` has a `snapshot`, and this quotation is newer than the lock:

```markdown
She left in May [@weekly-2021 "left the city in May"].
```

**What to do.** Run `dossier verify` where the snapshots are, and commit `evidence.lock`.
"#,
    check: |inquiry, findings| {
        quotations::report(
            inquiry,
            QuotationState::Unverified,
            &|location, source| {
                RULE.finding(
                    location,
                    format!("this quotation of `{source}` was never verified"),
                )
                .help("verify it against the saved text: dossier verify")
            },
            findings,
        );
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::cases;

    #[test]
    fn cases_of_the_rule() {
        let sha = "0".repeat(64);
        let sources = format!(
            "=== sources/w.md\ntitle: W\ntype: book\nsnapshot: {{file: w.txt, sha256: '{sha}'}}\n\
             === sources/told.md\ntitle: Told\ntype: book\nvia: w\n\
             === sources/bare.md\ntitle: Bare\ntype: book\n"
        );
        let lock = crate::check::verify::testing::lock(&[("w", "known words", &sha)]);
        let with = |rest: &str| format!("{sources}=== evidence.lock\n{lock}\n{rest}");
        cases(
            &RULE,
            &[
                (
                    &with(
                        "=== pages/p.md\ntitle: P\n---\nA [@w \"known words\"]. B [@w \"other words\"].\n",
                    ),
                    &["pages/p.md:4 other words"],
                ),
                (
                    &with(
                        "=== pages/p.md\ntitle: P\n---\nA [@told \"known words\"]. B [@bare \"x\"]. C [@w, p. 3].\n",
                    ),
                    &["pages/p.md:4 known words"],
                ),
                (
                    &with("=== pages/p.md\ntitle: P\n---\n> Known words.\n> More.\n>\n> [@w]\n"),
                    &["pages/p.md:4 Known words.\n> More."],
                ),
                (
                    &with(
                        "=== events/e.md\ntitle: E\ndate: [{value: 2014, cite: '[@w \"in 2014\"]'}]\n",
                    ),
                    &["events/e.md:3 in 2014"],
                ),
            ],
        );
    }
}
