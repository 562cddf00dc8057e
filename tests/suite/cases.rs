//! Literate cases: each Markdown file of `tests/cases/` shows dossiers and, under the very characters,
//! what the program finds there.
//!
//! Each `## ` heading opens a case, each fenced block with a path a file of its dossier. In such a block
//! `^^^^ check-id` marks an error in the line above, `~~~~ check-id` a warning, `|` a place between two
//! characters, `>` that it goes on in the next line, and `^file check-id`, at the top, a finding about the
//! whole file. A block named `elsewhere` lists findings in files that the case does not show. A case is
//! wrong if a finding is missing, is too many, or stands one character off. `UPDATE=1 cargo test` writes
//! what the program finds into the files; read the difference before you keep it.

use crate::folder::Folder;
use rayon::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// What a case has unless it shows another one. The rules over prose are off: they have tests of their own.
const CONFIG: &str = "title: Cases\n\
topics: {water: {title: Water}}\n\
relations: {client: {label: client of, inverse: supplier of}}\n\
severity: {missing-summary: 'off', orphan-entry: 'off', unused-source: 'off', uncited-sentence: 'off', \
source-not-findable: 'off', duplicate-title: 'off', quotation-unverified: 'off'}\n";
const HOME: &str = "---\ntitle: Home\n---\n";

#[test]
fn every_case_is_found_as_it_is_marked() {
    let files = case_files();
    assert!(!files.is_empty(), "tests/cases has no case");
    let wrong: Vec<String> = files
        .par_iter()
        .filter_map(|path| {
            let text = fs::read_to_string(path).expect("it was just listed");
            let found = annotate(&text, |case| findings(&case.files));
            if found == text {
                return None;
            }
            if std::env::var_os("UPDATE").is_some() {
                fs::write(path, &found).expect("it can be written");
                return None;
            }
            Some(format!(
                "{}:\n{}",
                path.display(),
                difference(&text, &found)
            ))
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "\n{}\nRun with UPDATE=1 to rewrite, and read the difference.",
        wrong.join("\n")
    );
}

/// Windows' line ends and a byte order mark change nothing about where a finding stands.
#[test]
fn line_ends_and_byte_order_marks_move_no_finding() {
    let cases: Vec<Case> = case_files()
        .iter()
        .flat_map(|path| Case::all(&fs::read_to_string(path).expect("it was just listed")))
        .collect();
    cases.par_iter().for_each(|case| {
        let plain = findings(&case.files);
        let change = |how: fn(&str) -> String| {
            let files = case
                .files
                .iter()
                .map(|(path, text)| (path.clone(), how(text)))
                .collect();
            findings(&files)
        };
        assert_eq!(
            plain,
            change(|text| text.replace('\n', "\r\n")),
            "{}, with CRLF",
            case.name
        );
        let marked = change(|text| format!("\u{feff}{text}"));
        // In the first line the mark itself is a character.
        let late = |all: &[Finding]| -> Vec<Finding> {
            all.iter()
                .filter(|f| f.start.is_some_and(|s| s.0 > 1))
                .cloned()
                .collect()
        };
        assert_eq!(
            late(&plain),
            late(&marked),
            "{}, with a byte order mark",
            case.name
        );
    });
}

/// Line and column, both from 1.
type Point = (usize, usize);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    path: String,
    start: Option<Point>,
    end: Option<Point>,
    check: String,
    is_error: bool,
}

struct Case {
    name: String,
    files: BTreeMap<String, String>,
}

impl Case {
    /// The cases of a file.
    fn all(text: &str) -> Vec<Case> {
        let mut cases: Vec<Case> = Vec::new();
        for part in parts(text) {
            match part {
                Part::Heading(name) => cases.push(Case {
                    name: name.to_owned(),
                    files: BTreeMap::from([
                        ("dossier.yaml".to_owned(), CONFIG.to_owned()),
                        ("content/index.md".to_owned(), HOME.to_owned()),
                    ]),
                }),
                Part::File { path, lines, .. } => {
                    let case = cases.last_mut().expect("a case opens with a heading");
                    let kept = lines.into_iter().filter(|line| !is_mark(line));
                    let text = kept.fold(String::new(), |text, line| text + line + "\n");
                    case.files.insert(path.to_owned(), text);
                }
                Part::Absent(path) => {
                    let case = cases.last_mut().expect("a case opens with a heading");
                    case.files.remove(path);
                }
                Part::Elsewhere | Part::Line(_) => {}
            }
        }
        cases
    }
}

