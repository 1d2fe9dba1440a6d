//! What lies where: the cargoes of one class of goods, by the entity that sends and by shipment.

use super::cargo::Cargo;
use crate::model::{EntityId, ShipmentId};

/// Index over the cargoes of a ledger.
#[derive(Clone, Debug)]
pub(super) struct Stock {
    /// Where the cargoes of each sender start in `sent`; one more than entities.
    starts: Vec<u32>,
    /// Recognised cargoes by sender, those of each sorted by (day, shipment).
    sent: Vec<u32>,
    /// The cargo of each shipment, [`NO_CARGO`] for most. Four bytes a shipment, where a map would take more for a class
    /// that is a third of them.
    of: Vec<u32>,
}

/// The shipment carries nothing of the class.
const NO_CARGO: u32 = u32::MAX;

impl Stock {
    /// Over recognised cargoes in the order of their shipments.
    pub(super) fn new(cargoes: &[Cargo], entities: usize, shipments: usize) -> Self {
        let mut starts = vec![0u32; entities + 1];
        let mut of = vec![NO_CARGO; shipments];
        for (id, cargo) in cargoes.iter().enumerate() {
            starts[cargo.from.index() + 1] += 1;
            of[cargo.shipment.index()] = id as u32;
        }
        for entity in 0..entities {
            starts[entity + 1] += starts[entity];
        }
        let mut next = starts.clone();
        let mut sent = vec![0; cargoes.len()];
        for (id, cargo) in cargoes.iter().enumerate() {
            let place = &mut next[cargo.from.index()];
            sent[*place as usize] = id as u32;
            *place += 1;
        }
        Self { starts, sent, of }
    }

    /// Adds a hidden cargo.
    pub(super) fn add(&mut self, id: u32, cargo: &Cargo) {
        self.of[cargo.shipment.index()] = id;
    }

    /// Recognised cargoes that an entity sends, sorted by (day, shipment).
    pub(super) fn sent(&self, entity: EntityId) -> &[u32] {
        let (from, to) = (self.starts[entity.index()], self.starts[entity.index() + 1]);
        &self.sent[from as usize..to as usize]
    }

    /// The cargo of a shipment, if it carries any.
    #[inline]
    pub(super) fn cargo(&self, shipment: ShipmentId) -> Option<u32> {
        let cargo = self.of[shipment.index()];
        (cargo != NO_CARGO).then_some(cargo)
    }
}

/// Shipments whose room another class has used: one mark a shipment.
#[derive(Clone, Debug)]
pub(super) struct Taken(Vec<bool>);

impl Taken {
    /// None of so many shipments.
    pub(super) fn none(shipments: usize) -> Self {
        Self(vec![false; shipments])
    }

    /// Marks a shipment.
    pub(super) fn insert(&mut self, shipment: ShipmentId) {
        self.0[shipment.index()] = true;
    }

    /// Is it marked?
    #[inline]
    pub(super) fn contains(&self, shipment: ShipmentId) -> bool {
        self.0[shipment.index()]
    }
}
