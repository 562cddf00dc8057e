//! `dossier check` as a job and a publisher run it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn command(
    program: &str,
    folder: &Path,
    arguments: &[&str],
    environment: &[(&str, &str)],
) -> Output {
    let mut command = Command::new(program);
    command
        .current_dir(folder)
        .args(arguments)
        .env("NO_COLOR", "1");
    for name in ["GITHUB_ACTIONS", "GITHUB_BASE_REF", "GITHUB_STEP_SUMMARY"] {
        command.env_remove(name);
    }
    command
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null");
    for role in ["AUTHOR", "COMMITTER"] {
        command
            .env(format!("GIT_{role}_NAME"), "Ana")
            .env(format!("GIT_{role}_EMAIL"), "ana@example.org");
    }
    command.envs(environment.iter().copied()).output().unwrap()
}

/// Runs dossier; what it printed and what it said.
#[track_caller]
fn dossier(
    folder: &Path,
    arguments: &[&str],
    environment: &[(&str, &str)],
    code: i32,
) -> (String, String) {
    let output = command(
        env!("CARGO_BIN_EXE_dossier"),
        folder,
        arguments,
        environment,
    );
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(
        output.status.code(),
        Some(code),
        "{arguments:?}\n{out}\n{err}"
    );
    (out, err)
}

