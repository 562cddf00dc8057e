//! Nodes and edges → *Who is connected to whom*: boxes with names, joined by lines.
//!
//! The drawing and its parts carry these classes:
//!
//! | class | on | |
//! |---|---|---|
//! | `g-graph`, `g-ego` | `<svg>` | the whole drawing; an entry with its neighbours |
//! | `g-node k-KIND` | `<a>` | a node; also `g-main` for main actors, `g-hub` for the most connected, `g-self` for the entry itself |
//! | `g-box` | `<rect>` | its box: round ends for persons, square corners for all else, so that kinds differ without colour |
//! | `g-edge l-STATUS` | `<g>` | a line; `l-plain` without a status. The dash pattern comes with it, see [`dashes`] |
//! | `g-line`, `g-hit` | `<path>` | the line as seen; a wide unseen one, to rest the pointer on |
//! | `g-role`, `g-more` | `<text>` | in the small drawing: what the relation is; how many neighbours are not drawn |
//!
//! With `g-one` the small drawing has neighbours at its right only, and the width that it is to have.
//! In the small drawing (`g-ego`) a line is one `<path class="g-edge g-line l-STATUS">`, and `g-self` is a `<g>`.
//!
//! Nodes carry `data-n`, edges `data-a` and `data-b`, so that a script can light up what belongs together. A theme must
//! not change the size of the type: the boxes are measured for it.

mod boxes;
mod ego;
mod layout;
mod pack;
mod paint;
mod refine;
mod route;

pub use ego::{Ego, EgoDrawing, Neighbour, ego};

use super::measure;
use rustc_hash::FxHashMap;

/// Beyond this number of connected nodes only the [`MOST_CONNECTED`] are drawn: labels would be too small to read, and
/// the cost of the layout grows with the square.
const LIMIT: usize = 150;
const MOST_CONNECTED: usize = 120;
/// Beyond this number of lines the least connected nodes are not drawn either: nobody follows one line among so many,
/// and 55 actors each of whom knows all others have as many.
const MOST_LINES: usize = 1500;
/// How often the search for places compares a line with a line or with a box, about at most: what 0.1 s on one core allows.
const COMPARISONS: u64 = 16_000_000;

/// What is to be drawn.
#[derive(Debug, Clone, Default, Hash)]
pub struct Graph<'a> {
    /// Accessible name of the drawing.
    pub title: &'a str,
    /// What it shows and where the same stands as text, for readers aloud.
    pub description: &'a str,
    /// What leads from the page to the root of the site: `""` or `"../"`.
    pub root: &'a str,
    pub nodes: Vec<Node<'a>>,
    /// Edges whose ends are not among the nodes are not drawn.
    pub edges: Vec<Edge<'a>>,
}

/// Something that can be connected.
#[derive(Debug, Clone, Copy, Default, Hash)]
pub struct Node<'a> {
    pub id: &'a str,
    /// Name, in any script.
    pub label: &'a str,
    /// From the root of the site.
    pub url: &'a str,
    /// Type, as a word for classes (`public-body`) and as a word for readers (`public body`).
    pub kind: &'a str,
    pub kind_label: &'a str,
    pub is_main: bool,
}

/// A relation between two nodes.
#[derive(Debug, Clone, Copy, Default, Hash)]
pub struct Edge<'a> {
    /// Ids of nodes.
    pub from: &'a str,
    pub to: &'a str,
    /// What the one is to the other: `headed`.
    pub label: &'a str,
    /// Status, as a word for classes (`alleged`) and as a word for readers; both empty if it has none.
    pub status: &'a str,
    pub status_label: &'a str,
}

/// A drawing, and what it does not show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    pub svg: String,
    /// How many nodes have a relation and are not drawn.
    pub left_out: usize,
    /// How many nodes have no relation, and for that reason no place in the drawing.
    pub unconnected: usize,
}

/// The stroke pattern of each status. Solid is what a document, a court or an authority says; the less certain, the
/// more broken the line.
pub const DASHES: [(&str, &str); 7] = [
    ("documented", ""),
    ("found", ""),
    ("charged", "10 3"),
    ("alleged", "5 4"),
    ("disputed", "8 3 1.5 3"),
    ("refuted", "1.5 4"),
    ("retracted", "1.5 8"),
];

