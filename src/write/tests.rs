//! The writer's promises, each tried from both sides; builds are killed at every change they make.

use super::path::OWN;
use super::*;
use proptest::prelude::*;
use rayon::prelude::*;
use std::fs;
use std::sync::atomic::Ordering::SeqCst;
use tempfile::TempDir;

type Tree = BTreeMap<String, String>;

fn site(files: &[(&str, &str)]) -> Tree {
    files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect()
}

fn artifact<'a>(path: &str, text: &'a str) -> Artifact<'a> {
    Artifact {
        path: path.into(),
        bytes: text.as_bytes().into(),
    }
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// Builds `files` into `dir`; a problem comes back as its message.
fn build(dir: &Path, files: &Tree) -> Result<Summary, Vec<String>> {
    let words =
        |problems: Vec<Problem>| problems.iter().map(ToString::to_string).collect::<Vec<_>>();
    let writer = Writer::open(dir).map_err(|problem| words(vec![problem]))?;
    for (path, text) in files {
        writer.put(&artifact(path, text));
    }
    writer.finish().map_err(words)
}

/// Builds until the `n`-th change, in whose middle the process dies; none if it came to its end.
fn build_killed(dir: &Path, files: &Tree, n: usize) -> Option<()> {
    let disk = Disk::new(dir);
    disk.fault.left.store(n, SeqCst);
    let writer = Writer::open_disk(disk).ok()?;
    for (path, text) in files {
        writer.put(&artifact(path, text));
    }
    writer.finish().ok().map(drop)
}

fn counts(summary: &Summary) -> (usize, usize, usize) {
    (summary.written, summary.unchanged, summary.removed)
}

/// All files below `dir` but the writer's own; a link is shown by where it leads, an empty folder too.
fn tree(dir: &Path) -> Tree {
    fn walk(root: &Path, dir: &Path, tree: &mut Tree) {
        let mut n = 0;
        for item in fs::read_dir(dir).unwrap() {
            let path = item.unwrap().path();
            let name = path
                .strip_prefix(root)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            n += 1;
            if name == OWN {
                continue;
            }
            let meta = fs::symlink_metadata(&path).unwrap();
            if meta.is_dir() {
                walk(root, &path, tree);
            } else if meta.is_symlink() {
                tree.insert(
                    name,
                    format!("-> {}", fs::read_link(&path).unwrap().display()),
                );
            } else {
                tree.insert(name, String::from_utf8(fs::read(&path).unwrap()).unwrap());
            }
        }
        if n == 0 && dir != root {
            tree.insert(
                format!("{}/", dir.strip_prefix(root).unwrap().display()),
                String::new(),
            );
        }
    }
    let mut found = Tree::new();
    walk(dir, dir, &mut found);
    found
}

#[test]
fn only_what_differs_is_written() {
    let dir = folder();
    let out = dir.path().join("deep/public");
    let first = site(&[
        ("index.html", "1"),
        ("a/x.html", "x"),
        ("a/b/y.html", "y"),
        ("empty", ""),
    ]);
    assert_eq!(counts(&build(&out, &first).unwrap()), (4, 0, 0));
    assert_eq!(tree(&out), first);
    assert_eq!(counts(&build(&out, &first).unwrap()), (0, 4, 0));

    let before = fs::metadata(out.join("a/x.html")).unwrap();
    let second = site(&[
        ("index.html", "2"),
        ("a/x.html", "x"),
        ("c/z.html", "z"),
        ("empty", ""),
    ]);
    assert_eq!(counts(&build(&out, &second).unwrap()), (2, 2, 1));
    assert_eq!(tree(&out), second);
    assert!(!out.join("a/b").exists());
    let after = fs::metadata(out.join("a/x.html")).unwrap();
    assert_eq!(before.modified().unwrap(), after.modified().unwrap());
    assert_eq!(counts(&build(&out, &Tree::new()).unwrap()), (0, 0, 4));
    assert_eq!(tree(&out), Tree::new());
}

#[test]
fn an_unchanged_build_reads_no_file_and_writes_nothing() {
    let dir = folder();
    let files = site(&[("a.html", "a"), ("b/c.html", "c")]);
    build(dir.path(), &files).unwrap();
    // Files of the same tick of the clock as the manifest are read once more, and it is then written anew.
    let reads = || {
        let writer = Writer::open(dir.path()).unwrap();
        for (path, text) in &files {
            assert_eq!(writer.put(&artifact(path, text)), Outcome::Unchanged);
        }
        writer.state.lock().unwrap().has_read
    };
    while reads() {
        build(dir.path(), &files).unwrap();
    }
    let writer = Writer::open(dir.path()).unwrap();
    let opened = writer.disk.fault.n_steps.load(SeqCst);
    for (path, text) in &files {
        assert_eq!(writer.put(&artifact(path, text)), Outcome::Unchanged);
    }
    assert!(!writer.state.lock().unwrap().has_read);
    assert_eq!(writer.disk.fault.n_steps.load(SeqCst), opened);
}

