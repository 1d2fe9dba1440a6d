//! Which records are compared at all: those that share a key of one of a few families.

use super::brief::Brief;
use super::hash_numbers;
use super::names::MainWords;
use super::shared::shared;
use crate::model::{PartyId, Shipments};
use rayon::prelude::*;

/// Records under one key beyond which the key says nothing.
const CROWD: usize = 64;

/// By what records are brought together. Weights are taken in steps of 1 %, once more shifted by half a step, so that two
/// that differ by rounding share one of both.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Family {
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
pub const FAMILIES: [Family; 6] = [
    Family::ShipperWeight { shifted: false },
    Family::ShipperWeight { shifted: true },
    Family::ConsigneeWeight { shifted: false },
    Family::ConsigneeWeight { shifted: true },
    Family::ShipperQuantity,
    Family::ConsigneeQuantity,
];

/// What the keys of records are made of.
pub struct Keys<'a> {
    /// The records, sorted by (day, id).
    pub rows: &'a Shipments,
    /// Words of their parties.
    pub words: &'a MainWords,
}

impl Keys<'_> {
    fn of(&self, family: Family, row: usize) -> Option<u64> {
        let (rows, words) = (self.rows, self.words);
        let weight = rows.gross_weight_kg[row].get().filter(|&kg| kg > 0.0);
        let quantity = || rows.quantity[row].get().map(f64::to_bits);
        let step = |shifted: bool| {
            let shift = if shifted { 0.5 } else { 0.0 };
            Some(((weight?.ln() * 100.0 + shift).floor()).to_bits())
        };
        let by_quantity =
            |party: Option<PartyId>| Some(hash_numbers([words.of(party)?, quantity()?, 0]));
        match family {
            Family::ShipperWeight { shifted } => Some(hash_numbers([
                words.of(rows.shipper[row])?,
                step(shifted)?,
                1,
            ])),
            Family::ConsigneeWeight { shifted } => {
                let word = words.of(rows.consignee[row])?;
                Some(hash_numbers([word, step(shifted)?, quantity()?]))
            }
            Family::ShipperQuantity => by_quantity(rows.shipper[row]),
            Family::ConsigneeQuantity => by_quantity(rows.consignee[row]),
        }
    }
}

/// Pairs of rows that share a bill and whose briefs may be one movement.
pub fn pairs_of_bills(bills: &[u64], briefs: &[Brief]) -> Vec<(u32, u32)> {
    pairs_under(shared(bills.len(), |row| Some(bills[row])), briefs, false)
}

/// Pairs of rows that one family brings together and whose briefs may be one movement.
pub fn pairs(keys: &Keys, briefs: &[Brief], family: Family) -> Vec<(u32, u32)> {
    let by_quantity = matches!(family, Family::ShipperQuantity | Family::ConsigneeQuantity);
    if by_quantity && !briefs.par_iter().any(Brief::is_light) {
        return Vec::new();
    }
    let keyed = shared(briefs.len(), |row| keys.of(family, row));
    pairs_under(keyed, briefs, by_quantity)
}

/// Pairs of rows under one key. With `want_light` the weight of one must be missing or light.
fn pairs_under(keyed: Vec<(u64, u32)>, briefs: &[Brief], want_light: bool) -> Vec<(u32, u32)> {
    let compare = |(members, found): &mut (Vec<Brief>, Vec<(u32, u32)>), group: &[(u64, u32)]| {
        members.clear();
        members.extend(group.iter().map(|&(_, row)| briefs[row as usize]));
        if want_light && !members.iter().any(Brief::is_light) {
            return;
        }
        for (at, a) in members.iter().enumerate() {
            let any_weight = !want_light || a.is_light();
            let later = members[at + 1..].iter().take(CROWD);
            // Rows are sorted by day, so the window ends the search.
            for (behind, b) in later.take_while(|b| !a.is_long_before(b)).enumerate() {
                if (any_weight || b.is_light()) && a.may_be(b) {
                    found.push((group[at].1, group[at + 1 + behind].1));
                }
            }
        }
    };
    keyed
        .par_chunk_by(|a, b| a.0 == b.0)
        .filter(|group| group.len() > 1)
        .fold(
            <(Vec<Brief>, Vec<(u32, u32)>)>::default,
            |mut state, group| {
                compare(&mut state, group);
                state
            },
        )
        .flat_map_iter(|(_, found)| found)
        .collect()
}
