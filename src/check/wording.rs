//! Where an entry uses words of guilt in its own voice: in titles, summaries, notes, texts, headings and
//! descriptions of pictures. Words in quotation marks are the source's where a source is cited with
//! them, and the entry's where none is.

use super::phrases::{word_after, words_before};
use super::words::{self, Guilt, Term};
use super::{Inquiry, quoted, texts};
use crate::diagnostic::{Diagnostic, Location};
use crate::model::document::{Filling, Sentence, SentenceRole};
use crate::model::dossier::{Dossier, Entry, EntryIdx, Target};
use crate::text::near;
use rayon::prelude::*;
use std::ops::Range;

/// A word of guilt in its place.
pub struct Use<'a> {
    pub entry: &'a Entry,
    pub term: &'a Term,
    /// As written.
    pub word: &'a str,
    /// The sentence or field that it stands in, and where in it.
    pub text: &'a str,
    pub at: Range<usize>,
    place: Place<'a>,
}

#[derive(Clone, Copy)]
enum Place<'a> {
    Field(&'a dyn Fn() -> String),
    Sentence(usize),
    /// The description of the picture in this hole.
    Image(usize),
}

/// Bytes of a sentence or field from which on it is not searched for the place of each word: a finding points at
/// all of it. Nobody writes such a sentence, but a file full of words of guilt may be one.
const LONG: usize = 8 * 1024;

/// How far back a word may stand that turns a word of guilt round.
const REACH: usize = 5;

impl<'a> Use<'a> {
    /// Whether the words around it deny it, leave it open or give it another meaning.
    pub fn is_harmless(&self, guilt: &Guilt) -> bool {
        let mut before = words_before(self.text, self.at.start);
        before
            .clone()
            .take(REACH)
            .any(|word| guilt.is_negation(word))
            || self
                .term
                .means_other(before.next(), word_after(self.text, self.at.end))
    }

    /// The word directly before it if it is one such as `alleged`, with where it begins.
    pub fn hedge(&self, guilt: &Guilt) -> Option<(&'a str, usize)> {
        let before = words_before(self.text, self.at.start)
            .next()
            .filter(|word| guilt.is_hedge(word))?;
        let start = self.text[..self.at.start].rfind(before)?;
        // Nothing but white space between the two.
        let between = &self.text[start + before.len()..self.at.start];
        between.trim().is_empty().then_some((before, start))
    }

    /// Where `span` of its text stands in the file.
    pub fn location(&self, inquiry: &Inquiry<'_>, span: Range<usize>) -> Location {
        let path = &self.entry.document.path;
        match &self.place {
            Place::Field(field) => {
                // The text is set: its marks have other lengths than those in the file, but each is one character.
                let field = inquiry.locate.within(path, &field(), 0..0);
                // No character of what is set takes more than eight bytes as it is written.
                let reach = field.span.start + 8 * span.end + 8;
                let file = inquiry.locate.tree.get(path);
                let written = file
                    .filter(|_| field.span.is_empty() && self.text.len() < LONG)
                    .map(|file| file.part(field.span.start..reach.min(file.bytes.len())));
                match written {
                    Some(written) => {
                        let at = |byte: usize| {
                            let n_chars = self.text.get(..byte).unwrap_or("").chars().count();
                            let bytes = written.chars().take(n_chars).map(char::len_utf8);
                            field.span.start + bytes.sum::<usize>()
                        };
                        Location::new(path, at(span.start)..at(span.end))
                    }
                    None => field,
                }
            }
            Place::Image(hole) => {
                let span = self
                    .entry
                    .document
                    .body
                    .holes
                    .get(*hole)
                    .map(|h| h.span.range());
                Location::new(path, span.unwrap_or(0..0))
            }
            Place::Sentence(index) => {
                let sentence = &self.entry.document.body.sentences[*index];
                Location::new(path, in_file(inquiry, path, sentence, (self.text, &span)))
            }
        }
    }

    /// The persons whom it may be said of: those named or linked in the same sentence or field; else the
    /// entry's own.
    pub fn persons(&self, inquiry: &Inquiry<'_>) -> Vec<EntryIdx> {
        let dossier = inquiry.dossier;
        let is_person = |index: &EntryIdx| {
            let actor = dossier.entry(*index).actor();
            actor.is_some_and(|actor| actor.type_word == "person")
        };
        let mut named = Vec::new();
        if let Place::Sentence(sentence) = self.place {
            let holes = self.entry.document.body.holes_of(sentence);
            named.extend(holes.filter_map(|(i, hole)| {
                match (&hole.filling, self.entry.targets.get(i)) {
                    (Filling::Reference(_), Some(Target::Entry(to, _))) => Some(*to),
                    _ => None,
                }
            }));
        }
        let sentence = sentence_around(self.text, self.at.start);
        inquiry
            .names
            .each_in(sentence, &mut |index| named.push(index));
        named.retain(is_person);
        if !named.is_empty() {
            return named;
        }
        let entry = self.entry;
        let ids = match (entry.claim(), entry.event()) {
            (Some(claim), _) => claim
                .about
                .iter()
                .filter_map(|id| dossier.index(id))
                .collect(),
            (_, Some(event)) => {
                let actors = event.actors.iter();
                actors.filter_map(|p| dossier.index(&p.actor)).collect()
            }
            _ => dossier.index(entry.id()).into_iter().collect::<Vec<_>>(),
        };
        ids.into_iter().filter(is_person).collect()
    }
}