#[track_caller]
fn git(folder: &Path, arguments: &[&str]) {
    let output = command("git", folder, arguments, &[]);
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// A repository with a dossier in the folder `d`.
fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    dossier(folder.path(), &["new", "site", "d"], &[], 0);
    git(folder.path(), &["init", "-q", "-b", "main"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-qm", "Start"]);
    folder
}

fn edit(path: &Path, edit: impl FnOnce(String) -> String) {
    let text = fs::read_to_string(path).unwrap();
    fs::write(path, edit(text)).unwrap();
}

#[test]
fn a_finding_stands_on_the_line_of_the_pull_request() {
    let folder = repository();
    let root = folder.path().join("d");
    // Twelve old findings, which alone would take all places, and one new.
    let old: String = (0..12).map(|n| format!("\nSee [[old-{n}]].\n")).collect();
    edit(
        &root.join("content/actors/example-water-company.md"),
        |text| text + &old,
    );
    git(folder.path(), &["commit", "-qam", "Old"]);
    git(
        folder.path(),
        &["update-ref", "refs/remotes/origin/main", "HEAD"],
    );
    edit(&root.join("content/pages/method.md"), |text| {
        text + "\nSee [[new-one]].\n"
    });
    git(folder.path(), &["commit", "-qam", "New"]);
    let summary = folder.path().join("summary.md");
    let environment = [
        ("GITHUB_ACTIONS", "true"),
        ("GITHUB_BASE_REF", "main"),
        ("GITHUB_STEP_SUMMARY", summary.to_str().unwrap()),
    ];
    for arguments in [&["check"][..], &["check", "--format", "github"]] {
        let (out, _) = dossier(&root, arguments, &environment, 1);
        let first = out.lines().next().unwrap();
        assert!(
            first.starts_with("::error file=d/content/pages/method.md,line=13,"),
            "{out}"
        );
        assert_eq!(
            out.lines()
                .filter(|line| line.starts_with("::error"))
                .count(),
            10,
            "{out}"
        );
    }
    let summary = fs::read_to_string(summary).unwrap();
    assert_eq!(
        summary.matches("no entry is called \\`old-11").count(),
        2,
        "once a run\n{summary}"
    );
    // Without the environment of a job there are none, and --since does what the environment did.
    assert_eq!(dossier(&root, &["check"], &[], 1).0, "");
    let (out, _) = dossier(
        &root,
        &["check", "--format", "github", "--since", "HEAD~1"],
        &[],
        1,
    );
    assert!(
        out.starts_with("::error file=d/content/pages/method.md"),
        "{out}"
    );
    let (_, err) = dossier(
        &root,
        &["check", "--format", "github", "--since=--output=x"],
        &[],
        1,
    );
    assert!(err.contains("git does not know"), "{err}");
}

#[test]
fn sarif_names_files_from_the_repository_and_explains_checks() {
    let folder = repository();
    let root = folder.path().join("d");
    edit(&root.join("content/pages/method.md"), |text| {
        text + "\nSee [[new-one]].\n"
    });
    let (out, _) = dossier(&root, &["check", "--format", "sarif"], &[], 1);
    let log: serde_json::Value = serde_json::from_str(&out).unwrap();
    let run = &log["runs"][0];
    let place = &run["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(
        place["artifactLocation"]["uri"],
        "d/content/pages/method.md"
    );
    assert!(
        run["tool"]["driver"]["rules"][0]["help"]["markdown"]
            .as_str()
            .unwrap()
            .contains("What to do")
    );
}

#[test]
fn a_renamed_entry_keeps_its_address_by_a_fix() {
    let folder = repository();
    let root = folder.path().join("d");
    dossier(&root, &["build", "-o", "../last"], &[], 0);
    let check = ["check", "--publish", "--against", "../last"];
    dossier(&root, &check, &[], 0);
    git(
        &root,
        &["mv", "content/pages/method.md", "content/pages/how.md"],
    );
    git(
        &root,
        &[
            "mv",
            "content/claims/price-below-law.md",
            "content/claims/price.md",
        ],
    );
    for file in ["index.md", "pages/how.md"] {
        edit(&root.join("content").join(file), |text| {
            text.replace("[[method|", "[[how|")
                .replace("[[price-below-law", "[[price")
        });
    }
    let (_, said) = dossier(&root, &check, &[], 1);
    assert_eq!(said.matches("vanished-page").count(), 2, "{said}");
    dossier(
        &root,
        &[
            "check",
            "--publish",
            "--against",
            "../last",
            "--allow-removal",
        ],
        &[],
        0,
    );
    let (_, said) = dossier(
        &root,
        &["check", "--publish", "--against", "../last", "--fix"],
        &[],
        0,
    );
    assert_eq!(said.matches("fixed content/").count(), 2, "{said}");
    let text = fs::read_to_string(root.join("content/pages/how.md")).unwrap();
    assert!(text.contains("\nredirects: [method.html]\n---\n"), "{text}");
    dossier(&root, &["check", "--deny", "warnings"], &[], 0);
    dossier(
        &root,
        &["check", "--publish", "--against", "nowhere"],
        &[],
        2,
    );
}

#[test]
fn the_finished_site_is_checked_under_its_prefix() {
    let folder = repository();
    let root = folder.path().join("d");
    edit(&root.join("dossier.yaml"), |text| {
        text.replace(
            "# url: https://example.org/dossier/",
            "url: https://u.github.io/repo/",
        )
    });
    fs::create_dir_all(root.join("static/.well-known")).unwrap();
    dossier(&root, &["check", "--publish", "--deny", "warnings"], &[], 0);
    fs::write(root.join("static/.well-known/security.txt"), "Contact: x").unwrap();
    let (_, said) = dossier(&root, &["check", "--publish"], &[], 0);
    assert!(
        said.contains("hidden-file") && said.contains("1 warning"),
        "{said}"
    );
    fs::write(
        root.join("static/extra.html"),
        "<a href=\"/style.css\">x</a><a href=\"gone.html\">y</a><a href=\"index.html\">z</a>",
    )
    .unwrap();
    let (_, said) = dossier(&root, &["check", "--publish"], &[], 1);
    assert!(
        said.contains("link-outside-site")
            && said.contains("broken-link")
            && said.contains("2 errors"),
        "{said}"
    );
    dossier(&root, &["check"], &[], 0);
}

#[test]
fn a_dossier_without_any_date_has_no_feed_and_links_none() {
    // In no repository, so nobody knows when anything changed.
    let folder = tempfile::tempdir().unwrap();
    dossier(folder.path(), &["new", "site", "d"], &[], 0);
    let root = folder.path().join("d");
    edit(&root.join("dossier.yaml"), |text| {
        text.replace("# url:", "url:")
    });
    dossier(&root, &["check", "--publish", "--deny", "warnings"], &[], 0);
    dossier(&root, &["build"], &[], 0);
    let page = || fs::read_to_string(root.join("public/index.html")).unwrap();
    assert!(!root.join("public/feed.xml").exists() && !page().contains("feed.xml"));
    edit(&root.join("content/pages/method.md"), |text| {
        text.replacen("---\n", "---\nupdated: 2026-01-02\n", 1)
    });
    dossier(&root, &["build"], &[], 0);
    assert!(root.join("public/feed.xml").exists() && page().contains("feed.xml"));
}
