//! A found quotation → a text fragment, the link that opens the source at these very words.
//!
//! The syntax is `text=[prefix-,]start[,end][,-suffix]` (<https://wicg.github.io/scroll-to-text-fragment/>). A browser
//! compares without regard to case, some also without regard to accents, and goes to the first place that fits. So a
//! fragment is made longer until only one place fits when both are left aside, what is excluded from the snapshot
//! included, since the live page has it too. Its words are those of the page as they stand there: browsers differ in
//! what they normalise.

use super::find::Found;
use super::snapshot::Snapshot;
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
    words: &ParagraphWords,
    passage: &Range<usize>,
) -> Option<String> {
    let place = words.around(passage)?;
    let inside = words.within(&place);
    let term = |range: Range<usize>| encode(snapshot.visible_text(&range));
    if inside.len() <= MAX_FULL_WORDS {
        let whole = context_sizes().find_map(|(n_before, n_after)| {
            let wide = words.widen(&place, n_before, n_after)?;
            words.is_only_place(snapshot, &wide).then_some(wide)
        })?;
        let (prefix, suffix) = (
            prefix(snapshot, &whole, &place),
            suffix(snapshot, &whole, &place),
        );
        return Some(format!("text={prefix}{}{suffix}", term(place)));
    }
    let (start, before) = END_WORDS
        .map(|n_words| (n_words, 0))
        .chain((1..=MAX_CONTEXT_WORDS).map(|n_before| (END_WORDS.start, n_before)))
        .find_map(|(n_words, n_before)| {
            let start = place.start..inside.get(n_words - 1)?.end;
            let wide = words.widen(&start, n_before, 0)?;
            words
                .is_only_place(snapshot, &wide)
                .then_some((start, wide))
        })?;
    let (end, after) = END_WORDS
        .map(|n_words| (n_words, 0))
        .chain((1..=MAX_CONTEXT_WORDS).map(|n_after| (END_WORDS.start, n_after)))
        .find_map(|(n_words, n_after)| {
            let end = inside.get(inside.len().checked_sub(n_words)?)?.start..place.end;
            let wide = words.widen(&end, 0, n_after)?;
            (start.end < end.start && words.is_first_place_after(snapshot, &wide, start.end))
                .then_some((end, wide))
        })?;
    let (prefix, suffix) = (
        prefix(snapshot, &before, &start),
        suffix(snapshot, &after, &end),
    );
    Some(format!(
        "text={prefix}{},{}{suffix}",
        term(start),
        term(end)
    ))
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

/// How many words of context to try before and after, the fewest first.
fn context_sizes() -> impl Iterator<Item = (usize, usize)> {
    std::iter::once((0, 0)).chain(
        (1..=MAX_CONTEXT_WORDS)
            .flat_map(|n_words| [(n_words, 0), (0, n_words), (n_words, n_words)]),
    )
}

/// The words of one paragraph as a browser sees them, as ranges of the normalised text without the punctuation around them.
struct ParagraphWords {
    paragraph_idx: usize,
    words: Vec<Range<usize>>,
}

impl ParagraphWords {
    /// A term has to begin and end at a word boundary of Unicode (which is where ICU and so the browsers see one); and
    /// it has to be a place where this room sees one, or the normalised text could not be cut there.
    fn new(snapshot: &Snapshot, paragraph_idx: usize) -> Option<ParagraphWords> {
        let paragraph = snapshot.paragraphs.get(paragraph_idx)?;
        let visible = snapshot.visible.get(paragraph.visible.clone())?;
        let text = snapshot.normal.text.get(paragraph.normal.clone())?;
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
        Some(ParagraphWords {
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
