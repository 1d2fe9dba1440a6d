//! Chains drawn as a layered graph, in SVG.

mod tall;

use crate::model::{AlertSheet, Measure};
use crate::report::escape::{terminal, xml};
use crate::report::number;
use rust_sugiyama::configure::Config;
use std::collections::BTreeMap;
use std::fmt::Write;

/// A firm in a picture.
struct Node {
    name: String,
    country: String,
    /// First, last, or between.
    place: &'static str,
}

/// Goods that moved between two firms.
struct Edge {
    from: usize,
    to: usize,
    label: String,
    units: Measure,
    handover: bool,
}

/// What is drawn.
pub struct Picture {
    title: String,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

const NODE: (f64, f64) = (214.0, 62.0);
const GAP: (f64, f64) = (112.0, 26.0);

/// Characters of a name that a box holds on a line, capitals all.
const LINE: usize = 22;

/// Widths up to which a picture from left to right fits some page, and the class by which `style.css` shows it only on
/// pages that show it at four fifths of its size or more. A wider one fits none.
const WIDTHS: [(f64, &str); 3] = [(600.0, "two"), (960.0, "three"), (1310.0, "four")];

/// The look of a picture that stands alone; in a page the page's style rules.
const STYLE: &str = "text{font:12px system-ui,sans-serif;fill:#1c2430}.box{fill:#fff;stroke:#5b6b7f}.start{fill:#e8f0fa}.end{fill:#fbe9e7;stroke:#b23c2e}.flow{stroke:#5b6b7f;fill:none}.hand{stroke-dasharray:6 4}.tip{fill:#5b6b7f}.small{font-size:11px;fill:#54606e}";

/// The chain of one alert, or the chains of many that share firms.
pub fn of_alerts(title: &str, sheets: &[&AlertSheet]) -> Picture {
    let mut at: BTreeMap<&str, usize> = BTreeMap::new();
    let mut nodes: Vec<Node> = Vec::new();
    let mut edges: BTreeMap<(usize, usize, bool), (usize, Option<f64>)> = BTreeMap::new();
    for sheet in sheets {
        let last = sheet.chain.len().saturating_sub(1);
        let chain = sheet.chain.iter().enumerate();
        for (i, entity) in chain.chain(sheet.feeders.iter().map(|entity| (0, entity))) {
            let place = match i {
                0 => "start",
                i if i == last => "end",
                _ => "between",
            };
            let node = *at.entry(&entity.id).or_insert_with(|| {
                nodes.push(Node {
                    name: entity.name.clone(),
                    country: entity.country.clone().unwrap_or_else(|| "??".to_owned()),
                    place,
                });
                nodes.len() - 1
            });
            if nodes[node].place != place {
                nodes[node].place = if place == "end" || nodes[node].place == "end" {
                    "end"
                } else {
                    "between"
                };
            }
        }
        for leg in &sheet.path.legs {
            let (Some(&from), Some(&to)) = (at.get(leg.from.as_str()), at.get(leg.to.as_str()))
            else {
                continue;
            };
            let edge = edges.entry((from, to, leg.link.is_some())).or_default();
            edge.0 += leg.drawn_on();
            if let Some(units) = leg.units.get() {
                edge.1 = Some(edge.1.unwrap_or(0.0) + units);
            }
        }
    }
    let edges = edges
        .into_iter()
        .map(|((from, to, handover), (shipments, units))| {
            let mut label = match units {
                Some(units) => format!("{} units", number::short(units)),
                None => "units not stated".to_owned(),
            };
            if handover {
                label.push_str(", handover");
            } else {
                let _ = write!(
                    label,
                    ", {shipments} shipment{}",
                    if shipments == 1 { "" } else { "s" }
                );
            }
            Edge {
                from,
                to,
                label,
                units: units.into(),
                handover,
            }
        })
        .collect();
    Picture {
        title: title.to_owned(),
        nodes,
        edges,
    }
}

impl Picture {
    /// The picture for a page, which styles it: from left to right with the class of its width, and from top to bottom
    /// where that would be too small to read. The page shows the one or the other by its own width.
    pub fn inline(&self) -> String {
        let places = self.layout();
        let width = self.size(&places).0;
        let wide = WIDTHS.iter().find(|(most, _)| width <= *most);
        let wide =
            wide.map(|(_, class)| self.draw(&places, &format!(" class=\"chain {class}\""), ""));
        format!("{}{}", wide.unwrap_or_default(), self.tall())
    }

    /// The picture as a file of its own.
    pub fn file(&self) -> String {
        let style =
            format!("<style>{STYLE}</style><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>");
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n",
            self.draw(
                &self.layout(),
                " xmlns=\"http://www.w3.org/2000/svg\" class=\"chain\"",
                &style
            )
        )
    }

    /// Width and height of the picture from left to right.
    fn size(&self, places: &[(f64, f64)]) -> (f64, f64) {
        (
            places.iter().map(|p| p.0).fold(0.0, f64::max) + NODE.0 + 20.0,
            places.iter().map(|p| p.1).fold(0.0, f64::max) + NODE.1 + 40.0,
        )
    }

    /// How thick an edge is, by its units beside the most that any edge carries.
    fn thickness(&self, edge: &Edge) -> f64 {
        let known = self.edges.iter().filter_map(|edge| edge.units.get());
        1.5 + 6.5 * (edge.units.get().unwrap_or(0.0) / known.fold(1.0, f64::max)).sqrt()
    }

