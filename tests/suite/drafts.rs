//! The publish gate: not one byte of a draft reaches the output.

use crate::folder::Folder;

const CANARY: &str = "kanarienvogel";

#[test]
fn no_byte_of_a_draft_is_published() {
    let folder = Folder::small();
    let clean = {
        assert_eq!(folder.say(&["build"]).0, 0);
        folder.files("public")
    };
    let kinds = [
        ("actors", "type: company\n"),
        (
            "events",
            "date: 2014\nactors: [agency]\nplace: spring\ndecisive: true\n",
        ),
        ("places", "within: spring\n"),
        (
            "sources",
            "type: webpage\nurl: https://example.org/kanarienvogel\n",
        ),
        (
            "claims",
            "about: [agency]\nstatus: alleged\npositions:\n  - {by: agency, stance: denies, cite: '[@paper-2021]'}\n",
        ),
        ("pages", "nav: true\n"),
    ];
    for (folder_of_kind, fields) in kinds {
        let entry = format!(
            "---\ntitle: The {CANARY}\nsummary: A {CANARY} sings.\naliases: [{CANARY} {folder_of_kind}]\ndraft: true\n\
             topics: [water]\n{fields}---\nA {CANARY} in [[agency]] [@paper-2021 \"{CANARY}\"].\n\n## {CANARY}\n"
        );
        folder.write(
            &format!("content/{folder_of_kind}/{CANARY}-{folder_of_kind}.md"),
            entry,
        );
    }
    let (code, said) = folder.say(&["build"]);
    assert_eq!(code, 0, "{said}");
    let files = folder.files("public");
    for (path, bytes) in &files {
        let has_canary = |bytes: &[u8]| {
            let lower = bytes.to_ascii_lowercase();
            lower
                .windows(CANARY.len())
                .any(|window| window == CANARY.as_bytes())
        };
        assert!(
            !has_canary(path.as_bytes()),
            "{path} is named after a draft"
        );
        assert!(!has_canary(bytes), "{path} has words of a draft");
    }
    // Not even a trace, such as a number of entries.
    for (path, bytes) in &clean {
        assert!(
            files.get(path) == Some(bytes),
            "{path} differs because of drafts"
        );
    }
    assert_eq!(clean.len(), files.len());
}

/// The test above would pass if the canary never reached any output anyway.
#[test]
fn the_canary_sings_once_it_is_no_draft() {
    let folder = Folder::small();
    folder.write(
        "content/places/kanarienvogel.md",
        format!("---\ntitle: The {CANARY}\nsummary: A {CANARY}.\n---\n"),
    );
    assert_eq!(folder.say(&["build"]).0, 0);
    let files = folder.files("public");
    let n = files.values().filter(|bytes| {
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        text.contains(CANARY)
    });
    assert!(n.count() > 3);
}
