//! What a writer puts into a body → what stands on its page, and in the whole dossier as one document.

use crate::folder::{Folder, SMALL};

/// The HTML of the page of an actor with this body, and of the whole dossier.
fn built(body: &str) -> (String, String) {
    let folder = Folder::small();
    let dates =
        "date: [{value: 2010, cite: '[@paper-2021]'}, {value: 2012, cite: '[@report-2022]'}]";
    let offices = format!("offices: [{{role: Mayor, {dates}}}, {{role: Mayor, {dates}}}]");
    let file = format!("---\ntitle: Extra\ntype: person\n{offices}\n---\n{body}");
    folder.write("content/actors/extra.md", file);
    let output = folder.run(&["build"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let mut files = folder.files("public");
    let mut html = |path: &str| {
        let bytes = files.remove(path).expect("it is written");
        String::from_utf8(bytes).expect("it is text")
    };
    (html("actors/extra.html"), html("dossier.html"))
}

/// All ids of a page, in order.
fn ids(html: &str) -> Vec<&str> {
    let after = html.split(" id=\"").skip(1);
    after.filter_map(|after| after.split('"').next()).collect()
}

#[test]
fn no_id_stands_twice_whatever_a_heading_is_called() {
    let headings = [
        "Notes",
        "Main",
        "Nav",
        "Bibliography",
        "Claims",
        "Mentions",
        "Timeline",
        "Fn 1",
        "Fnref 1",
        "C1",
        "Pop",
        "Differences",
        "Relations",
        "Fact Mayor",
    ];
    let body: String = headings.iter().map(|h| format!("## {h}\n\n")).collect();
    let (page, whole) = built(&format!("One[^a] [@paper-2021].\n\n[^a]: Two.\n\n{body}"));
    assert!(
        page.contains("id=\"fact-mayor-2\""),
        "both offices are told differently"
    );
    for html in [page, whole] {
        let mut all = ids(&html);
        let n = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), n, "{all:?}");
    }
}

#[test]
fn every_id_of_a_template_is_kept_from_headings() {
    let templates = std::fs::read_dir("themes/casefile/templates").expect("it is there");
    let mut fixed: Vec<String> = Vec::new();
    for template in templates {
        let text = std::fs::read_to_string(template.expect("it can be read").path());
        let text = text.expect("it is text");
        let of_template = ids(&text).into_iter().filter(|id| !id.contains('{'));
        fixed.extend(of_template.map(str::to_owned));
    }
    assert!(fixed.len() > 20, "{fixed:?}");
    let body: String = fixed.iter().map(|id| format!("## {id}\n\n")).collect();
    let (page, _) = built(&body);
    let text = page.split("class=\"text\"").nth(1).expect("there is text");
    for id in fixed {
        assert!(!text.contains(&format!("<h2 id=\"{id}\"")), "{id}");
    }
}

#[test]
fn code_stays_as_it_is_in_the_one_document() {
    let (_, whole) = built("Write `<a id=\"x\" href=\"#y\">`.\n\n## Z\n\n[Z](#z)\n");
    assert!(
        whole.contains("id=\"x\" href=\"#y\"")
            || whole.contains("id=&quot;x&quot; href=&quot;#y&quot;")
    );
    assert!(whole.contains("id=\"extra-z\""));
    assert!(whole.contains("href=\"#extra-z\""));
}

#[test]
fn contents_name_an_entry_as_its_heading_does() {
    let (page, _) = built("## One\n\n## About [[agency]]. More\n\n## Two\n");
    let contents = page
        .split("class=\"toc\"")
        .nth(1)
        .expect("there are contents");
    let contents = contents.split("</nav>").next().expect("they end");
    assert!(
        contents.contains(">About Water Agency. More<"),
        "{contents}"
    );
}

#[test]
fn a_footnote_leads_back_in_words() {
    let (page, whole) = built("One[^a] [@paper-2021].\n\n[^a]: Two.\n");
    for (html, to) in [(page, "fnref-1"), (whole, "extra-fnref-1")] {
        let back = format!(
            "<a href=\"#{to}\" role=\"doc-backlink\" aria-label=\"Back to the text, note a\">"
        );
        assert!(html.contains(&back), "{back}");
    }
}

