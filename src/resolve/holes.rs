//! The holes of a body → what fills them.

use super::addresses;
use super::names::{Found, Names, create};
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::model::citation::Citation;
use crate::model::document::{Filling, Hole, Reference};
use crate::model::dossier::{Dossier, Entry, EntryIdx, Target};
use crate::model::kind::Kind;
use crate::text::listed;
use rustc_hash::FxHashMap;

/// What fills the holes of one entry, in order, and how many notes it has.
pub fn targets(
    dossier: &Dossier,
    names: &Names<'_>,
    index: EntryIdx,
    findings: &mut Diagnostics,
) -> (Vec<Target>, u32) {
    let entry = dossier.entry(index);
    let mut resolver = Resolver {
        dossier,
        names,
        entry,
        findings,
        notes: 0,
        headings: FxHashMap::default(),
    };
    let targets = entry
        .document
        .body
        .holes
        .iter()
        .map(|hole| resolver.target(hole))
        .collect();
    (targets, resolver.notes)
}

struct Resolver<'a, 'f> {
    dossier: &'a Dossier,
    names: &'a Names<'a>,
    entry: &'a Entry,
    findings: &'f mut Diagnostics,
    notes: u32,
    /// Ids of the headings of entries that were linked to, by id and by text.
    headings: FxHashMap<EntryIdx, FxHashMap<&'a str, &'a str>>,
}

