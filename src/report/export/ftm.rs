//! FollowTheMoney entities, one JSON object a line.
//!
//! FollowTheMoney has no schema for a shipment. A firm is a `LegalEntity`; a leg of an alert is an
//! `UnknownLink` from the giver to the receiver with its dates, the goods in `role` and the records in `recordId`.

use super::Error;
use super::graph::{edges, nodes};
use crate::model::AlertSheet;
use crate::report::escape;
use crate::report::number;
use serde_json::json;
use std::io::Write;

/// Writes the firms, then the legs.
///
/// # Errors
/// If the output cannot be written.
pub fn write(alerts: &[AlertSheet], out: &mut impl Write) -> Result<(), Error> {
    for (id, entity) in nodes(alerts) {
        let mut properties = json!({ "name": [shown(&entity.name)] });
        if let Some(country) = &entity.country {
            properties["country"] = json!([country.to_lowercase()]);
        }
        if !entity.notes.is_empty() {
            properties["notes"] = json!([shown(&entity.notes.join("; "))]);
        }
        let entity = json!({ "id": id, "schema": "LegalEntity", "properties": properties });
        writeln!(out, "{}", escape::json::line(&entity)?)?;
    }
    for (i, edge) in edges(alerts).into_iter().enumerate() {
        let records: Vec<String> = edge
            .records
            .split('|')
            .filter(|id| !id.is_empty())
            .map(|id| shown(id).into_owned())
            .collect();
        let link = json!({
            "id": format!("{}-{i}", edge.alert),
            "schema": "UnknownLink",
            "properties": {
                "subject": [edge.from],
                "object": [edge.to],
                "role": [format!("{}: {} units of {}", edge.kind, number::measure(edge.units), edge.item)],
                "startDate": [edge.first],
                "endDate": [edge.last],
                "recordId": records,
                "summary": [format!("{} of alert {}; a lead, not proof", edge.matched, edge.alert)],
            },
        });
        writeln!(out, "{}", escape::json::line(&link)?)?;
    }
    Ok(())
}

/// FollowTheMoney cleans control characters away; here they stay visible.
fn shown(text: &str) -> std::borrow::Cow<'_, str> {
    escape::terminal::line(text)
}
