//! Sentences of bodies → which of them state facts, and which of those carry a citation.
//!
//! A statement is a sentence of running text, a row of a table, or a block quotation: one citation in any
//! cell vouches for the row, one in a quotation for all of it. A citation in the *next* sentence vouches
//! for nothing. Headings, questions, alerts (the editors' own words) and the notes on a source about
//! itself state nothing that could be cited; nor does a clause that says what the sources leave open ("no
//! article says"), or one that only points to another entry ("see …").

use super::allow::Allows;
use super::names::Names;
use super::phrases::next_word;
use super::words::{self, Marker, Words};
use crate::model::document::{Body, Filling, Sentence, SentenceRole, TITLE_MARK};
use crate::model::dossier::{Dossier, Entry, EntryIdx, Target};
use crate::model::kind::Kind;
use crate::text::has_figure;
use rayon::prelude::*;
use std::cell::OnceCell;
use std::ops::Range;

/// How many sentences state facts, and how many of these carry a citation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// For each entry that states facts, in order.
    pub entries: Vec<EntryCoverage>,
    pub facts: u32,
    pub cited: u32,
}

/// The same for one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryCoverage {
    pub entry: EntryIdx,
    /// At least one.
    pub facts: u32,
    pub cited: u32,
}

impl Coverage {
    /// In per cent, rounded down; 100 if no sentence states a fact.
    #[must_use]
    pub fn percent(&self) -> u32 {
        (self.cited * 100).checked_div(self.facts).unwrap_or(100)
    }
}

/// The coverage of a dossier. Sentences that a writer set aside with a reason are left out.
#[must_use]
pub fn coverage(dossier: &Dossier) -> Coverage {
    Statements::of(dossier, &Names::of(dossier)).coverage
}

/// What a reading of all sentences of a dossier gave.
pub struct Statements<'a> {
    pub coverage: Coverage,
    /// The facts without a citation, in order; those that a writer set aside among them.
    pub(super) uncited: Vec<(EntryIdx, Statement<'a>)>,
}

impl<'a> Statements<'a> {
    /// Reads all sentences of a dossier.
    #[must_use]
    pub fn of(dossier: &'a Dossier, names: &Names<'_>) -> Self {
        let indices: Vec<EntryIdx> = dossier.iter().map(|(index, _)| index).collect();
        let read = |index: EntryIdx| {
            let (mut facts, mut cited) = (0, 0);
            let mut uncited = Vec::new();
            let entry = dossier.entry(index);
            let allows = Allows::of(entry);
            each_statement(dossier, names, index, &mut |statement| {
                if statement.fact.is_none() {
                    return;
                }
                if !is_allowed(entry, &allows, &statement) {
                    facts += 1;
                    cited += u32::from(statement.is_cited);
                }
                if !statement.is_cited {
                    uncited.push((index, statement));
                }
            });
            let entry = (facts > 0).then_some(EntryCoverage {
                entry: index,
                facts,
                cited,
            });
            (entry, uncited)
        };
        let (entries, uncited): (Vec<_>, Vec<_>) = indices.into_par_iter().map(read).unzip();
        let entries: Vec<EntryCoverage> = entries.into_iter().flatten().collect();
        Self {
            coverage: Coverage {
                facts: entries.iter().map(|entry| entry.facts).sum(),
                cited: entries.iter().map(|entry| entry.cited).sum(),
                entries,
            },
            uncited: uncited.into_iter().flatten().collect(),
        }
    }
}

/// Whether an `allow` of the entry sets aside that a statement is not cited.
fn is_allowed(entry: &Entry, allows: &Allows<'_>, statement: &Statement<'_>) -> bool {
    let body = &entry.document.body;
    let mut sentences = body.sentences[statement.sentences.clone()].iter();
    let check = super::rules::uncited_sentence::RULE.id;
    !statement.is_cited
        && sentences.any(|sentence| {
            let holding = allows.holding([body.text(sentence), ""]);
            allows.first(check, &holding).is_some()
        })
}

