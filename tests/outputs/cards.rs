//! Cards: one for each entry, drawn again only when it says something else.

use crate::dossier::{BASE, HOSTILE, Made, join};
use dossier::fingerprint::Fingerprint;
use dossier::model::artifact::Artifact;
use dossier::render::Sink;
use dossier::render::outputs::{ALL, card_path};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

fn made(title: &str) -> Made {
    let title = title.replace('\'', "''");
    let actor = format!("title: '{title}'\ntype: person\n---\n");
    join(
        "title: T\n",
        &[("actors/ana", &actor), ("index", "title: Home\n---\n")],
    )
}

fn card(made: &Made, path: &str) -> Vec<u8> {
    let cards = made.make("cards");
    cards
        .iter()
        .find(|card| &*card.path == path)
        .unwrap()
        .bytes
        .to_vec()
}

#[test]
fn every_entry_has_a_card_where_the_address_is_known() {
    let made = made(HOSTILE);
    let cards = made.make("cards");
    let mut paths: Vec<&str> = cards.iter().map(|card| &*card.path).collect();
    paths.sort_unstable();
    assert_eq!(paths, ["cards/actor/ana.png", "cards/page/index.png"]);
    for card in made.make("cards") {
        let image = image::load_from_memory(&card.bytes).unwrap();
        assert_eq!((image.width(), image.height()), (1200, 630));
        assert!(card.bytes.len() < 100_000, "{}", card.bytes.len());
    }
    assert!(made.without_url().make("cards").is_empty());
}

#[test]
fn a_card_is_drawn_again_only_when_it_says_something_else() {
    let path = "cards/actor/ana.png";
    let drawn = |site: &Site, title: &str| -> Vec<String> {
        let cards = ALL.iter().find(|output| output.id == "cards").unwrap();
        made(title).with(|context| cards.put(context, site));
        std::mem::take(&mut *site.drawn.lock().unwrap())
    };
    let site = Site::default();
    assert_eq!(drawn(&site, "Ana").len(), 2);
    assert_eq!(drawn(&site, "Ana"), [""; 0]);
    assert_eq!(drawn(&site, "Ana Example"), [path]);
    assert_eq!(card(&made("Ana"), path), card(&made("Ana"), path));
    assert_ne!(card(&made("Ana"), path), card(&made("Ana Example"), path));
}

/// Knows from what each file was made, as a folder does.
#[derive(Default)]
struct Site {
    made_from: Mutex<BTreeMap<Arc<str>, Fingerprint>>,
    /// Paths of the files that were put since they were last looked at.
    drawn: Mutex<Vec<String>>,
}

impl Sink for Site {
    fn put(&self, artifact: Artifact<'_>) {
        panic!("{} does not tell what it was made from", artifact.path);
    }

    fn put_made_from(&self, artifact: Artifact<'_>, made_from: Fingerprint) {
        self.drawn.lock().unwrap().push(artifact.path.to_string());
        self.made_from
            .lock()
            .unwrap()
            .insert(artifact.path, made_from);
    }

    fn keep(&self, path: &Arc<str>, made_from: Fingerprint) -> bool {
        self.made_from.lock().unwrap().get(path) == Some(&made_from)
    }
}

#[test]
fn a_title_in_letters_that_the_typeface_lacks_has_the_card_of_the_home_page() {
    for (title, path) in [
        (
            "Tomás Zerón, Łódź, Ağrı, Ştefan, Nguyễn",
            "cards/actor/ana.png",
        ),
        ("Zero\u{301}n — “quoted” … €5", "cards/actor/ana.png"),
        ("Emoji 🙂 are left out", "cards/actor/ana.png"),
        ("תומאס סרון", "cards/page/index.png"),
        ("Томас Серон", "cards/page/index.png"),
    ] {
        let made = made(title);
        let shown = card_path(&made.dossier, made.dossier.find("ana")).unwrap();
        assert_eq!(shown, path, "{title}");
        assert!(made.make("cards").iter().any(|card| *card.path == *shown));
    }
    assert_eq!(card_path(&join("title: T\n", &[]).dossier, None), None);
}

#[test]
fn an_accusation_is_not_shown_without_its_denial() {
    use dossier::render::outputs::cards::Card;
    let made = join(
        "title: T\n",
        &[
            ("actors/b", "title: Ben\ntype: person\n---\n"),
            ("sources/s", "title: S\ntype: report\n---\n"),
            (
                "claims/c",
                "title: Ben took it\nstatus: alleged\nabout: [b]\ndate: 2023-05~\npositions:\n\
                 \x20 - {by: the police, stance: asserts, cite: '[@s]'}\n  - {by: b, stance: denies, cite: '[@s]'}\n---\n",
            ),
        ],
    );
    let claim = made.dossier.find("c").unwrap();
    let card = made.with(|context| Card::of(context, BASE, claim));
    assert_eq!(
        card.status.map(|(_, label)| label).as_deref(),
        Some("alleged")
    );
    assert_eq!(
        (card.reply.as_str(), card.date.as_str()),
        ("Ben: denies.", "about May 2023")
    );
    assert_eq!(card.address, "example.org/d");
}