/// The pattern for `stroke-dasharray` of a status; empty for a solid line, which is also what an unknown status gets.
#[must_use]
pub fn dashes(status: &str) -> &'static str {
    DASHES
        .iter()
        .find(|(word, _)| *word == status)
        .map_or("", |(_, dashes)| dashes)
}

/// Draws who is connected to whom. `None` if nobody is.
///
/// Costs about 40 ms for 80 nodes and 140 ms for 150 on one core, and no graph costs more than 300 ms: what is drawn on
/// every save should be kept by the fingerprint of `graph`.
#[must_use]
pub fn draw(graph: &Graph) -> Option<Drawing> {
    draw_counted(graph).map(|(drawing, _)| drawing)
}

/// As [`draw`], with the number of comparisons that the search for places made.
fn draw_counted(graph: &Graph) -> Option<(Drawing, u64)> {
    let (chosen, left_out, unconnected) = choose(graph);
    if chosen.is_empty() {
        return None;
    }
    let mut scene = Scene::new(graph, &chosen);
    let links = scene.links();
    let n_links = links.len().max(1) as u64;
    let groups = layout::components(scene.boxes.len(), links);
    let mut made = 0;
    for group in &groups {
        made += layout::arrange(&mut scene, group, COMPARISONS / n_links);
    }
    pack::pack(&mut scene, &groups);
    let routes = route::route(&scene);
    let drawing = Drawing {
        svg: paint::paint(graph, &scene, &routes),
        left_out,
        unconnected,
    };
    Some((drawing, made))
}

/// A graph on paper: boxes with places, and the lines between them.
struct Scene<'a> {
    boxes: Vec<NodeBox<'a>>,
    lines: Vec<Line<'a>>,
}

/// A node as a box around its label.
struct NodeBox<'a> {
    node: Node<'a>,
    label: Vec<String>,
    font: f64,
    rank: Rank,
    width: f64,
    height: f64,
    /// Centre of the box.
    x: f64,
    y: f64,
    /// How many other nodes it is connected to.
    degree: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Rank {
    Main,
    Hub,
    Plain,
}

/// One line: all relations of two nodes that have the same status.
struct Line<'a> {
    a: usize,
    b: usize,
    edges: Vec<Edge<'a>>,
    /// Which of the lines between the same two nodes it is, and of how many.
    nth: usize,
    of: usize,
}

