//! Words of each page → pages of each word, in order, cut into pieces.

use super::{DIGITS, PageTerms};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Pages to a part that is inverted on its own. Fixed, so that the result does not depend on the number of threads.
const PART: usize = 512;
/// Size of a piece, in bytes of its string.
const PIECE: usize = 40_000;
/// In dossiers of this many pages a word on more than half of them (`the`, `de`) tells nothing about a page that does
/// not have it in its title or summary; a third of the index would be such words.
const MANY_PAGES: usize = 2_000;

/// Pages and prominence of the words of some pages.
struct Part<'a> {
    /// Words in order, each with the end of its postings.
    words: Vec<(&'a str, usize)>,
    postings: Vec<Posting>,
}

/// Page and prominence.
type Posting = (u32, u8);

/// A word with one stretch of its postings: sorted by word, then by where the stretch comes from.
struct Stretch<'a> {
    /// The first eight bytes of the word; most comparisons end here.
    head: u64,
    word: &'a str,
    part: usize,
    postings: &'a [Posting],
}

/// The pieces, and the first word of each.
pub(super) fn word_pieces(pages: &[&PageTerms]) -> (Vec<String>, Vec<String>) {
    let parts: Vec<Part> = pages
        .par_chunks(PART)
        .enumerate()
        .map(|(n, pages)| invert(pages, n * PART))
        .collect();
    let mut stretches: Vec<Stretch> = Vec::with_capacity(parts.iter().map(|p| p.words.len()).sum());
    for (n, part) in parts.iter().enumerate() {
        let mut start = 0;
        for (word, end) in &part.words {
            stretches.push(Stretch {
                head: head(word),
                word,
                part: n,
                postings: part.postings.get(start..*end).unwrap_or_default(),
            });
            start = *end;
        }
    }
    stretches.par_sort_unstable_by(|a, b| {
        let by_word = a.head.cmp(&b.head).then_with(|| a.word.cmp(b.word));
        by_word.then_with(|| a.part.cmp(&b.part))
    });
    let words: Vec<&[Stretch]> = stretches.chunk_by(|a, b| a.word == b.word).collect();
    let encoded: Vec<Vec<String>> = words
        .par_chunks(1_024)
        .map(|words| words.iter().map(|word| encode(word, pages.len())).collect())
        .collect();
    let listed = words
        .iter()
        .filter_map(|stretches| stretches.first())
        .map(|first| first.word);
    cut(listed.zip(encoded.iter().flatten()))
}

fn head(word: &str) -> u64 {
    word.bytes()
        .chain(std::iter::repeat(0))
        .take(8)
        .fold(0, |head, byte| head << 8 | u64::from(byte))
}

/// The postings of some pages, the first of which has the number `first`.
fn invert<'a>(pages: &[&'a PageTerms], first: usize) -> Part<'a> {
    let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
    let mut words: Vec<(&str, usize)> = Vec::new();
    let mut found: Vec<(u32, Posting)> = Vec::new();
    for (page, number) in pages.iter().zip(first..) {
        let page_number = u32::try_from(number).unwrap_or(u32::MAX);
        for (word, prominence) in page.iter() {
            let next = u32::try_from(words.len()).unwrap_or(u32::MAX);
            let number = *numbers.entry(word).or_insert_with(|| {
                words.push((word, 0));
                next
            });
            words[number as usize].1 += 1;
            found.push((number, (page_number, prominence)));
        }
    }
    // Where the postings of each word go: those of the words before it in order come first.
    let mut order: Vec<u32> = (0..).take(words.len()).collect();
    order.sort_unstable_by_key(|number| words[*number as usize].0);
    let mut ends = vec![0; words.len()];
    let mut sorted = Vec::with_capacity(words.len());
    let mut end = 0;
    for number in order {
        let (word, count) = words[number as usize];
        ends[number as usize] = end;
        end += count;
        sorted.push((word, end));
    }
    let mut postings = vec![(0, 0); end];
    for (number, posting) in found {
        let at = &mut ends[number as usize];
        postings[*at] = posting;
        *at += 1;
    }
    Part {
        words: sorted,
        postings,
    }
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
    for (page, prominence) in all().filter(|(_, prominence)| !is_common || *prominence >= 3) {
        push_number(
            &mut text,
            page.saturating_sub(next) << 3 | u32::from(*prominence),
        );
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
fn cut<'a>(words: impl Iterator<Item = (&'a str, &'a String)>) -> (Vec<String>, Vec<String>) {
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
        piece.push_str(postings);
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
        let owned: Vec<(&str, String)> = words.iter().map(|(w, p)| (*w, (*p).to_owned())).collect();
        let (pieces, firsts) = cut(owned.iter().map(|(w, p)| (*w, p)));
        assert_eq!(firsts, ["zero", "zonet"]);
        assert!(pieces[0].starts_with("0zero,1 4n,2 1one,3 4s,0"));
        assert!(pieces[1].starts_with("0zonet,0"));
    }
}
