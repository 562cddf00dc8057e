//! Words that call a person guilty, without the stage of proceedings that would bear them out.

use crate::check::Inquiry;
use crate::check::rule::Rule;
use crate::check::wording::{self, Use};
use crate::check::words::{self, Guilt, Term};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::dossier::EntryIdx;
use crate::model::front_matter::Living;
use crate::model::words::Status;

pub const RULE: Rule = Rule {
    id: "fair-words",
    severity: Severity::Error,
    summary: "A word of guilt is said of a person, and no claim about that person has reached the stage that it needs.",
    doc: r#"Words such as *convicted*, *guilty*, *criminal*, *torturer* need a claim about that person with the status `found`;
*fugitive*, *indicted*, *on trial* need one that is at least `charged`. The lists are in `src/check/words/`, one file for
each language. Looked at are titles, summaries, notes, facts, texts, headings and descriptions of pictures; not the titles
of sources, nor what stands in quotation marks with a citation, nor a word that is denied ("was not convicted"). The person
is whoever is named in the same sentence, else whom the entry is about. Of the dead it says nothing.

**Why it matters.** Wanted for questioning, charged, on trial and convicted are different things, and saying one for another is
what people are sued for. It is unfair before it is dangerous.

**Example.** The only claim about Ana Example has `status: alleged`:

```markdown
Ana Example, a fugitive, lives abroad [@weekly-2021, p. 3].
```

**What to do.** Write what is known and who says so: "whom the prosecutor accuses of". Quote the word with its source if the
word itself matters. Add the claim if that stage was reached. If the word is right here, allow it with the reason:

```yaml
allow:
  - {check: fair-words, text: "a fugitive", reason: "The name of a film."}
```
"#,
    check: |inquiry, findings| {
        findings.extend(wording::findings(inquiry, judge));
    },
};

fn judge(inquiry: &Inquiry<'_>, one: &Use<'_>, guilt: &Guilt) -> Option<Diagnostic> {
    // What `alleged-label` reports need not be reported twice.
    if one.hedge(guilt).is_some() && one.term.is_label {
        return None;
    }
    let persons = one.persons(inquiry);
    let is_borne_out = |person: &EntryIdx| bears_out(inquiry, *person, one.term);
    let person = persons
        .first()
        .filter(|_| !persons.iter().any(is_borne_out))?;
    let name = inquiry.dossier.entry(*person).title();
    let needs = match one.term.needs {
        Status::Charged => "charged or found",
        status => status.word(),
    };
    let message = format!(
        "`{}` needs a claim with the status {needs}, and there is none about {name}",
        one.word
    );
    let finding = RULE.finding(one.location(inquiry, one.at.clone()), message);
    Some(finding.help("say what is known, and who says so; or quote the word with its source"))
}

