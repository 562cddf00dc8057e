//! The ids in front matter, checked.

use super::names::{Found, Names, create};
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::model::dossier::{Dossier, EntryIdx};
use crate::model::field::Declared;
use crate::model::kind::Kind;
use crate::model::walk::FieldId;
use crate::text::{is_id, listed};
use crate::yaml::locate::Locator;

/// Reports every id, source, topic and relation type in the front matter of one entry that is unknown or of the
/// wrong kind.
pub fn check(
    dossier: &Dossier,
    names: &Names<'_>,
    index: EntryIdx,
    locate: &Locator<'_>,
    findings: &mut Diagnostics,
) {
    let entry = dossier.entry(index);
    let path = &entry.document.path;
    let front = &entry.document.front;
    front.each_id(&mut |field, id| {
        if let Some(finding) = id_finding(dossier, names, id, || locate.field(path, &field())) {
            findings.push(finding);
        }
    });
    front.each_citation(&mut |place, citation| {
        for item in &citation.items {
            if dossier
                .find(&item.source)
                .is_none_or(|source| source.kind() != Kind::Source)
            {
                // The brackets of the citation are not part of the spans of its items.
                let span = item.source_span.start() + 1..item.source_span.end() + 1;
                source(
                    dossier,
                    names,
                    &item.source,
                    locate.within(path, &place.to_string(), span),
                    findings,
                );
            }
        }
    });
    let config = &dossier.config;
    for (i, topic) in front.common.topics.iter().enumerate() {
        if topic.is_empty() || config.topics.contains_key(topic) {
            continue;
        }
        let known = config.topics.keys().map(String::as_str);
        let place = locate.field(path, &format!("topics[{i}]"));
        undeclared(
            (names, locate),
            (Declared::Topics, topic),
            known,
            place,
            findings,
        );
    }
    for (i, relation) in entry
        .actor()
        .iter()
        .flat_map(|actor| actor.relations.iter().enumerate())
    {
        if relation.to == entry.id() {
            let place = locate.field(path, &format!("relations[{i}].to"));
            let message = "an actor cannot have a relation to itself";
            let finding = Diagnostic::error("own-relation", place, message);
            findings.push(finding.help("write the id of the other actor"));
        }
        let word = &relation.type_word;
        if word.is_empty() || config.relations.contains_key(word) {
            continue;
        }
        let known = config.relations.keys().map(String::as_str);
        let place = locate.field(path, &format!("relations[{i}].type"));
        undeclared(
            (names, locate),
            (Declared::Relations, word),
            known,
            place,
            findings,
        );
    }
    if let Some(image) = &front.common.image
        && super::addresses::media_of(dossier, entry, &image.file).is_none()
    {
        let finding = Diagnostic::error(
            "missing-file",
            locate.field(path, "image.file"),
            format!(
                "there is no file `{}` beside this entry or under content/",
                image.file
            ),
        );
        findings.push(finding.help(
            "put the file beside the entry, and write its name exactly, with upper and lower case",
        ));
    }
}

/// The source with this id; a finding at `location` if there is none.
pub fn source(
    dossier: &Dossier,
    names: &Names<'_>,
    id: &str,
    location: Location,
    findings: &mut Diagnostics,
) -> Option<EntryIdx> {
    match names.find(id) {
        Found::One(index) if dossier.entry(index).kind() == Kind::Source => {
            if dossier.entry(index).id() == id {
                return Some(index);
            }
            let right = dossier.entry(index).id();
            let finding = Diagnostic::error(
                "unknown-source",
                location,
                format!("sources are cited by id, and `{id}` is a title"),
            );
            findings.push(finding.did_you_mean(format!("@{right}")));
        }
        Found::One(index) => {
            let entry = dossier.entry(index);
            let finding = Diagnostic::error(
                "unknown-source",
                location,
                format!("`{id}` is {} and not a source", entry.kind().one()),
            );
            findings.push(finding.help(format!(
                "link to it with [[{}]], and cite the source that says so",
                entry.id()
            )));
        }
        Found::Draft(path) => {
            let finding = Diagnostic::error(
                "draft-reference",
                location,
                format!("the source `{id}` is a draft and will not be on the site"),
            );
            findings.push(finding.related(Location::file(&path), "marked as `draft: true` here"));
        }
        Found::Unreadable => {}
        Found::Several(_) | Found::None => {
            let finding = Diagnostic::error(
                "unknown-source",
                location,
                format!("no source has the id `{id}`"),
            );
            let ids = dossier.of_kind(Kind::Source).map(|(_, source)| source.id());
            findings.push(match names.guess(id, ids) {
                Some(near) => finding.did_you_mean(format!("@{near}")),
                None => finding.help(create(Kind::Source, id)),
            });
        }
    }
    None
}