/// What can be cited or not.
#[derive(Debug, Clone)]
pub(super) struct Statement<'a> {
    /// In [`crate::model::document::Body::sentences`]; never empty.
    pub sentences: Range<usize>,
    pub is_cited: bool,
    /// The words that make it state a fact, if it does. Empty for a link without a label.
    pub fact: Option<(Marker, &'a str)>,
}

/// Calls `visit` with each statement of an entry, in order.
fn each_statement<'a>(
    dossier: &'a Dossier,
    names: &Names<'_>,
    index: EntryIdx,
    visit: &mut dyn FnMut(Statement<'a>),
) {
    let entry = dossier.entry(index);
    // What a source says of itself is vouched for by the source.
    if entry.kind() == Kind::Source {
        return;
    }
    let body = &entry.document.body;
    let sentences = &body.sentences;
    let lang = entry.common().lang.as_ref().unwrap_or(&dossier.config.lang);
    let reader = Reader {
        dossier,
        entry,
        words: words::of(lang),
        names,
    };
    let mut at = 0;
    while let Some(first) = sentences.get(at) {
        let end = at + statement_length(&sentences[at..]);
        let range = at..end;
        at = end;
        if matches!(first.role, SentenceRole::Heading | SentenceRole::Note) {
            continue;
        }
        let is_cited =
            sentences[range.clone()].iter().any(|s| s.is_cited) || leads_to_cited(body, end);
        let fact = range.clone().find_map(|i| reader.fact(i, is_cited));
        visit(Statement {
            sentences: range,
            is_cited,
            fact,
        });
    }
}

/// How many of the next sentences make one statement.
fn statement_length(sentences: &[Sentence]) -> usize {
    let Some(first) = sentences.first() else {
        return 0;
    };
    let belongs = |next: &&Sentence| match first.role {
        SentenceRole::Cell => next.role == SentenceRole::Cell && next.group == first.group,
        SentenceRole::Quotation => next.role == SentenceRole::Quotation,
        _ => false,
    };
    1 + sentences[1..].iter().take_while(belongs).count()
}

/// Whether the sentence before `end` announces, by a colon, what follows with a citation.
fn leads_to_cited(body: &Body, end: usize) -> bool {
    let sentences = &body.sentences;
    let announces = sentences[..end]
        .last()
        .is_some_and(|sentence| body.text(sentence).ends_with(':'));
    let length = statement_length(&sentences[end..]);
    announces
        && sentences[end..end + length]
            .iter()
            .any(|next| next.is_cited)
}

/// Looks for what makes a sentence state a fact.
struct Reader<'a, 'n> {
    dossier: &'a Dossier,
    entry: &'a Entry,
    words: &'static Words,
    names: &'n Names<'n>,
}

