//! Two firms of which only one reports.

use super::spec::{Best, Seen, heuristic, ramp};
use super::{Context, testbed};
use crate::model::{Path};

heuristic! {
    /// # What it looks for
    /// A pair of firms of the chain all of whose shipments are reported by one side only, on a lane where most are reported by
    /// both.
    ///
    /// # Why it matters
    /// One missing report is chance. A customer who never once reports what his supplier sends does not receive it, or not there.
    ///
    /// # When it is innocent
    /// An importer of record may stand between; names may differ on the two sides.
    ///
    /// # Parameters
    /// How much of the lane must be mirrored, and how many shipments of the pair are no chance any more.
    ///
    /// # Example
    /// Seven of seven shipments between two firms lack the import side on a lane where 90 % have it.
    ///
    /// # What to check next
    /// Ask the receiver for its import entries of that year.
    ///
    /// # Source
    /// FT 2023 on half of a two-billion sample that never arrived; mirror statistics in the literature on strategic trade.
    "mirror-gap": "No shipment between two firms is ever reported by the receiving side",
    Stable since "0.1.0", Network Against, group "route",
    {
        /// Mirrored share that the lane must have.
        usual: "share" = 0.6,
        /// Shipments of the pair that say nothing.
        few: "shipments" = 2.0,
        /// Shipments of the pair that count in full.
        many: "shipments" = 6.0,
        /// Shipments that the lane must have.
        lane: "shipments" = 20.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut best = Best::default();
    let mut measured = false;
    for leg in path.legs.iter().filter(|leg| !leg.shipments.is_empty()) {
        let shipments = context.inputs.shipments;
        let (Some(from), Some(to)) = (shipments.from_country(leg.shipments[0]), shipments.to_country(leg.shipments[0])) else { continue };
        let (count, mirrored) = context.mirrors(from, to);
        if from == to || f64::from(count) < p.lane {
            continue;
        }
        measured = true;
        let share = f64::from(mirrored) / f64::from(count);
        let pair = context.pair(leg.from, leg.to);
        if share < p.usual || pair.iter().any(|&id| context.is_mirrored(id)) {
            continue;
        }
        best.offer(
            ramp(pair.len() as f64, p.few, p.many),
            || format!("None of {} shipments from {} to {} is reported by both sides; on this lane {:.0} % are.", pair.len(), context.label(leg.from), context.label(leg.to), share * 100.0),
            || pair.to_vec(),
        );
    }
    best.or_unknown(measured, "No lane of this chain has enough shipments to compare both sides.")
}

testbed::cases!("mirror-gap");
