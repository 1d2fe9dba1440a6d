//! Parts that add up.

use super::spec::{Best, Seen, heuristic, ramp};
use super::{Context, testbed};
use crate::model::{Path};

heuristic! {
    /// # What it looks for
    /// A lot that arrives in several shipments and leaves in another number of them, with the sums equal.
    ///
    /// # Why it matters
    /// Splitting hides a lot from anyone who compares shipment with shipment. That the sums agree shows it is still one lot.
    ///
    /// # When it is innocent
    /// Break-bulk trade does this for many receivers; here all parts go to the same one.
    ///
    /// # Parameters
    /// How close the sums must be, and how many parts count in full.
    ///
    /// # Example
    /// Three arrivals of 40, 40 and 16; two departures of 48.
    ///
    /// # What to check next
    /// Put the serial numbers of all parts on one sheet.
    ///
    /// # Source
    /// CSIS, April 2024, on lots gathered below thresholds; own computation.
    "split-and-merged": "Several shipments in and another number out add up to the same lot",
    Stable since "0.1.0", Path Against, group "transit",
    {
        /// Largest difference of the sums.
        tolerance: "share" = 0.03,
        /// Parts that count in full.
        parts: "shipments" = 4.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut best = Best::default();
    for (who, _, into, out) in context.stays(path) {
        let parts = into.shipments.len().max(out.shipments.len());
        if parts < 2 || into.shipments.len() == out.shipments.len() || into.shipments.is_empty() {
            continue;
        }
        let units = |list: &[_]| context.total(list, |id| context.units(id)).get();
        let (Some(a), Some(b)) = (units(&into.shipments), units(&out.shipments)) else { continue };
        if (a - b).abs() / a.max(b).max(1.0) > p.tolerance {
            continue;
        }
        best.offer(
            ramp(parts as f64, 1.0, p.parts),
            || format!("{a:.0} units came to {} in {} shipments and {b:.0} left in {}.", context.label(who), into.shipments.len(), out.shipments.len()),
            || into.shipments.iter().chain(&out.shipments).copied().collect(),
        );
    }
    best.seen()
}

testbed::cases!("split-and-merged");
