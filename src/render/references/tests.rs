//! References as a reader sees them.

use super::*;

fn date(text: &str) -> Option<Edtf> {
    Some(Edtf::parse(text).unwrap())
}

fn person(given: &str, family: &str) -> Author {
    Author {
        given: given.to_owned(),
        family: family.to_owned(),
        literal: String::new(),
    }
}

fn literal(name: &str) -> Author {
    Author {
        literal: name.to_owned(),
        ..Author::default()
    }
}

fn source(type_word: &'static str) -> Source {
    Source {
        type_word,
        ..Source::default()
    }
}

/// Sources that differ in what a style must cope with, by a name for each.
fn shelf() -> Vec<(&'static str, &'static str, Source)> {
    vec![
        (
            "newspaper",
            "Officials Paid Twice, And 'Nobody Asked'",
            Source {
                authors: vec![
                    person("Ana María", "Zerón de Lucio"),
                    person("Jean-Pierre", "Ejemplo"),
                ],
                publisher: "Example Weekly".to_owned(),
                published: date("2021-07-15"),
                url: Some("https://example.org/a?b=1&c=2".to_owned()),
                ..source("article-newspaper")
            },
        ),
        (
            "page",
            "¿Quién pagó?",
            Source {
                publisher: "Example Lab".to_owned(),
                accessed: date("2023-09-01"),
                url: Some("https://example.org/".to_owned()),
                ..source("webpage")
            },
        ),
        (
            "report",
            "Informe sobre el agua",
            Source {
                authors: vec![literal("Grupo de Expertos")],
                publisher: "Grupo de Expertos".to_owned(),
                published: date("2015-09~"),
                ..source("report")
            },
        ),
        (
            "broadcast",
            "Interview With a Minister",
            Source {
                publisher: "Channel 12".to_owned(),
                published: date("2023-08"),
                via: Some("newspaper".to_owned()),
                ..source("broadcast")
            },
        ),
        (
            "interview",
            "A Minister Replies",
            Source {
                authors: vec![person("Ana", "Ejemplo")],
                publisher: "Example Weekly".to_owned(),
                published: date("2022-09-03"),
                ..source("interview")
            },
        ),
        (
            "pseudonym",
            "The Water “Expert”",
            Source {
                authors: vec![literal("Sol Ejemplo")],
                publisher: "Border Blog".to_owned(),
                published: date("2023-08-30"),
                ..source("post-weblog")
            },
        ),
        (
            "hostile",
            "<wanted> & \"missing\"",
            Source {
                authors: vec![literal("<script>alert(1)</script>")],
                publisher: "A & B".to_owned(),
                published: date("[..2021-07]"),
                url: Some("javascript:alert('<b>')".to_owned()),
                ..source("document")
            },
        ),
    ]
}

/// What `cases.md` says.
#[test]
fn references_in_three_styles_and_two_languages() {
    let shelf = shelf();
    let records: Vec<SourceRecord> = shelf
        .iter()
        .map(|(id, title, source)| SourceRecord { id, title, source })
        .collect();
    let mut found = String::from("# References\n");
    for name in ["chicago-notes", "apa", "mla"] {
        for lang in ["en", "es"] {
            let style = Style::find(name, lang).unwrap();
            found.push_str(&format!("\n## {name}, {lang}\n\n"));
            for (record, formatted) in records.iter().zip(format_all(&records, &style)) {
                found.push_str(&format!("- {}: `{}`\n", record.id, formatted.html));
            }
        }
    }
    assert!(
        found == include_str!("cases.md"),
        "cases.md says otherwise:\n{found}"
    );
}

