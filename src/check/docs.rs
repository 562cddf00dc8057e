//! The tables of rules and built-in findings → what `dossier explain` prints and docs/checks.md says.

use super::built_in::{self, BuiltIn};
use super::rule::{self, Rule};
use crate::diagnostic::Severity;
use std::fmt::Write as _;

/// The explanation of one check as Markdown; none if there is no such id.
#[must_use]
pub fn explain(id: &str) -> Option<String> {
    let rule = rule::find(id).map(of_rule);
    rule.or_else(|| built_in::find(id).map(of_built_in))
}

/// All ids with their summaries, rules first.
pub fn ids() -> impl Iterator<Item = (&'static str, &'static str)> {
    let rules = rule::ALL.iter().map(|rule| (rule.id, rule.summary));
    rules.chain(built_in::ALL.iter().map(|row| (row.id, row.summary)))
}

/// The whole of docs/checks.md.
#[must_use]
pub fn page() -> String {
    let mut page = String::from(HEAD);
    page.push_str("\n| check | | finds |\n|---|---|---|\n");
    let rules = rule::ALL.iter().map(|r| (r.id, r.severity, r.summary));
    let rows = built_in::ALL.iter().map(|r| (r.id, r.severity, r.summary));
    for (id, severity, summary) in rules.chain(rows) {
        // Writing to a string cannot fail.
        let _ = writeln!(
            page,
            "| [`{id}`](#{id}) | {} | {summary} |",
            severity.word()
        );
    }
    page.push_str("\n# Rules\n");
    for rule in rule::ALL {
        let _ = write!(page, "\n{}", of_rule(rule));
    }
    page.push_str("\n# Findings of the other stages\n");
    for row in built_in::ALL {
        let _ = write!(page, "\n{}", of_built_in(row));
    }
    page
}

const HEAD: &str = "<!-- Made from src/check/ by a test; write there, then: UPDATE=1 cargo test docs -->
# Checks

Every finding has an id. `dossier explain ID` prints what stands here.

Each check is an error or a warning by default; a dossier can set another severity, or turn a rule off, in dossier.yaml:

```yaml
severity:
  missing-summary: off
  uncited-sentence: error
```

A finding of a rule that is right to stand is set aside in the front matter of its entry, with the reason, which the method
page of the site prints. `text` names words of the place that is meant; without it, the whole entry is:

```yaml
allow:
  - {check: uncited-sentence, text: \"We read five articles\", reason: \"It is about this dossier.\"}
```
";

fn of_rule(rule: &Rule) -> String {
    let Rule {
        id, summary, doc, ..
    } = rule;
    let doc = doc.trim_end();
    format!("## {id}\n\n{}: {summary}\n\n{doc}\n", name(rule.severity))
}

fn of_built_in(row: &BuiltIn) -> String {
    let BuiltIn {
        id,
        summary,
        why,
        example,
        fix,
        ..
    } = row;
    let example = if example.is_empty() {
        String::new()
    } else if example.contains('`') || example.contains(' ') {
        format!(
            "**Example.** {example}{}\n\n",
            if example.ends_with('.') { "" } else { "." }
        )
    } else {
        format!("**Example.** `{example}`.\n\n")
    };
    let severity = name(row.severity);
    format!(
        "## {id}\n\n{severity}: {summary}\n\n**Why it matters.** {why}\n\n{example}**What to do.** {fix}\n"
    )
}

fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn docs_are_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/checks.md");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/docs")).unwrap();
            std::fs::write(path, page()).unwrap();
        }
        let written = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            written == page(),
            "docs/checks.md is old: UPDATE=1 cargo test docs"
        );
    }

    #[test]
    fn every_check_is_explained_in_full() {
        for (id, summary) in ids() {
            let text = explain(id).unwrap();
            assert!(text.contains("**What to do.**"), "{id}");
            assert!(text.contains("**Why it matters.**"), "{id}");
            assert!(summary.ends_with('.'), "{id}");
            assert!(crate::text::is_id(id));
        }
        for rule in rule::ALL {
            assert!(rule.doc.contains("**Example.**"), "{}", rule.id);
        }
        assert_eq!(explain("no-such-check"), None);
    }
}
