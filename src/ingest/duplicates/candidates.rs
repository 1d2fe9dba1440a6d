//! Which records are compared at all: those that share a key of one of a few families.

use super::names::MainWords;
use super::same::{near_value, one_movement, same_quantity, same_weight};
use super::{WINDOW, bill, hash};
use crate::model::{Day, Measure, PartyId, Shipments};
use rayon::prelude::*;

/// Records under one key beyond which the key says nothing.
const CROWD: usize = 64;
/// Kilograms below which rounding moves a weight by more than a step of the weight families.
const LIGHT: f64 = 32.0;

/// By what records are brought together. Weights are taken in steps of 1 %, once more shifted by half a step, so that two
/// that differ by rounding share one of both.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// The same bill.
    Bill,
    /// A word of the shipper, and the weight.
    ShipperWeight { shifted: bool },
    /// A word of the consignee, the quantity and the weight.
    ConsigneeWeight { shifted: bool },
    /// A word of the shipper and the quantity, where a weight is missing or light.
    ShipperQuantity,
    /// A word of the consignee and the quantity, where a weight is missing or light.
    ConsigneeQuantity,
}

/// All families.
pub const FAMILIES: [Family; 7] = [
    Family::Bill,
    Family::ShipperWeight { shifted: false },
    Family::ShipperWeight { shifted: true },
    Family::ConsigneeWeight { shifted: false },
    Family::ConsigneeWeight { shifted: true },
    Family::ShipperQuantity,
    Family::ConsigneeQuantity,
];

fn key(rows: &Shipments, words: &MainWords, family: Family, row: usize) -> Option<u64> {
    let mix = |numbers: [u64; 3]| {
        hash(
            &numbers
                .each_ref()
                .map(|n| n.to_le_bytes())
                .each_ref()
                .map(|b| &b[..]),
        )
    };
    let weight = rows.gross_weight_kg[row].get().filter(|&kg| kg > 0.0);
    let quantity = || rows.quantity[row].get().map(f64::to_bits);
    let step = |shifted: bool| {
        let shift = if shifted { 0.5 } else { 0.0 };
        Some(((weight?.ln() * 100.0 + shift).floor()).to_bits())
    };
    let by_quantity = |party: Option<PartyId>| Some(mix([words.of(party)?, quantity()?, 0]));
    match family {
        Family::Bill => rows.text.known(rows.bill_of_lading[row]).and_then(bill),
        Family::ShipperWeight { shifted } => {
            Some(mix([words.of(rows.shipper[row])?, step(shifted)?, 1]))
        }
        Family::ConsigneeWeight { shifted } => {
            let word = words.of(rows.consignee[row])?;
            Some(mix([word, step(shifted)?, quantity()?]))
        }
        Family::ShipperQuantity => by_quantity(rows.shipper[row]),
        Family::ConsigneeQuantity => by_quantity(rows.consignee[row]),
    }
}

/// The rows whose key other rows have too, sorted by (key, row).
///
/// Nearly all keys are met once. Two bits for each of many more places than rows tell most of those at once, and only
/// what is left is sorted.
pub fn shared(len: usize, key: impl Fn(usize) -> Option<u64> + Sync) -> Vec<(u64, u32)> {
    let keys: Vec<u64> = (0..len)
        .into_par_iter()
        .map(|row| key(row).unwrap_or(0))
        .collect();
    let words = (len / 8).next_power_of_two();
    let (mut once, mut again) = (vec![0u64; words], vec![0u64; words]);
    let place = |key: u64| {
        let spread = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (
            (spread >> 32) as usize & (words - 1),
            1u64 << (spread >> 26 & 63),
        )
    };
    for &key in keys.iter().filter(|&&key| key != 0) {
        let (word, bit) = place(key);
        again[word] |= once[word] & bit;
        once[word] |= bit;
    }
    drop(once);
    let mut met: Vec<(u64, u32)> = keys
        .par_iter()
        .enumerate()
        .filter(|&(_, &key)| {
            let (word, bit) = place(key);
            key != 0 && again[word] & bit != 0
        })
        .map(|(row, &key)| (key, row as u32))
        .collect();
    drop(keys);
    met.par_sort_unstable();
    met
}

/// Pairs of rows that are one movement, of those that one family brings together.
pub fn pairs(rows: &Shipments, words: &MainWords, family: Family) -> Vec<(u32, u32, &'static str)> {
    let light = |row: u32| Brief::of(rows, row).is_light();
    let by_quantity = matches!(family, Family::ShipperQuantity | Family::ConsigneeQuantity);
    if by_quantity
        && (0..rows.len() as u32)
            .into_par_iter()
            .all(|row| !light(row))
    {
        return Vec::new();
    }
    let keys = shared(rows.len(), |row| key(rows, words, family, row));
    let groups: Vec<&[(u64, u32)]> = keys
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|group| group.len() > 1)
        .filter(|group| !by_quantity || group.iter().any(|&(_, row)| light(row)))
        .collect();
    groups
        .into_par_iter()
        .flat_map_iter(|group| {
            let members: Vec<Brief> = group.iter().map(|&(_, row)| Brief::of(rows, row)).collect();
            let mut found = Vec::new();
            for (at, a) in members.iter().enumerate() {
                // Rows are sorted by day, so the window ends the search.
                for b in members[at + 1..].iter().take(CROWD) {
                    if b.day.since(a.day) > WINDOW {
                        break;
                    }
                    if (by_quantity && !a.is_light() && !b.is_light()) || !a.may_be(b) {
                        continue;
                    }
                    if let Some(reason) = one_movement(rows, a.row as usize, b.row as usize) {
                        found.push((a.row, b.row, reason));
                    }
                }
            }
            found
        })
        .collect()
}

/// What tells most records apart, side by side: looking it up in the columns for each pair would cost more than all else.
struct Brief {
    row: u32,
    day: Day,
    quantity: Measure,
    weight: Measure,
    value: Measure,
}

impl Brief {
    fn of(rows: &Shipments, row: u32) -> Self {
        let at = row as usize;
        Self {
            row,
            day: rows.day[at],
            quantity: rows.quantity[at],
            weight: rows.gross_weight_kg[at],
            value: rows.value_usd[at],
        }
    }

    fn is_light(&self) -> bool {
        self.weight.get().is_none_or(|kg| kg < LIGHT)
    }

    /// Can the two be one movement, by their numbers alone? [`one_movement`] asks again, and closer.
    fn may_be(&self, later: &Brief) -> bool {
        same_quantity(self.quantity, later.quantity)
            && same_weight(self.weight, later.weight)
            && near_value(self.value, later.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rows_that_share_a_key_are_left_in_order() {
        let keys = [5, 0, 7, 5, 9, 7, 5, 11];
        let found: Vec<(u64, u32)> = shared(keys.len(), |row| Some(keys[row]).filter(|&k| k != 0))
            .chunk_by(|a, b| a.0 == b.0)
            .filter(|group| group.len() > 1)
            .flatten()
            .copied()
            .collect();
        assert_eq!(found, [(5, 0), (5, 3), (5, 6), (7, 2), (7, 5)]);
    }
}
