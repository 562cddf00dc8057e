//! Facts that several sources tell: each value stands beside those who give it, and no other.

use crate::folder::Folder;

/// The text of a page in one line, without its tags.
fn text(html: &str) -> String {
    let mut text = String::new();
    for part in html.split('<') {
        let words = part.split_once('>').map_or(part, |(_, words)| words);
        text.push(' ');
        text.push_str(words);
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn page(folder: &Folder, path: &str) -> String {
    let (code, said) = folder.say(&["build"]);
    assert_eq!(code, 0, "{said}");
    text(&String::from_utf8_lossy(&folder.files("public")[path]))
}

/// What is told of the paper and of the report, each once: the name and the note of the source after its value.
fn assert_beside(text: &str, shown: &str, other: &str) {
    let paper = format!("{shown} The version this dossier follows Example Paper, July 2021");
    assert!(text.contains(&paper), "no {paper:?} in {text}");
    let report = format!("{other} Second hand. Example Institute, about 2022");
    assert!(text.contains(&report), "no {report:?} in {text}");
}

/// Two accounts that may both be true, with the second one preferred.
fn accounts(shown: &str, other: &str) -> String {
    format!(
        "[{{value: {other}, cite: '[@report-2022]', note: Second hand.}}, \
         {{value: {shown}, cite: '[@paper-2021]', preferred: true}}]"
    )
}

#[test]
fn a_value_stands_beside_the_sources_that_give_it() {
    let folder = Folder::small();
    let event = format!(
        "---\ntitle: The agency pays\ndate: {}\namount: {}\nfacts:\n  - {{label: Length, type: amount, accounts: {}}}\n---\n",
        accounts("2019", "2019-12"),
        accounts("460000 EUR", "9 million USD"),
        accounts("43 metres", "~40 metres")
    );
    folder.write("content/events/payment.md", event);
    let values = [
        ("2019", "December 2019"),
        ("460000 EUR", "9 million USD"),
        ("43 metres", "about 40 metres"),
    ];
    for path in ["events/payment.html", "dossier.html"] {
        let text = page(&folder, path);
        for (shown, other) in values {
            assert_beside(&text, shown, other);
        }
    }
}

#[test]
fn dates_of_offices_and_relations_keep_all_their_accounts() {
    let folder = Folder::small();
    let actor = |office: String, relation: String| {
        let actor = format!(
            "---\ntitle: Ana Ladle\ntype: person\nliving: unknown\noffices:\n  - {{role: Mayor, cite: '[@paper-2021]', date: {office}}}\n\
             relations:\n  - {{to: vendor, type: client, date: {relation}, cite: '[@paper-2021]'}}\n---\n"
        );
        folder.write("content/actors/ana.md", actor);
    };
    // Both may be true.
    actor(
        accounts("2010/2020-01", "2010/2019"),
        accounts("2012", "2012-03"),
    );
    let own = page(&folder, "actors/ana.html");
    assert_beside(&own, "2010 – January 2020", "2010–2019");
    assert_beside(&own, "2012", "March 2012");
    assert_beside(&page(&folder, "actors/vendor.html"), "2012", "March 2012");
    assert_beside(&page(&folder, "connections.html"), "2012", "Mar 2012");
    assert_beside(
        &page(&folder, "dossier.html"),
        "2010 – January 2020",
        "2010–2019",
    );
    assert!(!own.contains("Sources differ"), "{own}");
    // On the page of a source a date says what it is the date of.
    let report = page(&folder, "sources/report-2022.html");
    assert!(report.contains("Mayor: 2010–2019"), "{report}");
    let relation = "client of Ladle and Sons: March 2012";
    assert!(report.contains(relation), "{report}");
    // The sources of the office stand at the office, and not below its last date.
    assert!(own.contains("Mayor Example Paper, July 2021"), "{own}");
    // Both cannot.
    actor(accounts("2010/2012", "2014/2019"), accounts("2012", "2014"));
    let own = page(&folder, "actors/ana.html");
    assert_beside(&own, "Sources differ 2010–2012", "2014–2019");
    assert_beside(&own, "Sources differ 2012", "2014");
    assert_beside(
        &page(&folder, "connections.html"),
        "Sources differ 2012",
        "2014",
    );
}

#[test]
fn sources_that_give_the_same_value_share_it() {
    let folder = Folder::small();
    let event = format!(
        "---\ntitle: The agency pays\ndate: 2019\namount: {}\n---\n",
        accounts("460000 EUR", "460000 EUR")
    );
    folder.write("content/events/payment.md", event);
    let text = page(&folder, "events/payment.html");
    let shared = "Amount 460000 EUR Second hand. Example Institute, about 2022";
    assert!(text.contains(shared), "{text}");
    assert_eq!(text.matches("460000 EUR").count(), 1, "{text}");
}

#[test]
fn bodies_are_founded_and_end_where_persons_are_born_and_die() {
    let folder = Folder::small();
    for (kind, start, end) in [
        ("public body", "Founded", "Ended"),
        ("person", "Born", "Died"),
    ] {
        let actor = format!(
            "---\ntitle: Council\ntype: {kind}\nborn: 1998\n\
             died: [{{value: 2020, cite: '[@paper-2021]'}}, {{value: 2021, cite: '[@report-2022]', preferred: true}}]\n---\n"
        );
        folder.write("content/actors/council.md", actor);
        let own = page(&folder, "actors/council.html");
        assert!(
            own.contains(&format!("{start} 1998 {end} Sources differ")),
            "{own}"
        );
        assert!(
            own.contains(&format!("{end} Example Paper, July 2021")),
            "{own}"
        );
        let source = page(&folder, "sources/paper-2021.html");
        assert!(source.contains(&format!("{end}: 2020")), "{source}");
    }
}

#[test]
fn the_link_of_a_source_known_through_another_says_where_it_leads() {
    let folder = Folder::small();
    let report = format!(
        "---\ntitle: Report\ntype: report\npublisher: Institute\npublished: 2022\nurl: https://example.org/r\n\
         archive_url: https://example.org/a\nsnapshot: {{file: r.txt, sha256: {}}}\n---\nRead.\n",
        "a".repeat(64)
    );
    folder.write("content/sources/report.md", report);
    let letter = "---\ntitle: A letter\ntype: personal_communication\npublisher: Mayor\nvia: report\n---\nIt [@report].\n";
    folder.write("content/sources/letter.md", letter);
    let page_of = "---\ntitle: More\n---\nThe mayor wrote it [@letter \"wrote it\"]. The report says it [@report].\n";
    folder.write("content/pages/more.md", page_of);
    let more = page(&folder, "more.html");
    let at = |words: &str| {
        more.find(words)
            .unwrap_or_else(|| panic!("no {words:?} in {more}"))
    };
    assert!(
        at("As reported Archived copy of the report") < at("Original Archived copy"),
        "{more}"
    );
    let letter = page(&folder, "sources/letter.html");
    assert!(
        letter.contains("As reported Archived copy of the report"),
        "{letter}"
    );
}

#[test]
fn the_timeline_of_an_actor_says_what_its_word_is() {
    let agency = page(&Folder::small(), "actors/agency.html");
    assert!(agency.contains("Role: buyer"), "{agency}");
}

#[test]
fn who_was_asked_stands_as_written() {
    let folder = Folder::small();
    let claim = "---\ntitle: The report says so\nabout: [agency]\nstatus: alleged\nsummary: So.\npositions:\n\
        \x20 - {by: The institute, stance: asserts, cite: '[@report-2022]'}\n\
        no_reply: {asked: 'The press office, by mail', date: 2021-06-30}\n---\nThe report says so [@report-2022].\n";
    folder.write("content/claims/so.md", claim);
    let text = page(&folder, "claims/so.html");
    let reply = "No reply was received. Asked: The press office, by mail (30 June 2021).";
    assert!(text.contains(reply), "{text}");
}

#[test]
fn amounts_are_told_in_the_language_of_the_dossier() {
    let folder = Folder::small();
    let event = "---\ntitle: La compra\ndate: 2014\namount: ~25 million MXN\n---\n";
    folder.write("content/events/payment.md", event);
    assert!(page(&folder, "events/payment.html").contains("about 25 million MXN"));
    folder.write(
        "content/events/payment.md",
        event.replace("million", "millones de"),
    );
    folder.write(
        "dossier.yaml",
        "title: T\nlang: es\ntopics: {water: {title: Agua}}\nrelations: {client: {label: a, inverse: b}}\n",
    );
    let text = page(&folder, "events/payment.html");
    assert!(text.contains("cerca de 25 millones de MXN"), "{text}");
}

#[test]
fn a_note_of_the_date_of_an_event_is_in_the_whole_dossier() {
    let folder = Folder::small();
    let event = "---\ntitle: The agency pays\ndate:\n  accounts: [{value: 2019}]\n  note: Nobody says in which month.\n---\n";
    folder.write("content/events/payment.md", event);
    for path in ["events/payment.html", "dossier.html"] {
        let text = page(&folder, path);
        assert!(
            text.contains("Nobody says in which month."),
            "{path}: {text}"
        );
    }
}

#[test]
fn an_origin_is_named_once() {
    let folder = Folder::small();
    let claim = page(&folder, "claims/sold-cheaply.html");
    let (_, list) = claim.split_once("Independent origins").expect("a list");
    let (list, _) = list
        .split_once("Where it is")
        .expect("another section follows");
    assert!(list.ends_with("Who sold the spring On springs "), "{list}");
    let alone = "---\ntitle: The paper says so\nabout: [agency]\nstatus: alleged\nsummary: So.\npositions:\n\
        \x20 - {by: Example Paper, stance: asserts, cite: '[@paper-2021]'}\n\
        reply_not_sought: It has closed.\n---\nThe paper says so [@paper-2021].\n";
    folder.write("content/claims/so.md", alone);
    let claim = page(&folder, "claims/so.html");
    let (_, list) = claim.split_once("Independent origins").expect("a list");
    let (list, _) = list.split_once("Notes").expect("notes follow");
    assert_eq!(list.matches("Who sold the spring").count(), 1, "{list}");
}
