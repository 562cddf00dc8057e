//! Two neighbouring characters → may a quotation begin or end between them?
//!
//! A quotation that begins or ends inside a word can say the opposite of its source: *able* from *unable*, *can* from
//! *can't*, *existent* from *non-existent*, *5* from *0.5*. So a word here is what a reader would call one: letters
//! and digits with the apostrophes, hyphens and decimal points that hold them together. This is stricter than the
//! word boundaries of Unicode (<https://www.unicode.org/reports/tr29/#Word_Boundaries>), which cut at each hyphen.

use super::normalise::Unit;

/// What a character does at the edge of a word. Decided from the character as it was saved, since the normalised
/// text no longer tells an em dash from a hyphen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Letter,
    Digit,
    Space,
    /// A single quotation mark in any dress.
    Apostrophe,
    DoubleQuote,
    /// Joins words when it stands between two letters: hyphen, en dash, maqaf, minus.
    Hyphen,
    /// Stands between clauses, with spaces or without.
    Dash,
    Dot,
    /// Holds digits together: `1,000`, `12:30`, `24/7`.
    Separator,
    /// The Catalan dot of *col·lecció*.
    MiddleDot,
    Other,
}

impl Class {
    fn is_word(self) -> bool {
        matches!(self, Class::Letter | Class::Digit)
    }
}

/// May a quotation begin just before `units[at]`?
pub(super) fn may_start(units: &[Unit], at: usize) -> bool {
    !is_inside_word(units, at)
}

/// May a quotation end just before `units[at]`?
pub(super) fn may_end(units: &[Unit], at: usize) -> bool {
    !is_inside_word(units, at)
        || is_before_possessive(units, at)
        || is_before_note_number(units, at)
}

fn is_inside_word(units: &[Unit], at: usize) -> bool {
    let class = |idx: usize| units.get(idx).map_or(Class::Other, |unit| unit.class);
    let Some(before_at) = at.checked_sub(1) else {
        return false;
    };
    let (Some(before), Some(after)) = (units.get(before_at), units.get(at)) else {
        return false;
    };
    if after.is_inner {
        return true; // one character of the source that normalises to several, as `…` does
    }
    match (before.class, after.class) {
        (Class::Dot, Class::Dot) => !is_after_full_stop(units, at),
        (left, right) if left.is_word() && right.is_word() => true,
        // A sign belongs to its number, and so does a decimal point without a digit before it.
        (Class::Hyphen, Class::Digit) => true,
        (Class::Dot, Class::Digit) => before_at
            .checked_sub(1)
            .is_none_or(|first| class(first) != Class::Letter),
        (left, _) if left.is_word() => joins(units, at),
        (_, right) if right.is_word() => joins(units, before_at),
        _ => false,
    }
}

/// An ellipsis is no full stop, so a quotation does not end within it; but of four dots after a word the first is one:
/// `it ended. . . . Then` may be quoted to its full stop.
fn is_after_full_stop(units: &[Unit], at: usize) -> bool {
    let is_dot = |unit: &&Unit| unit.class == Class::Dot;
    let n_before = units.iter().take(at).rev().take_while(is_dot).count();
    let n_after = units.iter().skip(at).take_while(is_dot).count();
    let word_at = at.checked_sub(2).and_then(|word_at| units.get(word_at));
    n_before == 1 && n_after == 3 && word_at.is_some_and(|unit| unit.class.is_word())
}

/// Does the character at `at` hold its two neighbours together as one word?
fn joins(units: &[Unit], at: usize) -> bool {
    let (Some(joint), Some(left), Some(right)) = (
        units.get(at),
        at.checked_sub(1).and_then(|left| units.get(left)),
        units.get(at + 1),
    ) else {
        return false;
    };
    let both = |class| left.class == class && right.class == class;
    match joint.class {
        Class::Apostrophe | Class::Hyphen => left.class.is_word() && right.class.is_word(),
        Class::Dot => both(Class::Letter) || both(Class::Digit),
        Class::Separator => both(Class::Digit),
        Class::MiddleDot => both(Class::Letter),
        // Gershayim: צה״ל is often typed with the double quotation mark.
        Class::DoubleQuote => is_hebrew(left.ch) && is_hebrew(right.ch),
        _ => false,
    }
}

/// `Peña Nieto` may be quoted from `Peña Nieto’s government`: the possessive takes nothing away from the words before
/// it. All else after an apostrophe may (`can’t`).
fn is_before_possessive(units: &[Unit], at: usize) -> bool {
    let class = |idx: usize| units.get(idx).map_or(Class::Other, |unit| unit.class);
    class(at) == Class::Apostrophe
        && units
            .get(at + 1)
            .is_some_and(|unit| matches!(unit.ch, 's' | 'S'))
        && !class(at + 2).is_word()
}

/// `country` may be quoted from `country²`, where the raised figure is the number of a note.
fn is_before_note_number(units: &[Unit], at: usize) -> bool {
    let is_raised = |ch: char| matches!(ch, '²' | '³' | '¹' | '⁰' | '⁴'..='⁹');
    at.checked_sub(1)
        .and_then(|before| units.get(before))
        .is_some_and(|unit| unit.class == Class::Letter)
        && units.get(at).is_some_and(|unit| is_raised(unit.original))
}

fn is_hebrew(ch: char) -> bool {
    matches!(ch, '\u{0591}'..='\u{05F2}')
}
