//! A price only scarcity explains.

use super::spec::{Seen, heuristic, ramp};
use super::{Context, price, testbed};
use crate::model::Path;

heuristic! {
    /// # What it looks for
    /// A declared value a piece well above the new price of the item.
    ///
    /// # Why it matters
    /// A buyer who cannot buy openly pays a premium. Reports put it near one half for racks sold where they may not be.
    ///
    /// # When it is innocent
    /// Short supply, small lots, service and network bundled into one price, freight inside the value.
    ///
    /// # Parameters
    /// The premium that is forgiven and the premium that counts in full.
    ///
    /// # Example
    /// Cards that sell new for at most 45,000 USD change hands at 80,000.
    ///
    /// # What to check next
    /// Ask what else the price covers.
    ///
    /// # Source
    /// UK NCA red alert of December 2023 (overpaying for priority items); press summaries of 2025 on premiums (second hand).
    "overpaid": "Declared value a piece lies far above the market",
    Stable since "0.1.0", Shipment Against, group "price",
    {
        /// Times over the highest price that say nothing.
        forgiven: "factor" = 1.15,
        /// Times over the highest price that count in full.
        full: "factor" = 1.8,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    price::of_a_piece(
        context,
        path,
        |prices| prices.high,
        |ratio| ramp(ratio, p.forgiven, p.full),
        |item, high| format!("a new {} costs at most {high:.0} USD", item.model),
        "No leg with a named item states both value and pieces.",
    )
}

testbed::cases!("overpaid");
