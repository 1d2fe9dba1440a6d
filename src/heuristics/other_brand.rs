//! Another maker's goods.

use super::spec::{Best, Seen, heuristic, ramp};
use super::{Context, testbed, words};
use crate::model::Path;

heuristic! {
    /// # What it looks for
    /// An onward leg that names no controlled item and carries a brand under which several firms ship goods, and which is
    /// no maker of accelerators or servers.
    ///
    /// # Why it matters
    /// A crate of connectors of a well-known maker is most likely just that. Who hides goods leaves the brand out, or makes
    /// one up.
    ///
    /// # When it is innocent
    /// This is an innocent explanation. A brand is a word that the sender chose; cover cargo may carry a true one.
    ///
    /// # Parameters
    /// How many senders make a brand known.
    ///
    /// # Example
    /// Servers come in; 728 kg of terminal blocks of a maker that forty firms ship go out.
    ///
    /// # What to check next
    /// Ask for the invoice of that maker's distributor.
    ///
    /// # Source
    /// Own list of look-alikes (ordinary cargo of firms that also buy servers), 2026-11-22. Made-up brands are what filings
    /// describe; see `unknown-brand`.
    "other-brand": "An unnamed onward leg carries a known brand of other goods",
    Stable since "0.1.0", Shipment For, group "making",
    {
        /// Senders of a brand that say nothing yet.
        few: "firms" = 1.0,
        /// Senders that make a brand known.
        known: "firms" = 4.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    // Goods that a heading names are of any maker.
    if context.by_heading(path) {
        return None;
    }
    let mut best = Best::default();
    for leg in path.legs.iter().filter(|leg| leg.is_hidden()) {
        for &id in &leg.shipments {
            let brand = context.inputs.shipments.brand[id.index()];
            let Some((_, shippers)) = context.brand(brand) else { continue };
            let text = context.text(brand);
            if words::has(text, &context.settings().words.makers) {
                continue;
            }
            best.offer(
                ramp(f64::from(shippers), p.few, p.known),
                || format!("What {} sent on carries the brand \"{text}\", which {shippers} firms ship.", context.label(leg.from)),
                || vec![id],
            );
        }
    }
    best.seen()
}

testbed::cases!("other-brand");
