//! A sentence that states a fact without a citation.

use crate::check::coverage::Statement;
use crate::check::rule::Rule;
use crate::check::words::Marker;
use crate::diagnostic::{Location, Severity};

pub const RULE: Rule = Rule {
    id: "uncited-sentence",
    severity: Severity::Warning,
    summary: "A sentence states a fact and cites no source.",
    doc: r#"A sentence states a fact if it has a name, a date, a number or an accusation in it. A row of a table is vouched
for by a citation in any of its cells, a block quotation by the one that ends it. A citation in the next sentence vouches
for nothing. Headings, questions, alerts such as `> [!NOTE]` and the notes on sources are not looked at; nor are clauses that
say what the sources leave open ("no article says who"), or that only point to another entry ("see [[id]]").

**Why it matters.** "According to whom?" is the question that a dossier answers. The share of cited sentences is printed on
the method page.

**Example.**

```markdown
She left the city in May 2014. Nobody saw her [@weekly-2021, p. 3].
```

**What to do.** Cite the source at the end of the very sentence. If the sentence is about the dossier itself, and not about
the world, say so in front matter, where readers of the method page see it:

```yaml
allow:
  - {check: uncited-sentence, text: "We read five articles", reason: "It is about this dossier."}
```
"#,
    check: |inquiry, findings| {
        for (index, statement) in &inquiry.statements.uncited {
            if let Some((marker, words)) = statement.fact {
                let entry = inquiry.dossier.entry(*index);
                findings.push(finding(entry, statement, marker, words));
            }
        }
    },
};

fn finding(
    entry: &crate::model::dossier::Entry,
    statement: &Statement<'_>,
    marker: Marker,
    words: &str,
) -> crate::diagnostic::Diagnostic {
    let sentences = &entry.document.body.sentences[statement.sentences.clone()];
    let start = sentences.first().map_or(0, |first| first.span.start());
    let end = sentences.last().map_or(0, |last| last.span.end());
    let reason = if words.is_empty() {
        "it names another entry".to_owned()
    } else {
        format!("`{words}` is {}", marker.noun())
    };
    RULE.finding(
        Location::new(&entry.document.path, start..end),
        "this states a fact and cites no source",
    )
    .label(reason)
    .help("cite the source at its end: [@source, p. 3 \"exact words\"]")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::cases;

    #[test]
    fn cases_of_the_rule() {
        let with = |body: &str| {
            format!(
                "=== pages/p.md\ntitle: P\n---\n{body}\n=== sources/w.md\ntitle: W\ntype: book\n"
            )
        };
        cases(
            &RULE,
            &[
                (
                    &with("She left in 2014. So he said [@w]."),
                    &["pages/p.md:4 She left in 2014."],
                ),
                (&with("She left in 2014 [@w]. Nobody knows."), &[]),
                (
                    &with("| a | b |\n|---|---|\n| Ana | 2014 |\n| Ana | 2015 [@w] |"),
                    &["pages/p.md:6 Ana | 2014"],
                ),
            ],
        );
    }
}
