//! The largest table: text columns are written as dictionaries of the ids they already are.

use super::Error;
use super::file::HashedFile;
use crate::model::table::{Cells, SHIPMENTS, Table, Writer};
use crate::model::{
    Country, ItemId, Measure, PartyId, Resolution, Run, ShipmentId, Shipments, TextId,
};
use std::borrow::Cow;
use std::io::Write;
use std::ops::Range;

/// Rows of a row group: small enough that the row groups of a few shipments are read in no time,
/// large enough that dictionaries pay.
const ROWS: usize = 65_536;

pub(super) fn write(run: &Run, out: HashedFile) -> Result<HashedFile, Error> {
    let mut writer = Writer::new(&SHIPMENTS, out)?;
    let rows = run.shipments.len();
    let side = Side::new(&run.shipments, Some(&run.resolution));
    for start in (0..rows).step_by(ROWS) {
        let range = start..rows.min(start + ROWS);
        writer.rows(range.len(), |at| {
            column(run, &side, SHIPMENTS.columns[at].name, range.clone())
        })?;
    }
    Ok(writer.finish()?)
}

/// The shipments as ingest leaves them, under the columns of `table`.
pub(super) fn write_canonical<W: Write>(
    shipments: &Shipments,
    table: &'static Table,
    out: W,
) -> Result<W, Error> {
    let mut writer = Writer::new(table, out)?;
    let side = Side::new(shipments, None);
    for start in (0..shipments.len()).step_by(ROWS) {
        let range = start..shipments.len().min(start + ROWS);
        writer.rows(range.len(), |at| {
            let name = table.columns[at].name;
            canonical(shipments, &side, name, range.clone())
                .unwrap_or_else(|| Cells::constant("", range.len()))
        })?;
    }
    Ok(writer.finish()?)
}

/// What columns need beside the shipments: text by shipment that most shipments lack.
struct Side {
    /// (shipment, text) sorted by shipment.
    merged: Vec<(ShipmentId, String)>,
    originals: Vec<(ShipmentId, String)>,
    completed: Vec<(ShipmentId, String)>,
    /// Ids of all entities, one after another: a row group names most firms of the run again.
    keys: String,
}

/// Length of an entity id.
const KEY: usize = 17;

impl Side {
    fn new(s: &Shipments, resolution: Option<&Resolution>) -> Self {
        let merged = lists(&s.merged, |record| {
            (record.into, s.text.get(record.record_id).into())
        });
        let originals = s
            .originals
            .chunk_by(|a, b| a.shipment == b.shipment)
            .map(|cells| {
                let object: serde_json::Map<String, serde_json::Value> = cells
                    .iter()
                    .map(|cell| (cell.column.to_owned(), s.text.get(cell.text).into()))
                    .collect();
                (
                    cells[0].shipment,
                    serde_json::Value::Object(object).to_string(),
                )
            })
            .collect();
        let completed = lists(&s.completed, |cell| {
            (cell.shipment, cell.words(&s.text).into())
        });
        let entities = resolution.map_or(&[][..], |resolution| resolution.entities.as_slice());
        let mut keys = String::with_capacity(entities.len() * KEY);
        for entity in entities {
            keys.push('E');
            for shift in (0..16).rev() {
                let digit = (entity.key.0 >> (shift * 4)) as usize & 0xf;
                keys.push(char::from(b"0123456789abcdef"[digit]));
            }
        }
        Self {
            merged,
            originals,
            completed,
            keys,
        }
    }
}

/// One '|'-separated list a shipment, of rows that are sorted by shipment.
fn lists<'a, T>(
    rows: &'a [T],
    part: impl Fn(&'a T) -> (ShipmentId, Cow<'a, str>),
) -> Vec<(ShipmentId, String)> {
    let mut lists: Vec<(ShipmentId, String)> = Vec::new();
    for row in rows {
        let (shipment, part) = part(row);
        let part = super::tables::list_part(&part);
        match lists.last_mut() {
            Some((last, list)) if *last == shipment => {
                list.push('|');
                list.push_str(&part);
            }
            _ => lists.push((shipment, part.into_owned())),
        }
    }
    lists
}

