//! The machine around it: ports that are taken, and systems that do not tell of changes.

use crate::folder::{Folder, PROGRAM};
use crate::server::Server;
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;

const PAGE: &str = "/actors/agency.html";
const FILE: &str = "content/actors/agency.md";

fn edit(server: &Server, text: &str) {
    server.folder.write(
        FILE,
        format!("---\ntitle: Water Agency\naliases: [WA]\nsummary: s\n---\n{text}\n"),
    );
}

#[test]
fn a_port_that_is_taken_is_said_and_the_next_one_used() {
    // Ten in a row are seldom all taken, so one of these starts finds its next one free.
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let wanted = port.to_string();
    let server = Server::start_with(Folder::small(), &["--port", &wanted]);
    assert!(
        server.port > port && server.port <= port + 9,
        "{port} {}",
        server.port
    );
    let said = format!("Port {port} is taken; this is {}.", server.port);
    server.line("word of it", |line| line == said);
    assert_eq!(server.get(PAGE).status, 200);
    let (code, said) = server
        .folder
        .say(&["serve", "--port", &wanted, "--strict-port"]);
    assert_eq!(code, 2, "{said}");
    assert!(
        said.contains(&wanted) && said.contains("--port 8080"),
        "{said}"
    );
}

#[test]
fn changes_are_found_by_looking_where_asked() {
    let server = Server::start_with(Folder::small(), &["--port", "0", "--poll"]);
    for n in 0..4 {
        // Of the same length, and soon after each other.
        edit(&server, &format!("Polled {n}."));
        server.until_has(PAGE, &format!("Polled {n}."));
    }
    server.folder.write("static/new/a.txt", "new");
    server.until("/new/a.txt", |answer| answer.body == "new");
    fs::remove_file(server.folder.path().join("content/pages/method.md")).unwrap();
    server.until("/method.html", |answer| answer.status == 404);
    let n_builds = server.n_builds();
    edit(&server, "Polled 3.");
    edit(&server, "The last.");
    server.until_has(PAGE, "The last.");
    server.until_built(n_builds + 1);
}

/// The program where the system lets its user watch `n` folders, in a user namespace: as if others
/// had used up the rest. None if this system makes no such namespaces for its users.
#[cfg(target_os = "linux")]
fn limited(folder: &Folder, limit: &str, n: usize) -> Option<Command> {
    let set = format!("echo {n} > /proc/sys/user/{limit}");
    let can = Command::new("unshare")
        .args(["-Ur", "sh", "-c", &set])
        .output();
    if !can.is_ok_and(|output| output.status.success()) {
        println!(
            "SKIPPED: no user namespaces here, so limits of the system cannot be set for one program"
        );
        return None;
    }
    let mut command = Command::new("unshare");
    let run = format!("{set}; exec \"$0\" serve --port 0");
    command
        .args(["-Ur", "sh", "-c", &run, PROGRAM])
        .current_dir(folder.path());
    Some(command)
}

#[cfg(target_os = "linux")]
#[test]
fn where_the_system_can_watch_no_more_it_says_so_and_looks() {
    for (limit, n, said) in [
        ("max_inotify_watches", 3, "fs.inotify.max_user_watches"),
        ("max_inotify_instances", 0, "fs.inotify.max_user_instances"),
    ] {
        let folder = Folder::small();
        let Some(command) = limited(&folder, limit, n) else {
            return;
        };
        let server = Server::run(folder, command);
        let line = server.line("word of it", |line| line.contains(said));
        assert!(line.contains("twice a second"), "{line}");
        edit(&server, "Seen all the same.");
        server.until_has(PAGE, "Seen all the same.");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_limit_that_is_reached_later_is_said_too() {
    let folder = Folder::small();
    // The root, `content` and the six folders in it.
    let Some(command) = limited(&folder, "max_inotify_watches", 8) else {
        return;
    };
    let server = Server::run(folder, command);
    edit(&server, "Told.");
    server.until_has(PAGE, "Told.");
    assert!(
        !server
            .said()
            .iter()
            .any(|line| line.contains("twice a second"))
    );
    server.folder.write("static/one/two/three.txt", "3");
    server.line("word of it", |line| {
        line.contains("fs.inotify.max_user_watches")
    });
    server.until("/one/two/three.txt", |answer| answer.body == "3");
    server.folder.write("static/one/two/three.txt", "4");
    server.until("/one/two/three.txt", |answer| answer.body == "4");
    edit(&server, "Seen all the same.");
    server.until_has(PAGE, "Seen all the same.");
}

#[test]
fn who_asks_before_the_dossier_was_read_waits_for_it() {
    // Enough to read that the first question comes before.
    let folder = Folder::small();
    for n in 0..500 {
        let entry = format!("---\ntitle: Place {n}\ntype: site\nsummary: A place.\n---\nText.\n");
        folder.write(&format!("content/places/p{n}.md"), entry);
    }
    let free = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let wanted = port.to_string();
    let starting = std::thread::spawn(move || {
        Server::start_with(folder, &["--strict-port", "--port", &wanted])
    });
    let mut stream = loop {
        match TcpStream::connect(("127.0.0.1", port)) {
            Ok(stream) => break stream,
            Err(_) => std::thread::yield_now(),
        }
        assert!(
            !starting.is_finished(),
            "it cannot be asked before it says where"
        );
    };
    write!(
        stream,
        "GET {PAGE} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(starting.join().unwrap().port, port);
}
