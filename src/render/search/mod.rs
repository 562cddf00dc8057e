//! Text of all pages → an index in pieces, which a script in the browser searches.
//!
//! There is no server, and a page opened from a folder (`file://`) may neither fetch files nor load modules. So the
//! index is a set of classic scripts, each of which hands one piece to `dossierSearch.add(name, data)`; the script of the
//! search page loads the few that a query needs:
//!
//! | file | holds |
//! |---|---|
//! | `search/m.js` | number of pages, version, kinds, and the first word of each word piece |
//! | `search/t0.js` … | words in order, about 40 KB a piece: which pages have the word, and how prominently |
//! | `search/d0.js` … | address, title, kind, detail, summary and text of eight pages each, for the results shown |
//!
//! A word is folded: lower case, without diacritics. There is no stemming: a query word also finds the words that begin
//! with it, in any language, and the browser needs to know nothing but how to fold.
//!
//! A word piece is one string, `SHARED SUFFIX , PAGES` for each word, separated by spaces: how many characters the word
//! shares with the one before it (in base 36), the rest of it, and the pages as numbers in base 32 with the last digit of
//! each from `0`–`v` and the others from `w`–`_` of `DIGITS`. A number is 8 × (pages skipped since the last one) + prominence.
//! `!` before the pages tells that the word is on so many pages that only those are listed that have it in title, alias
//! or summary.

mod merge;
mod pieces;
mod terms;
mod words;

use crate::fingerprint::Fingerprint;
use crate::model::artifact::Artifact;
use rayon::prelude::*;
use std::borrow::Cow;
use terms::Terms;

/// Sixty-four characters that need no escape in a script. The first half end a number, the second half go on.
const DIGITS: &[u8; 64] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";

/// Pages that are read by one thread, a multiple of [`pieces::PAGES`]. Fixed, so that the result does not depend on the
/// number of threads.
const PART: usize = 256;
const _: () = assert!(PART.is_multiple_of(pieces::PAGES));

/// What is known of some pages once they are read.
struct Part {
    terms: Terms,
    /// Of each page.
    kinds: Vec<usize>,
    /// Fingerprint of what is shown of them.
    version: Fingerprint,
}

/// What of a page can be searched and shown.
#[derive(Debug, Clone, Default)]
pub struct Page<'a> {
    /// From the root of the site.
    pub url: &'a str,
    pub title: &'a str,
    /// Place in the list of [`Kind`]s given to [`index`].
    pub kind: usize,
    pub aliases: &'a [String],
    pub summary: &'a str,
    /// What stands beside the kind in a result: the date of an event in words, the status of a claim; may be empty.
    pub detail: Cow<'a, str>,
    /// The body as plain text.
    pub text: Cow<'a, str>,
}

/// A kind of page, by which results can be narrowed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Kind<'a> {
    /// Stable word: `actor`.
    pub id: &'a str,
    /// Word for readers.
    pub label: &'a str,
}

/// Makes the index of pages, each of which `read` tells, and hands its files to `put` as they are ready. Among equally
/// good results earlier pages come first, so their order should be that of importance: actors before events, main actors
/// before others.
pub fn index<'a, P: Sync>(
    pages: &[P],
    read: impl Fn(&P) -> Page<'a> + Sync,
    kinds: &[Kind],
    put: &(dyn Fn(Artifact<'_>) + Sync),
) {
    // The texts of a few pages at a time are in memory; only their words are kept.
    let parts: Vec<Part> = pages
        .par_chunks(PART)
        .enumerate()
        .map(|(n, pages)| {
            let pages: Vec<Page> = pages.iter().map(&read).collect();
            let mut version = Fingerprint::default();
            for (m, pages) in pages.chunks(pieces::PAGES).enumerate() {
                let piece = pieces::pages(n * PART / pieces::PAGES + m, pages);
                version = version.and(Fingerprint::of_bytes(&piece.bytes));
                put(piece);
            }
            Part {
                terms: Terms::of(&pages, n * PART),
                kinds: pages.iter().map(|page| page.kind).collect(),
                version,
            }
        })
        .collect();
    let terms: Vec<&Terms> = parts.iter().map(|part| &part.terms).collect();
    let (word_pieces, first_words) = merge::word_pieces(&terms, pages.len());
    let mut version = Fingerprint::default();
    for piece in pieces::words(word_pieces) {
        version = version.and(Fingerprint::of_bytes(&piece.bytes));
        put(piece);
    }
    for part in &parts {
        version = version.and(part.version);
    }
    let kind_of_each = parts.iter().flat_map(|part| &part.kinds);
    let kind_of_each: Vec<usize> = kind_of_each.copied().collect();
    put(pieces::manifest(
        &kind_of_each,
        kinds,
        &first_words,
        version,
    ));
}

#[cfg(test)]
mod tests;
