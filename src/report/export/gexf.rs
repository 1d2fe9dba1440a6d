//! GEXF 1.3 with typed attributes; a leg's dates are its spell.

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
    writeln!(out, "<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">")?;
    writeln!(
        out,
        "<graph mode=\"dynamic\" defaultedgetype=\"directed\" timeformat=\"date\">"
    )?;
    declare(out, "node", &NODE)?;
    declare(out, "edge", &EDGE)?;
    writeln!(out, "<nodes>")?;
    for (id, entity) in nodes(alerts) {
        write!(
            out,
            "<node id=\"{}\" label=\"{}\">",
            text(id),
            text(&entity.name)
        )?;
        values(out, &NODE, |name| of_node(entity, name))?;
        writeln!(out, "</node>")?;
    }
    writeln!(out, "</nodes>\n<edges>")?;
    for (i, edge) in edges(alerts).into_iter().enumerate() {
        write!(
            out,
            "<edge id=\"{i}\" source=\"{}\" target=\"{}\" weight=\"{}\">",
            text(edge.from),
            text(edge.to),
            edge.units.get().unwrap_or(1.0).max(0.001)
        )?;
        values(out, &EDGE, |name| edge.get(name))?;
        writeln!(
            out,
            "<spells><spell start=\"{}\" end=\"{}\"/></spells></edge>",
            edge.first, edge.last
        )?;
    }
    writeln!(out, "</edges>\n</graph>\n</gexf>")?;
    Ok(())
}

fn declare(out: &mut impl Write, class: &str, attributes: &[Attribute]) -> Result<(), Error> {
    write!(out, "<attributes class=\"{class}\" mode=\"static\">")?;
    for Attribute { name, kind } in attributes {
        let kind = match kind {
            Kind::Text => "string",
            Kind::Number => "double",
            Kind::Whole => "integer",
        };
        write!(
            out,
            "<attribute id=\"{name}\" title=\"{name}\" type=\"{kind}\"/>"
        )?;
    }
    writeln!(out, "</attributes>")?;
    Ok(())
}

fn values(
    out: &mut impl Write,
    attributes: &[Attribute],
    value: impl Fn(&str) -> Option<String>,
) -> Result<(), Error> {
    write!(out, "<attvalues>")?;
    for Attribute { name, .. } in attributes {
        if let Some(value) = value(name) {
            write!(out, "<attvalue for=\"{name}\" value=\"{}\"/>", text(&value))?;
        }
    }
    write!(out, "</attvalues>")?;
    Ok(())
}
