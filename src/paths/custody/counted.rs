//! Legs of other words that are the lot by count and by the weight of a piece.
//!
//! Words cost nothing to change and a value little; what has to be lifted weighs what it weighs. A leg of the number of pieces
//! that came, each of the weight that those had, is the lot whatever it is called and declared to be worth. One lot can leave
//! in several legs, and several lots in one, so the legs under one wording, those under one heading and those to one buyer
//! are also counted together and held against all lots of the item; of those one at least must say what a piece weighs. A
//! leg that only weighs counts for as many pieces as that is of the lot. A firm that dealt under those words, under that
//! heading or with that buyer before, or receives other goods under them, is believed. A leg for which many untouched lots of
//! one item lie ready is not asked, since some count would agree by chance.

use super::cargo::{CRUMB, Ledger, Told};
use super::compatibility::piece_fits;
use super::numbers::{Numbers, agree};
use super::search::Search;
use crate::graph::Step;
use crate::model::{Day, EntityId, Item, ItemId, ShipmentId, Window};
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

/// What a firm sent that may carry a lot.
pub(super) trait Sent {
    /// Nothing to weigh.
    fn is_empty(&self) -> bool;

    /// The legs that can be counted.
    fn outs(&self) -> impl Iterator<Item = Out> + '_;
}

/// Lots that are there at a time, at most: among more of them, some count agrees by chance.
const FEW: usize = 8;

/// Lots of a firm, open at any time, from which on it is a dealer whose counts agree by chance.
const MANY: usize = 256;

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
        if lots.len() > MANY {
            return Self::default();
        }
        let legs = legs.filter(|leg| leg.numbers.pieces.or(leg.numbers.kg).is_some());
        let legs: Vec<Out> = legs.collect();
        let any_within = |days: &Window| {
            let from = legs.partition_point(|leg| leg.day < days.from);
            legs.get(from).is_some_and(|leg| leg.day < days.to)
        };
        let lots: Vec<Lot> = (lots.iter())
            .filter_map(|&lot| {
                let cargo = &ledger.cargoes[lot as usize];
                // What is left of a lot has another count than came.
                let whole = cargo.drawn_out <= CRUMB && !search.item(cargo.item).is_unnamed();
                let stay = stay(cargo.day);
                if !whole || !any_within(&stay) {
                    return None;
                }
                let mut numbers = Numbers::of(search.inputs.shipments, cargo.shipment);
                // What was recognised is counted by accelerators, of which a machine holds several.
                let inside = search.item(cargo.item).accelerators.get();
                let inside = inside.filter(|n| *n >= 1.0).unwrap_or(1.0);
                let stated = !cargo.hidden && cargo.told == Told::Stated;
                let units = || stated.then_some(cargo.size / inside);
                numbers.pieces = numbers.pieces.or_else(units);
                Some(Lot {
                    cargo: lot,
                    item: cargo.item,
                    day: cargo.day,
                    numbers,
                    pieces: numbers.pieces?,
                    stay,
                })
            })
            .collect();
        let mut found = Self::default();
        if lots.is_empty() {
            return found;
        }
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
                // Most groups tie nothing, and what the sender deals in is read only for one that does.
                if counted(&legs, policy).is_empty() {
                    continue;
                }
                let dealings = dealings.get_or_insert_with(|| Dealings::of(search, sender));
                let first = legs
                    .iter()
                    .flat_map(|leg| &leg.lots)
                    .map(|lot| lot.day)
                    .min();
                // A leg under words that the firm deals under is believed in every group, one under such a heading in all but
                // that of its words. It is none of those that are counted.
                let believed = |leg: &Alike| {
                    let mut names = leg.under.iter().flatten().filter(|name| **name <= under);
                    names.any(|&name| first.is_some_and(|first| dealings.hold(name, first)))
                };
                let doubted: Vec<&Alike> = legs.into_iter().filter(|leg| !believed(leg)).collect();
                let ties = counted(&doubted, policy).into_iter();
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

/// Does a piece of it hold several accelerators?
fn is_machine(item: &Item) -> bool {
    item.accelerators.get().is_some_and(|n| n > 1.0)
}

