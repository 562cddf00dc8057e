//! Characters that turn the direction of text and cannot be seen.

use crate::check::rule::Rule;
use crate::diagnostic::{Location, Severity};
use memchr::memchr_iter;

pub const RULE: Rule = Rule {
    id: "hidden-direction",
    severity: Severity::Warning,
    summary: "An entry has characters that turn the direction of text.",
    doc: r#"The overrides, embeddings and isolates of Unicode (U+202A to U+202E, U+2066 to U+2069) cannot be seen, and show what
follows in another order than it is written in. Text in Arabic or Hebrew needs none of them: its letters bring their
direction along.

**Why it matters.** A sum, a name or a "not" can stand elsewhere for the reader than for whoever looks over the file.

**Example.** `It paid <U+202E>005.` shows `It paid 500.`

**What to do.** Delete the character. Where a name in another script needs one, `allow` it with the reason.
"#,
    check: |inquiry, findings| {
        for entry in &inquiry.dossier.entries {
            let path = &entry.document.path;
            let bytes = inquiry.locate.tree.get(path).map(|file| &*file.bytes);
            let bytes = bytes.unwrap_or_default();
            for at in memchr_iter(0xE2, bytes) {
                // U+202A is E2 80 AA in UTF-8, U+2066 is E2 81 A6.
                let code = match bytes.get(at + 1..at + 3) {
                    Some([0x80, last @ 0xAA..=0xAE]) => 0x2000 + u32::from(last & 0x3F),
                    Some([0x81, last @ 0xA6..=0xA9]) => 0x2040 + u32::from(last & 0x3F),
                    _ => continue,
                };
                let finding = RULE.finding(
                    Location::new(path, at..at + 3),
                    format!("there is a hidden character here, U+{code:04X}, that turns the direction of text"),
                );
                findings.push(
                    finding.help(
                        "delete it; letters of Arabic and Hebrew bring their direction along",
                    ),
                );
            }
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
                    "=== pages/p.md\ntitle: \"P\u{2066}\"\n---\nPaid \u{202e}005.\n",
                    &["pages/p.md:2 \u{2066}", "pages/p.md:4 \u{202e}"],
                ),
                (
                    "=== pages/p.md\ntitle: P\n---\n“Paid” – 5 € … שלום\u{200f}, \u{2029}\u{2065}\u{206a}\n",
                    &[],
                ),
            ],
        );
    }
}
