//! Names and titles → keys in whose order readers of a language look for them.
//!
//! Letters without their marks are not enough: Spanish has Ñuño behind Nuria, Swedish has Ö behind Z. The rules are those
//! of [CLDR](https://cldr.unicode.org/), which the formatting of references brings along already.

use crate::text::{fold, is_in_word};
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::Locale;

/// The order of a language.
pub struct Collation(Option<CollatorBorrowed<'static>>);

impl Collation {
    /// The order of the language with this BCP 47 tag; that of no language in particular if it is not known.
    #[must_use]
    pub fn of(lang: &str) -> Self {
        let locale = Locale::try_from_str(lang).unwrap_or(Locale::UNKNOWN);
        Self(Collator::try_new(locale.into(), CollatorOptions::default()).ok())
    }

    /// The key of a text, to be compared byte by byte. It is made once for each text: it costs more than comparing it.
    ///
    /// What stands before the first letter or figure counts for nothing: `“Ghosts”` is looked for under G.
    #[must_use]
    pub fn key(&self, text: &str) -> Vec<u8> {
        let mut key = Vec::new();
        let text = text.trim_start_matches(|c| !is_in_word(c));
        match &self.0 {
            Some(collator) => {
                let Ok(()) = collator.write_sort_key_to(text, &mut key);
            }
            // Only without the rules that are part of the program.
            None => key.extend(fold(text).bytes()),
        }
        key
    }
}

#[cfg(test)]
mod tests {
    use super::Collation;

    #[test]
    fn names_stand_where_readers_of_the_language_look_for_them() {
        for (lang, sorted) in [
            ("es", "Nuño Nuria Ñuño Oaxaca"),
            ("es-MX", "Nuria Ñuño Oaxaca"),
            ("en", "Anna Ávila Azar Łódź Ñuño Nuria Zoë"),
            ("en", "¿Ana? “Ghosts” Hosts «Zoë» Zoës"),
            ("sv", "Anna Zorn Åsa Öberg"),
            ("de", "Öberg Ozon Zorn"),
            ("", "Anna Ávila Azar"),
            ("no such language", "Anna Ávila Azar"),
        ] {
            let collation = Collation::of(lang);
            let mut names: Vec<&str> = sorted.split(' ').rev().collect();
            names.sort_by_cached_key(|name| collation.key(name));
            assert_eq!(names.join(" "), sorted, "{lang}");
        }
    }
}
