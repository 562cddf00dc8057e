use super::super::measure;
use super::{Drawing, Event, Span, Timeline, draw, small};

fn span(lower: Option<i64>, upper: Option<i64>) -> Span {
    Span {
        lower,
        upper,
        ..Span::default()
    }
}

fn event<'a>(label: &'a str, spans: &'a [Span]) -> Event<'a> {
    Event {
        label,
        url: "events/x.html",
        date: "some day",
        spans,
        is_decisive: false,
    }
}

fn timeline<'a>(events: Vec<Event<'a>>) -> Timeline<'a> {
    Timeline {
        title: "Timeline",
        description: "d",
        root: "",
        lang: "en",
        events,
    }
}

/// A made-up affair: two old dates, ten busy years, every form of date.
fn affair(n: usize) -> Vec<(String, Vec<Span>)> {
    let mut state = 88_172_645_463_325_252_u64;
    let mut random = |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below) as i64
    };
    let mut events = Vec::new();
    for i in 0..n {
        let day = if i < 2 {
            2_000 + random(400)
        } else {
            16_000 + random(3_600)
        };
        let until = day + [0, 30, 364, 900][random(4) as usize];
        let mut spans = vec![match random(6) {
            0 => span(Some(day), None),
            1 => span(None, Some(day)),
            _ => span(Some(day), Some(until)),
        }];
        if i % 9 == 0 {
            spans.push(span(Some(day + 500), Some(day + 500)));
        }
        spans[0].is_vague = i % 5 == 0;
        spans[0].is_lasting = i % 4 == 0;
        let label = "Protest before the embassy, as told by someone who was there ".repeat(2);
        events.push((label[..12 + random(60) as usize].trim().to_owned(), spans));
    }
    events
}

fn number(piece: &str, name: &str) -> Option<f64> {
    let from = piece.find(&format!(" {name}=\""))? + name.len() + 3;
    piece[from..].split('"').next()?.parse().ok()
}

/// Left and right end of each event, and its height on the sheet, from the source.
fn extents(svg: &str) -> Vec<(f64, f64, f64)> {
    let font = number(svg, "font-size").expect("a size");
    let events = svg.split("<a class=\"t-event").skip(1);
    events
        .map(|source| {
            let (marks, label) = source.split_once("<text").expect("a label");
            let text = label
                .split(['>', '<'])
                .nth(1)
                .expect("text")
                .replace("&amp;", "&");
            let at = number(label, "x").expect("x");
            let width = measure::width(&text) * font;
            let is_left = label.contains("text-anchor=\"end\"");
            let (mut left, mut right) = if is_left {
                (at - width, at)
            } else {
                (at, at + width)
            };
            for mark in marks.split('<') {
                if let (Some(x), Some(w)) = (number(mark, "x"), number(mark, "width")) {
                    (left, right) = (left.min(x), right.max(x + w));
                }
                if let (Some(x), Some(r)) = (number(mark, "cx"), number(mark, "r")) {
                    (left, right) = (left.min(x - r), right.max(x + r));
                }
            }
            (left, right, number(label, "y").expect("y"))
        })
        .collect()
}

fn assert_apart(drawing: &Drawing) {
    let extents = extents(&drawing.svg);
    let sheet = drawing.svg.split("viewBox=\"").nth(1).expect("a sheet");
    let sheet: Vec<f64> = sheet
        .split(['"', ' '])
        .take(4)
        .filter_map(|n| n.parse().ok())
        .collect();
    for (i, a) in extents.iter().enumerate() {
        assert!(
            a.0 >= sheet[0] && a.1 <= sheet[0] + sheet[2] && a.2 <= sheet[3],
            "{a:?} lies outside of {sheet:?}"
        );
        for b in &extents[i + 1..] {
            assert!(
                (a.2 - b.2).abs() > 10.0 || a.1 < b.0 || b.1 < a.0,
                "{a:?} touches {b:?}"
            );
        }
    }
}

