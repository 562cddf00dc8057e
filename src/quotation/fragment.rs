//! A found quotation → a text fragment, the link that opens the source at these very words.
//!
//! The syntax is `text=[prefix-,]start[,end][,-suffix]` (<https://wicg.github.io/scroll-to-text-fragment/>). A browser
//! compares without regard to case, some also without regard to accents, and goes to the first place that fits. So a
//! fragment is made longer until only one place fits when both are left aside, what is excluded from the snapshot
//! included, since the live page has it too. Its words are those of the page as they stand there: browsers differ in
//! what they normalise.

use super::find::Found;
use super::snapshot::{Paragraph, Snapshot};
use memchr::memmem;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation as _;

/// A passage of so many words is given in full, a longer one by its beginning and its end.
const MAX_FULL_WORDS: usize = 8;
/// The fewest and the most words that stand for the beginning or the end of a longer passage.
const END_WORDS: Range<usize> = 3..9;
/// The most words of context on either side.
const MAX_CONTEXT_WORDS: usize = 12;

/// The directive for a found quotation, without the `#:~:` before it: `text=…`, and one more `text=` for each passage
/// after a `[…]`, with `&` between them.
///
/// `None` when no words of the paragraph make the place unique, as when a caption stands in a page twice.
pub fn fragment(snapshot: &Snapshot, found: &Found) -> Option<String> {
    let paragraph_idx = found.paragraph.checked_sub(1)?;
    let words = ParagraphWords::new(snapshot, paragraph_idx)?;
    let directives: Option<Vec<String>> = found
        .passages
        .iter()
        .map(|passage| directive(snapshot, &words, passage))
        .collect();
    Some(directives?.join("&"))
}

/// A URL that opens at a text fragment, keeping a fragment that it has already.
pub fn deep_link(url: &str, fragment: &str) -> String {
    let plain = url.split_once(":~:").map_or(url, |(plain, _)| plain);
    let hash = if plain.contains('#') { "" } else { "#" };
    format!("{plain}{hash}:~:{fragment}")
}

fn directive(
    snapshot: &Snapshot,
    words: &ParagraphWords<'_>,
    passage: &Range<usize>,
) -> Option<String> {
    let place = words.around(passage)?;
    let is_long = words.within(&place).len() > MAX_FULL_WORDS;
    if let Some(directive) = is_long.then(|| ends(snapshot, words, &place)).flatten() {
        return Some(directive);
    }
    let wide = context_sizes().find_map(|(n_before, n_after)| {
        let wide = words.widen(&place, n_before, n_after)?;
        words.is_only_place(snapshot, &wide).then_some(wide)
    })?;
    let (prefix, suffix) = (
        prefix(snapshot, &wide, &place),
        suffix(snapshot, &wide, &place),
    );
    Some(format!("text={prefix}{}{suffix}", term(snapshot, &place)))
}

/// The directive of a long passage by its first and its last words. `None` where these cannot be told from others
/// before they meet.
fn ends(snapshot: &Snapshot, words: &ParagraphWords<'_>, place: &Range<usize>) -> Option<String> {
    let inside = words.within(place);
    let (start, before) = end_sizes().find_map(|(n_words, n_before)| {
        let start = place.start..inside.get(n_words - 1)?.end;
        let wide = words.widen(&start, n_before, 0)?;
        words
            .is_only_place(snapshot, &wide)
            .then_some((start, wide))
    })?;
    let (end, after) = end_sizes().find_map(|(n_words, n_after)| {
        let end = inside.get(inside.len().checked_sub(n_words)?)?.start..place.end;
        let wide = words.widen(&end, 0, n_after)?;
        let is_behind = start.end < end.start;
        (is_behind && words.is_first_place_after(snapshot, &wide, start.end)).then_some((end, wide))
    })?;
    let (prefix, suffix) = (
        prefix(snapshot, &before, &start),
        suffix(snapshot, &after, &end),
    );
    Some(format!(
        "text={prefix}{},{}{suffix}",
        term(snapshot, &start),
        term(snapshot, &end)
    ))
}

fn term(snapshot: &Snapshot, range: &Range<usize>) -> String {
    encode(snapshot.visible_text(range))
}

fn prefix(snapshot: &Snapshot, wide: &Range<usize>, place: &Range<usize>) -> String {
    let text = encode(snapshot.visible_text(&(wide.start..place.start)));
    if text.is_empty() { text } else { text + "-," }
}

fn suffix(snapshot: &Snapshot, wide: &Range<usize>, place: &Range<usize>) -> String {
    let text = encode(snapshot.visible_text(&(place.end..wide.end)));
    if text.is_empty() {
        text
    } else {
        format!(",-{text}")
    }
}

/// How many words to try at one end of a long passage, and how many of context outside of it.
fn end_sizes() -> impl Iterator<Item = (usize, usize)> {
    let more_context = (1..=MAX_CONTEXT_WORDS).map(|n_outside| (END_WORDS.start, n_outside));
    END_WORDS.map(|n_words| (n_words, 0)).chain(more_context)
}

