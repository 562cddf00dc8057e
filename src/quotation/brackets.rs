//! A normalised quotation → the ways in which its square brackets can be read, each a list of passages.

/// The passages that must stand in one paragraph of the source, in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) passages: Vec<String>,
}

/// So many ways of reading one quotation are tried, the plainest first. Two readings for each of six brackets.
const MAX_READINGS: usize = 64;

/// The ways to read `quotation`, the most literal first.
///
/// `[...]` ends one passage and begins the next. Any other bracket is an insertion of the quotation's editor and
/// stands for nothing in the source; but one letter at the head of a word (`[T]he`) may be that letter in the other case.
/// A bracket that hangs on a word (`[un]able`, `work[ed]`) would make another word of it and is not read as an insertion.
/// Where `source_has` a bracket as it stands, it may be the source's own.
///
/// No reading at all means that a bracket cannot be read.
pub(super) fn readings(quotation: &str, source_has: impl Fn(&str) -> bool) -> Vec<Reading> {
    let pieces = pieces(quotation);
    let mut readings = vec![Draft::default()];
    for (at, piece) in pieces.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| pieces.get(before));
        let after = pieces.get(at + 1);
        let choices = match piece {
            Piece::Words(words) => vec![Choice::Words((*words).to_owned())],
            Piece::Bracket(bracket) => choices(bracket, before, after, &source_has),
        };
        readings = readings
            .iter()
            .flat_map(|draft| choices.iter().map(|choice| draft.clone().with(choice)))
            .take(MAX_READINGS)
            .collect();
    }
    readings.into_iter().map(Draft::finish).collect()
}

enum Piece<'a> {
    Words(&'a str),
    /// With its brackets.
    Bracket(&'a str),
}

/// What a bracket can be.
#[derive(Clone)]
enum Choice {
    Words(String),
    Gap,
    Nothing,
}

fn pieces(quotation: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = quotation;
    while let Some((words, bracket, after)) = next_bracket(rest) {
        if !words.is_empty() {
            pieces.push(Piece::Words(words));
        }
        pieces.push(Piece::Bracket(bracket));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Words(rest));
    }
    pieces
}

/// What stands before the first innermost pair of square brackets, the pair with its content, and what follows.
fn next_bracket(text: &str) -> Option<(&str, &str, &str)> {
    let end = text
        .find(']')
        .filter(|end| text.get(..*end).is_some_and(|head| head.contains('[')))?;
    let start = text.get(..end)?.rfind('[')?;
    Some((
        text.get(..start)?,
        text.get(start..=end)?,
        text.get(end + 1..)?,
    ))
}

fn choices(
    bracket: &str,
    before: Option<&Piece<'_>>,
    after: Option<&Piece<'_>>,
    source_has: &impl Fn(&str) -> bool,
) -> Vec<Choice> {
    let inner = bracket.trim_matches(['[', ']']).trim();
    let mut choices = Vec::new();
    if source_has(bracket) {
        choices.push(Choice::Words(bracket.to_owned()));
    }
    if inner.len() >= 3 && inner.bytes().all(|byte| byte == b'.') {
        choices.push(Choice::Gap);
        return choices;
    }
    let hangs_before =
        matches!(before, Some(Piece::Words(words)) if words.ends_with(char::is_alphanumeric));
    let hangs_after =
        matches!(after, Some(Piece::Words(words)) if words.starts_with(char::is_alphanumeric));
    let mut letters = inner.chars();
    if let (Some(letter), None, false) = (letters.next(), letters.next(), hangs_before)
        && letter.is_alphabetic()
    {
        choices.push(Choice::Words(letter.to_lowercase().collect()));
        choices.push(Choice::Words(letter.to_uppercase().collect()));
    }
    if !hangs_before && !hangs_after {
        choices.push(Choice::Nothing);
    }
    choices
}

/// A reading in the making.
#[derive(Clone, Default)]
struct Draft {
    done: Vec<String>,
    passage: String,
    /// A bracket that stands for nothing came last: one of the two spaces around it goes with it.
    has_dropped: bool,
}

impl Draft {
    fn with(mut self, choice: &Choice) -> Draft {
        match choice {
            Choice::Words(words) => {
                self.push(words);
                self.has_dropped = false;
            }
            Choice::Nothing => self.has_dropped = true,
            Choice::Gap => {
                self.done.push(self.passage.trim().to_owned());
                self.passage.clear();
                self.has_dropped = false;
            }
        }
        self
    }

    fn push(&mut self, words: &str) {
        let mut words = words;
        if self.has_dropped && words.starts_with(' ') {
            if self
                .passage
                .chars()
                .next_back()
                .is_none_or(opens_or_is_space)
            {
                words = words.trim_start();
            }
        } else if self.has_dropped {
            self.passage.truncate(self.passage.trim_end().len()); // "fled [to Israel]." from "fled."
        }
        self.passage.push_str(words);
    }

    fn finish(mut self) -> Reading {
        self.done.push(self.passage.trim().to_owned());
        Reading {
            passages: self.done,
        }
    }
}

/// After these a space never stands, so the one behind the dropped bracket goes: `"[He] fled` from `"fled`.
fn opens_or_is_space(ch: char) -> bool {
    matches!(ch, ' ' | '(' | '¿' | '¡' | '\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_join_insert_change_a_capital_or_are_the_sources_own() {
        #[rustfmt::skip]
        let cases: &[(&str, &[&[&str]])] = &[
            ("no brackets", &[&["no brackets"]]),
            ("he [Vidal] left", &[&["he left"]]),
            ("he left [Puerto Claro].", &[&["he left."]]),
            ("he left [Puerto Claro]", &[&["he left"]]),
            ("'[He] left [the] [old] port', she said", &[&["'left port', she said"]]),
            ("[He] left", &[&["left"]]),
            ("a [...] b [ ... ] c", &[&["a", "b", "c"]]),
            ("[...] a [...]", &[&["", "a", ""]]),
            ("[T]he clerk", &[&["the clerk"], &["The clerk"]]),
            ("[É]l y [a] sus", &[&["él y a sus"], &["él y A sus"], &["él y sus"], &["Él y a sus"], &["Él y A sus"], &["Él y sus"]]),
            ("to [own] him", &[&["to [own] him"], &["to him"]]),
            // These would make other words of the source's.
            ("[un]able", &[]),
            ("work[ed] there", &[]),
            ("the office['s] clerk", &[]),
            ("open [ and ] close] it", &[&["open close] it"]]),
            ("open [ it", &[&["open [ it"]]),
        ];
        for (quotation, expect) in cases {
            let readings = readings(quotation, |bracket| bracket == "[own]");
            let passages: Vec<&[String]> = readings
                .iter()
                .map(|reading| reading.passages.as_slice())
                .collect();
            assert_eq!(passages, *expect, "{quotation}");
        }
        let many = "[a] b ".repeat(200);
        assert_eq!(readings(&many, |_| true).len(), MAX_READINGS);
    }
}
