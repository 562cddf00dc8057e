//! docs/themes.md lists what each template sees. The list is read off the views; UPDATE=1 rewrites it.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

const VIEWS: [&str; 5] = ["mod", "evidence", "lists", "pages", "../site"];
const BEGIN: &str =
    "<!-- views: generated from src/render/view by UPDATE=1 cargo test --test themes_doc -->\n";
const END: &str = "<!-- end of views -->\n";

#[test]
fn the_blocks_and_components_in_the_docs_are_those_of_casefile() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let doc = fs::read_to_string(root.join("docs/themes.md")).expect("docs/themes.md");
    let (_, parts) = doc
        .split_once("## The parts of casefile")
        .expect("the section of the parts");
    let (parts, _) = parts
        .split_once("## What templates may do")
        .expect("the section after it");
    let mut named = 0;
    let mut missing = Vec::new();
    for file in fs::read_dir(root.join("themes/casefile/templates")).expect("the templates") {
        let text =
            fs::read_to_string(file.expect("it was just listed").path()).expect("a template");
        for opening in ["% block ", "%- block ", "% component "] {
            for rest in text.split(opening).skip(1) {
                let name: String = rest
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                named += 1;
                if !parts.contains(&format!("`{name}`")) {
                    missing.push(name);
                }
            }
        }
    }
    assert!(named > 50, "only {named} blocks and components were found");
    assert!(
        missing.is_empty(),
        "docs/themes.md does not name {missing:?}"
    );
}

#[test]
fn the_views_in_the_docs_are_those_of_the_code() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut list = String::new();
    for name in VIEWS {
        let source = fs::read_to_string(root.join(format!("src/render/view/{name}.rs")))
            .expect("a view file");
        describe(&source, &mut list);
    }
    let path = root.join("docs/themes.md");
    let doc = fs::read_to_string(&path).expect("docs/themes.md");
    let (before, rest) = doc
        .split_once(BEGIN)
        .expect("the mark where the views begin");
    let (shown, after) = rest.split_once(END).expect("the mark where they end");
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, format!("{before}{BEGIN}{list}{END}{after}"))
            .expect("docs/themes.md can be written");
        return;
    }
    assert!(
        list.contains("### `EventPage`"),
        "no view was found: {list}"
    );
    assert_eq!(
        shown, list,
        "docs/themes.md is not current: UPDATE=1 cargo test --test themes_doc"
    );
}

/// Each public struct with its public fields, their types and their comments.
fn describe(source: &str, list: &mut String) {
    let mut comment = String::new();
    let mut is_open = false;
    for line in source.lines() {
        let line = line.trim();
        if let Some(text) = line.strip_prefix("/// ") {
            comment.push_str(if comment.is_empty() { "" } else { " " });
            comment.push_str(text);
        } else if let Some(name) = line
            .strip_prefix("pub struct ")
            .and_then(|rest| rest.strip_suffix(" {"))
        {
            let _ = write!(
                list,
                "### `{name}`\n\n{comment}\n\n| field | type | |\n|---|---|---|\n"
            );
            comment.clear();
            is_open = true;
        } else if let Some((name, kind)) = line
            .strip_prefix("pub ")
            .and_then(|rest| rest.split_once(": "))
            && is_open
        {
            // That views are shared between pages, or made when they are printed, is nothing a template can see.
            let kind = without_shared(&kind.trim_end_matches(',').replace("super::evidence::", ""));
            let kind = kind.replace("BodyHtml", "String");
            let _ = writeln!(
                list,
                "| `{name}` | `{kind}` | {} |",
                comment.replace('|', "\\|")
            );
            comment.clear();
        } else if line == "}" && is_open {
            list.push('\n');
            is_open = false;
            comment.clear();
        } else if !line.starts_with("#[") {
            comment.clear();
        }
    }
}

/// `Vec<Shared<Link>>` → `Vec<Link>`.
fn without_shared(kind: &str) -> String {
    let Some((before, rest)) = kind.split_once("Shared<") else {
        return kind.to_owned();
    };
    let (inner, after) = rest.split_once('>').expect("a closed type");
    format!("{before}{inner}{after}")
}
