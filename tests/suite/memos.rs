//! A warm build is a cold build: after any edits, a session and a folder that remember earlier builds give the
//! same bytes as ones that remember nothing.

use crate::folder::Folder;
use dossier::config;
use dossier::load;
use dossier::model::artifact::Artifact;
use dossier::model::source_tree::{SourceFile, SourceTree};
use dossier::render::Sink;
use dossier::session::{Options, Session};
use proptest::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

/// Keeps what a build makes.
#[derive(Default)]
struct Made(Mutex<Site>);

impl Sink for Made {
    fn put(&self, artifact: Artifact<'_>) {
        let mut made = self.0.lock().expect("no thread panicked");
        made.insert(artifact.path, artifact.bytes.as_ref().into());
    }
}

/// One edit of a dossier. The numbers choose the file.
#[derive(Debug, Clone)]
enum Edit {
    AddSentence(usize),
    Retitle(usize),
    Cite(usize, usize),
    Refer(usize, usize),
    /// An event happened a thousand years earlier.
    Redate(usize),
    /// An event came after another.
    Order(usize, usize),
    ToggleDraft(usize),
    Remove(usize),
    Restore(usize),
    Site(String),
    Template(String),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let n = || any::<prop::sample::Index>().prop_map(|index| index.index(100_000));
    let edit = prop_oneof![
        3 => n().prop_map(Edit::AddSentence),
        3 => n().prop_map(Edit::Retitle),
        2 => (n(), n()).prop_map(|(a, b)| Edit::Cite(a, b)),
        2 => (n(), n()).prop_map(|(a, b)| Edit::Refer(a, b)),
        2 => n().prop_map(Edit::Redate),
        1 => (n(), n()).prop_map(|(a, b)| Edit::Order(a, b)),
        1 => n().prop_map(Edit::ToggleDraft),
        2 => n().prop_map(Edit::Remove),
        2 => n().prop_map(Edit::Restore),
        1 => "[a-z]{1,8}".prop_map(Edit::Site),
        1 => "[a-z]{1,8}".prop_map(Edit::Template),
    ];
    prop::collection::vec(edit, 1..6)
}

fn change(tree: &mut SourceTree, path: &str, with: &dyn Fn(&str) -> String) {
    let text = tree
        .get(path)
        .and_then(|file| file.text().ok())
        .expect("an entry");
    let text = with(text);
    tree.insert(SourceFile::new(path, text.into_bytes()));
}

fn apply(edit: &Edit, tree: &mut SourceTree, original: &SourceTree) {
    let paths = |tree: &SourceTree| -> Vec<Arc<str>> {
        let entries = tree
            .under("content")
            .filter(|file| file.path.ends_with(".md"));
        entries.map(|file| Arc::clone(&file.path)).collect()
    };
    let nth = |tree: &SourceTree, n: usize| -> Arc<str> {
        let paths = paths(tree);
        Arc::clone(&paths[n % paths.len()])
    };
    let event = |tree: &SourceTree, n: usize| -> Arc<str> {
        let mut events = paths(tree);
        events.retain(|path| path.contains("/events/"));
        Arc::clone(&events[n % events.len()])
    };
    let append = |more: String| move |text: &str| format!("{text}\n{more}\n");
    let id = |path: &str| path.rsplit('/').next().expect("a name").replace(".md", "");
    match edit {
        Edit::AddSentence(n) => {
            let path = nth(original, *n);
            if tree.get(&path).is_some() {
                change(tree, &path, &append("A sentence was added.".to_owned()));
            }
        }
        Edit::Retitle(n) => {
            let path = nth(tree, *n);
            change(tree, &path, &|text| {
                text.replacen("\ntitle: ", "\ntitle: Retitled ", 1)
            });
        }
        Edit::Cite(n, source) => {
            let path = nth(tree, *n);
            let sources: Vec<_> = paths(tree)
                .into_iter()
                .filter(|p| p.contains("/sources/"))
                .collect();
            let source = id(&sources[source % sources.len()]);
            change(
                tree,
                &path,
                &append(format!("It was written down [@{source}].")),
            );
        }
        Edit::Refer(n, to) => {
            let path = nth(tree, *n);
            let to = id(&nth(tree, *to));
            change(tree, &path, &append(format!("See [[{to}]].")));
        }
        Edit::Redate(n) => {
            let path = event(tree, *n);
            change(tree, &path, &|text| {
                text.replacen("\n  - value: 2", "\n  - value: 1", 1)
            });
        }
        Edit::Order(n, other) => {
            let (path, other) = (event(tree, *n), id(&event(tree, *other)));
            change(tree, &path, &|text| {
                text.replacen("\ntitle: ", &format!("\nafter: [{other}]\ntitle: "), 1)
            });
        }
        Edit::ToggleDraft(n) => {
            let path = nth(tree, *n);
            change(tree, &path, &|text| match text.contains("\ndraft: true") {
                true => text.replacen("\ndraft: true", "", 1),
                false => text.replacen("\ntitle: ", "\ndraft: true\ntitle: ", 1),
            });
        }
        Edit::Remove(n) => {
            let path = nth(tree, *n);
            if paths(tree).len() > 10 {
                tree.remove(&path);
            }
        }
        Edit::Restore(n) => {
            let path = nth(original, *n);
            tree.insert(original.get(&path).expect("it is there").clone());
        }
        Edit::Site(word) => {
            let file = original.get("dossier.yaml").expect("it is there");
            let text = file.text().expect("it is text");
            let text = text.replacen("title: ", &format!("title: {word} "), 1);
            tree.insert(SourceFile::new("dossier.yaml", text.into_bytes()));
        }
        Edit::Template(word) => {
            let text = format!(
                "{{% extends \"casefile/404.html\" %}}{{% block list %}}<p>{word}</p>{{% endblock list %}}"
            );
            tree.insert(SourceFile::new("templates/404.html", text.into_bytes()));
        }
    }
}