#[test]
fn no_mark_or_label_touches_another() {
    for n in [1, 8, 20, 90, 170] {
        let affair = affair(n);
        let events: Vec<Event> = affair
            .iter()
            .map(|(label, spans)| event(label, spans))
            .collect();
        for drawing in [draw(&timeline(events.clone())), small(&timeline(events))] {
            let drawing = drawing.expect("dated");
            assert_apart(&drawing);
            assert_eq!(extents(&drawing.svg).len() + drawing.left_out, n);
        }
    }
}

#[test]
fn each_form_of_date_has_its_own_mark() {
    let day = [span(Some(16_339), Some(16_339))];
    let within = [span(Some(16_071), Some(16_435))];
    let lasting = [Span {
        is_lasting: true,
        ..within[0]
    }];
    let vague = [Span {
        is_vague: true,
        ..within[0]
    }];
    let after = [span(Some(16_339), None)];
    let before = [span(None, Some(16_339))];
    let accounts = [day[0], span(Some(17_000), Some(17_000))];
    for (spans, expected) in [
        (&day[..], "class=\"t-day\""),
        (&within[..], "class=\"t-within\" fill=\"Canvas\""),
        (&lasting[..], "class=\"t-lasting\""),
        (
            &vague[..],
            "class=\"t-within t-vague\" fill=\"Canvas\" stroke-dasharray",
        ),
        (&after[..], "class=\"t-open\""),
        (&before[..], "class=\"t-open\""),
        (&accounts[..], "class=\"t-or\""),
    ] {
        let drawing = draw(&timeline(vec![event("It happened", spans)])).expect("dated");
        assert!(
            drawing.svg.contains(expected),
            "{expected} in {}",
            drawing.svg
        );
    }
}

#[test]
fn a_small_timeline_is_drawn_like_this() {
    let long_ago = [span(Some(2_000), Some(2_000))];
    let contested = [
        span(Some(16_339), Some(16_339)),
        Span {
            is_vague: true,
            ..span(Some(16_400), Some(16_435))
        },
    ];
    let open = [span(Some(17_000), None)];
    let drawing = small(&timeline(vec![
        event("Once & <long> ago", &long_ago),
        Event {
            is_decisive: true,
            ..event("Contested", &contested)
        },
        event("Since then", &open),
        event("Some day", &[]),
    ]));
    let drawing = drawing.expect("dated");
    assert_eq!(
        (drawing.left_out, drawing.undated, drawing.is_broken),
        (0, 1, true)
    );
    assert_eq!((drawing.first_year, drawing.last_year), (1975, 2016));
    insta::assert_snapshot!(drawing.svg.replace("><", ">\n<"));
}

#[test]
fn long_histories_are_told_in_decades_and_centuries() {
    let spans: Vec<[Span; 1]> = (0..150)
        .map(|i| [span(Some(i * 1_500 - 120_000), Some(i * 1_500 - 120_000))])
        .collect();
    let events = spans.iter().map(|s| event("It", s)).collect();
    let drawing = draw(&timeline(events)).expect("dated");
    assert!(
        drawing.svg.contains(">1700–1799<") && !drawing.svg.contains(">1701<"),
        "{}",
        drawing.svg
    );
    assert_apart(&drawing);
    for extreme in [i64::MIN, i64::MAX] {
        let spans = [span(Some(extreme), Some(extreme))];
        assert!(
            draw(&timeline(vec![
                event("It", &spans),
                event("Now", &[span(Some(0), Some(0))])
            ]))
            .is_some()
        );
    }
}

#[test]
fn more_events_than_can_be_drawn_are_counted_and_the_decisive_are_kept() {
    let affair = affair(400);
    let mut events: Vec<Event> = affair
        .iter()
        .map(|(label, spans)| event(label, spans))
        .collect();
    events[399] = Event {
        label: "Decisive",
        is_decisive: true,
        ..events[399]
    };
    let drawing = draw(&timeline(events)).expect("dated");
    assert_eq!(drawing.left_out, 220);
    assert!(drawing.svg.contains("Decisive"));
}

#[test]
fn nothing_dated_is_nothing_drawn() {
    assert_eq!(draw(&timeline(vec![])), None);
    assert_eq!(
        draw(&timeline(vec![event("It", &[span(None, None)])])),
        None
    );
}
