//! Commands as a writer runs them: exit codes, what goes to which stream, what is said last.

use crate::folder::Folder;
use snapbox::str;

#[test]
fn a_build_writes_the_site_and_says_so() {
    let folder = Folder::small();
    let output = folder.run(&["build"]);
    assert!(output.stdout.is_empty(), "standard output is for data");
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let files = folder.files("public");
    for page in [
        "index.html",
        "404.html",
        "actors/agency.html",
        "events/2014-sale.html",
        "sitemap.xml",
        ".nojekyll",
    ] {
        assert!(files.contains_key(page), "{page} was not written");
    }
}

#[test]
fn a_file_of_static_whose_place_is_taken_is_a_finding_at_it() {
    let folder = Folder::small();
    folder.write(
        "content/places/well.md",
        "---\ntitle: The Well\ntype: site\nsummary: s.\nredirects: [old/well.html]\n---\n![A well](c.png)\n",
    );
    folder.write("content/places/c.png", "no picture");
    folder.write("content/places/unseen.png", "no picture");
    let (code, said) = folder.say(&["check"]);
    assert_eq!(code, 0, "{said}");
    let taken = [
        (
            "index.html",
            "index.html is the address of content/index.md already",
        ),
        (
            "places/Spring.html",
            "places/Spring.html and places/spring.html, the address of content/places/spring.md, would be the same file",
        ),
        (
            "timeline.html",
            "timeline.html is the address of a page that the site makes already",
        ),
        (
            "topics/water.html",
            "of the page of the topic `water` already",
        ),
        (
            "static/casefile.css",
            "static/casefile.css is the address of a file of the theme already",
        ),
        (
            "media/places/c.png",
            "is the address of content/places/c.png already",
        ),
        (
            "old/well.html",
            "is the address of a redirect of content/places/well.md already",
        ),
        (
            "feed.xml",
            "is the address of a file that the site makes (feed) already",
        ),
        ("data/dossier.json/x", "cannot both be"),
        (
            "claims",
            "claims and claims/sold-cheaply.html, the address of content/claims/sold-cheaply.md, cannot both be",
        ),
        (
            "A.txt",
            "A.txt and a.txt, the address of static/a.txt, would be the same file",
        ),
    ];
    let free = [
        "media/places/unseen.png",
        "CNAME",
        "sitemap-mine.xml",
        "a.txt",
        "search/mine.txt",
    ];
    for path in free {
        folder.write(&format!("static/{path}"), "x");
    }
    let (code, said) = folder.say(&["check"]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(folder.say(&["build"]).0, 0);
    for (path, message) in taken {
        let path = format!("static/{path}");
        folder.write(&path, "x");
        for command in ["check", "build"] {
            let (code, said) = folder.say(&[command]);
            assert_eq!(code, 1, "{command} {path}: {said}");
            assert!(said.contains(message), "{command} {path}: {said}");
            assert!(
                said.contains(&format!("--> {path}")),
                "{command} {path}: {said}"
            );
            assert_eq!(said.matches("address-collision").count(), 1, "{said}");
        }
        std::fs::remove_file(folder.path().join(&path)).expect("it was just written");
    }
}

#[test]
fn a_dossier_with_errors_writes_nothing_and_ends_with_1() {
    let folder = Folder::small();
    folder.run(&["build"]);
    let before = folder.files("public");
    folder.write(
        "content/index.md",
        "---\ntitle: Changed\n---\nSee [[agensy]].\n",
    );
    let (code, said) = folder.say(&["build"]);
    snapbox::assert_data_eq!(
        said,
        str![[r#"
error[unknown-reference]: [..]
[..]--> content/index.md:4:7
  |
4 | See [[agensy]].
[..]
...
1 error in 1 file (checked [..])
Nothing was written: [..]

"#]]
    );
    assert_eq!(code, 1);
    assert!(
        before == folder.files("public"),
        "the last good site stays as it is"
    );
}

#[test]
fn a_folder_that_is_no_dossier_ends_with_2() {
    let folder = Folder::new([("content/index.md", "---\ntitle: Home\n---\n")]);
    for command in ["build", "check"] {
        let (code, said) = folder.say(&[command]);
        assert_eq!(code, 2);
        snapbox::assert_data_eq!(
            said,
            str![[r#"
error: this folder has no dossier.yaml, so it is not a dossier
  go into the folder that has it, name it with -C DIR, or start one: dossier new site NAME

"#]]
        );
    }
    assert_eq!(folder.say(&["bild"]).0, 2, "an unknown command");
    assert_eq!(folder.say(&["build", "--no-such-option"]).0, 2);
}

#[test]
fn who_stands_in_a_folder_below_is_told_the_way_up() {
    let folder = Folder::small();
    let below = folder.path().join("content/actors");
    let output = std::process::Command::new(crate::folder::PROGRAM)
        .arg("check")
        .current_dir(&below)
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("add -C ../..\n"), "{said}");
    let (code, said) = folder.say(&["check", "-C", "content/actors"]);
    assert_eq!(code, 2);
    assert!(said.contains("add -C content/actors/../..\n"), "{said}");
    folder.write("other/dossier.yml", "title: X\n");
    let (_, said) = folder.say(&["check", "-C", "other"]);
    assert!(said.contains("rename it to dossier.yaml"), "{said}");
    let (_, said) = folder.say(&["check", "-C", "dossier.yaml"]);
    assert!(said.contains("is a file"), "{said}");
    let (_, said) = folder.say(&["check", "-C", "nowhere"]);
    assert!(said.contains("there is no folder nowhere"), "{said}");
}

#[test]
fn a_site_is_not_written_among_what_it_is_made_from() {
    let folder = Folder::small();
    let before = folder.files("");
    for output in [
        ".",
        "content",
        "content/out",
        "static",
        "./public/../templates",
        "themes/a",
        "dossier.yaml",
    ] {
        let (code, said) = folder.say(&["build", "-o", output]);
        assert_eq!(code, 2, "{output}\n{said}");
        assert!(said.contains("name another folder"), "{said}");
        assert!(before == folder.files(""), "{output}");
    }
    assert_eq!(folder.say(&["build", "-o", "docs"]).0, 0);

    assert_eq!(folder.say(&["new", "site", "inner"]).0, 0);
    let before = folder.files("");
    let (code, said) = folder.say(&["build", "-C", "inner", "-o", ".."]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("holds the dossier"), "{said}");
    assert!(before == folder.files(""));
}

#[cfg(unix)]
#[test]
fn a_site_is_not_written_through_a_link_of_the_dossier() {
    let folder = Folder::small();
    let elsewhere = Folder::small();
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("public")).unwrap();
    let before = elsewhere.files("");
    let (code, said) = folder.say(&["build"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("symbolic link"), "{said}");
    assert_eq!(elsewhere.files(""), before);
}

#[test]
fn titles_do_not_command_the_terminal() {
    let folder = Folder::small();
    // What is refused in an entry that is checked is told all the same.
    folder.write(
        "content/sources/paper-2021.md",
        "---\ntitle: \"Paper \\e]0;evil\\a\"\ntype: book\n---\n",
    );
    let output = folder.run(&["without", "paper-2021"]);
    for stream in [output.stdout, output.stderr] {
        let said = String::from_utf8(stream).unwrap();
        assert!(!said.contains(['\u{1b}', '\u{7}']), "{said:?}");
    }
}

#[test]
fn both_themes_come_with_the_program() {
    let folder = Folder::small();
    let config = String::from_utf8(folder.files("")["dossier.yaml"].clone()).expect("it is text");
    folder.write("dossier.yaml", format!("{config}theme: ledger\n"));
    let (code, said) = folder.say(&["build"]);
    assert_eq!(code, 0, "{said}");
    let site = folder.files("public");
    for file in ["static/ledger.css", "static/casefile.css"] {
        assert!(site.contains_key(file), "{file}");
    }
    let home = String::from_utf8_lossy(&site["index.html"]);
    assert!(home.contains("static/ledger.css"));
    // A dossier can put its own files in place of the theme's.
    folder.write("themes/ledger/static/ledger.css", "b{color:red}");
    folder.run(&["build"]);
    let site = folder.files("public");
    assert_eq!(site["static/ledger.css"], b"b{color:red}");
    let home = String::from_utf8_lossy(&site["index.html"]);
    assert!(
        home.contains("static/ledger.css"),
        "its templates are still the theme's"
    );
}

#[test]
fn since_says_where_it_has_no_effect() {
    let folder = Folder::small();
    let mut program = folder.program(&["check", "--since", "HEAD"]);
    let output = program
        .env_remove("GITHUB_ACTIONS")
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0));
    assert!(said.contains("--format github"), "{said}");
}

#[test]
fn an_address_that_is_none_of_a_site_is_refused() {
    let folder = Folder::small();
    for (url, help) in [
        ("example.org", "write: https://example.org"),
        ("https://exa mple.org", "%20"),
        ("https://example.org/a?b=c", "that of a folder"),
    ] {
        let (code, said) = folder.say(&["build", "--url", url]);
        assert_eq!(code, 2, "{url}");
        assert!(said.contains(help), "{said}");
    }
}

#[test]
fn an_editor_that_nobody_knows_is_refused_with_those_that_are_known() {
    let folder = Folder::small();
    for editor in ["emacs", "{path}", "myeditor://open"] {
        let (code, said) = folder.say(&["serve", "--editor", editor]);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains("vscode") && said.contains("{path}"), "{said}");
    }
}

#[test]
fn warnings_pass_unless_they_are_denied() {
    let folder = Folder::small();
    folder.write(
        "content/pages/method.md",
        "---\ntitle: Method\n---\n[^1]: Nobody points here.\n",
    );
    assert_eq!(folder.say(&["check"]).0, 0);
    assert_eq!(folder.say(&["build"]).0, 0);
    assert_eq!(folder.say(&["check", "--deny", "warnings"]).0, 1);
}

#[test]
fn check_writes_nothing() {
    let folder = Folder::small();
    let before = folder.files(".");
    assert_eq!(folder.say(&["check"]).0, 0);
    assert!(before == folder.files("."));
}

#[test]
fn colours_come_only_where_they_are_wanted() {
    let folder = Folder::small();
    folder.write("content/index.md", "---\ntitle: Home\n---\n[[agensy]]\n");
    let is_coloured = |arguments: &[&str], name: &str, value: &str| {
        let output = folder
            .program(arguments)
            .env(name, value)
            .output()
            .expect("it was built");
        output.stderr.contains(&0x1b)
    };
    assert!(!is_coloured(&["check"], "TERM", "xterm"), "not into a pipe");
    assert!(is_coloured(
        &["check", "--color", "always"],
        "TERM",
        "xterm"
    ));
    assert!(is_coloured(&["check"], "CLICOLOR_FORCE", "1"));
    assert!(!is_coloured(
        &["check", "--color", "never"],
        "CLICOLOR_FORCE",
        "1"
    ));
    assert!(!is_coloured(&["check"], "NO_COLOR", "1"));
}

#[test]
fn help_teaches_and_goes_to_standard_output() {
    let folder = Folder::small();
    for arguments in [&["--help"][..], &["help", "build"], &["check", "--help"]] {
        let output = folder.run(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(said.contains("Usage: dossier"), "{arguments:?}: {said}");
        assert!(output.stderr.is_empty(), "{arguments:?}");
        for line in said.lines() {
            assert!(line.chars().count() <= 100, "{arguments:?}: {line}");
        }
    }
}

#[test]
fn timings_name_every_stage() {
    let folder = Folder::small();
    let (_, said) = folder.say(&["build", "--timings"]);
    for stage in ["load", "parse", "resolve", "check", "render", "write"] {
        assert!(
            said.contains(&format!(" {stage} ")),
            "{stage} is missing:\n{said}"
        );
    }
}

#[test]
fn foreign_files_in_the_output_are_never_touched() {
    let folder = Folder::small();
    folder.run(&["build"]);
    folder.write("public/CNAME", "example.org\n");
    folder.write("public/notes/own.txt", "mine");
    std::fs::remove_file(folder.path().join("content/pages/method.md")).expect("it is there");
    assert_eq!(folder.say(&["build"]).0, 0);
    let files = folder.files("public");
    assert_eq!(files["CNAME"], b"example.org\n");
    assert_eq!(files["notes/own.txt"], b"mine");
    assert!(
        !files.contains_key("pages/method.html"),
        "what an entry left behind is gone"
    );
}

/// A dossier whose vendor quotes a saved report; `sha256` is what its source says of the text.
fn with_saved_report(folder: &Folder, sha256: &str) {
    let settings = "title: T\nsnapshots: saved\nrelations: {client: {label: a, inverse: b}}\ntopics: {water: {title: W, summary: S.}}\n";
    folder.write("dossier.yaml", settings);
    folder.write(
        "saved/report.txt",
        "It was sold for a song, says everybody.\n",
    );
    let source = format!(
        "---\ntitle: On springs\ntype: report\nurl: https://example.org/report\nlanguage: en\n\
         snapshot: {{file: report.txt, sha256: {sha256}}}\n---\nRead.\n"
    );
    folder.write("content/sources/report-2022.md", source);
}

#[test]
fn verify_writes_the_lock_only_of_the_texts_that_sources_name() {
    const RIGHT: &str = "7d42e8f4ae5b8c6d5cf8a3a0a1e49d6f5a8d1b8f7dbf2c6a8e2b7f3c4d5e6f70";
    let folder = Folder::small();
    with_saved_report(&folder, RIGHT);
    let (code, said) = folder.say(&["verify"]);
    assert_eq!(code, 1);
    let mut hashes = said.split(|c: char| !c.is_ascii_hexdigit());
    let right = hashes.rfind(|word| word.len() == 64 && *word != RIGHT);
    let right = right.expect("it tells which one to write").to_owned();
    assert!(!folder.path().join("evidence.lock").exists());

    with_saved_report(&folder, &right);
    let (code, said) = folder.say(&["verify"]);
    assert_eq!(code, 0, "{said}");
    let lock =
        || std::fs::read_to_string(folder.path().join("evidence.lock")).expect("it is there");
    let written = lock();
    assert!(written.contains(&right), "{written}");
    assert_eq!(folder.say(&["verify", "--check"]).0, 0);

    // A digit that is typed wrong costs nothing of what was verified.
    let last = if right.ends_with('0') { "1" } else { "0" };
    with_saved_report(&folder, &format!("{}{last}", &right[..63]));
    let (code, said) = folder.say(&["verify"]);
    assert_eq!(code, 1);
    assert!(said.contains("evidence.lock is left as it is"), "{said}");
    assert_eq!(lock(), written);

    // Words that are not in the text are an error, and all others stay verified.
    with_saved_report(&folder, &right);
    let page = "---\ntitle: Method\n---\nIt is said so [@report-2022 \"sold for a dance\"].\n";
    folder.write("content/pages/method.md", page);
    let (code, said) = folder.say(&["verify"]);
    assert_eq!(code, 1);
    assert!(
        said.contains("quotation-not-found") && said.contains("sold for a song"),
        "{said}"
    );
    assert_eq!(lock(), written);

    // The name of a file that is typed wrong is told, though the lock knows what was quoted from it.
    folder.write(
        "content/pages/method.md",
        "---\ntitle: Method\n---\nNothing.\n",
    );
    let other = "---\ntitle: Other\ntype: report\nurl: https://example.org/o\nlanguage: en\n\
         snapshot: {file: reports.txt, sha256: HASH}\n---\nRead.\n";
    folder.write(
        "saved/report.txt",
        "It was sold for a song, says everybody.\n",
    );
    folder.write(
        "content/sources/other.md",
        other.replace("HASH", &right).replace("reports", "report"),
    );
    assert_eq!(folder.say(&["verify"]).0, 0);
    folder.write("content/sources/other.md", other.replace("HASH", &right));
    let (code, said) = folder.say(&["verify"]);
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("snapshot-missing") && said.contains("did you mean"),
        "{said}"
    );
}
