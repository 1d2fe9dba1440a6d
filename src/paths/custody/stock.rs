//! What lies where: the cargoes of one class of goods, by the entity that sends and the one that receives.

use super::cargo::Cargo;
use crate::model::{EntityId, ShipmentId};
use rustc_hash::FxHashMap;

/// Index over the cargoes of a ledger.
#[derive(Clone, Debug, Default)]
pub(super) struct Stock {
    /// Recognised cargoes by sender, each sorted by (day, shipment).
    sent: FxHashMap<EntityId, Vec<u32>>,
    /// Every cargo of a shipment.
    of: FxHashMap<ShipmentId, u32>,
}

impl Stock {
    pub(super) fn new(cargoes: &[Cargo]) -> Self {
        let mut stock = Self::default();
        for (i, cargo) in cargoes.iter().enumerate() {
            stock.add(i as u32, cargo);
        }
        stock
    }

    pub(super) fn add(&mut self, id: u32, cargo: &Cargo) {
        self.of.insert(cargo.shipment, id);
        if !cargo.hidden {
            self.sent.entry(cargo.from).or_default().push(id);
        }
    }

    /// Recognised cargoes that an entity sends, sorted by (day, shipment).
    pub(super) fn sent(&self, entity: EntityId) -> &[u32] {
        self.sent.get(&entity).map_or(&[], Vec::as_slice)
    }

    /// The cargo of a shipment, if it carries any.
    pub(super) fn cargo(&self, shipment: ShipmentId) -> Option<u32> {
        self.of.get(&shipment).copied()
    }
}
