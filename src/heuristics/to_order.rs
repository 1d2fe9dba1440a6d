//! A receiver without a name.

use super::spec::{Best, Seen, heuristic};
use super::{Context, testbed, words};
use crate::model::Path;

heuristic! {
    /// # What it looks for
    /// A consignee field that names nobody: to order, unknown, as agent, the shipper once more.
    ///
    /// # Why it matters
    /// A negotiable bill lets the goods change hands at sea. For valuable controlled goods that is a strange wish.
    ///
    /// # When it is innocent
    /// Commodity trade and letters of credit use such bills daily, and providers may blank names by law.
    ///
    /// # Parameters
    /// What remains when somebody is named to be notified.
    ///
    /// # Example
    /// Accelerators consigned "to order of shipper" to Singapore.
    ///
    /// # What to check next
    /// Find who presented the bill for delivery.
    ///
    /// # Source
    /// Quint-Seal note, December 2023; G7 guidance, September 2024 (incomplete shipping information).
    "to-order": "The receiver of a leg is left open",
    Stable since "0.1.0", Shipment Against, group "who",
    {
        /// Factor where a party is to be notified.
        with_notify: "factor" = 0.5,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut best = Best::default();
    for leg in path.legs.iter().filter(|leg| !leg.shipments.is_empty()) {
        let Some(word) = words::find(context.name(leg.to), &context.settings().words.to_order) else { continue };
        let notified = leg.shipments.iter().all(|id| context.inputs.shipments.notify_name[id.index()].is_some());
        best.offer(
            if notified { p.with_notify } else { 1.0 },
            || format!("The receiver is given as \"{word}\" after {}.", context.label(leg.from)),
            || leg.shipments.clone(),
        );
    }
    best.seen()
}

testbed::cases!("to-order");
