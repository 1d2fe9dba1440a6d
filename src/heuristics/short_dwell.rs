//! A stay of days.

use super::spec::{Best, Seen, heuristic, ramp};
use super::{Context, testbed};
use crate::model::{Path};

heuristic! {
    /// # What it looks for
    /// The days between the arrival of a lot with a firm in the middle and its departure, however the words or numbers changed.
    ///
    /// # Why it matters
    /// Clearing, checking and selling take weeks. A lot that leaves within days was sold before it came.
    ///
    /// # When it is innocent
    /// Cross-docking is a service and does just this, for many owners and in both directions.
    ///
    /// # Parameters
    /// Days between which the sign fades.
    ///
    /// # Example
    /// In on Monday, out on Thursday.
    ///
    /// # What to check next
    /// Find the date of the onward order: it should lie after the arrival.
    ///
    /// # Source
    /// BIS, FinCEN alerts of 2022 and 2023 on quick onward movement; own bounds.
    "short-dwell": "A lot leaves the firm in the middle within days",
    Stable since "0.1.0", Path Against, group "transit",
    {
        /// Stay that says nothing.
        long: "days" = 21.0,
        /// Stay that counts in full.
        short: "days" = 5.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut best = Best::default();
    for (who, days, into, out) in context.stays(path) {
        if into.shipments.is_empty() || days < 0 {
            continue;
        }
        best.offer(
            ramp(f64::from(days), p.long, p.short),
            || {
                let who = context.label(who);
                match into.shipments.len() + out.shipments.len() > 2 {
                    true => format!("The first of the goods left {who} {days} days after the first of them came."),
                    false => format!("The goods stayed {days} days with {who}."),
                }
            },
            || into.shipments.iter().chain(&out.shipments).copied().collect(),
        );
    }
    best.seen()
}

testbed::cases!("short-dwell");
