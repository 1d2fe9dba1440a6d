//! Master bills that stand beside their house bills.

use super::{MASTER, WINDOW, bill};
use crate::model::Shipments;
use rayon::prelude::*;

/// A record of a master bill whose house bills are there too, with weights that add up, tells nothing new.
pub fn over_houses(rows: &Shipments) -> Vec<Option<(u32, &'static str)>> {
    let mut into = vec![None; rows.len()];
    let key = |id| rows.text.known(id).and_then(bill);
    let mut houses: Vec<(u64, u32)> = (0..rows.len())
        .into_par_iter()
        .filter(|&row| {
            rows.master_bill[row].is_some()
                && rows.text.get(rows.master_bill[row]) != rows.text.get(rows.bill_of_lading[row])
        })
        .filter_map(|row| Some((key(rows.master_bill[row])?, row as u32)))
        .collect();
    if houses.is_empty() {
        return into;
    }
    houses.par_sort_unstable();
    into.par_iter_mut().enumerate().for_each(|(row, into)| {
        if rows.master_bill[row].is_none()
            && let Some(key) = key(rows.bill_of_lading[row])
        {
            *into = first_house(rows, &houses, row, key).map(|house| (house, MASTER));
        }
    });
    into
}

/// The first house bill under the master bill of a row, if the weights of all add up to its own.
fn first_house(rows: &Shipments, houses: &[(u64, u32)], row: usize, key: u64) -> Option<u32> {
    let master = rows.text.get(rows.bill_of_lading[row]);
    let from = houses.partition_point(|house| house.0 < key);
    let under: Vec<u32> = houses[from..]
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
