//! What a writer breaks: the last good page stays, the findings are told, and mending takes them away.

use crate::folder::Folder;
use crate::server::{Events, Server};
use std::fs;

const PAGE: &str = "/actors/agency.html";
const FILE: &str = "content/actors/agency.md";

/// Waits for findings with a text in them; their HTML and number of errors.
#[track_caller]
fn told(events: &Events, text: &str) -> (String, u64) {
    let of = |data: &str| {
        let json: serde_json::Value = serde_json::from_str(data).unwrap();
        let html = json["html"].as_str().unwrap().to_owned();
        (html, json["errors"].as_u64().unwrap())
    };
    of(&events.until("findings", |data| of(data).0.contains(text)))
}

#[track_caller]
fn told_of_none(events: &Events) {
    events.until("findings", |data| data.contains("\"errors\":0"));
}

#[test]
fn a_broken_entry_stays_as_it_was_until_it_is_mended() {
    let server = Server::start(Folder::small());
    let good = fs::read_to_string(server.folder.path().join(FILE)).unwrap();
    let (events, home) = (server.open(PAGE), server.open("/"));
    let version = server.get(PAGE).version().to_owned();
    // Another entry has an error as well, which comes after that of the page itself.
    server.folder.write(
        "content/actors/aaa.md",
        "---\ntitle: A\ntype: person\nsummary: a\n---\n[[nobody <b>]]\n",
    );
    told(&events, "nobody");
    server
        .folder
        .write(FILE, good.replace("title: Water", "title: [Water"));
    let (html, errors) = told(&events, "content/actors/agency.md");
    assert_eq!(errors, 2, "{html}");
    assert!(html.find("agency.md") < html.find("aaa.md"), "{html}");
    assert!(
        html.contains("nobody &lt;b&gt;") && !html.contains("nobody <b>"),
        "{html}"
    );
    let (html, _) = told(&home, "content/actors/agency.md");
    assert!(html.find("agency.md") > html.find("aaa.md"), "{html}");
    let answer = server.get(PAGE);
    assert_eq!(
        (answer.status, answer.version()),
        (200, version.as_str()),
        "the last good page stays"
    );
    assert!(answer.body.contains("Water Agency"));
    assert!(
        server.get("/").body.contains("actors/agency.html"),
        "links to it stay"
    );
    // Others are live meanwhile.
    server.folder.write(
        "content/pages/method.md",
        "---\ntitle: Method\n---\nMade meanwhile.\n",
    );
    server.until_has("/method.html", "Made meanwhile.");
    assert_eq!(server.get(PAGE).status, 200);
    fs::remove_file(server.folder.path().join("content/actors/aaa.md")).unwrap();
    server.folder.write(FILE, format!("{good}\nMended.\n"));
    told_of_none(&events);
    server.until_has(PAGE, "Mended.");
    server.line("word of it", |line| {
        line.starts_with("No problems any more")
    });
}

#[test]
fn an_unknown_reference_is_told_with_the_new_text_in_view() {
    let server = Server::start(Folder::small());
    let good = fs::read_to_string(server.folder.path().join(FILE)).unwrap();
    let events = server.open(PAGE);
    server
        .folder
        .write(FILE, format!("{good}\nSee [[nowhere]].\n"));
    let (html, _) = told(&events, "nowhere");
    assert!(html.contains("unknown-reference"), "{html}");
    server.until_has(PAGE, "nowhere");
    server.line("the finding", |line| {
        line.starts_with("error[unknown-reference]")
    });
    server.folder.write(FILE, &good);
    told_of_none(&events);
    server.until(PAGE, |answer| !answer.body.contains("nowhere"));
}

#[test]
fn a_broken_configuration_leaves_the_site_as_it_was() {
    let server = Server::start(Folder::small());
    let path = server.folder.path().join("dossier.yaml");
    let good = fs::read_to_string(&path).unwrap();
    let events = server.open("/");
    let version = server.get("/").version().to_owned();
    fs::write(&path, format!("{good}lang: [x\n")).unwrap();
    let (html, errors) = told(&events, "dossier.yaml");
    assert_eq!(errors, 1, "only what is wrong is told: {html}");
    assert_eq!(server.get("/").version(), version);
    // An edit meanwhile does not take the finding away.
    server.folder.write(
        "content/pages/method.md",
        "---\ntitle: Method\n---\nMade meanwhile.\n",
    );
    server.until_has("/method.html", "Made meanwhile.");
    assert_eq!(server.get("/topics/water.html").status, 200);
    fs::write(&path, good.replace("The spring", "The brook")).unwrap();
    told_of_none(&events);
    server.until_has("/", "The brook");
}

