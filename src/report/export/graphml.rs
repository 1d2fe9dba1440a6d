//! GraphML with typed keys; one edge a leg of an alert.

use super::Error;
use super::graph::{Attribute, EDGE, Kind, NODE, edges, nodes, of_node};
use crate::model::AlertSheet;
use crate::report::escape::xml::text;
use std::io::Write;

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
    let mut key = |name: &str, of: &str, kind: Kind| {
        let kind = match kind {
            Kind::Text => "string",
            Kind::Number => "double",
            Kind::Whole => "int",
        };
        writeln!(
            out,
            "<key id=\"{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
        )
    };
    key("name", "node", Kind::Text)?;
    for Attribute { name, kind } in NODE {
        key(name, "node", kind)?;
    }
    for Attribute { name, kind } in EDGE {
        key(name, "edge", kind)?;
    }
    writeln!(out, "<graph edgedefault=\"directed\">")?;
    for (id, entity) in nodes(alerts) {
        write!(
            out,
            "<node id=\"{}\"><data key=\"name\">{}</data>",
            text(id),
            text(&entity.name)
        )?;
        for Attribute { name, .. } in NODE {
            if let Some(value) = of_node(entity, name) {
                write!(out, "<data key=\"{name}\">{}</data>", text(&value))?;
            }
        }
        writeln!(out, "</node>")?;
    }
    for (i, edge) in edges(alerts).into_iter().enumerate() {
        write!(
            out,
            "<edge id=\"e{i}\" source=\"{}\" target=\"{}\">",
            text(edge.from),
            text(edge.to)
        )?;
        for Attribute { name, .. } in EDGE {
            if let Some(value) = edge.get(name) {
                write!(out, "<data key=\"{name}\">{}</data>", text(&value))?;
            }
        }
        writeln!(out, "</edge>")?;
    }
    writeln!(out, "</graph>\n</graphml>")?;
    Ok(())
}
