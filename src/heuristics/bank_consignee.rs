//! Banks and mail boxes use no accelerators.

use super::spec::{Seen, heuristic, seen};
use super::{Context, testbed, words};
use crate::model::Path;

heuristic! {
    /// # What it looks for
    /// A bank, a mail box or a business centre as receiver of a leg.
    ///
    /// # Why it matters
    /// The name stands for somebody else, who is not on the record.
    ///
    /// # When it is innocent
    /// Letters of credit in some countries make the issuing bank the consignee of ordinary goods. A bank that runs its own
    /// data centre keeps what it buys.
    ///
    /// # Parameters
    /// What remains when the goods stay with that receiver.
    ///
    /// # Example
    /// Servers consigned to "Example Business Centre, PO Box 12" in Dubai, and sent on from there.
    ///
    /// # What to check next
    /// Ask for whom the box is kept.
    ///
    /// # Source
    /// BIS, FinCEN notice FIN-2023-GLOBALEXPORT; NCA red alert of December 2023.
    "bank-consignee": "A bank, mail box or business centre receives the goods",
    Stable since "0.1.0", Shipment Against, group "who",
    {
        /// Factor at the end of the chain.
        at_end: "factor" = 0.5,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let last = path.legs.len().checked_sub(1)?;
    let (i, leg, word) = path.legs.iter().enumerate().find_map(|(i, leg)| {
        let word = words::find(context.name(leg.to), &context.settings().words.no_user)?;
        Some((i, leg, word))
    })?;
    seen(
        if i == last { p.at_end } else { 1.0 },
        format!("{} is by name no user of such goods (\"{word}\").", context.label(leg.to)),
        leg.shipments.clone(),
    )
}

testbed::cases!("bank-consignee");
