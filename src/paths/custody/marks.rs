//! What the search asks of shipments most, in two bytes each: the shipments of a firm lie all over the table.

use super::Inputs;
use super::ends::Ends;
use crate::model::{ItemKind, ShipmentId};
use rayon::prelude::*;

/// One mark a shipment: its heading, and whether it was recognised.
pub(super) struct Marks(Vec<u16>);

/// The bit of what was recognised. Headings have four digits and stay below it.
const RECOGNISED: u16 = 1 << 15;

/// The heading of a shipment without a goods code.
const NO_HEADING: u16 = RECOGNISED - 1;

impl Marks {
    pub(super) fn of(inputs: &Inputs, ends: &Ends) -> Self {
        let mark = |row| {
            let shipment = ShipmentId::new(row);
            let heading = inputs.shipments.heading(shipment).unwrap_or(NO_HEADING);
            match recognised(inputs, ends, shipment) {
                true => heading | RECOGNISED,
                false => heading,
            }
        };
        let rows = 0..inputs.graph.shipments();
        Self(rows.into_par_iter().map(mark).collect())
    }

    #[inline]
    pub(super) fn is_recognised(&self, shipment: ShipmentId) -> bool {
        self.0[shipment.index()] & RECOGNISED != 0
    }

    #[inline]
    pub(super) fn heading(&self, shipment: ShipmentId) -> Option<u16> {
        let heading = self.0[shipment.index()] & !RECOGNISED;
        (heading != NO_HEADING).then_some(heading)
    }
}

fn recognised(inputs: &Inputs, ends: &Ends, shipment: ShipmentId) -> bool {
    let i = shipment.index();
    let item = inputs.goods.item.get(i).copied().flatten();
    item.is_some_and(|item| match inputs.items[item].kind {
        ItemKind::ListedHeading => ends.maker(shipment).is_some(),
        _ => f64::from(inputs.goods.confidence[i]) >= inputs.settings.item_confidence,
    })
}