#[test]
fn templates_are_live_with_their_errors() {
    let folder = Folder::small();
    folder.write("dossier.yaml", "title: T\ntheme: own\nseverity: {quotation-unverified: 'off'}\nrelations: {client: {label: a, inverse: b}}\ntopics: {water: {title: W, summary: w.}}\n");
    folder.write("themes/own/theme.yaml", "extends: casefile\n");
    let template = |inside: &str| {
        format!(
            "<!doctype html><html lang=\"en\"><head><title>t</title></head><body>{inside}</body></html>\n"
        )
    };
    let at = "themes/own/templates/actor.html";
    folder.write(at, template("<main>First looks</main>"));
    let server = Server::start(folder);
    assert!(
        server.get(PAGE).body.contains("First looks"),
        "{:#?} {}",
        server.said(),
        server.get(PAGE).body
    );
    let events = server.open(PAGE);
    server
        .folder
        .write(at, template("<main>Second looks</main>"));
    events.until("page", |_| true);
    server.until_has(PAGE, "Second looks");
    // It does not parse; then it parses and cannot be rendered.
    let all = [
        "\n{% if %}",
        "\n{{ page.title | no_such_filter }}",
        "\n{{ nothing.at.all }}",
    ];
    for (n_before, broken) in all.into_iter().enumerate() {
        server.folder.write(at, template(broken));
        let (html, errors) = told(&events, at);
        assert_eq!(errors, 1, "{html}");
        // Of a filter that is not known, the template engine does not tell the line.
        let has_line = broken.contains("no_such_filter") || html.contains("data-line=\"2\"");
        assert!(has_line, "{broken}: {html}");
        assert!(
            server.get(PAGE).body.contains("Second looks"),
            "{broken}: {}",
            server.get(PAGE).body
        );
        // The terminal says it too.
        let is_it = |line: &&String| line.starts_with("error[template]");
        server.until_said(|lines| lines.iter().filter(is_it).count() > n_before);
        server
            .folder
            .write(at, template("<main>Second looks</main>"));
        told_of_none(&events);
        server.until_has(PAGE, "Second looks");
    }
}

#[test]
fn a_dossier_that_begins_broken_is_served_and_mended() {
    let folder = Folder::small();
    let config = fs::read_to_string(folder.path().join("dossier.yaml")).unwrap();
    folder.write("dossier.yaml", "title: [\n");
    folder.write(FILE, "---\ntitle: [\n---\n");
    let server = Server::start(folder);
    let events = server.open("/");
    server.folder.write("dossier.yaml", config);
    let entry = Folder::small();
    fs::copy(entry.path().join(FILE), server.folder.path().join(FILE)).unwrap();
    told_of_none(&events);
    assert_eq!(
        server.until(PAGE, |answer| answer.status == 200).status,
        200
    );
}

#[test]
fn after_a_restart_an_open_page_is_told_what_it_missed() {
    let server = Server::start(Folder::small());
    let port = server.port.to_string();
    let old = server.get(PAGE).version().to_owned();
    let theme = server.events(PAGE, &old).until("theme", |_| true);
    let folder = server.stop();
    let good = fs::read_to_string(folder.path().join(FILE)).unwrap();
    folder.write(FILE, format!("{good}\nWritten while nobody served.\n"));
    let server = Server::start_with(folder, &["--strict-port", "--port", &port]);
    let events = server.events_since(PAGE, &old, &theme);
    let (new, others) = events.heard("page", |_| true);
    assert!(others.is_empty(), "the theme is as it was: {others:?}");
    let answer = server.get(PAGE);
    assert!(answer.body.contains("Written while nobody served."));
    assert_eq!(answer.version(), new);
    // Of a page that is current nothing is told but its findings.
    let (_, others) = server
        .events_since(PAGE, &new, &theme)
        .heard("findings", |_| true);
    assert!(others.is_empty(), "{others:?}");
    // Looks that changed meanwhile.
    let folder = server.stop();
    folder.write(
        "themes/casefile/static/casefile.css",
        "body { color: #333 }",
    );
    let server = Server::start_with(folder, &["--strict-port", "--port", &port]);
    let (_, others) = server
        .events_since(PAGE, &new, &theme)
        .heard("style", |sheets| sheets.contains("casefile.css"));
    assert!(others.is_empty(), "{others:?}");
}

/// What is no file of the dossier is told as long as it is there, like what is wrong in one.
#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_read_is_told_while_it_is_there() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    let folder = Folder::small();
    let odd = folder
        .path()
        .join(OsStr::from_bytes(b"content/actors/b\xff.md"));
    fs::write(&odd, "").unwrap();
    let server = Server::start(folder);
    let events = server.events("/", server.get("/").version());
    told(&events, "not UTF-8");
    fs::remove_file(&odd).unwrap();
    told_of_none(&events);
    fs::write(&odd, "").unwrap();
    told(&events, "not UTF-8");
    fs::remove_file(&odd).unwrap();
    told_of_none(&events);
    let link = server.folder.path().join("content/actors/link.md");
    symlink("/etc/hostname", &link).unwrap();
    events.until("findings", |data| data.contains("\"warnings\":1"));
    fs::remove_file(&link).unwrap();
    events.until("findings", |data| data.contains("\"warnings\":0"));
}
