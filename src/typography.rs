//! Texts as they are typed → as they are set: straight quotation marks and apostrophes become typographic ones.
//!
//! By the rule that the Markdown of bodies follows, in any language: `'` within or after a word is an apostrophe,
//! marks before and after words come in pairs. Character for character, so that places in the text stay known.

use std::borrow::Cow;

/// The text with its straight marks curled. What stands between backticks is code and stays, as do addresses.
#[must_use]
pub fn curled(text: &str) -> Cow<'_, str> {
    if !text.contains(['"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut chars: Vec<char> = text.chars().collect();
    let is_verbatim = verbatim(&chars);
    let mut double = false;
    let mut single: Option<usize> = None;
    for at in 0..chars.len() {
        let before = at.checked_sub(1).and_then(|i| chars.get(i).copied());
        let after = chars.get(at + 1).copied();
        let Some(mark) = chars.get_mut(at) else { break };
        if !matches!(mark, '"' | '\'') || is_verbatim.get(at) == Some(&true) {
            continue;
        }
        let opens =
            before.is_none_or(is_before_opening) && after.is_some_and(|c| !c.is_whitespace());
        let closes = before.is_some_and(|c| !c.is_whitespace())
            && after.is_none_or(|c| !c.is_alphanumeric());
        if *mark == '"' {
            let is_open = if double { !closes && opens } else { opens };
            *mark = if is_open { '“' } else { '”' };
            double = is_open;
            continue;
        }
        *mark = '’';
        if let Some(open) = single.filter(|_| closes) {
            if let Some(mark) = chars.get_mut(open) {
                *mark = '‘';
            }
            single = None;
        } else if opens && after.is_some_and(|c| !c.is_ascii_digit()) {
            // Not before digits: ’94.
            single = Some(at);
        }
    }
    Cow::Owned(chars.into_iter().collect())
}

/// Curls a text in its place.
pub fn curl(text: &mut String) {
    if let Cow::Owned(curled) = curled(text) {
        *text = curled;
    }
}

/// Whether a mark after this character can open.
fn is_before_opening(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '(' | '['
                | '{'
                | '<'
                | '/'
                | '-'
                | '–'
                | '—'
                | '“'
                | '‘'
                | '’'
                | '«'
                | '¿'
                | '¡'
                | '"'
                | '\''
        )
}

/// Which characters stand in code or in an address.
fn verbatim(chars: &[char]) -> Vec<bool> {
    let mut is_verbatim = vec![false; chars.len()];
    let mut open = None;
    for (at, _) in chars.iter().enumerate().filter(|(_, c)| **c == '`') {
        match open.take() {
            None => open = Some(at),
            Some(from) => is_verbatim.get_mut(from..at).unwrap_or_default().fill(true),
        }
    }
    let mut start = 0;
    for word in chars.split_inclusive(|c| c.is_whitespace()) {
        let end = start + word.len();
        if word.windows(3).any(|three| three == [':', '/', '/']) {
            is_verbatim
                .get_mut(start..end)
                .unwrap_or_default()
                .fill(true);
        }
        start = end;
    }
    is_verbatim
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks_are_set_as_bodies_set_them() {
        for (typed, set) in [
            ("Zerón's \"historic truth\"", "Zerón’s “historic truth”"),
            ("the students' parents", "the students’ parents"),
            ("a 'state crime', it says", "a ‘state crime’, it says"),
            ("(\"yes\", 'no')", "(“yes”, ‘no’)"),
            ("\"He said 'no'.\"", "“He said ‘no’.”"),
            ("\"'No,' he said.\"", "“‘No,’ he said.”"),
            ("L'homme qu'on dit d'Iguala", "L’homme qu’on dit d’Iguala"),
            ("¿\"Verdad histórica\"?", "¿“Verdad histórica”?"),
            (
                "in '94 the students' parents",
                "in ’94 the students’ parents",
            ),
            ("rock 'n' roll", "rock ‘n’ roll"),
            ("“set” and ‘done’ isn’t", "“set” and ‘done’ isn’t"),
            ("\"a\" and \"b\"", "“a” and “b”"),
            ("\"a\"-\"b\"", "“a”-“b”"),
            ("", ""),
            ("'", "’"),
            // What is no text of the writer's stays as it is typed.
            (
                "see `it's` and https://e.org/a'b?c=\"d\"",
                "see `it's` and https://e.org/a'b?c=\"d\"",
            ),
            ("tomas-zeron", "tomas-zeron"),
        ] {
            assert_eq!(curled(typed), set, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn set_texts_stay_set_and_places_stay_known(text in "[a-z '\"`.(¿-]{0,24}") {
            let once = curled(&text).into_owned();
            prop_assert_eq!(curled(&once), &*once);
            prop_assert_eq!(once.chars().count(), text.chars().count());
        }
    }
}
