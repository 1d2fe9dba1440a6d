//! The rounds of matching: who drew on whose stock.
//!
//! In the first round the lots are all shipments that were recognised. In each later round they are the
//! units that the round before found hidden in vague or relabelled legs. Within a round the better
//! founded claim on a stock comes first: own recognised legs, recognised legs of a linked firm, own
//! hidden legs, hidden legs of a linked firm. Each step is worked out for all entities at once against
//! the same books and then entered in one fixed order, so that the result does not depend on threads.
//!
//! What no round and no source explains may have lain longer than the window ([`super::late`]). It is asked last, so that a
//! long stay takes nothing from a short one.

use super::cargo::{CRUMB, Cargo, Holds, Ledger, Proposal, Told};
use super::counted::{Counted, Sent};
use super::cuts::Cuts;
use super::hidden::{Departures, Scales};
use super::holds;
use super::late::{self, Arrivals};
use super::recognised;
use super::search::{Search, Stay};
use super::sources;
use super::stock::{Stock, Taken};
use super::tied;
use crate::model::{Day, EntityId, ItemId, ItemKind, LinkId, Match, Progress, ShipmentId, Window};
use crate::paths::Error;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// A class of goods that is searched by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Accelerators and what holds them.
    Accelerators,
    /// Goods that no word names, known by weight and price.
    Unnamed,
    /// Goods known by a listed heading only. They are followed as what they say they are, and over legs of other words
    /// where declared numbers tie those to the lot: a guess about a weak sign is no sign at all.
    ListedHeadings,
}

/// Matches the lots of one entity with legs of other words, against books that nobody changes meanwhile.
type OfEntity<'f> = dyn Fn(&Ledger, &Stock, &[u32]) -> Found + Sync + 'f;

/// Finds every draw of one class. `taken` are shipments whose room another class has used.
pub(super) fn run(
    search: &Search,
    class: Class,
    taken: &Taken,
    cuts: &mut Cuts,
    progress: &dyn Progress,
) -> Result<Ledger, Error> {
    let mut ledger = Ledger {
        cargoes: cargoes(search, class, taken),
        draws: Vec::new(),
    };
    let graph = search.inputs.graph;
    let mut stock = Stock::new(&ledger.cargoes, graph.nodes(), graph.shipments());
    let all = (0..ledger.cargoes.len() as u32).collect();
    let mut rounds = Rounds {
        search,
        class,
        taken,
        cuts,
        progress,
    };
    rounds.follow(&mut ledger, &mut stock, all)?;
    if class != Class::ListedHeadings {
        let (sources, cut) = sources::find(search, &ledger, &stock, taken);
        for entity in cut {
            rounds.cuts.per_lot(true, entity);
        }
        sources::enter(&mut ledger, &mut stock, sources);
    }
    if class != Class::Unnamed {
        let fresh = late::lots(search, &ledger);
        let arrivals = Arrivals::of(search, &ledger);
        let fresh = rounds.own(&mut ledger, &mut stock, &fresh, Stay::Late(&arrivals));
        rounds.follow(&mut ledger, &mut stock, fresh)?;
    }
    Ok(ledger)
}

/// What every step of the rounds needs beside the books.
struct Rounds<'r, 'a> {
    search: &'r Search<'a>,
    class: Class,
    taken: &'r Taken,
    cuts: &'r mut Cuts,
    progress: &'r dyn Progress,
}

impl Rounds<'_, '_> {
    /// Follows the units of `fresh` cargoes through all rounds, each within the usual window.
    fn follow(
        &mut self,
        ledger: &mut Ledger,
        stock: &mut Stock,
        mut fresh: Vec<u32>,
    ) -> Result<(), Error> {
        for _ in 1..self.search.settings.max_legs {
            if self.progress.interrupted() {
                return Err(Error::Interrupted);
            }
            let lots = lots(self.search, ledger, fresh);
            if lots.is_empty() {
                break;
            }
            fresh = self.own(ledger, stock, &lots, Stay::Usual);
        }
        Ok(())
    }

