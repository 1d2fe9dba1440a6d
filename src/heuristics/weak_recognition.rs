//! Perhaps not those goods at all.

use super::spec::{Seen, heuristic, ramp, seen};
use super::{Context, testbed};
use crate::model::{Path};

heuristic! {
    /// # What it looks for
    /// The best confidence with which any shipment of the chain was recognised as the controlled item.
    ///
    /// # Why it matters
    /// A listed heading alone, or a word that is also a pump, makes a chain of ordinary goods look controlled.
    ///
    /// # When it is innocent
    /// This is an innocent explanation. Where brand, model and code agree it is silent.
    ///
    /// # Parameters
    /// Confidences between which it fades.
    ///
    /// # Example
    /// "H100 series, industrial" under the heading of pumps, recognised at 0.3.
    ///
    /// # What to check next
    /// Read the full description on the invoice.
    ///
    /// # Source
    /// Confidence of the items stage; look-alikes of ordinary high-value cargo.
    "weak-recognition": "The goods are hardly recognised as the controlled item",
    Stable since "0.1.0", Shipment For, group "goods",
    {
        /// Confidence at which nothing is left.
        sure: "confidence" = 0.75,
        /// Confidence that counts in full.
        doubtful: "confidence" = 0.35,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    if context.item(path).is_unnamed() {
        // That no word names the goods is told by `unnamed-goods`.
        return None;
    }
    let best = context.confidence(path.shipments());
    seen(ramp(best, p.sure, p.doubtful), format!("No shipment is recognised with more than {best:.2} of certainty."), Vec::new())
}

testbed::cases!("weak-recognition");
