//! Which parts of a running text stand in quotation marks.

use rustc_hash::FxHashMap;
use std::ops::Range;

/// Ranges between quotation marks, marks included, in order. A mark that is never closed opens nothing.
pub fn ranges(text: &str) -> Vec<Range<usize>> {
    let ends = Ends::of(text);
    let mut found = Vec::new();
    let mut at = 0;
    for (start, open) in text.char_indices() {
        let is_opening = matches!(open, '“' | '„' | '«' | '"' | '‘');
        if !is_opening || start < at {
            continue;
        }
        if let Some(end) = ends.after(start, open) {
            at = end;
            found.push(start..end);
        }
    }
    found
}

/// Bytes behind marks that close something, found in one pass: looking for the end of each mark by itself would
/// read a text of opening marks as often as it has any.
#[derive(Default)]
struct Ends {
    /// Opening mark → behind its closing one, for marks that stand within one another.
    nested: FxHashMap<usize, usize>,
    straight: Vec<usize>,
    single: Vec<usize>,
    low: Vec<usize>,
}

impl Ends {
    fn of(text: &str) -> Self {
        let mut ends = Self::default();
        let (mut double, mut angled) = (Vec::new(), Vec::new());
        for (at, c) in text.char_indices() {
            let after = at + c.len_utf8();
            match c {
                '"' => ends.straight.push(after),
                // An apostrophe within a word closes nothing.
                '’' if !text[after..].starts_with(char::is_alphanumeric) => {
                    ends.single.push(after)
                }
                '“' => {
                    double.push(at);
                    ends.low.push(after);
                }
                '”' => {
                    ends.nested.extend(double.pop().map(|open| (open, after)));
                    ends.low.push(after);
                }
                '«' => angled.push(at),
                '»' => ends.nested.extend(angled.pop().map(|open| (open, after))),
                _ => {}
            }
        }
        ends
    }

    /// Byte behind the mark that closes the mark `open` at `start`.
    fn after(&self, start: usize, open: char) -> Option<usize> {
        let closing = match open {
            '"' => &self.straight,
            '‘' => &self.single,
            '„' => &self.low,
            _ => return self.nested.get(&start).copied(),
        };
        let inside = start + open.len_utf8();
        let next = closing.partition_point(|after| *after <= inside);
        closing.get(next).copied()
    }
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
