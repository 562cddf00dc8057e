//! What nobody but a browser of this machine may get, and what no request may do to the others.

use crate::folder::Folder;
use crate::server::Server;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

const PAGE: &str = "/actors/agency.html";

#[test]
fn other_names_of_this_machine_are_refused() {
    let server = Server::start(Folder::small());
    let port = server.port;
    let ask = |host: &str| server.ask("GET", PAGE, &[("host", host)]).status;
    for host in ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"] {
        assert_eq!(ask(&format!("{host}:{port}")), 200, "{host}");
    }
    for host in [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "localhost@evil.example",
        "evil.example#localhost",
        "[::2]",
        "",
    ] {
        let status = ask(&format!("{host}:{port}"));
        assert!(matches!(status, 400 | 403), "{host}: {status}");
    }
    // None at all, two, and another one in the address, which goes before the header.
    for (request, expected) in [
        (
            format!("GET {PAGE} HTTP/1.1\r\nconnection: close\r\n\r\n"),
            403,
        ),
        (format!("GET {PAGE} HTTP/1.0\r\n\r\n"), 403),
        (
            format!(
                "GET {PAGE} HTTP/1.1\r\nhost: localhost\r\nhost: evil.example\r\nconnection: close\r\n\r\n"
            ),
            403,
        ),
        (
            format!(
                "GET http://evil.example{PAGE} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
            ),
            403,
        ),
        (
            format!(
                "GET http://localhost:{port}{PAGE} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
            ),
            200,
        ),
    ] {
        let answer = server.send(request.as_bytes()).unwrap();
        assert_eq!(answer.status, expected, "{request}");
    }
    let answer = server.ask(
        "GET",
        "/_dossier/events?page=/",
        &[("host", "evil.example")],
    );
    assert_eq!(answer.status, 403, "the stream as well");
}

