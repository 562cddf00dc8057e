//! A title and a language → the files of a first dossier: small, complete, and without a finding.

use crate::yaml::write::{Place, scalar};

/// The files of a new dossier by their path, with `%WORDS%` that stand for what the writer chose.
const FILES: &[(&str, &str)] = &[
    ("dossier.yaml", include_str!("site/dossier.yaml")),
    ("content/index.md", include_str!("site/content/index.md")),
    (
        "content/actors/example-water-company.md",
        include_str!("site/content/actors/example-water-company.md"),
    ),
    (
        "content/events/concession-2014.md",
        include_str!("site/content/events/concession-2014.md"),
    ),
    (
        "content/places/example-valley.md",
        include_str!("site/content/places/example-valley.md"),
    ),
    (
        "content/sources/example-weekly-2021.md",
        include_str!("site/content/sources/example-weekly-2021.md"),
    ),
    (
        "content/claims/price-below-law.md",
        include_str!("site/content/claims/price-below-law.md"),
    ),
    (
        "content/pages/method.md",
        include_str!("site/content/pages/method.md"),
    ),
    ("README.md", include_str!("site/README.md")),
    // Under other names here, so that this repository does not obey them.
    (".gitignore", include_str!("site/gitignore")),
    (
        ".github/workflows/pages.yml",
        include_str!("site/github/pages.yml"),
    ),
    (
        ".vscode/settings.json",
        include_str!("site/vscode/settings.json"),
    ),
    (
        ".vscode/extensions.json",
        include_str!("site/vscode/extensions.json"),
    ),
];

/// The repository on GitHub that this program comes from, as `owner/name`, from which a workflow installs it:
/// the one that released it, or else the one that it was built from a clone of. Empty if neither is known.
pub const REPOSITORY: &str = env!("DOSSIER_REPOSITORY");

/// The language of the example's text.
const LANG: &str = "en";

/// One file to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// From the folder of the dossier, with forward slashes.
    pub path: String,
    pub text: String,
}

/// The files of a new dossier with this title, in this language (a BCP 47 tag).
///
/// The example is in English; in a dossier of another language each entry of it says so.
#[must_use]
pub fn files(title: &str, lang: &str) -> Vec<File> {
    let is_own = lang == LANG || lang.starts_with("en-");
    let lang_line = if is_own {
        String::new()
    } else {
        format!("lang: {LANG}\n")
    };
    let one_line = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = [
        ("%TITLE%", scalar(&one_line, Place::Line).into_owned()),
        ("%TITLE_TEXT%", one_line.clone()),
        ("%LANG%", scalar(lang, Place::Line).into_owned()),
        ("%LANG_LINE%", lang_line),
        ("%VERSION%", env!("CARGO_PKG_VERSION").to_owned()),
        ("%REPOSITORY%", REPOSITORY.to_owned()),
    ];
    FILES
        .iter()
        .map(|(path, template)| File {
            path: (*path).to_owned(),
            text: fill(template, &words),
        })
        .collect()
}

/// Fills in words, in one pass: a title that looks like one of them stays a title.
fn fill(template: &str, words: &[(&str, String)]) -> String {
    let mut out = String::with_capacity(template.len() + 64);
    let mut rest = template;
    while let Some(at) = rest.find('%') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        match words.iter().find(|(word, _)| from.starts_with(word)) {
            Some((word, value)) => {
                out.push_str(value);
                rest = &from[word.len()..];
            }
            None => {
                out.push('%');
                rest = &from[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_filled_in_once() {
        let words = [("%A%", "%B%".to_owned()), ("%B%", "b".to_owned())];
        assert_eq!(fill("x %A% 5 % %B%%C%", &words), "x %B% 5 % b%C%");
    }

    #[test]
    fn no_word_is_left() {
        for file in files("The \"spring\": 100 %", "es") {
            for word in ["%LANG", "%TITLE", "%VERSION", "%REPOSITORY"] {
                assert!(!file.text.contains(word), "{word} in {}", file.path);
            }
            let is_entry = file.path.starts_with("content/");
            assert_eq!(
                file.text.contains("\nlang: en\n"),
                is_entry,
                "{}",
                file.path
            );
        }
        assert!(
            files("T", "en")
                .iter()
                .all(|file| !file.text.contains("lang: en\n---"))
        );
    }
}
