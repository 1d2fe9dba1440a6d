//! The last step over all rows: ids, order, exact duplicates.

use super::merge::reorder;
use super::source::hex;
use crate::model::shipment::JOINED;
use crate::model::{MergedRecord, ShipmentId, Shipments, TextId};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::cmp::Ordering;
use std::hash::Hasher;

/// Reason of a record that repeats another in every column.
pub const EXACT: &str = JOINED[0];

/// Gives ids to records that have none, sorts by (day, record id, content), joins records that are equal in every
/// column, and tells apart different records that share an id by `#2`, `#3`, ... in order of content.
pub fn finish(rows: Shipments, join_duplicates: bool) -> Shipments {
    let mut rows = in_order(rows);
    if join_duplicates {
        let into = super::duplicates::joins(&rows);
        if into.iter().any(Option::is_some) {
            let (order, merged) = super::duplicates::apply(&rows, &into, &rows.merged);
            reorder(&mut rows, &order, merged);
        }
    }
    rows
}

/// Everything but the joining of records that are not equal.
fn in_order(mut rows: Shipments) -> Shipments {
    name_records(&mut rows);
    let order = sorted(&rows);
    let repeated = same_id(&rows, &order);
    if repeated.is_empty() {
        reorder(&mut rows, &order, Vec::new());
        return rows;
    }
    // Positions in `order` that repeat the record at another position.
    let mut copy_of: Vec<(u32, u32)> = Vec::new();
    let mut renamed = false;
    for group in repeated {
        let mut number = 1;
        let mut kept = group[0];
        for &position in &group[1..] {
            let (a, b) = (
                order[kept as usize] as usize,
                order[position as usize] as usize,
            );
            if by_content(&rows, a, b) == Ordering::Equal {
                copy_of.push((position, kept));
                continue;
            }
            kept = position;
            loop {
                number += 1;
                let id = format!("{}#{number}", rows.text.get(rows.record_id[b]));
                if rows.text.find(&id).is_none() {
                    // Interned, so that a later record cannot be given the same name.
                    rows.record_id[b] = rows.text.intern(&id);
                    break;
                }
            }
            renamed = true;
        }
    }
    copy_of.sort_unstable();
    let copies: Vec<(u32, u32)> = copy_of
        .iter()
        .map(|&(copy, of)| (order[copy as usize], order[of as usize]))
        .collect();
    let mut dropped = vec![false; rows.len()];
    copies
        .iter()
        .for_each(|&(copy, _)| dropped[copy as usize] = true);
    let order = if renamed { sorted(&rows) } else { order };
    let order: Vec<u32> = order
        .into_iter()
        .filter(|&row| !dropped[row as usize])
        .collect();
    let mut place = vec![0u32; rows.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old as usize] = new as u32;
    }
    let mut merged: Vec<MergedRecord> = copies
        .iter()
        .map(|&(copy, of)| MergedRecord {
            into: ShipmentId::new(place[of as usize] as usize),
            record_id: rows.record_id[copy as usize],
            source: rows.source[copy as usize],
            reason: EXACT,
        })
        .collect();
    merged.sort_by_key(|row| (row.into, row.source));
    reorder(&mut rows, &order, merged);
    rows
}

/// `R` and 16 hexadecimal digits of the content, for records without an id.
fn name_records(rows: &mut Shipments) {
    let nameless: Vec<usize> = (0..rows.len())
        .filter(|&row| rows.record_id[row].is_none())
        .collect();
    let names: Vec<String> = {
        let rows = &*rows;
        nameless
            .par_iter()
            .map(|&row| {
                let mut hash = Sha256::new();
                hash.update(rows.day[row].epoch().to_le_bytes());
                for id in texts_of(rows, row) {
                    hash.update(rows.text.get(id).as_bytes());
                    hash.update([0]);
                }
                for country in countries_of(rows, row) {
                    hash.update(country.map_or("", crate::model::Country::as_str).as_bytes());
                    hash.update([0]);
                }
                for number in numbers_of(rows, row) {
                    hash.update(number.to_le_bytes());
                }
                format!("R{}", &hex(&hash.finalize())[..16])
            })
            .collect()
    };
    for (row, name) in nameless.into_iter().zip(names) {
        rows.record_id[row] = rows.text.push(&name);
    }
}

/// Row numbers sorted by (day, record id, content). The rows of a day are compared by eight bytes of the id first,
/// those after what all ids of the day share.
pub(super) fn sorted(rows: &Shipments) -> Vec<u32> {
    let mut order = by_day(rows);
    let days: Vec<&mut [u32]> = order
        .chunk_by_mut(|&a, &b| rows.day[a as usize] == rows.day[b as usize])
        .collect();
    let id = |row: u32| rows.text.get(rows.record_id[row as usize]).as_bytes();
    days.into_par_iter().for_each(|day| {
        let first = id(day[0]);
        let shared = day
            .iter()
            .map(|&row| {
                id(row)
                    .iter()
                    .zip(first)
                    .take_while(|(a, b)| a == b)
                    .count()
            })
            .min()
            .unwrap_or(0);
        let mut keyed: Vec<(u64, u32)> = day
            .iter()
            .map(|&row| {
                let mut key = [0u8; 8];
                let tail = &id(row)[shared..];
                let len = tail.len().min(8);
                key[..len].copy_from_slice(&tail[..len]);
                (u64::from_be_bytes(key), row)
            })
            .collect();
        keyed.sort_unstable_by(|a, b| {
            a.0.cmp(&b.0)
                .then_with(|| id(a.1).cmp(id(b.1)))
                .then_with(|| by_content(rows, a.1 as usize, b.1 as usize))
                .then_with(|| rows.source[a.1 as usize].cmp(&rows.source[b.1 as usize]))
        });
        for (slot, (_, row)) in day.iter_mut().zip(keyed) {
            *slot = row;
        }
    });
    order
}

