//! A saved HTML page → the text that a reader sees, a paragraph to a line, and where each character comes from.
//!
//! This is a tokenizer and no parser: paragraphs need only the places where a block begins or ends, and those are told
//! by the tags alone, however badly they are nested. It follows <https://html.spec.whatwg.org/multipage/parsing.html>
//! for what is a tag, a comment, an attribute, raw text and a character reference.

use super::offsets::OffsetMap;
use memchr::{memchr, memmem};
use quick_xml::escape::resolve_html5_entity;

/// The visible text of a page.
pub(super) struct Text {
    pub(super) text: String,
    /// From `text` to the bytes of the page.
    pub(super) to_file: OffsetMap,
}

/// The text of `page` without markup and without what browsers do not show as text.
pub(super) fn visible_text(page: &str) -> Text {
    let mut writer = Writer::default();
    let mut at = 0;
    while let Some(rest) = page.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(open) = memchr(b'<', rest.as_bytes()) else {
            writer.text(rest, at);
            break;
        };
        writer.text(rest.get(..open).unwrap_or_default(), at);
        at += open;
        let markup = page.get(at..).unwrap_or_default();
        at += match Markup::read(markup) {
            Markup::Tag(tag) if tag.is_end => {
                writer.end(&tag.name);
                tag.len
            }
            Markup::Tag(tag) => {
                tag.len + writer.start(&tag, markup.get(tag.len..).unwrap_or_default())
            }
            Markup::Comment(len) => len,
            Markup::LessThan => {
                writer.text("<", at);
                1
            }
        };
    }
    Text {
        text: writer.text,
        to_file: writer.to_file,
    }
}

#[derive(Default)]
struct Writer {
    text: String,
    to_file: OffsetMap,
    /// Line breaks since the last visible character.
    n_breaks: usize,
    pre_depth: usize,
}

impl Writer {
    fn text(&mut self, mut text: &str, mut at: usize) {
        while let Some(ch) = text.chars().next() {
            let reference = if ch == '&' {
                Reference::read(text)
            } else {
                None
            };
            let len = match reference {
                Some(reference) => {
                    for ch in reference.text.chars() {
                        self.push(ch, at, reference.len, false);
                    }
                    reference.len
                }
                None => {
                    self.push(ch, at, ch.len_utf8(), true);
                    ch.len_utf8()
                }
            };
            at += len;
            text = text.get(len..).unwrap_or_default();
        }
    }

    fn push(&mut self, ch: char, at: usize, len: usize, is_verbatim: bool) {
        if ch == '\n' && self.pre_depth > 0 {
            return self.line_break();
        }
        // A line end of the markup is a space, as is a character that would end a paragraph of a plain text.
        let ch = match ch {
            '\n' | '\r' | '\u{c}' => ' ',
            '\u{85}' | '\u{2028}' | '\u{2029}' => '\u{2003}',
            _ => ch,
        };
        if !ch.is_whitespace() {
            self.n_breaks = 0;
        }
        let start = self.text.len();
        self.text.push(ch);
        let is_verbatim = is_verbatim && ch.len_utf8() == len;
        self.to_file
            .push(start..self.text.len(), at..at + len, is_verbatim);
    }

    /// One line break is a space in a paragraph, two are its end: so old pages and blogs set their paragraphs.
    fn line_break(&mut self) {
        self.n_breaks += 1;
        self.text.push(if self.n_breaks == 1 { ' ' } else { '\n' });
    }

    fn end_paragraph(&mut self) {
        self.n_breaks = 0;
        self.text.push('\n');
    }

    /// Takes a start tag and returns how many bytes after it belong to an element that is not shown.
    fn start(&mut self, tag: &Tag, after: &str) -> usize {
        let name = tag.name.as_str();
        self.pre_depth += usize::from(name == "pre");
        if name == "br" {
            self.line_break();
        } else if !is_inline(name) {
            self.end_paragraph();
        }
        match name {
            "script" | "style" | "noscript" | "iframe" | "noembed" | "noframes" | "textarea"
            | "title" => end_of_raw_text(name, after),
            "template" | "select" | "audio" | "video" | "canvas" => end_of_element(name, after),
            "svg" if !tag.is_self_closing => end_of_element(name, after),
            _ => 0,
        }
    }

