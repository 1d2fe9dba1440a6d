//! Legs of other words that are the lot by count and by the weight of a piece.
//!
//! Words cost nothing to change and a value little; what has to be lifted weighs what it weighs. A leg of the number of pieces
//! that came, each of the weight that those had, is the lot whatever it is called and declared to be worth. One lot can leave
//! in several legs, and several lots in one, so the legs under one wording, and those under one heading, are also counted
//! together and held against all lots of the item; of those one at least must say what it weighs. A firm that dealt under
//! those words or that heading before, or receives goods under them, is believed.

use super::cargo::{CRUMB, Ledger};
use super::compatibility::piece_fits;
use super::numbers::{Numbers, agree};
use super::search::Search;
use crate::model::{Day, EntityId, ItemId, ShipmentId, Window};
use crate::policy::search::CompatibilityPolicy;
use rustc_hash::{FxHashMap, FxHasher};
use std::collections::BTreeMap;
use std::hash::Hasher;

/// Which legs are counted with which lots.
#[derive(Debug, Default)]
pub(super) struct Counted {
    /// (cargo, leg), sorted.
    ties: Vec<(u32, ShipmentId)>,
    /// Some leg was held against the latest of its lots only.
    pub cut: bool,
}

/// A lot of stated pieces of which nothing has left yet.
struct Lot {
    cargo: u32,
    item: ItemId,
    day: Day,
    numbers: Numbers,
    pieces: f64,
    stay: Window,
}

/// A leg whose pieces weigh what those of some lot do.
struct Alike<'l> {
    shipment: ShipmentId,
    pieces: f64,
    /// Of a piece; `None` where the leg states no weight.
    kg: Option<f64>,
    /// What it is grouped by: its words, and its heading.
    under: [Option<Under>; 2],
    /// The lots that can have filled it and whose pieces weigh as much, as far as the leg tells, the latest first.
    lots: Vec<&'l Lot>,
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
                // What is left of a lot has another count than came.
                let whole = cargo.drawn_out <= CRUMB && !search.item(cargo.item).is_unnamed();
                let numbers = Numbers::of(search.inputs.shipments, cargo.shipment);
                whole.then_some(Lot {
                    cargo: lot,
                    item: cargo.item,
                    day: cargo.day,
                    numbers,
                    pieces: numbers.pieces?,
                    stay: stay(cargo.day),
                })
            })
            .collect();
        let mut found = Self::default();
        if lots.is_empty() {
            return found;
        }
        let legs: Vec<_> = legs.filter(|(.., leg)| leg.pieces.is_some()).collect();
        let mut items: Vec<ItemId> = lots.iter().map(|lot| lot.item).collect();
        items.sort_unstable();
        items.dedup();
        let mut dealings = None;
        for item in items {
            let lots: Vec<&Lot> = lots.iter().filter(|lot| lot.item == item).collect();
            let alike = found.alike(search, item, &lots, &legs);
            let mut groups: BTreeMap<Under, Vec<&Alike>> = BTreeMap::new();
            for leg in &alike {
                for under in leg.under.into_iter().flatten() {
                    groups.entry(under).or_default().push(leg);
                }
            }
            for (under, legs) in groups {
                let ties = counted(&legs, policy);
                let Some(first) = ties.iter().map(|(lot, _)| lot.day).min() else {
                    continue;
                };
                let dealings = dealings.get_or_insert_with(|| Dealings::of(search, entity));
                if !dealings.hold(under, first) {
                    let ties = ties.into_iter().map(|(lot, leg)| (lot.cargo, leg));
                    found.ties.extend(ties);
                }
            }
        }
        found.ties.sort_unstable();
        found.ties.dedup();
        found
    }

    /// Is the leg counted with the lot?
    pub(super) fn ties(&self, cargo: u32, leg: ShipmentId) -> bool {
        self.ties.binary_search(&(cargo, leg)).is_ok()
    }

    /// The legs that leave while such a lot is there and whose pieces weigh what its pieces do, or what the catalogue says
    /// where the lot states no weight.
    fn alike<'l>(
        &mut self,
        search: &Search,
        item: ItemId,
        lots: &[&'l Lot],
        legs: &[(ShipmentId, Day, Numbers)],
    ) -> Vec<Alike<'l>> {
        let tolerance = search.settings.compatibility.counted_piece;
        let most = search.settings.budgets.per_lot as usize;
        let item = search.item(item);
        let weighs = |lot: &Lot, kg: Option<f64>| match (lot.numbers.piece(), kg) {
            (_, None) => true,
            (Some(piece), Some(kg)) => agree(Some(piece), Some(kg), tolerance) == Some(true),
            (None, Some(kg)) => piece_fits(kg, item),
        };
        let mut alike = Vec::new();
        for &(shipment, day, numbers) in legs {
            let Some(pieces) = numbers.pieces else {
                continue;
            };
            let kg = numbers.piece();
            // In order of days, and all may stay as long.
            let gone = lots.partition_point(|lot| lot.stay.to <= day);
            let come = lots.partition_point(|lot| lot.stay.from <= day);
            let there = lots.get(gone..come).unwrap_or_default();
            self.cut |= there.len() > most;
            let there = there.iter().rev().take(most).copied();
            let lots: Vec<&Lot> = there.filter(|lot| weighs(lot, kg)).collect();
            if !lots.is_empty() {
                alike.push(Alike {
                    shipment,
                    pieces,
                    kg,
                    under: under(search, shipment),
                    lots,
                });
            }
        }
        alike
    }
}

