//! What tells most pairs of records apart, side by side in half a line of memory: looking it up in the columns for each
//! pair would cost more than all else.

use super::WINDOW;
use super::same::rough;
use crate::model::{Country, Counts, PartyId, ShipmentId, Shipments};
use rayon::prelude::*;

/// Kilograms below which rounding moves a weight by more than a step of the weight families.
const LIGHT: f64 = 32.0;

/// A record in rough: numbers rounded, texts as a part of their hash. Two records whose briefs cannot be one movement
/// are none; of others the columns tell.
#[derive(Clone, Copy)]
pub struct Brief {
    /// NaN where unknown.
    quantity: f32,
    weight: f32,
    value: f32,
    /// 0 where unknown, as in all below.
    bill: u32,
    /// Days since 1970; ingest takes the years up to 2099.
    day: u16,
    heading: u16,
    /// Shipper, consignee, origin, export, destination.
    countries: [u16; 5],
    light: bool,
    counts: Counts,
}

impl Brief {
    /// The briefs of all rows, given the keys of their bills.
    pub fn all(rows: &Shipments, bills: &[u64]) -> Vec<Self> {
        (0..rows.len())
            .into_par_iter()
            .map(|row| Self::of(rows, row, bills[row]))
            .collect()
    }

    fn of(rows: &Shipments, row: usize, bill: u64) -> Self {
        let country = |country: Option<Country>| country.map_or(0, |c| c.ordinal() as u16 + 1);
        let of_party =
            |party: Option<PartyId>| country(party.and_then(|p| rows.parties[p].country));
        let number = |number: Option<f64>| match number {
            Some(number) => (number as f32).clamp(f32::MIN, f32::MAX),
            None => f32::NAN,
        };
        let weight = rows.gross_weight_kg[row].get();
        Self {
            quantity: number(rows.quantity[row].get()),
            weight: number(weight),
            value: number(rows.value_usd[row].get()),
            bill: (bill >> 32) as u32,
            day: rows.day[row].epoch().clamp(0, i32::from(u16::MAX)) as u16,
            heading: heading(rows.text.get(rows.hs_code[row])),
            countries: [
                of_party(rows.shipper[row]),
                of_party(rows.consignee[row]),
                country(rows.origin_country[row]),
                country(rows.export_country[row]),
                country(rows.destination_country[row]),
            ],
            light: weight.is_none_or(|kg| kg < LIGHT),
            counts: rows.counts(ShipmentId::new(row)),
        }
    }

    /// Is the weight missing or light?
    pub fn is_light(&self) -> bool {
        self.light
    }

    /// Is another record, no earlier than this one, too late to be the same movement?
    #[inline]
    pub fn is_long_before(&self, later: &Brief) -> bool {
        i32::from(later.day) - i32::from(self.day) > WINDOW
    }

    /// Can the two be one movement? [`one_movement`](super::same::one_movement) asks again, and closer.
    #[inline]
    pub fn may_be(&self, later: &Brief) -> bool {
        let differ = |a: u32, b: u32| a != b && a != 0 && b != 0;
        let countries = self.countries.iter().zip(&later.countries);
        (rough::same_quantity(self.quantity, later.quantity) || self.counts.differ(later.counts))
            && rough::same_weight(self.weight, later.weight)
            && !differ(self.bill, later.bill)
            && rough::near_value(self.value, later.value)
            && !differ(u32::from(self.heading), u32::from(later.heading))
            && !countries
                .into_iter()
                .any(|(&a, &b)| differ(u32::from(a), u32::from(b)))
    }
}

/// A number for the first four digits of a code, 0 for none.
fn heading(code: &str) -> u16 {
    match code.get(..4) {
        Some(four) => {
            let hash = super::hash(&[four.as_bytes()]);
            (hash >> 48) as u16 | 1
        }
        None if code.is_empty() => 0,
        // Shorter ones are all alike to `one_movement`.
        None => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_brief_is_half_a_line_of_memory() {
        assert_eq!(size_of::<Brief>(), 32);
    }
}
