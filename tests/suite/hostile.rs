//! Files that no writer means to write: each is read right or refused with a clear finding, quickly, and
//! never with a panic.

use crate::folder::Folder;
use serde_json::Value;
use std::time::{Duration, Instant};

/// Far above what any of these takes, and far below what anything quadratic would take.
const QUICK: Duration = Duration::from_secs(60);

/// All findings of a dossier, which are told quickly and without a panic; `what` is in it that may prevent that.
fn findings(folder: &Folder, what: &str) -> Vec<Value> {
    let start = Instant::now();
    let output = folder.run(&["check", "--format", "json"]);
    assert!(start.elapsed() < QUICK, "{what}: {:?}", start.elapsed());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        !said.contains("panicked"),
        "{what}: {}",
        said.chars().take(2000).collect::<String>()
    );
    let json: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    json["findings"].as_array().expect("it is a list").clone()
}

/// Checks a dossier whose file `path` has these bytes, and returns `line:column check` of its errors there.
fn check(path: &str, bytes: &[u8]) -> Vec<String> {
    let folder = Folder::small();
    folder.write(path, bytes);
    findings(&folder, path)
        .iter()
        .filter(|finding| finding["severity"] == "error" && finding["path"] == path)
        .map(|finding| {
            let start = &finding["start"];
            let check = finding["check"].as_str().unwrap_or_default();
            match start["line"].as_u64() {
                Some(line) => format!("{line}:{} {check}", start["column"]),
                None => check.to_owned(),
            }
        })
        .collect()
}

fn actor(front_matter: &str, body: &str) -> Vec<u8> {
    format!("---\ntitle: Extra\ntype: company\n{front_matter}---\n{body}").into_bytes()
}

const ACTOR: &str = "content/actors/extra.md";

#[test]
fn bytes_that_are_no_text() {
    let cases: [(&[u8], &[&str]); 6] = [
        (b"---\ntitle: Extra\ntype: company\n---\nFine.\n", &[]),
        (
            b"---\ntitle: Extr\xff\ntype: company\n---\n",
            &["2:12 encoding"],
        ),
        (
            b"---\ntitle: Extra\ntype: company\n---\nFine, \xc3(\n",
            &["5:7 encoding"],
        ),
        (b"\xff\xfe-\0-\0-\0", &["1:1 encoding"]),
        (
            b"---\ntitle: Ex\0tra\ntype: company\n---\n",
            &["2:10 control-character"],
        ),
        (
            b"---\ntitle: Extra\ntype: company\n---\nA \0 in the body\n",
            &["5:3 control-character"],
        ),
    ];
    for (bytes, expected) in cases {
        assert_eq!(
            check(ACTOR, bytes),
            expected,
            "{}",
            String::from_utf8_lossy(bytes)
        );
    }
}

#[test]
fn bombs_of_aliases_end_as_a_finding() {
    let mut bomb = String::from("a0: &a0 [boom, boom, boom, boom, boom, boom, boom, boom, boom]\n");
    for level in 1..12 {
        let inside = format!("*a{}, ", level - 1).repeat(9);
        bomb.push_str(&format!(
            "a{level}: &a{level} [{}]\n",
            inside.trim_end_matches(", ")
        ));
    }
    let found = check(ACTOR, &actor(&bomb, ""));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].ends_with("invalid-yaml"), "{found:?}");
}

#[test]
fn deep_nesting_ends_as_a_finding() {
    for (open, close) in [("[", "]"), ("{a: ", "}")] {
        let value = format!("{}{}", open.repeat(20_000), close.repeat(20_000));
        let found = check(ACTOR, &actor(&format!("country: {value}\n"), ""));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].ends_with("invalid-yaml"), "{found:?}");
    }
    for deep in ["> ", "- ", "*a **b ", "[", "![", "<b>", "[[", "[@a "] {
        // Findings may come or not; what counts is that it ends.
        check(ACTOR, &actor("", &deep.repeat(5_000)));
    }
}

