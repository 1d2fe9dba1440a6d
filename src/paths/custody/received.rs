//! How much of what the middle of a chain received went its way.

use super::cargo::{Cargo, Ledger};
use super::search::Search;
use crate::model::{Day, EntityId, ItemId, ItemKind, Leg};
use rustc_hash::FxHashMap;

/// What each entity received, by day. Goods known by a listed heading are counted heading by heading, since a
/// thousand resistors and two converters are no sum; accelerators and what holds them count together.
pub(super) struct Received {
    by_entity: FxHashMap<(EntityId, Option<ItemId>), Inflow>,
}

/// What the units of an item are counted with.
fn counted_with(search: &Search, item: ItemId) -> Option<ItemId> {
    (search.item(item).kind == ItemKind::ListedHeading).then_some(item)
}

/// Sums up to and with each arrival, sorted by day.
#[derive(Default)]
struct Inflow {
    days: Vec<Day>,
    units: Vec<f64>,
}

impl Received {
    /// Of the entities that stand in the middle of one of these chains, which are all that anybody asks about.
    pub(super) fn of<'c>(
        search: &Search,
        ledger: &Ledger,
        chains: impl Iterator<Item = &'c Vec<EntityId>>,
    ) -> Self {
        let mut asked = vec![false; search.inputs.graph.nodes()];
        for chain in chains {
            for entity in chain.iter().skip(1).take(chain.len().saturating_sub(2)) {
                asked[entity.index()] = true;
            }
        }
        let cargoes = ledger.cargoes.iter();
        let mut order: Vec<&Cargo> = cargoes.filter(|cargo| asked[cargo.to.index()]).collect();
        // Recognised ones are in order already, which a sort that is stable makes use of.
        order.sort_by_key(|cargo| (cargo.day, cargo.shipment));
        let mut by_entity: FxHashMap<_, Inflow> = FxHashMap::default();
        for cargo in order {
            let inflow = by_entity
                .entry((cargo.to, counted_with(search, cargo.item)))
                .or_default();
            let before = inflow.units.last().copied().unwrap_or(0.0);
            inflow.days.push(cargo.day);
            inflow.units.push(before + cargo.held());
        }
        Self { by_entity }
    }

    /// The least, over the middle entities, of units carried on by this chain over units received from
    /// one window before its first arrival to its last departure. 1 for a chain without a middle.
    ///
    /// A distributor that sells 95 % to ordinary customers passes 0.05 on: its other trade is an honest
    /// outlet for what it buys, and speaks against its being a mere way station. Lots of unknown size
    /// count as one unit on both sides.
    pub(super) fn share(
        &self,
        chain: &[EntityId],
        handover: Option<usize>,
        legs: &[Leg],
        item: ItemId,
        search: &Search,
    ) -> f64 {
        let mut least: f64 = 1.0;
        #[expect(
            clippy::needless_range_loop,
            reason = "the place in the chain indexes the legs too"
        )]
        for at in 1..chain.len().saturating_sub(1) {
            // The firm that goods are handed over to receives no shipment of them.
            if handover == Some(at - 1) {
                continue;
            }
            let (Some(before), Some(next)) = (legs.get(at - 1), legs.get(at)) else {
                continue;
            };
            let from = before.first_day.plus(-search.settings.custody_window_days);
            let to = next.last_day.max(before.last_day);
            let received = self.between((chain[at], counted_with(search, item)), from, to);
            let carried = next
                .units
                .get()
                .unwrap_or(next.shipments.len().max(1) as f64);
            if received > 0.0 {
                least = least.min(carried / received);
            }
        }
        least.clamp(0.0, 1.0)
    }

    fn between(&self, of: (EntityId, Option<ItemId>), from: Day, to: Day) -> f64 {
        let Some(inflow) = self.by_entity.get(&of) else {
            return 0.0;
        };
        let upto = |n: usize| if n == 0 { 0.0 } else { inflow.units[n - 1] };
        let low = inflow.days.partition_point(|day| *day < from);
        let high = inflow.days.partition_point(|day| *day <= to);
        upto(high) - upto(low)
    }
}
