//! `allow:` in front matter → findings that are left out, counted, so that the method page can print them.

use super::{Context, rule};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::document::Sentence;
use crate::model::dossier::{Entry, EntryIdx};
use crate::quotation::normalise;
use aho_corasick::AhoCorasick;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::ops::Range;

/// An `allow` with what it set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suppressed {
    pub entry: EntryIdx,
    /// Place in [`crate::model::front_matter::Common::allow`].
    pub allow: usize,
    /// How many findings it set aside; 0 for one that is of no use.
    pub count: u32,
}

/// The findings that no `allow` sets aside, and every `allow` with what it set aside, in order.
#[must_use]
pub fn apply(context: Context<'_>, findings: Diagnostics) -> (Diagnostics, Vec<Suppressed>) {
    let mut all: Vec<Suppressed> = Vec::new();
    // Path → first and last of the entry's own in the list.
    let mut by_path: FxHashMap<&str, Range<usize>> = FxHashMap::default();
    for (entry, it) in context.dossier.iter() {
        let allows = &it.common().allow;
        if !allows.is_empty() {
            by_path.insert(&it.document.path, all.len()..all.len() + allows.len());
            all.extend((0..allows.len()).map(|allow| Suppressed {
                entry,
                allow,
                count: 0,
            }));
        }
    }
    if all.is_empty() {
        return (findings, all);
    }
    let mut kept = Diagnostics::new();
    let mut places: FxHashMap<&str, Places<'_>> = FxHashMap::default();
    for finding in findings {
        let path = &*finding.location.path;
        let found = by_path.get_key_value(path).and_then(|(path, own)| {
            let places = places.entry(path).or_insert_with(|| {
                let entry = context.dossier.entry(all[own.start].entry);
                let file = context.locate.tree.get(path);
                Places::of(entry, file.and_then(|file| file.text().ok()).unwrap_or(""))
            });
            Some(own.start + places.allow_for(&finding)?)
        });
        match found {
            Some(i) => all[i].count += 1,
            None => kept.push(finding),
        }
    }
    (kept, all)
}

/// The `allow`s of one entry, prepared: a stranger's file may have thousands of them, and of findings.
pub struct Allows<'a> {
    /// Check → the first of them that sets aside all its findings.
    whole: FxHashMap<&'a str, usize>,
    /// Those that name words: their place and their check.
    parts: Vec<(usize, &'a str)>,
    /// Finds their words.
    words: Option<AhoCorasick>,
}

impl<'a> Allows<'a> {
    /// The `allow`s of an entry. Those for what cannot be set aside are left out.
    #[must_use]
    pub fn of(entry: &'a Entry) -> Self {
        let mut whole = FxHashMap::default();
        let (mut parts, mut words) = (Vec::new(), Vec::new());
        for (i, allow) in entry.common().allow.iter().enumerate() {
            let check = allow.check.as_str();
            if rule::find(check).is_none() {
                continue;
            }
            let text = normalise(&allow.text);
            if text.is_empty() {
                whole.entry(check).or_insert(i);
            } else {
                parts.push((i, check));
                words.push(text);
            }
        }
        // It refuses only what is larger than front matter can be.
        let words = (!words.is_empty()).then(|| AhoCorasick::new(words).ok());
        Self {
            whole,
            parts,
            words: words.flatten(),
        }
    }

    /// Which of those that name words have them in one of `texts`, but for typesetting. Their place and check.
    #[must_use]
    pub fn holding(&self, texts: [&str; 2]) -> Vec<(usize, &'a str)> {
        let Some(words) = &self.words else {
            return Vec::new();
        };
        let mut found = BTreeSet::new();
        for text in texts {
            let text = normalise(text);
            let matches = words.find_overlapping_iter(&text);
            found.extend(matches.map(|found| found.pattern().as_usize()));
        }
        found.into_iter().map(|part| self.parts[part]).collect()
    }

    /// The first that sets aside a finding of `check` in a place whose words are `holding`.
    #[must_use]
    pub fn first(&self, check: &str, holding: &[(usize, &str)]) -> Option<usize> {
        let mut holding = holding.iter();
        let part = holding.find(|(_, of)| *of == check).map(|(i, _)| *i);
        let whole = self.whole.get(check).copied();
        part.into_iter().chain(whole).min()
    }
}

/// Finds the words around each finding in one file.
struct Places<'a> {
    allows: Allows<'a>,
    entry: &'a Entry,
    file: &'a str,
    /// Sentences of the body in order of their place.
    sentences: Vec<&'a Sentence>,
    /// The place that was looked at last, and who names words in it.
    last: (Range<usize>, Vec<(usize, &'a str)>),
}

impl<'a> Places<'a> {
    fn of(entry: &'a Entry, file: &'a str) -> Self {
        let mut sentences: Vec<&Sentence> = entry.document.body.sentences.iter().collect();
        sentences.sort_by_key(|sentence| sentence.span.start());
        Self {
            allows: Allows::of(entry),
            entry,
            file,
            sentences,
            last: (0..0, Vec::new()),
        }
    }

    /// The `allow` that sets a finding aside: by the words of its sentence, or of its line.
    fn allow_for(&mut self, finding: &Diagnostic) -> Option<usize> {
        let span = &finding.location.span;
        let before = self
            .sentences
            .partition_point(|s| s.span.start() <= span.start);
        let sentence = self.sentences[..before].last();
        let sentence = sentence.filter(|sentence| span.end <= sentence.span.end());
        let place = match sentence {
            Some(sentence) => sentence.span.range(),
            None => line_around(self.file, span),
        };
        if self.last.0 != place || place.is_empty() {
            let written = self.file.get(place.clone()).unwrap_or("");
            // A writer copies the words from the page or from the file: both are looked at.
            let read = sentence.map_or("", |s| self.entry.document.body.text(s));
            self.last = (place, self.allows.holding([read, written]));
        }
        self.allows.first(finding.check, &self.last.1)
    }
}

/// The lines of a file that some of its bytes stand on.
fn line_around(file: &str, span: &Range<usize>) -> Range<usize> {
    let before = &file[..span.start.min(file.len())];
    let start = before.rfind('\n').map_or(0, |i| i + 1);
    let rest = file.get(span.end..).unwrap_or("");
    let end = rest.find('\n').map_or(file.len(), |i| span.end + i);
    start..end
}

#[cfg(test)]
mod tests {
    use crate::check::testing::build;

    #[test]
    fn an_allow_sets_aside_what_it_names_and_nothing_else() {
        let dossier = |allow: &str| {
            let built = build(&format!(
                "=== pages/p.md\ntitle: P\nallow: [{allow}]\n---\nWe read **5** “articles”. They have 9 pages.\n"
            ));
            let checked = built.check();
            let counts: Vec<u32> = checked.suppressions.iter().map(|s| s.count).collect();
            (built.marks(checked.findings), counts)
        };
        let first = "pages/p.md:5 We read **5** “articles”.";
        let second = "pages/p.md:5 They have 9 pages.";
        assert_eq!(
            dossier("{check: uncited-sentence, text: 'We read 5 \"articles\"', reason: r}"),
            (vec![second.to_owned()], vec![1])
        );
        assert_eq!(
            dossier("{check: uncited-sentence, text: 'read **5**', reason: r}"),
            (vec![second.to_owned()], vec![1])
        );
        assert_eq!(
            dossier("{check: uncited-sentence, reason: r}"),
            (vec![], vec![2])
        );
        let (marks, counts) = dossier("{check: missing-summary, reason: r}");
        assert_eq!(marks[1..], [first.to_owned(), second.to_owned()]);
        assert_eq!(counts, [0]);
    }
}
