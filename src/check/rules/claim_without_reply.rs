//! An accusation of a living person without a denial, a reply, or word of why there is none.

use crate::check::rule::Rule;
use crate::diagnostic::Severity;
use crate::model::dossier::Entry;
use crate::model::front_matter::Living;
use crate::model::kind::Kind;
use crate::model::words::Status;

pub const RULE: Rule = Rule {
    id: "claim-without-reply",
    severity: Severity::Error,
    summary: "A claim that charges or accuses a living person shows no denial or reply, and no reason why.",
    doc: r#"A claim with the status `charged` or `alleged` about a person who lives, or may live, needs one of: a position
that denies, doubts or refutes it, or declines to comment; `no_reply: {asked, date}`; or `reply_not_sought:` with the reason.
It is shown in the claim's card wherever the card appears.

**Why it matters.** If somebody has denied an accusation, a reader must learn it in the same place. If nobody asked, a reader
must learn that. It is also what press codes and courts look at first.

**Example.**

```yaml
about: [ana-example]
status: alleged
positions:
  - {by: example-office, stance: asserts, cite: '[@weekly-2021 "says she took it"]'}
```

**What to do.** Add the denial as a position, or `no_reply:`, or `reply_not_sought: "The sources carry no reply."`.
"#,
    check: |inquiry, findings| {
        for (_, entry) in inquiry.dossier.of_kind(Kind::Claim) {
            let Some(claim) = entry.claim() else { continue };
            let accuses = matches!(claim.status, Some(Status::Charged | Status::Alleged));
            let is_answered = claim.positions.iter().any(|p| p.stance.replies())
                || claim.no_reply.is_some()
                || !claim.reply_not_sought.is_empty();
            if !accuses || is_answered {
                continue;
            }
            let about = claim.about.iter().filter_map(|id| inquiry.dossier.find(id));
            let Some(person) = about.into_iter().find(|entry| is_living_person(entry)) else {
                continue;
            };
            let location = inquiry.locate.field(&entry.document.path, "status");
            let message = format!(
                "this claim is about {}, and shows no denial or reply",
                person.title()
            );
            findings.push(
                RULE.finding(location, message)
                    .help("add the denial as a position: {by: who, stance: denies, cite: '[@source \"exact words\"]'}")
                    .help("or say why there is none: no_reply: {asked: who, date: when}, or reply_not_sought: \"the reason\""),
            );
        }
    },
};

/// Whether an entry is a person of whom it is not known that he or she died.
pub fn is_living_person(entry: &Entry) -> bool {
    entry
        .actor()
        .is_some_and(|actor| actor.type_word == "person" && actor.living != Living::No)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::cases;

    #[test]
    fn cases_of_the_rule() {
        let with = |about: &str, rest: &str| {
            format!(
                "=== claims/c.md\ntitle: C\nabout: [{about}]\n{rest}\n\
                 === actors/ana.md\ntitle: Ana\ntype: person\n\
                 === actors/lost.md\ntitle: Lost\ntype: person\nliving: unknown\n\
                 === actors/dead.md\ntitle: Dead\ntype: person\nliving: false\n\
                 === actors/firm.md\ntitle: Firm\ntype: company\n\
                 === sources/w.md\ntitle: W\ntype: book\n"
            )
        };
        let position = |stance: &str| {
            format!("status: alleged\npositions: [{{by: ana, stance: {stance}, cite: '[@w]'}}]")
        };
        cases(
            &RULE,
            &[
                (&with("ana", "status: alleged"), &["claims/c.md:4 alleged"]),
                (
                    &with("firm, lost", "status: charged"),
                    &["claims/c.md:4 charged"],
                ),
                (&with("dead, firm", "status: charged"), &[]),
                (&with("ana", "status: found"), &[]),
                (
                    &with("ana", &position("asserts")),
                    &["claims/c.md:4 alleged"],
                ),
                (&with("ana", &position("denies")), &[]),
                (&with("ana", &position("declines to comment")), &[]),
                (&with("ana", "status: alleged\nreply_not_sought: why"), &[]),
                (
                    &with("ana", "status: alleged\nno_reply: {asked: ana, date: 2020}"),
                    &[],
                ),
            ],
        );
    }
}
