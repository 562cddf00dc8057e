//! The files in `data/`: what comes out is what was written, and never more exact.

use crate::dossier::{BASE, HOSTILE, Made, join};
use serde_json::Value;

const CONFIG: &str = "title: T\nlang: en\ntopics: {t: {title: Topic}}\nrelations: {met: {label: met, inverse: met}}\n";

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn example() -> Made {
    let hostile = quoted(HOSTILE);
    join(
        CONFIG,
        &[
            (
                "actors/ana",
                &format!(
                    "title: {hostile}\ntype: person\naliases: [Ana]\nborn: 1971~\noffices:\n  - {{role: Director, at: agency, date: 2013/2016, cite: '[@s]'}}\n  - {{role: Adviser, at: a friend}}\n\
                 relations:\n  - {{to: agency, type: met, status: alleged, date: 2014-09, cite: '[@s, p. 3 \"the words\"]'}}\n  - {{to: agency, type: met}}\n---\nShe met [[agency]] [@s \"more words\"; @s2].\n"
                ),
            ),
            (
                "actors/agency",
                "title: Agency\ntype: public body\ncountry: Mexico\n---\n",
            ),
            ("actors/tool", "title: Tool\ntype: product\n---\n"),
            (
                "sources/s",
                "title: S\ntype: article-newspaper\nauthors: [{family: Doe, given: Jo}, The Desk]\npublished: 2020-03-18\nlanguage: es-MX\nurl: https://example.org/a?b=1&c=2\nflags: [opinion]\n---\n",
            ),
            ("sources/s2", "title: S2\ntype: report\nvia: s\n---\n"),
            (
                "events/exact",
                &format!(
                    "title: {hostile}\ndate: 2014-09-26\nplace: city\nactors: [{{actor: ana, role: buyer}}, tool]\namount: '>1.5 million MXN'\ntopics: [t]\ndecisive: true\n---\n"
                ),
            ),
            (
                "events/nights",
                "title: Nights\ndate: 2014-09-26/2014-09-27\n---\n",
            ),
            ("events/vague", "title: =1+1\ndate: 2014-09~\n---\n"),
            ("events/open", "title: Open\ndate: 2019-12/..\n---\n"),
            (
                "events/told-twice",
                "title: Twice\ndate:\n  - {value: 2019-08-29, cite: '[@s]'}\n  - {value: 2019-09-01, cite: '[@s2]'}\n---\n",
            ),
            (
                "events/preferred",
                "title: Preferred\ndate:\n  - {value: 2020-08-29, cite: '[@s]', preferred: true}\n  - {value: 2020-09-01, cite: '[@s2]'}\n---\n",
            ),
            (
                "places/city",
                "title: City\ntype: city\ncoordinates: [19.4326, -99.1332]\n---\n",
            ),
            ("places/nowhere", "title: Nowhere\nwithin: city\n---\n"),
            (
                "claims/c",
                "title: Ana took it\nstatus: alleged\nabout: [ana]\npositions:\n  - {by: the police, stance: asserts, cite: '[@s]'}\n  - {by: ana, stance: denies, date: 2021, cite: '[@s2]'}\n---\n",
            ),
        ],
    )
}

fn json(made: &Made, id: &str) -> Value {
    let file = made.make(id).into_iter().next().unwrap();
    serde_json::from_slice(&file.bytes).unwrap()
}

#[test]
fn the_dossier_is_all_there() {
    let made = example();
    let whole = json(&made, "dossier");
    let counts = &whole["counts"];
    let expect = [
        ("actors", 3),
        ("events", 6),
        ("places", 2),
        ("sources", 2),
        ("claims", 1),
        ("pages", 0),
        ("relations", 2),
        ("citations", 10),
        ("quotations", 2),
    ];
    for (name, n) in expect {
        assert_eq!(counts[name], n, "{name}");
    }
    let entries = whole["entries"].as_array().unwrap();
    assert_eq!(entries.len(), made.dossier.entries.len());
    let entry = |id: &str| entries.iter().find(|entry| entry["id"] == id).unwrap();
    assert_eq!(entry("ana")["title"], HOSTILE);
    assert_eq!(entry("ana")["born"]["accounts"][0]["date"], "1971~");
    assert_eq!(entry("ana")["offices"][0]["at"]["id"], "agency");
    assert_eq!(entry("ana")["offices"][1]["at"]["text"], "a friend");
    let said = &entry("ana")["statements"][0];
    assert_eq!(said["text"], "She met Agency.");
    assert_eq!(said["cites"][0]["quotation"], "more words");
    assert_eq!(said["cites"][0]["state"], "missing");
    assert_eq!(said["cites"][1]["source"], "s2");
    let twice = &entry("told-twice")["date"];
    assert_eq!(twice["differs"], true);
    assert_eq!(twice["accounts"].as_array().unwrap().len(), 2);
    assert_eq!(
        entry("exact")["amount"]["accounts"][0]["amount"]["low"],
        1_500_000
    );
    assert_eq!(entry("c")["positions"][1]["stance"], "denies");
    assert_eq!(whole["relations"][0]["status"], "alleged");
    assert_eq!(whole["relations"][0]["cites"][0]["locator"], "p. 3");
}

