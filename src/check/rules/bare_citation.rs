//! A source that is cited without brackets.

use crate::check::Inquiry;
use crate::check::rule::Rule;
use crate::diagnostic::{Diagnostics, Location, Severity};
use crate::model::document::Sentence;
use crate::model::dossier::Entry;
use crate::model::kind::Kind;
use std::ops::Range;

pub const RULE: Rule = Rule {
    id: "bare-citation",
    severity: Severity::Warning,
    summary: "A source is cited without brackets.",
    doc: r#"`@id` in a text, where `id` is a source, stays as it is typed. Pandoc takes it for a citation whose author is
part of the sentence; here the sentence names who says it, and the citation follows in brackets.

**Why it matters.** Readers see the id of a file, and no note. The sentence does not count as cited.

**Example.** `As @example-gazette-2021 says, the contract is gone.`

**What to do.** Put it in brackets behind the words that it vouches for, with those of the source:
`The contract is gone, says the Gazette [@example-gazette-2021, p. 4 "no trace of it"].`
"#,
    check: |inquiry, findings| {
        for entry in &inquiry.dossier.entries {
            let body = &entry.document.body;
            if memchr::memchr(b'@', body.words.as_bytes()).is_some() {
                for (i, sentence) in body.sentences.iter().enumerate() {
                    check(inquiry, entry, (i, sentence), findings);
                }
            }
        }
    },
};

fn check(
    inquiry: &Inquiry<'_>,
    entry: &Entry,
    (index, sentence): (usize, &Sentence),
    findings: &mut Diagnostics,
) {
    let body = &entry.document.body;
    let path = &entry.document.path;
    let is_cited = |at: usize| {
        let mut holes = body.holes_of(index);
        holes.any(|(_, hole)| hole.span.range().contains(&(sentence.span.start() + at)))
    };
    let file = inquiry.locate.tree.get(path);
    let written = file.map_or("", |file| file.part(sentence.span.range()));
    let mut places = citations(written).filter(|span| !is_cited(span.start));
    for span in citations(body.text(sentence)) {
        let id = &body.text(sentence)[span.start + 1..span.end];
        let source = inquiry.dossier.find(id);
        if source.is_none_or(|source| source.kind() != Kind::Source) {
            continue;
        }
        let place = places.find(|place| written[place.start + 1..place.end] == *id);
        let location = place.map_or(sentence.span.range(), |place| {
            sentence.span.start() + place.start..sentence.span.start() + place.end
        });
        let finding = RULE.finding(
            Location::new(path, location),
            format!("`@{id}` is shown as it stands: a citation is in brackets"),
        );
        findings.push(finding.help(format!("write, behind what it vouches for: [@{id}]")));
    }
}

/// Where `@id` stands in a text, outside of words, and of brackets as in an explanation of citations.
fn citations(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices('@').filter_map(move |(at, _)| {
        let before = text[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '[' | '-' | '.' | '_' | '/')) {
            return None;
        }
        let is_id = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-';
        let length = text[at + 1..]
            .bytes()
            .take_while(|byte| is_id(byte))
            .count();
        Some(at..at + 1 + length)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::cases;

    #[test]
    fn cases_of_the_rule() {
        let with = |body: &str| {
            format!(
                "=== pages/p.md\ntitle: P\n---\n{body}\n=== sources/s-2021.md\ntitle: S\ntype: book\n"
            )
        };
        let marked = with("Cited [@s-2021; @s-2021]:\nas @s-2021 says, *and*\n(@s-2021).");
        let fine = with("Cited [@s-2021; @s-2021]; a@s-2021.org, @nobody, `[@s-2021]`.");
        cases(
            &RULE,
            &[
                (&marked, &["pages/p.md:5 @s-2021", "pages/p.md:6 @s-2021"]),
                (&fine, &[]),
            ],
        );
    }
}
