//! Sent, and never received.

use super::spec::{Best, Seen, heuristic, ramp, unknown};
use super::{Context, testbed};
use crate::model::{Path};

heuristic! {
    /// # What it looks for
    /// A leg to a free country that only the sender reported, on a lane where both sides usually report.
    ///
    /// # Why it matters
    /// Goods declared to a neighbour are unloaded on the way. The neighbour's import never appears.
    ///
    /// # When it is innocent
    /// Late or missing import data of one month, transit trade, different codes on both sides.
    ///
    /// # Parameters
    /// Which share of a lane must be mirrored, and by how many shipments, before a missing mirror says anything.
    ///
    /// # Example
    /// Lithuania reports servers to Kazakhstan; of forty such exports thirty-five show up there, and these do not.
    ///
    /// # What to check next
    /// Ask the declared country's customs for the entry.
    ///
    /// # Source
    /// FT analysis of 2023 on trade that left and did not arrive; case gordei (charged).
    "ghost-transit": "The receiving side never reported a leg on a lane where it usually does",
    Stable since "0.1.0", Path Against, group "route",
    {
        /// Share of a lane that must be mirrored before this says anything.
        usual: "share" = 0.5,
        /// Mirrored share that counts in full.
        certain: "share" = 0.9,
        /// Shipments a lane must have.
        least: "shipments" = 12.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut best = Best::default();
    let mut measured = false;
    for leg in path.legs.iter().filter(|leg| !leg.shipments.is_empty()) {
        let shipments = context.inputs.shipments;
        let (Some(from), Some(to)) = (shipments.from_country(leg.shipments[0]), shipments.to_country(leg.shipments[0])) else { continue };
        if from == to || context.restricted(to, path, leg.last_day) {
            continue;
        }
        let (count, mirrored) = context.mirrors(from, to);
        if f64::from(count) < p.least || mirrored == 0 {
            continue;
        }
        measured = true;
        if leg.shipments.iter().any(|&id| context.is_mirrored(id)) {
            continue;
        }
        let share = f64::from(mirrored) / f64::from(count);
        best.offer(
            ramp(share, p.usual, p.certain),
            || format!("{:.0} % of shipments from {from} to {to} are reported by both sides; these {} are not.", share * 100.0, leg.shipments.len()),
            || leg.shipments.clone(),
        );
    }
    match best.seen() {
        None if !measured => unknown("The data hold no lane of this chain from both sides."),
        seen => seen,
    }
}

testbed::cases!("ghost-transit");
