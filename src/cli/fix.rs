//! Certain suggestions of findings → edits of the writer's files.
//!
//! Only what a check is sure of is written, and only into a file that is still what was checked. Each
//! file is written whole or not at all; of edits that touch each other only the first is made, and the
//! next pass finds whether the other is still wanted.

use crate::diagnostic::Diagnostic;
use crate::model::source_tree::SourceTree;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::Path;

/// One change that was made.
#[derive(Debug, PartialEq, Eq)]
pub struct Change {
    pub path: String,
    /// From 1.
    pub line: usize,
    pub message: String,
}

/// Text to put in place of some bytes.
struct Edit<'a> {
    span: Range<usize>,
    text: &'a str,
    message: &'a str,
}

/// Makes the certain edits of `findings` to the files at `root`, which `tree` was read from.
///
/// # Errors
/// The file that could not be read or written, and why. The files before it are changed.
pub fn apply(
    root: &Path,
    tree: &SourceTree,
    findings: &[Diagnostic],
) -> Result<Vec<Change>, (String, io::Error)> {
    let mut by_file: BTreeMap<&str, Vec<Edit<'_>>> = BTreeMap::new();
    for suggestion in findings
        .iter()
        .filter_map(|finding| finding.suggestion.as_ref())
    {
        if suggestion.is_certain {
            by_file
                .entry(&*suggestion.location.path)
                .or_default()
                .push(Edit {
                    span: suggestion.location.span.clone(),
                    text: &suggestion.replacement,
                    message: &suggestion.message,
                });
        }
    }
    let mut changes = Vec::new();
    for (path, edits) in by_file {
        let Some(file) = tree.get(path) else { continue };
        let Ok(old) = std::str::from_utf8(&file.bytes) else {
            continue;
        };
        let edits = apart(edits, old);
        let on_disk = root.join(path);
        write(&on_disk, old.as_bytes(), edited(old, &edits).as_bytes())
            .map_err(|error| (path.to_owned(), error))?;
        changes.extend(edits.iter().map(|edit| {
            Change {
                path: path.to_owned(),
                line: 1 + old
                    .get(..edit.span.start)
                    .map_or(0, |before| before.matches('\n').count()),
                message: edit.message.to_owned(),
            }
        }));
    }
    Ok(changes)
}

/// The edits in order, without those that touch an earlier one or cut a character.
fn apart<'a>(mut edits: Vec<Edit<'a>>, text: &str) -> Vec<Edit<'a>> {
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut end = None;
    edits.retain(|edit| {
        let is_apart =
            end.is_none_or(|end| edit.span.start > end) && text.get(edit.span.clone()).is_some();
        if is_apart {
            end = Some(edit.span.end);
        }
        is_apart
    });
    edits
}

fn edited(old: &str, edits: &[Edit<'_>]) -> String {
    let mut new = String::with_capacity(old.len() + 64);
    let mut at = 0;
    for edit in edits {
        new.push_str(old.get(at..edit.span.start).unwrap_or_default());
        new.push_str(edit.text);
        at = edit.span.end;
    }
    new.push_str(old.get(at..).unwrap_or_default());
    new
}

/// Writes a file whole or not at all, if it is still what was read.
fn write(path: &Path, old: &[u8], new: &[u8]) -> io::Result<()> {
    if fs::read(path)? != old {
        return Err(io::Error::other(
            "it was changed while it was checked; run again",
        ));
    }
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    // Hidden, so that a preview that is running does not take it for an entry.
    let beside = path.with_file_name(format!(".{name}.fix"));
    fs::write(&beside, new)?;
    let rights = fs::metadata(path)?.permissions();
    fs::set_permissions(&beside, rights)
        .and_then(|()| fs::rename(&beside, path))
        .inspect_err(|_| {
            let _ = fs::remove_file(&beside);
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Location;
    use crate::model::source_tree::SourceFile;

    fn run(
        text: &str,
        on_disk: &str,
        edits: &[(Range<usize>, &str)],
    ) -> (String, Result<usize, String>) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.md"), on_disk).unwrap();
        let tree: SourceTree = [SourceFile::new("a.md", text.as_bytes())]
            .into_iter()
            .collect();
        let location = |span: Range<usize>| Location::new(&"a.md".into(), span);
        let findings: Vec<Diagnostic> = edits
            .iter()
            .map(|(span, text)| {
                Diagnostic::error("x", location(span.clone()), "").fix(
                    location(span.clone()),
                    *text,
                    "m",
                )
            })
            .chain([Diagnostic::error("x", location(0..1), "").did_you_mean("never")])
            .collect();
        let result = apply(folder.path(), &tree, &findings);
        let files = fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(files, 1);
        (
            fs::read_to_string(folder.path().join("a.md")).unwrap(),
            result.map(|c| c.len()).map_err(|(path, _)| path),
        )
    }

    #[test]
    fn certain_edits_are_made_from_front_to_back() {
        let (text, made) = run(
            "one two\nthree",
            "one two\nthree",
            &[(8..13, "3"), (0..3, "1"), (4..4, "and ")],
        );
        assert_eq!((text.as_str(), made), ("1 and two\n3", Ok(3)));
    }

    #[test]
    fn edits_that_touch_or_cut_a_character_wait() {
        let (text, made) = run(
            "abcdef",
            "abcdef",
            &[
                (1..3, "X"),
                (2..4, "Y"),
                (3..3, "Z"),
                (5..5, "!"),
                (5..5, "?"),
            ],
        );
        assert_eq!((text.as_str(), made), ("aXde!f", Ok(2)));
        assert_eq!(
            run("é", "é", &[(1..2, "x"), (9..12, "x")]),
            ("é".to_owned(), Ok(0))
        );
    }

    #[test]
    fn a_file_that_has_changed_is_left_alone() {
        let (text, made) = run("abc", "abcd", &[(0..1, "X")]);
        assert_eq!((text.as_str(), made), ("abcd", Err("a.md".to_owned())));
    }
}