    /// Lets the `lots` leave, which are sorted by (entity, day, shipment); returns the cargoes found hidden thereby. Linked
    /// firms are asked within the usual window only.
    fn own(
        &mut self,
        ledger: &mut Ledger,
        stock: &mut Stock,
        lots: &[u32],
        stay: Stay,
    ) -> Vec<u32> {
        let (search, taken, class) = (self.search, self.taken, self.class);
        let before = ledger.draws.len();
        // Late legs of listed goods are those that numbers tie: firms that deal in chips send some of a kind every month.
        if stay.is_usual() || class != Class::ListedHeadings {
            let own = of_each(ledger, lots, |lots| {
                let entity = receiver(ledger, lots[0]);
                let found = recognised::own(search, ledger, stock, entity, lots, stay);
                (entity, found)
            });
            for (entity, (proposals, cut)) in own {
                self.cuts.per_lot(cut, entity);
                enter(ledger, stock, proposals);
            }
        }
        if stay.is_usual() {
            let handed: Vec<_> = left(ledger, lots)
                .into_par_iter()
                .map(|lot| (lot, recognised::handed_over(search, ledger, stock, lot)))
                .filter(|(_, (proposals, cut))| !proposals.is_empty() || *cut)
                .collect();
            for (lot, (proposals, cut)) in handed {
                self.cuts.per_lot(cut, receiver(ledger, lot));
                enter(ledger, stock, proposals);
            }
        }
        let mut step = |of_entity: &OfEntity| {
            let lots = left(ledger, lots);
            for found in of_each(ledger, &lots, |lots| of_entity(ledger, stock, lots)) {
                found.enter(ledger, stock, self.cuts);
            }
        };
        let listed = class == Class::ListedHeadings;
        step(&|ledger, stock, lots| match listed {
            true => tied::own(search, ledger, stock, taken, lots, stay),
            false => own_hidden(search, ledger, stock, lots, stay),
        });
        if stay.is_usual() {
            step(&|ledger, stock, lots| match listed {
                true => tied::handed_over(search, ledger, stock, taken, lots),
                false => handed_over_hidden(search, ledger, stock, lots),
            });
        }
        let mut next: Vec<u32> = ledger.draws[before..]
            .iter()
            .map(|draw| draw.child)
            .filter(|&child| ledger.cargoes[child as usize].hidden)
            .collect();
        next.sort_unstable();
        next.dedup();
        next
    }
}

/// Entities that a thread takes at once, at most.
const ENTITIES: usize = 32;

/// What is found for each entity of those lots, in their order.
fn of_each<F: Send>(
    ledger: &Ledger,
    lots: &[u32],
    found: impl Fn(&[u32]) -> F + Sync + Send,
) -> Vec<F> {
    let same = |a: &u32, b: &u32| receiver(ledger, *a) == receiver(ledger, *b);
    let of_entities: Vec<&[u32]> = lots.chunk_by(same).collect();
    // Some firms take long: small shares keep a thread from waiting for another's last one.
    let shares = of_entities.par_iter().with_max_len(ENTITIES);
    shares.map(|lots| found(lots)).collect()
}

/// Takes out the proposals to vague legs of which all lots together could fill next to nothing: such a leg is other goods,
/// and what little was taken for it belongs to other legs.
fn drop_unfilled(search: &Search, ledger: &Ledger, proposals: &mut Vec<Proposal>) {
    let mut fill: FxHashMap<ShipmentId, f64> = FxHashMap::default();
    let asked = |proposal: &Proposal| {
        proposal.matched == Match::Vague && proposal.holds.told == Told::Stated
    };
    for proposal in proposals.iter().filter(|proposal| asked(proposal)) {
        let lot = &ledger.cargoes[proposal.parent as usize];
        let units = match lot.told {
            // A lot of unknown size may be of any.
            Told::Unknown => f64::INFINITY,
            _ => (lot.held() - lot.drawn_out).min(proposal.at_most),
        };
        *fill.entry(proposal.child).or_default() += units;
    }
    let least = search.settings.compatibility.fill_least;
    proposals.retain(|proposal| {
        !asked(proposal)
            || fill
                .get(&proposal.child)
                .is_some_and(|units| *units >= least * proposal.holds.units)
    });
}

/// What the matching of one entity's lots with legs of other words found.
pub(super) struct Found {
    pub entity: EntityId,
    pub proposals: Vec<Proposal>,
    pub cut_lot: bool,
    pub cut_entity: bool,
}