type Site = BTreeMap<Arc<str>, Arc<[u8]>>;

/// The site and the findings that a session makes of a tree.
fn build(session: &mut Session, tree: &SourceTree) -> (Site, Vec<String>) {
    let made = Made::default();
    let build = session.build(tree.clone(), config::parse(tree), &made);
    let findings = build
        .findings
        .0
        .iter()
        .map(|finding| format!("{finding:?}"));
    let findings = findings.collect();
    (made.0.into_inner().expect("no thread panicked"), findings)
}

fn options(keeps: bool) -> Options {
    Options {
        keeps,
        ..Options::once(None)
    }
}

/// Drafts are shown in the preview, and left when publishing.
fn shown(mut options: Options) -> Options {
    options.drafts = dossier::resolve::Drafts::Shown;
    options
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_warm_session_makes_what_a_cold_one_makes(edits in edits(), drafts: bool) {
        let folder = Folder::shipped();
        let (original, _) = load::load(folder.path()).expect("it can be read");
        let with = |options| if drafts { shown(options) } else { options };
        let mut tree = original.clone();
        let mut warm = Session::new(with(options(true)));
        build(&mut warm, &tree);
        for edit in &edits {
            let before = tree.clone();
            apply(edit, &mut tree, &original);
            let (site, findings) = build(&mut warm, &tree);
            let (cold, cold_findings) = build(&mut Session::new(with(options(false))), &tree);
            prop_assert_eq!(&findings, &cold_findings, "after {:?}", edit);
            let differs: Vec<_> = site.keys().chain(cold.keys())
                .filter(|path| site.get(*path) != cold.get(*path)).collect();
            prop_assert!(differs.is_empty(), "after {:?} these differ: {:?}", edit, differs);
            // What makes errors is undone, so that the next edit has something to show.
            if site.is_empty() {
                tree = before;
            }
        }
    }

    #[test]
    fn a_folder_that_was_built_into_before_gets_what_a_new_one_gets(edits in edits()) {
        let folder = Folder::shipped();
        let (original, _) = load::load(folder.path()).expect("it can be read");
        let mut tree = original.clone();
        folder.run(&["build"]);
        let mut last = HashMap::new();
        for edit in &edits {
            let before = tree.clone();
            apply(edit, &mut tree, &original);
            write(&folder, &tree, &mut last);
            let (code, _) = folder.say(&["build"]);
            let (cold_code, _) = folder.say(&["build", "-o", "cold"]);
            prop_assert_eq!(code, cold_code);
            if code == 0 {
                let (warm, cold) = (folder.files("public"), folder.files("cold"));
                let differs: Vec<_> = warm.keys().chain(cold.keys())
                    .filter(|path| warm.get(*path) != cold.get(*path)).collect();
                prop_assert!(differs.is_empty(), "after {:?} these differ: {:?}", edit, differs);
            } else {
                tree = before;
            }
            std::fs::remove_dir_all(folder.path().join("cold")).ok();
        }
    }
}

