//! Some pages → their words, each with the pages that have it, and how prominent it is there.

use super::{Page, words};
use rustc_hash::FxHasher;
use std::hash::Hasher;
use std::ops::Range;

/// Page and prominence in one number: eight times the page, plus the prominence from 0 to 7. That is 0–2 in the body once,
/// up to three times, more often; 3 in the summary or detail; 4–6 in a title or alias of many, some, two or three words;
/// 7 it is the title or an alias.
pub(super) type Posting = u32;

/// The words of pages that follow each other.
pub(super) struct Terms {
    text: Box<str>,
    /// In order.
    words: Box<[Word]>,
    /// Of the words in order, each in order of pages.
    postings: Box<[Posting]>,
}

struct Word {
    /// Bytes of the text.
    start: u32,
    end: u32,
    /// Where its postings end.
    postings: u32,
}

impl Terms {
    /// The words of `pages`, the first of which has the number `first`.
    pub(super) fn of(pages: &[Page], first: usize) -> Self {
        let mut reader = Reader::default();
        for (page, number) in pages.iter().zip(first..) {
            // Half a billion pages cannot be: their titles alone would not fit in memory.
            reader.read(page, u32::try_from(number).unwrap_or(u32::MAX));
        }
        reader.finish()
    }

    /// The words in order, each with its postings in order of pages.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &[Posting])> {
        let mut start = 0;
        self.words.iter().map(move |word| {
            let text = self.text.get(word.start as usize..word.end as usize);
            let postings = self.postings.get(start..word.postings as usize);
            start = word.postings as usize;
            (text.unwrap_or_default(), postings.unwrap_or_default())
        })
    }

    /// Number of words.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }
}

/// A word on a page.
struct Found {
    word: u32,
    page: u32,
    prominence: u8,
    /// In the body, up to 255.
    times: u8,
}

/// Reads page after page.
#[derive(Default)]
struct Reader {
    table: Table,
    /// In order of pages.
    found: Vec<Found>,
    /// Of each word, where it was last found.
    latest: Vec<u32>,
}

impl Reader {
    fn read(&mut self, page: &Page, number: u32) {
        let mut word = String::new();
        for name in std::iter::once(page.title).chain(page.aliases.iter().map(String::as_str)) {
            let mut n_words = 0;
            words::each(name, &mut word, |_| n_words += 1);
            let prominence = match n_words {
                0 | 1 => 7,
                2 | 3 => 6,
                4..=6 => 5,
                _ => 4,
            };
            words::each(name, &mut word, |word| {
                let found = self.find(word, number);
                found.prominence = found.prominence.max(prominence);
            });
        }
        for field in [page.summary, &*page.detail] {
            words::each(field, &mut word, |word| {
                let found = self.find(word, number);
                found.prominence = found.prominence.max(3);
            });
        }
        words::each(&page.text, &mut word, |word| {
            let found = self.find(word, number);
            found.times = found.times.saturating_add(1);
        });
    }

    /// The word on this page, which may be the first time that it is found here.
    fn find(&mut self, word: &str, page: u32) -> &mut Found {
        let word = self.table.find(word);
        let next = u32::try_from(self.found.len()).unwrap_or(u32::MAX);
        match self.latest.get_mut(word as usize) {
            None => self.latest.push(next),
            Some(at) if self.found[*at as usize].page == page => {
                return &mut self.found[*at as usize];
            }
            Some(at) => *at = next,
        }
        self.found.push(Found {
            word,
            page,
            prominence: 0,
            times: 0,
        });
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    fn finish(self) -> Terms {
        let Self { table, found, .. } = self;
        let mut order: Vec<u32> = (0..).take(table.ends.len()).collect();
        order.sort_unstable_by_key(|word| table.word(*word));
        // Where the postings of each word go: those of the words before it in order come first.
        let mut at = vec![0; table.ends.len()];
        for one in &found {
            at[one.word as usize] += 1;
        }
        let mut end = 0;
        let mut words = Vec::with_capacity(order.len());
        for word in order {
            let start = end;
            end += std::mem::replace(&mut at[word as usize], start);
            let bytes = table.bytes(word);
            words.push(Word {
                start: bytes.start,
                end: bytes.end,
                postings: end,
            });
        }
        let mut postings = vec![0; found.len()];
        for one in &found {
            let in_body = match one.times {
                0 | 1 => 0,
                2 | 3 => 1,
                _ => 2,
            };
            let at = &mut at[one.word as usize];
            postings[*at as usize] = one.page << 3 | u32::from(one.prominence.max(in_body));
            *at += 1;
        }
        Terms {
            text: table.text.into(),
            words: words.into(),
            postings: postings.into(),
        }
    }
}

/// Words by where they lie in one string: there are thousands, and a string for each would cost more than all else.
#[derive(Default)]
struct Table {
    text: String,
    ends: Vec<u32>,
    /// Number of the word plus one, at the place that its hash tells, or one of the next.
    slots: Vec<u32>,
}

impl Table {
    /// The number of a word, new or known. Numbers are given in order of first appearance.
    fn find(&mut self, word: &str) -> u32 {
        if self.ends.len() * 4 >= self.slots.len() * 3 {
            self.grow();
        }
        let mask = self.slots.len() - 1;
        let mut slot = hash(word) & mask;
        loop {
            match self.slots[slot] {
                0 => break,
                n if self.word(n - 1) == word => return n - 1,
                _ => slot = (slot + 1) & mask,
            }
        }
        self.text.push_str(word);
        // Four gigabytes of distinct words on a few pages cannot be: the files would not have been read.
        self.ends
            .push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        let n = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.slots[slot] = n;
        n - 1
    }

