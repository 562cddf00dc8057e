//! `dossier publish`, run against a bare repository on the disk.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A dossier in a clone of a bare repository.
struct Place {
    folder: tempfile::TempDir,
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end().to_owned()
}

impl Place {
    fn new() -> Self {
        let place = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        git(place.folder.path(), &["init", "-q", "--bare", "remote.git"]);
        fs::create_dir(place.root()).unwrap();
        git(&place.root(), &["init", "-q", "-b", "main"]);
        git(&place.root(), &["remote", "add", "origin", "../remote.git"]);
        place.dossier(&["new", "site", "."], 0);
        git(&place.root(), &["add", "."]);
        git(&place.root(), &["commit", "-qm", "Start"]);
        place
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn remote(&self) -> PathBuf {
        self.folder.path().join("remote.git")
    }

    #[track_caller]
    fn dossier(&self, arguments: &[&str], code: i32) -> String {
        let output = command(env!("CARGO_BIN_EXE_dossier"), &self.root(), arguments);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{said}");
        said
    }

    #[track_caller]
    fn publish(&self, code: i32) -> String {
        self.dossier(&["publish", "--yes"], code)
    }

    /// The published commit; empty if there is none.
    fn tip(&self) -> String {
        text(
            &command(
                "git",
                &self.remote(),
                &["rev-parse", "--verify", "-q", "gh-pages"],
            )
            .stdout,
        )
    }

    /// The published files.
    fn files(&self) -> Vec<String> {
        let list = git(
            &self.remote(),
            &["ls-tree", "-r", "--name-only", "gh-pages"],
        );
        list.lines().map(str::to_owned).collect()
    }

    fn show(&self, path: &str) -> Vec<u8> {
        command(
            "git",
            &self.remote(),
            &["show", &format!("gh-pages:{path}")],
        )
        .stdout
    }

    fn edit(&self, path: &str, edit: impl FnOnce(String) -> String) {
        let path = self.root().join(path);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, edit(text)).unwrap();
    }

    /// Somebody else's commit on the published branch.
    fn commit_elsewhere(&self, path: &str, bytes: &str) {
        let other = self.folder.path().join("other");
        let _ = fs::remove_dir_all(&other);
        git(
            self.folder.path(),
            &["clone", "-q", "-b", "gh-pages", "remote.git", "other"],
        );
        fs::write(other.join(path), bytes).unwrap();
        git(&other, &["add", "."]);
        git(&other, &["commit", "-qm", "Elsewhere"]);
        git(&other, &["push", "-q"]);
    }

    /// All that publishing must leave as it was: index, work tree, branches, HEAD.
    fn state(&self) -> Vec<String> {
        let root = self.root();
        let index = fs::read(root.join(".git/index")).unwrap();
        let mut names: Vec<String> = fs::read_dir(root.join(".git"))
            .unwrap()
            .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        vec![
            format!("{index:?}"),
            git(&root, &["status", "--porcelain"]),
            git(&root, &["for-each-ref", "refs/heads", "refs/tags"]),
            git(&root, &["symbolic-ref", "HEAD"]),
            git(&root, &["stash", "list"]),
            git(&root, &["worktree", "list"]),
            names.join(" "),
        ]
    }
}

fn command(program: &str, folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(program);
    command
        .current_dir(folder)
        .args(arguments)
        .env("NO_COLOR", "1");
    for (name, value) in [("NAME", "Ana Example"), ("EMAIL", "ana@example.org")] {
        command
            .env(format!("GIT_AUTHOR_{name}"), value)
            .env(format!("GIT_COMMITTER_{name}"), value);
    }
    command
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null");
    command.output().unwrap()
}

#[track_caller]
fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = command("git", folder, arguments);
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        text(&output.stderr)
    );
    text(&output.stdout)
}