#[test]
fn the_same_site_gives_the_same_bytes_with_the_manifest() {
    let (a, b) = (folder(), folder());
    let files = site(&[("a.html", "a"), ("b/c.html", "c")]);
    build(a.path(), &site(&[("b/old.html", "o"), ("z/y", "")])).unwrap();
    build(a.path(), &files).unwrap();
    build(b.path(), &files).unwrap();
    let own = |dir: &Path| {
        fs::read_dir(dir.join(OWN))
            .unwrap()
            .map(|f| f.unwrap())
            .map(|f| (f.file_name(), fs::read(f.path()).unwrap()))
            .collect::<BTreeMap<_, _>>()
    };
    assert_eq!(own(a.path()), own(b.path()));
    assert_eq!(own(a.path()).len(), 2);
}

#[test]
fn files_of_others_are_left_alone_and_named() {
    let dir = folder();
    let at = |path: &str| dir.path().join(path);
    fs::create_dir_all(at(".git/objects")).unwrap();
    fs::create_dir_all(at("actors")).unwrap();
    for path in ["CNAME", ".gitignore", ".git/HEAD", "actors/notes.txt"] {
        fs::write(at(path), path).unwrap();
    }
    let summary = build(
        dir.path(),
        &site(&[("actors/a.html", "a"), ("events/e.html", "e")]),
    )
    .unwrap();
    assert_eq!(
        summary.kept,
        [".git/", ".gitignore", "CNAME", "actors/notes.txt"]
    );
    fs::write(at("events/mine.txt"), "mine").unwrap();
    let summary = build(dir.path(), &site(&[("x.html", "x")])).unwrap();
    assert_eq!(
        summary.kept,
        [".git/", ".gitignore", "CNAME", "actors/", "events/"]
    );
    let left = tree(dir.path());
    let paths: Vec<_> = left.keys().map(String::as_str).collect();
    assert_eq!(
        paths,
        [
            ".git/HEAD",
            ".git/objects/",
            ".gitignore",
            "CNAME",
            "actors/notes.txt",
            "events/mine.txt",
            "x.html"
        ]
    );
    // A folder that was there before us stays when it is empty.
    fs::remove_file(at("actors/notes.txt")).unwrap();
    build(dir.path(), &site(&[("actors/a.html", "a")])).unwrap();
    build(dir.path(), &site(&[("x.html", "x")])).unwrap();
    assert!(at("actors").is_dir());
}

#[cfg(unix)]
#[test]
fn what_stands_in_the_way_is_named_and_nothing_changes() {
    use std::os::unix::fs::symlink;
    let outside = folder();
    fs::write(outside.path().join("secret"), "secret").unwrap();
    for (stands, wanted, message) in [
        (
            "file x",
            "x",
            "the file `x` in the output folder was not made by dossier and is in the way",
        ),
        (
            "file x",
            "x/y",
            "the file `x` in the output folder was not made by dossier and is in the way of `x/y`",
        ),
        (
            "folder x",
            "x",
            "the folder `x` in the output folder was not made by dossier and is in the way",
        ),
        (
            "link x",
            "x",
            "the link `x` in the output folder was not made by dossier and is in the way",
        ),
        (
            "link x",
            "x/secret",
            "the link `x` in the output folder was not made by dossier and is in the way of `x/secret`",
        ),
        (
            "file a/x",
            "a/x/y",
            "the file `a/x` in the output folder was not made by dossier and is in the way of `a/x/y`",
        ),
    ] {
        let dir = folder();
        let old = site(&[("index.html", "old"), ("a/b", "old")]);
        build(dir.path(), &old).unwrap();
        let (what, path) = stands.split_once(' ').unwrap();
        let at = dir.path().join(path);
        match what {
            "file" => fs::write(&at, "mine").unwrap(),
            "folder" => fs::create_dir(&at).unwrap(),
            _ => symlink(outside.path(), &at).unwrap(),
        }
        let before = tree(dir.path());
        let new = site(&[("index.html", "new"), ("new", "new"), (wanted, "new")]);
        assert_eq!(build(dir.path(), &new).unwrap_err(), [message]);
        assert_eq!(tree(dir.path()), before);
    }
    assert_eq!(tree(outside.path()), site(&[("secret", "secret")]));
}