impl<'a> Reader<'a, '_> {
    /// The first words of a sentence that make it state a fact.
    fn fact(&self, index: usize, is_cited: bool) -> Option<(Marker, &'a str)> {
        let body = &self.entry.document.body;
        let text = body.text(&body.sentences[index]);
        if text.ends_with('?') {
            return None;
        }
        let found = OnceCell::new();
        let links = || found.get_or_init(|| self.links(index)).as_slice();
        // A single word, as a term that is being defined, accuses nobody.
        let is_term = text.split_whitespace().take(3).count() < 3;
        let mut clause = Clause {
            end: 0,
            is_editorial: false,
        };
        let mut at = 0;
        while let Some((marker, range)) = self.marker(text, at) {
            // Nobody asks whether a sentence that is cited had to be.
            if is_cited {
                return Some((marker, &text[range]));
            }
            if range.start >= clause.end {
                clause = self.clause(text, range.start);
            }
            at = range.end;
            let is_exempt = is_term && marker == Marker::Accusation;
            if !is_exempt && !clause.is_editorial && !Self::is_in_pointer(links(), &range) {
                return Some((marker, &text[range]));
            }
        }
        let is_open = |at: usize| is_cited || !self.clause(text, at).is_editorial;
        let is_fact = text.contains(TITLE_MARK)
            && Self::has_title(text, links())
            && is_open(text.find(TITLE_MARK).unwrap_or(0));
        is_fact.then_some((Marker::Name, ""))
    }

    /// The next words from `at` on that may make a sentence state a fact.
    fn marker(&self, text: &str, mut at: usize) -> Option<(Marker, Range<usize>)> {
        let mut folded = String::new();
        while let Some(range) = next_word(text, at) {
            let (word, rest) = (&text[range.clone()], &text[range.start..]);
            at = range.end;
            if has_figure(word) {
                return Some((Marker::Number, range));
            }
            if !word.starts_with(char::is_uppercase) {
                if let Some(marker) = self.words.markers.get(word) {
                    return Some((*marker, range));
                }
                continue;
            }
            folded.clear();
            folded.extend(word.chars().flat_map(char::to_lowercase));
            // At the beginning of a sentence or of quoted words a capital says nothing.
            let before = text[..range.start].trim_end();
            let opens = ['“', '«', '"', '‘', '„', ':', '¿', '¡', '('];
            if before.is_empty() || before.ends_with(opens) {
                if let Some((name, _)) = self.names.at(rest) {
                    return Some((Marker::Name, range.start..range.start + name.len()));
                }
            } else if !self.words.not_names.contains(&folded) {
                return Some((Marker::Name, range));
            }
            if let Some(marker) = self.words.markers.get(&folded) {
                return Some((*marker, range));
            }
        }
        None
    }

    /// Whether the clause around `at` says what the sources leave open, or what the editors concluded.
    fn clause(&self, text: &str, at: usize) -> Clause {
        let start = text[..at].rfind(';').map_or(0, |i| i + 1);
        let end = text[at..].find(';').map_or(text.len(), |i| at + i);
        let clause = text[start..end].trim_start();
        let first = clause.split(|c: char| !c.is_alphanumeric()).next();
        let asks = first.is_some_and(|word| self.words.is_asking(word));
        Clause {
            end,
            is_editorial: asks || self.words.editorial.find(clause).next().is_some(),
        }
    }

    /// Whether `at` stands in the label of a link to a page or a source, or of one that the sentence only
    /// points to: `see [[…]]`.
    fn is_in_pointer(links: &[Link], at: &Range<usize>) -> bool {
        let after = links.partition_point(|link| link.at.start <= at.start);
        links[..after].last().is_some_and(|link| {
            at.end <= link.at.end
                && (link.is_pointed || matches!(link.kind, Kind::Page | Kind::Source))
        })
    }

    /// Whether a sentence shows the title of an actor or a place, by a link without a label.
    fn has_title(text: &str, links: &[Link]) -> bool {
        links.iter().any(|link| {
            matches!(link.kind, Kind::Actor | Kind::Place)
                && !link.is_pointed
                && text
                    .get(link.at.clone())
                    .is_some_and(|t| t.contains(TITLE_MARK))
        })
    }

    /// The links of a sentence to entries, in order.
    fn links(&self, index: usize) -> Vec<Link> {
        let body = &self.entry.document.body;
        let text = body.text(&body.sentences[index]);
        let mut links: Vec<Link> = body
            .holes_of(index)
            .filter_map(
                |(i, hole)| match (&hole.filling, self.entry.targets.get(i)) {
                    (Filling::Reference(reference), Some(Target::Entry(to, _))) => Some(Link {
                        at: reference.in_sentence.range(),
                        kind: self.dossier.entry(*to).kind(),
                        is_pointed: false,
                    }),
                    _ => None,
                },
            )
            .collect();
        links.sort_by_key(|link| link.at.start);
        // Who points to one link of a sentence points to those that follow: "see A and B".
        let mut is_pointed = false;
        for link in &mut links {
            let before = text.get(..link.at.start).unwrap_or("").trim_end();
            // As much of the last word as a pointer could have.
            let last_word = before.char_indices().rev().take(32);
            let start = last_word.take_while(|(_, c)| c.is_alphanumeric()).last();
            let word = &before[start.map_or(before.len(), |(at, _)| at)..];
            is_pointed |= self.words.is_pointer(word);
            link.is_pointed = is_pointed;
        }
        links
    }
}

