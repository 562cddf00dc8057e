//! A source that a reader cannot find.

use crate::check::rule::Rule;
use crate::diagnostic::Severity;
use crate::model::kind::Kind;

pub const RULE: Rule = Rule {
    id: "source-not-findable",
    severity: Severity::Warning,
    summary: "A source has no address, no archived copy, no `via`, and is no printed work with a publisher.",
    doc: r#"A reader who doubts a statement must be able to get hold of its source: at `url`, at `archive_url`, through the
source named by `via`, or, for books, laws, judgments and other printed works, by publisher or author and date.

**Why it matters.** A source that only the editors have is a source that the reader has to believe.

**Example.** A source of the type `article-newspaper` with nothing but a title.

**What to do.** Add `url:`, better also `archive_url:`; or `via:` if you know it only through another source.
"#,
    check: |inquiry, findings| {
        for (_, entry) in inquiry.dossier.of_kind(Kind::Source) {
            let Some(source) = entry.source() else {
                continue;
            };
            let has_address =
                source.url.is_some() || source.archive_url.is_some() || source.via.is_some();
            let is_described = source.published.is_some()
                && (!source.publisher.is_empty() || !source.authors.is_empty());
            if has_address || (PRINTED.contains(&source.type_word) && is_described) {
                continue;
            }
            let location = inquiry.locate.field(&entry.document.path, "title");
            findings.push(
                RULE.finding(location, "a reader cannot find this source")
                    .help(
                        "add url:, archive_url:, or via: with the source through which you know it",
                    ),
            );
        }
    },
};

/// Types of works that a library or archive can find by author or publisher and date.
const PRINTED: &[&str] = &[
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "bill",
    "book",
    "chapter",
    "hearing",
    "legal_case",
    "legislation",
    "manuscript",
    "map",
    "motion_picture",
    "pamphlet",
    "patent",
    "periodical",
    "regulation",
    "report",
    "standard",
    "thesis",
    "treaty",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::cases;

    #[test]
    fn cases_of_the_rule() {
        let with = |rest: &str| {
            format!(
                "=== sources/w.md\ntitle: Weekly\n{rest}\n=== sources/x.md\ntitle: X\ntype: webpage\nurl: https://e.org\n"
            )
        };
        cases(
            &RULE,
            &[
                (&with("type: webpage"), &["sources/w.md:2 Weekly"]),
                (&with("type: webpage\nurl: https://e.org/"), &[]),
                (&with("type: webpage\narchive_url: https://e.org/"), &[]),
                (&with("type: webpage\nvia: x"), &[]),
                (
                    &with("type: book\npublisher: P"),
                    &["sources/w.md:2 Weekly"],
                ),
                (&with("type: book\npublisher: P\npublished: 1999"), &[]),
                (
                    &with("type: webpage\npublisher: P\npublished: 1999"),
                    &["sources/w.md:2 Weekly"],
                ),
            ],
        );
    }
}