#[test]
fn a_file_edited_by_hand_is_written_again() {
    let dir = folder();
    let files = site(&[("a.html", "2014"), ("b.html", "b")]);
    build(dir.path(), &files).unwrap();
    let path = dir.path().join("a.html");
    let date = fs::metadata(&path).unwrap().modified().unwrap();
    // Same size, and the old date put back.
    fs::write(&path, "2015").unwrap();
    File::options()
        .write(true)
        .open(&path)
        .unwrap()
        .set_modified(date)
        .unwrap();
    assert_eq!(counts(&build(dir.path(), &files).unwrap()), (1, 1, 0));
    assert_eq!(tree(dir.path()), files);
    // Touched only: nothing to write, and the next build need not read it.
    File::options()
        .write(true)
        .open(&path)
        .unwrap()
        .set_modified(date)
        .unwrap();
    assert_eq!(counts(&build(dir.path(), &files).unwrap()), (0, 2, 0));
    fs::remove_file(&path).unwrap();
    assert_eq!(counts(&build(dir.path(), &files).unwrap()), (1, 1, 0));
    assert_eq!(tree(dir.path()), files);
}

#[cfg(unix)]
#[test]
fn no_link_leads_out_of_the_folder() {
    use std::os::unix::fs::symlink;
    let (dir, outside) = (folder(), folder());
    let at = |path: &str| dir.path().join(path);
    let out = |path: &str| outside.path().join(path);
    fs::write(out("page"), "precious").unwrap();
    fs::create_dir(out("empty")).unwrap();
    let first = site(&[
        ("page", "1"),
        ("hard", "1"),
        ("sub/page", "1"),
        ("sub/empty/x", "1"),
        ("gone/page", "1"),
    ]);
    build(dir.path(), &first).unwrap();

    // A page of ours was replaced by a link, another is linked from elsewhere, a folder became a link.
    fs::remove_file(at("page")).unwrap();
    symlink(out("page"), at("page")).unwrap();
    fs::hard_link(at("hard"), out("hard")).unwrap();
    let second = site(&[("page", "2"), ("hard", "2"), ("sub/page", "1")]);
    fs::remove_dir_all(at("gone")).unwrap();
    symlink(outside.path(), at("gone")).unwrap();
    build(dir.path(), &second).unwrap();
    let mut expected = second.clone();
    expected.insert("gone".into(), format!("-> {}", outside.path().display()));
    assert_eq!(tree(dir.path()), expected);

    // The folder of a page that shall be removed became a link.
    fs::remove_dir_all(at("sub")).unwrap();
    symlink(outside.path(), at("sub")).unwrap();
    build(dir.path(), &site(&[("page", "2")])).unwrap();
    assert_eq!(
        tree(outside.path()),
        site(&[("page", "precious"), ("hard", "1"), ("empty/", "")])
    );

    // The writer's own folder or files are links.
    for path in [OWN, MANIFEST, LOCK, JOURNAL] {
        let dir = folder();
        fs::create_dir_all(dir.path().join(path).parent().unwrap()).unwrap();
        symlink(out("page"), dir.path().join(path)).unwrap();
        assert!(build(dir.path(), &first).is_err(), "{path}");
    }
    fs::create_dir(at(STAGED)).unwrap();
    symlink(outside.path(), at(STAGED).join("x")).unwrap();
    build(dir.path(), &site(&[("page", "3")])).unwrap();
    assert_eq!(fs::read_to_string(out("page")).unwrap(), "precious");
}

#[test]
fn a_file_can_become_a_folder_and_back() {
    let dir = folder();
    let sites = [
        site(&[("a", "file"), ("b", "b")]),
        site(&[("a/x", "x"), ("a/y/z", "z"), ("b", "b")]),
        site(&[("a/y", "file"), ("a/x", "x")]),
        site(&[("a", "file again")]),
    ];
    for files in &sites {
        build(dir.path(), files).unwrap();
        assert_eq!(&tree(dir.path()), files);
    }
    build(dir.path(), &sites[1]).unwrap();
    fs::write(dir.path().join("a/y/mine"), "mine").unwrap();
    let before = tree(dir.path());
    let message =
        "the file `a/y/mine` in the output folder was not made by dossier and is in the way of `a`";
    assert_eq!(build(dir.path(), &sites[0]).unwrap_err(), [message]);
    assert_eq!(tree(dir.path()), before);
}

