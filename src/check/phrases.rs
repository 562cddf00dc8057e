//! Finds words and phrases of a fixed list in running text: whole words, ignoring case.

use crate::text::{is_in_word, near};
use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};
use std::ops::Range;

/// A list of phrases, prepared once.
pub struct Phrases {
    automaton: AhoCorasick,
}

impl Phrases {
    /// The phrases of a list. They are given in lower case.
    pub fn new<'a>(phrases: impl IntoIterator<Item = &'a str>) -> Self {
        let automaton = AhoCorasickBuilder::new()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            // Twice as fast as what it would choose for so many words, and a few hundred kilobytes.
            .kind(Some(AhoCorasickKind::DFA))
            .build(phrases)
            .expect("a list of some hundred words is far below the limit of the automaton");
        Self { automaton }
    }

    /// Where phrases stand in `text`, and which of the list each is.
    pub fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (Range<usize>, usize)> + 't {
        self.automaton
            .find_iter(text)
            .filter(|found| {
                let (before, after) = (&text[..found.start()], &text[found.end()..]);
                !before.ends_with(char::is_alphanumeric)
                    && !after.starts_with(char::is_alphanumeric)
            })
            .map(|found| (found.range(), found.pattern().as_usize()))
    }
}

/// Where the next word from `at` on stands in a text.
pub fn next_word(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = &text[at..];
    let ascii = rest
        .bytes()
        .position(|b| b.is_ascii_alphanumeric() || !b.is_ascii());
    let start = at + ascii?;
    let start = start + text[start..].find(is_in_word)?;
    Some(start..start + first_word(&text[start..]).len())
}

/// The word that a text begins with; empty if it begins with none.
pub fn first_word(text: &str) -> &str {
    let bytes = text.as_bytes();
    let ascii = bytes
        .iter()
        .take_while(|b| b.is_ascii_alphanumeric())
        .count();
    // Most words end here, and no character had to be put together for that.
    if bytes.get(ascii).is_none_or(u8::is_ascii) {
        return &text[..ascii];
    }
    let end = text.find(|c| !is_in_word(c)).unwrap_or(text.len());
    &text[..end]
}

/// The words before `at`, last first, up to the beginning of the clause, or of the last 512 bytes.
pub fn words_before(text: &str, at: usize) -> impl Iterator<Item = &str> + Clone {
    let (before, _) = near(text, at, 512);
    let clause = before.rfind([';', ':', '.', '?', '!']).map_or(0, |i| i + 1);
    before[clause..]
        .rsplit(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// The word that follows `at` directly, without punctuation between.
pub fn word_after(text: &str, at: usize) -> Option<&str> {
    let rest = text[at..].strip_prefix([' ', '-', '\u{a0}'])?;
    Some(first_word(rest)).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_as_whole_words() {
        let phrases = Phrases::new(["guilty", "on the run", "prófugo"]);
        let text = "Guilty, on the run; unguilty. Prófugo prófugos";
        let found: Vec<&str> = phrases.find(text).map(|(range, _)| &text[range]).collect();
        assert_eq!(found, ["Guilty", "on the run", "Prófugo"]);
        assert_eq!(
            words_before("One. He was not yet", 19).collect::<Vec<_>>(),
            ["yet", "not", "was", "He"]
        );
        let next = |at| next_word("«Él» left – 2014", at).map(|at| &"«Él» left – 2014"[at]);
        assert_eq!(
            [next(0), next(7), next(12), next(21)],
            [Some("Él"), Some("left"), Some("2014"), None]
        );
        assert_eq!(
            ["naïve one", "año", "a.b", "–a", ""].map(first_word),
            ["naïve", "año", "a", "", ""]
        );
        assert_eq!(word_after("criminal law", 8), Some("law"));
        assert_eq!(word_after("criminal, law", 8), None);
    }
}