impl Found {
    pub(super) fn of(entity: EntityId) -> Self {
        Self {
            entity,
            proposals: Vec::new(),
            cut_lot: false,
            cut_entity: false,
        }
    }

    fn enter(self, ledger: &mut Ledger, stock: &mut Stock, cuts: &mut Cuts) {
        cuts.per_lot(self.cut_lot, self.entity);
        cuts.per_entity(self.cut_entity, self.entity);
        enter(ledger, stock, self.proposals);
    }
}

fn receiver(ledger: &Ledger, lot: u32) -> EntityId {
    ledger.cargoes[lot as usize].to
}

/// The recognised shipments of the class, in order.
fn cargoes(search: &Search, class: Class, taken: &Taken) -> Vec<Cargo> {
    let inputs = search.inputs;
    (0..inputs.graph.shipments())
        .into_par_iter()
        .filter_map(|i| {
            let shipment = ShipmentId::new(i);
            let (item, inside, units) = goods(search, class, shipment)?;
            if taken.contains(shipment) {
                return None;
            }
            let (from, to) = inputs.graph.ends(shipment)?;
            let maker = search.ends.maker(shipment);
            if search.ends.starts_inside(shipment, inside, maker) {
                return None;
            }
            let size = match units {
                Some(units) => Holds {
                    units,
                    told: Told::Stated,
                },
                None => holds::by_weight(inputs.shipments, shipment, search.item(item)),
            };
            Some(Cargo {
                shipment,
                from,
                to,
                day: inputs.graph.day(shipment),
                item,
                inside,
                maker,
                size: size.units,
                told: size.told,
                hidden: false,
                drawn_in: 0.0,
                drawn_out: 0.0,
            })
        })
        .collect()
}

/// What a shipment of the class carries: item, accelerator inside, units if they are stated.
fn goods(
    search: &Search,
    class: Class,
    shipment: ShipmentId,
) -> Option<(ItemId, ItemId, Option<f64>)> {
    let inputs = search.inputs;
    if class == Class::Unnamed {
        let (item, inside, units) = search.unnamed.of(inputs, shipment)?;
        return Some((item, inside, Some(units)));
    }
    let i = shipment.index();
    let item = search.recognised(shipment)?;
    let listed = search.item(item).kind == ItemKind::ListedHeading;
    if listed != (class == Class::ListedHeadings) {
        return None;
    }
    let inside = inputs.goods.inside[i].unwrap_or(item);
    let units = inputs.goods.units[i].get().filter(|units| *units > 0.0);
    Some((item, inside, units))
}

/// The cargoes whose units can be drawn on where they arrived, sorted by (entity, day, shipment).
pub(super) fn lots(search: &Search, ledger: &Ledger, fresh: Vec<u32>) -> Vec<u32> {
    let mut lots: Vec<_> = fresh
        .into_par_iter()
        .filter_map(|id| {
            let cargo = &ledger.cargoes[id as usize];
            let is_lot = cargo.held() - cargo.drawn_out > CRUMB
                && !(search.ends).absorbs(cargo.shipment, cargo.inside, cargo.maker);
            is_lot.then_some((cargo.to, cargo.day, cargo.shipment, id))
        })
        .collect();
    lots.par_sort_unstable();
    lots.into_iter().map(|(.., id)| id).collect()
}

/// Those of the lots of which something is left.
fn left(ledger: &Ledger, lots: &[u32]) -> Vec<u32> {
    lots.iter()
        .copied()
        .filter(|&id| {
            let cargo = &ledger.cargoes[id as usize];
            cargo.held() - cargo.drawn_out > CRUMB
        })
        .collect()
}

/// Days from the first one on which the first lot can leave to the last day on which the last lot can leave.
pub(super) fn all_days(ledger: &Ledger, lots: &[u32], stay: impl Fn(Day) -> Window) -> Window {
    let day = |lot: &u32| ledger.cargoes[*lot as usize].day;
    let (first, last) = (day(&lots[0]), day(&lots[lots.len() - 1]));
    Window {
        from: stay(first).from,
        to: stay(last).to,
    }
}

