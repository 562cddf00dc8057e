//! Which parts of a running text stand in quotation marks.

use std::ops::Range;

/// Ranges between quotation marks, marks included, in order. A mark that is never closed opens nothing.
pub fn ranges(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((start, open)) = text[at..]
        .char_indices()
        .find(|(_, c)| matches!(c, '“' | '„' | '«' | '"' | '‘'))
        .map(|(i, c)| (at + i, c))
    {
        let inside = start + open.len_utf8();
        match closing(&text[inside..], open) {
            Some(end) => {
                at = inside + end;
                found.push(start..at);
            }
            None => at = inside,
        }
    }
    found
}

/// Byte behind the mark that closes what `open` opened.
fn closing(text: &str, open: char) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        let after = at + c.len_utf8();
        let closes = match open {
            '“' => c == '”',
            '„' => matches!(c, '“' | '”'),
            '«' => c == '»',
            // An apostrophe within a word closes nothing.
            '‘' => c == '’' && !text[after..].starts_with(char::is_alphanumeric),
            _ => c == '"',
        };
        if closes && depth == 0 {
            return Some(after);
        }
        if closes {
            depth -= 1;
        } else if c == open && matches!(open, '“' | '«') {
            depth += 1;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_marks_is_found() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<&str> = ranges(text).into_iter().map(|r| &text[r]).collect();
            assert_eq!(found, expected);
        };
        check("He said “no” and «sí».", &["“no”", "«sí»"]);
        check("\"a\" b \"c\"", &["\"a\"", "\"c\""]);
        check("“the “inner” words” left", &["“the “inner” words”"]);
        check("‘the clerk’s own’ word’s", &["‘the clerk’s own’"]);
        check("the clerk’s “open", &[]);
    }
}
