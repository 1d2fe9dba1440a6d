//! Graphviz DOT.

use super::Error;
use super::graph::{edges, nodes};
use crate::model::AlertSheet;
use crate::report::escape::dot::quoted;
use crate::report::number;
use std::io::Write;

/// Writes the graph.
///
/// # Errors
/// If the output cannot be written.
pub fn write(alerts: &[AlertSheet], out: &mut impl Write) -> Result<(), Error> {
    writeln!(
        out,
        "digraph tidewaiter {{\n  rankdir=LR;\n  node [shape=box];"
    )?;
    for (id, entity) in nodes(alerts) {
        let label = format!(
            "{} ({})",
            entity.name,
            entity.country.as_deref().unwrap_or("??")
        );
        writeln!(out, "  {} [label={}];", quoted(id), quoted(&label))?;
    }
    for edge in edges(alerts) {
        let label = format!("{} units, {}", number::measure(edge.units), edge.kind);
        let style = if edge.shipments == 0 {
            ", style=dashed"
        } else {
            ""
        };
        writeln!(
            out,
            "  {} -> {} [label={}{style}];",
            quoted(edge.from),
            quoted(edge.to),
            quoted(&label)
        )?;
    }
    writeln!(out, "}}")?;
    Ok(())
}
