//! Too cheap to be true.

use super::spec::{Seen, heuristic, ramp};
use super::{Context, price, testbed};
use crate::model::Path;

heuristic! {
    /// # What it looks for
    /// A declared value a piece far below the used price of the item that the text names.
    ///
    /// # Why it matters
    /// A low value keeps a consignment under the limits for export filings and away from an inspector's eye.
    ///
    /// # When it is innocent
    /// Warranty swaps, repairs and samples are declared at nominal value; sets are priced as pieces; transfer prices inside a
    /// group are low.
    ///
    /// # Parameters
    /// How many times under the lowest price is forgiven, and how many times counts in full.
    ///
    /// # Example
    /// H100 cards declared at 900 USD each.
    ///
    /// # What to check next
    /// Compare the invoice with what the bank paid, and with the seller's list price.
    ///
    /// # Source
    /// G7 guidance, September 2024; cases kanrus and gordei (charged); price ranges from the item catalogue.
    "undervalued": "Declared value a piece lies far below the market",
    Stable since "0.1.0", Shipment Against, group "price",
    {
        /// Times under the lowest price that say nothing.
        forgiven: "factor" = 1.6,
        /// Times under the lowest price that count in full.
        full: "factor" = 6.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    price::of_a_piece(
        context,
        path,
        |prices| prices.low,
        |ratio| ramp((1.0 / ratio.max(1e-6)).ln(), p.forgiven.ln(), p.full.ln()),
        |item, low| format!("a used {} costs at least {low:.0} USD", item.model),
        "Value or number of pieces is not stated on any leg with a named item.",
    )
}

testbed::cases!("undervalued");
