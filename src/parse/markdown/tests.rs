//! Bodies as HTML with their holes shown, and the findings about them.

use super::*;

fn body(text: &str) -> (Body, Vec<&'static str>) {
    let mut findings = Diagnostics::new();
    let path: Arc<str> = "content/a.md".into();
    let body = read(text, Origin { path: &path, at: 0 }, &mut findings);
    (body, findings.into_iter().map(|f| f.check).collect())
}

/// The HTML with each hole as `{…}`.
fn check(text: &str, expected: &str) {
    let (body, findings) = body(text);
    assert!(findings.is_empty(), "{text}: {findings:?}");
    let mut shown = String::new();
    let mut at = 0;
    for hole in &body.holes {
        shown.push_str(&body.html[at..hole.at as usize]);
        at = hole.at as usize;
        shown.push_str(&match &hole.filling {
            Filling::Reference(r) => format!(
                "{{ref {}#{}{}}}",
                r.target,
                r.heading,
                if r.has_label { "" } else { " *" }
            ),
            Filling::Citation(c) => format!(
                "{{cite {}}}",
                c.items
                    .iter()
                    .map(|i| format!("{} {:?}", i.source, i.quotation))
                    .collect::<Vec<_>>()
                    .join("; ")
            ),
            Filling::Embed(id) => format!("{{embed {id}}}"),
            Filling::Link(to) => format!("{{link {to}}}"),
            Filling::Image(i) => {
                let words =
                    [&i.file, &i.alt, &i.caption, &i.credit, &i.licence].map(String::as_str);
                let words = words.join(" / ");
                let kind = if i.is_figure { "figure" } else { "image" };
                format!("{{{kind} {}}}", words.trim_end_matches(['/', ' ']))
            }
            Filling::Word(key) => format!("{{{key}}}"),
            Filling::Code(code) => format!("{{{}: {}}}", code.language, code.text.trim_end()),
        });
    }
    shown.push_str(&body.html[at..]);
    assert_eq!(shown.trim(), expected, "{text}");
}

#[test]
fn holes_stand_where_links_citations_and_cards_stood() {
    check(
        "See [[nso|the *firm*]] and [[Tomás Zerón]].",
        "<p>See {ref nso#}the <em>firm</em></a> and {ref Tomás Zerón# *}</a>.</p>",
    );
    check("[[a#b]] | x", "<p>{ref a#b *}</a> | x</p>");
    check(
        "He left [@w, p. 3 \"he […] left [now]\"; @p].",
        "<p>He left {cite w Some(\"he […] left [now]\"); p None}.</p>",
    );
    check("[He left][@w].", "<p>He left{cite w None}.</p>");
    check(
        "[He **really** left][@w \"left\"].",
        "<p>He <strong>really</strong> left{cite w Some(\"left\")}.</p>",
    );
    check("![[claim-a]]", "{embed claim-a}");
    check(
        "![A house](h.jpg \"Cap\")",
        "{figure h.jpg / A house / Cap}",
    );
    check(
        "![A house](h.jpg \"In 2014. | Photo: A | CC BY 4.0\")",
        "{figure h.jpg / A house / In 2014. / Photo: A / CC BY 4.0}",
    );
    check(
        "![A house](h.jpg \"| Photo: A\")",
        "{figure h.jpg / A house /  / Photo: A}",
    );
    check(
        "![[h.jpg|A house | Photo: A]]",
        "{figure h.jpg / A house / A house / Photo: A}",
    );
    check(
        "Text ![A house](h.jpg)",
        "<p>Text {image h.jpg / A house}</p>",
    );
    check(
        "[m](../pages/method.md#x) [w](https://e.org)",
        "<p>{link ../pages/method.md#x}m</a> <a href=\"https://e.org\">w</a></p>",
    );
    check(
        "`[@a]` \\[@a] a@b.org",
        "<p><code>[@a]</code> [@a] a@b.org</p>",
    );
    check(
        "| a |\n|---|\n| [[x\\|y]] |",
        "<div class=\"table-wrap\" role=\"group\" tabindex=\"0\" aria-label=\"{ui.table}\"><table><thead><tr><th>a</th></tr></thead><tbody>\n<tr><td>{ref x#}y</a></td></tr>\n</tbody></table>\n</div>",
    );
    check(
        "> He left\n>\n> [@w]",
        "<blockquote>\n<p>He left</p>\n<p>{cite w Some(\"He left\")}</p>\n</blockquote>",
    );
    check(
        "# One\n\n## One {#two}\n\n## One",
        "<h2 id=\"one\">One</h2>\n<h2 id=\"two\">One</h2>\n<h2 id=\"one-2\">One</h2>",
    );
    check("<b>x</b> [[a|b]]", "<p><b>x</b> {ref a#}b</a></p>");
}