#[test]
fn a_site_without_its_manifest_is_taken_over_where_it_is_the_same() {
    let dir = folder();
    let files = site(&[("a.html", "a"), ("b/c.html", "c")]);
    build(dir.path(), &files).unwrap();
    fs::remove_dir_all(dir.path().join(OWN)).unwrap();
    let summary = build(dir.path(), &files).unwrap();
    assert_eq!((counts(&summary), summary.kept.len()), ((0, 2, 0), 2));
    // It may change with us, but we did not make it, so we do not remove it.
    build(dir.path(), &site(&[("a.html", "A"), ("b/c.html", "c")])).unwrap();
    let summary = build(dir.path(), &Tree::new()).unwrap();
    assert_eq!(counts(&summary), (0, 0, 1));
    assert_eq!(tree(dir.path()), site(&[("b/c.html", "c")]));

    fs::remove_dir_all(dir.path().join(OWN)).unwrap();
    assert_eq!(
        build(dir.path(), &site(&[("b/c.html", "other")]))
            .unwrap_err()
            .len(),
        1
    );
    assert_eq!(tree(dir.path()), site(&[("b/c.html", "c")]));
}

#[test]
fn a_damaged_manifest_costs_no_file_of_others() {
    let dir = folder();
    let files = site(&[("a.html", "a"), ("b.html", "b")]);
    build(dir.path(), &files).unwrap();
    let text = fs::read(dir.path().join(MANIFEST)).unwrap();
    for cut in 0..text.len() - 1 {
        fs::write(dir.path().join(MANIFEST), &text[..cut]).unwrap();
        // As if the cut line claimed this file.
        fs::write(dir.path().join("b"), "mine").unwrap();
        build(dir.path(), &files).unwrap();
        assert_eq!(fs::read_to_string(dir.path().join("b")).unwrap(), "mine");
    }
}

#[test]
fn colliding_paths_are_refused_before_anything_changes() {
    for (files, message) in [
        (
            &["a/Ana.html", "a/ana.html"][..],
            "`a/Ana.html` and `a/ana.html` differ only in upper and lower case",
        ),
        (
            &["zer\u{f3}n", "zero\u{301}n"],
            "look the same but are spelt with other characters",
        ),
        (
            &["a", "a/b"],
            "`a` would be a file, and the folder of `a/b`",
        ),
        (&["same", "same"], "two outputs have the path `same`"),
        (
            &["../up"],
            "`../up` cannot be written: it has a part that leads elsewhere",
        ),
        (&["/etc/x"], "`/etc/x` cannot be written: it is absolute"),
    ] {
        for old in [Tree::new(), site(&[("same", "old"), ("a/ana.html", "old")])] {
            let dir = folder();
            build(dir.path(), &old).unwrap();
            let writer = Writer::open(dir.path()).unwrap();
            for path in files {
                writer.put(&artifact(path, "new"));
            }
            let problems: Vec<_> = writer
                .finish()
                .unwrap_err()
                .iter()
                .map(ToString::to_string)
                .collect();
            assert!(
                problems.len() == 1 && problems[0].contains(message),
                "{problems:?}"
            );
            assert_eq!(tree(dir.path()), old);
        }
    }
}

#[test]
fn a_build_given_up_leaves_no_trace() {
    let dir = folder();
    let out = dir.path().join("public");
    let writer = Writer::open(&out).unwrap();
    writer.put(&artifact("a/b.html", "b"));
    writer.abandon();
    assert!(!out.exists());
    let files = site(&[("a.html", "a")]);
    build(&out, &files).unwrap();
    let writer = Writer::open(&out).unwrap();
    writer.put(&artifact("a.html", "changed"));
    writer.put(&artifact("new/b.html", "b"));
    drop(writer);
    assert_eq!(tree(&out), files);
    assert!(!out.join(STAGED).exists());
}

#[test]
fn two_builds_do_not_mix() {
    let dir = folder();
    let first = Writer::open(dir.path()).unwrap();
    assert!(matches!(Writer::open(dir.path()), Err(Problem::Busy)));
    drop(first);
    assert!(Writer::open(dir.path()).is_ok());
    fs::write(dir.path().join("file"), "").unwrap();
    assert!(Writer::open(&dir.path().join("file")).is_err());
}

