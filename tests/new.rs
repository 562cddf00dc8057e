//! `dossier new`, run as a writer runs it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn dossier(root: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dossier"));
    command
        .arg("-C")
        .arg(root)
        .args(arguments)
        .env("NO_COLOR", "1");
    command.output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Runs, and expects an exit code.
#[track_caller]
fn run(root: &Path, arguments: &[&str], code: i32) -> String {
    let output = dossier(root, arguments);
    assert_eq!(
        output.status.code(),
        Some(code),
        "{arguments:?}\n{}",
        said(&output)
    );
    said(&output)
}

fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    run(
        folder.path(),
        &["new", "site", ".", "--title", "The spring: a \"test\""],
        0,
    );
    folder
}

#[test]
fn a_new_site_passes_the_check_without_a_warning_and_builds() {
    for lang in ["en", "es"] {
        let folder = tempfile::tempdir().unwrap();
        run(folder.path(), &["new", "site", "a", "--lang", lang], 0);
        let root = folder.path().join("a");
        let said = run(&root, &["check", "--deny", "warnings"], 0);
        assert!(said.contains("no problems"), "{said}");
        run(&root, &["build"], 0);
        // The example is in English, also where the dossier is not.
        let home = fs::read_to_string(root.join("public/index.html")).unwrap();
        assert!(home.contains("<html lang=\"en\""));
    }
}

#[test]
fn nothing_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("README.md"), "mine").unwrap();
    let said = run(folder.path(), &["new", "site", "."], 2);
    assert!(
        said.contains("README.md") && !said.contains("dossier.yaml\n"),
        "{said}"
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let folder = site();
    fs::write(folder.path().join("content/actors/ana.md"), "mine").unwrap();
    let said = run(folder.path(), &["new", "event", "Ana", "--date", "2019"], 2);
    assert!(said.contains("--id ana-2019"), "{said}");
}

#[test]
fn entries_are_valid_at_once() {
    let folder = site();
    let root = folder.path();
    for (arguments, path) in [
        (
            &["actor", "Tomás Example", "--summary", "S."][..],
            "content/actors/tomas-example.md",
        ),
        (
            &[
                "place",
                "Port",
                "--within",
                "example-valley",
                "--coordinates",
                "-19.5,99",
                "--summary",
                "S.",
            ],
            "content/places/port.md",
        ),
        (
            &[
                "event",
                "Departure",
                "--date",
                "2019-08",
                "--place",
                "port",
                "--actor",
                "tomas-example",
                "--amount",
                "43 students",
                "--summary",
                "S.",
            ],
            "content/events/departure.md",
        ),
        (
            &[
                "source",
                "https://example.org/a",
                "--title",
                "It: x",
                "--published",
                "2021-01-18",
                "--publisher",
                "The Daily",
                "--summary",
                "S.",
            ],
            "content/sources/the-daily-2021.md",
        ),
        (
            &[
                "page",
                "שלום",
                "--id",
                "shalom",
                "--draft",
                "--order",
                "20",
                "--summary",
                "S.",
            ],
            "content/pages/shalom.md",
        ),
        (
            &["page", "100 %: \"no\" #1", "--summary", "S."],
            "content/pages/100-no-1.md",
        ),
    ] {
        let mut all = vec!["new"];
        all.extend(arguments);
        let output = dossier(root, &all);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{arguments:?}\n{}",
            said(&output)
        );
        assert_eq!(String::from_utf8(output.stdout).unwrap().trim(), path);
        assert!(root.join(path).is_file());
        run(root, &["check"], 0);
    }
    // The comments are examples that hold when the mark is taken away.
    let text = fs::read_to_string(root.join("content/actors/tomas-example.md")).unwrap();
    assert!(text.contains("\n# born: 1969  # Birth"), "{text}");
    assert!(text.contains("\n# offices: [{role: Director}]"), "{text}");
}

#[test]
fn a_wrong_value_is_refused_before_anything_is_written() {
    let folder = site();
    let root = folder.path();
    for (arguments, words) in [
        (&["event", "E"][..], "needs --date"),
        (
            &["event", "E", "--date", "2014-13-26"],
            "there is no month 13",
        ),
        (
            &["event", "E", "--date", "2014", "--place", "example-vally"],
            "did you mean `example-valley`",
        ),
        (
            &["event", "E", "--date", "2014", "--topic", "concesion"],
            "concession",
        ),
        (&["claim", "C"], "needs --about"),
        (&["actor", "A", "--type", "persom"], "person"),
        (&["actor", "שלום"], "--id"),
        (&["actor", "A", "--id", "A b"], "such as a-b"),
        (&["source", "https://example.org/x"], "--title"),
        (&["actor", "A", "--url", "example.org"], "https://"),
        (&["page", "P", "--order", "x"], "whole number"),
        (&["actor"], "title"),
    ] {
        let mut all = vec!["new"];
        all.extend(arguments);
        let said = run(root, &all, 2);
        assert!(said.contains(words), "{arguments:?}\n{said}");
    }
    run(root, &["check", "--deny", "warnings"], 0);
}
