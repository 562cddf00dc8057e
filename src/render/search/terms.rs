//! A page → its words, each once, with how prominent it is there.

use super::{Page, words};
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// The words of one page, with the prominence of each from 0 to 7: 0–2 in the body once, up to three times, more often;
/// 3 in the summary or detail; 4–6 in a title or alias of many, some, two or three words; 7 it is the title or an alias.
///
/// Depends on the page alone, so it can be kept as long as the page stays the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageTerms {
    /// All words, one after the other.
    text: Box<str>,
    /// Where each ends in `text`.
    ends: Box<[u32]>,
    prominence: Box<[u8]>,
}

impl PageTerms {
    /// Words with their prominence, in order of first appearance.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, u8)> {
        let mut start = 0;
        self.ends
            .iter()
            .zip(&self.prominence)
            .filter_map(move |(end, prominence)| {
                let word = self.text.get(start..*end as usize)?;
                start = *end as usize;
                Some((word, *prominence))
            })
    }
}

/// The words of a page.
#[must_use]
pub fn tokens(page: &Page) -> PageTerms {
    let mut table = Table::new(page.text.len());
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
        words::each(name, &mut word, |word| table.add(word, prominence));
    }
    for field in [page.summary, &*page.detail] {
        words::each(field, &mut word, |word| table.add(word, 3));
    }
    words::each(&page.text, &mut word, |word| table.count(word));
    table.finish()
}

/// Words by where they lie in one string: a page has hundreds, and a string for each would cost more than all else.
struct Table {
    text: String,
    ends: Vec<u32>,
    prominence: Vec<u8>,
    times: Vec<u32>,
    /// Number of the word plus one, at the place that its hash tells, or one of the next.
    slots: Vec<u32>,
}

impl Table {
    fn new(bytes: usize) -> Table {
        Table {
            text: String::with_capacity(bytes / 2 + 64),
            ends: Vec::with_capacity(bytes / 12 + 16),
            prominence: Vec::with_capacity(bytes / 12 + 16),
            times: Vec::with_capacity(bytes / 12 + 16),
            slots: vec![0; (bytes / 8 + 64).next_power_of_two()],
        }
    }

    /// The word is in a field of that prominence.
    fn add(&mut self, word: &str, prominence: u8) {
        let at = self.find(word);
        if let Some(known) = self.prominence.get_mut(at) {
            *known = prominence.max(*known);
        }
    }

    /// The word is in the body, once more.
    fn count(&mut self, word: &str) {
        let at = self.find(word);
        if let Some(times) = self.times.get_mut(at) {
            *times += 1;
        }
    }

    /// The number of a word, new or known.
    fn find(&mut self, word: &str) -> usize {
        if self.ends.len() * 4 >= self.slots.len() * 3 {
            self.grow();
        }
        let mask = self.slots.len() - 1;
        let mut slot = hash(word) & mask;
        loop {
            match self.slots[slot] as usize {
                0 => break,
                n if self.word(n - 1) == word => return n - 1,
                _ => slot = (slot + 1) & mask,
            }
        }
        self.text.push_str(word);
        // Four gigabytes of distinct words on one page cannot be: the file would not have been read.
        self.ends
            .push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        self.prominence.push(0);
        self.times.push(0);
        self.slots[slot] = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.ends.len() - 1
    }

    fn word(&self, n: usize) -> &str {
        let start = n
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or(0);
        let end = self.ends.get(n).copied().unwrap_or(start);
        self.text
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }

    fn grow(&mut self) {
        let mask = self.slots.len() * 2 - 1;
        let mut slots = vec![0; mask + 1];
        for n in 0..self.ends.len() {
            let mut slot = hash(self.word(n)) & mask;
            while slots[slot] != 0 {
                slot = (slot + 1) & mask;
            }
            slots[slot] = u32::try_from(n + 1).unwrap_or(u32::MAX);
        }
        self.slots = slots;
    }

    fn finish(mut self) -> PageTerms {
        for (prominence, times) in self.prominence.iter_mut().zip(&self.times) {
            let in_body = match times {
                0 | 1 => 0,
                2 | 3 => 1,
                _ => 2,
            };
            *prominence = in_body.max(*prominence);
        }
        PageTerms {
            text: self.text.into(),
            ends: self.ends.into(),
            prominence: self.prominence.into(),
        }
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
    use super::{Page, tokens};

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
        let terms = tokens(&page);
        let of = |word| terms.iter().find(|(w, _)| *w == word).map(|(_, p)| p);
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
        let terms = tokens(&Page {
            text: text.into(),
            ..Page::default()
        });
        assert_eq!(terms.iter().count(), 5_000);
        assert!(
            terms
                .iter()
                .enumerate()
                .all(|(i, (word, _))| word == format!("w{i}"))
        );
    }
}
