//! What a firm sent and received, from whom and to whom, month by month.

use super::names::Names;
use crate::model::table::Frame;
use crate::model::{Day, Measure};
use crate::query::{Error, RunFolder};
use serde::Serialize;
use std::collections::BTreeMap;

/// Trade with one partner in one kind of goods.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Partner {
    /// The partner's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its country.
    pub country: Option<String>,
    /// `to`: the firm sends to it; `from`: it receives from it.
    pub direction: &'static str,
    /// Catalogue id of the item, or the HS heading, or ? where neither is known.
    pub goods: String,
    /// Shipments.
    pub shipments: u64,
    /// Sum of the known units; unknown where none states any.
    pub units: Measure,
    /// Months with a shipment.
    pub months: u64,
    /// First shipment.
    pub first: Option<Day>,
    /// Last shipment.
    pub last: Option<Day>,
}

pub(super) struct Trade {
    pub(super) first: Option<Day>,
    pub(super) last: Option<Day>,
    pub(super) sent: u64,
    pub(super) received: u64,
    pub(super) partners: Vec<Partner>,
    pub(super) months: Vec<(String, u64, u64)>,
}

pub(super) fn trade(run: &RunFolder, row: usize) -> Result<Trade, Error> {
    let reader = run.shipments()?;
    let ends = reader.columns(&["shipper_entity_row", "consignee_entity_row"])?;
    let entity = row as i64;
    let sent = ends.rows_with("shipper_entity_row", entity);
    let received = ends.rows_with("consignee_entity_row", entity);
    let mut rows: Vec<(usize, bool)> = sent.into_iter().map(|row| (row, true)).collect();
    rows.extend(received.into_iter().map(|row| (row, false)));
    rows.sort_unstable();
    let wanted: Vec<usize> = rows.iter().map(|(row, _)| *row).collect();
    let frame = reader.rows(
        &[
            "date",
            "item_id",
            "hs_code",
            "units",
            "shipper_entity_id",
            "consignee_entity_id",
        ],
        &wanted,
    )?;

    #[derive(Default)]
    struct Sum {
        shipments: u64,
        units: Option<f64>,
        months: std::collections::BTreeSet<(i32, u32)>,
        first: Option<Day>,
        last: Option<Day>,
    }
    let mut sums: BTreeMap<(&'static str, String, String), Sum> = BTreeMap::new();
    let mut months: BTreeMap<(i32, u32), (u64, u64)> = BTreeMap::new();
    for (at, &(_, sent)) in rows.iter().enumerate() {
        let (direction, partner) = if sent {
            ("to", frame.text("consignee_entity_id", at))
        } else {
            ("from", frame.text("shipper_entity_id", at))
        };
        let sum = sums
            .entry((
                direction,
                partner.unwrap_or("").to_owned(),
                goods(&frame, at),
            ))
            .or_default();
        sum.shipments += 1;
        if let Some(units) = frame.number("units", at) {
            sum.units = Some(sum.units.unwrap_or(0.0) + units);
        }
        if let Some(day) = frame.day("date", at) {
            let (year, month, _) = day.ymd();
            sum.months.insert((year, month));
            sum.first.get_or_insert(day);
            sum.last = Some(day);
            let month = months.entry((year, month)).or_default();
            if sent {
                month.0 += 1;
            } else {
                month.1 += 1;
            }
        }
    }
    let days = || {
        sums.values()
            .flat_map(|sum| [sum.first, sum.last])
            .flatten()
    };
    let (first, last) = (days().min(), days().max());
    let ids: Vec<String> = sums.keys().map(|(_, partner, _)| partner.clone()).collect();
    let names = Names::read(run, &ids)?;
    let mut partners: Vec<Partner> = sums
        .into_iter()
        .map(|((direction, id, goods), sum)| {
            let (name, country) = names.get(&id);
            Partner {
                id,
                name,
                country,
                direction,
                goods,
                shipments: sum.shipments,
                units: sum.units.into(),
                months: sum.months.len() as u64,
                first: sum.first,
                last: sum.last,
            }
        })
        .collect();
    // A recognised item matters more than any number of ordinary shipments.
    partners.sort_by(|a, b| {
        (b.units.is_known(), b.shipments)
            .cmp(&(a.units.is_known(), a.shipments))
            .then_with(|| (a.direction, &a.id, &a.goods).cmp(&(b.direction, &b.id, &b.goods)))
    });
    Ok(Trade {
        first,
        last,
        sent: rows.iter().filter(|(_, sent)| *sent).count() as u64,
        received: rows.iter().filter(|(_, sent)| !*sent).count() as u64,
        partners,
        months: months
            .into_iter()
            .map(|((year, month), (sent, received))| {
                (format!("{year:04}-{month:02}"), sent, received)
            })
            .collect(),
    })
}

fn goods(frame: &Frame, at: usize) -> String {
    match (frame.text("item_id", at), frame.text("hs_code", at)) {
        (Some(item), _) => item.to_owned(),
        (None, Some(hs)) => format!("HS {}", hs.get(..4).unwrap_or(hs)),
        (None, None) => "?".to_owned(),
    }
}