    fn bytes(&self, word: u32) -> Range<u32> {
        let end = |n: usize| self.ends.get(n).copied().unwrap_or(0);
        let word = word as usize;
        word.checked_sub(1).map_or(0, end)..end(word)
    }

    fn word(&self, word: u32) -> &str {
        let bytes = self.bytes(word);
        self.text
            .get(bytes.start as usize..bytes.end as usize)
            .unwrap_or_default()
    }

    fn grow(&mut self) {
        let mask = (self.slots.len() * 2).max(1_024) - 1;
        let mut slots = vec![0; mask + 1];
        for n in (0..).take(self.ends.len()) {
            let mut slot = hash(self.word(n)) & mask;
            while slots[slot] != 0 {
                slot = (slot + 1) & mask;
            }
            slots[slot] = n + 1;
        }
        self.slots = slots;
    }
}

fn hash(word: &str) -> usize {
    let mut hasher = FxHasher::default();
    hasher.write(word.as_bytes());
    // The table takes the low bits; those of the finished hash are well mixed.
    hasher.finish() as usize
}

#[cfg(test)]
mod tests {
    use super::{Page, Terms};

    #[test]
    fn a_word_counts_where_it_is_most_prominent() {
        let aliases = ["Zéron".to_owned()];
        let page = Page {
            title: "Tomás Zerón de Lucio",
            aliases: &aliases,
            summary: "Headed the agency.",
            detail: "2014".into(),
            text: "Zerón headed it. It is said to be so. It is what it is: said, said, said once."
                .into(),
            ..Page::default()
        };
        let other = Page {
            title: "Zerón said",
            ..Page::default()
        };
        let terms = Terms::of(&[page, other], 5);
        let words: Vec<&str> = terms.iter().map(|(word, _)| word).collect();
        assert!(words.is_sorted() && words.len() == terms.len());
        let postings = |word| terms.iter().find(|(w, _)| *w == word).map(|(_, p)| p);
        assert_eq!(postings("zeron"), Some(&[5 << 3 | 7, 6 << 3 | 6][..]));
        let of = |word| postings(word).and_then(|p| p.first()).map(|p| p & 7);
        for (word, prominence) in [
            ("zeron", Some(7)),
            ("tomas", Some(5)),
            ("agency", Some(3)),
            ("2014", Some(3)),
            ("headed", Some(3)),
            ("said", Some(2)),
            ("is", Some(1)),
            ("so", Some(0)),
            ("absent", None),
        ] {
            assert_eq!(of(word), prominence, "{word}");
        }
    }

    #[test]
    fn pages_of_many_words_keep_them_all() {
        let text: Vec<String> = (0..5_000).map(|i| format!("w{i}")).collect();
        let text = text.join(" ");
        let page = Page {
            text: text.into(),
            ..Page::default()
        };
        let terms = Terms::of(&[page], 0);
        assert_eq!(terms.len(), 5_000);
        for (word, postings) in terms.iter() {
            assert!(word.starts_with('w') && postings == [0], "{word}");
        }
    }
}
