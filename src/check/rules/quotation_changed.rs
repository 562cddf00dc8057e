//! A quotation that was verified against another version of its source's saved text.

use crate::check::rule::Rule;
use crate::check::verify::quotations;
use crate::diagnostic::Severity;
use crate::model::evidence::QuotationState;

pub const RULE: Rule = Rule {
    id: "quotation-changed",
    severity: Severity::Error,
    summary: "A quotation was verified against another snapshot than the one its source names now.",
    doc: r#"`evidence.lock` says that this quotation stood in a snapshot with one SHA-256, and the source now names
another.

**Why it matters.** Publishers edit their pages. A snapshot that was saved anew may no longer say what was quoted, and the
site would still call the quotation verified.

**Example.** Somebody saved the article again and changed `sha256` in `content/sources/weekly-2021.md`, without verifying.

**What to do.** Run `dossier verify` where the new snapshot is. It reports each quotation that is gone, and rewrites the lock.
"#,
    check: |inquiry, findings| {
        let open = inquiry.open_quotations.iter();
        let changed = open.filter(|(_, state)| *state == QuotationState::Changed);
        quotations::report(
            inquiry,
            changed.map(|(quotation, _)| quotation),
            &|location, source| {
                RULE.finding(
                    location,
                    format!("this quotation was verified against another text of `{source}`"),
                )
                .help("verify it against the new one: dossier verify")
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
        let (old, new) = ("0".repeat(64), "1".repeat(64));
        let with = |sha: &str| {
            let lock = crate::check::verify::testing::lock(&[("told", "known words", &old)]);
            format!(
                "=== sources/w.md\ntitle: W\ntype: book\nsnapshot: {{file: w.txt, sha256: '{sha}'}}\n\
                 === sources/told.md\ntitle: Told\ntype: book\nvia: w\n\
                 === evidence.lock\n{lock}\n\
                 === pages/p.md\ntitle: P\n---\nA [@told, p. 3 “known words”].\n"
            )
        };
        cases(
            &RULE,
            &[
                (&with(&old), &[]),
                (&with(&new), &["pages/p.md:4 known words"]),
            ],
        );
    }
}
