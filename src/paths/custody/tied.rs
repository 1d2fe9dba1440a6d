//! Lots known by a listed heading, matched with legs that do not name them by the numbers that both declare.
//!
//! Chips and parts rarely leave under the words and the code they came by, and no weight or price tells what they are.
//! So nothing is asked of the words: a leg continues a lot where count and weight both agree, or one of them does and
//! the other is not stated, or where both name the same part. A leg of other numbers is no continuation, unless it can be
//! a cover: goods of which the firm received none shortly before, and of which it declares far more than the leg weighs, or
//! that cost many times what such goods do: as much a kilogram as the lot, and hardly more in all.

use super::cargo::{CRUMB, Cargo, Holds, Ledger, Proposal, Told};
use super::compatibility::{in_time, near, own_heading, remarkable_density};
use super::counted::{Counted, Out, Sent};
use super::headings::usd_per_kg;
use super::holds::contradiction;
use super::numbers::{Numbers, agree};
use super::rounds::{Found, all_days, over_links};
use super::search::{History, Search, Stay};
use super::stock::{Stock, Taken};
use crate::graph::Step;
use crate::model::{Day, EntityId, LinkId, Match, ShipmentId, Shipments, Window, Wording};
use crate::policy::search::{CompatibilityPolicy, TiedPolicy};
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};

/// What a shipment declares of its goods.
pub(super) struct Declared {
    numbers: Numbers,
    /// Part numbers in its words, hashed, ascending.
    parts: Vec<u64>,
}

impl Declared {
    pub(super) fn of(shipments: &Shipments, shipment: ShipmentId) -> Self {
        let words = shipments.text.get(shipments.description[shipment.index()]);
        let mut parts: Vec<u64> = part_numbers(words).map(hashed).collect();
        parts.sort_unstable();
        Self {
            numbers: Numbers::of(shipments, shipment),
            parts,
        }
    }

    /// Are the goods of the leg those of this lot, by the part that both name or by their numbers? A part has one maker,
    /// however many of it there are.
    pub(super) fn same_goods(&self, leg: &Declared, policy: &TiedPolicy) -> bool {
        self.names_a_part_of(leg)
            || self.same_numbers(leg, policy.count_tolerance, policy)
            || self.same_machines(leg, policy)
    }

    /// Do both declare the same count, within that share, and the same weight?
    pub(super) fn same_numbers(&self, leg: &Declared, count: f64, policy: &TiedPolicy) -> bool {
        let (came, left) = (&self.numbers, &leg.numbers);
        let many = came
            .pieces
            .is_some_and(|pieces| pieces >= policy.least_count);
        let agrees = |a, b, tolerance| agree(a, b, tolerance) == Some(true);
        many && agrees(came.pieces, left.pieces, count)
            && agrees(came.kg, left.kg, policy.weight_tolerance)
    }

    /// Are both the same few machines, by count and weight?
    fn same_machines(&self, leg: &Declared, policy: &TiedPolicy) -> bool {
        let (came, left) = (&self.numbers, &leg.numbers);
        let same = |a, b, tolerance| agree(a, b, tolerance) == Some(true);
        came.are_machines()
            && came.pieces.is_some_and(|pieces| pieces >= FEWEST)
            && came.pieces == left.pieces
            && same(came.kg, left.kg, policy.weight_alone)
    }

    fn names_a_part_of(&self, other: &Declared) -> bool {
        (self.parts.iter()).any(|part| other.parts.binary_search(part).is_ok())
    }
}

/// Machines that are told by count and weight, at least: one is as many as any other.
const FEWEST: f64 = 2.0;

/// Words that begin with a letter and hold letters and two digits or more: `XC7A100T`, `AD8221`.
fn part_numbers(words: &str) -> impl Iterator<Item = &str> {
    words
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| {
            let digits = word.bytes().filter(u8::is_ascii_digit).count();
            word.len() >= 5 && digits >= 2 && word.starts_with(|c: char| c.is_ascii_alphabetic())
        })
}

fn hashed(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    for byte in word.bytes() {
        byte.to_ascii_uppercase().hash(&mut hasher);
    }
    hasher.finish()
}

/// Legs that are brought near at once.
const NEAR: usize = 128;

/// An outbound leg from which an end can be reached.
struct Leg {
    shipment: ShipmentId,
    day: Day,
    to: EntityId,
    declared: Declared,
    heading: Option<u16>,
    /// Does it name goods of its own?
    names_goods: bool,
    /// Are those goods contradicted by their weight, and did none of the kind arrive?
    covers: bool,
    /// Are they far too dear for their heading, and did none of the kind arrive?
    dear: bool,
}

/// The outbound legs of one entity that may carry a lot of listed goods.
struct Departures {
    entity: EntityId,
    /// Sorted by (day, shipment).
    legs: Vec<Leg>,
}

