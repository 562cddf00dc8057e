//! `allow:` in front matter → findings that are left out, counted, so that the method page can print them.

use super::{Context, rule};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::dossier::{Entry, EntryIdx};
use crate::model::front_matter::Allow;
use crate::quotation::normalise;
use rustc_hash::FxHashMap;

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
    let mut by_path: FxHashMap<&str, std::ops::Range<usize>> = FxHashMap::default();
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
    for finding in findings {
        let own = by_path.get(&*finding.location.path).cloned();
        let found = own.into_iter().flatten().find(|i| {
            let Suppressed { entry, allow, .. } = all[*i];
            let entry = context.dossier.entry(entry);
            covers(context, entry, &entry.common().allow[allow], &finding)
        });
        match found {
            Some(i) => all[i].count += 1,
            None => kept.push(finding),
        }
    }
    (kept, all)
}

fn covers(context: Context<'_>, entry: &Entry, allow: &Allow, finding: &Diagnostic) -> bool {
    if allow.check != finding.check || rule::find(&allow.check).is_none() {
        return false;
    }
    if allow.text.is_empty() {
        return true;
    }
    let span = &finding.location.span;
    let file = context.locate.tree.get(&finding.location.path);
    let file = file.and_then(|file| file.text().ok()).unwrap_or("");
    // A writer copies the words from the page or from the file: both are looked at.
    let body = &entry.document.body;
    let mut sentences = body.sentences.iter();
    let sentence = sentences.find(|s| s.span.start <= span.start && span.end <= s.span.end);
    match sentence {
        Some(sentence) => {
            holds(body.text(sentence), &allow.text)
                || holds(file.get(sentence.span.clone()).unwrap_or(""), &allow.text)
        }
        None => {
            let start = file[..span.start.min(file.len())]
                .rfind('\n')
                .map_or(0, |i| i + 1);
            let end = file
                .get(span.end..)
                .and_then(|rest| rest.find('\n'))
                .map_or(file.len(), |i| span.end + i);
            holds(file.get(start..end).unwrap_or(""), &allow.text)
        }
    }
}

/// Whether `words` stand in `text`, but for typesetting. Empty words stand everywhere.
#[must_use]
pub fn holds(text: &str, words: &str) -> bool {
    words.is_empty() || normalise(text).contains(&normalise(words))
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
