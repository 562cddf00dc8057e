use super::{COMPARISONS, MOST_LINES, draw_counted};
use super::{Edge, Ego, Graph, Neighbour, Node, draw, ego};

/// A made-up dossier: names in three scripts, a few hubs, some pairs on their own.
struct Made {
    ids: Vec<String>,
    labels: Vec<String>,
    edges: Vec<(usize, usize)>,
}

impl Made {
    fn new(nodes: usize, edges: usize) -> Made {
        const WORDS: [&str; 12] = [
            "Tomás",
            "Government",
            "of",
            "Mexico",
            "Comisión",
            "Agency",
            "García",
            "ממשלת ישראל",
            "International",
            "Investigators",
            "López",
            "Fiscalía",
        ];
        let mut state = 88_172_645_463_325_252_u64;
        let mut random = |below: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % below.max(1) as u64) as usize
        };
        let ids = (0..nodes).map(|i| format!("n{i}")).collect();
        let labels = (0..nodes)
            .map(|_| {
                let words: Vec<&str> = (0..1 + random(4)).map(|_| WORDS[random(12)]).collect();
                words.join(" ")
            })
            .collect();
        let hubs = if nodes > 20 { nodes - 10 } else { nodes };
        let edges = (0..edges)
            .map(|i| match i {
                _ if i < 5 && nodes > 20 => (hubs + 2 * i, hubs + 2 * i + 1),
                _ if i + 1 < hubs => (i + 1, random(i + 1).min(random(i + 1))),
                _ => (random(hubs), random(hubs)),
            })
            .collect();
        Made { ids, labels, edges }
    }

    /// Actors each of whom is connected to all others.
    fn clique(nodes: usize) -> Made {
        let all = (0..nodes).flat_map(|a| (0..a).map(move |b| (a, b)));
        Made {
            edges: all.collect(),
            ..Made::new(nodes, 0)
        }
    }

    fn graph(&self) -> Graph<'_> {
        let nodes = self.ids.iter().zip(&self.labels).enumerate();
        Graph {
            title: "Who is connected to whom",
            description: "As in the table below.",
            root: "",
            nodes: nodes
                .map(|(i, (id, label))| Node {
                    id,
                    label,
                    url: "actors/x.html",
                    kind: if i % 2 == 0 { "person" } else { "public body" },
                    kind_label: "word",
                    is_main: i < 3,
                })
                .collect(),
            edges: self
                .edges
                .iter()
                .map(|(a, b)| Edge {
                    from: &self.ids[*a],
                    to: &self.ids[*b],
                    label: "met",
                    status: ["alleged", "documented", ""][(a + b) % 3],
                    status_label: "",
                })
                .collect(),
        }
    }
}

/// The value of an attribute in a piece of source.
fn number(piece: &str, name: &str) -> f64 {
    let from = piece.find(&format!(" {name}=\"")).expect(name) + name.len() + 3;
    let to = piece[from..].find('"').expect("closed") + from;
    piece[from..to].parse().expect("a number")
}

/// Left, top, width and height of each box.
fn boxes(svg: &str) -> Vec<[f64; 4]> {
    svg.split("<rect")
        .skip(1)
        .map(|piece| ["x", "y", "width", "height"].map(|name| number(piece, name)))
        .collect()
}

fn assert_apart(svg: &str) {
    let boxes = boxes(svg);
    let sheet = svg.split("viewBox=\"0 0 ").nth(1).expect("a sheet");
    let mut sheet = sheet
        .split(['"', ' '])
        .map(|n| n.parse::<f64>().expect("a number"));
    let (width, height) = (sheet.next().expect("width"), sheet.next().expect("height"));
    for (i, a) in boxes.iter().enumerate() {
        assert!(
            a[0] >= 0.0 && a[1] >= 0.0 && a[0] + a[2] <= width && a[1] + a[3] <= height,
            "{a:?} lies outside of {width} × {height}"
        );
        for b in &boxes[i + 1..] {
            let is_apart = a[0] + a[2] <= b[0]
                || b[0] + b[2] <= a[0]
                || a[1] + a[3] <= b[1]
                || b[1] + b[3] <= a[1];
            assert!(is_apart, "{a:?} overlaps {b:?}");
        }
    }
}

#[test]
fn no_box_overlaps_another_at_any_size() {
    for (nodes, edges) in [(2, 1), (7, 9), (30, 40), (80, 110), (50, 160)] {
        let made = Made::new(nodes, edges);
        let drawing = draw(&made.graph()).expect("connected");
        assert_apart(&drawing.svg);
        assert_eq!(boxes(&drawing.svg).len() + drawing.unconnected, nodes);
    }
}

#[test]
fn the_same_graph_gives_the_same_bytes() {
    let made = Made::new(50, 70);
    assert_eq!(draw(&made.graph()), draw(&made.graph()));
}

#[test]
fn large_graphs_show_the_most_connected_and_count_the_rest() {
    let made = Made::new(300, 500);
    let drawing = draw(&made.graph()).expect("connected");
    let shown = boxes(&drawing.svg).len();
    assert!((100..=120).contains(&shown), "{shown}");
    assert_eq!(shown + drawing.left_out + drawing.unconnected, 300);
    assert_apart(&drawing.svg);
}