#[test]
fn many_threads_write_one_site() {
    let dir = folder();
    let files: Tree = (0..500)
        .map(|i| (format!("{}/{}/{i}.html", i % 3, i % 7), "x".repeat(i * 10)))
        .collect();
    for expected in [500, 0] {
        let writer = Writer::open(dir.path()).unwrap();
        files.par_iter().for_each(|(path, text)| {
            writer.put(&artifact(path, text));
        });
        assert_eq!(writer.finish().unwrap().written, expected);
        assert_eq!(tree(dir.path()), files);
    }
}

/// What must hold after a build from `old` to `new` was killed, whatever it was doing.
fn assert_readable(dir: &Path, old: &[&Tree], new: &Tree, foreign: &Tree) {
    let found = tree(dir);
    for (path, text) in &found {
        let is_whole = old.iter().any(|site| site.get(path) == Some(text))
            || new.get(path) == Some(text)
            || foreign.get(path) == Some(text)
            || path.ends_with('/');
        assert!(is_whole, "{path}: {text}");
    }
    for path in new
        .keys()
        .filter(|path| old.iter().all(|site| site.contains_key(*path)))
    {
        assert!(found.contains_key(path), "{path} is missing");
    }
    for (path, text) in foreign {
        assert_eq!(found.get(path), Some(text));
    }
}

#[test]
fn a_killed_build_is_completed_by_the_next() {
    let foreign = site(&[("CNAME", "mine"), ("a/mine", "mine")]);
    let old = site(&[
        ("index", "old index"),
        ("a/same", "same"),
        ("a/gone", "old"),
        ("b/c/gone", "old"),
        ("f", "file"),
    ]);
    let new = site(&[
        ("index", "new index"),
        ("a/same", "same"),
        ("a/new", "new"),
        ("d/e/new", "new"),
        ("d/new", "new"),
        ("f/g", "new"),
    ]);
    let (empty, third) = (
        Tree::new(),
        site(&[("index", "third"), ("d/e/new", "x"), ("h", "y")]),
    );
    let mut n_kills = 0;
    for (before, after) in [(&empty, &old), (&old, &new), (&new, &empty)] {
        for n in 1.. {
            let dir = folder();
            build(dir.path(), before).unwrap();
            for (path, text) in &foreign {
                let at = dir.path().join(path);
                fs::create_dir_all(at.parent().unwrap()).unwrap();
                fs::write(at, text).unwrap();
            }
            let ended = build_killed(dir.path(), after, n).is_some();
            assert_readable(dir.path(), &[before], after, &foreign);
            // A second kill must not lose what the first left behind.
            for m in (1..20).step_by(3) {
                build_killed(dir.path(), &third, m);
                assert_readable(dir.path(), &[before, after], &third, &foreign);
            }
            for last in [&third, after] {
                build(dir.path(), last).unwrap();
                let mut expected = last.clone();
                expected.extend(foreign.clone());
                let mut found = tree(dir.path());
                found.retain(|path, _| !path.ends_with('/'));
                assert_eq!(found, expected, "killed at {n}");
            }
            if ended {
                break;
            }
            n_kills += 1;
        }
    }
    assert!(n_kills > 30, "{n_kills}");
}

#[test]
fn a_file_put_where_a_killed_build_meant_to_write_is_not_ours() {
    let (old, new) = (
        site(&[("index", "old")]),
        site(&[("index", "new"), ("page", "ours")]),
    );
    for n in 1..40 {
        let dir = folder();
        build(dir.path(), &old).unwrap();
        build_killed(dir.path(), &new, n);
        let page = dir.path().join("page");
        if !page.exists() {
            fs::write(&page, "mine").unwrap();
            assert!(build(dir.path(), &new).is_err(), "killed at {n}");
            build(dir.path(), &old).unwrap();
            assert_eq!(fs::read_to_string(&page).unwrap(), "mine");
        }
    }
}

#[test]
fn a_file_moved_by_a_killed_build_is_not_taken_for_the_old_one() {
    // Of one size, so that only the journal can tell.
    let (old, new) = (site(&[("index", "old")]), site(&[("index", "new")]));
    let mut n_moved = 0;
    for (n, m) in (1..12).flat_map(|n| (1..16).map(move |m| (n, m))) {
        let dir = folder();
        build(dir.path(), &old).unwrap();
        if build_killed(dir.path(), &new, n).is_some() || tree(dir.path()) == old {
            continue;
        }
        // Longer than a tick of the clock, so that files are older than a manifest written now.
        std::thread::sleep(std::time::Duration::from_millis(12));
        build_killed(dir.path(), &site(&[("index", "new"), ("more", "x")]), m);
        build(dir.path(), &old).unwrap();
        assert_eq!(tree(dir.path()), old, "killed at {n} and {m}");
        n_moved += 1;
    }
    assert!(n_moved > 0);
}

