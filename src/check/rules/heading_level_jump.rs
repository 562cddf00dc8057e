//! A heading that skips a level.

use crate::check::rule::Rule;
use crate::diagnostic::{Location, Severity};
use crate::model::document::SentenceRole;

pub const RULE: Rule = Rule {
    id: "heading-level-jump",
    severity: Severity::Warning,
    summary: "A heading is more than one level below the one before it.",
    doc: r#"The page's title is the heading of level 1; a text begins with `##`.

**Why it matters.** Readers who listen to a page move from heading to heading by level. A level that is missing sounds like a
part that is missing.

**Example.** `#### Later` directly after `## In 2014`.

**What to do.** Use one `#` less, or add the heading between them.
"#,
    check: |inquiry, findings| {
        for entry in &inquiry.dossier.entries {
            let body = &entry.document.body;
            let mut level = 1;
            for heading in &body.headings {
                if heading.level > level + 1 {
                    let mut sentences = body.sentences.iter();
                    let words = sentences.find(|sentence| {
                        sentence.role == SentenceRole::Heading
                            && heading.span.contains(&sentence.span.start())
                    });
                    let path = &entry.document.path;
                    let span =
                        words.map_or_else(|| heading.span.clone(), |words| words.span.range());
                    let location = Location::new(path, span);
                    let message = format!(
                        "a heading of level {} follows one of level {level}",
                        heading.level
                    );
                    let wanted = "#".repeat(usize::from(level) + 1);
                    findings.push(
                        RULE.finding(location, message)
                            .help(format!("begin it with {wanted}")),
                    );
                }
                level = heading.level;
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
        let with = |body: &str| format!("=== pages/p.md\ntitle: P\n---\n{body}\n");
        cases(
            &RULE,
            &[
                (&with("## A\n\n### B\n\n## C"), &[]),
                (&with("# A\n\n### B"), &[]),
                (&with("## A\n\n#### B c"), &["pages/p.md:6 B c"]),
                (&with("### A"), &["pages/p.md:4 A"]),
                (
                    &with("## A\n\n### B\n\n## C\n\n#### B"),
                    &["pages/p.md:10 B"],
                ),
            ],
        );
    }
}