#[test]
fn large_files_are_read_or_refused_in_linear_time() {
    let line = "A sentence about nothing at all, again and again and without end.\n\n";
    let found = check(ACTOR, &actor("", &line.repeat(10_000_000 / line.len())));
    assert!(found.is_empty() || found == ["file-too-large"], "{found:?}");
    // One mistake on each of many lines, all on one line, and one very long line.
    let found = check(ACTOR, &actor("", &"[[nowhere]] ".repeat(20_000)));
    assert_eq!(found.len(), 20_000);
    let found = check(ACTOR, &actor("", &"[[nowhere]]\n\n".repeat(20_000)));
    assert_eq!(found.len(), 20_000);
    // References that are not closed, and cards among words, each told once.
    let found = check(ACTOR, &actor("", &"and [[open ".repeat(100_000)));
    assert_eq!(found.len(), 100_000);
    let found = check(
        ACTOR,
        &actor("", &"Some words ![[nowhere]] ".repeat(50_000)),
    );
    assert_eq!(found.len(), 100_000);
    let found = check(
        ACTOR,
        &actor(&format!("country: {}\n", "x".repeat(3_000_000)), ""),
    );
    assert_eq!(
        found,
        ["1:1 file-too-large"],
        "front matter has a limit of its own"
    );
    let found = check(ACTOR, &actor(&"more: x\n".repeat(5_000), ""));
    assert!(found.len() >= 5_000, "{} findings", found.len());
}

/// Fields, each as full as front matter may be, of which one form once took minutes.
#[test]
fn front_matter_full_of_one_thing_is_checked_in_linear_time() {
    let list = |item: &dyn Fn(usize) -> String| {
        let items = (0..).scan(0, |length, i| {
            let item = item(i);
            *length += item.len();
            (*length < 200_000).then_some(item)
        });
        items.collect::<String>()
    };
    let floods = [
        (
            "undeclared-word",
            format!("topics: [{}]\n", list(&|i| format!("t{i}, "))),
        ),
        (
            "unknown-id",
            format!(
                "relations:\n{}",
                list(&|i| format!("- {{to: n{i}, type: client}}\n"))
            ),
        ),
        (
            "unknown-source",
            format!(
                "relations:\n- {{to: agency, cite: '[{}]'}}\n",
                list(&|i| format!("@s{i}; "))
            ),
        ),
        (
            "invalid-date",
            format!(
                "relations:\n{}",
                list(&|i| format!("- {{to: x, date: 14.5.{i}}}\n"))
            ),
        ),
        (
            "invalid-redirect",
            format!("redirects:\n{}", list(&|i| format!("- ../a{i}\n"))),
        ),
        ("unknown-field", list(&|i| format!("k{i}: a\n"))),
        ("duplicate-field", list(&|_| "country: a\n".to_owned())),
    ];
    for (check_id, front_matter) in floods {
        let found = check(ACTOR, &actor(&front_matter, ""));
        let n_found = found
            .iter()
            .filter(|found| found.ends_with(check_id))
            .count();
        assert!(n_found > 0, "{check_id}: {:?}", found.first());
    }
    let reasons = list(&|i| format!("- {{check: uncited-sentence, text: w{i}, reason: r}}\n"));
    let body = "In 2014 it paid 5. ".repeat(50_000);
    check(ACTOR, &actor(&format!("allow:\n{reasons}"), &body));
    let found = check(
        ACTOR,
        &actor(&format!("country: {}\n", "[".repeat(200_000)), ""),
    );
    assert_eq!(found, ["4:1010 invalid-yaml"]);
}

/// Bodies that are one thing over and over.
#[test]
fn bodies_full_of_one_thing_are_built_in_linear_time() {
    let numbered = |n: usize, one: &dyn Fn(usize) -> String| (0..n).map(one).collect::<String>();
    let floods = [
        "# Same\n\n".repeat(200_000),
        numbered(100_000, &|i| format!("# H{i}\n\n[[extra#h{i}]]\n\n")),
        numbered(20_000, &|i| format!("# H{i}\n\n[[extra#z{i}]]\n\n")),
        "<div>\n\n".repeat(50_000),
        numbered(50_000, &|i| format!("<b class=x{i}>\n\n")),
        format!("{} <b>x</b>", ">".repeat(50_000)),
        "[[agency]]\n\n".repeat(100_000),
        "[[agency]] ".repeat(100_000),
        format!("See {}", "[[agency|One 1 Two]] ".repeat(50_000)),
        format!("No article says {}", "1 2 3 4 ".repeat(100_000)),
        "> Quoted [[agency]] 1.\n>\n".repeat(50_000),
        format!("[[agency]] is {}", "guilty ".repeat(100_000)),
        format!("“guilty {} [@nowhere]", "“guilty ".repeat(50_000)),
        "[^".repeat(700_000),
        "[^a ".repeat(500_000),
        "…a".repeat(500_000),
    ];
    for flood in floods {
        let folder = Folder::small();
        folder.write(ACTOR, actor("", &flood));
        let start = Instant::now();
        let output = folder.run(&["build"]);
        let begin: String = flood.chars().take(40).collect();
        assert!(start.elapsed() < QUICK, "{begin}: {:?}", start.elapsed());
        assert_ne!(output.status.code(), Some(101), "{begin}");
    }
}

