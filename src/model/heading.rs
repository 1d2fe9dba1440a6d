//! The goods heading of every shipment, read once.

use super::id::ShipmentId;
use super::shipment::Shipments;
use rayon::prelude::*;

/// The first four digits of each shipment's goods code, two bytes a shipment. A stage that asks for the headings of
/// firms' shipments, which lie all over the table, finds them here without reading codes again and again.
pub struct HeadingColumn(Vec<u16>);

/// No heading has this number.
const NONE: u16 = u16::MAX;

impl HeadingColumn {
    /// One pass over the shipments.
    pub fn of(shipments: &Shipments) -> Self {
        let heading = |&code| heading_of(shipments.text.get(code)).unwrap_or(NONE);
        Self(shipments.hs_code.par_iter().map(heading).collect())
    }

    /// The heading of a shipment; `None` where its code is missing.
    #[inline]
    pub fn get(&self, shipment: ShipmentId) -> Option<u16> {
        let heading = self.0.get(shipment.index()).copied();
        heading.filter(|heading| *heading != NONE)
    }
}

/// The first four digits of a goods code as a number; `None` if there are not four.
pub fn heading_of(code: &str) -> Option<u16> {
    code.get(..4)?.parse().ok()
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
