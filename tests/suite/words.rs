//! Words of the interface: whatever a page asks the catalogue for is there, in each language.

use crate::folder::{Folder, SMALL};

/// All that a body can hold whose words are not the writer's.
const BODY: &str = "---\ntitle: All\n---\n> [!NOTE]\n> One.\n\n> [!TIP]\n> Two.\n\n> [!IMPORTANT]\n> Three.\n\n\
    > [!WARNING]\n> Four.\n\n> [!CAUTION]\n> Five.\n\n| a | b |\n|---|---|\n| c | d |\n";

#[test]
fn no_page_shows_the_key_of_a_word() {
    let english = include_str!("../../themes/casefile/strings/en.yaml");
    let of_file = english
        .lines()
        .filter(|line| !line.starts_with([' ', '#']))
        .filter_map(|line| line.strip_suffix(':'));
    // Bodies ask for the words of alerts, and a missing group would not be looked for.
    let groups: Vec<&str> = of_file.chain(["alert", "ui"]).collect();
    assert!(groups.len() > 10, "{groups:?}");
    for lang in ["en", "es"] {
        let folder = Folder::small();
        folder.write("dossier.yaml", format!("lang: {lang}\n{}", SMALL[0].1));
        folder.write("content/pages/all.md", BODY);
        let output = folder.run(&["build"]);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        for (path, bytes) in folder.files("public") {
            let html = String::from_utf8_lossy(&bytes);
            for group in groups.iter().filter(|_| path.ends_with(".html")) {
                let stands = |open: &str| html.contains(&format!("{open}{group}."));
                assert!(
                    !stands(">") && !stands("=\""),
                    "{lang}: {path} shows `{group}.…`"
                );
            }
        }
    }
}
