//! Long on the shelf.

use super::spec::{Seen, heuristic, ramp, seen};
use super::{Context, testbed};
use crate::model::{Path};

heuristic! {
    /// # What it looks for
    /// The shortest stay with any firm in the middle, long enough to be stock-keeping and not transit.
    ///
    /// # Why it matters
    /// Someone who orders for a buyer ships when the goods come. Someone who ships half a year later sold from stock.
    ///
    /// # When it is innocent
    /// This is an innocent explanation. Machines that ran for a while and then left are another matter, which another finding
    /// looks at.
    ///
    /// # Parameters
    /// Days between which it grows.
    ///
    /// # Example
    /// Arrived in January, sold in October.
    ///
    /// # What to check next
    /// Ask when the onward order was placed.
    ///
    /// # Source
    /// Own list of look-alikes (distributors, surplus trade), 2026-11-22.
    "from-old-stock": "The goods lay in stock for long before they went on",
    Stable since "0.1.0", Path For, group "stock",
    {
        /// Stay that says nothing.
        short: "days" = 100.0,
        /// Stay that counts in full.
        long: "days" = 220.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let days = context.stays(path).filter(|(_, _, into, _)| !into.shipments.is_empty()).map(|(_, days, _, _)| days).min()?;
    seen(ramp(f64::from(days), p.short, p.long), format!("No firm in the middle sent the goods on before {days} days."), Vec::new())
}

testbed::cases!("from-old-stock");
