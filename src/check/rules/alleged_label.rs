//! "Alleged" glued to a name for a criminal.

use crate::check::rule::Rule;
use crate::check::{Inquiry, wording};
use crate::diagnostic::{Diagnostics, Severity};
use crate::model::dossier::Entry;
use rayon::prelude::*;

pub const RULE: Rule = Rule {
    id: "alleged-label",
    severity: Severity::Error,
    summary: "A word such as `alleged` is glued to a label such as `murderer`.",
    doc: r#"*Alleged murderer*, *suspected torturer*, *presunto asesino*: the label stays in the reader's mind, the word before it
does not. What stands in quotation marks with a citation is not looked at.

**Why it matters.** News agencies tell their writers not to do this: it brands somebody without saying who accuses whom of
what.

**Example.** "Ana Example, an alleged embezzler, left the country."

**What to do.** Name the accusation and the accuser: "Ana Example, whom the prosecutor accuses of embezzlement, left the
country".
"#,
    check: |inquiry, findings| {
        let found: Vec<Diagnostics> = inquiry
            .accusing
            .par_iter()
            .map(|entry| check(inquiry, entry))
            .filter(|found| !found.0.is_empty())
            .collect();
        findings.extend(found.into_iter().flatten());
    },
};

fn check(inquiry: &Inquiry<'_>, entry: &Entry) -> Diagnostics {
    let mut findings = Diagnostics::new();
    wording::each(inquiry, entry, &mut |one, guilt| {
        if let (Some((hedge, start)), true) = (one.hedge(guilt), one.term.is_label) {
            let location = one.location(inquiry, start..one.at.end);
            let message = format!("`{hedge}` does not take back `{}`", one.word);
            findings.push(
                RULE.finding(location, message)
                    .help("write who accuses whom of what: \"whom the prosecutor accuses of …\""),
            );
        }
    });
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::cases;

    #[test]
    fn cases_of_the_rule() {
        let with = |lang: &str, body: &str| {
            format!(
                "=== pages/p.md\ntitle: P\nlang: {lang}\n---\n{body}\n=== sources/w.md\ntitle: W\ntype: book\n"
            )
        };
        cases(
            &RULE,
            &[
                (
                    &with("en", "An alleged murderer left."),
                    &["pages/p.md:5 alleged murderer"],
                ),
                (&with("en", "The alleged murder."), &[]),
                (&with("en", "The “alleged murderer” left [@w]."), &[]),
                (&with("en", "It was alleged. Criminal cases grew."), &[]),
                (
                    &with("es", "El presunto asesino salió."),
                    &["pages/p.md:5 presunto asesino"],
                ),
                (&with("es", "La presunta organización criminal."), &[]),
            ],
        );
    }
}
