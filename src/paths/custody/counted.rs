//! Legs of other words that are the lot by count and by the weight of a piece.
//!
//! Words cost nothing to change and a value little; what has to be lifted weighs what it weighs. A leg of the number of pieces
//! that came, each of the weight that those had, is the lot whatever it is called and declared to be worth. One lot can leave
//! in several legs, and several lots in one, so the legs under one wording are also counted together and held against all
//! lots of the item. A firm that dealt under those words before, or receives goods under them, is believed.

use super::cargo::{CRUMB, Ledger};
use super::compatibility::piece_fits;
use super::numbers::{Numbers, agree};
use super::search::Search;
use crate::model::{Day, EntityId, ItemId, ShipmentId, Window};
use crate::policy::search::CompatibilityPolicy;
use rustc_hash::{FxHashMap, FxHasher};
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
    /// Of a piece.
    kg: f64,
    words: u64,
    /// The lots that can have filled it and whose pieces weigh as much, the latest first.
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
        let legs: Vec<_> = legs.filter(|(.., leg)| leg.piece().is_some()).collect();
        let mut items: Vec<ItemId> = lots.iter().map(|lot| lot.item).collect();
        items.sort_unstable();
        items.dedup();
        let mut dealings = None;
        for item in items {
            let lots: Vec<&Lot> = lots.iter().filter(|lot| lot.item == item).collect();
            let alike = found.alike(search, item, &lots, &legs);
            let mut groups: FxHashMap<u64, Vec<&Alike>> = FxHashMap::default();
            for leg in &alike {
                groups.entry(leg.words).or_default().push(leg);
            }
            let mut groups: Vec<_> = groups.into_iter().collect();
            groups.sort_unstable_by_key(|(words, _)| *words);
            for (words, legs) in groups {
                let ties = counted(&legs, policy);
                let Some(first) = ties.iter().map(|(lot, _)| lot.day).min() else {
                    continue;
                };
                let dealings = dealings.get_or_insert_with(|| Dealings::of(search, entity));
                if !dealings.hold(words, first) {
                    let ties = ties.into_iter().map(|(lot, leg)| (lot.cargo, leg));
                    found.ties.extend(ties);
                }
            }
        }
        found.ties.sort_unstable();
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
        let weighs = |lot: &Lot, kg: f64| match lot.numbers.piece() {
            Some(piece) => agree(Some(piece), Some(kg), tolerance) == Some(true),
            None => piece_fits(kg, item),
        };
        let mut alike = Vec::new();
        for &(shipment, day, numbers) in legs {
            let (Some(kg), Some(pieces)) = (numbers.piece(), numbers.pieces) else {
                continue;
            };
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
                    words: words(search, shipment),
                    lots,
                });
            }
        }
        alike
    }
}

/// The legs of one wording that have the count of a lot, with that lot; or all of them with all lots of theirs, where
/// together they have the count of a lot, or of all lots from which the first of them can have been filled.
fn counted<'l>(legs: &[&Alike<'l>], policy: &CompatibilityPolicy) -> Vec<(&'l Lot, ShipmentId)> {
    let same = |a: f64, b: f64| agree(Some(a), Some(b), policy.counted_exactly) == Some(true);
    let enough = |leg: &Alike, pieces: f64| {
        let least = match leg.kg >= policy.machine_kg {
            true => policy.counted_machines,
            false => policy.counted_least,
        };
        pieces >= least
    };
    let out: f64 = legs.iter().map(|leg| leg.pieces).sum();
    let whole = (legs.first()).is_some_and(|first| {
        let come: f64 = first.lots.iter().map(|lot| lot.pieces).sum();
        let one = || first.lots.iter().any(|lot| same(lot.pieces, out));
        enough(first, out) && (same(come, out) || one())
    });
    let mut ties = Vec::new();
    for leg in legs {
        let fits = |lot: &&&Lot| whole || (enough(leg, leg.pieces) && same(lot.pieces, leg.pieces));
        let lots = leg.lots.iter().filter(fits);
        ties.extend(lots.map(|&lot| (lot, leg.shipment)));
    }
    ties
}

/// Since when a firm deals under which words: `None` where it receives goods under them.
struct Dealings(FxHashMap<u64, Option<Day>>);

impl Dealings {
    fn of(search: &Search, entity: EntityId) -> Self {
        let graph = search.inputs.graph;
        let mut since = FxHashMap::default();
        for step in graph.inbound(entity) {
            since.insert(words(search, step.edge), None);
        }
        // In order of days, so that the first entry is the earliest.
        for step in graph.outbound(entity) {
            let under = words(search, step.edge);
            since.entry(under).or_insert(Some(step.day));
        }
        Self(since)
    }

    /// Did it receive goods under these words at any time, or send them before that day?
    fn hold(&self, under: u64, before: Day) -> bool {
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