impl<'a> Scene<'a> {
    fn new(graph: &Graph<'a>, chosen: &[usize]) -> Scene<'a> {
        let nodes: Vec<Node> = chosen.iter().map(|n| graph.nodes[*n]).collect();
        let lines = lines(&nodes, &graph.edges);
        let mut neighbours = vec![Vec::new(); nodes.len()];
        for line in &lines {
            neighbours[line.a].push(line.b);
            neighbours[line.b].push(line.a);
        }
        let boxes = nodes
            .into_iter()
            .zip(&mut neighbours)
            .map(|(node, near)| {
                near.sort_unstable();
                near.dedup();
                NodeBox::new(node, near.len())
            })
            .collect();
        Scene { boxes, lines }
    }

    /// Pairs of connected boxes, each once.
    fn links(&self) -> Vec<(usize, usize)> {
        let first = self.lines.iter().filter(|line| line.nth == 0);
        first.map(|line| (line.a, line.b)).collect()
    }
}

impl<'a> NodeBox<'a> {
    fn new(node: Node<'a>, degree: usize) -> NodeBox<'a> {
        let rank = match degree {
            _ if node.is_main => Rank::Main,
            8.. => Rank::Hub,
            _ => Rank::Plain,
        };
        let (font, bold) = match rank {
            Rank::Main => (15.0, measure::BOLD),
            Rank::Hub => (13.5, measure::BOLD),
            Rank::Plain => (12.0, 1.0),
        };
        let label = measure::wrap(node.label, 11.0, 3);
        let widest = label.iter().map(|l| measure::width(l)).fold(0.0, f64::max);
        NodeBox {
            width: widest.max(1.5) * font * bold + 18.0,
            height: label.len().max(1) as f64 * font * 1.18 + 9.0,
            node,
            label,
            font,
            rank,
            x: 0.0,
            y: 0.0,
            degree,
        }
    }

    /// Radius of its corners: persons have round ends.
    fn corner(&self) -> f64 {
        if self.node.kind == "person" {
            (self.height / 2.0).min(14.0)
        } else {
            0.0
        }
    }
}

/// The edges among `nodes` as lines: one for each pair of nodes and status, in order of first appearance.
fn lines<'a>(nodes: &[Node<'a>], edges: &[Edge<'a>]) -> Vec<Line<'a>> {
    let place: FxHashMap<&str, usize> = nodes.iter().zip(0..).map(|(n, i)| (n.id, i)).collect();
    let mut lines: Vec<Line> = Vec::new();
    let mut seen: FxHashMap<(usize, usize, &str), usize> = FxHashMap::default();
    let mut per_pair: FxHashMap<(usize, usize), usize> = FxHashMap::default();
    for edge in edges {
        let (Some(from), Some(to)) = (place.get(edge.from), place.get(edge.to)) else {
            continue;
        };
        let (a, b) = (*from.min(to), *from.max(to));
        if a == b {
            continue;
        }
        let next = lines.len();
        let line = *seen.entry((a, b, edge.status)).or_insert(next);
        if line == next {
            let nth = per_pair.entry((a, b)).or_insert(0);
            let (edges, of) = (Vec::new(), 1);
            lines.push(Line {
                a,
                b,
                edges,
                nth: *nth,
                of,
            });
            *nth += 1;
        }
        lines[line].edges.push(*edge);
    }
    for line in &mut lines {
        line.of = per_pair.get(&(line.a, line.b)).copied().unwrap_or(1);
    }
    lines
}

/// The nodes to draw, as places in `graph.nodes`, most important first; how many more have a relation; how many have none.
fn choose(graph: &Graph) -> (Vec<usize>, usize, usize) {
    let mut chosen: Vec<usize> = (0..graph.nodes.len()).collect();
    let mut connected = None;
    loop {
        let nodes: Vec<Node> = chosen.iter().map(|n| graph.nodes[*n]).collect();
        let mut degree = vec![0_usize; nodes.len()];
        let lines = lines(&nodes, &graph.edges);
        for line in lines.iter().filter(|l| l.nth == 0) {
            degree[line.a] += 1;
            degree[line.b] += 1;
        }
        let mut ranked: Vec<(usize, usize)> = (0..nodes.len())
            .filter(|n| degree[*n] > 0)
            .map(|n| (n, degree[n]))
            .collect();
        ranked.sort_by_key(|(n, degree)| (!nodes[*n].is_main, std::cmp::Reverse(*degree), *n));
        let connected = *connected.get_or_insert(ranked.len());
        let before = chosen.len();
        let limit = if connected > LIMIT {
            MOST_CONNECTED
        } else {
            LIMIT
        };
        ranked.truncate(limit);
        ranked.truncate(drawable(&ranked, &lines, nodes.len()));
        chosen = ranked.iter().map(|(n, _)| chosen[*n]).collect();
        // Taking nodes away can leave others without a relation; they go as well.
        if chosen.len() == before || chosen.is_empty() {
            let left_out = connected - chosen.len();
            return (chosen, left_out, graph.nodes.len() - connected);
        }
    }
}

/// How many of the ranked nodes have at most [`MOST_LINES`] among them, from the first.
fn drawable(ranked: &[(usize, usize)], lines: &[Line], n_nodes: usize) -> usize {
    let mut rank = vec![usize::MAX; n_nodes];
    for (at, (node, _)) in ranked.iter().enumerate() {
        rank[*node] = at;
    }
    // The lines that each node has to those before it.
    let mut backwards = vec![0_usize; ranked.len()];
    for line in lines {
        if let Some(n) = backwards.get_mut(rank[line.a].max(rank[line.b])) {
            *n += 1;
        }
    }
    let sums = backwards.iter().scan(0, |sum, n| {
        *sum += n;
        Some(*sum)
    });
    sums.take_while(|sum| *sum <= MOST_LINES).count()
}

#[cfg(test)]
mod tests;