/// How many words of context to try before and after, the fewest first.
fn context_sizes() -> impl Iterator<Item = (usize, usize)> {
    std::iter::once((0, 0)).chain(
        (1..=MAX_CONTEXT_WORDS)
            .flat_map(|n_words| [(n_words, 0), (0, n_words), (n_words, n_words)]),
    )
}

/// The words of one paragraph as a browser sees them, as ranges of the normalised text without the punctuation around them.
struct ParagraphWords<'s> {
    paragraph_idx: usize,
    words: &'s [Range<usize>],
}

impl<'s> ParagraphWords<'s> {
    fn new(snapshot: &'s Snapshot, paragraph_idx: usize) -> Option<Self> {
        let paragraph = snapshot.paragraphs.get(paragraph_idx)?;
        let words = paragraph.words.get_or_init(|| words(snapshot, paragraph));
        Some(Self {
            paragraph_idx,
            words,
        })
    }

    /// The smallest run of whole words that covers the words of `passage`.
    fn around(&self, passage: &Range<usize>) -> Option<Range<usize>> {
        let touched = self.touched(passage);
        let words = self.words.get(touched)?;
        Some(words.first()?.start..words.last()?.end)
    }

    fn touched(&self, range: &Range<usize>) -> Range<usize> {
        let first = self.words.partition_point(|word| word.end <= range.start);
        first
            ..self
                .words
                .partition_point(|word| word.start < range.end)
                .max(first)
    }

    fn within(&self, range: &Range<usize>) -> &[Range<usize>] {
        self.words.get(self.touched(range)).unwrap_or_default()
    }

    /// `place` with so many more words on either side; `None` where the paragraph has not so many.
    fn widen(&self, place: &Range<usize>, n_before: usize, n_after: usize) -> Option<Range<usize>> {
        let touched = self.touched(place);
        let start = match n_before {
            0 => place.start,
            _ => self.words.get(touched.start.checked_sub(n_before)?)?.start,
        };
        let end = match n_after {
            0 => place.end,
            _ => self.words.get(touched.end + n_after - 1)?.end,
        };
        Some(start..end)
    }

    /// Words in the middle of others count as well: more places than a browser sees, never fewer.
    fn is_only_place(&self, snapshot: &Snapshot, range: &Range<usize>) -> bool {
        let folded = snapshot.folded();
        let own = folded.range(snapshot, self.paragraph_idx, range);
        let Some(words) = folded.text.get(own.clone()) else {
            return false;
        };
        let mut places = Places::new(&folded.text, words, 0);
        places.next() == Some(own.start) && places.next().is_none()
    }

    /// Is `range` the first place of its words after `offset`, a byte of the same paragraph?
    fn is_first_place_after(
        &self,
        snapshot: &Snapshot,
        range: &Range<usize>,
        offset: usize,
    ) -> bool {
        let folded = snapshot.folded();
        let own = folded.range(snapshot, self.paragraph_idx, range);
        let from = folded
            .range(snapshot, self.paragraph_idx, &(offset..offset))
            .start;
        let Some(words) = folded.text.get(own.clone()) else {
            return false;
        };
        Places::new(&folded.text, words, from).next() == Some(own.start)
    }
}

/// The words of a paragraph.
///
/// A term has to begin and end at a word boundary of Unicode (which is where ICU and so the browsers see one); and it has
/// to be a place where this room sees one, or the normalised text could not be cut there.
fn words(snapshot: &Snapshot, paragraph: &Paragraph) -> Vec<Range<usize>> {
    let visible = snapshot.visible.get(paragraph.visible.clone());
    let text = snapshot.normal.text.get(paragraph.normal.clone());
    let (visible, text) = (visible.unwrap_or_default(), text.unwrap_or_default());
    let base = paragraph.visible.start;
    let mut boundaries: Vec<usize> = visible
        .split_word_bound_indices()
        .map(|(at, _)| base + at)
        .collect();
    boundaries.push(paragraph.visible.end);
    let is_boundary = |at: usize| boundaries.binary_search(&at).is_ok();

    let mut words: Vec<Range<usize>> = Vec::new();
    let mut start = None;
    let mut before = None;
    for (at, ch) in text.char_indices().chain([(text.len(), ' ')]) {
        let offset = paragraph.normal.start + at;
        let is_word = ch.is_alphanumeric();
        if let Some(first) = start
            && before.is_some_and(char::is_alphanumeric)
            && snapshot.normal.may_end(offset)
            && snapshot.normal.may_start(offset)
            && is_boundary(snapshot.normal.map.end(offset))
        {
            words.push(first..offset);
            start = None;
        }
        if start.is_none()
            && is_word
            && snapshot.normal.may_start(offset)
            && is_boundary(snapshot.normal.map.start(offset))
        {
            start = Some(offset);
        }
        before = Some(ch);
    }
    words
}