/// A site out of few paths, so that files and folders change places.
fn any_site() -> impl Strategy<Value = Tree> {
    let paths = ["a", "a/b", "a/b/c", "a/d", "e", "e/f", "g/h/i", "j"];
    proptest::collection::btree_map(proptest::sample::select(paths.to_vec()), "[xy]{0,2}", 0..6)
        .prop_map(|picked| {
            let mut site = Tree::new();
            for (path, text) in picked {
                let is_below = site
                    .keys()
                    .any(|other: &String| path.starts_with(&format!("{other}/")));
                if !is_below {
                    site.insert(path.to_owned(), text);
                }
            }
            site
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn any_builds_with_any_kills_end_in_the_last_site(
        builds in proptest::collection::vec((any_site(), proptest::option::of(1usize..30)), 1..6),
        last in any_site(),
    ) {
        let dir = folder();
        fs::write(dir.path().join("CNAME"), "mine").unwrap();
        for (files, kill) in &builds {
            match kill {
                Some(n) => drop(build_killed(dir.path(), files, *n)),
                None => drop(build(dir.path(), files).unwrap()),
            }
        }
        build(dir.path(), &last).unwrap();
        let mut found = tree(dir.path());
        prop_assert_eq!(found.remove("CNAME"), Some("mine".to_owned()));
        prop_assert_eq!(found, last);
    }
}

/// Builds pages made from what their text says, so that a build can tell which it need not make. The
/// number of those that had to be made.
fn build_knowing(dir: &Path, files: &Tree, site: u128) -> (Summary, usize) {
    let writer = Writer::open(dir).unwrap();
    let mut n_made = 0;
    if !writer.keep_all(Fingerprint(site)) {
        for (path, text) in files {
            let made_from = Fingerprint::of(text);
            if !writer.keep(&Arc::from(path.as_str()), made_from) {
                n_made += 1;
                writer.put_made_from(&artifact(path, text), Some(made_from));
            }
        }
    }
    (writer.finish().unwrap(), n_made)
}

#[test]
fn what_was_made_from_the_same_is_kept_unless_somebody_changed_it() {
    let dir = folder();
    let dir = dir.path();
    let old = site(&[("a.html", "one"), ("b/c.html", "two"), ("d.html", "three")]);
    assert_eq!(build_knowing(dir, &old, 1).1, 3);
    let built = tree(dir);
    // At once, when files and manifest may be of the same tick of the clock, and again.
    for _ in 0..2 {
        let (summary, n_made) = build_knowing(dir, &old, 1);
        assert_eq!((counts(&summary), n_made), ((0, 3, 0), 0));
    }

    let mut new = old.clone();
    new.insert("a.html".into(), "new".into());
    let (summary, n_made) = build_knowing(dir, &new, 2);
    assert_eq!((counts(&summary), n_made), ((1, 2, 0), 1));
    let (summary, n_made) = build_knowing(dir, &old, 1);
    assert_eq!((counts(&summary), n_made), ((1, 2, 0), 1));
    assert_eq!(tree(dir), built);

    // A copy of the site has files that are all newer than they were.
    let copy = folder();
    for path in built.keys().map(String::as_str).chain([MANIFEST]) {
        let to = copy.path().join(path);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, fs::read(dir.join(path)).unwrap()).unwrap();
    }
    assert_eq!(build_knowing(copy.path(), &old, 1).1, 0);

    // Somebody writes into a file, somebody removes one: the next build repairs both.
    for spoil in [
        |dir: &Path| fs::write(dir.join("b/c.html"), "tow").unwrap(),
        |dir: &Path| fs::remove_file(dir.join("d.html")).unwrap(),
        |dir: &Path| {
            fs::remove_file(dir.join("a.html")).unwrap();
            fs::create_dir(dir.join("a.html")).unwrap();
            fs::remove_dir(dir.join("a.html")).unwrap();
        },
    ] {
        spoil(dir);
        assert_eq!(build_knowing(dir, &old, 1).1, 1);
        assert_eq!(tree(dir), built);
    }
    // A file that no build knows any more goes, also when all others are kept.
    let mut less = old.clone();
    less.remove("d.html");
    assert_eq!(build_knowing(dir, &less, 3).0.removed, 1);
    assert!(!dir.join("d.html").exists());
}
