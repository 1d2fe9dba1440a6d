//! Lots matched with outbound legs that do not say what they carry.

use super::cargo::{CRUMB, Holds, Ledger, Proposal, Told};
use super::compatibility::{self, Clues, Tie};
use super::counted::{Counted, Out, Sent};
use super::numbers::Numbers;
use super::search::{History, Search, Stay};
use super::stock::Stock;
use crate::model::{Day, EntityId, ItemId, LinkId, Match, ShipmentId, Window, Wording};

/// An outbound leg that was not recognised and from which an end can be reached.
struct Leg {
    shipment: ShipmentId,
    day: Day,
    to: EntityId,
    numbers: Numbers,
    clues: Clues,
}

/// The unrecognised outbound legs of one entity.
pub(super) struct Departures {
    entity: EntityId,
    /// Sorted by (day, shipment).
    legs: Vec<Leg>,
    /// Every vague leg, end or no end, for the share that honest outlets have in the stock.
    vague: Vec<(Day, ShipmentId)>,
}

impl Departures {
    /// Reads the entity's shipments within the window; those that cannot reach an end are only counted.
    pub(super) fn of(
        search: &Search,
        stock: &Stock,
        ledger: &Ledger,
        entity: EntityId,
        window: Window,
    ) -> Self {
        let graph = search.inputs.graph;
        let most = search.settings.max_legs.saturating_sub(2);
        let mut history = None;
        let (mut legs, mut vague) = (Vec::new(), Vec::new());
        for step in graph.outbound_within(entity, window) {
            let taken = stock
                .cargo(step.edge)
                .is_some_and(|id| !ledger.cargoes[id as usize].hidden);
            if taken {
                continue;
            }
            if search.inputs.goods.wording[step.edge.index()] != Wording::Specific {
                vague.push((step.day, step.edge));
            }
            if usize::from(search.togo[step.edge.index()]) <= most {
                let history = history.get_or_insert_with(|| History::of(search, entity));
                legs.push(Leg {
                    shipment: step.edge,
                    day: step.day,
                    to: step.other,
                    numbers: Numbers::of(search.inputs.shipments, step.edge),
                    clues: search.clues(step.edge, history),
                });
            }
        }
        Self {
            entity,
            legs,
            vague,
        }
    }
}

impl Sent for Departures {
    fn is_empty(&self) -> bool {
        self.legs.is_empty()
    }

    /// Those whose kind of goods did not come to the sender shortly before.
    fn outs(&self) -> impl Iterator<Item = Out> + '_ {
        let legs = self.legs.iter().filter(|leg| !leg.clues.explained);
        legs.map(|leg| Out {
            shipment: leg.shipment,
            day: leg.day,
            to: leg.to,
            numbers: leg.numbers,
        })
    }
}

/// How much of the entity's vague outflow there is around a lot, item by item.
struct Outflow {
    item: ItemId,
    /// Units that could be held, summed up to and with each vague leg.
    sums: Vec<f64>,
}

/// Weighs legs against lots at one entity.
pub(super) struct Scales<'a> {
    search: &'a Search<'a>,
    ledger: &'a Ledger,
    stock: &'a Stock,
    stay: Stay<'a>,
    outflows: Vec<Outflow>,
    /// Legs that each lot may be weighed against, so that many lots share the entity's budget.
    allowance: u64,
    /// The budget of a lot was hit.
    pub cut_lot: bool,
    /// The budget of the entity was hit.
    pub cut_entity: bool,
}

impl<'a> Scales<'a> {
    pub(super) fn new(
        search: &'a Search<'a>,
        ledger: &'a Ledger,
        stock: &'a Stock,
        stay: Stay<'a>,
        lots: usize,
    ) -> Self {
        let budgets = &search.settings.budgets;
        let fair = (budgets.per_entity / (lots as u64).max(1)).max(1);
        Self {
            search,
            ledger,
            stock,
            stay,
            outflows: Vec::new(),
            allowance: budgets.per_lot.min(fair),
            cut_lot: false,
            cut_entity: false,
        }
    }