#[test]
fn pages_of_others_are_refused() {
    let server = Server::start(Folder::small());
    let port = server.port;
    let ask = |origin: &str| {
        let stays = [("origin", origin), ("host", &*format!("localhost:{port}"))];
        server.ask("GET", PAGE, &stays).status
    };
    assert_eq!(ask(&format!("http://localhost:{port}")), 200);
    for origin in [
        "https://evil.example",
        "null",
        "http://localhost:1",
        "http://localhost",
        "file://",
        "localhost",
    ] {
        assert_eq!(ask(origin), 403, "{origin}");
    }
    let answer = server.get(PAGE);
    assert_eq!(
        answer.header("cross-origin-resource-policy"),
        Some("same-origin")
    );
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(answer.header("x-frame-options"), Some("DENY"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("access-control-allow-origin"), None);
}

#[test]
fn there_is_only_reading() {
    let server = Server::start(Folder::small());
    for method in [
        "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get",
    ] {
        for path in [PAGE, "/_dossier/events", "/_dossier/live.js"] {
            let answer = server.ask(method, path, &[]);
            assert!(
                answer.status == 405 || (method == "CONNECT" && answer.status == 400),
                "{method} {path}: {}",
                answer.status
            );
            if answer.status == 405 {
                assert_eq!(answer.header("allow"), Some("GET, HEAD"), "{method}");
            }
        }
    }
    // A body is not waited for.
    let answer = server.ask("POST", PAGE, &[("content-length", "1000000000000")]);
    assert_eq!(answer.status, 405);
}

#[test]
fn head_has_no_body() {
    let server = Server::start(Folder::small());
    for path in [
        PAGE,
        "/nowhere",
        "/_dossier/live.js",
        "/_dossier/events?page=/",
    ] {
        let answer = server.ask("HEAD", path, &[]);
        assert_eq!(
            answer.status,
            if path == "/nowhere" { 404 } else { 200 },
            "{path}"
        );
        assert_eq!(answer.body, "", "{path}");
    }
    let (head, get) = (server.ask("HEAD", PAGE, &[]), server.get(PAGE));
    assert_eq!(
        head.header("content-length"),
        Some(&*get.body.len().to_string())
    );
    assert_eq!(head.header("content-type"), get.header("content-type"));
}

#[test]
fn no_path_leads_out_of_the_site() {
    let folder = Folder::small();
    // Files of the writer's that are no part of the site, and one that is.
    folder.write("secret.txt", "CANARY");
    folder.write(".env", "CANARY");
    folder.write("content/.secret.md", "CANARY");
    folder.write("static/.git/config", "CANARY");
    folder.write("static/fine.txt", "fine");
    let server = Server::start(folder);
    assert_eq!(server.get("/fine.txt").body, "fine");
    let root = server.folder.path().display().to_string();
    let mut paths: Vec<String> = [
        "/etc/passwd",
        "secret.txt",
        ".env",
        "dossier.yaml",
        "content/.secret.md",
        "content/actors/agency.md",
        ".git/config",
    ]
    .iter()
    .flat_map(|file| {
        let file = file.trim_start_matches('/');
        [
            "/",
            "//",
            "/../",
            "/../../../../../../../../",
            "/%2e%2e/",
            "/%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2f",
            "/..%2f",
            "/..%5c",
            "/..\\",
            "/%252e%252e%252f",
            "/actors/../../",
            "/static/../",
            "/./",
            "/%2f",
            "/.%2e/",
            "/%c0%ae%c0%ae/",
            "/..;/",
            "/fine.txt/../",
            "/fine.txt%00",
            "/_dossier/../",
            "/_dossier/%2e%2e/",
        ]
        .map(|before| format!("{before}{file}"))
    })
    .collect();
    paths.push(format!("{root}/secret.txt"));
    paths.push(format!("/{root}/secret.txt"));
    paths.push("/static/fine.txt".to_owned());
    paths.push("file:///etc/passwd".to_owned());
    paths.push("*".to_owned());
    paths.push("/fine.txt%00.html".to_owned());
    for path in &paths {
        let Some(answer) = server.send(
            format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
                .as_bytes(),
        ) else {
            continue;
        };
        assert!(
            matches!(answer.status, 400 | 403 | 404),
            "{path}: {}",
            answer.status
        );
        assert!(
            !answer.body.contains("CANARY") && !answer.body.contains("root:"),
            "{path}"
        );
    }
    for line in [
        "GET /\0 HTTP/1.1",
        "GET /fine.txt\0.html HTTP/1.1",
        "GET",
        "\0\0\0\0",
        "GET / HTTP/9.9",
        "GET /fine.txt HTTP/1.1\r\nx\0y: z",
    ] {
        let answer = server
            .send(format!("{line}\r\nhost: localhost\r\nconnection: close\r\n\r\n").as_bytes());
        assert!(
            answer.as_ref().is_none_or(|answer| answer.status >= 400),
            "{line:?}: {answer:?}"
        );
    }
    assert_eq!(server.get("/fine.txt").body, "fine", "it lives");
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let folder = Folder::small();
    let root = folder.path().to_owned();
    folder.write("static/fine.txt", "fine");
    symlink("/etc/passwd", root.join("static/passwd.txt")).unwrap();
    symlink("/etc", root.join("static/etc")).unwrap();
    symlink("/etc/passwd", root.join("content/pages/passwd.md")).unwrap();
    let server = Server::start(folder);
    let probe = || {
        for path in [
            "/passwd.txt",
            "/etc/passwd",
            "/passwd.html",
            "/new.txt",
            "/new/passwd",
        ] {
            let answer = server.get(path);
            assert_eq!(answer.status, 404, "{path}");
            assert!(!answer.body.contains("root:"), "{path}");
        }
    };
    probe();
    // Made while it serves, also in the place of a file that was served.
    symlink("/etc/passwd", root.join("static/new.txt")).unwrap();
    symlink("/etc", root.join("static/new")).unwrap();
    std::fs::remove_file(root.join("static/fine.txt")).unwrap();
    symlink("/etc/passwd", root.join("static/fine.txt")).unwrap();
    server.until("/fine.txt", |answer| answer.status == 404);
    probe();
}

#[test]
fn what_is_too_long_is_refused() {
    let server = Server::start(Folder::small());
    let with = |path: &str, headers: &str| {
        format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{headers}\r\n")
    };
    let many = (0..2_000).fold(String::new(), |mut all, n| {
        let _ = write!(all, "x-{n}: y\r\n");
        all
    });
    for request in [
        with(&format!("/{}", "a".repeat(100_000)), ""),
        with(&format!("/{}", "%61".repeat(30_000)), ""),
        with(&format!("/?{}", "a".repeat(100_000)), ""),
        with("/", &format!("x: {}\r\n", "y".repeat(1_000_000))),
        with("/", &many),
    ] {
        // The connection may end before all of it was sent, and the answer with it.
        if let Some(answer) = server.send(request.as_bytes()) {
            assert!((400..500).contains(&answer.status), "{}", answer.status);
        }
        assert_eq!(server.get(PAGE).status, 200, "it lives");
    }
    assert_eq!(server.get(&format!("/{}", "a".repeat(5_000))).status, 404);
}

#[test]
fn slow_clients_take_nobodys_place() {
    let server = Server::start(Folder::small());
    let events = server.open(PAGE);
    let ask = || {
        let start = Instant::now();
        assert_eq!(server.get(PAGE).status, 200);
        start.elapsed()
    };
    let alone = ask();
    // Some say nothing, some a part of a header, some take no answer.
    let slow: Vec<TcpStream> = (0..300)
        .map(|n| {
            let mut stream = server.connect();
            let said: &[u8] = match n % 3 {
                0 => b"",
                1 => b"GET / HTTP/1.1\r\nhost: loc",
                _ => b"GET /casefile.css HTTP/1.1\r\nhost: localhost\r\n\r\n",
            };
            let _ = stream.write_all(said);
            stream
        })
        .collect();
    let most = (0..20).map(|_| ask()).max().unwrap();
    println!("a page: {alone:?} alone, at most {most:?} beside 300 slow connections");
    // Headers may take ten seconds; whoever waited for that waited for a place.
    assert!(most < Duration::from_secs(5), "{most:?}");
    // Who listens keeps the stream.
    server.folder.write(
        "content/actors/agency.md",
        "---\ntitle: Agency\nsummary: a\n---\nStill told.\n",
    );
    events.until("page", |_| true);
    drop(slow);
    // As many that listen.
    let many: Vec<_> = (0..300).map(|_| server.events("/", "")).collect();
    assert!(ask() < Duration::from_secs(5));
    drop(many);
}

#[test]
fn headers_have_to_come_in_time() {
    let server = Server::start(Folder::small());
    let mut slow = server.connect();
    slow.write_all(b"GET / HTTP/1.1\r\nhost: loc").unwrap();
    // The read ends because the server ends it, not the time of the test.
    let mut bytes = Vec::new();
    let start = Instant::now();
    let _ = slow.read_to_end(&mut bytes);
    assert!(start.elapsed() < Duration::from_secs(30));
}

#[cfg(target_os = "linux")]
#[test]
fn only_this_machine_is_listened_to() {
    let server = Server::start(Folder::small());
    let port = format!(":{:04X}", server.port);
    let listening = |table: &str| -> Vec<String> {
        let table = std::fs::read_to_string(table).unwrap_or_default();
        let lines = table
            .lines()
            .skip(1)
            .map(|line| line.split_whitespace().collect::<Vec<_>>());
        // State 0A is listening, proc_pid_net(5).
        lines
            .filter(|fields| fields.get(3) == Some(&"0A") && fields[1].ends_with(&port))
            .map(|fields| fields[1].to_owned())
            .collect()
    };
    let all = [listening("/proc/net/tcp"), listening("/proc/net/tcp6")].concat();
    // 127.0.0.1 in the byte order of this machine.
    let address = format!("{:08X}{port}", u32::from_ne_bytes([127, 0, 0, 1]));
    assert_eq!(all, [address]);
}
