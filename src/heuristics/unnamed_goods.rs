//! Goods that no word names.

use super::spec::{Seen, heuristic, ramp, seen};
use super::{Context, testbed};
use crate::model::Path;

heuristic! {
    /// # What it looks for
    /// A chain whose goods no word names: they are followed because a piece weighs and costs what an accelerator, or a
    /// server full of them, does.
    ///
    /// # Why it matters
    /// Two numbers are an inference, not a description. Other goods of that weight and price exist, and a slip in a
    /// quantity makes more of them.
    ///
    /// # When it is innocent
    /// This is an innocent explanation. It fades where many shipments state a weight and a value that fit.
    ///
    /// # Parameters
    /// Shipments with weight and value between which it fades by half.
    ///
    /// # Example
    /// Three "computer parts" of two kilograms and 9,000 dollars each, sent once.
    ///
    /// # What to check next
    /// Ask the carrier or the forwarder for the invoice and the packing list: one model name settles it.
    ///
    /// # Source
    /// This project's own inference; weights and prices of the catalogue of items.
    "unnamed-goods": "No word names the goods; weight and price suggest them",
    Stable since "0.1.0", Shipment For, group "goods",
    {
        /// Shipments that fit up to which the doubt is whole.
        few: "shipments" = 1.0,
        /// Shipments that fit from which half of it is left.
        many: "shipments" = 8.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let item = context.item(path);
    if !item.is_unnamed() {
        return None;
    }
    let fit = path.shipments().filter(|&id| context.density(id).is_some()).count();
    seen(
        1.0 - 0.5 * ramp(fit as f64, p.few, p.many),
        format!("The goods are taken for \"{}\": {fit} shipments state a weight and a value.", item.model),
        path.shipments().collect(),
    )
}

testbed::cases!("unnamed-goods");
