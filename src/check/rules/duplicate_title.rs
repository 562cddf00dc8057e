//! Two entries with one title.

use crate::check::rule::Rule;
use crate::diagnostic::{Location, Severity};
use crate::model::dossier::Entry;
use crate::text::fold;
use rustc_hash::FxHashMap;

pub const RULE: Rule = Rule {
    id: "duplicate-title",
    severity: Severity::Warning,
    summary: "Two entries have the same title, but for case and accents.",
    doc: r#"**Why it matters.** A reader of a list or of the search cannot tell them apart, and `[[The title]]` does not know
which is meant.

**Example.** Two events with the title "Arrest warrant".

**What to do.** Say in one of the titles what sets it apart: "Arrest warrant of 2020". If they are one, make them one entry.
"#,
    check: |inquiry, findings| {
        let mut first: FxHashMap<String, &Entry> = FxHashMap::default();
        for entry in &inquiry.dossier.entries {
            let Some(other) = first.insert(fold(entry.title()), entry) else {
                continue;
            };
            let location = inquiry.locate.field(&entry.document.path, "title");
            findings.push(
                RULE.finding(
                    location,
                    format!("another {} has this title", other.kind().word()),
                )
                .related(Location::file(&other.document.path), "the other one")
                .help("say in one of the titles what sets it apart"),
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
        cases(
            &RULE,
            &[
                (
                    "=== places/a.md\ntitle: Méx\n=== pages/b.md\ntitle: mex\n",
                    &["pages/b.md:2 mex"],
                ),
                (
                    "=== places/a.md\ntitle: A\naliases: B\n=== pages/b.md\ntitle: B\n",
                    &[],
                ),
            ],
        );
    }
}
