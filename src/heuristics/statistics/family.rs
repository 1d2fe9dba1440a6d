//! What one entity did in one family of items.

use super::Statistics;
use crate::heuristics::context::Inputs;
use crate::model::{EntityId, ShipmentId};

/// What one entity did in one family of items.
#[derive(Clone, Debug, Default)]
pub struct FamilyStats {
    /// Shipments received, ascending.
    pub inbound: Vec<ShipmentId>,
    /// Shipments sent, ascending.
    pub outbound: Vec<ShipmentId>,
    /// Units received, as far as known.
    pub units_in: f64,
    /// Units sent, as far as known.
    pub units_out: f64,
    /// Of these, to restricted countries.
    pub units_restricted: f64,
    /// Shipments sent to restricted countries.
    pub restricted: u32,
    /// Customers, ascending, no repeats.
    pub customers: Vec<EntityId>,
    /// Customers outside restricted countries.
    pub free_customers: u32,
    /// Suppliers, ascending, no repeats.
    pub suppliers: Vec<EntityId>,
}

impl Statistics {
    pub(super) fn family_stats(
        &self,
        inputs: &Inputs<'_>,
        id: EntityId,
        family: u16,
    ) -> FamilyStats {
        let entity = self.entity(id);
        let shipments = inputs.shipments;
        let of_family = |&&shipment: &&ShipmentId| {
            inputs.goods.item[shipment.index()]
                .is_some_and(|item| self.family_of[item.index()] == family)
        };
        let mut stats = FamilyStats {
            inbound: entity.items_in.iter().filter(of_family).copied().collect(),
            outbound: entity.items_out.iter().filter(of_family).copied().collect(),
            ..FamilyStats::default()
        };
        let party = |party: Option<crate::model::PartyId>| {
            party.and_then(|party| inputs.resolution.entity_of.get(party).copied())
        };
        for &shipment in &stats.inbound {
            stats.units_in += inputs.goods.units[shipment.index()].get().unwrap_or(0.0);
            stats
                .suppliers
                .extend(party(shipments.shipper[shipment.index()]));
        }
        let mut customers: Vec<(EntityId, bool)> = Vec::new();
        for &shipment in &stats.outbound {
            let i = shipment.index();
            let units = inputs.goods.units[i].get().unwrap_or(0.0);
            let restricted = match (shipments.to_country(shipment), inputs.goods.item[i]) {
                (Some(country), Some(item)) => inputs.rules.restricted(
                    country,
                    &inputs.items[item],
                    inputs.goods.maker.get(i).copied().flatten(),
                    shipments.day[i],
                ),
                _ => false,
            };
            stats.units_out += units;
            if restricted {
                stats.units_restricted += units;
                stats.restricted += 1;
            }
            if let Some(customer) = party(shipments.consignee[i]) {
                customers.push((customer, restricted));
            }
        }
        // A customer counts as free only if nothing sent to it was restricted.
        customers.sort_unstable_by_key(|&(id, restricted)| (id, !restricted));
        customers.dedup_by_key(|(id, _)| *id);
        stats.free_customers = customers
            .iter()
            .filter(|(_, restricted)| !restricted)
            .count() as u32;
        stats.customers = customers.into_iter().map(|(id, _)| id).collect();
        stats.suppliers.sort_unstable();
        stats.suppliers.dedup();
        stats
    }
}
