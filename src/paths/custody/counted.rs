//! Legs of other words that are the lot by count and by the weight of a piece.
//!
//! Words cost nothing to change and a value little; what has to be lifted weighs what it weighs. A leg of the number of pieces
//! that came, each of the weight that those had, is the lot whatever it is called and declared to be worth. One lot can leave
//! in several legs, and several lots in one, so the legs under one wording are also counted together and held against all
//! lots of the item. A firm that dealt under those words before, or receives goods under them, is believed.

use super::cargo::Ledger;
use super::compatibility::piece_fits;
use super::numbers::{Numbers, agree};
use super::search::Search;
use crate::model::{Day, EntityId, ItemId, ShipmentId, Window};
use crate::policy::search::CompatibilityPolicy;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// Which legs are counted with which goods, sorted.
#[derive(Debug, Default)]
pub(super) struct Counted(Vec<(ItemId, ShipmentId)>);

/// A lot of stated pieces.
struct Lot {
    item: ItemId,
    day: Day,
    numbers: Numbers,
    pieces: f64,
    stay: Window,
}

/// A leg whose pieces weigh what those of some lot do.
struct Alike {
    shipment: ShipmentId,
    day: Day,
    pieces: f64,
    /// Of a piece.
    kg: f64,
    words: u64,
}

impl Counted {
    /// Of one entity's `lots` and the `legs` it sends, both in order of days.
    pub(super) fn of(
        search: &Search,
        ledger: &Ledger,
        entity: EntityId,
        lots: &[u32],
        legs: impl Iterator<Item = (ShipmentId, Day, Numbers)>,
        stay: impl Fn(Day) -> Window,
    ) -> Self {
        let policy = &search.settings.compatibility;
        let lots: Vec<Lot> = (lots.iter())
            .filter_map(|&lot| {
                let cargo = &ledger.cargoes[lot as usize];
                let numbers = Numbers::of(search.inputs.shipments, cargo.shipment);
                Some(Lot {
                    item: cargo.item,
                    day: cargo.day,
                    numbers,
                    pieces: numbers.pieces?,
                    stay: stay(cargo.day),
                })
            })
            .collect();
        let mut found = Vec::new();
        if lots.is_empty() {
            return Self(found);
        }
        let legs: Vec<_> = legs.filter(|(.., leg)| leg.piece().is_some()).collect();
        let mut items: Vec<ItemId> = (lots.iter().map(|lot| lot.item))
            .filter(|&item| !search.item(item).is_unnamed())
            .collect();
        items.sort_unstable();
        items.dedup();
        for item in items {
            let lots: Vec<&Lot> = lots.iter().filter(|lot| lot.item == item).collect();
            let alike = alike(search, item, &lots, &legs);
            let first = lots.iter().map(|lot| lot.day).min();
            let mut groups: FxHashMap<u64, Vec<&Alike>> = FxHashMap::default();
            for leg in &alike {
                groups.entry(leg.words).or_default().push(leg);
            }
            let mut groups: Vec<_> = groups.into_iter().collect();
            groups.sort_unstable_by_key(|(words, _)| *words);
            for (words, legs) in groups {
                let counted = counted(&lots, &legs, policy);
                let new = || first.is_some_and(|day| !deals(search, entity, words, day));
                if !counted.is_empty() && new() {
                    found.extend(counted.into_iter().map(|leg| (item, leg)));
                }
            }
        }
        found.sort_unstable();
        Self(found)
    }

    /// Is the leg counted with such goods?
    pub(super) fn ties(&self, item: ItemId, leg: ShipmentId) -> bool {
        self.0.binary_search(&(item, leg)).is_ok()
    }
}

/// The legs that leave while such a lot is there and whose pieces weigh what its pieces do, or what the catalogue says where
/// the lot states no weight.
fn alike(
    search: &Search,
    item: ItemId,
    lots: &[&Lot],
    legs: &[(ShipmentId, Day, Numbers)],
) -> Vec<Alike> {
    let tolerance = search.settings.compatibility.counted_piece;
    let most = search.settings.budgets.per_lot as usize;
    let item = search.item(item);
    let weighs = |lot: &Lot, kg: f64| match lot.numbers.piece() {
        Some(piece) => agree(Some(piece), Some(kg), tolerance) == Some(true),
        None => piece_fits(kg, item),
    };
    (legs.iter())
        .filter_map(|&(shipment, day, numbers)| {
            let kg = numbers.piece()?;
            let mut there = (lots.iter().rev().take(most)).filter(|lot| lot.stay.contains(day));
            there.any(|lot| weighs(lot, kg)).then_some(())?;
            Some(Alike {
                shipment,
                day,
                pieces: numbers.pieces?,
                kg,
                words: words(search, shipment),
            })
        })
        .collect()
}

/// Those of the legs of one wording that have the count of a lot; or all, where together they have that of a lot, or of all
/// lots from which the first of them can have been filled.
fn counted(lots: &[&Lot], legs: &[&Alike], policy: &CompatibilityPolicy) -> Vec<ShipmentId> {
    let same = |a: f64, b: f64| agree(Some(a), Some(b), policy.counted_exactly) == Some(true);
    let there = |day: Day| lots.iter().filter(move |lot| lot.stay.contains(day));
    let enough = |leg: &Alike, pieces: f64| {
        let least = match leg.kg >= policy.machine_kg {
            true => policy.counted_machines,
            false => policy.counted_least,
        };
        pieces >= least
    };
    let is_lot = |leg: &Alike, pieces: f64| {
        enough(leg, pieces) && there(leg.day).any(|lot| same(lot.pieces, pieces))
    };
    let out: f64 = legs.iter().map(|leg| leg.pieces).sum();
    let whole = (legs.first()).is_some_and(|first| {
        let come: f64 = there(first.day).map(|lot| lot.pieces).sum();
        is_lot(first, out) || (enough(first, out) && same(come, out))
    });
    (legs.iter())
        .filter(|leg| whole || is_lot(leg, leg.pieces))
        .map(|leg| leg.shipment)
        .collect()
}

/// Did the firm receive goods under these words at any time, or send them before that day?
fn deals(search: &Search, entity: EntityId, under: u64, before: Day) -> bool {
    let graph = search.inputs.graph;
    let said = |shipment| words(search, shipment) == under;
    (graph.inbound(entity).iter()).any(|step| said(step.edge))
        || (graph.outbound(entity).iter())
            .take_while(|step| step.day < before)
            .any(|step| said(step.edge))
}

/// The letters and digits of a description, hashed.
fn words(search: &Search, shipment: ShipmentId) -> u64 {
    let shipments = search.inputs.shipments;
    let text = shipments.text.get(shipments.description[shipment.index()]);
    let mut hasher = FxHasher::default();
    for letter in text.chars().filter(|c| c.is_alphanumeric()) {
        for letter in letter.to_uppercase() {
            hasher.write_u32(letter.into());
        }
    }
    hasher.finish()
}
