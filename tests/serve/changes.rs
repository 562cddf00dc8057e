//! What may change in a dossier, and what each change does to the pages and to those who look at them.

use crate::folder::Folder;
use crate::server::Server;
use std::fs;

const ACTOR: &str =
    "---\ntitle: Fountain Club\ntype: association\nsummary: Drinks.\n---\nIt drinks.\n";

#[test]
fn new_files_and_folders_are_seen_at_once() {
    let server = Server::start(Folder::small());
    let root = server.folder.path().to_owned();
    fs::write(root.join("content/actors/club.md"), ACTOR).unwrap();
    server.until_has("/actors/club.html", "It drinks.");
    server.until_has("/actors.html", "Fountain Club");
    for round in 0..20 {
        // A folder with folders and a file in the same instant, and the file again when it is known.
        let folder = format!("static/new{round}/a/b");
        fs::create_dir_all(root.join(&folder)).unwrap();
        let file = format!("{folder}/c.txt");
        fs::write(root.join(&file), "at once").unwrap();
        let url = file.replacen("static", "", 1);
        server.until(&url, |answer| {
            answer.status == 200 && answer.body == "at once"
        });
        fs::write(root.join(&file), "once more").unwrap();
        server.until_has(&url, "once more");
        // A folder that was made elsewhere and comes whole.
        let made = root.join(format!("made{round}"));
        fs::create_dir_all(made.join("deep")).unwrap();
        fs::write(made.join("deep/d.txt"), "moved").unwrap();
        fs::rename(&made, root.join(format!("static/moved{round}"))).unwrap();
        let url = format!("/moved{round}/deep/d.txt");
        server.until(&url, |answer| answer.status == 200);
        fs::write(
            root.join(format!("static/moved{round}/deep/d.txt")),
            "and changed",
        )
        .unwrap();
        server.until_has(&url, "and changed");
    }
    // One that goes takes all with it, and is seen again when it is back.
    fs::remove_dir_all(root.join("static")).unwrap();
    server.until("/new0/a/b/c.txt", |answer| answer.status == 404);
    fs::create_dir_all(root.join("static/new0")).unwrap();
    fs::write(root.join("static/new0/c.txt"), "back").unwrap();
    server.until("/new0/c.txt", |answer| answer.body == "back");
    fs::write(root.join("static/new0/c.txt"), "and changed").unwrap();
    server.until("/new0/c.txt", |answer| answer.body == "and changed");
}

#[test]
fn a_folder_of_the_dossier_that_comes_later_is_watched() {
    let server = Server::start(Folder::small());
    let template = "{% extends \"casefile/page.html\" %}";
    for text in ["", "\n", " \n"] {
        server
            .folder
            .write("templates/page.html", format!("{template}{text}"));
        server
            .folder
            .write("static/later.txt", format!("later{text}"));
        server.until("/later.txt", |answer| answer.body == format!("later{text}"));
    }
}

#[test]
fn a_rename_makes_the_new_address_live_and_the_old_one_missing() {
    let server = Server::start(Folder::small());
    let root = server.folder.path().to_owned();
    fs::rename(
        root.join("content/pages/method.md"),
        root.join("content/pages/how.md"),
    )
    .unwrap();
    assert_eq!(server.until_has("/how.html", "How it was made").status, 200);
    assert_eq!(
        server
            .until("/method.html", |answer| answer.status == 404)
            .status,
        404
    );
    assert_eq!(
        server
            .until("/method", |answer| answer.status == 404)
            .status,
        404
    );
}

#[test]
fn what_is_deleted_vanishes_from_lists_too() {
    let folder = Folder::small();
    folder.write("content/actors/club.md", ACTOR);
    let server = Server::start(folder);
    assert!(server.get("/actors.html").body.contains("Fountain Club"));
    let open = server.open("/actors.html");
    fs::remove_file(server.folder.path().join("content/actors/club.md")).unwrap();
    server.until("/actors/club.html", |answer| answer.status == 404);
    open.until("page", |_| true);
    for list in [
        "/actors.html",
        "/dossier.html",
        "/data/addresses.txt",
        "/sitemap.xml",
    ] {
        let answer = server.get(list);
        assert_eq!(answer.status, 200, "{list}");
        assert!(!answer.body.contains("club"), "{list}");
    }
}

#[test]
fn the_page_of_a_missing_address_has_its_looks_at_any_depth() {
    // Where the site will stand, its links begin with /spring/.
    let server = Server::start(Folder::small());
    for path in ["/missing", "/no/such/page.html", "/spring/no/such/page"] {
        let answer = server.get(path);
        assert_eq!(answer.status, 404);
        let links = answer
            .body
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        let links: Vec<&str> = links.filter(|link| !link.starts_with('#')).collect();
        assert!(links.len() > 8, "{links:?}");
        for link in links {
            assert!(link.starts_with("/spring/"), "{link}");
            assert_eq!(server.get(link).status, 200, "{link}");
        }
    }
    assert_eq!(
        server.get("/spring/actors/agency.html").version(),
        server.get("/actors/agency.html").version()
    );
}

