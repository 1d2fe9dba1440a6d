//! A handful of gaming cards.

use super::spec::{Seen, heuristic, ramp, seen};
use super::{Context, testbed};
use crate::model::{ItemKind, Path};

heuristic! {
    /// # What it looks for
    /// Goods that are not made for data centres, in numbers that a shop or a household moves.
    ///
    /// # Why it matters
    /// A few gaming cards in a suitcase are a matter of duty and not of compute.
    ///
    /// # When it is innocent
    /// This is an innocent explanation. Hundreds of the same cards are no household.
    ///
    /// # Parameters
    /// Units between which it fades.
    ///
    /// # Example
    /// Four RTX 4090 cards.
    ///
    /// # What to check next
    /// Look at the receiver's other purchases.
    ///
    /// # Source
    /// Note 2 to the control entries on goods not marketed for data centres; seizure reports of consumer parts.
    "consumer-goods": "A small number of cards that are not made for data centres",
    Stable since "0.1.0", Shipment For, group "goods",
    {
        /// Units at which nothing is left.
        many: "units" = 80.0,
        /// Units that count in full.
        few: "units" = 10.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let item = context.item(path);
    if item.datacenter || item.kind == ItemKind::ListedHeading {
        return None;
    }
    let units = path.units.get()?;
    seen(ramp(units, p.many, p.few), format!("{units:.0} units of {}, which is no data-centre product.", item.model), Vec::new())
}

testbed::cases!("consumer-goods");
