//! Small questions about text: how it folds for comparison, what its id is, what looks like it.

use memchr::{memchr, memchr3};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Text without case, diacritics and repeated white space, for comparing names.
///
/// `Tomás  Zerón` and `tomas zeron` fold to the same text. Letters that only transliteration would
/// change (`ł`, `ø`) are kept: `Łódź` folds to `łodz`.
#[must_use]
pub fn fold(text: &str) -> String {
    if text
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    {
        return text.to_owned();
    }
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(
            word.nfd()
                .filter(|c| !is_combining_mark(*c))
                .map(plain_mark)
                .flat_map(char::to_lowercase),
        );
    }
    folded
}

/// Marks as they are typed: whoever writes `[[Zerón's report]]` means the title that is set `Zerón’s report`.
fn plain_mark(c: char) -> char {
    match c {
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        c => c,
    }
}

/// Whether a character is a letter or a figure, as [`char::is_alphanumeric`] says. Those that running text is full of
/// need no tables.
#[must_use]
pub fn is_in_word(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ' => true,
        // Dashes, quotation marks, bullets, dots.
        '\u{2010}'..='\u{2027}' => false,
        c => c.is_alphanumeric(),
    }
}

/// Whether a word has a figure, in any script.
#[must_use]
pub fn has_figure(word: &str) -> bool {
    let is_figure = |c: char| match c {
        '\0'..='\x7f' => c.is_ascii_digit(),
        'À'..='ÿ' => false,
        c => c.is_numeric(),
    };
    word.contains(is_figure)
}

