//! What the data themselves say of goods headings: value a kilogram, and who handles what.

use crate::model::{ShipmentId, Shipments};

/// Buckets of a histogram over USD a kilogram: a factor of 10^(1/8) each, from 0.01 USD/kg.
const BUCKETS: usize = 72;

/// Fewer shipments than these say nothing of a heading's usual value.
const ENOUGH: u32 = 20;

/// US dollars a kilogram.
pub(super) fn usd_per_kg(shipments: &Shipments, shipment: ShipmentId) -> Option<f64> {
    let kg = shipments.moved_kilograms(shipment).get()?;
    let usd = shipments.value_usd[shipment.index()].get()?;
    (usd > 0.0).then(|| usd / kg)
}

/// Median USD a kilogram of each heading over all shipments of the run, to within a bucket.
pub(super) struct Densities {
    medians: Vec<Option<f32>>,
}

impl Densities {
    /// One pass over the shipments. Counts, so that the order of rows cannot matter.
    pub(super) fn measure(shipments: &Shipments) -> Self {
        let mut counts: Vec<Option<Box<[u32; BUCKETS]>>> = vec![None; 10_000];
        for shipment in shipments.ids() {
            let (Some(heading), Some(density)) =
                (shipments.heading(shipment), usd_per_kg(shipments, shipment))
            else {
                continue;
            };
            let bucket = ((density.log10() + 2.0) * 8.0).clamp(0.0, BUCKETS as f64 - 1.0);
            let row = counts[usize::from(heading)].get_or_insert_with(|| Box::new([0; BUCKETS]));
            row[bucket as usize] += 1;
        }
        let medians = counts
            .into_iter()
            .map(|row| {
                let row = row?;
                let total: u32 = row.iter().sum();
                if total < ENOUGH {
                    return None;
                }
                let mut seen = 0;
                let bucket = row.iter().position(|n| {
                    seen += n;
                    2 * seen >= total
                })?;
                Some(10f32.powf((bucket as f32 + 0.5) / 8.0 - 2.0))
            })
            .collect();
        Self { medians }
    }

    /// Median USD a kilogram of a heading; `None` where too few shipments tell.
    pub(super) fn median(&self, heading: u16) -> Option<f64> {
        self.medians
            .get(usize::from(heading))
            .copied()
            .flatten()
            .map(f64::from)
    }
}
