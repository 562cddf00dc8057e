//! Proceedings that nobody has looked up, or not lately.

use super::claim_without_reply::is_living_person;
use crate::check::Inquiry;
use crate::check::rule::Rule;
use crate::diagnostic::{Diagnostics, Severity};
use crate::model::date::Edtf;
use crate::model::dossier::Entry;
use crate::model::front_matter::Details;
use crate::model::words::Status;

pub const RULE: Rule = Rule {
    id: "stale-status",
    severity: Severity::Warning,
    summary: "The page of an accused person does not say as of when, `status_as_of` lies in the future, or an entry is due for review.",
    doc: r#"The page of a living person about whom there are claims with the status `charged` or `alleged` must say in
`status_as_of` when the proceedings were last looked up, unless each of the claims does. An entry whose `review_by` has
passed is due. No `status_as_of` lies in the future.

**Why it matters.** Charges are dropped, people are acquitted. A page that says "is wanted" without a date is wrong the day
after.

**Example.** An actor with `type: person`, about whom a claim has `status: charged`, and no `status_as_of`.

**What to do.** Look it up, then write `status_as_of:` with the day, and `review_by:` with the day by which somebody should
look again.
"#,
    check: |inquiry, findings| {
        for entry in &inquiry.dossier.entries {
            let (as_of, review_by) = dates(entry);
            undated(inquiry, entry, as_of, findings);
            early(inquiry, entry, as_of, findings);
            overdue(inquiry, entry, review_by, findings);
        }
    },
};

fn dates(entry: &Entry) -> (Option<&Edtf>, Option<&Edtf>) {
    match &entry.document.front.details {
        Details::Actor(actor) => (actor.status_as_of.as_ref(), actor.review_by.as_ref()),
        Details::Event(event) => (event.status_as_of.as_ref(), event.review_by.as_ref()),
        Details::Claim(claim) => (claim.status_as_of.as_ref(), claim.review_by.as_ref()),
        Details::Place(_) | Details::Source(_) | Details::Page(_) => (None, None),
    }
}

fn undated(inquiry: &Inquiry<'_>, entry: &Entry, as_of: Option<&Edtf>, findings: &mut Diagnostics) {
    if as_of.is_some() || !is_living_person(entry) {
        return;
    }
    let accuses = |claim: &&Entry| {
        claim.claim().is_some_and(|claim| {
            let accuses = matches!(claim.status, Some(Status::Charged | Status::Alleged));
            accuses && claim.status_as_of.is_none()
        })
    };
    let mut claims = entry
        .claims
        .iter()
        .map(|index| inquiry.dossier.entry(*index));
    let Some(claim) = claims.find(accuses) else {
        return;
    };
    let path = &entry.document.path;
    findings.push(
        RULE.finding(
            inquiry.locate.field(path, "title"),
            "this page does not say as of when its account of the accusations holds",
        )
        .related(
            crate::diagnostic::Location::file(&claim.document.path),
            "one of the claims",
        )
        .help("add status_as_of: with the day on which the proceedings were last looked up"),
    );
}

fn early(inquiry: &Inquiry<'_>, entry: &Entry, as_of: Option<&Edtf>, findings: &mut Diagnostics) {
    let (Some(today), Some((Some(first), _))) = (inquiry.today, as_of.map(Edtf::bounds)) else {
        return;
    };
    if today < first {
        let location = inquiry.locate.field(&entry.document.path, "status_as_of");
        findings.push(
            RULE.finding(
                location,
                "nobody can have looked this up on a day that is still to come",
            )
            .help(
                "write the day on which it was looked up; the day of the next time is review_by:",
            ),
        );
    }
}

fn overdue(
    inquiry: &Inquiry<'_>,
    entry: &Entry,
    review_by: Option<&Edtf>,
    findings: &mut Diagnostics,
) {
    let (Some(today), Some((_, Some(last)))) = (inquiry.today, review_by.map(Edtf::bounds)) else {
        return;
    };
    if last < today {
        let location = inquiry.locate.field(&entry.document.path, "review_by");
        findings.push(
            RULE.finding(location, "this entry was due to be looked at again")
                .help("look it up, then set status_as_of: and a new review_by:"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::cases;

    #[test]
    fn cases_of_the_rule() {
        // The day of these tests is 1 June 2024.
        let with = |status: &str, actor: &str| {
            format!(
                "=== claims/c.md\ntitle: C\nabout: ana\nstatus: {status}\n\
                 === actors/ana.md\ntitle: Ana\ntype: person\n{actor}\n"
            )
        };
        cases(
            &RULE,
            &[
                (&with("alleged", ""), &["actors/ana.md:2 Ana"]),
                (&with("alleged", "living: false"), &[]),
                (&with("alleged", "status_as_of: 2024-05"), &[]),
                (&with("alleged\nstatus_as_of: 2024-05", ""), &[]),
                (&with("found", ""), &[]),
                (
                    &with("found", "review_by: 2024-05-31"),
                    &["actors/ana.md:4 2024-05-31"],
                ),
                (&with("found", "review_by: 2024-06"), &[]),
                (
                    &with("found", "status_as_of: 2024-06-02"),
                    &["actors/ana.md:4 2024-06-02"],
                ),
                (&with("found", "status_as_of: 2024-06-01"), &[]),
                (&with("found", "status_as_of: 2024-06"), &[]),
                (&with("found", "review_by: 2024-06-01"), &[]),
                (&with("found\nreview_by: 2023", ""), &["claims/c.md:5 2023"]),
            ],
        );
    }
}
