//! A claim called documented or found that rests on nothing but flagged sources.

use crate::check::rule::Rule;
use crate::check::taint::taint;
use crate::diagnostic::Severity;
use crate::model::kind::Kind;
use crate::model::words::Status;

pub const RULE: Rule = Rule {
    id: "tainted-claim",
    severity: Severity::Error,
    summary: "A claim is called documented, or found without an authority, but rests only on flagged sources.",
    doc: r#"All sources that support this claim are flagged as opinion, advocacy, anonymous, coerced or party, or are known
only through such a source. It cannot be called `documented` on their word, nor `found` unless `authority` names whose
finding it is. All other claims show the flags of their support wherever they appear.

**Why it matters.** A confession under torture, a campaign and an unnamed voice can be true. They cannot be the last word.

**Example.** `status: documented`, and the only position cites a source with `flags: [coerced]`.

**What to do.** Cite a source without such a flag that supports the claim too, or use a status that says what is known: `alleged`,
`charged`, `disputed`. If the flag does not bear on this claim, allow it with the reason.
"#,
    check: |inquiry, findings| {
        for (_, entry) in inquiry.dossier.of_kind(Kind::Claim) {
            let Some(claim) = entry.claim() else { continue };
            let status = match claim.status {
                Some(status @ Status::Documented) => status,
                Some(status @ Status::Found) if claim.authority.is_empty() => status,
                _ => continue,
            };
            let Some(flags) = taint(inquiry.dossier, entry) else {
                continue;
            };
            let flags: Vec<&str> = flags.iter().map(|flag| flag.word()).collect();
            let location = inquiry.locate.field(&entry.document.path, "status");
            let message = format!(
                "this claim is called {}, but all its support is flagged: {}",
                status.word(),
                flags.join(", ")
            );
            findings.push(
                RULE.finding(location, message)
                    .help("cite a source without such a flag, or use a status such as `alleged`")
                    .help("a finding of a court or official body needs `authority`, with its name and country"),
            );
        }
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::cases;

    #[test]
    fn cases_of_the_rule() {
        let with = |status: &str, cite: &str| {
            format!(
                "=== claims/c.md\ntitle: C\nabout: p\nstatus: {status}\npositions: [{{by: \"a x\", stance: asserts, cite: '[{cite}]'}}]\n\
                 === places/p.md\ntitle: P\n=== sources/clean.md\ntitle: Clean\ntype: book\n\
                 === sources/forced.md\ntitle: Forced\ntype: book\nflags: coerced\n\
                 === sources/told.md\ntitle: Told\ntype: book\nvia: forced\n"
            )
        };
        cases(
            &RULE,
            &[
                (
                    &with("documented", "@forced"),
                    &["claims/c.md:4 documented"],
                ),
                (&with("found", "@told"), &["claims/c.md:4 found"]),
                (&with("found\nauthority: A court", "@told"), &[]),
                (
                    &with("documented\nauthority: A court", "@told"),
                    &["claims/c.md:4 documented"],
                ),
                (&with("documented", "@forced; @clean"), &[]),
                (&with("alleged", "@forced"), &[]),
            ],
        );
    }
}
