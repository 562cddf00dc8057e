//! A quotation that was never held against the saved text of its source.

use crate::check::Inquiry;
use crate::check::rule::Rule;
use crate::check::verify::quotations::{self, Quotation};
use crate::diagnostic::Severity;
use crate::model::dossier::{Entry, EntryIdx};
use crate::model::evidence::QuotationState;
use crate::model::kind::Kind;
use std::collections::BTreeMap;

pub const RULE: Rule = Rule {
    id: "quotation-unverified",
    severity: Severity::Warning,
    summary: "A quotation was never verified, though its source has a snapshot.",
    doc: r#"Each quotation in a citation, and each block quotation that ends in one, is looked up word for word in the
saved text of its source by `dossier verify`, which writes what it found to `evidence.lock`. This quotation is not in the lock.
A text of which the lock knows nothing at all is reported once.

**Why it matters.** A reader is told at each citation whether its words were verified. A quotation that was typed from
memory, shortened or translated looks the same as one that was copied, until it is looked up.

**Example.** The source `weekly-2021` has a `snapshot`, and this quotation is newer than the lock:

```markdown
She left in May [@weekly-2021 "left the city in May"].
```

**What to do.** Run `dossier verify` where the snapshots are, and commit `evidence.lock`.
"#,
    check: |inquiry, findings| {
        let open = inquiry.open_quotations.iter();
        let open = open.filter(|(_, state)| *state == QuotationState::Unverified);
        let mut by_text: BTreeMap<EntryIdx, Vec<&Quotation<'_>>> = BTreeMap::new();
        for (quotation, _) in open {
            if let Some(carrier) = quotation.carrier {
                by_text.entry(carrier).or_default().push(quotation);
            }
        }
        for (text, quotations) in by_text {
            let entry = inquiry.dossier.entry(text);
            if quotations.len() > 1 && is_new(inquiry, text) {
                let location = inquiry.locate.field(&entry.document.path, "snapshot.file");
                let message = format!(
                    "none of the {} quotations from this text was ever verified",
                    quotations.len()
                );
                findings.push(RULE.finding(location, message).help(HELP));
            } else {
                let finding = |location, source: &str| {
                    let message = format!("this quotation of `{source}` was never verified");
                    RULE.finding(location, message).help(HELP)
                };
                quotations::report(inquiry, quotations.into_iter(), &finding, findings);
            }
        }
    },
};

const HELP: &str = "look it up in the saved text: dossier verify";

/// Whether the lock knows nothing of a text, so that one finding says it all.
fn is_new(inquiry: &Inquiry<'_>, text: EntryIdx) -> bool {
    let through = |source: &Entry| {
        let carrier = inquiry.dossier.carrier(source);
        carrier.and_then(|carrier| inquiry.dossier.index(carrier.id())) == Some(text)
    };
    let mut sources = inquiry.dossier.of_kind(Kind::Source);
    !sources.any(|(_, source)| inquiry.dossier.lock.knows(source.id()) && through(source))
}

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
                // A text of which the lock knows nothing is reported once, wherever it is quoted.
                (
                    &format!(
                        "{sources}=== pages/p.md\ntitle: P\n---\nA [@w \"one\"]. B [@told \"two\"].\n"
                    ),
                    &["sources/w.md:4 w.txt"],
                ),
                (
                    &format!("{sources}=== pages/p.md\ntitle: P\n---\nA [@w \"one\"].\n"),
                    &["pages/p.md:4 one"],
                ),
            ],
        );
    }
}
