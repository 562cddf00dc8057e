//! A title as written → the same with its quotation marks turned to fit where it is set.
//!
//! A headline that quotes somebody, `Zerón: "I am innocent"`, is set “Zerón: ‘I am innocent’” within marks and
//! «Zerón: “I am innocent”» in Spanish. Only marks that clearly come in pairs are touched; what may be an apostrophe is one.

use std::borrow::Cow;

/// The quotation marks of a language, opening and closing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marks {
    pub(super) outer: (String, String),
    pub(super) inner: (String, String),
}

/// The title for a place within quotation marks, or without.
pub(super) fn set<'a>(title: &'a str, marks: &Marks, is_quoted: bool) -> Cow<'a, str> {
    if !title.contains(is_any_mark) {
        return Cow::Borrowed(title);
    }
    let chars: Vec<char> = title.chars().collect();
    let levels = [&marks.outer, &marks.inner];
    let pairs = pairs(&chars);
    let mut set = String::with_capacity(title.len() + 8);
    for (at, c) in chars.iter().enumerate() {
        let pair = pairs
            .iter()
            .find(|pair| pair.open == at || pair.close == at);
        match pair {
            Some(pair) => {
                let depth = pairs
                    .iter()
                    .filter(|other| other.open < pair.open && pair.close < other.close)
                    .count();
                let [even, odd] = levels;
                let is_inner = (depth + usize::from(is_quoted)) % 2 == 1;
                let (open, close) = if is_inner { odd } else { even };
                set.push_str(if pair.open == at { open } else { close });
            }
            None if *c == '\'' => set.push('’'),
            None => set.push(*c),
        }
    }
    Cow::Owned(set)
}

struct Pair {
    open: usize,
    close: usize,
}

fn pairs(chars: &[char]) -> Vec<Pair> {
    let char_at = |at: usize| chars.get(at).copied();
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let before = |at: usize| at.checked_sub(1).and_then(char_at);
    let may_close = |at: usize| {
        matches!(char_at(at), Some('\'' | '’'))
            && !is_space(before(at))
            && !is_letter(char_at(at + 1))
    };
    let mut open: Vec<usize> = Vec::new();
    let mut pairs = Vec::new();
    for (at, &c) in chars.iter().enumerate() {
        let closes: &[char] = match c {
            '"' => &['"'],
            '”' => &['“', '„', '”'],
            // Opens in English, closes in German.
            '“' => &['„'],
            '»' => &['«'],
            '›' => &['‹'],
            '\'' | '’' if may_close(at) => &['\'', '‘', '‚'],
            _ => &[],
        };
        let partner = open
            .iter()
            .rposition(|o| char_at(*o).is_some_and(|o| closes.contains(&o)));
        if let Some(partner) = partner {
            // Whatever was opened since is not a pair.
            open.drain(partner..).take(1).for_each(|partner| {
                pairs.push(Pair {
                    open: partner,
                    close: at,
                });
            });
            continue;
        }
        let opens = match c {
            '“' | '„' | '«' | '‹' | '‚' | '‘' => true,
            '"' => !is_space(char_at(at + 1)),
            '\'' => {
                !is_letter(before(at))
                    && !is_space(char_at(at + 1))
                    // The '90s.
                    && !char_at(at + 1).is_some_and(|c| c.is_ascii_digit())
                    // Not rock 'n' roll.
                    && !may_close(at + 2)
                    && (at + 3..chars.len()).any(may_close)
            }
            _ => false,
        };
        if opens {
            open.push(at);
        }
    }
    pairs
}

fn is_any_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '“' | '”' | '„' | '‘' | '’' | '‚' | '«' | '»' | '‹' | '›'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks([a, b, c, d]: [&str; 4]) -> Marks {
        Marks {
            outer: (a.to_owned(), b.to_owned()),
            inner: (c.to_owned(), d.to_owned()),
        }
    }

    #[test]
    fn quotations_in_titles_turn_with_their_surroundings() {
        let english = marks(["“", "”", "‘", "’"]);
        let spanish = marks(["«", "»", "“", "”"]);
        // as written, in English marks, in Spanish marks, without marks in English
        for (title, en, es, bare) in [
            ("No marks", "No marks", "No marks", "No marks"),
            (r#"He "lied""#, "He ‘lied’", "He “lied”", "He “lied”"),
            ("He “lied”", "He ‘lied’", "He “lied”", "He “lied”"),
            (
                "«Mintió», dice",
                "‘Mintió’, dice",
                "“Mintió”, dice",
                "“Mintió”, dice",
            ),
            (
                "With 'El Chapo' And",
                "With ‘El Chapo’ And",
                "With “El Chapo” And",
                "With “El Chapo” And",
            ),
            (
                "Mexico's officials' denial",
                "Mexico’s officials’ denial",
                "Mexico’s officials’ denial",
                "Mexico’s officials’ denial",
            ),
            (
                "Mexico’s ‘truth’",
                "Mexico’s ‘truth’",
                "Mexico’s “truth”",
                "Mexico’s “truth”",
            ),
            (
                r#"A "b 'cc' d" e"#,
                "A ‘b “cc” d’ e",
                "A “b «cc» d” e",
                "A “b ‘cc’ d” e",
            ),
            (
                r#"5" screen"#,
                r#"5" screen"#,
                r#"5" screen"#,
                r#"5" screen"#,
            ),
            ("'90s and rock 'n' roll", "’90s and rock ’n’ roll", "", ""),
            (
                "„So“ sagt er",
                "‘So’ sagt er",
                "“So” sagt er",
                "“So” sagt er",
            ),
            (
                r#""Open only"#,
                r#""Open only"#,
                r#""Open only"#,
                r#""Open only"#,
            ),
            (r#"("Yes")"#, "(‘Yes’)", "(“Yes”)", "(“Yes”)"),
        ] {
            assert_eq!(set(title, &english, true), en);
            if !es.is_empty() {
                assert_eq!(set(title, &spanish, true), es);
                assert_eq!(set(title, &english, false), bare);
            }
        }
    }
}
