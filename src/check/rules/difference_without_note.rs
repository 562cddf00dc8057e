//! Sources differ about a fact, and the reader is not told what to make of it.

use crate::check::Inquiry;
use crate::check::rule::Rule;
use crate::diagnostic::{Diagnostics, Severity};
use crate::model::dossier::Entry;
use crate::model::walk::{AnyFact, FactPlace};

pub const RULE: Rule = Rule {
    id: "difference-without-note",
    severity: Severity::Warning,
    summary: "Accounts of a fact exclude each other, and no note says what a careful reader may conclude.",
    doc: r#"Accounts that cannot both be true are shown side by side. One sentence of the editors belongs with them: do the
sources speak of the same thing, is one nearer to it, does one copy the other? A note on the fact, or on any of its
accounts, will do; so does a preferred account.

**Why it matters.** Two dates without a word read like a mistake of the site.

**Example.**

```yaml
date:
  - {value: 2019, cite: '[@weekly-2021 "left in 2019"]'}
  - {value: 2020, cite: '[@paper-2023 "last year"]'}
```

**What to do.** Write the fact as `{accounts: [...], note: "..."}` with what a careful reader may conclude, even if that is
only that the sources leave it open.
"#,
    check: |inquiry, findings| {
        for entry in &inquiry.dossier.entries {
            check(inquiry, entry, findings);
        }
    },
};

fn check(inquiry: &Inquiry<'_>, entry: &Entry, findings: &mut Diagnostics) {
    entry.document.front.each_fact(&mut |place, fact| {
        if fact.n_accounts() < 2 || is_explained(entry, place, fact) || !fact.differs() {
            return;
        }
        let field = match place {
            FactPlace::Named(i) => format!("facts[{i}].label"),
            place => place.to_string(),
        };
        let location = inquiry.locate.field(&entry.document.path, &field);
        findings.push(
            RULE.finding(
                location,
                "sources differ here, and no note says what to make of it",
            )
            .help("add a `note` to the fact: what may a careful reader conclude?"),
        );
    });
}

/// Whether a note says what to make of it, or a preferred account does.
fn is_explained(entry: &Entry, place: FactPlace, fact: AnyFact<'_>) -> bool {
    let actor = entry.actor();
    let note_beside = match place {
        FactPlace::OfficeDate(i) => actor.and_then(|a| Some(a.offices.get(i)?.note.as_str())),
        FactPlace::RelationDate(i) => actor.and_then(|a| Some(a.relations.get(i)?.note.as_str())),
        _ => None,
    };
    !fact.note().is_empty()
        || note_beside.is_some_and(|note| !note.is_empty())
        || fact.has_preferred()
        || fact
            .accounts()
            .any(|account| !account.note.is_empty() || !account.inference.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::cases;

    #[test]
    fn cases_of_the_rule() {
        let with = |date: &str| {
            format!(
                "=== events/e.md\ntitle: E\ndate: {date}\n=== sources/w.md\ntitle: W\ntype: book\n"
            )
        };
        cases(
            &RULE,
            &[
                (
                    &with("[{value: 2019, cite: '[@w]'}, {value: 2020, cite: '[@w]'}]"),
                    &["events/e.md:3 [{value: 2019, cite: '[@w]'}, {value: 2020, cite: '[@w]'}]"],
                ),
                (
                    &with("[{value: 2019, cite: '[@w]'}, {value: 2019-05, cite: '[@w]'}]"),
                    &[],
                ),
                (
                    &with(
                        "{note: n, accounts: [{value: 2019, cite: '[@w]'}, {value: 2020, cite: '[@w]'}]}",
                    ),
                    &[],
                ),
                (
                    &with(
                        "[{value: 2019, cite: '[@w]'}, {value: 2020, cite: '[@w]', preferred: true}]",
                    ),
                    &[],
                ),
            ],
        );
    }
}