#[test]
fn every_date_comes_out_as_broad_as_it_was_written() {
    let styles = ["chicago-notes", "apa"].map(|name| Style::find(name, "en").unwrap());
    let spanish = Style::find("chicago-notes", "es").unwrap();
    for (written, chicago, apa, es) in [
        ("2014", "2014", "2014", "2014"),
        ("2021-07", "July 2021", "2021, July", "julio de 2021"),
        (
            "2014-09-26",
            "26 September 2014",
            "2014, September 26",
            "26 de septiembre de 2014",
        ),
        (
            "2014-09-26T22:30",
            "26 September 2014",
            "2014, September 26",
            "26 de septiembre de 2014",
        ),
        (
            "2014-09~",
            "about September 2014",
            "about September 2014",
            "hacia septiembre de 2014",
        ),
        (
            "2014-09-26?",
            "perhaps 26 September 2014",
            "perhaps 26 September 2014",
            "quizá el 26 de septiembre de 2014",
        ),
        (
            "2014%",
            "about 2014 (uncertain)",
            "about 2014 (uncertain)",
            "hacia 2014 (incierto)",
        ),
        (
            "2014-09-XX",
            "some day in September 2014",
            "some day in September 2014",
            "algún día de septiembre de 2014",
        ),
        ("201X", "2010s", "2010s", "década de 2010"),
        ("2020-21", "spring 2020", "spring 2020", "primavera de 2020"),
        ("2014/2016", "2014–2016", "2014–2016", "2014–2016"),
        (
            "2019-12/..",
            "from December 2019",
            "from December 2019",
            "desde diciembre de 2019",
        ),
        ("[2019,2020]", "2019 or 2020", "2019 or 2020", "2019 o 2020"),
        (
            "[..2023-08]",
            "by the end of August 2023",
            "by the end of August 2023",
            "a más tardar en agosto de 2023",
        ),
        (
            "{2019,2021}",
            "2019 and 2021",
            "2019 and 2021",
            "2019 y 2021",
        ),
        ("0476", "AD 476", "AD 476", "476 d. C."),
        ("Y17000", "17000", "17000", "17000"),
    ] {
        let fields = Source {
            publisher: "P".to_owned(),
            published: date(written),
            ..source("article-newspaper")
        };
        let records = [SourceRecord {
            id: "",
            title: "T",
            source: &fields,
        }];
        let text = |style: &Style| format_all(&records, style).remove(0).text;
        let stop = if es.ends_with('.') { "" } else { "." };
        let capital = |text: &str| text[..1].to_uppercase() + &text[1..];
        assert_eq!(
            text(&styles[0]),
            format!("P. “T.” {}.", capital(chicago)),
            "{written}"
        );
        assert_eq!(text(&styles[1]), format!("T. ({apa}). P."), "{written}");
        assert_eq!(
            text(&spanish),
            format!("P. «T». {}{stop}", capital(es)),
            "{written}"
        );
        assert_eq!(
            short::short(&records[0], "es"),
            format!("P, {}", fields.published.as_ref().unwrap().words("es"))
        );
    }
}

#[test]
fn a_short_form_names_publisher_or_author_or_title() {
    let anonymous = source("report");
    let mut by_two = source("report");
    by_two.authors = vec![person("Ana", "Ejemplo"), person("Inés", "Ejemplo")];
    by_two.published = date("2014~");
    let mut by_many = by_two.clone();
    by_many.authors.push(literal("Colectivo"));
    for (source, en, es) in [
        (&anonymous, "The title", "The title"),
        (
            &by_two,
            "Ana Ejemplo and Inés Ejemplo, about 2014",
            "Ana Ejemplo e Inés Ejemplo, hacia 2014",
        ),
        (
            &by_many,
            "Ana Ejemplo and others, about 2014",
            "Ana Ejemplo y otros, hacia 2014",
        ),
    ] {
        let record = SourceRecord {
            id: "",
            title: "The title",
            source,
        };
        assert_eq!(short::short(&record, "en"), en);
        assert_eq!(short::short(&record, "es-MX"), es);
    }
}

#[test]
fn a_style_is_found_by_each_of_its_names() {
    for name in Style::names() {
        assert!(Style::find(name, "en").is_ok(), "{name}");
    }
    assert!(Style::names().count() > 80);
    assert!(Style::find("chicago-notes-bibliography", "en").is_ok());
    let unknown = Style::find("chicago-note", "en").unwrap_err();
    assert_eq!(unknown.nearest, Some("chicago-notes"));
    assert_eq!(
        unknown.to_string(),
        "there is no citation style `chicago-note`"
    );
    assert_eq!(Style::find("xyzzy", "en").unwrap_err().nearest, None);
}

#[test]
fn a_memo_formats_only_what_changed() {
    let style = Style::find("mla", "en").unwrap();
    let mut shelf = shelf();
    let mut memo = Memo::default();
    let mut format = |shelf: &[(&'static str, &'static str, Source)]| {
        let records: Vec<SourceRecord> = shelf
            .iter()
            .map(|(id, title, source)| SourceRecord { id, title, source })
            .collect();
        let plain = format_all(&records, &style);
        let remembered = memo.format_all(&records, &style);
        let same = remembered.iter().zip(&plain).all(|(a, b)| **a == *b);
        assert!(same && remembered.len() == plain.len());
        assert_eq!(memo.formatted.len(), shelf.len());
        remembered
    };
    let before = format(&shelf);
    // What is known through the newspaper names it by its date.
    shelf[0].2.published = date("2020");
    shelf[1].2.archive_url = Some("https://example.org/archive".to_owned());
    let after = format(&shelf);
    let kept: Vec<bool> = before
        .iter()
        .zip(&after)
        .map(|(before, after)| Arc::ptr_eq(before, after))
        .collect();
    assert_eq!(kept, [false, true, true, false, true, true, true]);
    shelf.truncate(3);
    format(&shelf);
}
