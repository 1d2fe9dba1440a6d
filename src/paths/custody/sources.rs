//! Legs that name their goods, traced back to lots that came in under vague words.
//!
//! Papers can be honest on the second leg only: a buyer wants to read what it pays for. Where a recognised leg leads to
//! an end and no lot explains it, what its sender received before under words that name nothing is looked through for
//! the same goods. More is asked than of a leg that leaves, since most firms receive more than they send: the count or
//! the weight must tie the arrival to the leg, or its pieces must weigh what the machines of the leg do.

use super::cargo::{CRUMB, Cargo, Holds, Ledger, Told};
use super::compatibility::{self, Clues, Form, Tie};
use super::holds::holds;
use super::numbers::{Numbers, agree};
use super::search::Search;
use super::stock::{Stock, Taken};
use crate::model::{Day, EntityId, ItemKind, Match, Role, ShipmentId, Window, Wording};
use rayon::prelude::*;

/// Units of an arrival that a leg carries on.
pub(super) struct Source {
    /// What came in.
    pub arrival: ShipmentId,
    /// Who sent it.
    pub from: EntityId,
    /// When.
    pub day: Day,
    /// What it can hold.
    pub holds: Holds,
    /// The recognised cargo that carries them on.
    pub leg: u32,
    /// How well they fit.
    pub score: f64,
}

/// A vague arrival with what is left of it.
struct Arrival {
    shipment: ShipmentId,
    from: EntityId,
    day: Day,
    numbers: Numbers,
    clues: Clues,
    used: bool,
}

/// Sources of every recognised cargo that nothing explains yet, in order of senders and days; and the senders at which
/// the budget for one lot was hit.
pub(super) fn find(
    search: &Search,
    ledger: &Ledger,
    stock: &Stock,
    taken: &Taken,
) -> (Vec<Source>, Vec<EntityId>) {
    let most = search.settings.max_legs.saturating_sub(2);
    let mut legs: Vec<u32> = (0..ledger.cargoes.len() as u32)
        .filter(|&id| {
            let cargo = &ledger.cargoes[id as usize];
            !cargo.hidden
                && cargo.drawn_in <= CRUMB
                && usize::from(search.togo[cargo.shipment.index()]) <= most
        })
        .collect();
    let key = |id: &u32| {
        let cargo = &ledger.cargoes[*id as usize];
        (cargo.from, cargo.day, cargo.shipment)
    };
    legs.par_sort_unstable_by_key(key);
    let found: Vec<(EntityId, Vec<Source>, bool)> = legs
        .par_chunk_by(|a, b| key(a).0 == key(b).0)
        .map(|legs| {
            let (sources, cut) = of_sender(search, ledger, stock, taken, legs);
            (key(&legs[0]).0, sources, cut)
        })
        .collect();
    let cut = (found.iter().filter(|(_, _, cut)| *cut))
        .map(|(entity, ..)| *entity)
        .collect();
    (
        found
            .into_iter()
            .flat_map(|(_, sources, _)| sources)
            .collect(),
        cut,
    )
}

/// Sources of the `legs` of one sender, which are sorted by (day, shipment).
fn of_sender(
    search: &Search,
    ledger: &Ledger,
    stock: &Stock,
    taken: &Taken,
    legs: &[u32],
) -> (Vec<Source>, bool) {
    let cargo = |id: u32| &ledger.cargoes[id as usize];
    let sender = cargo(legs[0]).from;
    if search.has_role(sender, Role::Manufacturer, search.settings.maker_score) {
        return (Vec::new(), false);
    }
    let window = Window {
        from: cargo(legs[0])
            .day
            .plus(-search.settings.custody_window_days),
        to: cargo(legs[legs.len() - 1]).day.plus(1),
    };
    let mut arrivals = arrivals(search, stock, taken, sender, window);
    let (mut sources, mut cut) = (Vec::new(), false);
    for &leg in legs {
        if arrivals.iter().all(|arrival| arrival.used) {
            break;
        }
        let (found, budget_hit) = of_leg(search, cargo(leg), &arrivals);
        cut |= budget_hit;
        let mut room = cargo(leg).room();
        for (at, holds, score) in found {
            if room <= CRUMB {
                break;
            }
            let arrival = &mut arrivals[at];
            arrival.used = true;
            room -= if holds.told == Told::Unknown {
                room
            } else {
                holds.units
            };
            sources.push(Source {
                arrival: arrival.shipment,
                from: arrival.from,
                day: arrival.day,
                holds,
                leg,
                score,
            });
        }
    }
    (sources, cut)
}

