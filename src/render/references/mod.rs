//! Sources → formatted references in a CSL style: each source once, however often it is cited.
//!
//! Hayagriva knows the styles and sets names, dates, punctuation and the words of the locale. What it would get wrong
//! is kept from it: titles and publishers go through it as a single mark each, so that their capitals stay as they were
//! written and their quotation marks can be turned to fit (`quotes`); a date that is not a plain year, month or
//! day is set in the dossier's own words, never narrower than written (`item`); and its HTML, which is not escaped, is
//! never used ([`write`]).
//!
//! A style asks hundreds of questions about type and fields of a source, again for each source. They are answered once
//! per type and set of fields (`specialise`); and where many sources differ in their values alone, hayagriva is asked once for
//! all of them, with marks in place of the values (`pattern`).
//!
//! No source knows of another here (except the one it is known through): numbers, `2020a` and `———` for a repeated author
//! depend on the page, and the pages have their own numbers.

mod dates;
mod item;
mod pattern;
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
use dates::{DateElement, Slot};
use hayagriva::citationberg::{IndependentStyle, json};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, ElemChildren,
};
use item::{Item, Shape};
use pattern::Pattern;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::sync::Arc;
use write::{Run, Written};

pub use item::publisher_variable;
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
    /// The style that was asked for last, by name and language.
    style: Option<(String, String, Arc<Style>)>,
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
    /// As [`Style::find`], which takes some milliseconds, but keeps the last one.
    ///
    /// # Errors
    /// If there is no such style.
    pub fn style(&mut self, name: &str, lang: &str) -> Result<Arc<Style>, UnknownStyle> {
        if let Some((of, in_, style)) = &self.style
            && (of.as_str(), in_.as_str()) == (name, lang)
        {
            return Ok(Arc::clone(style));
        }
        let style = Arc::new(Style::find(name, lang)?);
        self.style = Some((name.to_owned(), lang.to_owned(), Arc::clone(&style)));
        Ok(style)
    }

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
        type Of<'a> = (
            (&'a str, &'a str, &'a [Author], &'a str),
            (&'a Option<Edtf>, &'a Option<Edtf>, &'a Option<String>),
            &'a Option<String>,
        );
        let fields: Of = (
            (self.record.title, type_word, authors, publisher),
            (published, accessed, url),
            &self.carrier,
        );
        style.fingerprint().and(Fingerprint::of(&fields))
    }
}

fn format_jobs(jobs: &[&Job], style: &Style) -> Vec<Formatted> {
    let items: Vec<(Item, Option<Pattern>)> = jobs
        .par_iter()
        .with_min_len(64)
        .map(|job| {
            let item = Item::of(&job.record);
            let pattern = Pattern::of(&item);
            (item, pattern)
        })
        .collect();
    let mut shapes: Vec<Shape> = items.iter().map(|(item, _)| item.shape).collect();
    shapes.sort_unstable();
    shapes.dedup();
    let plans: FxHashMap<Shape, Plan> = shapes
        .into_par_iter()
        .map(|shape| (shape, Plan::of(shape, style)))
        .collect();
    let mut uses: FxHashMap<&Pattern, usize> = FxHashMap::default();
    for pattern in items.iter().filter_map(|(_, pattern)| pattern.as_ref()) {
        *uses.entry(pattern).or_default() += 1;
    }
    // A template costs little more than the source that it is made of, so the second one pays for it.
    let patterns: Vec<&Pattern> = uses
        .into_iter()
        .filter_map(|(pattern, n)| (n > 1).then_some(pattern))
        .collect();
    let templates: FxHashMap<&Pattern, Template> = patterns
        .into_par_iter()
        .filter_map(|pattern| {
            let plan = plans.get(&pattern.shape)?;
            Some((pattern, plan.template(pattern, style)?))
        })
        .collect();
    jobs.par_iter()
        .zip(&items)
        .with_min_len(16)
        .map(|(job, (item, pattern))| {
            let template = pattern.as_ref().and_then(|pattern| templates.get(pattern));
            let plan = plans.get(&item.shape);
            let written = plan.map_or_else(Written::default, |plan| {
                template
                    .and_then(|template| plan.fill(template, item, style))
                    .unwrap_or_else(|| plan.format(item, style))
            });
            formatted(job, written, style)
        })
        .collect()
}

/// How sources of one shape are formatted.
struct Plan {
    /// The type that they are passed off as.
    type_word: &'static str,
    csl: IndependentStyle,
    dates: Vec<DateElement>,
}

/// What sources of one pattern have in common.
struct Template {
    runs: Vec<Run>,
    slots: Vec<Slot>,
}

impl Plan {
    fn of(shape: Shape, style: &Style) -> Plan {
        let sample = shape.sample();
        let record = SourceRecord {
            id: "",
            title: if shape.has_title { "Title" } else { "" },
            source: &sample,
        };
        let item = Item::of(&record);
        types(shape.type_word)
            .map(|type_word| Plan::as_type(type_word, shape, style))
            .find(|plan| {
                let text = plan.format(&item, style).text;
                text.contains("Title") || text.contains("Publisher")
            })
            .unwrap_or_else(|| Plan::as_type(shape.type_word, shape, style))
    }

    fn as_type(type_word: &'static str, shape: Shape, style: &Style) -> Plan {
        let csl = style.specialised(shape.as_type(type_word));
        Plan {
            type_word,
            dates: dates::elements(&csl),
            csl,
        }
    }

    /// A source by itself.
    fn format(&self, item: &Item, style: &Style) -> Written {
        let content = content(&item.fields(self.type_word).csl(), &self.csl, style);
        write::write(&write::runs(&content), item, style, &[])
    }

    /// None if the style does something to sources of this pattern that no template can repeat.
    fn template(&self, pattern: &Pattern, style: &Style) -> Option<Template> {
        let fields = pattern.fields(self.type_word);
        let dates = [fields.issued, fields.accessed];
        let content = content(&fields.csl(), &self.csl, style);
        let runs = pattern::with_names(write::runs(&content))?;
        let slots = dates::slots(&runs, dates, &self.dates, style)?;
        Some(Template { runs, slots })
    }

    /// None if a value may change more than its own place.
    fn fill(&self, template: &Template, item: &Item, style: &Style) -> Option<Written> {
        let Template { runs, slots } = template;
        let dates = dates::fill(slots, runs.len(), item, &self.dates, style)?;
        Some(write::write(runs, item, style, &dates))
    }
}

/// The types as which a source may be formatted, the best first.
///
/// Chicago and others keep interviews and posts out of a bibliography, since a reader cannot look them up in a library. Here
/// every source has a reference, if need be as a document. And what CSL calls an article is one that is not yet published:
/// styles call it a preprint, which no article in a dossier wants to be called.
fn types(type_word: &'static str) -> impl Iterator<Item = &'static str> {
    let first = if type_word == "article" {
        "article-newspaper"
    } else {
        type_word
    };
    [first, "document", "article-newspaper"].into_iter()
}

fn formatted(job: &Job, mut written: Written, style: &Style) -> Formatted {
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
fn content(item: &json::Item, csl: &IndependentStyle, style: &Style) -> ElemChildren {
    // A driver of its own: nothing of a source may depend on the others.
    let mut driver = BibliographyDriver::new();
    let cited = vec![CitationItem::with_entry(item)];
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
