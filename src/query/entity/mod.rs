//! One firm: its names, partners, links, alerts.

mod details;
mod find;
mod links;
mod names;
mod trade;

pub use details::{Details, MergeLine, MergePartLine, OwnerLine, PartyLine, ReasonLine};
pub use find::find;
pub use links::LinkLine;
pub use trade::Partner;

use crate::model::Day;
use crate::query::alert::{list, roles};
use crate::query::{Error, RunFolder};
use serde::Serialize;

/// Everything the run knows of a firm.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EntityAnswer {
    /// Its id.
    pub id: String,
    /// The commonest of its names.
    pub name: String,
    /// All its names.
    pub names: Vec<String>,
    /// The commonest of its countries.
    pub country: Option<String>,
    /// All its countries.
    pub countries: Vec<String>,
    /// Country of headquarters or ultimate parent.
    pub headquarters: Option<String>,
    /// Roles with a known score, highest first.
    pub roles: Vec<(String, f64)>,
    /// First shipment.
    pub first_seen: Option<Day>,
    /// Last shipment.
    pub last_seen: Option<Day>,
    /// Shipments sent.
    pub sent: u64,
    /// Shipments received.
    pub received: u64,
    /// Partners by goods, most shipments first.
    pub partners: Vec<Partner>,
    /// Shipments and units a month: (YYYY-MM, sent, received).
    pub months: Vec<(String, u64, u64)>,
    /// Links to other firms.
    pub links: Vec<LinkLine>,
    /// Alerts whose chain it is in, by rank.
    pub alerts: Vec<AlertLine>,
    /// Parties, merges, owners, hits, registers.
    pub details: Details,
}

/// An alert in one line.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AlertLine {
    /// Rank.
    pub rank: u64,
    /// Id.
    pub alert_id: String,
    /// Score.
    pub score: f64,
    /// One sentence.
    pub summary: String,
}

/// Finds a firm by id, by any of its names (case and punctuation aside), or tells the nearest names.
///
/// # Errors
/// If nothing or several fit, or the folder is damaged.
pub fn entity(run: &RunFolder, asked: &str) -> Result<EntityAnswer, Error> {
    let reader = run.entities()?;
    let row = find(run, asked)?;
    let all: Vec<&str> = crate::model::table::ENTITIES
        .columns
        .iter()
        .map(|column| column.name)
        .collect();
    let frame = reader.rows(&all, &[row])?;
    let id = frame.text("id", 0).unwrap_or("").to_owned();
    let details: Details = serde_json::from_str(frame.text("attributes", 0).unwrap_or("{}"))
        .map_err(|e| run.torn(format!("the attributes of {id} are not readable: {e}")))?;
    let names: Vec<String> = frame
        .text("names", 0)
        .and_then(|json| serde_json::from_str(json).ok())
        .unwrap_or_default();
    let trade = trade::trade(run, row)?;
    let links = links::links(run, &id)?;
    Ok(EntityAnswer {
        name: frame.text("name", 0).unwrap_or("").to_owned(),
        names,
        country: frame.text("country", 0).map(str::to_owned),
        countries: list(frame.text("countries", 0))
            .map(str::to_owned)
            .collect(),
        headquarters: frame.text("headquarters", 0).map(str::to_owned),
        roles: roles(&frame, 0),
        first_seen: trade.first,
        last_seen: trade.last,
        sent: trade.sent,
        received: trade.received,
        partners: trade.partners,
        months: trade.months,
        links,
        alerts: alerts(run, &id)?,
        details,
        id,
    })
}

/// Alerts whose chain an entity is in, by rank.
fn alerts(run: &RunFolder, id: &str) -> Result<Vec<AlertLine>, Error> {
    let reader = run.alerts()?;
    let chains = reader.columns(&["entity_ids"])?;
    let rows: Vec<usize> = chains
        .texts("entity_ids")
        .enumerate()
        .filter(|(_, ids)| list(*ids).any(|other| other == id))
        .map(|(row, _)| row)
        .collect();
    alert_lines(run, &rows)
}

/// Alerts in one line each.
pub(super) fn alert_lines(run: &RunFolder, rows: &[usize]) -> Result<Vec<AlertLine>, Error> {
    let frame = run
        .alerts()?
        .rows(&["rank", "alert_id", "score", "summary"], rows)?;
    Ok((0..frame.len())
        .map(|at| AlertLine {
            rank: frame.whole("rank", at).unwrap_or(0).unsigned_abs(),
            alert_id: frame.text("alert_id", at).unwrap_or("").to_owned(),
            score: frame.number("score", at).unwrap_or(f64::NAN),
            summary: frame.text("summary", at).unwrap_or("").to_owned(),
        })
        .collect())
}
