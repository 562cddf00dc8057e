//! The home page: what comes first on it.

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
