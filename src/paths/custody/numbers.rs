//! The numbers by which two papers of one lot are compared.

use crate::model::{Measure, ShipmentId, Shipments};
use crate::policy::search::CompatibilityPolicy;

/// Pieces and kilograms, as far as a shipment declares them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Numbers {
    pub pieces: Option<f64>,
    pub kg: Option<f64>,
}

impl Numbers {
    pub(super) fn of(shipments: &Shipments, shipment: ShipmentId) -> Self {
        Self {
            pieces: shipments.pieces(shipment).get(),
            kg: shipments.moved_kilograms(shipment).get(),
        }
    }

    /// Brings near what the numbers of these shipments are read from: here the waits for memory of many overlap.
    pub(super) fn touch(shipments: &Shipments, ids: impl Iterator<Item = ShipmentId>) {
        let bits = |one: Measure| one.get().unwrap_or_default().to_bits();
        let touched = ids.map(ShipmentId::index).fold(0, |sum, row| {
            sum ^ bits(shipments.quantity[row])
                ^ bits(shipments.gross_weight_kg[row])
                ^ shipments.quantity_unit[row].index() as u64
        });
        std::hint::black_box(touched);
    }

    /// Kilograms of one piece.
    pub(super) fn piece(&self) -> Option<f64> {
        Some(self.kg? / self.pieces?)
    }

    /// Do both declare the same count?
    pub(super) fn same_count(&self, other: &Numbers, policy: &CompatibilityPolicy) -> bool {
        agree(self.pieces, other.pieces, policy.count_tolerance) == Some(true)
    }

    /// Does the other shipment weigh less and not say how many pieces it is?
    pub(super) fn is_part(&self, other: &Numbers) -> bool {
        other.pieces.is_none() && self.kg.zip(other.kg).is_some_and(|(all, part)| part < all)
    }

    /// Is there something to compare, and does none of it agree: count, weight, weight of a piece?
    pub(super) fn differ(&self, other: &Numbers, policy: &CompatibilityPolicy) -> bool {
        let pairs = [
            (self.pieces, other.pieces, policy.count_tolerance),
            (self.kg, other.kg, policy.weight_tolerance),
            (self.piece(), other.piece(), policy.weight_tolerance),
        ];
        let mut compared = (pairs.into_iter())
            .filter_map(|(a, b, tolerance)| agree(a, b, tolerance))
            .peekable();
        compared.peek().is_some() && !compared.any(|agrees| agrees)
    }
}

/// Are two numbers apart by no more than that share of the larger? `None` where one is not declared.
pub(super) fn agree(a: Option<f64>, b: Option<f64>, tolerance: f64) -> Option<bool> {
    let (a, b) = (a?, b?);
    Some((a - b).abs() / a.max(b) <= tolerance)
}
