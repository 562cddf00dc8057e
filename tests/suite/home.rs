//! What the build adds to pages: who comes first on the home page, what words mean, and typographic marks.

use crate::folder::Folder;

#[test]
fn main_actors_that_more_entries_mention_come_first() {
    let folder = Folder::small();
    let order = |folder: &Folder| -> Vec<usize> {
        let (code, said) = folder.say(&["build"]);
        assert_eq!(code, 0, "{said}");
        let site = folder.files("public");
        let html = String::from_utf8_lossy(&site["index.html"]).into_owned();
        let list = html.split("id=\"main-actors\"").nth(1).expect("a list");
        let place = |id: &str| list.find(&format!("href=\"actors/{id}.html\""));
        ["agency", "vendor"]
            .map(|id| place(id).expect("it is main"))
            .to_vec()
    };
    let vendor = "---\ntitle: Ladle and Sons\ntype: company\nsummary: Sold the spring.\nmain: true\n---\n\
                  The company sold it to the [[WA]] [@report-2022 \"sold for a song\"].\n";
    folder.write("content/actors/vendor.md", vendor);
    assert!(
        order(&folder).is_sorted(),
        "most entries mention the agency"
    );
    for id in ["one", "two", "three"] {
        let page = "---\ntitle: More\n---\nMore of the [[vendor]] [@paper-2021].\n";
        folder.write(
            &format!("content/pages/{id}.md"),
            page.replace("More\n", &format!("More {id}\n")),
        );
    }
    assert!(
        !order(&folder).is_sorted(),
        "most entries mention the vendor"
    );
}

#[test]
fn the_meanings_of_words_stand_on_their_page_and_in_the_whole_dossier() {
    let folder = Folder::small();
    let page = "---\ntitle: \"Words' meanings\"\n---\nThey stand below [@paper-2021].\n";
    folder.write("content/pages/status-words.md", page);
    let (code, said) = folder.say(&["build"]);
    assert_eq!(code, 0, "{said}");
    let site = folder.files("public");
    for path in ["status-words.html", "dossier.html"] {
        let html = String::from_utf8_lossy(&site[path]);
        for meaning in [
            "body found it to be so.",
            "Says that it is not so.",
            "stake in the matter.",
        ] {
            let in_list = format!("{meaning}</dd>");
            assert_eq!(html.matches(&in_list).count(), 1, "{path}: {meaning}");
        }
        assert!(html.contains("Words’ meanings"), "{path}");
    }
}
