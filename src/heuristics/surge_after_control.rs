//! A lane that woke up.

use super::spec::{Best, Seen, heuristic, ramp};
use super::statistics::month_of;
use super::{Context, testbed};
use crate::model::Path;

heuristic! {
    /// # What it looks for
    /// The number of shipments under the heading on a lane of the chain in the year after a control, against the year before.
    ///
    /// # Why it matters
    /// When the straight way closes, the way round grows.
    ///
    /// # When it is innocent
    /// The boom in artificial intelligence raised every lane; so the sign is weak and needs data from before the control.
    ///
    /// # Parameters
    /// Ratios between which it grows, how many shipments the later year must have, and how many months of earlier data.
    ///
    /// # Example
    /// Two shipments of processing units from Taiwan to Malaysia in the year before the rule, forty in the year after.
    ///
    /// # What to check next
    /// Compare with lanes to places that need no licence anyway.
    ///
    /// # Source
    /// FinCEN and BIS alerts of 2022 and 2023; RUSI; public statistics of 2025 on Malaysia and Taiwan.
    "surge-after-control": "Trade on a lane of the chain multiplied after the control",
    Stable since "0.1.0", Network Against, group "time",
    {
        /// Ratio that a boom explains.
        growth: "ratio" = 3.0,
        /// Ratio that counts in full.
        full: "ratio" = 10.0,
        /// Shipments that the later year must have.
        least: "shipments" = 8.0,
        /// Months of data before the control without which nothing is said.
        history: "months" = 6.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let (first, last) = context.data_days();
    let (start, end) = (month_of(first), month_of(last));
    let mut best = Best::default();
    let mut measured = false;
    for leg in path.legs.iter().filter(|leg| !leg.shipments.is_empty()) {
        let (Some(from), Some(to)) = (context.country(leg.from), context.country(leg.to)) else { continue };
        let Some(heading) = context.heading(leg.shipments[0]).filter(|_| from != to) else { continue };
        let Some(lane) = context.lane(from, to, heading) else { continue };
        for &control in context.control_days(path) {
            let month = month_of(control);
            // Neither side of the control may lie outside the data.
            if f64::from(month - start) < p.history || end <= month {
                continue;
            }
            measured = true;
            let months = (month - start).min(12);
            let before = f64::from(lane.between(month - months, month)) * 12.0 / f64::from(months);
            let after = f64::from(lane.between(month + 1, month + 13));
            if after < p.least {
                continue;
            }
            best.offer(
                ramp(after / before.max(1.0), p.growth, p.full),
                || format!("Heading {heading} from {from} to {to}: {before:.0} shipments in the year before {control}, {after:.0} in the year after."),
                || leg.shipments.clone(),
            );
        }
    }
    best.or_unknown(measured, "The data do not reach back before a control date of these goods.")
}

testbed::cases!("surge-after-control");