fn hook(folder: &Path, name: &str, script: &str) {
    fs::create_dir_all(folder).unwrap();
    let path = folder.join(name);
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_site_is_published_as_it_was_built_and_only_when_it_differs() {
    let place = Place::new();
    place.dossier(&["publish", "--dry-run"], 0);
    assert_eq!(place.tip(), "");
    let said = place.publish(0);
    assert!(said.contains("dossier publish --rollback"), "{said}");
    let files = place.files();
    assert!(
        files.contains(&".nojekyll".to_owned())
            && files.contains(&"events/concession-2014.html".to_owned())
    );
    assert!(
        !files
            .iter()
            .any(|file| file.starts_with(".dossier") || file == "dossier.yaml")
    );
    place.dossier(&["build"], 0);
    for file in &files {
        let built = fs::read(place.root().join("public").join(file)).unwrap();
        assert!(place.show(file) == built, "{file}");
    }
    let tip = place.tip();
    assert!(place.publish(0).contains("Nothing to publish"));
    assert_eq!(place.tip(), tip);
    place.edit("content/index.md", |text| {
        text.replace("five minutes", "six minutes")
    });
    let said = place.publish(0);
    assert!(said.contains("~ index.html"), "{said}");
    assert_eq!(git(&place.remote(), &["rev-parse", "gh-pages^"]), tip);
    assert!(
        git(&place.remote(), &["log", "-1", "--format=%s", "gh-pages"]).ends_with("with changes)")
    );
}

#[test]
fn a_dirty_checkout_is_left_as_it_was() {
    let place = Place::new();
    place.edit("content/index.md", |text| text.replace("five", "six"));
    fs::write(place.root().join("staged"), "x").unwrap();
    git(&place.root(), &["add", "staged"]);
    fs::write(place.root().join("untracked"), "x").unwrap();
    let before = place.state();
    place.publish(0);
    place.publish(0);
    assert_eq!(place.state(), before);
    // Nor does a repository's own configuration have a part: hooks, filters, line ends, ignored names.
    hook(&place.root().join(".git/hooks"), "pre-push", "exit 1");
    git(&place.root(), &["config", "core.autocrlf", "true"]);
    fs::create_dir_all(place.root().join("static")).unwrap();
    fs::write(place.root().join("static/crlf.txt"), "a\r\nb\n").unwrap();
    fs::write(
        place.root().join(".gitattributes"),
        "* text=auto eol=crlf\n",
    )
    .unwrap();
    fs::write(place.root().join(".gitignore"), "*.txt\n").unwrap();
    place.publish(0);
    assert_eq!(place.show("crlf.txt"), b"a\r\nb\n");
}

#[test]
fn the_domain_of_the_host_is_kept() {
    let place = Place::new();
    place.publish(0);
    place.commit_elsewhere("CNAME", "dossier.example\n");
    place.edit("content/index.md", |text| text.replace("five", "six"));
    assert!(
        place
            .publish(0)
            .contains("CNAME file of the branch is kept")
    );
    assert_eq!(place.show("CNAME"), b"dossier.example\n");
    fs::create_dir_all(place.root().join("static")).unwrap();
    fs::write(place.root().join("static/CNAME"), "other.example\n").unwrap();
    let said = place.publish(0);
    assert!(
        said.contains("https://other.example/ (from static/CNAME)"),
        "{said}"
    );
    assert_eq!(place.show("CNAME"), b"other.example\n");
}

#[test]
fn going_back_is_a_new_commit_with_the_old_files() {
    let place = Place::new();
    place.publish(0);
    let first = place.tip();
    assert!(
        place
            .dossier(&["publish", "--rollback", "--yes"], 2)
            .contains("one version only")
    );
    place.edit("content/index.md", |text| {
        text.replace("five minutes", "six minutes")
    });
    place.publish(0);
    let second = place.tip();
    place.dossier(&["publish", "--rollback", "--dry-run"], 0);
    assert_eq!(place.tip(), second);
    let before = place.state();
    place.dossier(&["publish", "--rollback", "--yes"], 0);
    assert_eq!(place.state(), before);
    assert_eq!(git(&place.remote(), &["rev-parse", "gh-pages^"]), second);
    let tree = |commit: &str| {
        git(
            &place.remote(),
            &["rev-parse", &format!("{commit}^{{tree}}")],
        )
    };
    assert_eq!(tree("gh-pages"), tree(&first));
    place.dossier(&["publish", "--rollback", &second, "--yes"], 0);
    assert_eq!(tree("gh-pages"), tree(&second));
    let main = git(&place.root(), &["rev-parse", "HEAD"]);
    assert!(
        place
            .dossier(&["publish", "--rollback", &main, "--yes"], 2)
            .contains("no version of gh-pages")
    );
    assert!(
        place
            .dossier(&["publish", "--rollback=--all", "--yes"], 2)
            .contains("no version")
    );
}

#[test]
fn a_race_is_lost_without_harm() {
    let place = Place::new();
    place.publish(0);
    place.edit("content/index.md", |text| text.replace("five", "six"));
    // The other one pushes between our look and our push: when we ask who commits, that is too late.
    let other = place.folder.path().join("other");
    git(
        place.folder.path(),
        &["clone", "-q", "-b", "gh-pages", "remote.git", "other"],
    );
    fs::write(other.join("theirs"), "x").unwrap();
    git(&other, &["add", "."]);
    git(&other, &["commit", "-qm", "Elsewhere"]);
    let real = text(&command("sh", &other, &["-c", "command -v git"]).stdout);
    let bin = place.folder.path().join("bin");
    let script = format!(
        "for a in \"$@\"; do if [ \"$a\" = commit-tree ]; then ({real} -C '{}' push -q >/dev/null 2>&1); fi; done\nexec {real} \"$@\"",
        other.display()
    );
    hook(&bin, "git", &script);
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let output = Command::new(env!("CARGO_BIN_EXE_dossier"))
        .current_dir(place.root())
        .args(["publish", "--yes"])
        .env("PATH", path)
        .env("GIT_AUTHOR_NAME", "A")
        .env("GIT_AUTHOR_EMAIL", "a@example.org")
        .env("GIT_COMMITTER_NAME", "A")
        .env("GIT_COMMITTER_EMAIL", "a@example.org")
        .output()
        .unwrap();
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("somebody else has published"), "{said}");
    assert!(place.files().contains(&"theirs".to_owned()));
    place.publish(0);
    assert!(!place.files().contains(&"theirs".to_owned()));
}

