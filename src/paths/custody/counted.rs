//! Legs of other words that are the lot by count and by the weight of a piece.
//!
//! Words cost nothing to change and a value little; what has to be lifted weighs what it weighs. A leg of the number of pieces
//! that came, each of the weight that those had, is the lot whatever it is called and declared to be worth. One lot can leave
//! in several legs, and several lots in one, so the legs under one wording, those under one heading and those to one buyer
//! are also counted together and held against all lots of the item; of those one at least must say what a piece weighs. A
//! leg that only weighs counts for as many pieces as that is of the lot. A firm that dealt under those words, under that
//! heading or with that buyer before, or receives goods under them, is believed. A firm with many lots at a time is not
//! asked, since some count would agree by chance.

use super::cargo::{CRUMB, Ledger, Told};
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
}

/// An outbound leg as it is counted.
#[derive(Clone, Copy)]
pub(super) struct Out {
    pub shipment: ShipmentId,
    pub day: Day,
    pub to: EntityId,
    pub numbers: Numbers,
}

/// Lots that are there at a time, at most: among more of them, some count agrees by chance.
const FEW: usize = 8;

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
    /// Of a piece; `None` where neither the weight nor the worth tells.
    kg: Option<f64>,
    /// What it is grouped by: its words, its heading, its receiver.
    under: [Option<Under>; 3],
    /// The lots that can have filled it and whose pieces weigh as much, as far as the leg tells, the latest first.
    lots: Vec<&'l Lot>,
}

impl Counted {
    /// Of the `lots` of one entity and the `legs` that it, or one linked with it, sends, both in order of days; `sender`
    /// is who sends.
    pub(super) fn of(
        search: &Search,
        ledger: &Ledger,
        sender: EntityId,
        lots: &[u32],
        legs: impl Iterator<Item = Out>,
        stay: impl Fn(Day) -> Window,
    ) -> Self {
        let policy = &search.settings.compatibility;
        let lots: Vec<Lot> = (lots.iter())
            .filter_map(|&lot| {
                let cargo = &ledger.cargoes[lot as usize];
                // What is left of a lot has another count than came.
                let whole = cargo.drawn_out <= CRUMB && !search.item(cargo.item).is_unnamed();
                let mut numbers = Numbers::of(search.inputs.shipments, cargo.shipment);
                // What was recognised is counted by accelerators, of which a machine holds several.
                let inside = search.item(cargo.item).accelerators.get().unwrap_or(1.0);
                let stated = !cargo.hidden && cargo.told == Told::Stated;
                let units = || stated.then_some(cargo.size / inside);
                numbers.pieces = numbers.pieces.or_else(units);
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
        let tells = |leg: &Out| leg.numbers.pieces.or(leg.numbers.kg).is_some();
        let legs: Vec<Out> = legs.filter(tells).collect();
        let mut items: Vec<ItemId> = lots.iter().map(|lot| lot.item).collect();
        items.sort_unstable();
        items.dedup();
        let mut dealings = None;
        for item in items {
            let lots: Vec<&Lot> = lots.iter().filter(|lot| lot.item == item).collect();
            let alike = alike(search, item, &lots, &legs);
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
                let dealings = dealings.get_or_insert_with(|| Dealings::of(search, sender));
                // A leg under words that the firm deals under is believed in every group, one under such a heading in all but
                // that of its words.
                let believed = |leg: &&&Alike| {
                    let names = leg.under.iter().flatten();
                    names
                        .copied()
                        .filter(|name| *name <= under)
                        .any(|name| dealings.hold(name, first))
                };
                let believed: Vec<ShipmentId> = legs
                    .iter()
                    .filter(believed)
                    .map(|leg| leg.shipment)
                    .collect();
                let ties = ties.into_iter().filter(|(_, leg)| !believed.contains(leg));
                found.ties.extend(ties.map(|(lot, leg)| (lot.cargo, leg)));
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
}

/// The legs that leave while such a lot is there and whose pieces weigh what its pieces do, or what the catalogue says
/// where the lot states no weight.
fn alike<'l>(search: &Search, item: ItemId, lots: &[&'l Lot], legs: &[Out]) -> Vec<Alike<'l>> {
    let tolerance = search.settings.compatibility.counted_piece;
    let item = search.item(item);
    let policy = &search.settings.compatibility;
    let worth = |lot: &Lot, leg: &Numbers| {
        let each = |numbers: &Numbers| Some(numbers.usd? / numbers.pieces?);
        leg.kg.is_none() && agree(each(&lot.numbers), each(leg), policy.same_worth) == Some(true)
    };
    let weighs = |lot: &Lot, kg: Option<f64>| match (lot.numbers.piece(), kg) {
        (_, None) => true,
        (Some(piece), Some(kg)) => agree(Some(piece), Some(kg), tolerance) == Some(true),
        (None, Some(kg)) => piece_fits(kg, item),
    };
    let mut alike = Vec::new();
    for leg in legs {
        // In order of days, and all may stay as long.
        let gone = lots.partition_point(|lot| lot.stay.to <= leg.day);
        let come = lots.partition_point(|lot| lot.stay.from <= leg.day);
        let there = lots.get(gone..come).unwrap_or_default();
        if there.len() > FEW {
            continue;
        }
        let there = there.iter().rev().copied();
        let kg = leg.numbers.piece();
        let lots: Vec<&Lot> = there.filter(|lot| weighs(lot, kg)).collect();
        let by_weight = || Some(leg.numbers.kg? / lots.iter().find_map(|lot| lot.numbers.piece())?);
        let Some(pieces) = leg.numbers.pieces.or_else(by_weight) else {
            continue;
        };
        // A leg without a weight whose pieces are worth what those of a lot are is as good as weighed.
        let as_lot = || {
            lots.iter()
                .find(|lot| worth(lot, &leg.numbers))?
                .numbers
                .piece()
        };
        let kg = kg.or_else(as_lot);
        if !lots.is_empty() {
            alike.push(Alike {
                shipment: leg.shipment,
                pieces,
                kg,
                under: under(search, leg.shipment, leg.to),
                lots,
            });
        }
    }
    alike
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

/// What legs are grouped by, the surest sign of an own trade first: a group asks all that stands before it too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Under {
    /// The letters and digits of a description, hashed.
    Words(u64),
    /// The first four digits of the goods code.
    Heading(u16),
    /// The other firm.
    Partner(EntityId),
}

fn under(search: &Search, shipment: ShipmentId, other: EntityId) -> [Option<Under>; 3] {
    let words = Under::Words(words(search, shipment));
    let heading = search.heading(shipment).map(Under::Heading);
    [Some(words), heading, Some(Under::Partner(other))]
}

/// Since when a firm deals under which words and headings and with whom: `None` where it receives goods under them.
struct Dealings(FxHashMap<Under, Option<Day>>);

impl Dealings {
    fn of(search: &Search, entity: EntityId) -> Self {
        let graph = search.inputs.graph;
        let mut since = FxHashMap::default();
        for step in graph.inbound(entity) {
            let names = under(search, step.edge, step.other).into_iter().flatten();
            since.extend(names.map(|under| (under, None)));
        }
        // In order of days, so that the first entry is the earliest.
        for step in graph.outbound(entity) {
            for under in under(search, step.edge, step.other).into_iter().flatten() {
                since.entry(under).or_insert(Some(step.day));
            }
        }
        Self(since)
    }

    /// Did it receive goods under these words or this heading, or from this firm, at any time, or send some before that day?
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