/// An id made of a title: ASCII, lower case, words joined by hyphens. Empty if nothing can be kept.
///
/// `Zerón’s “report”` gives `zerons-report`.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in deunicode::deunicode(text).chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if matches!(c, '\'' | '’' | '"') {
            // "Zerón's" is one word.
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// Whether `text` can be an id: ASCII kebab-case without a dot, at most 100 bytes.
#[must_use]
pub fn is_id(text: &str) -> bool {
    (1..=100).contains(&text.len())
        && text.split('-').all(|word| {
            !word.is_empty()
                && word
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

/// The text with its first letter in upper case.
#[must_use]
pub fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// Whether a text has the form of a language tag, such as `es` or `pt-BR`: <https://www.rfc-editor.org/rfc/rfc5646>.
#[must_use]
pub fn is_language_tag(text: &str) -> bool {
    text.split('-').all(|part| {
        (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}

/// The first character of a text that nobody can see and that does something: a control character other than tabs and
/// line ends, one that turns the direction of text, or one that Unicode has set aside to be no character.
#[must_use]
pub fn hidden_character(text: &str) -> Option<char> {
    // All of them that ASCII has, and the bytes that the others begin with.
    let may_hide = |byte: &u8| matches!(byte, 0..=0x08 | 0x0B | 0x0C | 0x0E..=0x1F | 0x7F | 0xC2 | 0xE2 | 0xEF | 0xF0..=0xFF);
    let hides = |c: char| match c {
        '\t' | '\n' | '\r' => false,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FDD0}'..='\u{FDEF}' => true,
        c => c.is_control() || u32::from(c) & 0xFFFE == 0xFFFE,
    };
    let mut rest = text;
    while let Some(at) = rest.as_bytes().iter().position(may_hide) {
        let mut chars = rest[at..].chars();
        let c = chars.next()?;
        if hides(c) {
            return Some(c);
        }
        rest = chars.as_str();
    }
    None
}

/// The one candidate that `word` most likely stands for, if one is near enough to be worth a guess:
/// within a third of its length in edits, ignoring case and diacritics.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_folded(word, candidates.into_iter().map(|name| (name, fold(name))))
}

/// As [`nearest`], of candidates that come with what [`fold`] makes of them.
#[must_use]
pub fn nearest_folded<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = (&'a str, impl AsRef<str>)>,
) -> Option<&'a str> {
    let wanted = fold(word);
    if wanted.chars().count() > 200 {
        return None;
    }
    let limit = (wanted.chars().count() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for (candidate, folded) in candidates {
        let folded = folded.as_ref();
        if folded.len().abs_diff(wanted.len()) > limit * 3 + 3 {
            continue;
        }
        let distance = strsim::osa_distance(&wanted, folded);
        let is_better = best.is_none_or(|(d, c)| (distance, candidate) < (d, c));
        if distance <= limit && is_better {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The text within `reach` bytes before `at` and behind it, cut between characters. `at` stands between two.
#[must_use]
pub fn near(text: &str, at: usize, reach: usize) -> (&str, &str) {
    let is_between = |byte: &usize| text.is_char_boundary(*byte);
    let first = (at.saturating_sub(reach)..=at).find(is_between);
    let last = (at..=text.len().min(at + reach)).rfind(is_between);
    (
        &text[first.unwrap_or(at)..at],
        &text[at..last.unwrap_or(at)],
    )
}

/// Bytes of the byte order mark that a text begins with, or 0.
#[must_use]
pub fn mark_length(text: &str) -> usize {
    let mark = '\u{feff}';
    if text.starts_with(mark) {
        mark.len_utf8()
    } else {
        0
    }
}

/// Byte at which the character at `line` and `column` stands, both from 1. The start of the line where it has not so
/// many, and the end of the text where that has not so many lines.
#[must_use]
pub fn offset(text: &str, line: usize, column: usize) -> usize {
    let lines = text.split_inclusive('\n').take(line.saturating_sub(1));
    let start: usize = lines.map(str::len).sum();
    let mut rest = text.get(start..).unwrap_or("").char_indices();
    start + rest.nth(column.saturating_sub(1)).map_or(0, |(at, _)| at)
}

/// Words for a list in a message, with `between` between them: the first 24, and whether there are more.
#[must_use]
pub fn listed<'a>(words: impl IntoIterator<Item = &'a str>, between: &str) -> String {
    const SHOWN: usize = 24;
    let mut words = words.into_iter();
    let mut list = words.by_ref().take(SHOWN).collect::<Vec<_>>().join(between);
    if words.next().is_some() {
        list.push_str(" …");
    }
    list
}

/// `a%20b` as `a b`. What is no escape stays as it is.
#[must_use]
pub fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let escape = (*first == b'%').then(|| tail.get(..2)).flatten();
        let decoded =
            escape.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(decoded.unwrap_or(*first));
        rest = if decoded.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Text with `&`, `<`, `>` and `"` escaped, for HTML text and double-quoted attributes.
#[must_use]
pub fn escape_html(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let marks = [memchr3(b'&', b'<', b'>', bytes), memchr(b'"', bytes)];
    let Some(first) = marks.into_iter().flatten().min() else {
        return Cow::Borrowed(text);
    };
    let mut escaped = String::with_capacity(text.len() + 16);
    escaped.push_str(&text[..first]);
    for c in text[first..].chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            _ => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_hide_are_found() {
        for c in [
            '\0',
            '\u{1b}',
            '\u{7f}',
            '\u{9b}',
            '\u{202e}',
            '\u{2069}',
            '\u{fdd0}',
            '\u{ffff}',
            '\u{1fffe}',
        ] {
            assert_eq!(hidden_character(&format!("aé{c}b")), Some(c));
            assert_eq!(hidden_character(&format!("“a” …\n\tא{c}")), Some(c));
        }
        assert_eq!(
            hidden_character("Tomás\t“שלום\u{200f}”\r\n… 😀 \u{fffd}\u{a0}"),
            None
        );
    }

    #[test]
    fn folding_ignores_case_diacritics_and_space() {
        assert_eq!(fold("Tomás  ZERÓN "), "tomas zeron");
        assert_eq!(fold("tomas-zeron"), "tomas-zeron");
        assert_eq!(fold("Łódź"), "łodz");
        assert_eq!(fold("Zerón’s “report”"), fold("Zeron's \"report\""));
    }

    #[test]
    fn letters_and_figures_are_those_of_unicode() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_in_word(c), c.is_alphanumeric(), "{c:?}");
            assert_eq!(
                has_figure(c.encode_utf8(&mut [0; 4])),
                c.is_numeric(),
                "{c:?}"
            );
        }
    }

    #[test]
    fn a_slug_is_an_id() {
        for (title, id) in [
            ("Tomás Zerón", "tomas-zeron"),
            ("Zerón’s “report”", "zerons-report"),
            ("  --a  &  b-- ", "a-b"),
            ("¿?", ""),
        ] {
            assert_eq!(slug(title), id);
            assert_eq!(is_id(id), !id.is_empty());
        }
        for bad in ["a--b", "-a", "a.b", "A", "", "é"] {
            assert!(!is_id(bad), "{bad}");
        }
    }

    #[test]
    fn only_a_near_name_is_suggested() {
        let names = ["tomas-zeron", "nso-group", "israel"];
        assert_eq!(nearest("tomas-zerom", names), Some("tomas-zeron"));
        assert_eq!(nearest("nso-gruop", names), Some("nso-group"));
        assert_eq!(nearest("iran", names), None);
    }

    #[test]
    fn escaping_is_complete() {
        assert_eq!(
            escape_html(r#"<a href="x">&"#),
            "&lt;a href=&quot;x&quot;&gt;&amp;"
        );
        for (c, escaped) in [
            ("&", "&amp;"),
            ("<", "&lt;"),
            (">", "&gt;"),
            ("\"", "&quot;"),
        ] {
            assert_eq!(escape_html(&format!("é{c}b")), format!("é{escaped}b"));
        }
        assert_eq!(escape_html("plain"), "plain");
    }

    #[test]
    fn escapes_of_addresses_are_undone_and_what_is_none_stays() {
        assert_eq!(percent_decode("a%20b%"), "a b%");
    }
}