fn own_hidden(search: &Search, ledger: &Ledger, stock: &Stock, lots: &[u32], stay: Stay) -> Found {
    let entity = receiver(ledger, lots[0]);
    let window = all_days(ledger, lots, |day| search.days(stay, day));
    let departures = Departures::of(search, stock, ledger, entity, window);
    let mut scales = Scales::new(search, ledger, stock, stay, lots.len());
    let mut proposals = Vec::new();
    if !departures.is_empty() {
        let days = |day| search.days(stay, day);
        let counted = Counted::of(search, ledger, entity, lots, departures.outs(), days);
        // What is certain to be there goes first.
        let stated = |lot: &&u32| ledger.cargoes[**lot as usize].told == Told::Stated;
        let unsure = |lot: &&u32| !stated(lot);
        for &lot in lots.iter().filter(stated).chain(lots.iter().filter(unsure)) {
            let days = search.days(stay, ledger.cargoes[lot as usize].day);
            proposals.extend(scales.weigh(lot, (&departures, &counted), days, None));
        }
    }
    hidden(search, ledger, entity, proposals, &scales)
}

/// What was found for an entity on those scales: the legs that lots fill enough of.
fn hidden(
    search: &Search,
    ledger: &Ledger,
    entity: EntityId,
    mut proposals: Vec<Proposal>,
    scales: &Scales,
) -> Found {
    drop_unfilled(search, ledger, &mut proposals);
    Found {
        entity,
        proposals,
        cut_lot: scales.cut_lot,
        cut_entity: scales.cut_entity,
    }
}

fn handed_over_hidden(search: &Search, ledger: &Ledger, stock: &Stock, lots: &[u32]) -> Found {
    let entity = receiver(ledger, lots[0]);
    let linked = search.linked(entity).len().max(1);
    let mut scales = Scales::new(search, ledger, stock, Stay::Usual, lots.len() * linked);
    let read = |firm, window| Departures::of(search, stock, ledger, firm, window);
    let proposals = over_links(search, ledger, lots, read, |lot, legs, days, link| {
        scales.weigh(lot, legs, days, Some(link))
    });
    hidden(search, ledger, entity, proposals, &scales)
}

/// Weighs the lots of one entity against what each linked firm sent, which `read` gives within a window. Over all linked firms
/// the better founded claim comes first, ties in the order of links and lots.
pub(super) fn over_links<D: Sent>(
    search: &Search,
    ledger: &Ledger,
    lots: &[u32],
    read: impl Fn(EntityId, Window) -> D,
    mut weigh: impl FnMut(u32, (&D, &Counted), Window, LinkId) -> Vec<Proposal>,
) -> Vec<Proposal> {
    let days = |day| search.handover(day);
    let window = all_days(ledger, lots, days);
    let mut proposals = Vec::new();
    for &(other, link) in search.linked(receiver(ledger, lots[0])) {
        let departures = read(other, window);
        if departures.is_empty() {
            continue;
        }
        let counted = Counted::of(search, ledger, other, lots, departures.outs(), days);
        for &lot in lots {
            let cargo = &ledger.cargoes[lot as usize];
            if other != cargo.from {
                let legs = (&departures, &counted);
                proposals.extend(weigh(lot, legs, days(cargo.day), link));
            }
        }
    }
    proposals.sort_by(|a, b| b.score.total_cmp(&a.score));
    proposals
}

/// Enters draws in order. A leg that is drawn into for the first time becomes a hidden cargo.
fn enter(ledger: &mut Ledger, stock: &mut Stock, proposals: Vec<Proposal>) {
    for proposal in proposals {
        let parent = &ledger.cargoes[proposal.parent as usize];
        if parent.held() - parent.drawn_out <= CRUMB {
            continue;
        }
        if let Some(child) = stock.cargo(proposal.child) {
            ledger.enter(&proposal, child);
            continue;
        }
        let maker = parent.maker;
        let child = ledger.cargoes.len() as u32;
        ledger.cargoes.push(Cargo {
            shipment: proposal.child,
            from: proposal.from,
            to: proposal.to,
            day: proposal.day,
            item: proposal.item,
            inside: proposal.inside,
            maker,
            size: proposal.holds.units,
            told: proposal.holds.told,
            hidden: true,
            drawn_in: 0.0,
            drawn_out: 0.0,
        });
        stock.add(child, &ledger.cargoes[child as usize]);
        ledger.enter(&proposal, child);
    }
}