/// Every place of `words` in `text`, those that overlap included.
struct Places<'a> {
    text: &'a [u8],
    finder: memmem::Finder<'a>,
    from: usize,
}

impl<'a> Places<'a> {
    fn new(text: &'a str, words: &'a str, from: usize) -> Places<'a> {
        Places {
            text: text.as_bytes(),
            finder: memmem::Finder::new(words),
            from,
        }
    }
}

impl Iterator for Places<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let place = self.from + self.finder.find(self.text.get(self.from..)?)?;
        self.from = place + 1;
        Some(place)
    }
}

/// Percent-encodes one term. All but letters, digits and `.`, `_`, `~` is encoded: `-`, `,` and `&` have a meaning in a
/// directive, and some programs that make links of text end a URL at a bracket or a quotation mark.
fn encode(term: &str) -> String {
    use std::fmt::Write as _;
    let mut encoded = String::new();
    let mut pending_space = false;
    // Between a term and its context the browser skips white space of every kind.
    for ch in term.trim().chars() {
        // A browser shows a run of spaces and line ends as one space, and a no-break space as itself.
        if ch.is_ascii_whitespace() {
            pending_space = true;
            continue;
        }
        if pending_space {
            encoded.push_str("%20");
        }
        pending_space = false;
        if ch.is_ascii_alphanumeric() || matches!(ch, '.' | '_' | '~') {
            encoded.push(ch);
        } else {
            let mut bytes = [0; 4];
            for byte in ch.encode_utf8(&mut bytes).bytes() {
                // Writing to a string cannot fail.
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotation::{Exclusion, Match, find};

    const PAGE: &str = "The clerk’s office, where the clerk sat, was shut on Friday.\n\
        On Friday the mayor said that the scanner, which nobody had seen, was lost; on Saturday she said that it had been \
        lost, which nobody had believed, and on Sunday that it was lost.\n\
        Photo: the yard – on Sunday\nPhoto: the yard – on Sunday\n\
        Más de «460» pe\u{301}sos & 20 °C at 50%, said A\u{a0}B: non-existent.\n\
        Comments: the scanner was sold";

    fn link(quotation: &str) -> String {
        let why = "comments".to_owned();
        let exclusion = Exclusion {
            from: "Comments".into(),
            to: None,
            why,
        };
        let snapshot = Snapshot::from_text(PAGE)
            .with_exclusions(&[exclusion])
            .expect("stands once");
        let Match::Found(found) = find(&snapshot, quotation) else {
            panic!("{quotation}")
        };
        fragment(&snapshot, &found)
            .map_or("none".to_owned(), |directive| directive.replace("%20", "_"))
    }

    #[test]
    fn a_link_is_as_short_as_it_can_be_and_has_one_place_only() {
        #[rustfmt::skip]
        let cases = [
            ("was shut", "text=was_shut"),
            // The page has "the scanner" among its comments, and "On Friday" but for the capital.
            ("the scanner", "text=that-,the_scanner"),
            ("on Friday", "text=shut-,on_Friday"),
            ("Friday the", "text=Friday_the"),
            ("was lost", "text=seen%2C-,was_lost"),
            ("lost, which", "text=lost%2C_which"),
            // A browser knows no word "clerk" here: the link takes in the whole word.
            ("The clerk", "text=The_clerk%E2%80%99s"),
            ("“460” pésos & 20", "text=460%C2%BB_pe%CC%81sos_%26_20"),
            ("A B: non-existent.", "text=A%C2%A0B%3A_non%2Dexistent"),
            // The end "it was lost" has to be told from "was lost;" only, and "which nobody had" from itself.
            ("the mayor said that the scanner, which nobody had seen, was lost; on Saturday she said that it had been lost",
             "text=the_mayor_said,had_been_lost"),
            ("the mayor said that the scanner, which nobody had seen, was lost; on Saturday she said that it had been lost, which nobody had",
             "text=the_mayor_said,lost%2C_which_nobody_had"),
            ("which nobody had seen, was lost; on Saturday she said that it had been",
             "text=which_nobody_had_seen,it_had_been"),
            ("on Saturday […] on Sunday that", "text=on_Saturday&text=on_Sunday_that"),
            ("Photo: the yard", "none"),
        ];
        for (quotation, expect) in cases {
            assert_eq!(link(quotation), expect, "{quotation}");
        }
    }

    #[test]
    fn a_link_keeps_the_fragment_of_its_page() {
        #[rustfmt::skip]
        let cases = [
            ("https://example.org/a?b=c", "https://example.org/a?b=c#:~:text=x"),
            ("https://example.org/a#part", "https://example.org/a#part:~:text=x"),
            ("https://example.org/a#:~:text=old", "https://example.org/a#:~:text=x"),
        ];
        for (url, expect) in cases {
            assert_eq!(deep_link(url, "text=x"), expect);
        }
    }
}
