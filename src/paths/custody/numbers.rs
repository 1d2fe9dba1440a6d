//! The numbers by which two papers of one lot are compared.

use super::holds::MACHINE_KG;
use crate::model::{Measure, ShipmentId, Shipments};
use crate::policy::search::CompatibilityPolicy;

/// Times what a lot weighs, counts or costs that a part of it may: the second papers weigh and value anew.
const ROOM: f64 = 1.2;

/// Pieces, kilograms and US dollars, as far as a shipment declares them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Numbers {
    pub pieces: Option<f64>,
    /// Packages that each weigh what a machine does: one is packed to a crate.
    pub crates: Option<f64>,
    pub kg: Option<f64>,
    pub usd: Option<f64>,
}

impl Numbers {
    pub(super) fn of(shipments: &Shipments, shipment: ShipmentId) -> Self {
        let kg = shipments.moved_kilograms(shipment).get();
        let packages = shipments.packages(shipment).get().zip(kg);
        let crates = packages.filter(|(packages, kg)| MACHINE_KG.contains(&(kg / packages)));
        Self {
            pieces: shipments
                .pieces(shipment)
                .or(shipments.bare_count(shipment))
                .get(),
            crates: crates.map(|(packages, _)| packages),
            kg,
            usd: shipments.value_usd[shipment.index()]
                .get()
                .filter(|usd| *usd > 0.0),
        }
    }

    /// Brings near what the numbers of these shipments are read from: here the waits for memory of many overlap.
    pub(super) fn touch(shipments: &Shipments, ids: impl Iterator<Item = ShipmentId>) {
        let bits = |one: Measure| one.get().unwrap_or_default().to_bits();
        let touched = ids.map(ShipmentId::index).fold(0, |sum, row| {
            sum ^ bits(shipments.quantity[row])
                ^ bits(shipments.gross_weight_kg[row])
                ^ bits(shipments.value_usd[row])
                ^ shipments.quantity_unit[row].index() as u64
        });
        std::hint::black_box(touched);
    }

    /// Kilograms of one piece.
    pub(super) fn piece(&self) -> Option<f64> {
        Some(self.kg? / self.pieces?)
    }

    /// Does a piece weigh what a server does, or more, as all machine tools do?
    pub(super) fn are_machines(&self) -> bool {
        self.piece().is_some_and(|kg| kg >= *MACHINE_KG.start())
    }

    /// Can the other be a part of these goods: does a kilogram of it cost as much, but for so many `times`, and does all of it
    /// weigh, count and cost hardly more? Both must state a value, and a weight or else the pieces.
    pub(super) fn has_room_for(&self, part: &Numbers, times: f64) -> bool {
        let ratio = |of: &dyn Fn(&Numbers) -> Option<f64>| {
            let each = |numbers: &Numbers| Some(numbers.usd? / of(numbers)?);
            Some(each(self)? / each(part)?)
        };
        let ratio = ratio(&|numbers| numbers.kg).or_else(|| ratio(&|numbers| numbers.pieces));
        let within = |all: Option<f64>, part: Option<f64>| {
            all.zip(part).is_none_or(|(all, part)| part <= all * ROOM)
        };
        ratio.is_some_and(|ratio| (1.0 / times..=times).contains(&ratio))
            && within(self.kg, part.kg)
            && within(self.usd, part.usd)
            && within(self.pieces, part.pieces)
    }

    /// Do both declare the same count?
    pub(super) fn same_count(&self, other: &Numbers, policy: &CompatibilityPolicy) -> bool {
        agree(self.pieces, other.pieces, policy.count_tolerance) == Some(true)
    }

    /// Do both weigh the same in all, within that share; or where one states no weight, are they as many and worth the same?
    pub(super) fn same_total(
        &self,
        other: &Numbers,
        weight: f64,
        policy: &CompatibilityPolicy,
    ) -> bool {
        let worth = || self.same_count(other, policy) && self.same_worth(other, policy);
        agree(self.kg, other.kg, weight).unwrap_or_else(worth)
    }

    /// Are both worth the same in all?
    pub(super) fn same_worth(&self, other: &Numbers, policy: &CompatibilityPolicy) -> bool {
        agree(self.usd, other.usd, policy.same_worth) == Some(true)
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
