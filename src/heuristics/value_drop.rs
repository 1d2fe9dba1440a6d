//! A value that falls away on the second leg.

use super::spec::{Best, Seen, heuristic, ramp};
use super::{Context, testbed};
use crate::model::{Path, ShipmentId};

heuristic! {
    /// # What it looks for
    /// A second leg whose declared value is a small part of the first, for a lot whose weight or units stayed the same.
    ///
    /// # Why it matters
    /// The second customs office is told a value that draws no attention. The seller knows better: the first invoice is his.
    ///
    /// # When it is innocent
    /// Old machines lose value, but not in weeks; a return for repair is declared low.
    ///
    /// # Parameters
    /// Fractions of the first value between which it grows.
    ///
    /// # Example
    /// 2.1 million dollars arrive in Bangkok; the same 128 kg leave at 60,000.
    ///
    /// # What to check next
    /// Ask the insurer what the second leg was insured for.
    ///
    /// # Source
    /// G7 guidance, September 2024 (undervaluation); case gordei (charged).
    "value-drop": "Most of the value is gone on the second leg of the same lot",
    Stable since "0.1.0", Path Against, group "price",
    {
        /// Fraction of the first value that says nothing.
        forgiven: "fraction" = 0.6,
        /// Fraction that counts in full.
        full: "fraction" = 0.25,
        /// Largest difference of units or weight of one lot.
        same_lot: "share" = 0.1,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut best = Best::default();
    for (who, days, into, out) in context.stays(path) {
        let usd = |list: &[ShipmentId]| context.total(list, |id| context.usd(id)).get();
        let (Some(first), Some(second)) = (usd(&into.shipments), usd(&out.shipments)) else { continue };
        let near = |a: Option<f64>, b: Option<f64>| matches!((a, b), (Some(a), Some(b)) if a > 0.0 && (a - b).abs() / a.max(b) <= p.same_lot);
        let units = |list: &[ShipmentId]| context.total(list, |id| context.units(id)).get();
        let kg = |list: &[ShipmentId]| context.total(list, |id| context.kg(id)).get();
        if !near(units(&into.shipments), units(&out.shipments)) && !near(kg(&into.shipments), kg(&out.shipments)) {
            continue;
        }
        best.offer(
            ramp(second / first.max(1.0), p.forgiven, p.full),
            || format!("The lot came to {} at {first:.0} USD and left {days} days later at {second:.0} USD.", context.label(who)),
            || into.shipments.iter().chain(&out.shipments).copied().collect(),
        );
    }
    best.seen()
}

testbed::cases!("value-drop");