fn id_finding(
    dossier: &Dossier,
    names: &Names<'_>,
    field: FieldId<'_>,
    place: impl Fn() -> Location,
) -> Option<Diagnostic> {
    let id = field.id;
    if field.may_be_text && !is_id(id) {
        // Ids with commas between them would pass for the description of somebody without an entry.
        let are_ids = || {
            id.split(',')
                .all(|part| dossier.find(part.trim()).is_some())
        };
        return (id.contains(',') && are_ids()).then(|| {
            Diagnostic::error(
                "unknown-id",
                place(),
                "these are the ids of several entries in one value",
            )
            .help(format!("write a list: [{id}]"))
        });
    }
    match dossier.find(id) {
        Some(entry) if field.kinds.contains(&entry.kind()) => None,
        Some(entry) => {
            let wanted = field
                .kinds
                .iter()
                .map(|kind| kind.one())
                .collect::<Vec<_>>()
                .join(" or ");
            let message = format!(
                "`{id}` is {}, and this field takes the id of {wanted}",
                entry.kind().one()
            );
            Some(Diagnostic::error("wrong-kind", place(), message).related(
                Location::file(&entry.document.path),
                "the entry with this id",
            ))
        }
        None => {
            if names.find(id) == Found::Unreadable {
                return None;
            }
            if let Found::Draft(path) = names.find(id) {
                let finding = Diagnostic::error(
                    "draft-reference",
                    place(),
                    format!("`{id}` is a draft and will not be on the site"),
                );
                return Some(
                    finding
                        .related(Location::file(&path), "marked as `draft: true` here")
                        .help("publish the draft by removing `draft: true`, or leave it out here"),
                );
            }
            let finding =
                Diagnostic::error("unknown-id", place(), format!("no entry has the id `{id}`"));
            let ids = dossier
                .entries
                .iter()
                .filter(|e| field.kinds.contains(&e.kind()))
                .map(|e| e.id());
            let kind = field.kinds.first().copied().unwrap_or(Kind::Page);
            Some(match names.guess(id, ids) {
                Some(near) => finding.did_you_mean(near),
                None if field.may_be_text => finding.help("somebody without an entry is described in several words: \"a senior official, unnamed\""),
                None => finding.help(create(kind, id)),
            })
        }
    }
}

/// Reports a word that dossier.yaml does not declare among those that it does.
fn undeclared<'a>(
    (names, locate): (&Names<'_>, &Locator<'_>),
    (what, word): (Declared, &str),
    known: impl Iterator<Item = &'a str> + Clone,
    place: Location,
    findings: &mut Diagnostics,
) {
    let key = what.key();
    let finding = Diagnostic::error(
        "undeclared-word",
        place,
        format!("`{word}` is not declared under `{key}` in dossier.yaml"),
    );
    findings.push(match names.guess(word, known.clone()) {
        Some(near) => finding.did_you_mean(near),
        None if known.clone().next().is_none() => {
            if !names.has_config(locate.tree) {
                return;
            }
            finding.help(format!("declare it there, under `{key}:`"))
        }
        None => finding.help(format!(
            "declare it there, or use one of: {}",
            listed(known, ", ")
        )),
    });
}