    fn end(&mut self, name: &str) {
        if name == "pre" {
            self.pre_depth = self.pre_depth.saturating_sub(1);
        }
        if !is_inline(name) {
            self.end_paragraph();
        }
    }
}

/// Elements that stand in a line of text. All others, those of the future too, end a paragraph, save elements with a
/// hyphen in their name, which are made by scripts and shown in the line unless a style says otherwise.
fn is_inline(name: &str) -> bool {
    #[rustfmt::skip]
    const INLINE: &[&str] = &[
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i",
        "img", "ins", "kbd", "label", "link", "mark", "math", "meta", "nobr", "noscript",
        "picture", "q", "rb", "rp", "rt", "ruby", "s", "samp", "script", "small", "source", "span", "strike", "strong", "style", "sub", "sup", "svg", "template", "time", "tt", "u", "var",
        "wbr",
    ];
    INLINE.binary_search(&name).is_ok() || name.contains('-')
}

/// Raw text ends at the first end tag of its own name; without one, at the end of the page.
fn end_of_raw_text(name: &str, text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_end = |at: &usize| {
        let tag = bytes.get(at + 2..).unwrap_or_default();
        let is_name = tag
            .get(..name.len())
            .is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes()));
        let next = tag.get(name.len());
        is_name
            && next.is_some_and(|next| next.is_ascii_whitespace() || matches!(next, b'/' | b'>'))
    };
    memmem::find_iter(bytes, b"</")
        .find(is_end)
        .unwrap_or(text.len())
}

fn end_of_element(name: &str, text: &str) -> usize {
    let (mut at, mut depth) = (0, 1);
    while let Some(open) = text
        .get(at..)
        .and_then(|rest| memchr(b'<', rest.as_bytes()))
    {
        at += open;
        at += match Markup::read(text.get(at..).unwrap_or_default()) {
            Markup::Tag(tag) if tag.name == name => {
                depth = if tag.is_end { depth - 1 } else { depth + 1 };
                if depth == 0 {
                    return at;
                }
                tag.len
            }
            Markup::Tag(tag) if !tag.is_end && matches!(tag.name.as_str(), "script" | "style") => {
                let after = text.get(at + tag.len..).unwrap_or_default();
                tag.len + end_of_raw_text(&tag.name, after)
            }
            Markup::Tag(tag) => tag.len,
            Markup::Comment(len) => len,
            Markup::LessThan => 1,
        };
    }
    text.len()
}

/// What a `<` begins. Lengths are in bytes and take in the closing `>`.
enum Markup {
    Tag(Tag),
    Comment(usize),
    /// Nothing: it is a sign of its own.
    LessThan,
}

struct Tag {
    /// In lower case.
    name: String,
    is_end: bool,
    is_self_closing: bool,
    len: usize,
}

impl Markup {
    /// Reads the markup with which `text` begins.
    fn read(text: &str) -> Markup {
        let bytes = text.as_bytes();
        let until = |end: &[u8], from: usize| {
            let found = bytes.get(from..).and_then(|rest| memmem::find(rest, end));
            found.map_or(bytes.len(), |found| from + found + end.len())
        };
        match bytes {
            [b'<', b'!', b'-', b'-', b'>', ..] => Markup::Comment(5),
            [b'<', b'!', b'-', b'-', b'-', b'>', ..] => Markup::Comment(6),
            [b'<', b'!', b'-', b'-', ..] => {
                let end = until(b"-->", 4);
                // Looked for within the comment only, or each comment would cost a pass over the page.
                let bang = bytes
                    .get(4..end)
                    .and_then(|comment| memmem::find(comment, b"--!>"));
                Markup::Comment(bang.map_or(end, |bang| bang + 8))
            }
            [b'<', b'/', b'>', ..] => Markup::Comment(3),
            [b'<', letter, ..] if letter.is_ascii_alphabetic() => Markup::Tag(Tag::read(bytes, 1)),
            [b'<', b'/', letter, ..] if letter.is_ascii_alphabetic() => {
                Markup::Tag(Tag::read(bytes, 2))
            }
            [b'<', b'!' | b'?', ..] | [b'<', b'/', _, ..] => Markup::Comment(until(b">", 2)),
            _ => Markup::LessThan,
        }
    }
}

