//! What the program asks the web, asked of a server on this machine that does as GitHub Pages does.

#![cfg(feature = "net")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

/// Answers before a file is looked for: by path, with a status, a header and a body.
type Answers = BTreeMap<String, (u16, String, String)>;

/// Serves a folder as a project site: under `/repo/`, case-sensitive, `x` for `x.html`, from a folder to the
/// folder with its slash by 301, and its `404.html` for what is missing under the prefix alone.
struct Pages {
    port: u16,
    /// Method and path of each request.
    log: Arc<Mutex<Vec<String>>>,
    answers: Arc<Mutex<Answers>>,
}

impl Pages {
    fn serve(folder: &Path) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let log = Arc::new(Mutex::new(Vec::new()));
        let answers = Arc::new(Mutex::new(Answers::new()));
        let (folder, seen, special) = (folder.to_owned(), Arc::clone(&log), Arc::clone(&answers));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (folder, seen, special) =
                    (folder.clone(), Arc::clone(&seen), Arc::clone(&special));
                std::thread::spawn(move || {
                    let _ = converse(stream, &folder, &seen, &special);
                });
            }
        });
        Self { port, log, answers }
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}/repo/", self.port)
    }

    fn answer(&self, path: &str, status: u16, header: &str, body: &str) {
        let answer = (status, header.to_owned(), body.to_owned());
        self.answers.lock().unwrap().insert(path.to_owned(), answer);
    }

    fn log(&self) -> Vec<String> {
        std::mem::take(&mut self.log.lock().unwrap())
    }
}

/// Answers the requests of one connection.
fn converse(
    stream: TcpStream,
    folder: &Path,
    seen: &Mutex<Vec<String>>,
    special: &Mutex<Answers>,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut stream = stream;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let mut words = line.split_whitespace();
        let method = words.next().unwrap_or_default().to_owned();
        let path = words.next().unwrap_or_default().to_owned();
        loop {
            let mut header = String::new();
            reader.read_line(&mut header)?;
            if header.trim().is_empty() {
                break;
            }
            let (name, value) = header.split_once(':').unwrap_or_default();
            assert!(
                !name.eq_ignore_ascii_case("accept-encoding") || !value.contains("gzip"),
                "what is packed cannot be compared"
            );
        }
        seen.lock().unwrap().push(format!("{method} {path}"));
        let known = special.lock().unwrap().get(&path).cloned();
        let (status, header, body) = match known {
            Some((status, header, body)) => (status, header, body.into_bytes()),
            None => find(folder, &path),
        };
        let header = if header.is_empty() {
            String::new()
        } else {
            format!("{header}\r\n")
        };
        write!(
            stream,
            "HTTP/1.1 {status} X\r\ncontent-length: {}\r\n{header}\r\n",
            body.len()
        )?;
        if method == "GET" {
            stream.write_all(&body)?;
        }
    }
}

fn find(folder: &Path, path: &str) -> (u16, String, Vec<u8>) {
    let Some(inside) = path.strip_prefix("/repo/") else {
        let leads = path == "/repo";
        let (status, header) = if leads {
            (301, "location: /repo/")
        } else {
            (404, "")
        };
        return (status, header.to_owned(), b"the host's own page".to_vec());
    };
    assert!(!inside.contains(".."));
    let file = folder.join(inside);
    if file.is_dir() && !path.ends_with('/') && !inside.is_empty() {
        return (301, format!("location: {path}/"), Vec::new());
    }
    let candidates = if file.is_dir() {
        vec![file.join("index.html")]
    } else {
        vec![
            file.clone(),
            PathBuf::from(format!("{}.html", file.display())),
        ]
    };
    // What the upload for Actions leaves out.
    let is_hidden = inside.split('/').any(|part| part.starts_with('.'));
    let found = candidates.iter().find_map(|file| {
        let mut bytes = Vec::new();
        fs::File::open(file).ok()?.read_to_end(&mut bytes).ok()?;
        Some(bytes)
    });
    match found.filter(|_| !is_hidden) {
        Some(bytes) => (200, String::new(), bytes),
        None => (
            404,
            String::new(),
            fs::read(folder.join("404.html")).unwrap_or_default(),
        ),
    }
}