/// A drawing of the connections has no place in which lines do not cross, and looks for one only so long.
#[test]
fn actors_each_of_whom_is_connected_to_all_others() {
    const N: usize = 80;
    let folder = Folder::small();
    for i in 0..N {
        let relations: String = (0..i)
            .map(|j| format!("  - {{to: a{j}, type: client}}\n"))
            .collect();
        let relations = match i {
            0 => String::new(),
            _ => format!("relations:\n{relations}"),
        };
        let path = format!("content/actors/a{i}.md");
        folder.write(
            &path,
            format!("---\ntitle: A{i}\ntype: person\n{relations}---\n"),
        );
    }
    let start = Instant::now();
    let output = folder.run(&["build", "-o", "site"]);
    assert!(start.elapsed() < QUICK, "{:?}", start.elapsed());
    assert_eq!(output.status.code(), Some(0));
    let page = std::fs::read_to_string(folder.path().join("site/connections.html"));
    let page = page.expect("it was built");
    let drawn = page.matches("class=\"g-node ").count();
    let left_out = N + 2 - drawn;
    assert!(drawn > 50 && left_out > 0, "{drawn}");
    let told = format!("{left_out} actors with fewer connections are in the table only");
    assert!(page.contains(&told), "{told}");
}

/// Names are looked up among drafts and broken files at once, however many there are.
#[test]
fn thousands_of_names_among_thousands_of_files_without_a_page() {
    const N: usize = 8_000;
    let folder = Folder::small();
    for i in 0..N {
        let path = format!("content/actors/draft-{i}.md");
        let end = if i % 2 == 0 { "---\n" } else { "no end" };
        folder.write(
            &path,
            format!("---\ntitle: Draft {i}\ntype: company\ndraft: true\n{end}"),
        );
    }
    let names: String = (0..N).map(|i| format!("[[Nobody {i}]] ")).collect();
    folder.write(ACTOR, actor("", &names));
    let findings = findings(&folder, "unknown names");
    let unknown = findings
        .iter()
        .filter(|f| f["check"] == "unknown-reference");
    assert_eq!(unknown.count(), N);
}

/// What is guessed for one unknown name is not guessed again for the next file, nor for each of ten thousand.
#[test]
fn an_unknown_name_in_each_of_thousands_of_files() {
    const N: usize = 10_000;
    let folder = Folder::small();
    for i in 0..N {
        let path = format!("content/pages/page-{i}.md");
        let body = format!("See [[agenzy]], [[nope{i}]] and [that](nope{i}.pdf).\n");
        folder.write(&path, format!("---\ntitle: Page {i}\n---\n{body}"));
    }
    let findings = findings(&folder, "an unknown name in each file");
    let guessed = findings
        .iter()
        .filter(|f| f["suggestion"].to_string().contains("agency"));
    assert_eq!(guessed.count(), N);
}

#[test]
fn characters_that_change_how_text_is_shown_reach_the_terminal_visibly() {
    let folder = Folder::small();
    let trojan = "See [[ag\u{202e}ycne]] and [[\u{1b}[2Jnowhere]].\n";
    folder.write(ACTOR, actor("", trojan));
    for format in ["text", "short", "json", "github"] {
        let output = folder.run(&["check", "--format", format]);
        for said in [output.stdout, output.stderr] {
            let said = String::from_utf8_lossy(&said).into_owned();
            assert!(!said.contains(['\u{202e}', '\u{1b}']), "{format}: {said:?}");
        }
    }
}

#[test]
fn thousands_of_accounts_that_all_agree() {
    // Each is another text, and every two of them overlap, so that none is spared a comparison.
    let accounts: String = (0..9_000).fold(String::new(), |all, n| {
        all + &format!("  - {{value: {}/..}}\n", 1000 + n % 8_000)
    });
    let found = check(ACTOR, &actor(&format!("born:\n{accounts}"), ""));
    assert!(found.contains(&"69:5 wrong-type".to_owned()), "{found:?}");
}
