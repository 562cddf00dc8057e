//! Locks for tests, and the tests of verification as a whole.

use super::{Counts, TextState, Verification, verify};
use crate::check::testing::{Built, build};
use crate::model::evidence::{EvidenceLock, QuotationState, Verified};
use crate::yaml::locate::Locator;
use sha2::{Digest, Sha256};

/// A lock file with these quotations: source, words, SHA-256.
pub fn lock(quotations: &[(&str, &str, &str)]) -> String {
    let mut lock = EvidenceLock::default();
    for (source, words, sha256) in quotations {
        let verified = Verified {
            sha256: (*sha256).into(),
            offset: 0,
            fragment: String::new(),
        };
        lock.insert(source, words, verified);
    }
    lock.to_text()
}

const TEXT: &str = "Ana Vidal left the city in May 2014, the clerk said.\n\
    She denied that she had “ever” paid, and asked for nothing.\n\
    La oficina no compró el equipo.\nComments\nShe is guilty as sin.\n";

fn sha(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The source `w` with the text above, `told` known through it, and whatever follows.
fn dossier(sha: &str, lock: &str, rest: &str) -> Built {
    build(&format!(
        "=== sources/w.md\ntitle: W\ntype: book\nsnapshot:\n  file: w.txt\n  sha256: '{sha}'\n  exclude: [{{from: Comments, why: readers}}]\n\
         === sources/told.md\ntitle: Told\ntype: book\nvia: w\n\
         === sources/bare.md\ntitle: Bare\ntype: book\n{lock}{rest}"
    ))
}

fn run(built: &Built, text: Option<&str>) -> Verification {
    let snapshots = |file: &str| {
        text.filter(|_| file == "w.txt")
            .map(|t| t.as_bytes().to_vec())
    };
    let locate = &Locator::new(&built.tree);
    verify(&built.dossier, locate, &snapshots)
}

fn findings(built: &Built, text: Option<&str>) -> Vec<String> {
    let found = run(built, text).findings;
    let ids: Vec<&str> = found.0.iter().map(|f| f.check).collect();
    let marks = built.marks(found.clone());
    assert_eq!(ids.len(), marks.len());
    let mut sorted = found;
    sorted.sort();
    let ids = sorted.0.iter().map(|f| f.check);
    ids.zip(marks)
        .map(|(id, mark)| format!("{id} {mark}"))
        .collect()
}

#[test]
fn what_fails_is_marked_at_its_very_characters() {
    let page = |body: &str| format!("=== pages/p.md\ntitle: P\n---\n{body}\n");
    let event =
        |cite: &str| format!("=== events/e.md\ntitle: E\ndate: [{{value: 2014, cite: {cite}}}]\n");
    for (rest, expected) in [
        (
            page("A [@w, p. 3 \"left the city in May 2014\"]. B [@told “the clerk said”]."),
            vec![],
        ),
        (
            page("A [@w \"left the city in June 2014\"]."),
            vec!["quotation-not-found pages/p.md:4 left the city in June 2014"],
        ),
        (
            page("A [@told \"the clerk\"; @w “She is guilty as sin”]."),
            vec!["quotation-excluded pages/p.md:4 She is guilty as sin"],
        ),
        (
            page("A [@w \"[…] left\"]."),
            vec!["quotation-unreadable pages/p.md:4 […] left"],
        ),
        (
            page("> She denied that she had “ever” paid, and\n> asked for nothing. [@w]"),
            vec![],
        ),
        (
            page(
                "> Ana Vidal left the city in May 2014, the clerk said.\n>\n> She denied that she had paid.\n>\n> [@w]",
            ),
            vec!["quotation-not-found pages/p.md:6 She denied that she had paid."],
        ),
        (event("'[@w \"no compró el equipo\"]'"), vec![]),
        (
            event("'[@w \"compró el equipo\"; @w \"sí compró\"]'"),
            vec!["quotation-not-found events/e.md:3 sí compró"],
        ),
        (
            event("'@w \"sí compró\"'"),
            vec!["quotation-not-found events/e.md:3 sí compró"],
        ),
        (page("A [@bare \"anything\"]."), vec![]),
    ] {
        assert_eq!(
            findings(&dossier(&sha(TEXT), "", &rest), Some(TEXT)),
            expected,
            "{rest}"
        );
    }
}

#[test]
fn the_lock_has_what_was_verified_and_what_is_not_here() {
    let now = sha(TEXT);
    let rest = "=== pages/p.md\ntitle: P\n---\nA [@w \"the clerk said\"]. B [@w \"never said\"]. C [@told \"La oficina\"]. D [@bare \"x\"].\n";
    let old = |sha: &str| {
        let lock = lock(&[
            ("w", "the clerk said", sha),
            ("w", "never said", sha),
            ("w", "long gone", sha),
        ]);
        format!("=== evidence.lock\n{lock}\n")
    };
    let state =
        |v: &Verification, source: &str, words: &str| v.lock.state(source, words, Some(&now));
    // Here: what stands there and nothing else.
    let built = dossier(&now, &old(&now), rest);
    let v = run(&built, Some(TEXT));
    assert_eq!(
        v.counts,
        Counts {
            quotations: 4,
            verified: 2,
            failed: 1,
            without_text: 1,
            ..Counts::default()
        }
    );
    assert_eq!((v.lock.len(), v.texts[0].state), (2, TextState::Here));
    assert_eq!(state(&v, "told", "La oficina"), QuotationState::Verified);
    assert_eq!(state(&v, "w", "never said"), QuotationState::Unverified);
    let found = v.lock.get("w", "the clerk said").unwrap();
    assert_eq!(found.fragment, "text=the%20clerk%20said");
    // Not here: what the lock knows of this very text, as long as it is quoted.
    let v = run(&built, None);
    assert_eq!(
        v.counts,
        Counts {
            quotations: 4,
            kept: 2,
            unknown: 1,
            without_text: 1,
            ..Counts::default()
        }
    );
    assert_eq!((v.lock.len(), v.texts[0].state), (2, TextState::Missing));
    assert_eq!(
        findings(&built, None),
        ["snapshot-missing sources/w.md:5 w.txt"]
    );
    // Not here, and the lock is of another text: nothing is known.
    let v = run(&dossier(&now, &old(&"0".repeat(64)), rest), None);
    assert_eq!((v.counts.kept, v.counts.unknown, v.lock.len()), (0, 3, 0));
    // Here, but not the text that the source names: mistakes are told, nothing is recorded anew.
    let built = dossier(&"1".repeat(64), &old(&"1".repeat(64)), rest);
    let v = run(&built, Some(TEXT));
    assert_eq!(
        (v.counts.verified, v.counts.unrecorded, v.counts.failed),
        (0, 2, 1)
    );
    assert_eq!((v.lock.len(), v.texts[0].state), (2, TextState::Changed));
    assert_eq!(
        findings(&built, Some(TEXT)),
        [
            "quotation-not-found pages/p.md:4 never said".to_owned(),
            format!("snapshot-changed sources/w.md:6 {}", "1".repeat(64)),
        ]
    );
}

#[test]
fn a_source_without_a_hash_is_told_which_one_to_write() {
    let rest = "=== pages/p.md\ntitle: P\n---\nA [@w \"the clerk said\"].\n";
    let built = dossier("", "", rest);
    assert_eq!(
        findings(&built, Some(TEXT)),
        ["snapshot-changed sources/w.md:5 w.txt"]
    );
    let found = run(&built, Some(TEXT)).findings.0;
    assert_eq!(found[0].help.len(), 1);
    assert!(found[0].help[0].ends_with(&format!("write: sha256: {}", sha(TEXT))));
}

#[test]
fn a_text_that_cannot_be_used_verifies_nothing() {
    let rest = "=== pages/p.md\ntitle: P\n---\nA [@w \"the clerk said\"].\n";
    let other = TEXT.replace("Comments", "Remarks");
    let built = dossier(&sha(&other), "", rest);
    assert_eq!(
        findings(&built, Some(&other)),
        ["snapshot-exclusion sources/w.md:7 Comments"]
    );
    assert_eq!(run(&built, Some(&other)).counts.unknown, 1);
    let snapshots = |_: &str| Some(vec![0xff, 0xfe]);
    let locate = &Locator::new(&built.tree);
    let v = verify(&built.dossier, locate, &snapshots);
    assert!(v.findings.0.iter().any(|f| f.check == "snapshot-encoding"));
    assert!(v.lock.is_empty());
}

/// No mutation of a true quotation is accepted: each word dropped, doubled, or exchanged with its neighbour.
#[test]
fn no_mutation_of_a_quotation_is_verified() {
    for line in TEXT.lines().take(3) {
        let words: Vec<&str> = line.split(' ').collect();
        for i in 1..words.len() - 1 {
            let mut dropped = words.clone();
            dropped.remove(i);
            let mut doubled = words.clone();
            doubled.insert(i, words[i]);
            let mut swapped = words.clone();
            swapped.swap(i, i - 1);
            let mut negated = words.clone();
            negated.insert(i, if words.contains(&"no") { "sí" } else { "not" });
            for mutation in [dropped, doubled, swapped, negated] {
                let quotation = mutation.join(" ").replace(['“', '”'], "'");
                let rest = format!("=== pages/p.md\ntitle: P\n---\nA [@w \"{quotation}\"].\n");
                let v = run(&dossier(&sha(TEXT), "", &rest), Some(TEXT));
                assert_eq!((v.counts.verified, v.counts.failed), (0, 1), "{quotation}");
            }
        }
    }
}