#[test]
fn what_has_nothing_to_explain_has_no_title() {
    let (page, whole) = built("One [@paper-2021 \"Water\"].\n");
    assert!(whole.contains("<span class=\"state v-"));
    for html in [page, whole] {
        assert!(!html.contains(" title=\"\""));
    }
}

#[test]
fn a_contact_is_linked_whether_it_is_a_mail_or_a_web_address() {
    for (contact, link) in [
        ("a@e.org", "<a href=\"mailto:a@e.org\">a@e.org</a>"),
        ("mailto:a@e.org", "<a href=\"mailto:a@e.org\">a@e.org</a>"),
        ("http@e.org", "<a href=\"mailto:http@e.org\">http@e.org</a>"),
        (
            "https://e.org/@a",
            "<a href=\"https://e.org/@a\">https://e.org/@a</a>",
        ),
    ] {
        let folder = Folder::small();
        let config = std::fs::read_to_string(folder.path().join("dossier.yaml")).unwrap();
        folder.write("dossier.yaml", format!("{config}\ncontact: {contact}\n"));
        let output = folder.run(&["build"]);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        let mut files = folder.files("public");
        let home = files.remove("index.html").expect("it is written");
        let home = String::from_utf8(home).expect("it is text");
        assert!(home.contains(link), "{link}");
        assert!(!home.contains("mailto:mailto"));
    }
}

/// The words of a Spanish dossier are in Spanish and in the order of Spanish, on pages and in files of data.
#[test]
fn a_spanish_dossier_is_spanish_throughout() {
    let folder = Folder::small();
    folder.write("dossier.yaml", format!("lang: es\n{}", SMALL[0].1));
    for name in ["Nuria", "Ñuño", "Ángela", "Oaxaca", "Antonia"] {
        let id = name.to_lowercase().replace('ñ', "n").replace('á', "a");
        let file = format!("---\ntitle: {name}\ntype: person\n---\n");
        folder.write(&format!("content/actors/{id}-x.md"), file);
    }
    let event = "---\ntitle: Una fuente brota\ndate: -0050\n---\n";
    folder.write("content/events/old.md", event);
    let event = "---\ntitle: Otra brota\ndate: 2015-03-02\n---\n";
    folder.write("content/events/new.md", event);
    let source = "---\ntitle: Agua\ntype: webpage\nurl: https://example.org/a\n\
                  archive_url: https://archive.org/a%20b\nvia: paper-2021\n---\n";
    folder.write("content/sources/agua.md", source);
    let (code, said) = folder.say(&["build"]);
    assert_eq!(code, 0, "{said}");
    let files = folder.files("public");
    let file = |path: &str| String::from_utf8_lossy(&files[path]).into_owned();
    let actors = file("actors.html");
    let at = |name: &str| actors.find(&format!("-x.html\">{name}<"));
    let places = ["Ángela", "Antonia", "Nuria", "Ñuño", "Oaxaca"].map(at);
    assert!(places.iter().all(Option::is_some), "{actors}");
    assert!(places.is_sorted(), "{places:?}");
    let timeline = file("timeline.html");
    assert!(timeline.contains("id=\"y-50\"><h2>51 a. C.<"), "{timeline}");
    assert!(timeline.contains(">51 a. C.</text>"), "{timeline}");
    assert!(!timeline.contains(">-50<"), "{timeline}");
    let bib = file("data/sources.bib");
    assert!(
        bib.contains("eprint = {https://archive.org/a%20b}"),
        "{bib}"
    );
    assert!(bib.contains("eprinttype = {Copia archivada}"), "{bib}");
    assert!(bib.contains("note = {Según Who sold the spring}"), "{bib}");
    let calendar = file("data/events.ics");
    assert!(calendar.contains("//ES\r\n"), "{calendar}");
}