/// A clique of 80 once took 37 seconds.
#[test]
fn the_work_is_bounded_however_many_lines_there_are() {
    for (made, is_whole) in [
        (Made::new(80, 110), true),
        (Made::new(120, 900), true),
        (Made::new(150, 9_000), false),
        (Made::clique(20), true),
        (Made::clique(50), true),
        (Made::clique(80), false),
        (Made::clique(150), false),
    ] {
        let n = made.edges.len();
        let (drawing, comparisons) = draw_counted(&made.graph()).expect("connected");
        // The last step may surpass it.
        assert!(comparisons < COMPARISONS * 9 / 8, "{n}: {comparisons}");
        let lines = drawing.svg.matches("class=\"g-line\"").count();
        assert!(lines <= MOST_LINES, "{n}: {lines}");
        assert_eq!(drawing.left_out == 0, is_whole, "{n}");
        assert!(boxes(&drawing.svg).len() > 50 || is_whole, "{n}");
        assert_apart(&drawing.svg);
    }
}

#[test]
fn a_small_graph_is_drawn_like_this() {
    let node = |id, label, kind| Node {
        id,
        label,
        url: "actors/x.html",
        kind,
        kind_label: kind,
        is_main: id == "a",
    };
    let edge = |from, to, status| Edge {
        from,
        to,
        label: "headed",
        status,
        status_label: status,
    };
    let graph = Graph {
        title: "Who & whom",
        description: "d",
        root: "../",
        nodes: vec![
            node("a", "Ana \"A\" <b>", "person"),
            node("b", "The Agency", "public body"),
            node("c", "Nobody's Friend", "person"),
        ],
        edges: vec![
            edge("b", "a", "alleged"),
            edge("a", "b", "documented"),
            edge("a", "nobody", "found"),
            edge("c", "c", "found"),
        ],
    };
    let drawing = draw(&graph).expect("connected");
    assert_eq!((drawing.left_out, drawing.unconnected), (0, 1));
    insta::assert_snapshot!(drawing.svg.replace("><", ">\n<"));
}

#[test]
fn nothing_connected_is_nothing_drawn() {
    assert_eq!(draw(&Graph::default()), None);
    let made = Made::new(5, 0);
    assert_eq!(draw(&made.graph()), None);
}

#[test]
fn drawings_pass_a_strict_content_security_policy() {
    let made = Made::new(30, 50);
    let svg = draw(&made.graph()).expect("connected").svg;
    for forbidden in [" style=", "<style", "<script", " on"] {
        let outside_labels = svg.replace("aria-label", "");
        assert!(!outside_labels.contains(forbidden), "{forbidden}");
    }
}

fn neighbour<'a>(label: &'a str, role: &'a str, status: &'a str) -> Neighbour<'a> {
    Neighbour {
        label,
        url: label,
        kind: "person",
        role,
        status,
        status_label: status,
    }
}

#[test]
fn an_entry_is_drawn_with_its_neighbours() {
    let names: Vec<String> = (0..40)
        .map(|i| format!("Neighbour number {i} of a long name"))
        .collect();
    for n in [1, 3, 4, 24, 40] {
        let neighbours = names[..n]
            .iter()
            .map(|name| neighbour(name, "met", "alleged"))
            .collect();
        let drawing = ego(&Ego {
            label: "The Entry Itself",
            neighbours,
            ..Ego::default()
        });
        let drawing = drawing.expect("it has neighbours");
        assert_apart(&drawing.svg);
        assert_eq!(boxes(&drawing.svg).len(), 1 + n.min(24));
        assert_eq!(drawing.left_out, n.saturating_sub(24));
        assert_eq!(drawing.svg.contains(">+16<"), n == 40);
    }
    assert_eq!(ego(&Ego::default()), None);
}

#[test]
fn neighbours_on_one_side_leave_nothing_empty_at_the_edges() {
    for (n, is_cut) in [(1, true), (3, true), (4, false)] {
        let names: Vec<String> = (0..n).map(|i| format!("Number {i}")).collect();
        let neighbours = names.iter().map(|name| neighbour(name, "met", ""));
        let drawing = ego(&Ego {
            label: "Entry",
            neighbours: neighbours.collect(),
            ..Ego::default()
        });
        let svg = drawing.expect("it has neighbours").svg;
        let (_, width) = svg.split_once("viewBox=\"0 0 ").expect("it has a size");
        let (width, _) = width.split_once(' ').expect("it has a height");
        let width: f64 = width.parse().expect("a number");
        let boxes = boxes(&svg);
        let left = boxes.iter().map(|b| b[0]).fold(f64::MAX, f64::min);
        let right = boxes.iter().map(|b| b[0] + b[2]).fold(0.0, f64::max);
        let is_tight = (left - 1.0).abs() < 0.2 && (width - 1.0 - right).abs() < 0.2;
        assert_eq!(is_tight, is_cut, "{n}: {left} to {right} of {width}");
        assert_eq!(svg.contains("g-one"), is_cut);
    }
}

#[test]
fn relations_of_one_neighbour_are_one_box_and_a_line_for_each_status() {
    let drawing = ego(&Ego {
        label: "Entry",
        root: "../",
        neighbours: vec![
            neighbour("agency", "headed", "documented"),
            neighbour("agency", "met", "alleged"),
            neighbour("agency", "wrote to", "alleged"),
        ],
        ..Ego::default()
    });
    let svg = drawing.expect("it has neighbours").svg;
    assert_eq!(svg.matches("<a ").count(), 1);
    assert_eq!(svg.matches("<path").count(), 2);
    assert!(svg.contains("headed · met · wrote to"));
    assert!(svg.contains("href=\"../agency\""));
}
