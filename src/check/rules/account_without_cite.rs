//! One of several accounts of a fact that says neither where it is from nor why it was concluded.

use crate::check::Inquiry;
use crate::check::rule::Rule;
use crate::diagnostic::{Diagnostics, Severity};
use crate::model::dossier::Entry;

pub const RULE: Rule = Rule {
    id: "account-without-cite",
    severity: Severity::Error,
    summary: "One of several accounts of a fact has neither a citation nor an inference.",
    doc: r#"Where a fact has several accounts, each must say which source tells it so, or why the editors concluded it.

**Why it matters.** Accounts stand side by side so that a reader can weigh them. An account without a source cannot be weighed.

**Example.**

```yaml
date:
  - {value: 2019, cite: '[@weekly-2021 "left in 2019"]'}
  - {value: 2020}
```

**What to do.** Add `cite: '[@source "exact words"]'`, or `inference:` with the reason in a sentence.
"#,
    check: |inquiry, findings| {
        for entry in &inquiry.dossier.entries {
            check(inquiry, entry, findings);
        }
    },
};

fn check(inquiry: &Inquiry<'_>, entry: &Entry, findings: &mut Diagnostics) {
    entry.document.front.each_fact(&mut |place, fact| {
        // A single plain value has its citation in the text.
        if fact.n_accounts() < 2 {
            return;
        }
        for (i, account) in fact.accounts().enumerate() {
            if account.cite.is_none() && account.inference.is_empty() {
                let field = format!("{place}[{i}].value");
                let location = inquiry.locate.field(&entry.document.path, &field);
                findings.push(
                    RULE.finding(location, "this account does not say where it is from")
                        .help("add cite: '[@source \"exact words\"]', or inference: \"why the editors concluded it\""),
                );
            }
        }
    });
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
                (&with("2019"), &[]),
                (
                    &with("[{value: 2019, cite: '[@w]'}, {value: 2020}]"),
                    &["events/e.md:3 2020"],
                ),
                (
                    &with("{accounts: [{value: 2019}, {value: 2020, inference: why}]}"),
                    &["events/e.md:3 2019"],
                ),
                (
                    "=== places/p.md\ntitle: P\nfacts: [{label: L, accounts: [{value: a}, {value: b}]}]\n",
                    &["places/p.md:3 a", "places/p.md:3 b"],
                ),
            ],
        );
    }
}