/// What the sender received within the window under words that name nothing.
fn arrivals(
    search: &Search,
    stock: &Stock,
    taken: &Taken,
    sender: EntityId,
    window: Window,
) -> Vec<Arrival> {
    let inputs = search.inputs;
    (inputs.graph.inbound_within(sender, window).iter())
        .filter(|step| {
            inputs.goods.wording[step.edge.index()] != Wording::Specific
                && stock.cargo(step.edge).is_none()
                && !taken.contains(step.edge)
        })
        .map(|step| Arrival {
            shipment: step.edge,
            from: step.other,
            day: step.day,
            numbers: Numbers::of(inputs.shipments, step.edge),
            clues: search.vague_clues(step.edge),
            used: false,
        })
        .collect()
}

/// The arrivals that a leg can carry on, best first, ties by (day, shipment), with what they can hold.
fn of_leg(search: &Search, leg: &Cargo, arrivals: &[Arrival]) -> (Vec<(usize, Holds, f64)>, bool) {
    let shipments = search.inputs.shipments;
    let (item, inside) = (search.item(leg.item), search.item(leg.inside));
    let policy = &search.settings.compatibility;
    let numbers = Numbers::of(shipments, leg.shipment);
    let units = (leg.told == Told::Stated).then_some(leg.size);
    let days = f64::from(search.settings.custody_window_days).max(1.0);
    let from = arrivals
        .partition_point(|one| leg.day.since(one.day) > search.settings.custody_window_days);
    let (mut weighed, mut found, mut cut) = (0, Vec::new(), false);
    for (at, arrival) in arrivals.iter().enumerate().skip(from) {
        if arrival.day > leg.day {
            break;
        }
        if arrival.used || arrival.from == leg.to || arrival.from == leg.from {
            continue;
        }
        if weighed >= search.settings.budgets.per_lot {
            cut = true;
            break;
        }
        weighed += 1;
        let came = &arrival.numbers;
        let near = |a, b, tolerance| agree(a, b, tolerance) == Some(true);
        let tie = Tie::of(came, &numbers, policy);
        let tied = near(came.kg, numbers.kg, policy.weight_tolerance)
            || (near(came.pieces, numbers.pieces, policy.count_tolerance)
                && tie.form == Form::Alike);
        let machines = item.kind != ItemKind::Accelerator
            && tie.form == Form::Alike
            && numbers.piece().is_some()
            && came.piece().is_some_and(|kg| kg >= policy.machine_kg);
        if !(tied || machines)
            || search
                .ends
                .starts_inside(arrival.shipment, leg.inside, leg.maker)
        {
            continue;
        }
        let holds = holds(&arrival.numbers, item, inside);
        let delay = f64::from(leg.day.since(arrival.day)) / days;
        let fit = compatibility::hidden(
            item,
            units,
            &arrival.clues,
            holds,
            delay,
            tie,
            search.settings,
        );
        if let Some(fit) = fit {
            found.push((at, holds, fit.score));
        }
    }
    found.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)));
    (found, cut)
}

/// Enters the lots and the draws on them.
pub(super) fn enter(ledger: &mut Ledger, stock: &mut Stock, sources: Vec<Source>) {
    for source in sources {
        let leg = &ledger.cargoes[source.leg as usize];
        let cargo = Cargo {
            shipment: source.arrival,
            from: source.from,
            to: leg.from,
            day: source.day,
            item: leg.item,
            inside: leg.inside,
            maker: leg.maker,
            size: source.holds.units,
            told: source.holds.told,
            hidden: true,
            drawn_in: 0.0,
            drawn_out: 0.0,
        };
        let lot = ledger.cargoes.len() as u32;
        stock.add(lot, &cargo);
        ledger.cargoes.push(cargo);
        ledger.carry_on(lot, source.leg, Match::Named, source.score);
    }
}
