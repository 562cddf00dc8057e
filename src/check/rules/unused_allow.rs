//! An `allow` that sets nothing aside.

use crate::check::allow::Suppressed;
use crate::check::rule::Rule;
use crate::check::{Context, built_in, rule};
use crate::diagnostic::{Diagnostics, Severity};

pub const RULE: Rule = Rule {
    id: "unused-allow",
    severity: Severity::Warning,
    summary: "An `allow` sets no finding aside.",
    doc: r#"**Why it matters.** The method page prints every `allow` with its reason. One that is of no use any more makes readers
believe that something was set aside; one with a mistake in it hides nothing.

**Example.**

```yaml
allow:
  - {check: uncited-sentence, text: "A sentence that was cited since", reason: "It is about this dossier."}
```

**What to do.** Remove it; or mend the id of its check, or its words, which must stand in the marked sentence as they are
written there.
"#,
    // What every other rule found must be known first: `report` is called after them.
    check: |_, _| {},
};

/// Reports each `allow` that set nothing aside.
pub fn report(context: Context<'_>, suppressions: &[Suppressed], findings: &mut Diagnostics) {
    for unused in suppressions.iter().filter(|s| s.count == 0) {
        let entry = context.dossier.entry(unused.entry);
        let allow = &entry.common().allow[unused.allow];
        let field = |name: &str| {
            let field = format!("allow[{}].{name}", unused.allow);
            context.locate.field(&entry.document.path, &field)
        };
        let id = allow.check.as_str();
        let finding = if rule::find(id).is_some() {
            let place = if allow.text.is_empty() {
                "check"
            } else {
                "text"
            };
            RULE.finding(
                field(place),
                format!("this sets no finding of `{id}` aside"),
            )
            .help("remove it, or write words that stand in the marked place")
        } else if built_in::find(id).is_some() {
            RULE.finding(field("check"), format!("`{id}` cannot be set aside"))
                .help("mend what it reports")
        } else {
            let finding = RULE.finding(field("check"), format!("there is no check `{id}`"));
            let ids = rule::ALL.iter().map(|rule| rule.id);
            match crate::text::nearest(id, ids) {
                Some(near) => finding.did_you_mean(near),
                None => finding.help("`dossier explain` lists all checks"),
            }
        };
        findings.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::cases;

    #[test]
    fn cases_of_the_rule() {
        let with = |allow: &str| {
            format!("=== pages/p.md\ntitle: P\nallow: [{{{allow}, reason: r}}]\n---\nIn 2014.\n")
        };
        cases(
            &RULE,
            &[
                (&with("check: uncited-sentence"), &[]),
                (
                    &with("check: uncited-sentence, text: In 2015"),
                    &["pages/p.md:3 In 2015"],
                ),
                (
                    &with("check: missing-summary"),
                    &["pages/p.md:3 missing-summary"],
                ),
                (
                    &with("check: unknown-reference"),
                    &["pages/p.md:3 unknown-reference"],
                ),
                (
                    &with("check: uncited-sentense"),
                    &["pages/p.md:3 uncited-sentense"],
                ),
            ],
        );
    }
}
