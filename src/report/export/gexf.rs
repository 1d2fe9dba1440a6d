//! GEXF 1.3 with typed attributes; a leg's dates are its spell.

use super::Error;
use super::graph::{edges, nodes, role};
use crate::model::AlertSheet;
use crate::report::escape::xml::text;
use std::io::Write;

/// Writes the graph.
///
/// # Errors
/// If the output cannot be written.
pub fn write(alerts: &[AlertSheet], out: &mut impl Write) -> Result<(), Error> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">")?;
    writeln!(
        out,
        "<graph mode=\"dynamic\" defaultedgetype=\"directed\" timeformat=\"date\">"
    )?;
    writeln!(
        out,
        "<attributes class=\"node\" mode=\"static\"><attribute id=\"country\" title=\"country\" type=\"string\"/><attribute id=\"role\" title=\"role\" type=\"string\"/></attributes>"
    )?;
    write!(out, "<attributes class=\"edge\" mode=\"static\">")?;
    for (name, kind) in [
        ("kind", "string"),
        ("alert_id", "string"),
        ("item", "string"),
        ("matched", "string"),
        ("record_ids", "string"),
        ("units", "double"),
        ("shipments", "integer"),
    ] {
        write!(
            out,
            "<attribute id=\"{name}\" title=\"{name}\" type=\"{kind}\"/>"
        )?;
    }
    writeln!(out, "</attributes>\n<nodes>")?;
    for (id, entity) in nodes(alerts) {
        writeln!(
            out,
            "<node id=\"{}\" label=\"{}\"><attvalues><attvalue for=\"country\" value=\"{}\"/><attvalue for=\"role\" value=\"{}\"/></attvalues></node>",
            text(id),
            text(&entity.name),
            text(entity.country.as_deref().unwrap_or("")),
            text(role(entity))
        )?;
    }
    writeln!(out, "</nodes>\n<edges>")?;
    for (i, edge) in edges(alerts).into_iter().enumerate() {
        write!(
            out,
            "<edge id=\"{i}\" source=\"{}\" target=\"{}\" weight=\"{}\"><attvalues>",
            text(edge.from),
            text(edge.to),
            edge.units.get().unwrap_or(1.0).max(0.001)
        )?;
        for (key, value) in [
            ("kind", edge.kind),
            ("alert_id", edge.alert),
            ("item", edge.item),
            ("matched", edge.matched),
            ("record_ids", &edge.records),
        ] {
            write!(out, "<attvalue for=\"{key}\" value=\"{}\"/>", text(value))?;
        }
        if let Some(units) = edge.units.get() {
            write!(out, "<attvalue for=\"units\" value=\"{units}\"/>")?;
        }
        writeln!(
            out,
            "<attvalue for=\"shipments\" value=\"{}\"/></attvalues><spells><spell start=\"{}\" end=\"{}\"/></spells></edge>",
            edge.shipments, edge.first, edge.last
        )?;
    }
    writeln!(out, "</edges>\n</graph>\n</gexf>")?;
    Ok(())
}
