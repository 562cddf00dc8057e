use super::{DIGITS, Kind, Page, Terms, index, words};
use crate::model::artifact::Artifact;
use std::collections::BTreeMap;
use std::sync::Mutex;

const KINDS: [Kind; 3] = [
    Kind {
        id: "actor",
        label: "Actor",
    },
    Kind {
        id: "event",
        label: "Event",
    },
    Kind {
        id: "claim",
        label: "Claim",
    },
];

fn build(pages: &[Page]) -> Vec<Artifact<'static>> {
    let made: Mutex<Vec<Artifact<'static>>> = Mutex::default();
    index(pages, Page::clone, &KINDS, &|artifact| {
        made.lock().unwrap().push(artifact.into_owned());
    });
    let mut made: Vec<Artifact<'static>> = made.into_inner().unwrap();
    made.sort_by(|a, b| a.path.cmp(&b.path));
    made
}

/// What a script hands to `dossierSearch.add`.
fn data(artifact: &Artifact<'_>) -> serde_json::Value {
    let name = artifact
        .path
        .strip_prefix("search/")
        .and_then(|p| p.strip_suffix(".js"))
        .expect("a piece");
    let script = std::str::from_utf8(&artifact.bytes).expect("UTF-8");
    let json = script
        .strip_prefix(&format!("dossierSearch.add(\"{name}\","))
        .and_then(|rest| rest.strip_suffix(");\n"))
        .expect("one call");
    serde_json::from_str(json).expect("JSON")
}

/// Pages and prominence of each word, and whether only the prominent ones are listed: read as the browser reads it.
type Index = BTreeMap<String, (bool, Vec<(usize, u32)>)>;

fn read(artifacts: &[Artifact<'_>]) -> Index {
    let mut index = Index::new();
    for artifact in artifacts.iter().filter(|a| a.path.starts_with("search/t")) {
        let data = data(artifact);
        let mut before = String::new();
        for entry in data.as_str().expect("a string").split(' ') {
            let (word, postings) = entry.split_once(',').expect("a word and its pages");
            let shared =
                char::to_digit(word.chars().next().expect("a digit"), 36).expect("a digit");
            before = before
                .chars()
                .take(shared as usize)
                .chain(word.chars().skip(1))
                .collect();
            let (is_common, postings) = postings
                .strip_prefix('!')
                .map_or((false, postings), |p| (true, p));
            let (mut pages, mut next, mut number) = (Vec::new(), 0, 0);
            for digit in postings.bytes() {
                let digit = DIGITS.iter().position(|d| *d == digit).expect("a digit") as u32;
                number = number * 32 + digit % 32;
                if digit < 32 {
                    let page = next + (number / 8) as usize;
                    pages.push((page, number % 8));
                    (next, number) = (page + 1, 0);
                }
            }
            assert!(
                index.insert(before.clone(), (is_common, pages)).is_none(),
                "{before} twice"
            );
        }
    }
    index
}

/// Pages with all words of a query, best first: the ranking of the browser without its refinements.
fn search(index: &Index, n_pages: usize, query: &str) -> Vec<usize> {
    const WORTH: [f64; 8] = [1.0, 1.4, 1.8, 4.0, 7.0, 9.0, 12.0, 30.0];
    let mut asked = Vec::new();
    words::each(query, &mut String::new(), |word| {
        asked.push(word.to_owned())
    });
    let mut scores: BTreeMap<usize, (usize, f64)> = BTreeMap::new();
    for word in &asked {
        let found: Vec<_> = index
            .range(word.clone()..)
            .take_while(|(w, _)| w.starts_with(word))
            .collect();
        let total: usize = found.iter().map(|(_, (_, pages))| pages.len()).sum();
        let rarity = (1.0 + n_pages as f64 / total.max(1) as f64).ln();
        let mut best: BTreeMap<usize, f64> = BTreeMap::new();
        for (known, (_, pages)) in found {
            let factor = if known == word {
                1.0
            } else {
                0.3 + 0.4 * word.len() as f64 / known.len() as f64
            };
            for (page, prominence) in pages {
                let most = if asked.len() == 1 && known == word {
                    7
                } else {
                    6
                };
                let score = WORTH[(*prominence as usize).min(most)] * factor * rarity;
                let known = best.entry(*page).or_insert(0.0);
                *known = known.max(score);
            }
        }
        for (page, score) in best {
            let sum = scores.entry(page).or_insert((0, 0.0));
            *sum = (sum.0 + 1, sum.1 + score);
        }
    }
    let mut pages: Vec<(usize, f64)> = scores
        .into_iter()
        .filter(|(_, (n, _))| *n == asked.len())
        .map(|(page, (_, score))| (page, score))
        .collect();
    pages.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    pages.into_iter().map(|(page, _)| page).collect()
}

#[test]
fn entries_are_found_by_name_before_text_that_mentions_them() {
    let aliases = ["Zerón".to_owned(), "Zéron".to_owned()];
    let pages = [
        Page {
            title: "Israel",
            summary: "Where asylum was asked for.",
            ..Page::default()
        },
        Page {
            title: "Tomás Zerón de Lucio",
            aliases: &aliases,
            summary: "Headed an agency.",
            ..Page::default()
        },
        Page {
            title: "Zerón applies for asylum in Israel",
            kind: 1,
            text: "He denies it.".into(),
            ..Page::default()
        },
        Page {
            title: "Zerónimo",
            kind: 1,
            ..Page::default()
        },
        Page {
            title: "A journey",
            kind: 1,
            text: "Zerón, Zerón, Zerón, Zerón and Zerón went to Israel.".into(),
            ..Page::default()
        },
        Page {
            title: "ממשלת ישראל",
            text: "The government.".into(),
            ..Page::default()
        },
    ];
    let index = read(&build(&pages));
    for (query, expected) in [
        ("zeron", vec![1, 2, 3, 4]),
        ("ZERÓN", vec![1, 2, 3, 4]),
        ("zeroni", vec![3]),
        ("asylum israel", vec![2, 0]),
        ("zeron israel", vec![2, 4]),
        ("ישראל", vec![5]),
        ("ישר", vec![5]),
        ("headed government", vec![]),
        ("denies", vec![2]),
    ] {
        assert_eq!(search(&index, pages.len(), query), expected, "{query}");
    }
}

/// Pages of words from a small vocabulary, some words everywhere.
fn made(n: usize) -> Vec<(String, String)> {
    let mut state = 88_172_645_463_325_252_u64;
    let mut random = |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    let title = |i: usize| format!("Entry número {i}");
    (0..n)
        .map(|i| {
            let text: Vec<String> = (0..40)
                .map(|_| format!("wört{}", random(4_000).min(random(4_000))))
                .collect();
            (title(i), format!("The {}.", text.join(" the ")))
        })
        .collect()
}

fn pages(made: &[(String, String)]) -> Vec<Page<'_>> {
    made.iter()
        .enumerate()
        .map(|(i, (title, text))| Page {
            url: title,
            title,
            text: text.into(),
            kind: i * 3 / made.len(),
            ..Page::default()
        })
        .collect()
}

