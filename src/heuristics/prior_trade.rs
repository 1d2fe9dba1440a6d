//! The pair traded such goods before the lot came.

use super::spec::{Best, Seen, heuristic, ramp};
use super::{Context, testbed};
use crate::model::Path;

heuristic! {
    /// # What it looks for
    /// An onward leg that was only tied to the lot by time and numbers, between two firms who had traded goods of that heading
    /// before the lot arrived.
    ///
    /// # Why it matters
    /// What one firm sent another before it held the lot cannot be the lot. The next shipment of the kind is then more likely
    /// the next order than a cover.
    ///
    /// # When it is innocent
    /// This is an innocent explanation. A cover may be built up by real orders beforehand; weight and worth far from theirs speak
    /// against it, which other findings say.
    ///
    /// # Parameters
    /// Earlier shipments that say nothing or all.
    ///
    /// # Example
    /// Cables went to the same Shenzhen plant in March and May; the server arrived in June; in July cables go again.
    ///
    /// # What to check next
    /// Compare weight, worth and packing of this shipment with those before the lot came.
    ///
    /// # Source
    /// Own list of look-alikes (bystanders whose cargo agrees with a lot by chance), 2026-11-22.
    "prior-trade": "The two firms traded such goods before the lot came",
    Stable since "0.1.0", Link For, group "making",
    {
        /// Earlier shipments that say nothing.
        few: "shipments" = 0.0,
        /// Earlier shipments that count in full.
        many: "shipments" = 2.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut best = Best::default();
    for pair in path.legs.windows(2).filter(|pair| pair[1].is_hidden()) {
        let (came, leg) = (&pair[0], &pair[1]);
        let heading = leg.shipments.first().and_then(|&id| context.heading(id));
        let Some(heading) = heading else {
            continue;
        };
        let before: Vec<_> = context
            .pair(leg.from, leg.to)
            .iter()
            .copied()
            .filter(|&id| context.day(id) < came.first_day && context.heading(id) == Some(heading))
            .collect();
        best.offer(
            ramp(before.len() as f64, p.few, p.many),
            || {
                format!(
                    "{} had sent {} {} of heading {heading:04} before the lot came.",
                    context.label(leg.from),
                    context.label(leg.to),
                    if before.len() == 1 { "a shipment".to_owned() } else { format!("{} shipments", before.len()) },
                )
            },
            || before.clone(),
        );
    }
    best.seen()
}

testbed::cases!("prior-trade");
