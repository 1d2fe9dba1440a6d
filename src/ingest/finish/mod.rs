//! The last step over all rows: ids, order, duplicates.

mod content;
mod order;
mod reorder;

pub use content::{by_content, by_words};

use super::duplicates::{self, Reason};
use super::source::hex;
use crate::model::{MergedRecord, ShipmentId, Shipments};
use order::sorted;
use rayon::prelude::*;
use reorder::{gather, renumber_parties, reorder};
use std::cmp::Ordering;
use std::hash::Hasher;

/// Gives ids to records that have none, sorts by (day, record id, content), joins records that are equal in every
/// column, and tells apart different records that share an id by `#2`, `#3`, ... in order of content. With
/// `join_duplicates` those too are joined that tell of one movement in other words. Nothing is interned afterwards.
pub fn finish(mut rows: Shipments, join_duplicates: bool) -> Shipments {
    name_records(&mut rows);
    // Read in order of arrival, as their text lies in memory.
    let mut bills = match join_duplicates {
        true => duplicates::bill_keys(&rows),
        false => Vec::new(),
    };
    let (order, merged) = in_order(&mut rows);
    rows.text.freeze();
    reorder(&mut rows, &order, merged);
    if join_duplicates {
        gather(vec![&mut bills], &order);
        drop(order);
        let into = duplicates::joins(&rows, bills);
        if into.iter().any(Option::is_some) {
            duplicates::complete(&mut rows, &into);
            let (order, merged) = duplicates::apply(&rows, &into, &rows.merged);
            reorder(&mut rows, &order, merged);
        }
    }
    renumber_parties(&mut rows);
    rows
}

/// The order of rows but those that repeat another in every column, and what became of these. Records that share an id
/// get others.
fn in_order(rows: &mut Shipments) -> (Vec<u32>, Vec<MergedRecord>) {
    let order = sorted(rows);
    let repeated = same_id(rows, &order);
    if repeated.is_empty() {
        return (order, Vec::new());
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
            if by_content(rows, a, b) == Ordering::Equal {
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
    let order = if renamed { sorted(rows) } else { order };
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
            reason: Reason::Exact.word(),
        })
        .collect();
    merged.sort_by_key(|row| (row.into, row.source));
    (order, merged)
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
            .map(|&row| format!("R{}", &hex(content::digest(rows, row).as_ref())[..16]))
            .collect()
    };
    for (row, name) in nameless.into_iter().zip(names) {
        rows.record_id[row] = rows.text.push(&name);
    }
}

/// Groups of positions in `order` whose records share an id, each in order.
fn same_id(rows: &Shipments, order: &[u32]) -> Vec<Vec<u32>> {
    let id = |row: u32| rows.text.get(rows.record_id[row as usize]);
    let hashes = duplicates::shared(order.len(), |row| {
        let mut hasher = rustc_hash::FxHasher::default();
        hasher.write(id(row as u32).as_bytes());
        Some(hasher.finish() | 1)
    });
    let alike: Vec<&[(u64, u32)]> = hashes
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|same| same.len() > 1)
        .collect();
    if alike.is_empty() {
        return Vec::new();
    }
    let mut place = vec![0u32; order.len()];
    for (position, &row) in order.iter().enumerate() {
        place[row as usize] = position as u32;
    }
    let id = |position: u32| id(order[position as usize]);
    let mut groups = Vec::new();
    for same in alike {
        let mut positions: Vec<u32> = same.iter().map(|&(_, row)| place[row as usize]).collect();
        positions.sort_by(|&a, &b| id(a).cmp(id(b)).then(a.cmp(&b)));
        for group in positions
            .chunk_by(|&a, &b| id(a) == id(b))
            .filter(|g| g.len() > 1)
        {
            groups.push(group.to_vec());
        }
    }
    groups
}
