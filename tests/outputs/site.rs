//! What makes the pages a site: feed, sitemap, robots, redirects.

use crate::dossier::{BASE, HOSTILE, elements, join};

fn config() -> String {
    format!(
        "title: 'T {}'\nauthor: 'A & B'\ndescription: D\ntopics: {{t: {{title: 'T & t'}}}}\n",
        HOSTILE.replace('\'', "''")
    )
}

fn hostile_actor() -> String {
    format!(
        "title: '{}'\ntype: person\nsummary: \"a\\nb\"\ntopics: [t]\n---\n",
        HOSTILE.replace('\'', "''")
    )
}

#[test]
fn a_feed_has_the_latest_first_and_survives_hostile_titles() {
    let hostile = hostile_actor();
    let made = join(
        &config(),
        &[
            ("actors/a", &hostile),
            ("actors/b", "title: B\ntype: person\n---\n"),
        ],
    )
    .updated("b", "2024-01-01");
    let feed = made.text("feed");
    assert_eq!(
        elements(&feed, "updated"),
        [
            "2024-01-01T00:00:00Z",
            "2024-01-01T00:00:00Z",
            "2023-09-01T08:00:00Z"
        ]
    );
    let titles = elements(&feed, "title");
    assert_eq!(titles.len(), 3);
    assert_eq!(titles[1], "B");
    assert_eq!(titles[2], HOSTILE);
    assert_eq!(elements(&feed, "summary"), ["a b"]);
    let ids = elements(&feed, "id");
    assert_eq!(
        ids,
        [
            "tag:example.org,2026:d/",
            "tag:example.org,2026:d/actors/b.html",
            "tag:example.org,2026:d/actors/a.html"
        ]
    );
    assert!(feed.contains(&format!(
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"{BASE}feed.xml\"/>"
    )));
}

#[test]
fn a_feed_needs_an_address_and_a_date() {
    let files = [("actors/b", "title: B\ntype: person\n---\n")];
    assert!(
        join("title: T\n", &files)
            .without_url()
            .make("feed")
            .is_empty()
    );
    let undated = join("title: T\n", &files).updated("b", "last week");
    assert!(undated.make("feed").is_empty());
}

#[test]
fn a_claim_is_never_without_status_and_denial() {
    let made = join(
        "title: T\n",
        &[
            ("actors/b", "title: Ben\ntype: person\n---\n"),
            ("sources/s", "title: S\ntype: report\n---\n"),
            (
                "claims/c",
                "title: Ben took it\nstatus: alleged\nabout: [b]\nsummary: It is gone.\npositions:\n\
                 \x20 - {by: the police, stance: asserts, cite: '[@s]'}\n  - {by: b, stance: denies, cite: '[@s]'}\n---\n",
            ),
        ],
    );
    let feed = made.text("feed");
    assert!(elements(&feed, "title").contains(&"Alleged: Ben took it".to_owned()));
    assert!(
        elements(&feed, "summary")
            .contains(&"It is gone. The police: asserts. Ben: denies.".to_owned())
    );
}

#[test]
fn a_sitemap_lists_every_page_but_search_and_404() {
    let made = join(
        &config(),
        &[
            ("actors/a", "title: A\ntype: person\n---\n"),
            ("index", "title: Home\n---\n"),
        ],
    )
    .updated("index", "unknown");
    let map = made.text("sitemap");
    let addresses = elements(&map, "loc");
    assert_eq!(addresses.len(), 9 + 1 + 2);
    assert!(
        addresses.contains(&BASE.to_owned()) && addresses.contains(&format!("{BASE}actors/a.html"))
    );
    assert!(addresses.contains(&format!("{BASE}topics/t.html")));
    assert!(
        !map.contains("404.html") && !map.contains("search.html") && !map.contains("index.html")
    );
    assert_eq!(elements(&map, "lastmod"), ["2023-09-01T08:00:00Z"]);
}

#[test]
fn robots_name_the_sitemap_only_where_there_is_one() {
    let made = join("title: T\n", &[]);
    assert_eq!(
        made.text("robots"),
        format!("User-agent: *\nAllow: /\n\nSitemap: {BASE}sitemap.xml\n")
    );
    let made = made.without_url();
    assert_eq!(made.text("robots"), "User-agent: *\nAllow: /\n");
    assert_eq!(made.text("nojekyll"), "");
    for path in ["sitemap.xml", "feed.xml", "opensearch.xml"] {
        assert!(!made.paths().contains(&path.to_owned()), "{path}");
    }
}

#[test]
fn search_is_described_to_browsers() {
    let xml = join(&config(), &[]).text("opensearch");
    assert_eq!(elements(&xml, "ShortName"), ["T </script><!--"]);
    assert!(xml.contains(&format!("template=\"{BASE}search.html?q={{searchTerms}}\"")));
}

#[test]
fn old_addresses_lead_to_new_ones() {
    let text = format!(
        "redirects: [actors/old, 2019/x/, actors/B.html]\n{}",
        hostile_actor()
    );
    let made = join(&config(), &[("actors/a", &text)]);
    let pages = made.make("redirects");
    let paths: Vec<&str> = pages.iter().map(|page| &*page.path).collect();
    assert_eq!(
        paths,
        ["actors/old.html", "2019/x/index.html", "actors/B.html"]
    );
    let html = String::from_utf8(pages[1].bytes.to_vec()).unwrap();
    assert!(
        html.contains("content=\"0; url=../../actors/a.html\"")
            && html.contains("href=\"../../actors/a.html\"")
    );
    assert!(html.contains(&format!(
        "<link rel=\"canonical\" href=\"{BASE}actors/a.html\">"
    )));
    assert!(!html.contains("<script") && !html.contains("</script"));
    let offline = made.without_url().make("redirects");
    assert!(!String::from_utf8_lossy(&offline[0].bytes).contains("canonical"));
}

#[test]
fn all_addresses_are_listed_old_ones_with_them() {
    let text = format!("redirects: [actors/old]\n{}", hostile_actor());
    let made = join(&config(), &[("actors/a", &text)]);
    let list = made.text("addresses");
    let lines: Vec<&str> = list.lines().collect();
    assert!(lines.is_sorted());
    for address in [
        "actors/a.html",
        "actors/old.html",
        "topics/t.html",
        "search.html",
    ] {
        assert!(lines.contains(&address), "{address}: {list}");
    }
    assert!(!list.contains("404.html") && list.ends_with(".html\n"));
    assert_eq!(made.without_url().text("addresses"), list);
}

#[test]
fn drafts_are_in_no_output() {
    let made = join(
        "title: T\n",
        &[(
            "actors/a",
            "title: Secret\ntype: person\ndraft: true\n---\n",
        )],
    );
    for output in dossier::render::outputs::ALL {
        for artifact in made.make(output.id) {
            let text = String::from_utf8_lossy(&artifact.bytes);
            assert!(
                !text.contains("Secret") && !text.contains("actors/a"),
                "{}",
                artifact.path
            );
        }
    }
}
