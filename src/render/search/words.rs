//! Text → folded words, exactly as the script in the browser folds a query.

use crate::text::is_in_word;
use std::sync::LazyLock;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Longer words are cut: they are addresses and hashes.
pub(super) const LONGEST: usize = 30;

/// Calls `take` with each word of `text`, folded. `word` is working space.
///
/// A word is a run of letters and digits in any script. A single ASCII letter is none: it is what an apostrophe leaves
/// (`Zerón's`). In the browser the same is
/// `text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").match(/[\p{Alphabetic}\p{N}]+/gu)`.
pub(super) fn each(text: &str, word: &mut String, mut take: impl FnMut(&str)) {
    word.clear();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if byte.is_ascii_alphanumeric() {
            let run = plain(&bytes[at..]);
            let end = at + run.end;
            let is_whole = word.is_empty() && bytes.get(end).is_none_or(u8::is_ascii);
            // Most words of most texts, which need no other place to stand in.
            if is_whole && run.is_folded && (2..=LONGEST).contains(&run.end) {
                take(&text[at..end]);
            } else {
                word.extend(
                    bytes[at..end]
                        .iter()
                        .map(|b| char::from(b.to_ascii_lowercase())),
                );
            }
            at = end;
        } else if byte.is_ascii() {
            end(word, &mut take);
            at += 1;
        } else {
            let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else {
                break;
            };
            at += c.len_utf8();
            if is_in_word(c) {
                fold(c, word);
            } else if !is_combining_mark(c) {
                end(word, &mut take);
            }
        }
    }
    end(word, &mut take);
}

/// A run of ASCII letters and digits.
struct Plain {
    end: usize,
    /// Whether it has no capital.
    is_folded: bool,
}

/// The run that a text begins with.
fn plain(bytes: &[u8]) -> Plain {
    let mut run = Plain {
        end: 0,
        is_folded: true,
    };
    for byte in bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric()) {
        run.end += 1;
        run.is_folded &= !byte.is_ascii_uppercase();
    }
    run
}

fn end(word: &mut String, take: &mut impl FnMut(&str)) {
    if word.len() > LONGEST
        && let Some((cut, _)) = word.char_indices().nth(LONGEST)
    {
        word.truncate(cut);
    }
    let is_letter = word.len() == 1 && !word.as_bytes()[0].is_ascii_digit();
    if !word.is_empty() && !is_letter {
        take(word);
    }
    word.clear();
}

/// What each character up to U+024F folds to, if that is one. Texts are full of these letters, and the tables of
/// Unicode take longer to ask than all else here.
static LATIN: LazyLock<[Option<char>; 0x250]> = LazyLock::new(|| {
    std::array::from_fn(|code| {
        let mut folded = String::new();
        fold_any(char::from_u32(u32::try_from(code).ok()?)?, &mut folded);
        let mut folded = folded.chars();
        folded.next().filter(|_| folded.next().is_none())
    })
});

fn fold(c: char, word: &mut String) {
    match LATIN.get(c as usize) {
        Some(Some(folded)) => word.push(*folded),
        _ => fold_any(c, word),
    }
}

fn fold_any(c: char, word: &mut String) {
    for lower in c.to_lowercase() {
        decompose_canonical(lower, |part| {
            if !is_combining_mark(part) {
                // At the end of a word a sigma has another form, and lower-casing depends on it.
                word.push(if part == 'ς' { 'σ' } else { part });
            }
        });
    }
}

#[cfg(test)]
mod tests {
    fn words(text: &str) -> Vec<String> {
        let mut words = Vec::new();
        super::each(text, &mut String::new(), |word| words.push(word.to_owned()));
        words
    }

    #[test]
    fn words_are_folded_in_any_script() {
        for (text, expected) in [
            (
                "Tomás ZERÓN’s e-mail, 2014.",
                vec!["tomas", "zeron", "mail", "2014"],
            ),
            ("Toma\u{301}s", vec!["tomas"]),
            ("שָׁלוֹם צה\"ל", vec!["שלום", "צה", "ל"]),
            ("ΟΔΟΣ οδός", vec!["οδοσ", "οδοσ"]),
            ("Straße Łódź", vec!["straße", "łodz"]),
            ("İstanbul", vec!["istanbul"]),
            ("a 1 ¶ — …", vec!["1"]),
            ("", vec![]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
        assert_eq!(words(&"é".repeat(99))[0].chars().count(), 30);
    }
}