/// The legs of one group that have the count of a lot, with that lot; or all of them with all lots of theirs, where
/// together they have the count of a lot, or of all lots from which the first of them can have been filled.
fn counted<'l>(legs: &[&Alike<'l>], policy: &CompatibilityPolicy) -> Vec<(&'l Lot, ShipmentId)> {
    let same = |a: f64, b: f64| agree(Some(a), Some(b), policy.counted_exactly) == Some(true);
    let enough = |kg: f64, pieces: f64| {
        let least = match kg >= policy.machine_kg {
            true => policy.counted_machines,
            false => policy.counted_least,
        };
        pieces >= least
    };
    let out: f64 = legs.iter().map(|leg| leg.pieces).sum();
    let weighed = legs.iter().find_map(|leg| leg.kg);
    let whole = legs.first().zip(weighed).is_some_and(|(first, kg)| {
        let come: f64 = first.lots.iter().map(|lot| lot.pieces).sum();
        let one = || first.lots.iter().any(|lot| same(lot.pieces, out));
        enough(kg, out) && (same(come, out) || one())
    });
    let mut ties = Vec::new();
    for leg in legs {
        let alone = leg.kg.is_some_and(|kg| enough(kg, leg.pieces));
        let fits = |lot: &&&Lot| whole || (alone && same(lot.pieces, leg.pieces));
        let lots = leg.lots.iter().filter(fits);
        ties.extend(lots.map(|&lot| (lot, leg.shipment)));
    }
    ties
}

/// What legs are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Under {
    /// The letters and digits of a description, hashed.
    Words(u64),
    /// The first four digits of the goods code.
    Heading(u16),
}

fn under(search: &Search, shipment: ShipmentId) -> [Option<Under>; 2] {
    let words = Under::Words(words(search, shipment));
    [Some(words), search.heading(shipment).map(Under::Heading)]
}

/// Since when a firm deals under which words and headings: `None` where it receives goods under them.
struct Dealings(FxHashMap<Under, Option<Day>>);

impl Dealings {
    fn of(search: &Search, entity: EntityId) -> Self {
        let graph = search.inputs.graph;
        let mut since = FxHashMap::default();
        for step in graph.inbound(entity) {
            let names = under(search, step.edge).into_iter().flatten();
            since.extend(names.map(|under| (under, None)));
        }
        // In order of days, so that the first entry is the earliest.
        for step in graph.outbound(entity) {
            for under in under(search, step.edge).into_iter().flatten() {
                since.entry(under).or_insert(Some(step.day));
            }
        }
        Self(since)
    }

    /// Did it receive goods under these words or this heading at any time, or send them before that day?
    fn hold(&self, under: Under, before: Day) -> bool {
        match self.0.get(&under) {
            None => false,
            Some(since) => since.is_none_or(|day| day < before),
        }
    }
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
