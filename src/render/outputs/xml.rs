//! Text → text that may stand in XML 1.0.

use std::borrow::Cow;

/// Escaped for element content and for attributes in either kind of quotes. Characters that XML 1.0 has
/// no way to hold, not even escaped, are left out: one of them would make the whole file unreadable.
pub fn escape(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_char) {
        return quick_xml::escape::escape(text);
    }
    let clean: String = text.chars().filter(|c| is_char(*c)).collect();
    Cow::Owned(quick_xml::escape::escape(clean.as_str()).into_owned())
}

/// `Char` of [XML 1.0](https://www.w3.org/TR/xml/#charsets).
fn is_char(c: char) -> bool {
    !matches!(c, '\u{0}'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn markup_is_escaped_and_impossible_characters_go() {
        assert_eq!(escape("plain é"), "plain é");
        assert_eq!(escape("a<b>&\"'"), "a&lt;b&gt;&amp;&quot;&apos;");
        assert_eq!(escape("a\u{0}\u{B}\u{FFFF}]]>b"), "a]]&gt;b");
    }
}
