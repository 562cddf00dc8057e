//! Sources → formatted references in a CSL style: each source once, however often it is cited.
//!
//! Hayagriva knows the styles and sets names, dates, punctuation and the words of the locale. What it would get wrong
//! is kept from it: titles and publishers go through it as a single mark each, so that their capitals stay as they were
//! written and their quotation marks can be turned to fit ([`quotes`]); a date that is not a plain year, month or
//! day is set in the dossier's own words, never narrower than written ([`item`]); and its HTML, which is not escaped, is
//! never used ([`write`]).
//!
//! A style asks hundreds of questions about type and fields of a source, again for each source. They are answered once
//! per type and set of fields ([`specialise`]), which makes a reference some thirty times cheaper.
//!
//! No source knows of another here (except the one it is known through): numbers, `2020a` and `———` for a repeated author
//! depend on the page, and the pages have their own numbers.

mod item;
mod quotes;
mod short;
mod specialise;
mod style;
mod write;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use crate::fingerprint::Fingerprint;
use crate::model::date::Edtf;
use crate::model::dossier::{Dossier, Entry, EntryIdx};
use crate::model::front_matter::{Author, Source};
use crate::model::kind::Kind;
use hayagriva::citationberg::IndependentStyle;
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, ElemChildren,
};
use item::Shape;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::sync::Arc;

pub use style::{Style, UnknownStyle};

/// A source with what its entry says of it.
#[derive(Debug, Clone, Copy)]
pub struct SourceRecord<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub source: &'a Source,
}

/// A source as a reader sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Formatted {
    /// The whole reference: escaped, with no tags but `<i>`, `<b>`, `<sup>`, `<sub>`, `<span class="sc">` and
    /// `<a href>` to http and https addresses.
    pub html: String,
    /// The same without tags and not escaped.
    pub text: String,
    /// `Haaretz, July 2021`, not escaped.
    pub short: String,
}

/// The references of a dossier.
#[derive(Debug, Default)]
pub struct References {
    by_entry: FxHashMap<EntryIdx, Arc<Formatted>>,
}

/// References that were formatted before, so that in a long session only changed sources are formatted again.
#[derive(Debug, Default)]
pub struct Memo {
    formatted: FxHashMap<Fingerprint, Arc<Formatted>>,
}

impl<'a> SourceRecord<'a> {
    /// The record of an entry, if it is a source.
    #[must_use]
    pub fn of(entry: &'a Entry) -> Option<Self> {
        Some(Self {
            id: entry.id(),
            title: entry.title(),
            source: entry.source()?,
        })
    }
}

impl References {
    /// The references of all sources of a dossier.
    #[must_use]
    pub fn of(dossier: &Dossier, style: &Style, memo: &mut Memo) -> Self {
        let (indices, records): (Vec<EntryIdx>, Vec<SourceRecord>) = dossier
            .of_kind(Kind::Source)
            .filter_map(|(index, entry)| Some((index, SourceRecord::of(entry)?)))
            .unzip();
        let formatted = memo.format_all(&records, style);
        Self {
            by_entry: indices.into_iter().zip(formatted).collect(),
        }
    }

    /// The reference of a source, or none if the entry is not a source.
    #[must_use]
    pub fn get(&self, entry: EntryIdx) -> Option<&Arc<Formatted>> {
        self.by_entry.get(&entry)
    }
}