#[test]
fn money_is_followed_without_verdicts_and_without_invented_dates() {
    let made = example();
    let lines = made.text("followthemoney");
    let entities: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    // Each entry but the essays, a post with its holder, and two links.
    assert_eq!(entities.len(), made.dossier.entries.len() + 2 + 2);
    let entity = |id: &str| {
        entities
            .iter()
            .find(|entity| entity["id"] == id)
            .unwrap_or_else(|| panic!("{id}"))
    };
    let property = |id: &str, name: &str| entity(id)["properties"][name].clone();
    assert!(!lines.contains("topics"));
    assert_eq!(property("ana", "name"), serde_json::json!([HOSTILE]));
    assert_eq!(property("ana", "birthDate"), Value::Null);
    assert_eq!(
        property("ana", "notes"),
        serde_json::json!(["Born or founded (EDTF): 1971~"])
    );
    assert_eq!(
        property("ana", "position"),
        serde_json::json!(["Adviser, a friend"])
    );
    assert_eq!(
        property("ana.office.1.holder", "startDate"),
        serde_json::json!(["2013"])
    );
    assert_eq!(
        property("ana.met.agency", "status"),
        serde_json::json!(["alleged"])
    );
    assert_eq!(entity("ana.met.agency.2")["schema"], "UnknownLink");
    assert_eq!(property("exact", "involved"), serde_json::json!(["ana"]));
    assert_eq!(
        property("nights", "endDate"),
        serde_json::json!(["2014-09-27"])
    );
    assert_eq!(property("vague", "date"), Value::Null);
    assert_eq!(
        property("vague", "notes"),
        serde_json::json!(["Date (EDTF): 2014-09~"])
    );
    assert_eq!(
        property("told-twice", "date"),
        serde_json::json!(["2019-08-29", "2019-09-01"])
    );
    assert_eq!(property("s", "language"), serde_json::json!(["spa"]));
    assert_eq!(
        property("s", "author"),
        serde_json::json!(["Jo Doe", "The Desk"])
    );
    assert_eq!(
        property("c", "name"),
        serde_json::json!(["Alleged: Ana took it"])
    );
    assert!(
        property("c", "description")[0]
            .as_str()
            .unwrap()
            .ends_with("denies.")
    );
}

#[test]
fn events_are_lines_of_a_table() {
    let made = example();
    let csv = made.text("events");
    assert!(csv.ends_with("\r\n") && !csv.replace("\r\n", "").contains(['\r', '\n']));
    let rows: Vec<Vec<String>> = csv
        .split("\r\n")
        .filter(|line| !line.is_empty())
        .map(cells)
        .collect();
    assert_eq!(rows.len(), 1 + 6);
    assert!(rows.iter().all(|row| row.len() == rows[0].len()));
    let column = |name: &str| rows[0].iter().position(|cell| cell == name).unwrap();
    let cell =
        |id: &str, name: &str| rows.iter().find(|row| row[0] == id).unwrap()[column(name)].clone();
    assert_eq!(cell("exact", "title"), HOSTILE);
    assert_eq!(cell("vague", "title"), "'=1+1");
    assert_eq!(cell("vague", "date"), "2014-09~");
    assert_eq!(cell("vague", "latest"), "2014-09-30");
    assert_eq!(cell("open", "latest"), "");
    assert_eq!(cell("told-twice", "other_dates"), "2019-09-01");
    assert_eq!(cell("exact", "actors"), "ana; tool");
    assert_eq!(cell("exact", "amount"), ">1.5 million MXN");
    assert_eq!(cell("told-twice", "sources"), "s; s2");
}

/// The cells of a line, by a reader of its own.
fn cells(line: &str) -> Vec<String> {
    let (mut found, mut cell, mut is_quoted) = (Vec::new(), String::new(), false);
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if is_quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => found.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    found.push(cell);
    found
}

#[test]
fn a_calendar_has_the_events_whose_days_are_known() {
    let ics = example().text("calendar");
    assert!(
        ics.split("\r\n")
            .all(|line| line.len() <= 75 && !line.contains('\n'))
    );
    let whole = ics.replace("\r\n ", "");
    assert_eq!(whole.matches("BEGIN:VEVENT").count(), 3);
    assert!(whole.contains("X-DOSSIER-EVENTS:3\r\nX-DOSSIER-LEFT-OUT:3\r\n"));
    assert!(
        whole
            .contains("DTSTART;VALUE=DATE:20140926\r\nDTEND;VALUE=DATE:20140928\r\nSUMMARY:Nights")
    );
    assert!(
        whole.contains(
            "DTSTART;VALUE=DATE:20200829\r\nDTEND;VALUE=DATE:20200830\r\nSUMMARY:Preferred"
        )
    );
    assert!(whole.contains("SUMMARY:</script><!-- `\"]]>'` & =1+1\\, \\;\\\\n\r\n"));
    assert!(
        whole.contains("GEO:19.4326;-99.1332\r\n")
            && whole.contains("DTSTAMP:20230901T080000Z\r\n")
    );
    let nothing = join("title: T\n", &[("events/e", "title: E\ndate: 2014\n---\n")]);
    assert!(nothing.make("calendar").is_empty());
}