    /// Draws by `departures` on what is left of a lot, best first, ties by (day, shipment).
    pub(super) fn weigh(
        &mut self,
        lot: u32,
        (departures, counted): (&Departures, &Counted),
        window: Window,
        link: Option<LinkId>,
    ) -> Vec<Proposal> {
        let search = self.search;
        let parent = &self.ledger.cargoes[lot as usize];
        let left = parent.held() - parent.drawn_out;
        let item = search.item(parent.item);
        let numbers = Numbers::of(search.inputs.shipments, parent.shipment);
        let told = parent.told == Told::Stated || (parent.hidden && parent.told != Told::Unknown);
        let units = told.then(|| parent.held());
        let budgets = &search.settings.budgets;

        let from = departures.legs.partition_point(|leg| leg.day < window.from);
        let mut weighed = 0;
        let mut found: Vec<Proposal> = Vec::new();
        for leg in &departures.legs[from..] {
            if leg.day >= window.to {
                break;
            }
            if leg.to == parent.from || leg.to == parent.to {
                continue;
            }
            if weighed >= self.allowance {
                self.cut_lot |= self.allowance == budgets.per_lot;
                self.cut_entity |= self.allowance < budgets.per_lot;
                break;
            }
            weighed += 1;
            let Some(holds) = self.holds(leg.shipment, || leg.numbers, parent.item, parent.inside)
            else {
                continue;
            };
            let delay = search.delay(parent.day, leg.day, link);
            let policy = &search.settings.compatibility;
            let tie = Tie {
                counted: counted.ties(lot, leg.shipment),
                ..Tie::of(&numbers, &leg.numbers, policy)
            };
            let settings = search.settings;
            let fit = compatibility::hidden(item, units, &leg.clues, holds, delay, tie, settings);
            let Some(fit) = fit else {
                continue;
            };
            let agree = tie.counted || (tie.same_total && numbers.same_count(&leg.numbers, policy));
            let gives = || (self.stay).gives(search, parent.to, parent.inside, leg.day);
            if !agree && !gives() {
                continue;
            }
            // Other words, or another firm, and other numbers too: that is another trade. Part of a lot weighs less, which
            // is no other number where neither words nor heading speak against it.
            let doubtful = (fit.matched == Match::Relabelled || link.is_some()) && !tie.counted;
            // What a piece of the lot weighs the catalogue tells where the lot's papers do not.
            let piece = || {
                let weighs = leg.numbers.piece().filter(|_| numbers.piece().is_none());
                weighs.is_some_and(|kg| compatibility::piece_fits(kg, item))
            };
            let part = fit.matched == Match::Vague
                && numbers.is_part(&leg.numbers)
                && compatibility::own_heading(leg.clues.heading, item, policy);
            if doubtful
                && !part
                && leg.clues.contradiction <= 0.0
                && numbers.differ(&leg.numbers, policy)
                && !piece()
            {
                continue;
            }
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
                matched: fit.matched,
                score: fit.score * strength,
                link,
            });
        }
        if found.is_empty() {
            return Vec::new();
        }
        let share = if link.is_none() && parent.told != Told::Unknown {
            self.share((parent.item, parent.inside), left, departures, window)
        } else {
            1.0
        };
        found.sort_by(|a, b| {
            b.score
                .total_cmp(&a.score)
                .then((a.day, a.child).cmp(&(b.day, b.child)))
        });
        found
            .into_iter()
            .map(|proposal| self.limited(proposal, units, share))
            .filter(|proposal| proposal.at_most > CRUMB)
            .collect()
    }

    /// Vague legs share a stock in proportion to what they can hold; a leg of just the lot's count is
    /// the lot, whoever else was supplied.
    fn limited(&self, mut proposal: Proposal, units: Option<f64>, share: f64) -> Proposal {
        let tolerance = self.search.settings.compatibility.count_tolerance;
        let same_count = units.is_some_and(|units| {
            proposal.holds.told == Told::Stated
                && (proposal.holds.units / units - 1.0).abs() <= tolerance
        });
        if proposal.matched == Match::Vague
            && share < 1.0
            && !same_count
            && proposal.holds.told != Told::Unknown
        {
            proposal.at_most = (proposal.holds.units * share).round();
        }
        proposal
    }

    /// The part of each vague leg that a lot of `left` units can fill if all get the same: 1 if there is
    /// enough for everybody.
    fn share(
        &mut self,
        (item, inside): (ItemId, ItemId),
        left: f64,
        departures: &Departures,
        window: Window,
    ) -> f64 {
        let at = match self
            .outflows
            .iter()
            .position(|outflow| outflow.item == item)
        {
            Some(at) => at,
            None => {
                let mut sum = 0.0;
                let sums = departures
                    .vague
                    .iter()
                    .map(|&(_, shipment)| {
                        sum += self
                            .holds(shipment, || self.numbers(shipment), item, inside)
                            .map_or(0.0, |holds| holds.units);
                        sum
                    })
                    .collect();
                self.outflows.push(Outflow { item, sums });
                self.outflows.len() - 1
            }
        };
        let vague = &departures.vague;
        let from = vague.partition_point(|(day, _)| *day < window.from);
        let to = vague.partition_point(|(day, _)| *day < window.to);
        let upto = |n: usize| match n {
            0 => 0.0,
            n => self.outflows[at].sums[n - 1],
        };
        let total = upto(to) - upto(from);
        if total > left { left / total } else { 1.0 }
    }

    fn numbers(&self, shipment: ShipmentId) -> Numbers {
        Numbers::of(self.search.inputs.shipments, shipment)
    }

    /// Units that the leg can still hold. `None`: it is taken, or carries another family already.
    fn holds(
        &self,
        shipment: ShipmentId,
        numbers: impl FnOnce() -> Numbers,
        item: ItemId,
        inside: ItemId,
    ) -> Option<Holds> {
        let search = self.search;
        match self.stock.cargo(shipment) {
            None => Some(super::holds::holds(
                &numbers(),
                search.item(item),
                search.item(inside),
            )),
            Some(id) => {
                let cargo = &self.ledger.cargoes[id as usize];
                let fits = cargo.hidden
                    && cargo.room() > CRUMB
                    && search.family(cargo.inside) == search.family(inside);
                fits.then_some(Holds {
                    units: cargo.room(),
                    told: cargo.told,
                })
            }
        }
    }
}