impl Tag {
    /// Reads a tag whose name begins at `name_at`.
    fn read(bytes: &[u8], name_at: usize) -> Tag {
        let is_name = |byte: &u8| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>');
        let name: Vec<u8> = bytes
            .iter()
            .skip(name_at)
            .copied()
            .take_while(is_name)
            .map(|byte| byte.to_ascii_lowercase())
            .collect();
        let mut at = name_at + name.len();
        let mut state = Attribute::Before;
        let mut is_self_closing = false;
        while let Some(&byte) = bytes.get(at) {
            at += 1;
            state = match (state, byte) {
                (Attribute::Quoted(quote), _) if byte == quote => Attribute::Before,
                (Attribute::Quoted(quote), _) => Attribute::Quoted(quote),
                (_, b'>') => break,
                (Attribute::Value, b'"' | b'\'') => Attribute::Quoted(byte),
                (Attribute::Value, _) if byte.is_ascii_whitespace() => Attribute::Value,
                (Attribute::Value | Attribute::Unquoted, _) => {
                    if byte.is_ascii_whitespace() {
                        Attribute::Before
                    } else {
                        Attribute::Unquoted
                    }
                }
                (Attribute::Name, b'=') => Attribute::Value,
                // A name may stand apart from its `=`; and a `=` before any name belongs to the name.
                (Attribute::Name, _) if byte.is_ascii_whitespace() => Attribute::AfterName,
                (Attribute::AfterName, b'=') => Attribute::Value,
                (Attribute::AfterName, _) if byte.is_ascii_whitespace() => Attribute::AfterName,
                (_, b'/') => {
                    is_self_closing = bytes.get(at) == Some(&b'>');
                    Attribute::Before
                }
                (Attribute::Before, _) if byte.is_ascii_whitespace() => Attribute::Before,
                _ => Attribute::Name,
            };
        }
        let name = String::from_utf8_lossy(&name).into_owned();
        Tag {
            name,
            is_end: name_at == 2,
            is_self_closing,
            len: at,
        }
    }
}

/// Where a tag's reader is among the attributes, whose quoted values may hold a `>`.
#[derive(Clone, Copy)]
enum Attribute {
    Before,
    Name,
    AfterName,
    Value,
    Unquoted,
    Quoted(u8),
}

/// A character reference: `&eacute;`, `&#233;`, `&#xE9;`.
struct Reference {
    text: String,
    len: usize,
}

impl Reference {
    fn read(text: &str) -> Option<Reference> {
        let body = text.strip_prefix('&')?;
        if let Some(number) = body.strip_prefix('#') {
            let (digits, radix) = match number.strip_prefix(['x', 'X']) {
                Some(digits) => (digits, 16),
                None => (number, 10),
            };
            let n_digits = digits
                .bytes()
                .take_while(|byte| char::from(*byte).is_digit(radix))
                .count();
            let code = digits.get(..n_digits).filter(|digits| !digits.is_empty())?;
            let has_semicolon = digits.as_bytes().get(n_digits) == Some(&b';');
            let len = text.len() - digits.len() + n_digits + usize::from(has_semicolon);
            let ch = u32::from_str_radix(code, radix)
                .ok()
                .and_then(character)
                .unwrap_or('\u{FFFD}');
            return Some(Reference {
                text: ch.to_string(),
                len,
            });
        }
        let n_name = body.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let name = body.get(..n_name)?;
        if body.as_bytes().get(n_name) == Some(&b';')
            && let Some(resolved) = resolve_html5_entity(name)
        {
            return Some(Reference {
                text: resolved.to_owned(),
                len: n_name + 2,
            });
        }
        // The oldest names are read without a semicolon too, the longest that fits.
        (2..=n_name.min(6)).rev().find_map(|n_old| {
            let old = name
                .get(..n_old)
                .filter(|old| OLD_NAMES.split(' ').any(|known| known == *old))?;
            Some(Reference {
                text: resolve_html5_entity(old)?.to_owned(),
                len: n_old + 1,
            })
        })
    }
}

