//! Same dossier, same bytes: on any number of threads, in any folder, built at once or after a crash.

use crate::folder::Folder;
use dossier::session::{Options, Session};
use dossier::{config, load};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// What differs between two outputs, in few words.
fn difference(a: &BTreeMap<String, Vec<u8>>, b: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let paths = a
        .keys()
        .chain(b.keys().filter(|path| !a.contains_key(*path)));
    paths
        .filter(|path| a.get(*path) != b.get(*path))
        .take(10)
        .cloned()
        .collect()
}

fn assert_same(a: &BTreeMap<String, Vec<u8>>, b: &BTreeMap<String, Vec<u8>>, when: &str) {
    assert!(!a.is_empty());
    assert!(a == b, "{when}, these differ: {:?}", difference(a, b));
}

fn build(folder: &Folder, threads: &str) {
    let output = folder
        .program(&["build"])
        .env("RAYON_NUM_THREADS", threads)
        .output()
        .expect("it was built");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn two_builds_give_the_same_bytes_on_one_and_on_many_threads_and_in_different_folders() {
    let (one, many) = (Folder::shipped(), Folder::shipped());
    build(&one, "1");
    build(&many, "4");
    assert_same(
        &one.files("public"),
        &many.files("public"),
        "on one thread and on four",
    );
    build(&one, "2");
    assert_same(
        &one.files("public"),
        &many.files("public"),
        "after a build with nothing changed",
    );
}

/// A build is killed at moments spread over the time that it takes. Whatever then lies there is of the
/// old or of the new site, each file whole, and the next build makes it the new site.
#[test]
fn a_killed_build_leaves_whole_files_and_the_next_one_repairs() {
    const N_KILLS: u32 = 12;
    let folder = Folder::shipped();
    build(&folder, "2");
    let old = folder.files("public");
    // A title that stands on many pages, a page that goes, and one that comes.
    let config = fs::read_to_string(folder.path().join("dossier.yaml")).expect("it is there");
    folder.write(
        "dossier.yaml",
        config.replacen("title: \"", "title: \"New ", 1),
    );
    folder.write(
        "content/pages/added.md",
        "---\ntitle: Added\n---\nThis page was added.\n",
    );
    let fresh = Folder::new(Vec::<(&str, &str)>::new());
    for (path, bytes) in folder
        .files(".")
        .iter()
        .filter(|(path, _)| !path.starts_with("public/"))
    {
        fresh.write(path, bytes);
    }
    let start = Instant::now();
    build(&fresh, "2");
    let whole = start.elapsed();
    let new = fresh.files("public");
    assert!(old != new);

    let mut n_killed = 0;
    for kill in 0..N_KILLS {
        // Back to the old site, by hand, so that each kill meets the same work.
        let public = folder.path().join("public");
        fs::remove_dir_all(&public).expect("it is there");
        for (path, bytes) in &old {
            folder.write(&format!("public/{path}"), bytes);
        }
        let mut child = folder
            .program(&["build"])
            .env("RAYON_NUM_THREADS", "2")
            .stderr(Stdio::null())
            .spawn()
            .expect("it was built");
        let moment = whole * (kill + 1) / (N_KILLS + 1);
        wait(moment);
        child.kill().expect("it is ours");
        let was_killed = !child.wait().expect("it is ours").success();
        n_killed += u32::from(was_killed);
        for (path, bytes) in folder.files("public") {
            let is_own = path.contains(".dossier");
            let is_whole = old.get(&path) == Some(&bytes) || new.get(&path) == Some(&bytes);
            assert!(
                is_own || is_whole,
                "{path} is neither old nor new after a kill at {moment:?}"
            );
        }
        build(&folder, "2");
        assert_same(&folder.files("public"), &new, "after a kill and a build");
    }
    assert!(n_killed > 0, "no build was killed: it takes {whole:?}");
}

/// Lets time pass. What follows does not rely on how much passed: it only varies the moment.
fn wait(time: Duration) {
    std::thread::sleep(time);
}

/// A thread that waits for a part of its work takes up other work meanwhile. If that asks for the very value which the
/// thread is making, it must not wait for itself: the build would hang, once in many times.
#[test]
fn many_pages_may_ask_for_the_figures_at_once() {
    let (tree, _) = load::load(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the shipped dossier");
    let joined = Session::new(Options::once(None)).join(&tree, config::parse(&tree));
    let (done, is_done) = mpsc::channel();
    std::thread::spawn(move || {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(4).build();
        let pool = pool.expect("four threads");
        for _ in 0..100 {
            let press = joined.press();
            let is_made = AtomicBool::new(false);
            let ask = || press.scene.figures().citations;
            pool.scope(|scope| {
                // One thread is busy, with more work in hand that asks for the figures. Another makes them, and
                // the rest help either.
                scope.spawn(|scope| {
                    (0..8).for_each(|_| scope.spawn(|_| assert!(ask() > 0)));
                    while !is_made.load(Ordering::Acquire) {
                        std::hint::spin_loop();
                    }
                });
                scope.spawn(|_| {
                    assert!(ask() > 0);
                    is_made.store(true, Ordering::Release);
                });
            });
        }
        done.send(()).expect("somebody waits");
    });
    let limit = Duration::from_secs(60);
    assert!(is_done.recv_timeout(limit).is_ok(), "it hangs");
}