#[test]
fn a_draft_is_shown_and_marked() {
    let server = Server::start(Folder::small());
    let page = "/actors/club.html";
    server.folder.write(
        "content/actors/club.md",
        ACTOR.replace("type:", "draft: true\ntype:"),
    );
    let answer = server.until_has(page, "It drinks.");
    assert!(
        answer.body.contains("<p class=\"draft\">"),
        "{}",
        answer.body
    );
    server.folder.write("content/actors/club.md", ACTOR);
    server.until(page, |answer| !answer.body.contains("class=\"draft\""));
}

#[test]
fn the_configuration_is_live() {
    let server = Server::start(Folder::small());
    let home = server.open("/");
    let config = fs::read_to_string(server.folder.path().join("dossier.yaml")).unwrap();
    server
        .folder
        .write("dossier.yaml", config.replace("The spring", "The brook"));
    home.until("page", |_| true);
    server.until_has("/", "The brook");
    server.until_has("/actors/agency.html", "The brook");
    server.folder.write(
        "dossier.yaml",
        config.replace("title: Water", "title: All the water"),
    );
    server.until_has("/topics/water.html", "All the water");
}

#[test]
fn a_style_sheet_is_swapped_and_the_page_stays() {
    let server = Server::start(Folder::small());
    let before = server.get("/actors/agency.html");
    let events = server.open("/actors/agency.html");
    server
        .folder
        .write("static/own.css", "body { color: #222 }");
    server.until_has("/own.css", "#222");
    server.folder.write(
        "themes/casefile/static/casefile.css",
        "body { color: #333 }",
    );
    let (sheets, others) = events.heard("style", |_| true);
    assert_eq!(sheets, "static/casefile.css");
    assert!(others.iter().all(|(name, _)| name == "theme"), "{others:?}");
    assert_eq!(
        server.get("/actors/agency.html").version(),
        before.version()
    );
}

#[test]
fn a_change_elsewhere_is_not_told() {
    let server = Server::start(Folder::small());
    let vendor = server.open("/actors/vendor.html");
    let name = "content/pages/method.md";
    let text = fs::read_to_string(server.folder.path().join(name)).unwrap();
    server.save(name, &text.replace("How it was made", "How all was made"));
    server.until_has("/method.html", "How all was made");
    server.until_built(2);
    // The title of what it links to, though, it shows.
    let name = "content/actors/agency.md";
    let text = fs::read_to_string(server.folder.path().join(name)).unwrap();
    server.save(
        name,
        &text.replace("title: Water Agency", "title: Office of Water"),
    );
    let (version, before) = vendor.heard("page", |_| true);
    assert_eq!(before, []);
    assert_eq!(
        server
            .until_has("/actors/vendor.html", "Office of Water")
            .version(),
        version
    );
}

/// What scripts have fetched beside the page may be out of date, wherever the change was.
#[test]
fn every_save_is_told_once_to_every_page() {
    let server = Server::start(Folder::small());
    let vendor = server.open("/actors/vendor.html");
    let name = "content/pages/method.md";
    let text = fs::read_to_string(server.folder.path().join(name)).unwrap();
    for n in 2..5 {
        server.save(name, &format!("{text}\nSave {n}.\n"));
        // What the rules say of a save is no other save.
        server.until_built(n);
        assert_eq!(vendor.until("saved", |_| true), n.to_string());
    }
}

#[test]
fn what_is_built_meanwhile_makes_no_rebuild() {
    let server = Server::start(Folder::small());
    // Into its own folder, and into one that is watched: that is content then, but the preview writes
    // nothing, so there is no loop.
    assert_eq!(server.folder.say(&["build"]).0, 0);
    let edit = |text: &str| {
        server.save(
            "content/pages/method.md",
            &format!("---\ntitle: Method\n---\n{text}\n"),
        )
    };
    edit("After the build.");
    server.until_has("/method.html", "After the build.");
    server.until_built(2);
    assert_eq!(server.n_builds(), 2, "{:#?}", server.said());
    let (code, said) = server.folder.say(&["build", "-o", "static/site"]);
    if code == 0 {
        server.until("/site/method.html", |answer| answer.status == 200);
    } else {
        assert!(said.contains("static"), "{said}");
    }
    edit("After the other build.");
    server.until_has("/method.html", "After the other build.");
    let n_builds = server.n_builds();
    edit("And once more.");
    server.until_has("/method.html", "And once more.");
    server.until_built(n_builds + 1);
    assert!(server.n_builds() <= n_builds + 2, "{:#?}", server.said());
}
