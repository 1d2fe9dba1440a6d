//! Makers nobody has heard of.

use super::spec::{Best, Seen, heuristic};
use super::{Context, testbed, words};
use crate::model::Path;

heuristic! {
    /// # What it looks for
    /// A brand that one firm alone has ever used in the data, on goods as dense in value as accelerators or on a leg whose
    /// words changed.
    ///
    /// # Why it matters
    /// In a convicted scheme genuine labels were replaced by a brand that did not exist.
    ///
    /// # When it is innocent
    /// White-label servers, new local makers, project names.
    ///
    /// # Parameters
    /// In how many shipments a brand may have been seen, and the value density of accelerators.
    ///
    /// # Example
    /// "ORCHIDON" modules worth 8,000 USD a kilogram, a brand that stands on no other shipment.
    ///
    /// # What to check next
    /// Look the brand up in a trade mark register.
    ///
    /// # Source
    /// Operation Gatekeeper filings, 2025; the computation is derived here.
    "unknown-brand": "A brand that only this shipper uses stands on costly goods",
    Stable since "0.1.0", Shipment Against, group "words",
    {
        /// Most shipments that may carry an unknown brand.
        rare: "shipments" = 6.0,
        /// Value per kilogram of accelerators.
        dense: "USD/kg" = 1000.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut best = Best::default();
    for leg in &path.legs {
        for &id in &leg.shipments {
            let brand = context.inputs.shipments.brand[id.index()];
            let Some((count, shippers)) = context.brand(brand) else { continue };
            let text = context.text(brand);
            if shippers > 1 || f64::from(count) > p.rare || words::has(text, &context.settings().words.makers) {
                continue;
            }
            let dense = context.density(id).is_some_and(|density| density >= p.dense);
            let changed = leg.is_hidden();
            let strength = match (dense, changed) {
                (true, true) => 1.0,
                (true, false) | (false, true) => 0.7,
                (false, false) => 0.0,
            };
            best.offer(
                strength,
                || format!("The brand \"{text}\" stands on {count} shipments of one sender and nowhere else."),
                || vec![id],
            );
        }
    }
    best.seen()
}

testbed::cases!("unknown-brand");
