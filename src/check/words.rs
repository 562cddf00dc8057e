//! Word lists by language: what makes a sentence state a fact, and which words call somebody guilty.
//! A language is one file under `words/` and one line in `LANGUAGES`.

use super::phrases::Phrases;
use crate::model::words::Status;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::sync::LazyLock;

/// The words of one language.
pub struct Words {
    pub language: &'static str,
    /// What single words in lower case tell.
    pub markers: FxHashMap<String, Marker>,
    /// Capitalised words that are no names, in lower case.
    pub not_names: FxHashSet<String>,
    /// Phrases of a clause about what the sources do not say, or about what the editors concluded.
    pub editorial: Phrases,
    asking: FxHashSet<String>,
    pointers: FxHashSet<String>,
    pub guilt: Guilt,
}

impl Words {
    /// Whether a word at the beginning of a clause makes it a question: `whether`.
    #[must_use]
    pub fn is_asking(&self, word: &str) -> bool {
        self.asking.contains(word.to_lowercase().as_str())
    }

    /// Whether a word directly before a link only points to it: `see`.
    #[must_use]
    pub fn is_pointer(&self, word: &str) -> bool {
        self.pointers.contains(word.to_lowercase().as_str())
    }
}

/// What makes a sentence one that states a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    Name,
    Date,
    Number,
    Accusation,
}

impl Marker {
    /// For a writer: `a date`.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Marker::Name => "a name",
            Marker::Date => "a date",
            Marker::Number => "a number",
            Marker::Accusation => "an accusation",
        }
    }
}

/// Words that call somebody guilty.
pub struct Guilt {
    pub phrases: Phrases,
    /// By index of the phrase.
    terms: Vec<Term>,
    negations: FxHashSet<String>,
    hedges: FxHashSet<String>,
}

/// One word of guilt.
pub struct Term {
    /// The least that must have happened to a person whom it is said of.
    pub needs: Status,
    /// Whether it is a name for a person: `murderer`.
    pub is_label: bool,
    /// Words that, directly before or after it, give it another meaning: `criminal investigation`.
    not_before: Vec<String>,
    not_after: Vec<String>,
}

/// Every language that has word lists, by its primary tag.
const LANGUAGES: &[(&str, &str)] = &[
    ("en", include_str!("words/en.yaml")),
    ("es", include_str!("words/es.yaml")),
];

static ALL: LazyLock<Vec<Words>> = LazyLock::new(|| {
    LANGUAGES
        .iter()
        .map(|(language, yaml)| read(language, yaml))
        .collect()
});

/// The words of the language with this tag (`es-MX` is read as `es`); those of English if there are none.
#[must_use]
pub fn of(tag: &str) -> &'static Words {
    let primary = tag.split('-').next().unwrap_or(tag);
    let all = &*ALL;
    all.iter()
        .find(|words| words.language.eq_ignore_ascii_case(primary))
        .unwrap_or(&all[0])
}

impl Guilt {
    /// The term with the index that [`Self::phrases`] found.
    #[must_use]
    pub fn term(&self, index: usize) -> &Term {
        &self.terms[index]
    }

    /// Whether a word before a term turns it round or leaves it open: `never`, `if`.
    #[must_use]
    pub fn is_negation(&self, word: &str) -> bool {
        self.negations.contains(word.to_lowercase().as_str())
    }

    /// Whether a word is one that is glued to labels to make them safe, and does not: `alleged`.
    #[must_use]
    pub fn is_hedge(&self, word: &str) -> bool {
        self.hedges.contains(word.to_lowercase().as_str())
    }
}

impl Term {
    /// Whether the words around it give it another meaning.
    #[must_use]
    pub fn means_other(&self, before: Option<&str>, after: Option<&str>) -> bool {
        let stands_in = |list: &[String], word: Option<&str>| {
            word.is_some_and(|word| list.contains(&word.to_lowercase()))
        };
        stands_in(&self.not_before, after) || stands_in(&self.not_after, before)
    }
}

/// A file of words as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    dates: Vec<String>,
    numbers: Vec<String>,
    accusations: Vec<String>,
    not_names: Vec<String>,
    editorial: Vec<String>,
    asking: Vec<String>,
    pointers: Vec<String>,
    negations: Vec<String>,
    hedges: Vec<String>,
    guilt: Vec<Stage>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stage {
    needs: String,
    labels: Vec<String>,
    words: Vec<String>,
    /// Word → the words that, after or before it, give it another meaning.
    #[serde(default)]
    not_before: Vec<(String, Vec<String>)>,
    #[serde(default)]
    not_after: Vec<(String, Vec<String>)>,
}

fn read(language: &'static str, yaml: &str) -> Words {
    let file: File = serde_yaml::from_str(yaml)
        .expect("the lists are part of the program, and a test reads them");
    let mut markers = FxHashMap::default();
    let lists = [
        (file.dates, Marker::Date),
        (file.numbers, Marker::Number),
        (file.accusations, Marker::Accusation),
    ];
    for (list, marker) in lists {
        markers.extend(list.into_iter().map(|word| (word, marker)));
    }
    let mut phrases = Vec::new();
    let mut terms = Vec::new();
    for stage in file.guilt {
        let needs = Status::from_word(&stage.needs).expect("a stage is a status word");
        let list = |pairs: &[(String, Vec<String>)], word: &str| {
            let found = pairs.iter().find(|(w, _)| w == word);
            found.map_or_else(Vec::new, |(_, list)| list.clone())
        };
        let labels = stage.labels.iter().map(|word| (word, true));
        let words = stage.words.iter().map(|word| (word, false));
        for (word, is_label) in labels.chain(words) {
            terms.push(Term {
                needs,
                is_label,
                not_before: list(&stage.not_before, word),
                not_after: list(&stage.not_after, word),
            });
            phrases.push(word.clone());
        }
    }
    Words {
        language,
        markers,
        not_names: file.not_names.into_iter().collect(),
        editorial: Phrases::new(file.editorial.iter().map(String::as_str)),
        asking: file.asking.into_iter().collect(),
        pointers: file.pointers.into_iter().collect(),
        guilt: Guilt {
            phrases: Phrases::new(phrases.iter().map(String::as_str)),
            terms,
            negations: file.negations.into_iter().collect(),
            hedges: file.hedges.into_iter().collect(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_read_and_in_lower_case() {
        assert_eq!(ALL.len(), LANGUAGES.len());
        for (words, (language, yaml)) in ALL.iter().zip(LANGUAGES) {
            assert_eq!(words.language, *language);
            assert_eq!(*yaml, yaml.to_lowercase(), "{language}");
            assert!(words.markers.len() > 100, "{language}");
            assert!(words.guilt.terms.iter().any(|term| term.is_label));
        }
    }

    #[test]
    fn a_region_has_the_words_of_its_language() {
        assert_eq!(of("es-MX").language, "es");
        assert_eq!(of("EN").language, "en");
        assert_eq!(of("he").language, "en");
    }

    #[test]
    fn neighbours_change_the_meaning() {
        let guilt = &of("en").guilt;
        let (_, criminal) = guilt.phrases.find("a criminal").next().unwrap();
        let term = guilt.term(criminal);
        assert_eq!((term.needs, term.is_label), (Status::Found, true));
        assert!(term.means_other(None, Some("investigation")));
        assert!(!term.means_other(Some("a"), None));
    }
}