/// A column that ingest fills; `None` for those of later stages.
fn canonical(s: &Shipments, side: &Side, name: &str, range: Range<usize>) -> Option<Cells> {
    let text = |ids: &[TextId]| texts(s, ids[range.clone()].iter().copied());
    let number =
        |cells: &[Measure]| Cells::numbers(cells[range.clone()].iter().map(|cell| cell.get()));
    let country = |cells: &[Option<Country>]| countries(cells[range.clone()].iter().copied());
    let parties = |ids: &[Option<PartyId>], field: fn(&crate::model::Party) -> TextId| {
        texts(
            s,
            ids[range.clone()]
                .iter()
                .map(|id| id.map_or(TextId::NONE, |id| field(&s.parties[id]))),
        )
    };
    let party_country = |ids: &[Option<PartyId>]| {
        countries(
            ids[range.clone()]
                .iter()
                .map(|id| id.and_then(|id| s.parties[id].country)),
        )
    };
    Some(match name {
        "record_id" => text(&s.record_id),
        "merged_record_ids" => sparse(&side.merged, range),
        "date" => Cells::days(s.day[range].iter().map(|&day| Some(day))),
        "shipper_name" => parties(&s.shipper, |p| p.name),
        "shipper_address" => parties(&s.shipper, |p| p.address),
        "shipper_country" => party_country(&s.shipper),
        "shipper_id" => parties(&s.shipper, |p| p.registration_id),
        "consignee_name" => parties(&s.consignee, |p| p.name),
        "consignee_address" => parties(&s.consignee, |p| p.address),
        "consignee_country" => party_country(&s.consignee),
        "consignee_id" => parties(&s.consignee, |p| p.registration_id),
        "notify_name" => text(&s.notify_name),
        "forwarder_name" => text(&s.forwarder_name),
        "carrier" => text(&s.carrier),
        "transport_mode" => text(&s.transport_mode),
        "vessel" => text(&s.vessel),
        "voyage" => text(&s.voyage),
        "bill_of_lading" => text(&s.bill_of_lading),
        "master_bill" => text(&s.master_bill),
        "container" => text(&s.container),
        "origin_country" => country(&s.origin_country),
        "export_country" => country(&s.export_country),
        "destination_country" => country(&s.destination_country),
        "port_lading" => text(&s.port_lading),
        "port_unlading" => text(&s.port_unlading),
        "place_receipt" => text(&s.place_receipt),
        "final_destination" => text(&s.final_destination),
        "hs_code" => text(&s.hs_code),
        "description" => text(&s.description),
        "quantity" => number(&s.quantity),
        "quantity_unit" => text(&s.quantity_unit),
        "gross_weight" => number(&s.gross_weight_kg),
        "net_weight" => number(&s.net_weight_kg),
        "weight_unit" => Cells::constant("KG", range.len()),
        "value" => number(&s.value),
        "currency" => text(&s.currency),
        "unit_price" => number(&s.unit_price),
        "incoterm" => text(&s.incoterm),
        "brand" => text(&s.brand),
        "value_usd" => number(&s.value_usd),
        "source_file" => Cells::coded(
            s.source[range].iter().map(|source| Some(source.file)),
            |file| {
                s.files
                    .get(file as usize)
                    .map_or(Cow::Borrowed(""), |file| Cow::Borrowed(file.path.as_str()))
            },
        ),
        "source_line" => Cells::wholes(
            s.source[range]
                .iter()
                .map(|source| Some(i64::from(source.line))),
        ),
        _ => return None,
    })
}

