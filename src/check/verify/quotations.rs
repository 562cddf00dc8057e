//! Every quotation of a dossier, with its source, the source whose saved text it must stand in, and where
//! it stands itself.

use crate::check::Inquiry;
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::model::citation::CitationItem;
use crate::model::document::{Filling, SentenceRole};
use crate::model::dossier::{CitingPlace, Dossier, Entry, EntryIdx};
use crate::model::evidence::QuotationState;
use crate::model::kind::Kind;
use crate::model::walk::CitationPlace;
use crate::yaml::locate::Locator;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// A quotation in a citation.
#[derive(Debug, Clone)]
pub struct Quotation<'a> {
    /// The entry that quotes.
    pub entry: EntryIdx,
    pub source: EntryIdx,
    /// The source whose saved text it must stand in; none if there is no such text.
    pub carrier: Option<EntryIdx>,
    item: &'a CitationItem,
    place: CitingPlace,
}

impl<'a> Quotation<'a> {
    /// The words. Paragraphs of a block quotation are parted by line ends.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.item.quotation.as_deref().unwrap_or("")
    }

    /// Where it stands in its file, or one paragraph of it, counted from 0.
    #[must_use]
    pub fn location(
        &self,
        dossier: &Dossier,
        locate: &Locator<'_>,
        part: Option<usize>,
    ) -> Location {
        let entry = dossier.entry(self.entry);
        let path = &entry.document.path;
        match self.place {
            CitingPlace::Body(hole) if self.item.is_block => {
                Location::new(path, block_span(entry, hole, self.text(), part))
            }
            CitingPlace::Body(hole) => {
                let start = match entry.document.body.holes.get(hole).map(|h| &h.filling) {
                    Some(Filling::Citation(citation)) => citation.span.start(),
                    _ => 0,
                };
                let span = self.item.quotation_span;
                Location::new(path, start + span.start()..start + span.end())
            }
            CitingPlace::Field(place) => self.field_location(entry, locate, place),
        }
    }

    fn field_location(
        &self,
        entry: &Entry,
        locate: &Locator<'_>,
        place: CitationPlace,
    ) -> Location {
        let path = &entry.document.path;
        let field = place.to_string();
        let span = self.item.quotation_span;
        // The brackets are not part of the spans, and writers may leave them out.
        let file = locate
            .tree
            .get(path)
            .and_then(|file| file.text().ok())
            .unwrap_or("");
        let at =
            |shift: usize| locate.within(path, &field, span.start() + shift..span.end() + shift);
        let fits = |location: &Location| {
            let words = file
                .get(location.span.clone())
                .unwrap_or("")
                .split_whitespace();
            words.eq(self.text().split_whitespace())
        };
        [at(1), at(0)]
            .into_iter()
            .find(fits)
            .unwrap_or_else(|| locate.field(path, &field))
    }
}

/// The sentences of a block quotation that ends in the citation in `hole`: all, or those of one paragraph.
fn block_span(
    entry: &Entry,
    hole: usize,
    text: &str,
    part: Option<usize>,
) -> std::ops::Range<usize> {
    let body = &entry.document.body;
    let Some(hole) = body.holes.get(hole) else {
        return 0..0;
    };
    let last = body
        .sentences
        .len()
        .min((hole.sentence as usize).saturating_add(1));
    let quoted: Vec<_> = body.sentences[..last]
        .iter()
        .rev()
        .take_while(|sentence| sentence.role == SentenceRole::Quotation)
        .collect();
    let words = part
        .and_then(|part| text.split('\n').nth(part))
        .unwrap_or(text);
    let is_in = |sentence: &str| {
        let sentence: Vec<&str> = sentence.split_whitespace().collect();
        words.contains(&sentence.join(" "))
    };
    let own: Vec<_> = quoted
        .iter()
        .filter(|sentence| part.is_none() || is_in(body.text(sentence)))
        .collect();
    match (own.last(), own.first()) {
        (Some(first), Some(last)) => first.span.start()..last.span.end(),
        _ => hole.span.range(),
    }
}

/// All quotations of a dossier, in order of entry and place. Citations of what is no source are left out.
#[must_use]
pub fn all(dossier: &Dossier) -> Vec<Quotation<'_>> {
    let carriers: FxHashMap<EntryIdx, Option<EntryIdx>> = dossier
        .of_kind(Kind::Source)
        .map(|(index, source)| {
            let carrier = dossier.carrier(source);
            (
                index,
                carrier.and_then(|carrier| dossier.index(carrier.id())),
            )
        })
        .collect();
    let indices: Vec<EntryIdx> = dossier.iter().map(|(index, _)| index).collect();
    let lists: Vec<Vec<Quotation<'_>>> = indices
        .into_par_iter()
        .map(|index| of_entry(dossier, &carriers, index))
        .collect();
    lists.into_iter().flatten().collect()
}

fn of_entry<'a>(
    dossier: &'a Dossier,
    carriers: &FxHashMap<EntryIdx, Option<EntryIdx>>,
    entry: EntryIdx,
) -> Vec<Quotation<'a>> {
    let mut found = Vec::new();
    let mut add = |item: &'a CitationItem, place: CitingPlace| {
        if item.quotation.is_none() {
            return;
        }
        let source = dossier.index(&item.source);
        if let Some((source, carrier)) = source.and_then(|s| Some((s, *carriers.get(&s)?))) {
            found.push(Quotation {
                entry,
                source,
                carrier,
                item,
                place,
            });
        }
    };
    let document = &dossier.entry(entry).document;
    document.front.each_citation(&mut |place, citation| {
        for item in &citation.items {
            add(item, CitingPlace::Field(place));
        }
    });
    for (i, hole) in document.body.holes.iter().enumerate() {
        if let Filling::Citation(citation) = &hole.filling {
            for item in &citation.items {
                add(item, CitingPlace::Body(i));
            }
        }
    }
    found
}

/// How far a quotation was verified, by the lock.
#[must_use]
pub fn state(dossier: &Dossier, quotation: &Quotation<'_>) -> QuotationState {
    let snapshot = quotation
        .carrier
        .and_then(|carrier| dossier.entry(carrier).source()?.snapshot.as_ref());
    let Some(snapshot) = snapshot else {
        return QuotationState::NoSnapshot;
    };
    let source = dossier.entry(quotation.source).id();
    dossier
        .lock
        .state(source, quotation.text(), Some(&snapshot.sha256))
}

/// The quotations of a dossier that have a text to stand in and are not verified, each with its state.
#[must_use]
pub fn open(dossier: &Dossier) -> Vec<(Quotation<'_>, QuotationState)> {
    let all = all(dossier).into_par_iter();
    all.filter_map(|quotation| match state(dossier, &quotation) {
        QuotationState::Verified | QuotationState::NoSnapshot => None,
        state => Some((quotation, state)),
    })
    .collect()
}

/// Reports the quotations in one state, each at its place.
pub fn report<'a>(
    inquiry: &Inquiry<'_>,
    quotations: impl Iterator<Item = &'a Quotation<'a>>,
    finding: &(dyn Fn(Location, &str) -> Diagnostic + Sync),
    findings: &mut Diagnostics,
) {
    // Finding a place in front matter reads the file again: many of them are worth two threads.
    let quotations: Vec<&Quotation<'_>> = quotations.collect();
    let found: Vec<Diagnostic> = quotations
        .into_par_iter()
        .map(|quotation| {
            let location = quotation.location(inquiry.dossier, inquiry.locate, None);
            finding(location, inquiry.dossier.entry(quotation.source).id())
        })
        .collect();
    findings.extend(found);
}
