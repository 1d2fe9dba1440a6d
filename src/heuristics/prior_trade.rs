//! The pair trades such goods beside the lot.

use super::spec::{Best, Seen, heuristic, ramp};
use super::{Context, testbed};
use crate::model::{Path, ShipmentId};

heuristic! {
    /// # What it looks for
    /// An onward leg that was only tied to the lot by time and numbers, between two firms who had traded goods of that heading
    /// before the lot arrived, or who trade more of them later than further lots can have supplied.
    ///
    /// # Why it matters
    /// What one firm sent another before it held the lot cannot be the lot, and neither can the third shipment after the only
    /// lot that came. One of the kind is then more likely the next order than a cover.
    ///
    /// # When it is innocent
    /// This is an innocent explanation. A cover may be built up by real orders beforehand; weight and worth far from theirs speak
    /// against it, which other findings say.
    ///
    /// # Parameters
    /// Earlier shipments that say nothing or all, and what a later one counts beside them.
    ///
    /// # Example
    /// Cables went to the same Shenzhen plant in March and May; the server arrived in June; in July cables go again.
    ///
    /// # What to check next
    /// Compare weight, worth and packing of this shipment with those before the lot came.
    ///
    /// # Source
    /// Own list of look-alikes (bystanders whose cargo agrees with a lot by chance), 2026-11-22.
    "prior-trade": "The two firms trade such goods beside the lot",
    Stable since "0.1.0", Link For, group "making",
    {
        /// Earlier shipments that say nothing.
        few: "shipments" = 0.0,
        /// Earlier shipments that count in full.
        many: "shipments" = 2.0,
        /// What a later shipment counts that no further lot can have supplied.
        later: "factor" = 0.5,
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
        let further = |id: &&ShipmentId| !came.shipments.contains(*id) && context.day(**id) >= came.first_day;
        let supplied = context.family(leg.from, path).inbound.iter().filter(further).count();
        let others = context.pair(leg.from, leg.to).iter().copied();
        let alike = others.filter(|&id| context.heading(id) == Some(heading) && !leg.shipments.contains(&id));
        let (before, after): (Vec<_>, Vec<_>) = alike.partition(|&id| context.day(id) < came.first_day);
        // A lot may leave in two.
        let beyond = after.len().saturating_sub(supplied + 1);
        best.offer(
            ramp(before.len() as f64 + beyond as f64 * p.later, p.few, p.many),
            || {
                let shipments = |count: usize| match count {
                    1 => "a shipment".to_owned(),
                    _ => format!("{count} shipments"),
                };
                let lots = match beyond {
                    0 => String::new(),
                    _ => format!(", and {} later than further lots came for", shipments(beyond)),
                };
                format!(
                    "{} sent {} {} of heading {heading:04} before the lot came{lots}.",
                    context.label(leg.from),
                    context.label(leg.to),
                    if before.is_empty() { "none".to_owned() } else { shipments(before.len()) },
                )
            },
            || before.iter().chain(&after).copied().collect(),
        );
    }
    best.seen()
}

testbed::cases!("prior-trade");