impl<'a> Resolver<'a, '_> {
    fn target(&mut self, hole: &Hole) -> Target {
        match &hole.filling {
            Filling::Reference(reference) => self.reference(reference, hole),
            Filling::Citation(citation) => self.citation(citation),
            Filling::Embed(id) => self.embed(id, hole),
            Filling::Link(to) => self.link(to, hole),
            Filling::Image(image) => self.image(&image.file, hole),
            Filling::Word(_) | Filling::Code(_) => Target::Word,
        }
    }

    fn location(&self, hole: &Hole) -> Location {
        Location::new(&self.entry.document.path, hole.span.range())
    }

    fn reference(&mut self, reference: &Reference, hole: &Hole) -> Target {
        if reference.target.is_empty() && !reference.heading.is_empty() {
            return self.heading(
                self.dossier.index(self.entry.id()),
                &reference.heading,
                hole,
            );
        }
        match self.named(&reference.target, hole, 2) {
            Some(index) if reference.heading.is_empty() => Target::Entry(index, String::new()),
            index => self.heading(index, &reference.heading, hole),
        }
    }

    /// The entry that a name means, with a finding if it is not exactly one. The name stands `at` bytes
    /// after the beginning of the hole, behind its brackets.
    fn named(&mut self, name: &str, hole: &Hole, at: usize) -> Option<EntryIdx> {
        let start = hole.span.start() + at;
        let location = Location::new(&self.entry.document.path, start..start + name.len());
        match self.names.find(name) {
            Found::One(index) => return Some(index),
            Found::Unreadable => {}
            Found::Several(entries) => {
                let mut finding = Diagnostic::error(
                    "ambiguous-reference",
                    location,
                    format!("`{name}` fits {} entries", entries.len()),
                );
                for index in entries.iter().take(5) {
                    let entry = self.dossier.entry(*index);
                    finding = finding.help(format!(
                        "[[{}|{name}]] means the {} “{}”",
                        entry.id(),
                        entry.kind().word(),
                        entry.title()
                    ));
                }
                self.findings.push(finding);
            }
            Found::Draft(path) => {
                let finding = Diagnostic::error("draft-reference", location, format!("`{name}` is a draft and will not be on the site"))
                    .related(Location::file(&path), "marked as `draft: true` here")
                    .help("publish the draft by removing `draft: true`, or write the name without brackets");
                self.findings.push(finding);
            }
            Found::None => {
                let finding = Diagnostic::error(
                    "unknown-reference",
                    location,
                    format!("no entry is called `{name}`"),
                )
                .label("no entry has this id, title or alias");
                let finding = match self.names.nearest(name) {
                    _ if name.starts_with('@') => {
                        finding.help(format!("a citation stands in single brackets: [{name}]"))
                    }
                    Some(near) => finding.did_you_mean(near),
                    None => {
                        // Behind `![[` only a claim can stand.
                        let kind = if at == 3 { Kind::Claim } else { Kind::Actor };
                        finding.help(create(kind, name))
                    }
                };
                self.findings.push(finding);
            }
        }
        None
    }

    fn heading(&mut self, index: Option<EntryIdx>, heading: &str, hole: &Hole) -> Target {
        let Some(index) = index else {
            return Target::Nothing;
        };
        let headings = &self.dossier.entry(index).document.body.headings;
        let known = self.headings.entry(index).or_insert_with(|| {
            let mut ids = FxHashMap::default();
            for h in headings {
                ids.entry(h.id.as_str()).or_insert(h.id.as_str());
                ids.entry(h.text.as_str()).or_insert(h.id.as_str());
            }
            ids
        });
        if let Some(id) = known.get(heading) {
            return Target::Entry(index, (*id).to_owned());
        }
        let title = self.dossier.entry(index).title();
        let finding = Diagnostic::error(
            "unknown-heading",
            self.location(hole),
            format!("“{title}” has no heading `{heading}`"),
        );
        let ids = headings.iter().map(|h| h.id.as_str());
        self.findings
            .push(match self.names.guess(heading, ids.clone()) {
                Some(near) => finding.did_you_mean_within(heading, near),
                None if headings.is_empty() => {
                    finding.help("it has no headings at all; link to the entry without `#`")
                }
                None => finding.help(format!("its headings are: #{}", listed(ids, ", #"))),
            });
        Target::Nothing
    }

    fn citation(&mut self, citation: &Citation) -> Target {
        self.notes += 1;
        let mut sources = Vec::with_capacity(citation.items.len());
        for item in &citation.items {
            let start = citation.span.start();
            let span = start + item.source_span.start()..start + item.source_span.end();
            let location = Location::new(&self.entry.document.path, span);
            sources.push(super::fields::source(
                self.dossier,
                self.names,
                &item.source,
                location,
                self.findings,
            ));
        }
        Target::Note(self.notes, sources)
    }

    fn embed(&mut self, id: &str, hole: &Hole) -> Target {
        let Some(index) = self.named(id, hole, 3) else {
            return Target::Nothing;
        };
        let target = self.dossier.entry(index);
        if target.kind() != Kind::Claim {
            let finding = Diagnostic::error(
                "not-a-claim",
                self.location(hole),
                format!(
                    "`{id}` is {}, and only claims can be set into a text",
                    target.kind().one()
                ),
            );
            self.findings
                .push(finding.help(format!("link to it instead: [[{}]]", target.id())));
            return Target::Nothing;
        }
        Target::Entry(index, String::new())
    }

    fn link(&mut self, to: &str, hole: &Hole) -> Target {
        match addresses::find(self.dossier, self.names, self.entry, to) {
            Ok(Target::Entry(index, heading)) if !heading.is_empty() => {
                self.heading(Some(index), &heading, hole)
            }
            Ok(target) => target,
            Err(_) if self.is_of_unreadable(to) => Target::Nothing,
            Err(near) => {
                let finding = Diagnostic::error(
                    "broken-link",
                    self.location(hole),
                    format!("`{to}` leads nowhere"),
                )
                .label("no entry, page or file of the site is there");
                self.findings.push(match near {
                    Some(near) => finding.did_you_mean_within(to, &near),
                    None => finding.help("link to entries by id: [[id|words]]; to files by their path from this file"),
                });
                Target::Nothing
            }
        }
    }

    /// Whether a link leads to the file of an entry that cannot be read, which is a finding of its own.
    fn is_of_unreadable(&self, to: &str) -> bool {
        let path = to.split(['#', '?']).next().unwrap_or(to);
        let name = path.rsplit('/').next().unwrap_or(path);
        let id = name.strip_suffix(".md");
        id.is_some_and(|id| self.names.find(id) == Found::Unreadable)
    }

    fn image(&mut self, file: &str, hole: &Hole) -> Target {
        if let Some(address) = addresses::media_of(self.dossier, self.entry, file) {
            return Target::Address(address.clone());
        }
        let finding = Diagnostic::error(
            "missing-file",
            self.location(hole),
            format!("there is no file `{file}` beside this entry or under content/"),
        );
        let names = self
            .dossier
            .media
            .keys()
            .map(|path| path.rsplit('/').next().unwrap_or(path));
        let wanted = file.rsplit('/').next().unwrap_or(file);
        self.findings.push(match self.names.guess(wanted, names) {
            Some(near) => finding.did_you_mean_within(wanted, near),
            None => finding.help("put the file beside the entry, and write its name exactly, with upper and lower case"),
        });
        Target::Nothing
    }
}
