//! Sources differ about a fact, and the reader is not told what to make of it.

use crate::check::Inquiry;
use crate::check::rule::Rule;
use crate::diagnostic::{Diagnostics, Severity};
use crate::model::dossier::Entry;
use crate::model::fact::{Conflicts, Fact};
use crate::model::front_matter::Details;

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
    match &entry.document.front.details {
        Details::Actor(actor) => {
            fact(
                inquiry,
                entry,
                &|| "born".into(),
                actor.born.as_ref(),
                findings,
            );
            fact(
                inquiry,
                entry,
                &|| "died".into(),
                actor.died.as_ref(),
                findings,
            );
            for (i, office) in actor.offices.iter().enumerate() {
                if office.note.is_empty() {
                    let path = || format!("offices[{i}].date");
                    fact(inquiry, entry, &path, office.date.as_ref(), findings);
                }
            }
            for (i, relation) in actor.relations.iter().enumerate() {
                if relation.note.is_empty() {
                    let path = || format!("relations[{i}].date");
                    fact(inquiry, entry, &path, relation.date.as_ref(), findings);
                }
            }
        }
        Details::Event(event) => {
            fact(
                inquiry,
                entry,
                &|| "date".into(),
                event.date.as_ref(),
                findings,
            );
            fact(
                inquiry,
                entry,
                &|| "place".into(),
                event.place.as_ref(),
                findings,
            );
            fact(
                inquiry,
                entry,
                &|| "amount".into(),
                event.amount.as_ref(),
                findings,
            );
        }
        Details::Claim(claim) => {
            fact(
                inquiry,
                entry,
                &|| "date".into(),
                claim.date.as_ref(),
                findings,
            );
        }
        Details::Place(_) | Details::Source(_) | Details::Page(_) => {}
    }
    for (i, named) in entry.common().facts.iter().enumerate() {
        let path = || format!("facts[{i}].label");
        fact(inquiry, entry, &path, Some(&named.fact), findings);
    }
}

fn fact<T: Conflicts>(
    inquiry: &Inquiry<'_>,
    entry: &Entry,
    path: &dyn Fn() -> String,
    fact: Option<&Fact<T>>,
    findings: &mut Diagnostics,
) {
    let Some(fact) = fact.filter(|fact| fact.accounts.len() > 1) else {
        return;
    };
    let is_explained = !fact.note.is_empty()
        || fact.preferred().is_some()
        || fact
            .accounts
            .iter()
            .any(|a| !a.note.is_empty() || !a.inference.is_empty());
    if !is_explained && fact.differs() {
        let location = inquiry.locate.field(&entry.document.path, &path());
        findings.push(
            RULE.finding(
                location,
                "sources differ here, and no note says what to make of it",
            )
            .help("add a `note` to the fact: what may a careful reader conclude?"),
        );
    }
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
