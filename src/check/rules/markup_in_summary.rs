//! Markdown where plain text belongs.

use crate::check::rule::Rule;
use crate::diagnostic::Severity;

pub const RULE: Rule = Rule {
    id: "markup-in-summary",
    severity: Severity::Warning,
    summary: "A title or summary has Markdown, a reference, a citation or HTML in it.",
    doc: r#"Titles and summaries are plain text: they stand in lists, cards, search, feeds and other people's programs.

**Why it matters.** Readers are shown the brackets and asterisks as they were typed.

**Example.** `summary: It sold the spring to [[aquaviva]].`

**What to do.** Write the name in words. What needs a link or a citation belongs into the text.
"#,
    check: |inquiry, findings| {
        for entry in &inquiry.dossier.entries {
            let common = entry.common();
            for (field, text) in [("title", &common.title), ("summary", &common.summary)] {
                if let Some(markup) = markup(text) {
                    let location = inquiry.locate.field(&entry.document.path, field);
                    let message = format!(
                        "a {field} is plain text, and readers are shown `{markup}` as typed"
                    );
                    findings.push(RULE.finding(location, message).help("write it in words"));
                }
            }
        }
    },
};

/// Bytes of a tag that are looked at.
const LONGEST_TAG: usize = 200;

/// The first piece of markup in a text.
fn markup(text: &str) -> Option<&str> {
    let mark = ["[[", "[@", "](", "**"]
        .into_iter()
        .find(|mark| text.contains(mark));
    mark.or_else(|| {
        text.match_indices('<').find_map(|(at, _)| {
            let tag = &text[at..];
            let name = tag[1..].strip_prefix('/').unwrap_or(&tag[1..]);
            // A tag that is longer has attributes, and is told by its words.
            let end = tag.bytes().take(LONGEST_TAG).position(|b| b == b'>')?;
            name.starts_with(|c: char| c.is_ascii_alphabetic())
                .then(|| &tag[..=end])
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::cases;

    #[test]
    fn cases_of_the_rule() {
        let with = |summary: &str| format!("=== pages/p.md\ntitle: P\nsummary: '{summary}'\n");
        let found = |summary: &str| format!("pages/p.md:3 {summary}");
        for summary in [
            "It sold to [[a]].",
            "So [@b].",
            "See [it](c.html).",
            "Very **much**.",
            "A <b>word</b>.",
        ] {
            cases(&RULE, &[(&with(summary), &[&found(summary)])]);
        }
        for summary in [
            "A [sic] word.",
            "Less < than > more.",
            "5 * 3 * 2",
            "In 2014 (about).",
        ] {
            cases(&RULE, &[(&with(summary), &[])]);
        }
    }
}
