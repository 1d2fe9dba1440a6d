//! Kilograms that do not fit the pieces.

use super::spec::{Best, Seen, heuristic, ramp};
use super::{Context, testbed};
use crate::model::{ItemKind, Path};

heuristic! {
    /// # What it looks for
    /// Kilograms a piece, on any leg whose item is recognised, outside what a bare card or a crated machine of that kind
    /// can weigh.
    ///
    /// # Why it matters
    /// Weight is the one declared number that a carrier checks. Boxes that are too light for their contents hold less or
    /// something else; boxes that are too heavy hold more.
    ///
    /// # When it is innocent
    /// Sets counted as pieces, pallets counted in, net and gross confused. Those errors are a small factor, so only a larger
    /// one counts.
    ///
    /// # Parameters
    /// The factor beyond the catalogue's range that is still forgiven, and the factor that counts in full.
    ///
    /// # Example
    /// 16 eight-accelerator servers declared at 90 kg in all.
    ///
    /// # What to check next
    /// Ask the carrier for the weight on the air waybill and the number of packages.
    ///
    /// # Source
    /// FATF and Egmont 2021 and G7 guidance of September 2024 on discrepancies of quantity and weight; ranges from the
    /// item catalogue.
    "weight-mismatch": "Weight does not fit the number of pieces",
    Stable since "0.1.0", Shipment Against, group "physical",
    {
        /// Factor outside the range that says nothing.
        forgiven: "factor" = 1.8,
        /// Factor outside the range that counts in full.
        full: "factor" = 5.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut best = Best::default();
    let mut measured = false;
    for id in path.shipments() {
        let Some(item) = context.item_of(id).map(|item| &context.inputs.items[item]) else { continue };
        if item.kind == ItemKind::ListedHeading {
            measured = true;
            continue;
        }
        let (Some(kg), Some(pieces)) = (context.kg(id).get(), context.pieces(id).get().filter(|n| *n > 0.0)) else {
            continue;
        };
        let (Some(low), Some(high)) = (item.unit_weight_kg.low.get(), item.unit_weight_kg.high.get()) else { continue };
        measured = true;
        let each = kg / pieces;
        let factor = if each < low { low / each.max(1e-6) } else { each / high };
        best.offer(
            ramp(factor.ln(), p.forgiven.ln(), p.full.ln()),
            || format!("{} declares {each:.1} kg a piece; {} weighs {low:.1} to {high:.1} kg.", context.inputs.shipments.record(id), item.model),
            || vec![id],
        );
    }
    best.or_unknown(measured, "Weight or number of pieces is not stated on any leg with a named item.")
}

testbed::cases!("weight-mismatch");