fn column(run: &Run, side: &Side, name: &str, range: Range<usize>) -> Cells {
    let s = &run.shipments;
    if let Some(cells) = canonical(s, side, name, range.clone()) {
        return cells;
    }
    let number =
        |cells: &[Measure]| Cells::numbers(cells[range.clone()].iter().map(|cell| cell.get()));
    let entity = |ids: &[Option<PartyId>]| {
        Cells::coded(
            ids[range.clone()]
                .iter()
                .map(|id| id.map(|id| run.resolution.entity_of[id].index() as u32)),
            |code| Cow::Borrowed(&side.keys[code as usize * KEY..][..KEY]),
        )
    };
    let entity_row = |ids: &[Option<PartyId>]| {
        Cells::wholes(
            ids[range.clone()]
                .iter()
                .map(|id| id.map(|id| run.resolution.entity_of[id].index() as i64)),
        )
    };
    match name {
        "shipper_entity_id" => entity(&s.shipper),
        "consignee_entity_id" => entity(&s.consignee),
        "item_id" => Cells::coded(
            run.goods.item[range]
                .iter()
                .map(|item| item.map(|item| item.index() as u32)),
            |code| Cow::Borrowed(run.items[ItemId::new(code as usize)].id.as_str()),
        ),
        "item_confidence" => Cells::numbers(
            range.map(|at| run.goods.item[at].map(|_| f64::from(run.goods.confidence[at]))),
        ),
        "units" => number(&run.goods.units),
        "tpp" => number(&run.goods.tpp),
        "status" => Cells::coded(
            run.status[range]
                .iter()
                .map(|&word| (word != 0).then_some(u32::from(word))),
            |code| Cow::Borrowed(run.status_words.get(code as usize).copied().unwrap_or("")),
        ),
        "originals" => sparse(&side.originals, range),
        "completed" => sparse(&side.completed, range),
        "extra" => extra(run, range),
        "shipper_entity_row" => entity_row(&s.shipper),
        "consignee_entity_row" => entity_row(&s.consignee),
        // `column` is called for the declared columns only; a test walks all of them.
        _ => Cells::constant("", range.len()),
    }
}

fn texts(s: &Shipments, ids: impl ExactSizeIterator<Item = TextId> + Clone) -> Cells {
    s.text.touch(ids.clone());
    // A TextId is its position in the store, so the position is its code.
    Cells::coded(
        ids.map(|id| id.is_some().then(|| id.index() as u32)),
        |code| Cow::Borrowed(s.text.at(code as usize)),
    )
}

fn countries(cells: impl ExactSizeIterator<Item = Option<Country>>) -> Cells {
    let code =
        |c: Country| u32::from_be_bytes([0, 0, c.as_str().as_bytes()[0], c.as_str().as_bytes()[1]]);
    Cells::coded(cells.map(|c| c.map(code)), |code| {
        let [_, _, a, b] = code.to_be_bytes();
        Cow::Owned([char::from(a), char::from(b)].iter().collect())
    })
}

fn sparse(cells: &[(ShipmentId, String)], range: Range<usize>) -> Cells {
    let mut at = cells.partition_point(|(id, _)| id.index() < range.start);
    Cells::coded(
        range.map(move |row| match cells.get(at) {
            Some((id, _)) if id.index() == row => {
                at += 1;
                Some((at - 1) as u32)
            }
            _ => None,
        }),
        |code| Cow::Borrowed(cells[code as usize].1.as_str()),
    )
}

fn extra(run: &Run, range: Range<usize>) -> Cells {
    let s = &run.shipments;
    if s.extra.is_empty() {
        return Cells::coded(range.map(|_| None), |_| Cow::Borrowed(""));
    }
    Cells::texts(range.map(|row| {
        let object: serde_json::Map<String, serde_json::Value> = s
            .extra
            .iter()
            .filter_map(|column| {
                let cell = s.text.known(column.cells[row])?;
                Some((column.name.clone(), cell.into()))
            })
            .collect();
        (!object.is_empty()).then(|| serde_json::Value::Object(object).to_string())
    }))
}
