//! Cards: one for each entry, drawn again only when it says something else.

use crate::dossier::{BASE, HOSTILE, Made, join};
use dossier::render::outputs::card_path;
use std::sync::Arc;

fn made(title: &str) -> Made {
    let title = title.replace('\'', "''");
    let actor = format!("title: '{title}'\ntype: person\n---\n");
    join(
        "title: T\n",
        &[("actors/ana", &actor), ("index", "title: Home\n---\n")],
    )
}

fn card(made: &Made, path: &str) -> Arc<[u8]> {
    let cards = made.make("cards");
    cards
        .iter()
        .find(|card| &*card.path == path)
        .unwrap()
        .bytes
        .clone()
}

#[test]
fn every_entry_has_a_card_where_the_address_is_known() {
    let made = made(HOSTILE);
    let paths: Vec<String> = made
        .make("cards")
        .iter()
        .map(|card| card.path.to_string())
        .collect();
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
    let mut first = made("Ana");
    let drawn = card(&first, path);
    assert_eq!(drawn, card(&made("Ana"), path));
    // The same fingerprint in other pixels: the earlier card is taken as it is.
    let mut marked = drawn.to_vec();
    let inside = marked.len() - 40;
    marked[inside] ^= 1;
    first.earlier.insert(path.to_owned(), marked.clone().into());
    assert_eq!(*card(&first, path), *marked);
    let mut second = made("Ana Example");
    second.earlier.insert(path.to_owned(), drawn.clone());
    assert_ne!(card(&second, path), drawn);
    // Half a file is no card.
    first.earlier.insert(path.to_owned(), marked[..200].into());
    assert_eq!(card(&first, path), drawn);
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