/// A dossier in a repository, built into `site` and served.
struct Place {
    folder: tempfile::TempDir,
    pages: Pages,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let pages = Pages::serve(&folder.path().join("site"));
        let place = Self { folder, pages };
        fs::create_dir(place.root()).unwrap();
        place.dossier(&["new", "site", "."], 0);
        place.edit("dossier.yaml", |text| {
            let url = format!("url: {}", place.pages.url());
            text.replace("# url: https://example.org/dossier/", &url)
        });
        place.edit("content/pages/method.md", |text| {
            text.replacen(
                "---\n",
                "---\nupdated: 2026-01-02\nredirects: [old/way.html]\n",
                1,
            )
        });
        place
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("d")
    }

    fn build(&self) {
        self.dossier(&["build", "-o", "../site"], 0);
    }

    fn edit(&self, path: &str, edit: impl FnOnce(String) -> String) {
        let path = self.root().join(path);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, edit(text)).unwrap();
    }

    fn served(&self, path: &str) -> PathBuf {
        self.folder.path().join("site").join(path)
    }

    /// Runs dossier; what it printed, and what it said.
    #[track_caller]
    fn dossier(&self, arguments: &[&str], code: i32) -> (String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dossier"));
        command.current_dir(self.root()).args(arguments);
        command.env("NO_COLOR", "1").env("NO_PROXY", "127.0.0.1");
        for name in [
            "GITHUB_ACTIONS",
            "http_proxy",
            "HTTP_PROXY",
            "ALL_PROXY",
            "all_proxy",
        ] {
            command.env_remove(name);
        }
        let output = command.output().unwrap();
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
    fn verify(&self, code: i32) -> String {
        self.dossier(&["verify", "--site"], code).1
    }
}

#[test]
fn a_site_that_stands_as_built_is_found_so() {
    let place = Place::new();
    place.build();
    let said = place.verify(0);
    assert!(
        said.contains("files at http://127.0.0.1") && said.contains("1 of 1 old addresses lead on"),
        "{said}"
    );
    let log = place.pages.log();
    for path in [
        "/repo/",
        "/repo/actors/example-water-company.html",
        "/repo/old/way.html",
    ] {
        assert!(log.contains(&format!("GET {path}")), "{path}: {log:?}");
    }
    assert!(!log.contains(&"GET /repo/.nojekyll".to_owned()));
    // The folder that was built, and the address by itself, say the same.
    place.dossier(&["verify", "--site", "--built", "../site"], 0);
    place.dossier(&["verify", "--site", &place.pages.url(), "--json"], 0);
    // Nothing but the site was looked at.
    assert!(!place.root().join("evidence.lock").exists() && !place.root().join("public").exists());
}

#[test]
fn what_is_missing_or_other_is_told_file_by_file() {
    let place = Place::new();
    fs::create_dir_all(place.root().join("static/.well-known")).unwrap();
    fs::write(place.root().join("static/.well-known/security.txt"), "x").unwrap();
    place.build();
    fs::remove_file(place.served("places/example-valley.html")).unwrap();
    fs::remove_file(place.served("old/way.html")).unwrap();
    fs::write(place.served("claims/price-below-law.html"), "<p>changed").unwrap();
    place
        .pages
        .answer("/repo/method.html", 301, "location: /elsewhere", "");
    place.pages.answer("/repo/robots.txt", 500, "", "");
    place
        .pages
        .answer("/repo/feed.xml", 200, "content-encoding: br", "x");
    let said = place.verify(1);
    for told in [
        "example-valley.html answers 404",
        "old/way.html answers 404",
        "price-below-law.html is not what was built",
        "leads to http://127.0.0.1",
        "robots.txt answers 500",
        "feed.xml comes packed as br",
        "publishing with Actions leaves hidden files out",
        "0 of 1 old addresses",
        "7 errors",
    ] {
        assert!(said.contains(told), "{told}\n{said}");
    }
    let (json, _) = place.dossier(&["verify", "--site", "--json"], 1);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let mut checks: Vec<&str> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["check"].as_str().unwrap())
        .collect();
    checks.sort_unstable();
    checks.dedup();
    assert_eq!(checks, ["file-differs", "file-not-served"]);
}