#[test]
fn every_word_of_every_page_is_in_the_index_and_nothing_else() {
    let made = made(1_300);
    let pages = pages(&made);
    let artifacts = build(&pages);
    let index = read(&artifacts);
    let mut expected: BTreeMap<String, Vec<(usize, u32)>> = BTreeMap::new();
    for (number, page) in pages.iter().enumerate() {
        for (word, postings) in Terms::of(std::slice::from_ref(page), 0).iter() {
            let pages = expected.entry(word.to_owned()).or_default();
            pages.extend(postings.iter().map(|prominence| (number, *prominence)));
        }
    }
    assert_eq!(index.len(), expected.len());
    for (word, pages) in &expected {
        assert_eq!(index.get(word), Some(&(false, pages.clone())), "{word}");
    }
}

#[test]
fn the_manifest_tells_where_things_are() {
    let made = made(100);
    let pages = pages(&made);
    let artifacts = build(&pages);
    let manifest = artifacts
        .iter()
        .find(|a| &*a.path == "search/m.js")
        .map(data)
        .expect("a manifest");
    assert_eq!(manifest["n"], 100);
    assert_eq!(
        manifest["runs"],
        serde_json::json!([[0, 34], [1, 33], [2, 33]])
    );
    assert_eq!(manifest["kinds"][1], serde_json::json!(["event", "Event"]));
    let firsts: Vec<&str> = manifest["words"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|w| w.as_str())
        .collect();
    assert!(firsts.is_sorted());
    for (n, first) in firsts.iter().enumerate() {
        let piece = artifacts
            .iter()
            .find(|a| *a.path == format!("search/t{n}.js"))
            .map(data)
            .expect("a piece");
        assert!(
            piece
                .as_str()
                .is_some_and(|text| text.starts_with(&format!("0{first},")))
        );
    }
    let per = manifest["per"].as_u64().expect("a number") as usize;
    for (n, page) in pages.iter().enumerate() {
        let piece = artifacts
            .iter()
            .find(|a| *a.path == format!("search/d{}.js", n / per))
            .map(data);
        let row = &piece.expect("a piece")[n % per];
        assert_eq!(
            row,
            &serde_json::json!([page.url, page.title, page.kind, "", "", page.text])
        );
    }
}

#[test]
fn pieces_are_small_and_words_on_most_pages_of_a_large_dossier_are_cut_down() {
    let made = made(2_400);
    let artifacts = build(&pages(&made));
    for artifact in artifacts.iter().filter(|a| a.path.starts_with("search/t")) {
        assert!(
            artifact.bytes.len() < 60_000,
            "{} has {} bytes",
            artifact.path,
            artifact.bytes.len()
        );
    }
    let index = read(&artifacts);
    assert_eq!(index.get("the"), Some(&(true, Vec::new())));
    assert!(
        index
            .get("entry")
            .is_some_and(|(is_common, pages)| *is_common && pages.len() == 2_400)
    );
}

#[test]
fn the_index_is_the_same_on_any_number_of_threads() {
    let made = made(1_100);
    let pages = pages(&made);
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("threads");
        pool.install(|| build(&pages))
    };
    assert_eq!(on(1), on(5));
}

#[test]
fn nothing_to_search_is_a_manifest_alone() {
    let artifacts = build(&[]);
    assert_eq!(artifacts.len(), 1);
    assert_eq!(data(&artifacts[0])["n"], 0);
}
