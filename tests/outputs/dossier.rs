//! A dossier from texts, and its outputs.

use dossier::model::artifact::Artifact;
use dossier::model::dossier::{Dossier, EntryIdx};
use dossier::model::site::{SitePage, topic_url};
use dossier::model::source_tree::{SourceFile, SourceTree};
use dossier::render::Sink;
use dossier::render::catalogue::Catalogue;
use dossier::render::outputs::{ALL, OutputContext, Page};
use dossier::session::{Options, Session};
use dossier::yaml::node;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

pub const BASE: &str = "https://example.org/d/";

/// Text that breaks whatever does not escape it. Its straight marks stay straight, for they stand in code.
pub const HOSTILE: &str = "</script><!-- `\"]]>'` & =1+1, ;\\n";

/// A joined dossier with all that its outputs need.
pub struct Made {
    pub dossier: Arc<Dossier>,
    pub words: Catalogue,
    pub updated: BTreeMap<String, String>,
    pub base: Option<&'static str>,
}

/// Keeps the files that it is given.
#[derive(Default)]
struct Files(Mutex<Vec<Artifact<'static>>>);

impl Sink for Files {
    fn put(&self, artifact: Artifact<'_>) {
        self.0.lock().unwrap().push(artifact.into_owned());
    }
}

/// Joins files (path below `content/` without `.md`, front matter and body) under a configuration.
pub fn join(config: &str, files: &[(&str, &str)]) -> Made {
    let mut tree: SourceTree = [SourceFile::new("dossier.yaml", config.as_bytes())]
        .into_iter()
        .collect();
    for (path, text) in files {
        let path = format!("content/{path}.md");
        tree.insert(SourceFile::new(&path, format!("---\n{text}").as_bytes()));
    }
    let mut session = Session::new(Options::once(None));
    let (dossier, findings) = session.dossier(&tree, dossier::config::parse(&tree));
    assert!(findings.0.is_empty(), "{findings:?}");
    let en = include_str!("../../themes/casefile/strings/en.yaml");
    Made {
        words: Catalogue::of("en", &[node::read(en).unwrap()]),
        updated: dossier
            .entries
            .iter()
            .map(|entry| {
                (
                    entry.id().to_owned(),
                    "2023-09-01T10:00:00+02:00".to_owned(),
                )
            })
            .collect(),
        dossier,
        base: Some(BASE),
    }
}

impl Made {
    pub fn without_url(mut self) -> Self {
        self.base = None;
        self
    }

    pub fn updated(mut self, id: &str, when: &str) -> Self {
        self.updated.insert(id.to_owned(), when.to_owned());
        self
    }

    /// Calls `look` with the context of this dossier.
    pub fn with<T>(&self, look: impl FnOnce(&OutputContext<'_>) -> T) -> T {
        let updated = |index: EntryIdx| self.updated.get(self.dossier.entry(index).id()).cloned();
        let topics: Vec<String> = self
            .dossier
            .config
            .topics
            .keys()
            .map(|id| topic_url(id))
            .collect();
        let plain = SitePage::ALL.iter().map(|page| page.url());
        let mut pages: Vec<Page<'_>> = plain
            .chain(topics.iter().map(String::as_str))
            .map(|url| Page { url, entry: None })
            .collect();
        pages.extend(self.dossier.iter().map(|(index, entry)| Page {
            url: &entry.url,
            entry: Some(index),
        }));
        look(&OutputContext {
            dossier: &self.dossier,
            words: &self.words,
            base_url: self.base,
            updated: &updated,
            pages: &pages,
        })
    }

    /// The files of one format.
    pub fn make(&self, id: &str) -> Vec<Artifact<'static>> {
        let output = ALL.iter().find(|output| output.id == id).unwrap();
        let files = Files::default();
        self.with(|context| output.put(context, &files));
        files.0.into_inner().unwrap()
    }

    /// The only file of one format, as text.
    pub fn text(&self, id: &str) -> String {
        let [artifact] = self.make(id).try_into().unwrap();
        String::from_utf8(artifact.bytes.to_vec()).unwrap()
    }

    /// Paths of all files of all formats.
    pub fn paths(&self) -> Vec<String> {
        let all = ALL.iter().flat_map(|output| self.make(output.id));
        all.map(|artifact| artifact.path.to_string()).collect()
    }
}

/// The texts of all elements of this name in an XML document, which must be well formed.
pub fn elements(xml: &str, name: &str) -> Vec<String> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut found, mut depth) = (Vec::new(), None);
    let mut at = 0;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                at += 1;
                if start.name().as_ref() == name {
                    found.push(String::new());
                    depth = Some(at);
                }
            }
            Event::End(_) => {
                if depth == Some(at) {
                    depth = None;
                }
                at -= 1;
            }
            Event::Text(text) if depth.is_some() => {
                found.last_mut().unwrap().push_str(&text);
            }
            Event::GeneralRef(reference) if depth.is_some() => {
                let name = reference.as_ref();
                let text = quick_xml::escape::resolve_xml_entity(name).unwrap();
                found.last_mut().unwrap().push_str(text);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    found
}
