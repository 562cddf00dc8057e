//! An import may only go down: reads every `crate::ROOM` in `src/` and holds it against the floors.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms of each floor, lowest first. Rooms on one floor do not know each other.
const FLOORS: [&[&str]; 11] = [
    &[
        "diagnostic",
        "fingerprint",
        "text",
        "typography",
        "quotation",
        "picture",
    ],
    &["model"],
    &["yaml"],
    &["config"],
    &[
        "load", "history", "parse", "resolve", "write", "report", "scaffold", "schema",
    ],
    // Pages show what was checked, so the rules stand one floor below them.
    &["check"],
    &["render"],
    &["session"],
    &["serve", "publish"],
    &["cli"],
    &["lib", "main"],
];

#[test]
fn imports_go_down() {
    let floors = floors();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    let mut n_imports = 0;
    for path in rust_files(&source)
        .into_iter()
        .filter(|path| !is_test(path))
    {
        let room = room_of(&source, &path);
        let Some(floor) = floors.get(room.as_str()) else {
            wrong.push(format!(
                "{room} is on no floor: add it to tests/suite/architecture.rs"
            ));
            continue;
        };
        let text = fs::read_to_string(&path).expect("it was just listed");
        for (line, import) in imports(&text) {
            n_imports += 1;
            let goes_down = floors.get(import).is_some_and(|other| other < floor);
            if import != room && !goes_down {
                let path = path.strip_prefix(&source).unwrap_or(&path).display();
                wrong.push(format!("src/{path}:{line}: {room} must not know {import}"));
            }
        }
    }
    assert!(n_imports > 300, "only {n_imports} imports were found");
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn no_file_takes_all_of_its_parent_but_in_tests() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for path in rust_files(&source) {
        let text = fs::read_to_string(&path).expect("it was just listed");
        let story = text.split("#[cfg(test)]").next().unwrap_or_default();
        assert!(
            is_test(&path) || !story.contains("use super::*"),
            "{}: name what you import",
            path.display()
        );
    }
}

#[test]
fn every_module_says_what_it_does() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for path in rust_files(&source) {
        let text = fs::read_to_string(&path).expect("it was just listed");
        assert!(
            text.starts_with("//!") || is_test(&path),
            "{} opens without saying what it turns into what",
            path.display()
        );
    }
}

fn floors() -> BTreeMap<&'static str, usize> {
    let rooms =
        |(floor, rooms): (usize, &'static &[&str])| rooms.iter().map(move |room| (*room, floor));
    FLOORS.iter().enumerate().flat_map(rooms).collect()
}

/// Name of the file or folder of `src/` that a file belongs to.
fn room_of(source: &Path, path: &Path) -> String {
    let first = path
        .strip_prefix(source)
        .ok()
        .and_then(|path| path.components().next());
    let first = first
        .expect("it lies under src")
        .as_os_str()
        .to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// Each `crate::ROOM` outside comments, with its line. Braces may hold several.
fn imports(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .flat_map(|(number, line)| {
            let code = if line.trim_start().starts_with("//") {
                ""
            } else {
                line
            };
            code.match_indices("crate::").flat_map(move |(at, found)| {
                let rest = &code[at + found.len()..];
                let rooms: Vec<&str> = match rest.strip_prefix('{') {
                    Some(list) => list.split(',').map(first_word).collect(),
                    None => vec![first_word(rest)],
                };
                rooms.into_iter().map(move |room| (number + 1, room))
            })
        })
        .filter(|(_, room)| !room.is_empty())
}

fn first_word(text: &str) -> &str {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
    &text[..end.unwrap_or(text.len())]
}

/// Whether a file is compiled for tests alone.
fn is_test(path: &Path) -> bool {
    ["tests.rs", "testing.rs", "properties.rs"]
        .iter()
        .any(|name| path.ends_with(name))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("src is a folder") {
        let path = entry.expect("src is a folder").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
    files
}
