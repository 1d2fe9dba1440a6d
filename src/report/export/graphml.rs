//! GraphML with typed keys; one edge a leg of an alert.

use super::Error;
use super::graph::{edges, nodes, role};
use crate::model::AlertSheet;
use crate::report::escape::xml::text;
use std::io::Write;

const KEYS: [(&str, &str, &str); 12] = [
    ("name", "node", "string"),
    ("country", "node", "string"),
    ("role", "node", "string"),
    ("kind", "edge", "string"),
    ("alert_id", "edge", "string"),
    ("item", "edge", "string"),
    ("matched", "edge", "string"),
    ("units", "edge", "double"),
    ("shipments", "edge", "int"),
    ("first_date", "edge", "string"),
    ("last_date", "edge", "string"),
    ("record_ids", "edge", "string"),
];

/// Writes the graph.
///
/// # Errors
/// If the output cannot be written.
pub fn write(alerts: &[AlertSheet], out: &mut impl Write) -> Result<(), Error> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">"
    )?;
    for (name, of, kind) in KEYS {
        writeln!(
            out,
            "<key id=\"{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
        )?;
    }
    writeln!(out, "<graph edgedefault=\"directed\">")?;
    for (id, entity) in nodes(alerts) {
        writeln!(
            out,
            "<node id=\"{}\"><data key=\"name\">{}</data><data key=\"country\">{}</data><data key=\"role\">{}</data></node>",
            text(id),
            text(&entity.name),
            text(entity.country.as_deref().unwrap_or("")),
            text(role(entity))
        )?;
    }
    for (i, edge) in edges(alerts).into_iter().enumerate() {
        write!(
            out,
            "<edge id=\"e{i}\" source=\"{}\" target=\"{}\">",
            text(edge.from),
            text(edge.to)
        )?;
        for (key, value) in [
            ("kind", edge.kind),
            ("alert_id", edge.alert),
            ("item", edge.item),
            ("matched", edge.matched),
            ("first_date", &edge.first),
            ("last_date", &edge.last),
            ("record_ids", &edge.records),
        ] {
            write!(out, "<data key=\"{key}\">{}</data>", text(value))?;
        }
        if let Some(units) = edge.units.get() {
            write!(out, "<data key=\"units\">{units}</data>")?;
        }
        writeln!(
            out,
            "<data key=\"shipments\">{}</data></edge>",
            edge.shipments
        )?;
    }
    writeln!(out, "</graph>\n</graphml>")?;
    Ok(())
}