impl Departures {
    /// Reads the entity's shipments within the window. `taken` carry goods of another class.
    fn of(search: &Search, taken: &Taken, entity: EntityId, window: Window) -> Self {
        let inputs = search.inputs;
        let most = search.settings.max_legs.saturating_sub(2);
        let steps: Vec<&Step> = (inputs.graph.outbound_within(entity, window).iter())
            .filter(|step| {
                usize::from(search.togo[step.edge.index()]) <= most && !taken.contains(step.edge)
            })
            .collect();
        let mut history = None;
        let mut came = |shipment| {
            let history = history.get_or_insert_with(|| History::of(search, entity));
            history.explains(search, shipment)
        };
        let words = |step: &&Step| inputs.shipments.description[step.edge.index()];
        let legs = (steps.iter().enumerate())
            .map(|(at, step)| {
                if at % NEAR == 0 {
                    let next = &steps[at..steps.len().min(at + NEAR)];
                    Numbers::touch(inputs.shipments, next.iter().map(|step| step.edge));
                    inputs.shipments.text.touch(next.iter().map(words));
                }
                step
            })
            .map(|step| {
                let declared = Declared::of(inputs.shipments, step.edge);
                let heading = search.heading(step.edge);
                let covers = heading.is_some() && contradicted(search, step.edge);
                let dear = is_dear(search, step.edge);
                let strange = (covers || dear) && !came(step.edge);
                Leg {
                    shipment: step.edge,
                    day: step.day,
                    to: step.other,
                    declared,
                    heading,
                    names_goods: inputs.goods.wording[step.edge.index()] == Wording::Specific,
                    covers: strange && covers,
                    dear: strange && dear,
                }
            })
            .collect();
        Self { entity, legs }
    }
}

impl Sent for Departures {
    fn is_empty(&self) -> bool {
        self.legs.is_empty()
    }

    fn outs(&self) -> impl Iterator<Item = Out> + '_ {
        self.legs.iter().map(|leg| Out {
            shipment: leg.shipment,
            day: leg.day,
            to: leg.to,
            numbers: leg.declared.numbers,
        })
    }
}

/// Draws by `departures` on a lot, best first, ties by (day, shipment); and whether the budget for one lot was hit.
fn weigh(
    search: &Search,
    ledger: &Ledger,
    stock: &Stock,
    lot: u32,
    (departures, counted): (&Departures, &Counted),
    window: Window,
    link: Option<LinkId>,
) -> (Vec<Proposal>, bool) {
    let parent = &ledger.cargoes[lot as usize];
    let (policy, item) = (&search.settings.tied, search.item(parent.item));
    let declared = Declared::of(search.inputs.shipments, parent.shipment);
    let from = departures.legs.partition_point(|leg| leg.day < window.from);
    let (mut weighed, mut found, mut cut) = (0, Vec::new(), false);
    for leg in &departures.legs[from..] {
        if leg.day >= window.to {
            break;
        }
        if leg.to == parent.from || leg.to == parent.to {
            continue;
        }
        if weighed >= search.settings.budgets.per_lot {
            cut = true;
            break;
        }
        weighed += 1;
        let policies = (policy, &search.settings.compatibility);
        let near = || near(leg.heading, item, &search.settings.compatibility);
        let together = || {
            let matched = if leg.names_goods {
                Match::Relabelled
            } else {
                Match::Vague
            };
            counted
                .ties(lot, leg.shipment)
                .then_some((matched, policy.other_words))
        };
        let dear = || {
            let other = leg.dear && !own_heading(leg.heading, item, policies.1);
            let room = || (declared.numbers).has_room_for(&leg.declared.numbers, policy.dear_times);
            (other && room()).then_some((Match::Relabelled, policy.cover))
        };
        let tie = tie(&declared, leg, near, policies);
        let Some((matched, score)) = tie.or_else(together).or_else(dear) else {
            continue;
        };
        let delay = search.delay(parent.day, leg.day, link);
        let Some(in_time) = lasts(search, score, delay) else {
            continue;
        };
        let Some(holds) = holds(ledger, stock, parent, leg) else {
            continue;
        };
        let Some(strength) = search.carried_by(link, leg.day) else {
            continue;
        };
        found.push(Proposal {
            parent: lot,
            at_most: f64::INFINITY,
            child: leg.shipment,
            from: departures.entity,
            to: leg.to,
            day: leg.day,
            holds,
            item: parent.item,
            inside: parent.inside,
            matched,
            score: score * strength * in_time,
            link,
        });
    }
    found.sort_by(|a, b| {
        (b.score.total_cmp(&a.score)).then((a.day, a.child).cmp(&(b.day, b.child)))
    });
    (found, cut)
}

/// What delay leaves of a tie; `None` if nothing. After the window only a part, or count and weight together, tie a leg.
fn lasts(search: &Search, score: f64, delay: f64) -> Option<f64> {
    let settings = search.settings;
    (delay < 1.0 || score >= settings.tied.other_words)
        .then(|| in_time(delay, settings.compatibility.delay, settings.late.tied))
}

/// Does the leg declare far more of its goods than it weighs, and not for a slip of units?
fn contradicted(search: &Search, leg: ShipmentId) -> bool {
    let shipments = search.inputs.shipments;
    let times = shipments.quantity_over_weight(leg).get();
    contradiction(shipments, leg) >= search.settings.tied.cover_least
        && times.is_some_and(|times| times < SLIP)
}

