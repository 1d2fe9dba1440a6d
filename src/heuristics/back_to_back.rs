//! In and out again, unopened.

use super::spec::{Seen, heuristic, ramp, seen, unknown};
use super::{Context, testbed};
use crate::model::Path;

heuristic! {
    /// # What it looks for
    /// An entity between two legs that passes on as many units as it took in, within a short time. Both numbers are
    /// those of whole shipments as declared, so a match is not forced by the way the lot was traced.
    ///
    /// # Why it matters
    /// A buyer who uses goods keeps them; a dealer breaks lots up. Whoever orders exactly what somebody further on
    /// wants, and sends it on in days, is a stop on a route.
    ///
    /// # When it is innocent
    /// Regional hubs of makers and cross-docking distributors do this all day, to many customers in places where
    /// nothing is restricted.
    ///
    /// # Parameters
    /// The allowed difference in units, and the stay beyond which nothing is left of the suspicion.
    ///
    /// # Example
    /// 64 cards arrive in Malaysia on 1 March; 64 cards leave on 9 March.
    ///
    /// # What to check next
    /// Compare serial numbers on both invoices, and ask whether the boxes were opened in between.
    ///
    /// # Source
    /// BIS, FinCEN joint alerts of 28 June 2022 and 19 May 2023 on transshipment; FATF and Egmont, Trade-Based Money
    /// Laundering: Risk Indicators, March 2021 (read through summaries).
    "back-to-back": "The same number of units enters and leaves a middle firm within weeks",
    Stable since "0.1.0", Path Against, group "transit",
    {
        /// Largest difference between units in and units out.
        tolerance: "share" = 0.05,
        /// A stay this long or longer says nothing.
        longest_stay: "days" = 90.0,
        /// A stay this short or shorter says all.
        short_stay: "days" = 21.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut best: Seen = None;
    let mut unmeasured = false;
    for (who, days, into, out) in context.stays(path) {
        if into.shipments.is_empty() {
            continue;
        }
        let units = |shipments: &[_]| context.total(shipments, |id| context.units(id)).get();
        let (Some(arrived), Some(left)) = (units(&into.shipments), units(&out.shipments).or(out.units.get())) else {
            unmeasured = true;
            continue;
        };
        if arrived <= 0.0 || (arrived - left).abs() / arrived.max(left) > p.tolerance {
            continue;
        }
        let strength = ramp(f64::from(days), p.longest_stay, p.short_stay);
        if strength > best.as_ref().and_then(|seen| seen.strength.get()).unwrap_or(0.0) {
            let mut shipments = into.shipments.clone();
            shipments.extend(&out.shipments);
            best = seen(
                strength,
                format!("{} took in {arrived:.0} units and passed on {left:.0} after {days} days.", context.label(who)),
                shipments,
            );
        }
    }
    match best {
        None if unmeasured => unknown("Units are not stated on both sides of any stay."),
        best => best,
    }
}

testbed::cases!("back-to-back");
