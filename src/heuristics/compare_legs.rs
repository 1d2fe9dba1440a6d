//! Numbers of one leg held against themselves and against those of another.

use super::Context;
use crate::model::{Leg, ShipmentId};

impl Context<'_> {
    /// Does a shipment of the leg declare a quantity of at least so many times its weight?
    pub fn contradicts(&self, leg: &Leg, times: f64) -> bool {
        let of = |&id: &ShipmentId| self.quantity_over_weight(id);
        leg.shipments
            .iter()
            .filter_map(of)
            .any(|over| over >= times)
    }

    /// Do both legs declare a number of pieces, and is what left neither the pieces nor the units that came?
    pub fn counts_differ(&self, into: &Leg, out: &Leg, tolerance: f64) -> bool {
        let pieces = |leg: &Leg| {
            let of = |id: ShipmentId| self.inputs.shipments.pieces(id);
            self.total(&leg.shipments, of).get()
        };
        let came = [
            pieces(into),
            self.total(&into.shipments, |id| self.units(id)).get(),
        ];
        let Some(left) = pieces(out) else {
            return false;
        };
        let mut known = came.into_iter().flatten().peekable();
        known.peek().is_some() && known.all(|came| !agree(came, left, tolerance))
    }
}

/// Are two numbers apart by no more than that share of the larger?
pub(super) fn agree(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance * a.max(b)
}