/// What stands between two semicolons of a sentence.
struct Clause {
    end: usize,
    is_editorial: bool,
}

/// A link of a body to an entry.
struct Link {
    /// Where it stands in the text of the sentence.
    at: Range<usize>,
    kind: Kind,
    /// Whether the sentence only points to it.
    is_pointed: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::build;

    fn of(text: &str) -> (u32, u32, u32) {
        let built = build(text);
        let coverage = coverage(&built.dossier);
        (coverage.facts, coverage.cited, coverage.percent())
    }

    #[test]
    fn counts_are_those_of_a_reader() {
        let with = |lang: &str, body: &str| {
            of(&format!(
                "=== pages/p.md\ntitle: P\nlang: {lang}\n---\n{body}\n\
                 === actors/ana.md\ntitle: Ana Vidal\ntype: person\naliases: [Vidal]\n\
                 === sources/w.md\ntitle: W\ntype: book\n---\nIt has 7 pages.\n"
            ))
        };
        #[rustfmt::skip]
        let cases = [
            ("en", "Nothing is known.", (0, 0, 100)),
            ("en", "It may march on. I think so.", (0, 0, 100)),
            ("en", "She left in 2014 [@w]. She left in 2015.", (2, 1, 50)),
            ("en", "She left in 2014. She came back [@w].", (1, 0, 0)),
            ("en", "She met Ruth.", (1, 0, 0)),
            ("en", "“Ruth,” she said.", (0, 0, 100)),
            ("en", "Vidal left.", (1, 0, 0)),
            ("en", "The [[ana|clerk]] left.", (0, 0, 100)),
            ("en", "Then [[ana]] left.", (1, 0, 0)),
            ("en", "See [[ana]] and [[ana|Ana of Berne]].", (0, 0, 100)),
            ("en", "It is told in [[p|What Ruth did in 2014]].", (0, 0, 100)),
            ("en", "The articles carry no reply by Ruth.", (0, 0, 100)),
            ("en", "Ruth left in 2014; no article says why Vidal stayed.", (1, 0, 0)),
            ("en", "Whether Ruth left in 2014 is open.", (0, 0, 100)),
            ("en", "- Charged\n- Charged with fraud", (1, 0, 0)),
            ("en", "The [[p|list]] is long.", (0, 0, 100)),
            ("en", "Thirty boats sank.", (1, 0, 0)),
            ("en", "They tortured witnesses.", (1, 0, 0)),
            ("en", "Did Vidal leave in 2014?", (0, 0, 100)),
            ("en", "## Vidal in 2014\n\n> [!NOTE]\n> We read 5 articles.", (0, 0, 100)),
            ("en", "| who | when |\n|---|---|\n| Vidal | 2014 [@w] |\n| Vidal | 2015 |", (2, 1, 50)),
            ("en", "> In 2014 it rained. In 2015 too [@w].", (1, 1, 100)),
            ("en", "> In 2014 it rained. In 2015 too.", (1, 0, 0)),
            ("en", "Vidal said:\n\n> It rained. [@w]", (1, 1, 100)),
            ("en", "Vidal said:\n\nIt rained.", (1, 0, 0)),
            ("es", "Salió en julio. Torturaron a treinta.", (2, 0, 0)),
            ("es", "No se sabe más.", (0, 0, 100)),
        ];
        for (lang, body, expected) in cases {
            assert_eq!(with(lang, body), expected, "{body}");
        }
    }

    #[test]
    fn what_was_allowed_is_not_counted() {
        let text = "=== pages/p.md\ntitle: P\nallow:\n  - {check: uncited-sentence, text: We read 5, reason: about us}\n\
                    ---\nWe read 5 articles. They have 9 pages.\n";
        assert_eq!(of(text), (1, 0, 0));
    }
}