/// Whether a claim about a person has reached the stage that a word needs. A documented claim that uses
/// the word's own language of guilt in its title bears it out as well.
fn bears_out(inquiry: &Inquiry<'_>, person: EntryIdx, term: &Term) -> bool {
    let dossier = inquiry.dossier;
    let entry = dossier.entry(person);
    if entry
        .actor()
        .is_some_and(|actor| actor.living == Living::No)
    {
        return true;
    }
    entry.claims.iter().any(|index| {
        let claim = dossier.entry(*index);
        match claim.claim().and_then(|claim| claim.status) {
            Some(Status::Found) => true,
            Some(Status::Charged) => term.needs == Status::Charged,
            Some(Status::Documented) => {
                let lang = claim.common().lang.as_ref().unwrap_or(&dossier.config.lang);
                let guilt = &words::of(lang).guilt;
                let mut found = guilt.phrases.find(claim.title());
                found.any(|(_, index)| guilt.term(index).needs <= term.needs)
            }
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::cases;

    const PEOPLE: &str = "=== actors/ana.md\ntitle: Ana Vidal\ntype: person\naliases: [Vidal]\n\
        === actors/ruth.md\ntitle: Ruth Sala\ntype: person\n\
        === actors/dead.md\ntitle: Old Sala\ntype: person\nliving: false\n\
        === actors/gang.md\ntitle: The Gang\ntype: armed group\n\
        === claims/c.md\ntitle: A court found that she took it\nabout: ruth\nstatus: found\n\
        === claims/d.md\ntitle: An office accuses her\nabout: ana\nstatus: alleged\n\
        === sources/w.md\ntitle: Fugitive Vidal was convicted\ntype: book\n";

    #[test]
    fn the_place_in_a_field_is_that_in_the_file_whatever_marks_are_set_before_it() {
        let text = format!(
            "{PEOPLE}=== pages/p.md\ntitle: P\nsummary: The office's list of its men's names calls Vidal a criminal.\n"
        );
        cases(&RULE, &[(&text, &["pages/p.md:3 criminal"])]);
        // Wherever among letters of two bytes the part of the file ends that is looked at.
        for shift in ["x", "xx"] {
            let behind = "é".repeat(500);
            let text = format!(
                "{PEOPLE}=== pages/p.md\ntitle: P\nsummary: {shift} Vidal is a criminal {behind}.\n"
            );
            cases(&RULE, &[(&text, &["pages/p.md:3 criminal"])]);
        }
    }

    #[test]
    fn bodies() {
        let with = |body: &str| {
            format!("{PEOPLE}=== content/pages/a.svg\n\n=== pages/p.md\ntitle: P\n---\n{body}\n")
        };
        let one = |mark: &'static str| vec![mark];
        let check = |body: &str, expected: Vec<&str>| {
            cases(&RULE, &[(&with(body), &expected)]);
        };
        check(
            "Ana Vidal is a criminal [@w].",
            one("pages/p.md:4 criminal"),
        );
        check(
            "**Vidal** was *convicted* [@w].",
            one("pages/p.md:4 convicted"),
        );
        check(
            "The [[ana|clerk]] is a fugitive.",
            one("pages/p.md:4 fugitive"),
        );
        check("Vidal is a “criminal” [@w].", vec![]);
        check("Vidal is a “criminal”.", one("pages/p.md:4 criminal"));
        check("> Vidal is a criminal. He fled. [@w]", vec![]);
        check("> Vidal is a criminal.", one("pages/p.md:4 criminal"));
        check("Vidal was never convicted, and is not a fugitive.", vec![]);
        check("Vidal asked for a criminal investigation.", vec![]);
        check("Vidal had not left. He is guilty.", vec![]);
        check("Ruth Sala was convicted [@w].", vec![]);
        check("Old Sala was a criminal. The Gang is corrupt.", vec![]);
        check("Nobody was convicted.", vec![]);
        check("Vidal, an alleged murderer, left.", vec![]);
        check(
            "## Vidal, fugitive\n\n![Vidal the thief](a.svg)",
            vec![
                "pages/p.md:4 fugitive",
                "pages/p.md:6 ![Vidal the thief](a.svg)",
            ],
        );
    }

    #[test]
    fn front_matter() {
        cases(
            &RULE,
            &[
                (
                    "=== actors/ana.md\ntitle: Ana Vidal\ntype: person\nsummary: \"A fugitive abroad.\"\n",
                    &["actors/ana.md:4 fugitive"],
                ),
                (
                    "=== actors/ana.md\ntitle: Ana Vidal\ntype: person\nsummary: Served under Ruth Sala. A court found her guilty.\n\
                     === claims/c.md\ntitle: A court found it\nabout: ana\nstatus: found\n\
                     === actors/ruth.md\ntitle: Ruth Sala\ntype: person\n",
                    &[],
                ),
                (
                    "=== actors/ana.md\ntitle: Ana Vidal\ntype: person\nfacts: [{label: Known as, accounts: the torturer}]\n",
                    &["actors/ana.md:4 torturer"],
                ),
                (
                    "=== actors/ana.md\ntitle: Ana Vidal\ntype: person\n\
                     === claims/c.md\ntitle: She is \"corrupt\", he says\nabout: ana\nstatus: alleged\npositions: [{by: \"a x\", stance: asserts, cite: '[@w]', note: A thief.}]\n\
                     === sources/w.md\ntitle: Vidal is a fugitive\ntype: book\n",
                    &["claims/c.md:5 thief"],
                ),
                (
                    "=== actors/ana.md\ntitle: Ana Vidal\ntype: person\n\
                     === events/e.md\ntitle: Was she convicted?\ndate: 2014\nactors: ana\n",
                    &["events/e.md:2 convicted"],
                ),
                (
                    "=== actors/ana.md\ntitle: Ana Vidal\ntype: person\naliases: [Vidal]\n\
                     === claims/c.md\ntitle: The prosecutor has charged her\nabout: ana\nstatus: charged\n\
                     === events/e.md\ntitle: Vidal becomes a fugitive, or guilty\ndate: 2014\n",
                    &["events/e.md:2 guilty"],
                ),
                (
                    "=== actors/ana.md\ntitle: Ana Vidal\ntype: person\nlang: es\nsummary: Vidal, prófuga; presunta asesina, culpable.\n",
                    &["actors/ana.md:5 prófuga", "actors/ana.md:5 culpable"],
                ),
            ],
        );
    }
}
