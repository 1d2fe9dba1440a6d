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
        let each = context.physical(id).kg_a_piece;
        let (Some(declared), Some(ratio)) = (each.declared.get(), each.ratio.get()) else { continue };
        measured = true;
        let factor = if ratio < 1.0 { 1.0 / ratio.max(1e-6) } else { ratio };
        best.offer(
            ramp(factor.ln(), p.forgiven.ln(), p.full.ln()),
            || {
                let record = context.inputs.shipments.record(id);
                let [low, high] = [each.expected.low, each.expected.high].map(|bound| bound.get().unwrap_or_default());
                format!("{record} declares {declared:.1} kg a piece; {} weighs {low:.1} to {high:.1} kg.", item.model)
            },
            || vec![id],
        );
    }
    best.or_unknown(measured, "Weight or number of pieces is not stated on any leg with a named item.")
}

testbed::cases!("weight-mismatch");