#[test]
fn an_old_version_and_another_address_are_told() {
    let place = Place::new();
    place.build();
    place.edit("content/pages/method.md", |text| {
        text + "\nOne more sentence.\n"
    });
    let said = place.verify(1);
    assert!(said.contains("method.html is not what was built"), "{said}");
    // What was built then is what stands there.
    place.dossier(&["verify", "--site", "--built", "../site"], 0);
    // The same files, but they name an address that is not the one that was asked.
    let other = Place::new();
    other.edit("dossier.yaml", |text| {
        text.replace(&other.pages.url(), "https://dossier.example/")
    });
    other.build();
    let (_, said) = other.dossier(&["verify", "--site", &other.pages.url()], 1);
    assert!(
        said.contains("other-canonical")
            && said.contains("https://dossier.example/")
            && said.contains("1 error"),
        "{said}"
    );
    // Files that were built for another address say so.
    other.edit("dossier.yaml", |text| {
        text.replace("https://dossier.example/", &other.pages.url())
    });
    let said = other.verify(1);
    assert!(
        said.contains("was built for https://dossier.example/"),
        "{said}"
    );
}

#[test]
fn a_host_that_serves_the_last_version_is_waited_for() {
    let place = Place::new();
    place.build();
    place.edit("content/pages/method.md", |text| {
        text + "\nOne more sentence.\n"
    });
    std::thread::scope(|scope| {
        let verifying = scope.spawn(|| place.dossier(&["verify", "--site", "--wait", "1"], 0));
        // The new version comes once the old one was seen.
        let is_asked = || {
            let log = place.pages.log.lock().unwrap();
            log.iter()
                .filter(|line| line.ends_with("/repo/dossier.html"))
                .count()
                > 1
        };
        while !is_asked() && !verifying.is_finished() {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        place.build();
        let (_, said) = verifying.join().unwrap();
        assert!(said.contains("waiting for "), "{said}");
    });
    // It stands at once now, and nothing is waited for.
    let (_, said) = place.dossier(&["verify", "--site", "--wait", "1"], 0);
    assert!(!said.contains("waiting"), "{said}");
}

#[test]
fn a_missing_address_must_answer_so() {
    let place = Place::new();
    place.build();
    let top = "/repo/no-such-page-asked-by-dossier.html";
    place.pages.answer(top, 200, "", "Welcome!");
    let said = place.verify(1);
    assert!(said.contains("answers 200 instead of 404"), "{said}");
    place.pages.answer(top, 404, "", "<h1>Not found</h1>");
    let said = place.verify(1);
    assert!(
        said.contains("another page than the site's 404.html"),
        "{said}"
    );
}

#[test]
fn a_host_that_is_busy_is_waited_for_and_one_that_is_gone_is_not() {
    let place = Place::new();
    place.build();
    let answers = Arc::clone(&place.pages.answers);
    place
        .pages
        .answer("/repo/robots.txt", 429, "retry-after: 1", "");
    let log = Arc::clone(&place.pages.log);
    std::thread::spawn(move || {
        while !log
            .lock()
            .unwrap()
            .iter()
            .any(|line| line.ends_with("robots.txt"))
        {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        answers.lock().unwrap().remove("/repo/robots.txt");
    });
    place.verify(0);
    place
        .pages
        .answer("/repo/", 301, "location: https://dossier.example/", "");
    let said = place.verify(2);
    assert!(said.contains("leads to https://dossier.example/"), "{said}");
    // Nothing listens there.
    let (_, said) = place.dossier(&["verify", "--site", "http://127.0.0.1:1/"], 2);
    assert!(said.contains("takes no connection"), "{said}");
    place.dossier(&["verify", "--site", "nowhere"], 2);
    place.dossier(&["verify", "--site", "--built", "nowhere"], 2);
}

#[test]
fn pages_that_stand_online_must_not_vanish() {
    let place = Place::new();
    let check = ["check", "--publish", "--against"];
    // Before the first time nothing stands there.
    let (_, said) = place.dossier(&check, 0);
    assert!(said.contains("Nothing to compare with"), "{said}");
    place.build();
    let (_, said) = place.dossier(&check, 0);
    assert!(said.contains("Compared with"), "{said}");
    // An old address is one of those that must not vanish.
    place.edit("content/pages/method.md", |text| {
        text.replace("redirects: [old/way.html]\n", "")
    });
    let url = place.pages.url();
    let (_, said) = place.dossier(
        &["check", "--publish", "--against", url.trim_end_matches('/')],
        1,
    );
    assert!(
        said.contains("old/way.html is published and would vanish"),
        "{said}"
    );
    // Of another generator there is a sitemap only, here one of several files.
    fs::remove_file(place.served("data/addresses.txt")).unwrap();
    let map = format!("<sitemapindex><sitemap><loc>{url}map.xml</loc></sitemap></sitemapindex>");
    fs::write(place.served("sitemap.xml"), map).unwrap();
    let map = format!(
        "<urlset><url><loc>{url}</loc></url><url><loc>{url}2019/affair/</loc></url></urlset>"
    );
    fs::write(place.served("map.xml"), map).unwrap();
    let (_, said) = place.dossier(&check, 1);
    assert!(
        said.contains("2019/affair/index.html is published") && said.contains("1 error"),
        "{said}"
    );
    place.dossier(
        &["check", "--publish", "--against", "http://127.0.0.1:1/"],
        2,
    );
}

#[test]
fn addresses_of_sources_are_asked() {
    let place = Place::new();
    let at = format!("http://127.0.0.1:{}", place.pages.port);
    let source = |id: &str, fields: &str| {
        let text = format!(
            "---\ntitle: {id}\ntype: webpage\nsummary: S.\n{}---\nA note.\n",
            fields.replace("AT", &at)
        );
        fs::write(place.root().join(format!("content/sources/{id}.md")), text).unwrap();
    };
    place.pages.answer("/alive", 200, "", "text");
    place.pages.answer("/moved", 301, "location: alive", "");
    place.pages.answer("/gone", 410, "", "");
    place.pages.answer("/shy", 403, "", "");
    place.pages.answer("/front", 302, "location: /", "");
    place.pages.answer("/", 200, "", "Welcome!");
    place.pages.answer("/circle", 302, "location: /circle", "");
    // No test asks a host of the world.
    place.edit("content/sources/example-weekly-2021.md", |text| {
        text.replace("https://example.org", &at)
    });
    place.pages.answer("/who-sold-the-spring", 200, "", "text");
    source("alive", "url: AT/alive\n");
    source("moved", "url: AT/moved\narchive_url: AT/alive\n");
    source("copied", "url: AT/gone\narchive_url: AT/alive\n");
    source("front", "url: AT/front\n");
    place.dossier(&["verify", "--links"], 0);
    source("shy", "url: AT/shy\n");
    source("circle", "url: AT/circle\n");
    source("lost", "url: AT/missing\n");
    place.pages.log();
    let (json, said) = place.dossier(&["verify", "--links", "--json"], 1);
    assert!(
        said.contains("5 of 10 addresses of sources answer"),
        "{said}"
    );
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let findings: Vec<String> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            let word = |name: &str| finding[name].as_str().unwrap_or_default();
            let path = word("path").rsplit('/').next().unwrap();
            format!(
                "{path}:{} {} {}",
                finding["start"]["line"],
                word("severity"),
                word("check")
            )
        })
        .collect();
    assert_eq!(
        findings,
        [
            "circle.md:5 warning unclear-link",
            "copied.md:5 warning dead-link",
            "front.md:5 warning unclear-link",
            "lost.md:5 error dead-link",
            "shy.md:5 warning unclear-link",
        ]
    );
    let log = place.pages.log();
    let n = |line: &str| log.iter().filter(|other| *other == line).count();
    // Each once, by its head; in full only where that does not answer.
    assert_eq!(
        (n("HEAD /gone"), n("GET /gone"), n("GET /alive")),
        (1, 1, 0),
        "{log:?}"
    );
}
