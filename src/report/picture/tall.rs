//! The same picture for a narrow page: one firm under the other, so that words keep their size.

use super::{Edge, NODE, Picture, draw_firm, shown};
use crate::report::escape::terminal;
use std::fmt::Write;

const WIDTH: f64 = 380.0;
/// Left edge and width of every box; what is right of it is for edges that pass over other firms.
const BOX: (f64, f64) = (6.0, 276.0);
/// Characters of a name that a box holds on a line, capitals all.
const LINE: usize = 30;
/// Where the edge to the next firm runs.
const LINE_AT: f64 = 34.0;
/// Characters of the name of the firm that an edge comes from, where that is not the one above.
const FROM: usize = 18;

impl Picture {
    pub(super) fn tall(&self) -> String {
        let places = self.layout();
        let mut order: Vec<usize> = (0..self.nodes.len()).collect();
        order.sort_by(|&a, &b| {
            let (p, q) = (places[a], places[b]);
            p.0.total_cmp(&q.0)
                .then(p.1.total_cmp(&q.1))
                .then(a.cmp(&b))
        });
        let mut row_of = vec![0; order.len()];
        for (row, &node) in order.iter().enumerate() {
            row_of[node] = row;
        }
        // Edges into each firm, that of the firm above first.
        let mut into: Vec<Vec<&Edge>> = vec![Vec::new(); order.len()];
        for edge in &self.edges {
            into[row_of[edge.to]].push(edge);
        }
        for (row, edges) in into.iter_mut().enumerate() {
            edges.sort_by_key(|edge| (row_of[edge.from] + 1 != row, row_of[edge.from]));
        }
        let mut tops = Vec::with_capacity(order.len());
        let mut y = 6.0;
        for (row, edges) in into.iter().enumerate() {
            if row > 0 {
                y += if edges.is_empty() {
                    14.0
                } else {
                    22.0 + 14.0 * edges.len() as f64
                };
            }
            tops.push(y);
            y += NODE.1;
        }
        let height = y + 6.0;
        let mut out = String::new();
        let _ = write!(
            out,
            "<svg class=\"chain tall\" role=\"img\" viewBox=\"0 0 {WIDTH:.0} {height:.0}\" width=\"{WIDTH:.0}\" height=\"{height:.0}\"><title>{}</title>",
            shown(&self.title)
        );
        let mut lane = 0;
        for (row, edges) in into.iter().enumerate() {
            for (at, edge) in edges.iter().enumerate() {
                let from = row_of[edge.from];
                let thick = self.thickness(edge);
                let hand = if edge.handover { " hand" } else { "" };
                let top = tops[row];
                let next = from + 1 == row;
                if next {
                    let start = tops[from] + NODE.1;
                    let _ = write!(
                        out,
                        "<path class=\"flow{hand}\" stroke-width=\"{thick:.1}\" d=\"M{LINE_AT} {start:.0}V{:.0}\"/><path class=\"tip\" d=\"M{LINE_AT} {top:.0}l-6 -9h12z\"/>",
                        top - 8.0
                    );
                } else {
                    let right = BOX.0 + BOX.1;
                    let (y1, y2) = (tops[from] + NODE.1 / 2.0 + 8.0, top + NODE.1 / 2.0 - 8.0);
                    let bend = (right + 48.0 + 14.0 * f64::from(lane)).min(WIDTH + 20.0);
                    lane += 1;
                    let _ = write!(
                        out,
                        "<path class=\"flow{hand}\" stroke-width=\"{thick:.1}\" d=\"M{right} {y1:.0}C{bend:.0} {y1:.0} {bend:.0} {y2:.0} {:.0} {y2:.0}\"/><path class=\"tip\" d=\"M{right} {y2:.0}l9 -6v12z\"/>",
                        right + 8.0
                    );
                }
                let words = if next {
                    edge.label.clone()
                } else {
                    let name = terminal::cut(&self.nodes[edge.from].name, FROM);
                    format!("from {name}: {}", edge.label)
                };
                let _ = write!(
                    out,
                    "<text class=\"small\" x=\"{:.0}\" y=\"{:.0}\">{}</text>",
                    LINE_AT + 14.0,
                    top - 14.0 - 14.0 * (edges.len() - 1 - at) as f64,
                    shown(&words)
                );
            }
        }
        for (&node, &top) in order.iter().zip(&tops) {
            draw_firm(&mut out, &self.nodes[node], (BOX.0, top), BOX.1, LINE);
        }
        out.push_str("</svg>");
        out
    }
}