    fn draw(&self, places: &[(f64, f64)], attributes: &str, style: &str) -> String {
        let (width, height) = self.size(places);
        let mut out = String::new();
        let _ = write!(
            out,
            "<svg{attributes} role=\"img\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" height=\"{height:.0}\"><title>{}</title>{style}",
            shown(&self.title)
        );
        for edge in &self.edges {
            let (a, b) = (places[edge.from], places[edge.to]);
            let (x1, y1) = (a.0 + NODE.0, a.1 + NODE.1 / 2.0);
            let (x2, y2) = (b.0 - 8.0, b.1 + NODE.1 / 2.0);
            // An edge that runs back leaves below its boxes.
            let bend = if x2 > x1 { (x2 - x1) / 2.0 } else { 120.0 };
            let thick = self.thickness(edge);
            let hand = if edge.handover { " hand" } else { "" };
            let _ = write!(
                out,
                "<path class=\"flow{hand}\" stroke-width=\"{thick:.1}\" d=\"M{x1:.0} {y1:.0}C{:.0} {y1:.0} {:.0} {y2:.0} {x2:.0} {y2:.0}\"/><path class=\"tip\" d=\"M{:.0} {y2:.0}l-9 -6v12z\"/>",
                x1 + bend,
                x2 - bend,
                x2 + 8.0
            );
            // Under the line, so that a thick one does not run through the words.
            let (middle, down) = ((x1 + x2) / 2.0, (y1 + y2) / 2.0 + 8.0 + thick / 2.0);
            for (i, words) in edge.label.split(", ").enumerate() {
                let _ = write!(
                    out,
                    "<text class=\"small\" text-anchor=\"middle\" x=\"{middle:.0}\" y=\"{:.0}\">{}</text>",
                    down + 6.0 + 13.0 * i as f64,
                    shown(words)
                );
            }
        }
        for (node, &at) in self.nodes.iter().zip(places) {
            draw_firm(&mut out, node, at, NODE.0, LINE);
        }
        out.push_str("</svg>");
        out
    }

    /// Upper left corner of each box; layers run from left to right.
    fn layout(&self) -> Vec<(f64, f64)> {
        // The crate lays layers out from top to bottom, so sizes and positions are turned.
        let vertices: Vec<(u32, (f64, f64))> = (0..self.nodes.len())
            .map(|i| (i as u32, (NODE.1 + GAP.1, NODE.0 + GAP.0)))
            .collect();
        let mut edges: Vec<(u32, u32)> = self
            .edges
            .iter()
            .filter(|edge| edge.from != edge.to)
            .map(|edge| (edge.from as u32, edge.to as u32))
            .collect();
        edges.dedup();
        let config = Config {
            vertex_spacing: GAP.1,
            ..Config::default()
        };
        let mut places = vec![(f64::NAN, f64::NAN); self.nodes.len()];
        let mut below = 10.0;
        for (layout, _, _) in rust_sugiyama::from_vertices_and_edges(&vertices, &edges, &config) {
            let left = layout
                .iter()
                .map(|(_, (_, y))| y.abs())
                .fold(f64::MAX, f64::min);
            let top = layout.iter().map(|(_, (x, _))| *x).fold(f64::MAX, f64::min);
            let mut deepest = below;
            for (node, (x, y)) in layout {
                if let Some(place) = places.get_mut(node) {
                    *place = (10.0 + y.abs() - left, below + x - top);
                    deepest = deepest.max(place.1);
                }
            }
            below = deepest + NODE.1 + GAP.1 * 2.0;
        }
        for place in &mut places {
            if place.0.is_nan() {
                *place = (10.0, below);
                below += NODE.1 + GAP.1;
            }
        }
        places
    }
}

fn shown(text: &str) -> String {
    xml::text(&terminal::line(text)).into_owned()
}

/// A firm's box with its name in two lines of so many letters and its country.
fn draw_firm(out: &mut String, node: &Node, (x, y): (f64, f64), width: f64, line: usize) {
    let _ = write!(
        out,
        "<g><title>{} ({})</title><rect class=\"box {}\" x=\"{x:.0}\" y=\"{y:.0}\" width=\"{width}\" height=\"{}\" rx=\"6\"/>",
        shown(&node.name),
        shown(&node.country),
        node.place,
        NODE.1
    );
    for (i, words) in two_lines(&node.name, line).iter().enumerate() {
        let _ = write!(
            out,
            "<text x=\"{:.0}\" y=\"{:.0}\">{}</text>",
            x + 9.0,
            y + 20.0 + 15.0 * i as f64,
            xml::text(words)
        );
    }
    let _ = write!(
        out,
        "<text class=\"small\" x=\"{:.0}\" y=\"{:.0}\">{}</text></g>",
        x + 9.0,
        y + NODE.1 - 8.0,
        shown(&node.country)
    );
}

/// A name on at most two lines of `width` characters.
fn two_lines(name: &str, width: usize) -> Vec<String> {
    let safe = terminal::line(name);
    let chars: Vec<char> = safe.chars().collect();
    if chars.len() <= width {
        return vec![safe.into_owned()];
    }
    let space = chars[..width]
        .iter()
        .rposition(|c| *c == ' ')
        .filter(|at| *at > width / 3);
    let (first, rest) = match space {
        Some(at) => (&chars[..at], &chars[at + 1..]),
        None => chars.split_at(width),
    };
    let rest: String = rest.iter().collect();
    vec![first.iter().collect(), terminal::cut(&rest, width)]
}
