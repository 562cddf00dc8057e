//! A source that nothing rests on.

use crate::check::rule::Rule;
use crate::diagnostic::Severity;
use crate::model::kind::Kind;

pub const RULE: Rule = Rule {
    id: "unused-source",
    severity: Severity::Warning,
    summary: "Nothing cites a source, links to it, or names it as `via` or origin.",
    doc: r#"**Why it matters.** The list of sources says what the dossier rests on. A source that nothing rests on makes it look
better founded than it is.

**Example.** `content/sources/weekly-2021.md` exists, and no entry has `[@weekly-2021]`.

**What to do.** Cite it where it belongs, or remove the file.
"#,
    check: |inquiry, findings| {
        for (_, entry) in inquiry.dossier.of_kind(Kind::Source) {
            if entry.citings.is_empty() && entry.mentions.is_empty() {
                let location = inquiry.locate.field(&entry.document.path, "title");
                findings.push(
                    RULE.finding(location, "nothing in the dossier rests on this source")
                        .help(format!("cite it: [@{}], or remove the file", entry.id())),
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
        let source = "=== sources/w.md\ntitle: Weekly\ntype: book\n";
        let with = |rest: &str| format!("{source}{rest}");
        cases(
            &RULE,
            &[
                (source, &["sources/w.md:2 Weekly"]),
                (
                    &with("=== pages/p.md\ntitle: P\n---\nIt rained [@w].\n"),
                    &[],
                ),
                (
                    &with("=== events/e.md\ntitle: E\ndate: [{value: 2014, cite: '[@w]'}]\n"),
                    &[],
                ),
                (&with("=== pages/p.md\ntitle: P\n---\nSee [[w]].\n"), &[]),
            ],
        );
    }
}
