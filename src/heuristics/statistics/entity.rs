//! What one entity did, over all goods.

use super::headings::HeadingColumn;
use crate::heuristics::context::Inputs;
use crate::model::{Country, Day, EntityId, ItemKind, ShipmentId};
use rustc_hash::FxHashMap;

/// A shipment as an entity that is followed saw it.
pub(super) struct Seen {
    /// Its place among those that are followed.
    pub slot: u32,
    /// The shipment.
    pub id: ShipmentId,
    /// Who is at the other end.
    pub other: Option<EntityId>,
    /// Did it send, or receive?
    pub sent: bool,
}

/// What one entity did, over all goods.
#[derive(Clone, Debug, Default)]
pub struct EntityStats {
    /// Shipments received.
    pub received: u32,
    /// Shipments sent.
    pub sent: u32,
    /// First day seen in any shipment.
    pub first: Option<Day>,
    /// Last day.
    pub last: Option<Day>,
    /// Longest silence that ended with a recognised item, in days, and the day it ended.
    pub silence: Option<(i32, Day)>,
    /// Who sent to it, ascending, no repeats.
    pub suppliers: Vec<EntityId>,
    /// Whom it sent to, ascending, no repeats.
    pub customers: Vec<EntityId>,
    /// Shipments received that hold a recognised item, ascending.
    pub items_in: Vec<ShipmentId>,
    /// Shipments sent that hold a recognised item, ascending.
    pub items_out: Vec<ShipmentId>,
    /// Shipments received of what a machine hall needs beside accelerators.
    pub complements_in: u32,
    /// Their declared value in US dollars, as far as known.
    pub complements_usd: f64,
    /// Shipments sent, by first four digits of the goods code.
    pub headings_out: FxHashMap<u16, u32>,
    /// Shipments received, by first four digits of the goods code.
    pub headings_in: FxHashMap<u16, u32>,
    /// Shipments sent, by customer.
    pub sent_to: FxHashMap<EntityId, u32>,
    /// Distinct countries sent to, ascending.
    pub countries_out: Vec<Country>,
}

impl EntityStats {
    fn see(&mut self, inputs: &Inputs<'_>, id: ShipmentId) {
        let day = inputs.shipments.day[id.index()];
        if let Some(last) = self.last
            && inputs.goods.item[id.index()].is_some()
        {
            let gap = day.since(last);
            if gap > self.silence.map_or(0, |(days, _)| days) {
                self.silence = Some((gap, day));
            }
        }
        self.first.get_or_insert(day);
        self.last = Some(day);
    }

    /// From the shipments that it sent and received, ascending.
    pub(super) fn of(inputs: &Inputs<'_>, headings: &HeadingColumn, seen: &[Seen]) -> Self {
        let mut stats = Self::default();
        for seen in seen {
            stats.see(inputs, seen.id);
            let heading = headings.get(seen.id);
            if seen.sent {
                stats.send(inputs, seen.id, seen.other, heading);
            } else {
                stats.receive(inputs, seen.id, seen.other, heading);
            }
        }
        for list in [&mut stats.suppliers, &mut stats.customers] {
            list.sort_unstable();
            list.dedup();
        }
        stats.countries_out.sort_unstable();
        stats
    }

    fn send(
        &mut self,
        inputs: &Inputs<'_>,
        id: ShipmentId,
        to: Option<EntityId>,
        heading: Option<u16>,
    ) {
        self.sent += 1;
        if let Some(to) = to {
            *self.sent_to.entry(to).or_default() += 1;
            if self.customers.last() != Some(&to) {
                self.customers.push(to);
            }
        }
        if let Some(country) = inputs.shipments.to_country(id)
            && !self.countries_out.contains(&country)
        {
            self.countries_out.push(country);
        }
        if let Some(heading) = heading {
            *self.headings_out.entry(heading).or_default() += 1;
        }
        if inputs.goods.item[id.index()].is_some() {
            self.items_out.push(id);
        }
    }

    fn receive(
        &mut self,
        inputs: &Inputs<'_>,
        id: ShipmentId,
        from: Option<EntityId>,
        heading: Option<u16>,
    ) {
        self.received += 1;
        if let Some(from) = from
            && self.suppliers.last() != Some(&from)
        {
            self.suppliers.push(from);
        }
        if let Some(heading) = heading {
            *self.headings_in.entry(heading).or_default() += 1;
        }
        let shipments = inputs.shipments;
        let code = || shipments.text.get(shipments.hs_code[id.index()]);
        let complements = &inputs.settings.headings.complements;
        let item = inputs.goods.item[id.index()];
        if item.is_some() {
            self.items_in.push(id);
        }
        // Switches and power supplies are on the list for Russia by their heading, and run a machine hall all the same.
        if item.is_none_or(|item| inputs.items[item].kind == ItemKind::ListedHeading)
            && heading.is_some()
            && (complements.iter()).any(|prefix| code().starts_with(prefix.as_str()))
        {
            self.complements_in += 1;
            self.complements_usd += inputs.shipments.value_usd[id.index()].get().unwrap_or(0.0);
        }
    }
}
