//! All shipments of a run at once.

use crate::items::judge::{Reading, Scratch};
use crate::items::recogniser::Recogniser;
use crate::model::{
    Country, Goods, ItemId, ItemKind, Items, Measure, ShipmentId, Shipments, TextId,
};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// Pieces from which on their number is no kilograms by chance.
const FEW: f64 = 10.0;

/// Texts that a thread reads at once, at most.
const SHARE: usize = 2048;

/// Recognises the goods of every shipment. Each distinct (description, brand, goods code) is read once; the
/// result does not depend on the number of threads or the order of rows.
pub fn recognise_all(shipments: &Shipments, items: &Items, recogniser: &Recogniser) -> Goods {
    let rows = shipments.len();
    debug_assert!(items.len() < u32::MAX as usize);
    let mut keys: Vec<[TextId; 3]> = Vec::new();
    let mut reading_of_row: Vec<u32> = Vec::with_capacity(rows);
    let mut seen: FxHashMap<[u32; 3], u32> = FxHashMap::default();
    for row in 0..rows {
        let key = [
            shipments.description[row],
            shipments.brand[row],
            shipments.hs_code[row],
        ];
        let next = keys.len() as u32;
        let index = *seen.entry(key.map(|id| id.index() as u32)).or_insert(next);
        if index == next {
            keys.push(key);
        }
        reading_of_row.push(index);
    }
    drop(seen);
    let text = &shipments.text;
    let readings: Vec<Reading> = keys
        .par_iter()
        .with_max_len(SHARE)
        .map_init(Scratch::default, |scratch, [description, brand, hs]| {
            recogniser.read(
                scratch,
                text.get(*description),
                text.get(*brand),
                text.get(*hs),
            )
        })
        .collect();

    let mut units_of: FxHashMap<TextId, u32> = FxHashMap::default();
    for id in &shipments.quantity_unit {
        units_of
            .entry(*id)
            .or_insert_with(|| recogniser.lexicon.unit_class(text.get(*id)));
    }
    let is_heading =
        |item: Option<ItemId>| item.is_some_and(|id| items[id].kind == ItemKind::ListedHeading);
    let counted: Vec<(Measure, Measure)> = (0..rows)
        .into_par_iter()
        .map(|row| {
            let reading = &readings[reading_of_row[row] as usize];
            let unit = shipments.quantity_unit[row];
            let class = units_of.get(&unit).copied().unwrap_or(0);
            let id = ShipmentId::new(row);
            // A number without a unit may count, unless it is the weight; a few pieces can weigh as many kilograms by chance.
            let few = shipments.quantity[row].get().is_some_and(|n| n < FEW);
            let bare = unit.is_none() && (few || shipments.bare_count(id).is_known());
            let mut units = recogniser.units(reading, shipments.quantity[row], class, bare);
            if !units.is_known() && is_heading(reading.item) {
                units = shipments.pieces(id);
            }
            (units, recogniser.tpp(reading, units))
        })
        .collect();

    let maker_of_key: Vec<Option<Country>> = keys
        .par_iter()
        .zip(&readings)
        .map(|([description, brand, _], reading)| {
            is_heading(reading.item)
                .then(|| {
                    recogniser
                        .makers
                        .country(text.get(*brand), text.get(*description))
                })
                .flatten()
        })
        .collect();
    let maker = (0..rows)
        .into_par_iter()
        .map(|row| {
            let key = reading_of_row[row] as usize;
            maker_of_key[key].or_else(|| {
                is_heading(readings[key].item)
                    .then_some(shipments.origin_country[row])
                    .flatten()
            })
        })
        .collect();

    // Reasons in the order of their text, so that their numbers do not depend on the order of rows. Few are distinct.
    let whys: Vec<String> = readings.par_iter().map(|r| recogniser.why(r)).collect();
    let distinct: FxHashSet<&str> = whys.par_iter().map(String::as_str).collect();
    let mut reasons: Vec<String> = distinct.into_iter().map(str::to_owned).collect();
    if !reasons.iter().any(String::is_empty) {
        reasons.push(String::new());
    }
    reasons.sort_unstable();
    let numbers: FxHashMap<&str, u32> = reasons.iter().map(String::as_str).zip(0..).collect();
    let why: Vec<u32> = (whys.par_iter())
        .map(|why| numbers.get(why.as_str()).copied().unwrap_or(0))
        .collect();

    let of = |reading: &u32| &readings[*reading as usize];
    let rows = || reading_of_row.par_iter();
    Goods {
        // A machine outside the catalogue travels as the accelerators in it.
        item: rows().map(|r| of(r).item.or(of(r).inside)).collect(),
        inside: rows().map(|r| of(r).inside).collect(),
        confidence: rows().map(|r| of(r).confidence).collect(),
        units: counted.par_iter().map(|c| c.0).collect(),
        tpp: counted.par_iter().map(|c| c.1).collect(),
        maker,
        wording: rows().map(|r| of(r).wording).collect(),
        why: rows().map(|r| why[*r as usize]).collect(),
        reasons,
    }
}