#[test]
fn a_failure_in_the_middle_leaves_the_remote_as_it_was() {
    let place = Place::new();
    place.publish(0);
    let tip = place.tip();
    place.edit("content/index.md", |text| text.replace("five", "six"));
    let before = place.state();
    hook(
        &place.remote().join("hooks"),
        "pre-receive",
        "cat >/dev/null; echo 'not on a Sunday' >&2; exit 1",
    );
    let said = place.publish(2);
    assert!(
        said.contains("refused the push") && said.contains("not on a Sunday"),
        "{said}"
    );
    assert_eq!(place.tip(), tip);
    hook(
        &place.remote().join("hooks"),
        "pre-receive",
        "kill -9 $PPID",
    );
    place.publish(2);
    assert_eq!(place.tip(), tip);
    fs::remove_file(place.remote().join("hooks/pre-receive")).unwrap();
    let away = place.folder.path().join("away.git");
    fs::rename(place.remote(), &away).unwrap();
    assert!(place.publish(2).contains("does not answer"));
    fs::rename(&away, place.remote()).unwrap();
    assert_eq!(place.state(), before);
    place.publish(0);
    assert_ne!(place.tip(), tip);
}

#[test]
fn what_cannot_be_published_is_said_before_anything_happens() {
    let place = Place::new();
    let said = place.dossier(&["publish"], 2);
    assert!(said.contains("--yes"), "{said}");
    assert!(
        place
            .dossier(&["publish", "--yes", "--remote", "upstream"], 2)
            .contains("it has origin")
    );
    let to = |branch: &str| place.dossier(&["publish", "--yes", "--branch", branch], 2);
    assert!(to("main").contains("checked out here"));
    git(&place.root(), &["push", "-q", "origin", "main:work"]);
    assert!(to("work").contains("dossier.yaml"));
    assert_eq!(place.tip(), "");
    place.edit("content/index.md", |text| text + "\n[[nobody]]\n");
    assert!(place.publish(1).contains("unknown-reference"));
    assert_eq!(place.tip(), "");
    let alone = tempfile::tempdir().unwrap();
    let output = command(
        env!("CARGO_BIN_EXE_dossier"),
        alone.path(),
        &["new", "site", "."],
    );
    assert!(output.status.success());
    let output = command(
        env!("CARGO_BIN_EXE_dossier"),
        alone.path(),
        &["publish", "--yes"],
    );
    assert!(
        text(&output.stderr).contains("in no git repository"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn a_page_that_would_vanish_stops_the_publish() {
    let place = Place::new();
    place.dossier(&["new", "page", "Old words", "--summary", "S."], 0);
    git(&place.root(), &["add", "."]);
    git(&place.root(), &["commit", "-qm", "Page"]);
    place.publish(0);
    let tip = place.tip();
    git(
        &place.root(),
        &[
            "mv",
            "content/pages/old-words.md",
            "content/pages/new-words.md",
        ],
    );
    let said = place.publish(1);
    assert!(
        said.contains("vanished-page") && said.contains("redirects: [old-words.html]"),
        "{said}"
    );
    assert_eq!(place.tip(), tip);
    place.edit("content/pages/new-words.md", |text| {
        text.replacen("title:", "redirects: [old-words.html]\ntitle:", 1)
    });
    place.publish(0);
    assert!(text(&place.show("old-words.html")).contains("url=new-words.html"));
    fs::remove_file(place.root().join("content/pages/new-words.md")).unwrap();
    place.publish(1);
    place.dossier(&["publish", "--yes", "--allow-removal"], 0);
}

#[test]
fn the_address_is_found_by_itself() {
    let place = Place::new();
    git(
        &place.root(),
        &["remote", "add", "hub", "git@github.com:Example/Water.git"],
    );
    git(&place.root(), &["remote", "remove", "origin"]);
    git(&place.root(), &["remote", "rename", "hub", "origin"]);
    let said = place.dossier(&["build"], 0);
    assert!(
        said.contains("https://example.github.io/Water/ (from the git remote origin)"),
        "{said}"
    );
    let missing = fs::read_to_string(place.root().join("public/404.html")).unwrap();
    assert!(missing.contains("href=\"/Water/index.html\""));
    assert!(!missing.contains("href=\"index.html\""));
    place.edit("dossier.yaml", |text| text.replace("# url:", "url:"));
    assert!(
        place
            .dossier(&["build"], 0)
            .contains("from url in dossier.yaml")
    );
}

#[test]
fn dates_are_those_of_the_content_in_its_history() {
    let place = Place::new();
    let commit = |day: &str| {
        git(&place.root(), &["add", "."]);
        let mut command = Command::new("git");
        command.current_dir(place.root()).args([
            "-c",
            "user.name=Ana",
            "-c",
            "user.email=ana@example.org",
            "commit",
            "-qm",
            "x",
        ]);
        let date = format!("{day}T10:00:00+02:00");
        assert!(
            command
                .env("GIT_COMMITTER_DATE", date)
                .status()
                .unwrap()
                .success()
        );
        place.dossier(&["build"], 0);
    };
    let read = |path: &str| fs::read_to_string(place.root().join("public").join(path)).unwrap();
    let actor = "actors/example-water-company.html";
    // What the sitemap and the page itself say.
    let dates = |page: &str| {
        let map = read("sitemap.xml");
        let line = map.lines().find(|line| line.contains(page)).unwrap();
        let of_map = line.split("<lastmod>").nth(1).unwrap_or_default();
        let html = read(page);
        let of_page = html.split("\"dateModified\":\"").nth(1).unwrap_or_default();
        let word = |text: &str| text.split(['<', '"']).next().unwrap_or_default().to_owned();
        (word(of_map), word(of_page))
    };
    let pair = |map: &str, page: &str| (map.to_owned(), page.to_owned());
    place.edit("dossier.yaml", |text| text.replace("# url:", "url:"));
    place.edit(
        &format!("content/{}", actor.replace(".html", ".md")),
        |text| text + "\nMore.\n",
    );
    // Between this build and the next one nothing changes but the history.
    place.dossier(&["build"], 0);
    commit("2030-01-02");
    let first = pair("2030-01-02T08:00:00Z", "2030-01-02T10:00:00+02:00");
    assert_eq!(dates(actor), first);
    assert!(read("feed.xml").contains("<updated>2030-01-02T08:00:00Z</updated>"));
    // What is no content moves nothing.
    let (map, feed) = (read("sitemap.xml"), read("feed.xml"));
    place.edit("README.md", |text| text + "\nMore.\n");
    commit("2031-01-02");
    assert!(read("sitemap.xml") == map && read("feed.xml") == feed);
    // The content of one page moves that page alone.
    place.edit("content/pages/method.md", |text| text + "\nMore.\n");
    commit("2032-01-02");
    assert_eq!(dates("method.html").0, "2032-01-02T08:00:00Z");
    assert_eq!(dates(actor), first);
    // What the writer says, stands.
    place.edit(
        &format!("content/{}", actor.replace(".html", ".md")),
        |text| text.replacen("---\n", "---\nupdated: 2029-05-06\n", 1),
    );
    commit("2033-01-02");
    assert_eq!(dates(actor), pair("2029-05-06T00:00:00Z", "2029-05-06"));
}