/// What is wrong in [`Folder::small`] with these files in it: every sort of finding that a run may keep for the next.
const WRONG: &[(&str, &str)] = &[
    (
        "content/actors/twin.md",
        "---\ntitle: Twin\ntype: person\nsummary: s.\nredirects: [old.html, actors/agency.html]\n---\nSee [[nobody]].\n",
    ),
    (
        "content/events/twin.md",
        "---\ntitle: Twin\ntype: sale\nsummary: s.\n---\nText.\n",
    ),
    (
        "content/actors/other.md",
        "---\ntitle: Other\ntype: person\nsummary: s.\nredirects:\n- Old.html\n---\nSee [[twin]] [@nothing].\n",
    ),
    (
        "content/events/late.md",
        "---\ntitle: Late\ntype: sale\nsummary: s.\ndate: 2020\nbefore: [early]\n---\nText.\n",
    ),
    (
        "content/events/early.md",
        "---\ntitle: Early\ntype: sale\nsummary: s.\ndate: 2010\nbefore: [late]\n---\nText.\n",
    ),
    ("content/actors/Twin.jpg", "no picture"),
    ("content/actors/twin.jpg", "no picture"),
    ("templates/nothing.html", "<p>Nobody names this.</p>\n"),
];

/// The same text, one line further down.
fn pushed_down(path: &str, text: &str) -> Option<String> {
    let end = path.rsplit('.').next();
    match end {
        Some("md") => Some(text.replacen("---\n", "---\n# A line more.\n", 1)),
        Some("yaml") => Some(format!("# A line more.\n{text}")),
        Some("html") => Some(format!("{{# A line more. #}}\n{text}")),
        _ => None,
    }
}

#[test]
fn a_finding_that_is_kept_follows_its_place() {
    for theme in ["", "theme: nowhere\n", "theme: mine\nstyle: chicago-nots\n"] {
        let folder = Folder::small();
        for (path, text) in WRONG {
            folder.write(path, text);
        }
        let config = std::fs::read_to_string(folder.path().join("dossier.yaml")).expect("a config");
        folder.write("dossier.yaml", format!("{config}{theme}"));
        folder.write("themes/mine/theme.yaml", "name: mine\nextends: nothing\n");
        let (mut tree, _) = load::load(folder.path()).expect("it can be read");
        let mut warm = Session::new(shown(options(true)));
        let (_, first) = build(&mut warm, &tree);
        for check in [
            "address-collision",
            "duplicate-id",
            "unknown-reference",
            "order",
        ] {
            assert!(
                first.iter().any(|finding| finding.contains(check)),
                "no {check} in {first:#?}"
            );
        }
        let paths: Vec<Arc<str>> = tree.iter().map(|file| Arc::clone(&file.path)).collect();
        for path in paths {
            let text = tree.get(&path).and_then(|file| file.text().ok());
            let Some(text) = text.and_then(|text| pushed_down(&path, text)) else {
                continue;
            };
            tree.insert(SourceFile::new(&path, text.into_bytes()));
            let (_, findings) = build(&mut warm, &tree);
            let (_, cold) = build(&mut Session::new(shown(options(false))), &tree);
            assert_eq!(findings, cold, "after a line more in {path}, {theme}");
        }
    }
}

/// Makes a folder hold a tree, touching only files that differ.
fn write(folder: &Folder, tree: &SourceTree, last: &mut HashMap<Arc<str>, Arc<[u8]>>) {
    for file in tree.iter() {
        if last.get(&file.path) != Some(&file.bytes) {
            folder.write(&file.path, &file.bytes);
        }
    }
    for path in last.keys().filter(|path| tree.get(path).is_none()) {
        std::fs::remove_file(folder.path().join(&**path)).expect("it was written");
    }
    *last = tree
        .iter()
        .map(|file| (Arc::clone(&file.path), Arc::clone(&file.bytes)))
        .collect();
}