/// Row numbers by day, rows of a day in order of arrival: counted into place, as days are few and rows many.
fn by_day(rows: &Shipments) -> Vec<u32> {
    let in_order = rows.day.windows(2).all(|pair| pair[0] <= pair[1]);
    let (Some(&first), Some(&last)) = (rows.day.iter().min(), rows.day.iter().max()) else {
        return Vec::new();
    };
    if in_order {
        return (0..rows.len() as u32).collect();
    }
    // Ingest takes the years 1970 to 2099, so this is 47,482 at most.
    let slot = |day: crate::model::Day| usize::try_from(day.since(first)).unwrap_or(0);
    let mut starts = vec![0u32; slot(last) + 2];
    rows.day.iter().for_each(|&day| starts[slot(day) + 1] += 1);
    for i in 1..starts.len() {
        starts[i] += starts[i - 1];
    }
    let mut order = vec![0; rows.len()];
    for (row, &day) in rows.day.iter().enumerate() {
        let next = &mut starts[slot(day)];
        order[*next as usize] = row as u32;
        *next += 1;
    }
    order
}

/// Groups of positions in `order` whose records share an id, each in order.
fn same_id(rows: &Shipments, order: &[u32]) -> Vec<Vec<u32>> {
    let id = |position: u32| {
        rows.text
            .get(rows.record_id[order[position as usize] as usize])
    };
    let hashes = super::duplicates::shared(order.len(), |position| {
        let mut hasher = rustc_hash::FxHasher::default();
        hasher.write(id(position as u32).as_bytes());
        Some(hasher.finish() | 1)
    });
    let mut groups = Vec::new();
    for same in hashes
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|same| same.len() > 1)
    {
        let mut positions: Vec<u32> = same.iter().map(|&(_, position)| position).collect();
        positions.sort_by(|&a, &b| id(a).cmp(id(b)).then(a.cmp(&b)));
        for group in positions
            .chunk_by(|&a, &b| id(a) == id(b))
            .filter(|g| g.len() > 1)
        {
            groups.push(group.to_vec());
        }
    }
    groups.sort_unstable();
    groups
}

fn texts_of(rows: &Shipments, row: usize) -> [TextId; 25] {
    let party = |id: Option<crate::model::PartyId>| {
        id.map_or([TextId::NONE; 3], |id| {
            let party = rows.parties[id];
            [party.name, party.address, party.registration_id]
        })
    };
    let ([a, b, c], [d, e, f]) = (party(rows.shipper[row]), party(rows.consignee[row]));
    [
        a,
        b,
        c,
        d,
        e,
        f,
        rows.notify_name[row],
        rows.forwarder_name[row],
        rows.carrier[row],
        rows.transport_mode[row],
        rows.vessel[row],
        rows.voyage[row],
        rows.bill_of_lading[row],
        rows.master_bill[row],
        rows.container[row],
        rows.port_lading[row],
        rows.port_unlading[row],
        rows.place_receipt[row],
        rows.final_destination[row],
        rows.hs_code[row],
        rows.description[row],
        rows.quantity_unit[row],
        rows.currency[row],
        rows.incoterm[row],
        rows.brand[row],
    ]
}

fn countries_of(rows: &Shipments, row: usize) -> [Option<crate::model::Country>; 5] {
    let party = |id: Option<crate::model::PartyId>| id.and_then(|id| rows.parties[id].country);
    [
        party(rows.shipper[row]),
        party(rows.consignee[row]),
        rows.origin_country[row],
        rows.export_country[row],
        rows.destination_country[row],
    ]
}

/// Bits that order known numbers by value and unknown ones last.
fn numbers_of(rows: &Shipments, row: usize) -> [u64; 5] {
    let bits = |m: crate::model::Measure| {
        m.get().map_or(u64::MAX, |v| {
            let bits = (v + 0.0).to_bits();
            if bits >> 63 == 1 {
                !bits
            } else {
                bits | 1 << 63
            }
        })
    };
    [
        bits(rows.quantity[row]),
        bits(rows.gross_weight_kg[row]),
        bits(rows.net_weight_kg[row]),
        bits(rows.value[row]),
        bits(rows.unit_price[row]),
    ]
}

/// Compares two rows by all they say but their ids and places, the day first.
pub(super) fn by_content(rows: &Shipments, a: usize, b: usize) -> Ordering {
    let texts = |row| texts_of(rows, row).map(|id| rows.text.get(id));
    rows.day[a]
        .cmp(&rows.day[b])
        .then_with(|| numbers_of(rows, a).cmp(&numbers_of(rows, b)))
        .then_with(|| countries_of(rows, a).cmp(&countries_of(rows, b)))
        .then_with(|| texts(a).cmp(&texts(b)))
        .then_with(|| {
            let extra = |row: usize| {
                rows.extra
                    .iter()
                    .map(move |column| rows.text.get(column.cells[row]))
            };
            extra(a).cmp(extra(b))
        })
}
