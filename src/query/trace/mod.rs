//! The time-respecting chains between two firms of a finished run.
//!
//! Nothing is judged here: a chain is firms each of which ships to the next, in the order of days, and the
//! units are those that its shipments could have carried from one end to the other. The search reads
//! three columns of the shipments, walks over them once for each leg in either direction to find what lies
//! on a way at all, and follows only that.

mod search;
mod tell;
#[cfg(test)]
mod tests;

use crate::model::{Day, Measure};
use crate::query::{Error, RunFolder, entity};
use serde::Serialize;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Name or id of the firm that chains start at.
    pub from: String,
    /// Name or id of the firm that they end at.
    pub to: String,
    /// First day of a shipment, inside.
    pub after: Option<Day>,
    /// Last day of a shipment, inside.
    pub before: Option<Day>,
    /// Keep only shipments recognised as this item (its catalogue id, or the beginning of it).
    pub item: Option<String>,
    /// Longest chain in legs.
    pub max_legs: usize,
    /// Chains after which the search stops.
    pub most: usize,
}

/// The chains found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TraceAnswer {
    /// Where they start.
    pub from: Firm,
    /// Where they end.
    pub to: Firm,
    /// Those that carry most units first, then the shortest, then the earliest.
    pub chains: Vec<TraceChain>,
    /// There are more chains than were asked for.
    pub cut: bool,
}

/// A firm on a chain.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Firm {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its country.
    pub country: Option<String>,
}

/// Firms in order, and what moved between them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TraceChain {
    /// One more than legs.
    pub firms: Vec<Firm>,
    /// The legs.
    pub legs: Vec<TraceLeg>,
    /// Units that can have moved from the first firm to the last in the order of days; unknown where a
    /// leg states none.
    pub units: Measure,
}

/// The shipments between two neighbours that lie on a way from end to end.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TraceLeg {
    /// First of them.
    pub first_day: Day,
    /// Last of them.
    pub last_day: Day,
    /// Sum of the known units of those that were recognised as an item.
    pub units: Measure,
    /// Items they were recognised as, sorted, no repeats.
    pub items: Vec<String>,
    /// Their record ids in the order of days.
    pub record_ids: Vec<String>,
}

/// Finds the chains.
///
/// # Errors
/// If a firm is not found or several fit, or the folder is damaged.
pub fn trace(run: &RunFolder, asked: &Asked) -> Result<TraceAnswer, Error> {
    let from = entity::find(run, &asked.from)?;
    let to = entity::find(run, &asked.to)?;
    let edges = search::edges(run, asked)?;
    let firms = run.entities()?.len();
    let bounds = search::Bounds::of(&edges, firms, from as u32, to as u32, asked.max_legs);
    let (chains, cut) = search::chains(&edges, &bounds, from as u32, to as u32, asked);
    let found = tell::describe(run, &chains)?;
    let ends = tell::firm(run, &[from as u32, to as u32])?;
    let end = |row: usize| {
        ends.get(&(row as u32))
            .cloned()
            .ok_or_else(|| run.torn(format!("entity in row {row} cannot be read")))
    };
    Ok(TraceAnswer {
        from: end(from)?,
        to: end(to)?,
        chains: found,
        cut,
    })
}