/// Do its goods cost many times what is usual under their heading?
fn is_dear(search: &Search, leg: ShipmentId) -> bool {
    let median = || search.densities.median(search.heading(leg)?);
    let each = usd_per_kg(search.inputs.shipments, leg);
    each.is_some() && remarkable_density(each, median(), &search.settings.compatibility) >= 1.0
}

/// Times its weight from which a declared quantity is a slip of units, kilograms for tonnes.
const SLIP: f64 = 100.0;

/// Do numbers tie the leg to the lot, and how well?
fn tie(
    lot: &Declared,
    leg: &Leg,
    near: impl Fn() -> bool,
    (policy, compatibility): (&TiedPolicy, &CompatibilityPolicy),
) -> Option<(Match, f64)> {
    let (came, left) = (&lot.numbers, &leg.declared.numbers);
    let count = agree(came.pieces, left.pieces, policy.count_tolerance);
    let weight = |tolerance| agree(came.kg, left.kg, tolerance);
    // Where one of the two states no weight, what they are worth stands in for it.
    let worth = came.kg.zip(left.kg).is_none() && came.same_worth(left, compatibility);
    let near_weight = worth || weight(policy.weight_tolerance) == Some(true);
    let same_weight = weight(policy.weight_alone) == Some(true);
    let same_count = count == Some(true);
    let counted = |pieces: Option<f64>| pieces.is_some_and(|pieces| pieces >= policy.least_count);
    let many = counted(came.pieces);
    if lot.names_a_part_of(&leg.declared) {
        // Part of a lot may travel; more than a lot cannot.
        let fits = match (came.pieces, left.pieces) {
            (Some(came), Some(left)) => left <= came * (1.0 + policy.count_tolerance),
            _ => true,
        };
        return fits.then_some((Match::SameItem, policy.part));
    }
    let both = same_count && (same_weight || (near_weight && many));
    if leg.names_goods {
        if both && many {
            return Some((Match::Relabelled, policy.other_words));
        }
        // A lot can lie in what weighs as much or more.
        let room = left
            .kg
            .zip(came.kg)
            .is_some_and(|(left, came)| left >= came);
        return (leg.covers && room).then_some((Match::Relabelled, policy.cover));
    }
    // Part of a lot weighs as much a piece.
    let part = agree(came.piece(), left.piece(), policy.piece_tolerance) == Some(true)
        && many
        && counted(left.pieces)
        && left.pieces < came.pieces;
    let one = part
        || (same_count && many && came.kg.zip(left.kg).is_none())
        || (same_weight && count.is_none());
    if both {
        Some((Match::Vague, policy.both))
    } else {
        (one && near()).then_some((Match::Vague, policy.one))
    }
}

/// Draws by an entity's own legs on its `lots`, which are sorted by (day, shipment).
pub(super) fn own(
    search: &Search,
    ledger: &Ledger,
    stock: &Stock,
    taken: &Taken,
    lots: &[u32],
    stay: Stay,
) -> Found {
    let mut found = Found::of(ledger.cargoes[lots[0] as usize].to);
    let window = all_days(ledger, lots, |day| search.days(stay, day));
    let departures = Departures::of(search, taken, found.entity, window);
    if !departures.is_empty() {
        let days = |day| search.days(stay, day);
        let counted = Counted::of(search, ledger, found.entity, lots, departures.outs(), days);
        for &lot in lots {
            let days = search.days(stay, ledger.cargoes[lot as usize].day);
            let legs = (&departures, &counted);
            let (proposals, cut) = weigh(search, ledger, stock, lot, legs, days, None);
            found.proposals.extend(proposals);
            found.cut_lot |= cut;
        }
    }
    found
}

/// Draws by the legs of linked firms on an entity's `lots`.
pub(super) fn handed_over(
    search: &Search,
    ledger: &Ledger,
    stock: &Stock,
    taken: &Taken,
    lots: &[u32],
) -> Found {
    let mut cut_lot = false;
    let read = |firm, window| Departures::of(search, taken, firm, window);
    let proposals = over_links(search, ledger, lots, read, |lot, legs, days, link| {
        let (proposals, cut) = weigh(search, ledger, stock, lot, legs, days, Some(link));
        cut_lot |= cut;
        proposals
    });
    Found {
        proposals,
        cut_lot,
        ..Found::of(ledger.cargoes[lots[0] as usize].to)
    }
}

/// What the leg can hold. `None`: it is used up.
fn holds(ledger: &Ledger, stock: &Stock, parent: &Cargo, leg: &Leg) -> Option<Holds> {
    let (units, told) = match stock.cargo(leg.shipment) {
        Some(id) => {
            let cargo = &ledger.cargoes[id as usize];
            (cargo.room(), cargo.told)
        }
        None => match leg.declared.numbers.pieces {
            Some(pieces) => (pieces, Told::Stated),
            None => (parent.held(), Told::Bounded),
        },
    };
    (units > CRUMB).then_some(Holds { units, told })
}