impl Memo {
    /// As [`format_all`], but takes what it has and forgets what was not asked for this time.
    pub fn format_all(
        &mut self,
        sources: &[SourceRecord<'_>],
        style: &Style,
    ) -> Vec<Arc<Formatted>> {
        let jobs = Job::all(sources, style);
        let keys: Vec<Fingerprint> = jobs.par_iter().map(|job| job.fingerprint(style)).collect();
        let (missing_keys, missing): (Vec<Fingerprint>, Vec<&Job>) = keys
            .iter()
            .zip(&jobs)
            .filter(|(key, _)| !self.formatted.contains_key(key))
            .unzip();
        let new = missing_keys
            .into_iter()
            .zip(format_jobs(&missing, style).into_iter().map(Arc::new));
        self.formatted.extend(new);
        let all: Vec<Arc<Formatted>> = keys
            .iter()
            .filter_map(|key| self.formatted.get(key).cloned())
            .collect();
        if self.formatted.len() > all.len() {
            self.formatted = keys.into_iter().zip(all.iter().cloned()).collect();
        }
        all
    }
}

/// The references of sources, in their order. A source that another is known through must be among them to be named.
#[must_use]
pub fn format_all(sources: &[SourceRecord<'_>], style: &Style) -> Vec<Formatted> {
    let jobs = Job::all(sources, style);
    format_jobs(&jobs.iter().collect::<Vec<_>>(), style)
}

/// A source to be formatted.
struct Job<'a> {
    record: SourceRecord<'a>,
    /// Short form of the source that it is known through.
    carrier: Option<String>,
}

impl<'a> Job<'a> {
    fn all(sources: &[SourceRecord<'a>], style: &Style) -> Vec<Self> {
        let by_id: FxHashMap<&str, &SourceRecord> =
            sources.iter().map(|record| (record.id, record)).collect();
        let carrier = |record: &SourceRecord| {
            let carrier = by_id.get(record.source.via.as_deref()?)?;
            Some(short::short(carrier, style.lang()))
        };
        sources
            .iter()
            .map(|record| Job {
                record: *record,
                carrier: carrier(record),
            })
            .collect()
    }

    /// Of everything that the reference depends on.
    fn fingerprint(&self, style: &Style) -> Fingerprint {
        let Source {
            type_word,
            authors,
            publisher,
            published,
            accessed,
            url,
            ..
        } = self.record.source;
        type Fields<'a> = (
            (&'a str, &'a str, &'a [Author], &'a str),
            (&'a Option<Edtf>, &'a Option<Edtf>, &'a Option<String>),
            &'a Option<String>,
        );
        let fields: Fields = (
            (self.record.title, type_word, authors, publisher),
            (published, accessed, url),
            &self.carrier,
        );
        style.fingerprint().and(Fingerprint::of(&fields))
    }
}

fn format_jobs(jobs: &[&Job], style: &Style) -> Vec<Formatted> {
    let mut shapes: Vec<Shape> = jobs.iter().map(|job| Shape::of(&job.record)).collect();
    shapes.sort_unstable();
    shapes.dedup();
    let plans: FxHashMap<Shape, Plan> = shapes
        .into_par_iter()
        .map(|shape| (shape, Plan::of(shape, style)))
        .collect();
    jobs.par_iter()
        .with_min_len(16)
        .map(|job| {
            let shape = Shape::of(&job.record);
            match plans.get(&shape) {
                Some(plan) => format(job, plan, style),
                None => format(job, &Plan::of(shape, style), style),
            }
        })
        .collect()
}

/// How sources of one shape are formatted.
struct Plan {
    /// The type that they are passed off as.
    type_word: &'static str,
    csl: IndependentStyle,
}

impl Plan {
    fn of(shape: Shape, style: &Style) -> Plan {
        // Chicago and others keep interviews and posts out of a bibliography: what is not in the reader's hands needs no
        // entry. Here every source has one, if need be as a document.
        let sample = shape.sample();
        let record = SourceRecord {
            id: "",
            title: if shape.has_title { "Title" } else { "" },
            source: &sample,
        };
        [shape.type_word, "document", "article-newspaper"]
            .into_iter()
            .map(|type_word| Plan {
                type_word,
                csl: style.specialised(shape.as_type(type_word)),
            })
            .find(|plan| {
                let item = item::item(&record, plan.type_word);
                let content = content(&item, &plan.csl, style);
                let written = write::write(&content, &item, style);
                written.text.contains("Title") || written.text.contains("Publisher")
            })
            .unwrap_or_else(|| Plan {
                type_word: shape.type_word,
                csl: style.specialised(shape),
            })
    }
}

fn format(job: &Job, plan: &Plan, style: &Style) -> Formatted {
    let item = item::item(&job.record, plan.type_word);
    let mut written = write::write(&content(&item, &plan.csl, style), &item, style);
    if let Some(carrier) = &job.carrier {
        written.push_sentence(&short::as_reported_by(carrier, style.lang()));
    }
    Formatted {
        html: written.html,
        text: written.text,
        short: short::short(&job.record, style.lang()),
    }
}

/// What hayagriva makes of one item.
fn content(item: &item::Item, csl: &IndependentStyle, style: &Style) -> ElemChildren {
    // A driver of its own: nothing of a source may depend on the others.
    let mut driver = BibliographyDriver::new();
    let cited = vec![CitationItem::with_entry(&item.csl)];
    driver.citation(CitationRequest::new(
        cited,
        csl,
        Some(style.locale()),
        style.locales(),
        None,
    ));
    driver
        .finish(BibliographyRequest::new(
            csl,
            Some(style.locale()),
            style.locales(),
        ))
        .bibliography
        .and_then(|bibliography| bibliography.items.into_iter().next())
        .map(|item| item.content)
        .unwrap_or_default()
}
