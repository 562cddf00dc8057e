//! Words of some pages after the other → pages of each word, in order, cut into pieces.

use super::DIGITS;
use super::terms::{Posting, Terms};
use rayon::prelude::*;

/// Size of a piece, in bytes of its string.
const PIECE: usize = 40_000;
/// In dossiers of this many pages a word on more than half of them (`the`, `de`) tells nothing about a page that does
/// not have it in its title or summary; a third of the index would be such words.
const MANY_PAGES: usize = 2_000;
/// Words that are written at a time, so that not all of them are in memory twice.
const BATCH: usize = 8_192;

/// A word with one stretch of its postings: sorted by word, then by where the stretch comes from.
struct Stretch<'a> {
    /// The first eight bytes of the word; most comparisons end here.
    head: u64,
    word: &'a str,
    part: usize,
    postings: &'a [Posting],
}

/// The pieces of `n_pages` pages, whose words are given in parts, and the first word of each piece.
pub(super) fn word_pieces(parts: &[&Terms], n_pages: usize) -> (Vec<String>, Vec<String>) {
    let mut stretches: Vec<Stretch> = Vec::with_capacity(parts.iter().map(|p| p.len()).sum());
    for (part, terms) in parts.iter().enumerate() {
        stretches.extend(terms.iter().map(|(word, postings)| Stretch {
            head: head(word),
            word,
            part,
            postings,
        }));
    }
    stretches.par_sort_unstable_by(|a, b| {
        let by_word = a.head.cmp(&b.head).then_with(|| a.word.cmp(b.word));
        by_word.then_with(|| a.part.cmp(&b.part))
    });
    let words: Vec<&[Stretch]> = stretches.chunk_by(|a, b| a.word == b.word).collect();
    cut(words.chunks(BATCH).flat_map(|words| {
        let written = words.par_iter().with_min_len(256).map(|stretches| {
            let word = stretches.first().map_or("", |first| first.word);
            (word, encode(stretches, n_pages))
        });
        written.collect::<Vec<_>>()
    }))
}

fn head(word: &str) -> u64 {
    word.bytes()
        .chain(std::iter::repeat(0))
        .take(8)
        .fold(0, |head, byte| head << 8 | u64::from(byte))
}

/// The postings of one word as text.
fn encode(stretches: &[Stretch], n_pages: usize) -> String {
    let all = || stretches.iter().flat_map(|stretch| stretch.postings);
    let total: usize = stretches.iter().map(|stretch| stretch.postings.len()).sum();
    let is_common = n_pages >= MANY_PAGES && total * 2 > n_pages;
    let mut text = String::with_capacity(total * 2);
    if is_common {
        text.push('!');
    }
    let mut next = 0;
    for posting in all().filter(|posting| !is_common || **posting & 7 >= 3) {
        let page = posting >> 3;
        push_number(&mut text, page.saturating_sub(next) << 3 | posting & 7);
        next = page + 1;
    }
    text
}

/// A number in base 32, the highest digit first; all digits but the last are taken from the second half of [`DIGITS`].
fn push_number(text: &mut String, number: u32) {
    let mut shift = 30;
    while shift > 0 {
        let rest = number >> shift;
        if rest > 0 {
            text.push(char::from(DIGITS[32 + (rest & 31) as usize]));
        }
        shift -= 5;
    }
    text.push(char::from(DIGITS[(number & 31) as usize]));
}

/// Words with their postings, in order, as pieces.
fn cut<'a>(words: impl Iterator<Item = (&'a str, String)>) -> (Vec<String>, Vec<String>) {
    let (mut pieces, mut firsts): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let mut before = "";
    for (word, postings) in words {
        let is_full = pieces
            .last()
            .is_none_or(|p| p.len() + postings.len() > PIECE && !p.is_empty());
        if is_full {
            pieces.push(String::with_capacity(PIECE + 64));
            firsts.push(word.to_owned());
            before = "";
        }
        let Some(piece) = pieces.last_mut() else {
            break;
        };
        let alike = before.chars().zip(word.chars()).take_while(|(a, b)| a == b);
        // Words are at most thirty characters long, which is one digit in base 36. The browser counts UTF-16 units, of
        // which characters outside of the basic plane have two; sharing stops before those.
        let alike = alike.take_while(|(c, _)| c.len_utf16() == 1).take(35);
        let (n_alike, bytes) =
            alike.fold((0, 0), |(n, bytes), (c, _)| (n + 1, bytes + c.len_utf8()));
        if !piece.is_empty() {
            piece.push(' ');
        }
        piece.push(char::from(DIGITS[n_alike]));
        piece.push_str(&word[bytes..]);
        piece.push(',');
        piece.push_str(&postings);
        before = word;
    }
    (pieces, firsts)
}

#[cfg(test)]
mod tests {
    use super::{cut, push_number};

    #[test]
    fn numbers_are_written_from_the_highest_digit() {
        for (number, expected) in [
            (0, "0"),
            (31, "v"),
            (32, "x0"),
            (1_023, "_v"),
            (1_024, "xw0"),
            (u32::MAX, "z_____v"),
        ] {
            let mut text = String::new();
            push_number(&mut text, number);
            assert_eq!(text, expected, "{number}");
        }
    }

    #[test]
    fn words_share_their_beginnings_and_pieces_begin_afresh() {
        let long = "0".repeat(30_000);
        let words = [
            ("zero", "1"),
            ("zeron", "2"),
            ("zone", "3"),
            ("zones", &long),
            ("zonet", &long),
        ];
        let (pieces, firsts) = cut(words.iter().map(|(w, p)| (*w, (*p).to_owned())));
        assert_eq!(firsts, ["zero", "zonet"]);
        assert!(pieces[0].starts_with("0zero,1 4n,2 1one,3 4s,0"));
        assert!(pieces[1].starts_with("0zonet,0"));
    }
}