/// Names that need no semicolon, those of Latin-1.
const OLD_NAMES: &str = "amp lt gt quot AMP LT GT QUOT nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo \
    not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute \
    Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc \
    Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig \
    ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash \
    ugrave uacute ucirc uuml yacute thorn yuml";

/// The character of a numeric reference. The numbers 128 to 159 are those of Windows-1252, as browsers have it.
fn character(code: u32) -> Option<char> {
    const WINDOWS_1252: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    match code {
        0 => None,
        0x80..=0x9F => WINDOWS_1252.chars().nth((code - 0x80) as usize),
        _ => char::from_u32(code),
    }
}

#[cfg(test)]
mod tests {
    use crate::quotation::{Match, Snapshot, find};

    #[test]
    fn shows_what_a_reader_sees_a_paragraph_to_a_line() {
        #[rustfmt::skip]
        let cases: &[(&str, &[&str])] = &[
            ("<p>One <b>bo</b>ld\nword<p>Two<br>lines<br/> <br>Three", &["One bold word", "Two lines", "Three"]),
            ("<title>T</title><STYLE>p{}</STYLE ><script>if (a</b) '<p>no</p>'</script>Yes<noscript>no</noscript>", &["Yes"]),
            ("a<!-- <p>no --> b<!---->c<!--no--!><!d>d<?php no ?>e</>f</ no>g", &["a bcdefg"]),
            ("1 < 2 <3 <a title='>' href=x>y</a> <img alt=\"a>b\"/>z <i x=/>k", &["1 < 2 <3 y z k"]),
            ("<ul><li>a<li>b</ul><table><tr><td>c<td>d</table>", &["a", "b", "c", "d"]),
            ("caf&eacute; &amp;lt; &#8220;q&#x201D; &#146;s &nbsp;&hellip; AT&T &copy 2014 &notit; &unknown; &#xD800; &", &["café &lt; “q” ’s \u{a0}… AT&T © 2014 ¬it; &unknown; \u{FFFD} &"]),
            ("<svg><text>no<svg></svg>no</text></svg>a<svg/>b<select><option>no</select><custom-note>c</custom-note>", &["ab", "c"]),
            ("<pre>one\ntwo\n\nthree</pre>four", &["one two", "three", "four"]),
            ("<script>never ends <p>no", &[]),
            ("<p>cut <a href=\"no", &["cut"]),
            ("", &[]),
        ];
        for (page, expect) in cases {
            let snapshot = Snapshot::from_html(page);
            let paragraphs: Vec<_> = (1..=snapshot.n_paragraphs())
                .map(|number| {
                    snapshot
                        .paragraph(number)
                        .unwrap_or_default()
                        .split(' ')
                        .filter(|word| !word.is_empty())
                })
                .map(|words| words.collect::<Vec<_>>().join(" "))
                .collect();
            assert_eq!(paragraphs, *expect, "{page}");
        }
    }

    #[test]
    fn a_quotation_is_traced_to_the_bytes_of_the_page() {
        let page = "<p>The clerk&rsquo;s <em>office</em> did&nbsp;<b>not</b>&hellip;\n answer.</p><p>Nor did he.</p>";
        let Match::Found(found) = find(
            &Snapshot::from_html(page),
            "clerk's office did not... answer",
        ) else {
            panic!("it stands there")
        };
        let part = found.parts.first().expect("one passage");
        assert_eq!(
            &page[part.clone()],
            "clerk&rsquo;s <em>office</em> did&nbsp;<b>not</b>&hellip;\n answer"
        );
        assert!(matches!(
            find(&Snapshot::from_html(page), "answer. Nor did"),
            Match::NotFound { .. }
        ));
    }
}
