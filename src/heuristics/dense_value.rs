//! Modest words, costly kilograms.

use super::spec::{Best, Seen, heuristic, ramp};
use super::{Context, testbed};
use crate::model::{ItemKind, Path, Wording};

heuristic! {
    /// # What it looks for
    /// A leg whose text names no item, or nothing at all, at a value per kilogram that ordinary parts do not have.
    ///
    /// # Why it matters
    /// Accelerators carry thousands of dollars a kilogram. Adapters, cables and cases do not, whatever the label says.
    ///
    /// # When it is innocent
    /// Precious metals in parts, samples, small optics, medical devices; a weight typed in the wrong unit.
    ///
    /// # Parameters
    /// Densities between which suspicion grows.
    ///
    /// # Example
    /// "Adapter modules" worth 9,000 USD a kilogram.
    ///
    /// # What to check next
    /// Ask for a datasheet of the article named on the invoice.
    ///
    /// # Source
    /// Derived from the Gatekeeper filings of 2025 and Hong Kong container cases; the bounds are this project's own.
    "dense-value": "Goods without a telling name are worth too much a kilogram",
    Stable since "0.1.0", Shipment Against, group "words",
    {
        /// Density that ordinary electronics reach.
        ordinary: "USD/kg" = 400.0,
        /// Density that counts in full.
        full: "USD/kg" = 2000.0,
        /// Times that for goods under the listed heading that names them.
        own_heading: "factor" = 10.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    if context.item(path).is_unnamed() {
        // The goods were recognised by this very figure.
        return None;
    }
    let mut best = Best::default();
    let (mut asked, mut measured) = (false, false);
    for id in path.shipments() {
        let wording = context.inputs.goods.wording.get(id.index()).copied().unwrap_or_default();
        let item = context.item_of(id).map(|item| &context.inputs.items[item]);
        if item.is_some() && wording == Wording::Specific {
            continue;
        }
        // Chips under their own heading are dear by nature; only the dearest are worth a word.
        let own_heading = item.is_some_and(|item| item.kind == ItemKind::ListedHeading) && context.by_heading(path);
        let times = if own_heading { p.own_heading } else { 1.0 };
        asked = true;
        let Some(density) = context.density(id) else { continue };
        measured = true;
        best.offer(
            ramp((density / times).max(1.0).ln(), p.ordinary.ln(), p.full.ln()),
            || format!("\"{}\" is declared at {density:.0} USD a kilogram.", context.description(id).chars().take(80).collect::<String>()),
            || vec![id],
        );
    }
    best.or_unknown(measured || !asked, "The leg without a telling name states no value or no weight.")
}

testbed::cases!("dense-value");