enum Part<'a> {
    Heading(&'a str),
    Line(&'a str),
    File {
        opening: &'a str,
        path: &'a str,
        lines: Vec<&'a str>,
    },
    /// The case does without this file.
    Absent(&'a str),
    Elsewhere,
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix("## ") {
            parts.push(Part::Heading(name));
        } else if line.starts_with("```") {
            let fence = &line[..line.len() - line.trim_start_matches('`').len()];
            let info = line.trim_start_matches('`').trim();
            let inside: Vec<&str> = lines.by_ref().take_while(|line| *line != fence).collect();
            parts.push(match info.split_once(' ') {
                Some(("absent", path)) => Part::Absent(path),
                Some((_, path)) => Part::File {
                    opening: line,
                    path,
                    lines: inside,
                },
                None if info == "elsewhere" => Part::Elsewhere,
                None => panic!("`{line}` names no file"),
            });
        } else {
            parts.push(Part::Line(line));
        }
    }
    parts
}

/// Whether a line of a block is a mark: `   ^^^ check-id`.
fn is_mark(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '\t']);
    let Some((mark, check)) = line.split_once(' ') else {
        return false;
    };
    let is_run = |c: char| {
        let run = mark.strip_suffix('>').unwrap_or(mark);
        !run.is_empty() && run.chars().all(|m| m == c)
    };
    let is_id = !check.is_empty() && check.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    is_id && (is_run('^') || is_run('~') || ["|", "^file", "~file"].contains(&mark))
}

/// The text of a case file with the marks that `find` gives.
fn annotate(text: &str, find: impl Fn(&Case) -> Vec<Finding>) -> String {
    let mut cases = Case::all(text).into_iter();
    let mut left: Vec<Finding> = Vec::new();
    let mut out = String::new();
    for part in parts(text) {
        match part {
            Part::Heading(name) => {
                elsewhere(&mut out, &mut left);
                left = find(&cases.next().expect("each heading is a case"));
                line(&mut out, &format!("## {name}"));
            }
            Part::Line(text) => line(&mut out, text),
            Part::Absent(path) => line(&mut out, &format!("```absent {path}\n```")),
            Part::Elsewhere => {}
            Part::File {
                opening,
                path,
                lines,
            } => {
                let (here, rest) = left.into_iter().partition(|f| f.path == path);
                left = rest;
                line(&mut out, opening);
                annotate_file(
                    &mut out,
                    lines.into_iter().filter(|line| !is_mark(line)),
                    here,
                );
                let fence = opening.len() - opening.trim_start_matches('`').len();
                line(&mut out, &opening[..fence]);
            }
        }
    }
    elsewhere(&mut out, &mut left);
    out
}

fn annotate_file<'a>(
    out: &mut String,
    lines: impl Iterator<Item = &'a str>,
    findings: Vec<Finding>,
) {
    let (located, whole): (Vec<Finding>, Vec<Finding>) =
        findings.into_iter().partition(|f| f.start.is_some());
    for finding in whole {
        let sign = if finding.is_error { '^' } else { '~' };
        line(out, &format!("{sign}file {}", finding.check));
    }
    for (number, text) in lines.enumerate() {
        line(out, text);
        for finding in &located {
            let (Some(start), Some(end)) = (finding.start, finding.end) else {
                continue;
            };
            if start.0 == number + 1 {
                line(out, &mark(finding, start, end, text));
            }
        }
    }
}

fn mark(finding: &Finding, start: Point, end: Point, text: &str) -> String {
    let goes_on = end.0 > start.0;
    let until = if goes_on {
        text.chars().count() + 1
    } else {
        end.1
    };
    let n = until.saturating_sub(start.1);
    let sign = if finding.is_error { "^" } else { "~" };
    let run = if n == 0 {
        "|".to_owned()
    } else {
        sign.repeat(n)
    };
    let more = if goes_on { ">" } else { "" };
    format!("{}{run}{more} {}", " ".repeat(start.1 - 1), finding.check)
}

fn elsewhere(out: &mut String, left: &mut Vec<Finding>) {
    if left.is_empty() {
        return;
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
    line(out, "\n```elsewhere");
    for finding in left.drain(..) {
        line(out, &format!("{}: {}", finding.path, finding.check));
    }
    line(out, "```\n");
}

fn line(out: &mut String, text: &str) {
    writeln!(out, "{text}").expect("it is a String");
}

/// What `dossier check` finds in a dossier.
fn findings(files: &BTreeMap<String, String>) -> Vec<Finding> {
    let folder = Folder::new(files.iter().map(|(path, text)| (path.as_str(), text)));
    let output = folder.run(&["check", "--format", "json"]);
    let json: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!(
            "{error}: {files:#?}\n{}",
            String::from_utf8_lossy(&output.stderr)
        )
    });
    let found = json["findings"].as_array().expect("it is a list");
    found.iter().map(finding).collect()
}

fn finding(json: &Value) -> Finding {
    let point = |name: &str| {
        let number = |key: &str| {
            json[name][key]
                .as_u64()
                .and_then(|n| usize::try_from(n).ok())
        };
        number("line").zip(number("column"))
    };
    let text = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
    Finding {
        path: text("path"),
        start: point("start"),
        end: point("end"),
        check: text("check"),
        is_error: json["severity"] == "error",
    }
}

fn case_files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("it is a folder")
        .map(|entry| entry.expect("it is a folder").path())
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .collect();
    files.sort();
    files
}

fn difference(is: &str, should_be: &str) -> String {
    let difference = similar::TextDiff::from_lines(is, should_be);
    difference
        .unified_diff()
        .context_radius(4)
        .header("marked", "found")
        .to_string()
}
