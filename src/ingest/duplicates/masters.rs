//! Master bills that stand beside their house bills.

use super::{WINDOW, bill};
use crate::model::Shipments;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Rows of master bills whose house bills are there too, with weights that add up, each with the first of these: such a
/// record tells nothing new. `bills` are the keys of the rows' own bills.
pub fn over_houses(rows: &Shipments, bills: &[u64]) -> Vec<(u32, u32)> {
    let mut houses: Vec<(u64, u32)> = (0..rows.len())
        .into_par_iter()
        .filter(|&row| {
            rows.master_bill[row].is_some()
                && rows.text.get(rows.master_bill[row]) != rows.text.get(rows.bill_of_lading[row])
        })
        .filter_map(|row| {
            let key = rows.text.known(rows.master_bill[row]).and_then(bill)?;
            Some((key, row as u32))
        })
        .collect();
    houses.par_sort_unstable();
    let mut starts: FxHashMap<u64, usize> = FxHashMap::default();
    for (at, house) in houses.iter().enumerate() {
        starts.entry(house.0).or_insert(at);
    }
    (bills.par_iter().zip(&rows.master_bill).enumerate())
        .filter_map(|(row, (key, master))| {
            let from = *starts.get(key).filter(|_| master.is_none())?;
            Some((row as u32, first_house(rows, &houses[from..], row)?))
        })
        .collect()
}

/// The first house bill under the master bill of a row, if the weights of all add up to its own. `houses` starts with
/// those under the key of that bill.
fn first_house(rows: &Shipments, houses: &[(u64, u32)], row: usize) -> Option<u32> {
    let master = rows.text.get(rows.bill_of_lading[row]);
    let key = houses.first()?.0;
    let under: Vec<u32> = houses
        .iter()
        .take_while(|house| house.0 == key)
        .map(|house| house.1)
        .filter(|&house| rows.text.get(rows.master_bill[house as usize]) == master)
        .filter(|&house| rows.day[house as usize].since(rows.day[row]).abs() <= WINDOW)
        .collect();
    let first = *under.first()?;
    let total = rows.gross_weight_kg[row].get()?;
    let weights: Option<f64> = under
        .iter()
        .map(|&house| rows.gross_weight_kg[house as usize].get())
        .sum();
    ((weights? - total).abs() <= 0.02 * total).then_some(first)
}
