//! "Alleged" glued to a name for a criminal.

use crate::check::Inquiry;
use crate::check::rule::Rule;
use crate::check::wording::{self, Use};
use crate::check::words::Guilt;
use crate::diagnostic::{Diagnostic, Severity};

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
        findings.extend(wording::findings(inquiry, judge));
    },
};

fn judge(inquiry: &Inquiry<'_>, one: &Use<'_>, guilt: &Guilt) -> Option<Diagnostic> {
    let (hedge, start) = one.hedge(guilt).filter(|_| one.term.is_label)?;
    let location = one.location(inquiry, start..one.at.end);
    let message = format!("`{hedge}` does not take back `{}`", one.word);
    let finding = RULE.finding(location, message);
    Some(finding.help("write who accuses whom of what: \"whom the prosecutor accuses of …\""))
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
