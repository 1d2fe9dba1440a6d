//! What chains carried, and their names.

use super::search::{Edge, Found};
use super::{Firm, TraceChain, TraceLeg};
use crate::model::Day;
use crate::query::{Error, RunFolder};
use std::collections::BTreeMap;

/// What is known of a shipment on a chain.
pub struct Told {
    /// Record id.
    pub record: String,
    /// Item it was recognised as.
    pub item: Option<String>,
    /// Units of it.
    pub units: Option<f64>,
}

/// The chains with names, units and records; those that carry most first.
pub fn describe(run: &RunFolder, chains: &[Found]) -> Result<Vec<TraceChain>, Error> {
    let mut rows: Vec<usize> = chains
        .iter()
        .flat_map(|chain| chain.legs.iter().flatten().map(|edge| edge.row as usize))
        .collect();
    rows.sort_unstable();
    rows.dedup();
    let frame = run
        .shipments()?
        .rows(&["record_id", "item_id", "units"], &rows)?;
    let told: BTreeMap<u32, Told> = rows
        .iter()
        .enumerate()
        .map(|(at, &row)| {
            let item = frame.text("item_id", at).map(str::to_owned);
            let told = Told {
                record: frame.text("record_id", at).unwrap_or("").to_owned(),
                // Units of what was not recognised are pieces of something else.
                units: item.as_ref().and(frame.number("units", at)),
                item,
            };
            (row as u32, told)
        })
        .collect();
    let mut firms: Vec<u32> = chains
        .iter()
        .flat_map(|chain| chain.firms.clone())
        .collect();
    firms.sort_unstable();
    firms.dedup();
    let names = firm(run, &firms)?;
    let mut found: Vec<TraceChain> = chains
        .iter()
        .map(|chain| TraceChain {
            firms: chain
                .firms
                .iter()
                .filter_map(|row| names.get(row).cloned())
                .collect(),
            legs: chain.legs.iter().map(|leg| line(leg, &told)).collect(),
            units: carried(&chain.legs, &told).into(),
        })
        .collect();
    found.sort_by(|a, b| {
        let units = |chain: &TraceChain| chain.units.get().unwrap_or(-1.0);
        units(b)
            .total_cmp(&units(a))
            .then(a.legs.len().cmp(&b.legs.len()))
            .then_with(|| a.legs[0].first_day.cmp(&b.legs[0].first_day))
            .then_with(|| {
                let ids = |chain: &TraceChain| {
                    chain
                        .firms
                        .iter()
                        .map(|firm| firm.id.clone())
                        .collect::<Vec<_>>()
                };
                ids(a).cmp(&ids(b))
            })
    });
    Ok(found)
}

fn line(leg: &[Edge], told: &BTreeMap<u32, Told>) -> TraceLeg {
    let rows = || leg.iter().filter_map(|edge| told.get(&edge.row));
    let known: Vec<f64> = rows().filter_map(|told| told.units).collect();
    let mut items: Vec<String> = rows().filter_map(|told| told.item.clone()).collect();
    items.sort_unstable();
    items.dedup();
    TraceLeg {
        first_day: Day::from_epoch(leg.first().map_or(0, |edge| edge.day)),
        last_day: Day::from_epoch(leg.last().map_or(0, |edge| edge.day)),
        units: (!known.is_empty())
            .then(|| known.iter().sum::<f64>())
            .into(),
        items,
        record_ids: rows().map(|told| told.record.clone()).collect(),
    }
}

/// Units that can have moved from end to end: each shipment takes what has arrived by its day and was not
/// taken yet, earliest first, which no other order can better. `None` where a leg states none.
pub fn carried(legs: &[Vec<Edge>], told: &BTreeMap<u32, Told>) -> Option<f64> {
    let mut arriving: Option<Vec<(i32, f64)>> = None;
    for leg in legs {
        let stated: Vec<(i32, f64)> = leg
            .iter()
            .filter_map(|edge| Some((edge.day, told.get(&edge.row)?.units?)))
            .collect();
        if stated.is_empty() {
            return None;
        }
        arriving = Some(match arriving {
            None => stated,
            Some(arrived) => {
                let (mut stock, mut next) = (0.0, 0);
                stated
                    .into_iter()
                    .map(|(day, room)| {
                        while next < arrived.len() && arrived[next].0 <= day {
                            stock += arrived[next].1;
                            next += 1;
                        }
                        let taken = room.min(stock);
                        stock -= taken;
                        (day, taken)
                    })
                    .collect()
            }
        });
    }
    arriving.map(|arrived| arrived.iter().map(|(_, units)| units).sum())
}

/// Ids, names and countries by row.
pub fn firm(run: &RunFolder, rows: &[u32]) -> Result<BTreeMap<u32, Firm>, Error> {
    let mut wanted: Vec<usize> = rows.iter().map(|&row| row as usize).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let frame = run.entities()?.rows(&["id", "name", "country"], &wanted)?;
    Ok(wanted
        .iter()
        .enumerate()
        .map(|(at, &row)| {
            let firm = Firm {
                id: frame.text("id", at).unwrap_or("").to_owned(),
                name: frame.text("name", at).unwrap_or("").to_owned(),
                country: frame.text("country", at).map(str::to_owned),
            };
            (row as u32, firm)
        })
        .collect())
}
