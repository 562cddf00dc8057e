//! The ways in which editors and git put a text on the disk: each reaches the page, and what they write
//! beside it does not.

use crate::folder::Folder;
use crate::server::Server;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

const PAGE: &str = "/actors/agency.html";
const FILE: &str = "content/actors/agency.md";

/// The agency's entry with a text of its own.
fn entry(text: &str) -> String {
    format!(
        "---\ntitle: Water Agency\naliases: [WA]\ntype: public body\nsummary: Bought the spring.\nmain: true\n---\n{text}\n"
    )
}

fn path(server: &Server, name: &str) -> std::path::PathBuf {
    server.folder.path().join(name)
}

#[test]
fn a_plain_edit_reaches_the_page() {
    let server = Server::start(Folder::small());
    let mut times = Vec::new();
    for round in 0..20 {
        let text = format!("Round {round} of the plain edit.");
        let start = Instant::now();
        fs::write(path(&server, FILE), entry(&text)).unwrap();
        server.until_has(PAGE, &text);
        times.push(start.elapsed());
    }
    times.sort_unstable();
    println!(
        "from the write to the answer, small dossier, this build: p50 {:?}, p95 {:?}",
        times[10], times[18]
    );
}

#[test]
fn atomic_saves_reach_the_page() {
    let server = Server::start(Folder::small());
    let file = path(&server, FILE);
    let beside = |end: &str| path(&server, &format!("{FILE}{end}"));
    let vim = |text: &str| {
        let swap = path(&server, "content/actors/.agency.md.swp");
        let probe = path(&server, "content/actors/4913");
        fs::write(&swap, "b0VIM 9.1").unwrap();
        fs::write(&probe, "").unwrap();
        fs::remove_file(&probe).unwrap();
        fs::rename(&file, beside("~")).unwrap();
        fs::write(&file, text).unwrap();
        fs::remove_file(beside("~")).unwrap();
        fs::remove_file(&swap).unwrap();
    };
    let vs_code = |text: &str| {
        let mut open = File::options()
            .write(true)
            .truncate(true)
            .open(&file)
            .unwrap();
        open.write_all(text.as_bytes()).unwrap();
        open.sync_all().unwrap();
    };
    let helix = |text: &str| {
        fs::rename(&file, beside("Qx81Zb.bck")).unwrap();
        fs::write(&file, text).unwrap();
        fs::remove_file(beside("Qx81Zb.bck")).unwrap();
    };
    let temporary_and_rename = |text: &str| {
        fs::write(beside(".tmp"), text).unwrap();
        fs::rename(beside(".tmp"), &file).unwrap();
    };
    let from_elsewhere = |text: &str| {
        let made = path(&server, "made-elsewhere.md");
        fs::write(&made, text).unwrap();
        fs::rename(&made, &file).unwrap();
    };
    type Save<'a> = &'a dyn Fn(&str);
    let saves: [(&str, Save<'_>); 5] = [
        ("vim", &vim),
        ("VS Code", &vs_code),
        ("Helix", &helix),
        ("a temporary file", &temporary_and_rename),
        ("a file from elsewhere", &from_elsewhere),
    ];
    // Each twice in turn: after a rename the file is another one for the system.
    for round in 0..2 {
        for (editor, save) in saves {
            let text = format!("Saved as {editor} does, {round}.");
            save(&entry(&text));
            server.until_has(PAGE, &text);
        }
    }
}

#[test]
fn temporary_files_of_editors_make_no_rebuild() {
    let server = Server::start(Folder::small());
    let names = [
        "actors/.agency.md.swp",
        "actors/.agency.md.swx",
        "actors/4913",
        "actors/agency.md~",
        "actors/.#agency.md",
        "actors/#agency.md#",
        "actors/agency.md.tmp",
        "actors/agency.mdA1b2C3.bck",
        "actors/agency.md___jb_tmp___",
        "actors/.goutputstream-X1Y2Z3",
    ];
    for (round, name) in names.into_iter().enumerate() {
        // If it were read, this would be an error and an entry.
        fs::write(
            path(&server, &format!("content/{name}")),
            "---\ntitle: [\n---\n",
        )
        .unwrap();
        // Not to wait for anything, but to give a rebuild that should not be the time to be seen: without
        // it both changes might be one rebuild.
        std::thread::sleep(Duration::from_millis(30));
        let text = format!("After {round} temporary files.");
        server.save(FILE, &entry(&text));
        server.until_has(PAGE, &text);
        server.until_built(round + 2);
    }
    assert_eq!(server.n_builds(), names.len() + 1, "{:#?}", server.said());
}

#[test]
fn a_save_that_changes_nothing_tells_nothing() {
    let server = Server::start(Folder::small());
    let file = path(&server, FILE);
    let same = fs::read(&file).unwrap();
    let events = server.open(PAGE);
    for _ in 0..5 {
        // Over what is there, as a file that is emptied first may be seen empty on a busy machine.
        let mut over = File::options().write(true).open(&file).unwrap();
        over.write_all(&same).unwrap();
        let copy = path(&server, "copy");
        fs::write(&copy, &same).unwrap();
        fs::rename(&copy, &file).unwrap();
        let now = File::options().append(true).open(&file).unwrap();
        now.set_modified(std::time::SystemTime::now()).unwrap();
        std::thread::sleep(Duration::from_millis(20)); // as above: to see more, not to wait
    }
    server.save(FILE, &entry("Now it changes."));
    let (version, before) = events.heard("page", |_| true);
    assert_eq!(before, []);
    assert_eq!(server.until_has(PAGE, "Now it changes").version(), version);
    server.until_built(2);
    assert_eq!(server.n_builds(), 2, "{:#?}", server.said());
}

fn git(root: &Path, arguments: &[&str]) {
    let output = Command::new("git")
        .arg("-C")
        .arg(root)
        .args([
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@example.org",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(["-c", "gc.auto=0", "-c", "core.hooksPath=none"])
        .args(arguments)
        .env_remove("GIT_DIR")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{arguments:?} {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn a_checkout_of_500_files_is_one_rebuild() {
    const N: usize = 500;
    let folder = Folder::small();
    let write = |text: &str| {
        for n in 0..N {
            let entry =
                format!("---\ntitle: Place {n}\ntype: site\nsummary: A place.\n---\n{text} {n}.\n");
            folder.write(&format!("content/places/p{n}.md"), entry);
        }
    };
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-qm", "none"]);
    git(folder.path(), &["checkout", "-qb", "one"]);
    write("The first text");
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-qm", "one"]);
    git(folder.path(), &["checkout", "-qb", "two"]);
    write("The second text");
    git(folder.path(), &["commit", "-qam", "two"]);
    let server = Server::start(folder);
    let mut n_builds = server.n_builds();
    // Changed files, files that go, files that come.
    for (branch, status, text) in [
        ("one", 200, "The first text"),
        ("main", 404, ""),
        ("two", 200, "The second text"),
    ] {
        git(server.folder.path(), &["checkout", "-q", branch]);
        for n in [0, N / 2, N - 1] {
            let path = format!("/places/p{n}.html");
            server.until(&path, |answer| {
                answer.status == status && answer.body.contains(text)
            });
        }
        // Whatever was still to come has come before this.
        let text = format!("After the checkout of {branch}.");
        server.save(FILE, &entry(&text));
        server.until_has(PAGE, &text);
        server.until_built(n_builds + 2);
        assert_eq!(
            server.n_builds() - n_builds,
            2,
            "{branch}: {:#?}",
            server.said()
        );
        n_builds = server.n_builds();
        git(server.folder.path(), &["checkout", "-q", "."]);
        server.until(PAGE, |answer| !answer.body.contains("After the checkout"));
        server.until_built(n_builds + 1);
        n_builds += 1;
    }
}

#[test]
fn a_half_written_file_ends_whole() {
    let server = Server::start(Folder::small());
    for round in 0..5 {
        let (first, second) = (
            entry(&format!("The first half {round}.")),
            format!("\nThe second half {round}.\n"),
        );
        let mut file = File::create(path(&server, FILE)).unwrap();
        file.write_all(first.as_bytes()).unwrap();
        file.flush().unwrap();
        // The half is shown, as nothing says that more will come.
        server.until_has(PAGE, &format!("The first half {round}."));
        file.write_all(second.as_bytes()).unwrap();
        drop(file);
        server.until_has(PAGE, &format!("The second half {round}."));
    }
    // In the middle of its front matter.
    let whole = entry("All of it.");
    let (first, second) = whole.split_at(20);
    let mut file = File::create(path(&server, FILE)).unwrap();
    file.write_all(first.as_bytes()).unwrap();
    let halves = server.open(PAGE);
    file.write_all(second.as_bytes()).unwrap();
    drop(file);
    server.until_has(PAGE, "All of it.");
    drop(halves);
}

#[test]
fn many_writes_end_with_the_last() {
    let server = Server::start(Folder::small());
    let events = server.open(PAGE);
    for burst in 0..6_usize {
        for n in 0..60_u64 {
            let text = format!("Counter {burst}-{n}.");
            fs::write(path(&server, FILE), entry(&text)).unwrap();
            fs::write(
                path(&server, "content/pages/method.md"),
                format!("---\ntitle: Method\n---\n{text}\n"),
            )
            .unwrap();
            // From none to more than a rebuild takes, so that writes fall into each part of one.
            std::thread::sleep(Duration::from_micros(
                (n * 7919 + burst as u64 * 104_729) % 12_000,
            ));
        }
        let last = format!("Counter {burst}-59.");
        server.until_has(PAGE, &last);
        let answer = server.until_has("/method.html", &last);
        assert_eq!(answer.status, 200);
        // Nothing that was read earlier comes after it, and the open page has heard of it.
        let version = server.get(PAGE).version().to_owned();
        events.until("page", |heard| heard == version);
        assert!(server.get(PAGE).body.contains(&last));
    }
}