/// The legs that leave while such a lot is there and whose pieces weigh what its pieces do, or what the catalogue says
/// where the lot states no weight.
fn alike<'l>(search: &Search, item: ItemId, lots: &[&'l Lot], legs: &[Out]) -> Vec<Alike<'l>> {
    let policy = &search.settings.compatibility;
    let item = search.item(item);
    let worth = |lot: &Lot, leg: &Numbers| {
        let each = |numbers: &Numbers| Some(numbers.usd? / numbers.pieces?);
        leg.kg.is_none() && agree(each(&lot.numbers), each(leg), policy.same_worth) == Some(true)
    };
    let weighs = |lot: &Lot, kg: Option<f64>| match (lot.numbers.piece(), kg) {
        (_, None) => true,
        (Some(piece), Some(kg)) => agree(Some(piece), Some(kg), policy.counted_piece) == Some(true),
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
        // Machines travel one to a crate.
        let counted = leg
            .numbers
            .pieces
            .or(leg.numbers.crates.filter(|_| is_machine(item)));
        let kg = leg.numbers.kg.zip(counted).map(|(kg, pieces)| kg / pieces);
        let lots: Vec<&Lot> = there.filter(|lot| weighs(lot, kg)).collect();
        let by_weight = || Some(leg.numbers.kg? / lots.iter().find_map(|lot| lot.numbers.piece())?);
        let Some(pieces) = counted.or_else(by_weight) else {
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

/// The legs of one group that have the count of a lot, alone or together with the others that it can have filled; and those
/// that can have been filled from the same lots and together have the count of all of them.
fn counted<'l>(legs: &[&Alike<'l>], policy: &CompatibilityPolicy) -> Vec<(&'l Lot, ShipmentId)> {
    let same = |a: f64, b: f64| agree(Some(a), Some(b), policy.counted_exactly) == Some(true);
    let enough = |kg: f64, pieces: f64| {
        let least = match kg >= policy.machine_kg {
            true => policy.counted_machines,
            false => policy.counted_least,
        };
        pieces >= least
    };
    // Have these legs, of which one says what a piece weighs, so many pieces?
    let are = |legs: &[&Alike], pieces: f64| {
        let out: f64 = legs.iter().map(|leg| leg.pieces).sum();
        let weighed = legs.iter().find_map(|leg| leg.kg);
        weighed.is_some_and(|kg| enough(kg, out)) && same(out, pieces)
    };
    let mut of_lot: BTreeMap<u32, (&Lot, Vec<&Alike>)> = BTreeMap::new();
    let mut of_lots: BTreeMap<Vec<u32>, Vec<&Alike>> = BTreeMap::new();
    for &leg in legs {
        for &lot in &leg.lots {
            let (_, legs) = of_lot.entry(lot.cargo).or_insert((lot, Vec::new()));
            legs.push(leg);
        }
        let lots = leg.lots.iter().map(|lot| lot.cargo).collect();
        of_lots.entry(lots).or_default().push(leg);
    }
    let mut ties = Vec::new();
    for (lot, legs) in of_lot.values() {
        let together = are(legs, lot.pieces);
        let counts = |leg: &&&Alike| together || are(&[**leg], lot.pieces);
        ties.extend(legs.iter().filter(counts).map(|leg| (*lot, leg.shipment)));
    }
    for legs in of_lots.values() {
        let lots = legs.first().map_or(&[][..], |leg| &leg.lots);
        if are(legs, lots.iter().map(|lot| lot.pieces).sum()) {
            let all = legs
                .iter()
                .flat_map(|leg| lots.iter().map(|&lot| (lot, leg.shipment)));
            ties.extend(all);
        }
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
    let words = words(search, shipment).map(Under::Words);
    let heading = search.heading(shipment).map(Under::Heading);
    [words, heading, Some(Under::Partner(other))]
}

/// Since when a firm deals under which words and headings and with whom: `None` where it receives goods under them.
struct Dealings(FxHashMap<Under, Option<Day>>);

impl Dealings {
    fn of(search: &Search, entity: EntityId) -> Self {
        let graph = search.inputs.graph;
        let mut since = FxHashMap::default();
        // Recognised arrivals are the lots that are asked about, and their like.
        let other = |step: &&Step| search.recognised(step.edge).is_none();
        for step in graph.inbound(entity).iter().filter(other) {
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

/// The letters and digits of a description, hashed; `None` where there are none.
fn words(search: &Search, shipment: ShipmentId) -> Option<u64> {
    let shipments = search.inputs.shipments;
    let text = shipments.text.get(shipments.description[shipment.index()]);
    let mut letters = text.chars().filter(|c| c.is_alphanumeric()).peekable();
    letters.peek()?;
    let mut hasher = FxHasher::default();
    for letter in letters.flat_map(char::to_uppercase) {
        hasher.write_u32(letter.into());
    }
    Some(hasher.finish())
}
