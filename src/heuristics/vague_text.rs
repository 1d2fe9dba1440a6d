//! Words that say nothing.

use super::spec::{Seen, heuristic, seen, unknown};
use super::{Context, testbed};
use crate::model::{Path, ShipmentId, Wording};

heuristic! {
    /// # What it looks for
    /// Descriptions without any word that could be tested (parts, goods, electronics) on a leg of the chain.
    ///
    /// # Why it matters
    /// A vague text keeps a shipment out of searches. Alone it is weak, since honest manifests are full of it.
    ///
    /// # When it is innocent
    /// Nearly always: brokers copy a heading's title. A description that is missing altogether is unknown and no sign.
    ///
    /// # Parameters
    /// What vague words under a heading of computers count, against any other heading.
    ///
    /// # Example
    /// "Computer parts" under heading 8473.
    ///
    /// # What to check next
    /// Ask for the commercial invoice; its lines are rarely vague.
    ///
    /// # Source
    /// FATF and Egmont 2021, through a summary; documented wordings from US cases of 2025.
    "vague-text": "A leg is described in words that cannot be tested",
    Stable since "0.1.0", Shipment Against, group "words",
    {
        /// Strength under a heading of computers and their parts.
        near_heading: "strength" = 1.0,
        /// Strength under any other heading.
        elsewhere: "strength" = 0.5,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let wording = |id: ShipmentId| context.inputs.goods.wording.get(id.index()).copied().unwrap_or_default();
    if path.shipments().all(|id| wording(id) == Wording::Missing) {
        return unknown("No leg carries a description.");
    }
    let vague: Vec<ShipmentId> = path.shipments().filter(|&id| wording(id) == Wording::Vague).collect();
    let &first = vague.first()?;
    let near = vague.iter().any(|&id| context.settings().headings.computing.iter().any(|h| context.hs(id).starts_with(h.as_str())));
    let strength = if near { p.near_heading } else { p.elsewhere };
    let text = context.description(first).chars().take(80).collect::<String>();
    seen(strength, format!("{} of the shipments say no more than \"{text}\".", vague.len()), vague)
}

testbed::cases!("vague-text");