/// The sentence of a text, which may have several, in which the byte `at` stands; of a long one, a kilobyte to
/// either side.
fn sentence_around(text: &str, at: usize) -> &str {
    let (before, after) = near(text, at, 1024);
    let marks = [". ", "? ", "! "];
    let start = marks
        .iter()
        .filter_map(|mark| Some(before.rfind(mark)? + mark.len()));
    let end = marks.iter().filter_map(|mark| after.find(mark));
    let start = at - before.len() + start.max().unwrap_or(0);
    &text[start..at + end.min().unwrap_or(after.len())]
}

/// Where the words at `span` of a sentence stand in its file: markup stands between them there, so the
/// same occurrence of the same words is looked for. The whole sentence if there is none.
fn in_file(
    inquiry: &Inquiry<'_>,
    path: &str,
    sentence: &Sentence,
    (text, span): (&str, &Range<usize>),
) -> Range<usize> {
    if text.len() > LONG {
        return sentence.span.range();
    }
    let file = inquiry.locate.tree.get(path);
    let source = file.map_or("", |file| file.part(sentence.span.range()));
    let words = &text[span.clone()];
    let nth = text[..span.start].matches(words).count();
    match source.match_indices(words).nth(nth) {
        Some((at, _)) => {
            let start = sentence.span.start() + at;
            start..start + words.len()
        }
        None => sentence.span.range(),
    }
}

/// Entries that have a word of guilt somewhere, whatever it says there. Most have none, and need not be looked
/// at again by each rule.
pub fn accusing(dossier: &Dossier) -> Vec<&Entry> {
    let entries = dossier.entries.par_iter();
    entries
        .filter(|entry| {
            let guilt = guilt_of(dossier, entry);
            let mut accuses = false;
            each_text(entry, &mut |text, _, _| {
                accuses = accuses || guilt.phrases.find(text).next().is_some();
            });
            accuses
        })
        .collect()
}

/// What `judge` finds at the uses of words of guilt in the own voice of entries, in their order.
pub fn findings(
    inquiry: &Inquiry<'_>,
    judge: impl Fn(&Inquiry<'_>, &Use<'_>, &Guilt) -> Option<Diagnostic> + Sync,
) -> Vec<Diagnostic> {
    let of_entry = |entry: &&Entry| {
        let mut found = Vec::new();
        each(inquiry, entry, &mut |one, guilt| {
            found.extend(judge(inquiry, one, guilt))
        });
        found
    };
    inquiry
        .accusing
        .par_iter()
        .flat_map_iter(of_entry)
        .collect()
}

/// Calls `visit` with each use of a word of guilt in the entry's own voice.
fn each(inquiry: &Inquiry<'_>, entry: &Entry, visit: &mut dyn FnMut(&Use<'_>, &Guilt)) {
    let guilt = guilt_of(inquiry.dossier, entry);
    each_text(entry, &mut |text, is_cited, place| {
        scan(guilt, entry, text, is_cited, place, visit);
    });
}

fn guilt_of(dossier: &Dossier, entry: &Entry) -> &'static Guilt {
    let lang = entry.common().lang.as_ref().unwrap_or(&dossier.config.lang);
    &words::of(lang).guilt
}

type Visit<'v> = &'v mut dyn for<'a> FnMut(&'a str, bool, Place<'a>);

/// Calls `visit` with each text of an entry that is in its own voice, and whether what it quotes is cited.
fn each_text(entry: &Entry, visit: Visit<'_>) {
    texts::each(entry, &mut |field, text| {
        visit(text.text, text.is_cited, Place::Field(field));
    });
    let body = &entry.document.body;
    // Whether the block quotation that ends last is cited behind where the reader stands: read from its end.
    let mut is_cited_on = vec![false; body.sentences.len() + 1];
    for (i, sentence) in body.sentences.iter().enumerate().rev() {
        is_cited_on[i] =
            sentence.role == SentenceRole::Quotation && (sentence.is_cited || is_cited_on[i + 1]);
    }
    for (i, sentence) in body.sentences.iter().enumerate() {
        if !is_cited_on[i] {
            visit(body.text(sentence), sentence.is_cited, Place::Sentence(i));
        }
    }
    for (i, hole) in body.holes.iter().enumerate() {
        if let Filling::Image(image) = &hole.filling {
            for text in [&image.alt, &image.caption] {
                visit(text, false, Place::Image(i));
            }
        }
    }
}

fn scan<'a>(
    guilt: &'a Guilt,
    entry: &'a Entry,
    text: &'a str,
    is_cited: bool,
    place: Place<'a>,
    visit: &mut dyn FnMut(&Use<'_>, &Guilt),
) {
    let mut quotations: Option<Vec<Range<usize>>> = None;
    for (at, index) in guilt.phrases.find(text) {
        if is_cited {
            let quotations = quotations.get_or_insert_with(|| quoted::ranges(text));
            let next = quotations.partition_point(|q| q.start <= at.start);
            if quotations[..next].last().is_some_and(|q| at.end <= q.end) {
                continue;
            }
        }
        let one = Use {
            entry,
            term: guilt.term(index),
            word: &text[at.clone()],
            text,
            at,
            place,
        };
        if !one.is_harmless(guilt) {
            visit(&one, guilt);
        }
    }
}