#[test]
fn sentences_know_their_citations_and_mentions() {
    let (body, _) =
        body("First [[a|Ana]] came. [@x] Then *nothing*.\n\n- Item one\n- Item [@y] two");
    let sentences: Vec<(&str, bool)> = body
        .sentences
        .iter()
        .map(|s| (body.text(s), s.is_cited))
        .collect();
    assert_eq!(
        sentences,
        [
            ("First Ana came.", true),
            ("Then nothing.", false),
            ("Item one", false),
            ("Item two", true)
        ]
    );
    let Filling::Reference(reference) = &body.holes[0].filling else {
        panic!("no reference")
    };
    assert_eq!(
        (
            &body.text(&body.sentences[0])[reference.in_sentence.range()],
            body.holes[0].sentence
        ),
        ("Ana", 0)
    );
}

#[test]
fn sentences_know_their_paragraph_and_row() {
    let (body, _) =
        body("One. Two.\n\n- A\n- B\n\n| h | i |\n|---|---|\n| c | d |\n| e | f |\n\nEnd.");
    let mut groups: Vec<(Vec<&str>, SentenceRole)> = Vec::new();
    let mut last = u32::MAX;
    for sentence in &body.sentences {
        if sentence.group != last {
            groups.push((Vec::new(), sentence.role));
        }
        last = sentence.group;
        groups.last_mut().unwrap().0.push(body.text(sentence));
    }
    assert_eq!(
        groups,
        [
            (vec!["One.", "Two."], SentenceRole::Prose),
            (vec!["A"], SentenceRole::Prose),
            (vec!["B"], SentenceRole::Prose),
            (vec!["h"], SentenceRole::Heading),
            (vec!["i"], SentenceRole::Heading),
            (vec!["c", "d"], SentenceRole::Cell),
            (vec!["e", "f"], SentenceRole::Cell),
            (vec!["End."], SentenceRole::Prose),
        ]
    );
}

#[test]
fn paragraphs_of_a_quotation_are_kept_apart() {
    let (body, _) = body("> He left.\n> It rained.\n>\n> She stayed. [@w]");
    let quoted = body.holes.iter().find_map(|hole| match &hole.filling {
        Filling::Citation(citation) => citation.items[0].quotation.as_deref(),
        _ => None,
    });
    assert_eq!(quoted, Some("He left. It rained.\nShe stayed."));
}

#[test]
fn columns_are_set_to_their_side_by_a_class_that_the_sanitiser_leaves() {
    let table = "| a | b | c | d |\n|---|:--|:-:|--:|\n| 1 | 2 | 3 | 4 |\n";
    for text in [table, &format!("{table}\n<b>x</b>\n")] {
        let (body, findings) = body(text);
        assert!(findings.is_empty(), "{findings:?}");
        for cell in [
            "<th>a</th>",
            "<td>1</td>",
            "<th class=\"to-left\">b</th>",
            "<td class=\"to-middle\">3</td>",
            "<th class=\"to-right\">d</th>",
            "<td class=\"to-right\">4</td></tr>",
        ] {
            assert!(body.html.contains(cell), "{cell} in {}", body.html);
        }
        assert!(!body.html.contains("style"), "{}", body.html);
    }
}

#[test]
fn footnotes_have_the_letter_of_their_mark_and_lead_back_behind_their_last_word() {
    let notes = "x[^1] y[^b]\n\n[^1]: One.\n[^b]: Two.\n\n    - three\n";
    for text in [notes, &format!("<b>x</b>\n\n{notes}")] {
        let (body, findings) = body(text);
        assert!(findings.is_empty(), "{findings:?}");
        let html = body.html.replace("&nbsp;", "\u{a0}");
        for part in [
            "<a href=\"#fn-2\" role=\"doc-noteref\">b</a>",
            "role=\"doc-endnotes\"><ol type=\"a\">",
            "<p>One.\u{a0}<a href=\"#fnref-1\" role=\"doc-backlink\" aria-label=\" a\">↩</a></p></li>",
            "</ul>\n<p><a href=\"#fnref-2\"",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }
}

#[test]
fn what_is_dangerous_or_broken_is_reported() {
    for (text, expected) in [
        ("<script>x</script>", "unsafe-html"),
        ("[x](javascript:y)", "unsafe-link"),
        ("[x](java&#10;script:y)", "unsafe-link"),
        ("![x](https://e.org/a.png)", "remote-image"),
        ("![](a.png)", "missing-alt"),
        ("[@a \"b]", "invalid-citation"),
        ("x [@a \"b\n\nc", "invalid-citation"),
        ("x[^1]", "unknown-footnote"),
        ("[^1]: x", "unused-footnote"),
    ] {
        let (_, findings) = body(text);
        assert_eq!(findings, [expected], "{text}");
    }
}

#[test]
fn hostile_bodies_are_read_in_linear_time_without_panic() {
    for hostile in [
        "[".repeat(50_000),
        "[@a \"".repeat(10_000),
        "![[a".repeat(20_000),
        "> ".repeat(20_000),
        "*_".repeat(20_000),
        "<b ".repeat(20_000),
        "\u{E000}7\u{E001}".to_owned(),
    ] {
        let _ = body(&hostile);
    }
}