#[test]
fn a_timeline_places_events_no_more_exactly_than_they_are_known() {
    let timeline = json(&example(), "timeline");
    let slides = timeline["events"].as_array().unwrap();
    assert_eq!(slides.len(), 6);
    let slide = |id: &str| {
        slides
            .iter()
            .find(|slide| slide["unique_id"] == id)
            .unwrap()
    };
    assert_eq!(
        slide("vague")["start_date"],
        serde_json::json!({"year": 2014, "month": 9})
    );
    assert_eq!(slide("vague")["display_date"], "about September 2014");
    assert_eq!(
        slide("nights")["end_date"],
        serde_json::json!({"year": 2014, "month": 9, "day": 27})
    );
    assert_eq!(
        slide("told-twice")["display_date"],
        "29 August 2019 / 1 September 2019"
    );
    let headline = slide("exact")["text"]["headline"].as_str().unwrap();
    assert!(headline.starts_with(&format!(
        "<a href=\"{BASE}events/exact.html\">&lt;/script&gt;"
    )));
}

#[test]
fn places_have_longitude_first_and_may_have_none() {
    let map = json(&example(), "places");
    let features = map["features"].as_array().unwrap();
    assert_eq!(features.len(), 2);
    assert_eq!(
        features[0]["geometry"]["coordinates"],
        serde_json::json!([-99.1332, 19.4326])
    );
    assert_eq!(features[0]["properties"]["events"][0]["date"], "2014-09-26");
    assert_eq!(features[1]["geometry"], Value::Null);
    assert_eq!(features[1]["properties"]["within"], "city");
}

#[test]
fn a_page_says_what_it_is_about_and_what_it_cites() {
    let made = example();
    let of = |id: &str, base: Option<&str>| -> Value {
        let ground = dossier::render::outputs::json_ld::Ground {
            dossier: &made.dossier,
            words: &made.words,
            base_url: base,
        };
        let index = made.dossier.index(id).unwrap();
        let text = dossier::render::outputs::json_ld::json_ld(ground, index, Some("2023-09-01"));
        assert!(!text.contains('<'), "{text}");
        serde_json::from_str(&text).unwrap()
    };
    let event = of("exact", Some(BASE));
    let nodes = event["@graph"].as_array().unwrap();
    assert_eq!(nodes[0]["headline"], HOSTILE);
    assert_eq!(
        nodes[0]["mainEntity"]["@id"],
        format!("{BASE}events/exact.html#it")
    );
    assert_eq!(nodes[1]["startDate"], "2014-09-26");
    assert_eq!(nodes[1]["location"][0]["name"], "City");
    assert_eq!(of("vague", None)["@graph"][1]["startDate"], Value::Null);
    assert_eq!(
        of("told-twice", None)["@graph"][1]["startDate"],
        Value::Null
    );
    assert_eq!(
        of("vague", None)["@graph"][1]["@id"],
        "../events/vague.html#it"
    );
    let person = of("ana", None);
    assert_eq!(person["@graph"][1]["birthDate"], Value::Null);
    assert_eq!(person["@graph"][1]["memberOf"][0]["roleName"], "Director");
    let cited = person["@graph"][0]["citation"].as_array().unwrap();
    assert_eq!(cited.len(), 2);
    assert!(cited.iter().all(|source| {
        source["headline"].is_string() && source["@id"].as_str().unwrap().ends_with(".html#it")
    }));
    let claim = of("c", Some(BASE));
    assert_eq!(claim["@graph"][0]["headline"], "Alleged: Ana took it");
    assert_eq!(claim["@graph"][1]["@type"], "Claim");
    assert_eq!(claim["@graph"][1]["creativeWorkStatus"], "alleged");
    assert!(
        claim["@graph"][1]["description"]
            .as_str()
            .unwrap()
            .contains("denies.")
    );
}

#[test]
fn the_same_dossier_gives_the_same_bytes() {
    let (one, two) = (example(), example());
    for output in dossier::render::outputs::ALL {
        // Threads may put them in any order.
        let [one, two] = [&one, &two].map(|made| {
            let mut files = made.make(output.id);
            files.sort_by(|a, b| a.path.cmp(&b.path));
            files
        });
        assert_eq!(one, two, "{}", output.id);
    }
}
