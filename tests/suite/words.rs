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

/// What is wrong in the files of a theme is told where it stands, once, and no template is blamed for it.
#[test]
fn files_of_themes_are_held_against_those_of_casefile() {
    let theme = "themes/mine/theme.yaml";
    let en = "themes/mine/strings/en.yaml";
    let fr = "themes/mine/strings/fr.yaml";
    // Path, text, language; what `check --format short` says, with parts left out at `…`.
    let cases: &[(&str, &str, &str, &[&str])] = &[
        (theme, "extends: casefile\n", "en", &[]),
        (theme, "# Nothing.\n", "en", &[]),
        (
            theme,
            "name: mine\nextend: ledger\n",
            "en",
            &["themes/mine/theme.yaml:2:1: error[unknown-field]: theme.yaml has no field `extend`"],
        ),
        (
            theme,
            "title: Mine: blue\n",
            "en",
            &["themes/mine/theme.yaml:1:1…: error[invalid-yaml]: …"],
        ),
        (
            theme,
            "- extends: ledger\n",
            "en",
            &["themes/mine/theme.yaml…: error[wrong-type]: fields stand as …"],
        ),
        (en, "ui: {menu: The contents}\n", "en", &[]),
        (
            en,
            "ui:\n  menu: Contents\n  serch: Find\n",
            "en",
            &[
                "themes/mine/strings/en.yaml:3:3: warning[unknown-field]: no page asks for the word `ui.serch`",
            ],
        ),
        (
            en,
            "menu: Contents\n",
            "es",
            &[
                "themes/mine/strings/en.yaml:1:1: warning[unknown-field]: no page asks for the word `menu`",
            ],
        ),
        (en, "ui: {mine: Words of a template of mine}\n", "en", &[]),
        (en, "ui: {}\nkind: {}\n", "en", &[]),
        (
            en,
            "ui:\n  menu: \"Contents\n",
            "en",
            &["themes/mine/strings/en.yaml:2:9: error[invalid-yaml]: …"],
        ),
        (
            en,
            "# Words\nui: text\n",
            "en",
            &[
                "themes/mine/strings/en.yaml:2:5: error[wrong-type]: under `ui` stand words with keys of their own (skip, menu, site …), and this is text",
            ],
        ),
        (
            en,
            "ui:\n  menu: {one: a}\n  site: [a]\n",
            "en",
            &[
                "themes/mine/strings/en.yaml:2:9: error[wrong-type]: `ui.menu` is one text, and this is a map",
                "themes/mine/strings/en.yaml:3:9: error[wrong-type]: `ui.site` is one text, and this is a list",
            ],
        ),
        (
            en,
            "# Words\n- ui\n",
            "es",
            &[
                "themes/mine/strings/en.yaml:2:1: error[wrong-type]: words stand under keys such as `ui:`, and this is a list",
            ],
        ),
        (
            "themes/casefile/strings/en.yaml",
            "ui: {menu: Only this}\n",
            "en",
            &[],
        ),
        (en, "ui: {menu: M}\n", "es-MX", &[]),
        ("themes/mine/strings/es.yaml", "ui: {menu: M}\n", "es", &[]),
        (
            theme,
            "",
            "fr-CA",
            &[
                "dossier.yaml:…: warning[missing-words]: no theme has the words of the interface in `fr-CA`: they stay English",
            ],
        ),
        (
            fr,
            "ui: {skip: S, menu: M, site: L}\n",
            "fr",
            &[
                "themes/mine/strings/fr.yaml: warning[missing-words]: … of the … words of the interface are missing in `fr` and stay English: `ui.search`, `ui.search_label`, `ui.search_none` and … more",
            ],
        ),
        // Of a language that is not that of the dossier, only what stands there is looked at.
        (fr, "ui: {menu: M}\n", "en", &[]),
        (
            fr,
            "ui:\n\tmenu: M\n",
            "en",
            &[
                "themes/mine/strings/fr.yaml:2:1: error[invalid-yaml]: a tab stands here, and YAML indents with spaces",
            ],
        ),
        (
            fr,
            "ui:\n\tmenu: M\n",
            "fr",
            &[
                "themes/mine/strings/fr.yaml:2:1: error[invalid-yaml]: a tab stands here, and YAML indents with spaces",
            ],
        ),
    ];
    for (path, text, lang, expected) in cases {
        let folder = Folder::small();
        folder.write(
            "dossier.yaml",
            format!("theme: mine\nlang: {lang}\n{}", SMALL[0].1),
        );
        folder.write(
            "themes/mine/templates/404.html",
            "{% extends \"casefile/404.html\" %}\n{% block list %}{{ t.ui.mine | default(value=\"\") }}{% endblock list %}\n",
        );
        folder.write(path, text);
        let output = folder.run(&["check", "--format", "short"]);
        let said = String::from_utf8_lossy(&output.stdout);
        let lines: Vec<&str> = said.lines().filter(|line| line.contains(": ")).collect();
        assert_eq!(
            lines.len(),
            expected.len(),
            "{path}: {text}\n{said}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
        for (line, expected) in lines.iter().zip(*expected) {
            let mut rest = *line;
            for part in expected.split('…') {
                let at = rest.find(part);
                assert!(at.is_some(), "{path}: {text}\n{line}\n{expected}");
                rest = &rest[at.unwrap_or(0) + part.len()..];
            }
        }
    }
}

/// A word that is overridden leaves the others as they were, also in a folder of the name of the built-in theme.
#[test]
fn words_are_overridden_one_by_one() {
    for theme in ["mine", "casefile"] {
        let folder = Folder::small();
        folder.write("dossier.yaml", format!("theme: {theme}\n{}", SMALL[0].1));
        folder.write(
            &format!("themes/{theme}/strings/en.yaml"),
            "ui: {menu: Where to go}\n",
        );
        let (code, said) = folder.say(&["build"]);
        assert_eq!(code, 0, "{said}");
        let home = folder.files("public")["index.html"].clone();
        let home = String::from_utf8(home).expect("a page is text");
        assert!(
            home.contains("Where to go") && home.contains("Skip to the text"),
            "{theme}"
        );
    }
}
