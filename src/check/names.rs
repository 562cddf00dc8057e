//! Names of actors and places, found in running text by their first word.

use super::phrases::first_word;
use crate::model::dossier::{Dossier, Entry, EntryIdx};
use crate::model::kind::Kind;
use rustc_hash::FxHashMap;

/// Finds names at a place of a text.
pub struct Names<'a> {
    names: FxHashMap<&'a str, EntryIdx>,
    /// First word → lengths in bytes of the names that begin with it, longest first. Thousands of people share a
    /// first name, but their names have a few dozen lengths.
    lengths: FxHashMap<&'a str, Vec<usize>>,
}

impl<'a> Names<'a> {
    /// Titles and aliases of the actors and places of a dossier. Names in lower case are left out: as
    /// words of running text they are too often only words.
    #[must_use]
    pub fn of(dossier: &'a Dossier) -> Self {
        let mut found = Self {
            names: FxHashMap::default(),
            lengths: FxHashMap::default(),
        };
        for (index, entry) in dossier.iter() {
            if !matches!(entry.kind(), Kind::Actor | Kind::Place) {
                continue;
            }
            for name in names(entry).filter(|name| name.starts_with(char::is_uppercase)) {
                // Of two entries with one name, the first has it.
                found.names.entry(name).or_insert(index);
                let lengths = found.lengths.entry(first_word(name)).or_default();
                if let Err(at) = lengths.binary_search_by(|known| name.len().cmp(known)) {
                    lengths.insert(at, name.len());
                }
            }
        }
        found
    }

    /// The longest name that stands at the start of `text`, in whole words.
    #[must_use]
    pub fn at(&self, text: &str) -> Option<(&'a str, EntryIdx)> {
        let lengths = self.lengths.get(first_word(text))?;
        lengths.iter().find_map(|length| {
            let (start, rest) = text.split_at_checked(*length)?;
            let is_whole = !rest.starts_with(char::is_alphanumeric);
            let (name, index) = is_whole
                .then(|| self.names.get_key_value(start))
                .flatten()?;
            Some((*name, *index))
        })
    }

    /// Calls `visit` with each entry that `text` names.
    pub fn each_in(&self, text: &str, visit: &mut dyn FnMut(EntryIdx)) {
        let mut at = 0;
        while let Some(start) = text[at..].find(char::is_uppercase).map(|i| at + i) {
            let is_word_start = !text[..start].ends_with(char::is_alphanumeric);
            let found = is_word_start.then(|| self.at(&text[start..])).flatten();
            let length = match found {
                Some((name, index)) => {
                    visit(index);
                    name.len()
                }
                None => first_word(&text[start..]).len().max(1),
            };
            at = start + length;
        }
    }
}

fn names(entry: &Entry) -> impl Iterator<Item = &str> {
    let aliases = entry.common().aliases.iter().map(String::as_str);
    std::iter::once(entry.title()).chain(aliases)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::build;

    #[test]
    fn names_are_found_in_whole_words_longest_first() {
        let built = build(
            "=== actors/ana.md\ntitle: Ana Vidal\ntype: person\naliases: [Vidal, \"Á. V.\"]\n\
             === actors/team.md\ntitle: Team Ana\ntype: company\naliases: [octopus]\n\
             === places/ana-city.md\ntitle: Ana Vidal City\n",
        );
        let names = Names::of(&built.dossier);
        let found = |text: &str| {
            let mut found = Vec::new();
            names.each_in(text, &mut |index| {
                found.push(built.dossier.entry(index).id().to_owned());
            });
            found.join(" ")
        };
        assert_eq!(found("In Ana Vidal City, Vidal’s"), "ana-city ana");
        assert_eq!(found("Vidalia and Ana and octopus"), "");
        assert_eq!(found("Á. V. met Team Ana."), "ana team");
    }
}
