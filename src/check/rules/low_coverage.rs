//! Too few of the sentences that state facts carry a citation.

use crate::check::rule::Rule;
use crate::diagnostic::Severity;
use std::sync::Arc;

pub const RULE: Rule = Rule {
    id: "low-coverage",
    severity: Severity::Error,
    summary: "Fewer sentences carry a citation than the dossier demands.",
    doc: r#"`min_coverage` in dossier.yaml, or `--min-coverage`, says how many per cent of the sentences that state facts
must carry a citation.

**Why it matters.** A threshold that only ever rises keeps a dossier from slowly filling up with statements nobody can trace.

**Example.** `min_coverage: 95`, and 94 of 100 such sentences are cited.

**What to do.** `dossier check` lists each of them as `uncited-sentence`: cite them, or allow with a reason those that are
about the dossier itself.
"#,
    check: |inquiry, findings| {
        let wanted = inquiry.dossier.config.min_coverage;
        if wanted == 0 {
            return;
        }
        let coverage = &inquiry.statements.coverage;
        if coverage.percent() >= wanted {
            return;
        }
        let location = inquiry
            .locate
            .field(&Arc::from(crate::config::FILE), "min_coverage");
        let (percent, facts) = (coverage.percent(), coverage.facts);
        let missing = coverage.facts - coverage.cited;
        let message = format!(
            "{percent} % of the sentences that state facts carry a citation, and {wanted} % are demanded"
        );
        findings.push(
            RULE.finding(location, message)
                .label(format!("{missing} of {facts} are without one"))
                .help("each of them is listed as `uncited-sentence`"),
        );
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::cases;

    #[test]
    fn cases_of_the_rule() {
        let with = |percent: u32| {
            format!(
                "=== dossier.yaml\ntitle: T\nmin_coverage: {percent}\n\
                 === pages/p.md\ntitle: P\n---\nIn 2014 [@w]. In 2015. In 2016.\n\
                 === sources/w.md\ntitle: W\ntype: book\n"
            )
        };
        cases(
            &RULE,
            &[
                (&with(33), &[]),
                (&with(34), &["dossier.yaml:2 34"]),
                (&with(0), &[]),
            ],
        );
    }
}
