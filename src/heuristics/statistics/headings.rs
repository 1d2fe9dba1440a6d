//! The goods heading of every shipment, read once.

use crate::model::{ShipmentId, Shipments};
use rayon::prelude::*;

/// The first four digits of each shipment's goods code, two bytes a shipment: the shipments of a firm lie all over the
/// table, and reading their codes is mostly waiting for memory.
pub(super) struct HeadingColumn(Vec<u16>);

/// No heading has this number.
const NONE: u16 = u16::MAX;

impl HeadingColumn {
    /// One pass over the shipments.
    pub(super) fn of(shipments: &Shipments) -> Self {
        let heading = |row| shipments.heading(ShipmentId::new(row)).unwrap_or(NONE);
        let rows = 0..shipments.hs_code.len();
        Self(rows.into_par_iter().map(heading).collect())
    }

    /// The heading of a shipment; `None` where its code is missing.
    #[inline]
    pub(super) fn get(&self, shipment: ShipmentId) -> Option<u16> {
        let heading = self.0.get(shipment.index()).copied();
        heading.filter(|heading| *heading != NONE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_four_digits_or_none() {
        let mut shipments = Shipments::default();
        for code in ["847330", "8473", "", "84", "0101"] {
            let code = shipments.text.intern(code);
            shipments.hs_code.push(code);
        }
        let headings = HeadingColumn::of(&shipments);
        let read: Vec<_> = (0..6)
            .map(|row| headings.get(ShipmentId::new(row)))
            .collect();
        assert_eq!(read, [Some(8473), Some(8473), None, None, Some(101), None]);
    }
}
