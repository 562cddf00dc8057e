//! Placed boxes and routed lines → SVG source.

use super::super::svg::Svg;
use super::route::Route;
use super::{Graph, Line, NodeBox, Rank, Scene, dashes, pack};

pub(super) fn paint(graph: &Graph, scene: &Scene, routes: &[Route]) -> String {
    let (width, height) = pack::size(scene);
    let mut svg = Svg::with_capacity(scene.boxes.len() * 420 + routes.len() * 320 + 400);
    svg.raw("<svg class=\"g-graph\" role=\"group\"")
        .attribute("aria-label", graph.title)
        .raw(" aria-describedby=\"g-desc\" viewBox=\"0 0 ")
        .point((width, height))
        .raw("\" font-size=\"12\" text-anchor=\"middle\"><desc id=\"g-desc\">")
        .text(graph.description)
        .raw("</desc><g class=\"g-edges\" fill=\"none\" stroke=\"currentColor\" aria-hidden=\"true\">");
    for (line, route) in scene.lines.iter().zip(routes) {
        edge(&mut svg, scene, line, route);
    }
    svg.raw("</g><g class=\"g-nodes\">");
    for (number, node) in scene.boxes.iter().enumerate() {
        paint_node(&mut svg, graph.root, number, node);
    }
    svg.raw("</g></svg>");
    svg.finish()
}

fn edge(svg: &mut Svg, scene: &Scene, line: &Line, route: &Route) {
    let status = line.edges.first().map_or("", |edge| edge.status);
    svg.raw("<g class=\"g-edge l-")
        .class_word(if status.is_empty() { "plain" } else { status })
        .raw("\" data-a=\"")
        .number(line.a as f64)
        .raw("\" data-b=\"")
        .number(line.b as f64)
        .raw("\"><title>");
    for (i, edge) in line.edges.iter().enumerate() {
        let (a, b) = (&scene.boxes[line.a].node, &scene.boxes[line.b].node);
        let (from, to) = if edge.from == a.id { (a, b) } else { (b, a) };
        svg.raw(if i > 0 { "\n" } else { "" })
            .text(from.label)
            .raw(" – ")
            .text(edge.label)
            .raw(" – ")
            .text(to.label);
        if !edge.status_label.is_empty() {
            svg.raw(" (").text(edge.status_label).raw(")");
        }
    }
    svg.raw("</title>");
    for class in ["g-hit", "g-line"] {
        svg.raw("<path class=\"").raw(class).raw("\"");
        if class == "g-hit" {
            svg.raw(" stroke=\"none\" stroke-width=\"9\" pointer-events=\"stroke\"");
        } else if !dashes(status).is_empty() {
            svg.raw(" stroke-dasharray=\"")
                .raw(dashes(status))
                .raw("\"");
        }
        svg.raw(" d=\"M").point(route.from);
        match route.through {
            Some(through) => svg.raw("Q").point(through).raw(" ").point(route.to),
            None => svg.raw("L").point(route.to),
        };
        svg.raw("\"/>");
    }
    svg.raw("</g>");
}

fn paint_node(svg: &mut Svg, root: &str, number: usize, node: &NodeBox) {
    svg.raw("<a class=\"g-node k-").class_word(node.node.kind);
    svg.raw(match node.rank {
        Rank::Main => " g-main",
        Rank::Hub => " g-hub",
        Rank::Plain => "",
    });
    svg.raw("\" href=\"")
        .text(root)
        .text(node.node.url)
        .raw("\" data-n=\"")
        .number(number as f64)
        .raw("\"");
    // Lines and cut labels would be read as pieces.
    svg.raw(" aria-label=\"").text(node.node.label);
    if !node.node.kind_label.is_empty() {
        svg.raw(", ").text(node.node.kind_label);
    }
    svg.raw("\"><rect class=\"g-box\" fill=\"Canvas\" stroke=\"currentColor\"")
        .measure("x", node.x - node.width / 2.0)
        .measure("y", node.y - node.height / 2.0)
        .measure("width", node.width)
        .measure("height", node.height);
    if node.corner() > 0.0 {
        svg.measure("rx", node.corner());
    }
    svg.raw("/><text fill=\"currentColor\"");
    if node.rank != Rank::Plain {
        svg.measure("font-size", node.font)
            .raw(" font-weight=\"600\"");
    }
    svg.raw(">");
    let leading = node.font * 1.18;
    // From the middle of the first line to its baseline is about a third of an em.
    let first = node.y - (node.label.len() as f64 - 1.0) / 2.0 * leading + node.font * 0.35;
    let mut y = first;
    for line in &node.label {
        // The space keeps the words of two lines apart where they are read as one.
        svg.raw(if y > first { " <tspan" } else { "<tspan" })
            .measure("x", node.x)
            .measure("y", y)
            .raw(">")
            .text(line)
            .raw("</tspan>");
        y += leading;
    }
    svg.raw("</text></a>");
}
