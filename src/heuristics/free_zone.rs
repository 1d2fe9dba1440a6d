//! Free zones.

use super::spec::{Best, Seen, heuristic};
use super::{Context, testbed, words};
use crate::model::Path;

heuristic! {
    /// # What it looks for
    /// A firm between start and end whose name or address lies in a free zone or a bonded area.
    ///
    /// # Why it matters
    /// Goods can change owner and papers there without an import entry.
    ///
    /// # When it is innocent
    /// Most regional distribution centres are in zones: this is a background sign and weighs little.
    ///
    /// # Parameters
    /// None beyond the list of zone words; a lone parameter sets its level.
    ///
    /// # Example
    /// A trader in Jebel Ali between the United States and Russia.
    ///
    /// # What to check next
    /// Ask the zone authority for transfer notes.
    ///
    /// # Source
    /// Practice of free-zone washing, typology T11 of the project's list; zone names from general knowledge.
    "free-zone": "A firm in the middle sits in a free zone",
    Preview since "0.1.0", Shipment Against, group "route",
    {
        /// Strength of the sign.
        level: "strength" = 0.6,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let zones = &context.settings().words.free_zone;
    let mut best = Best::default();
    for &id in context.middles(path) {
        let word = words::find(context.name(id), zones).or_else(|| context.addresses(id).find_map(|a| words::find(a, zones)));
        if let Some(word) = word {
            best.offer(p.level, || format!("{} sits in a free zone (\"{word}\").", context.label(id)), || Context::around(path, id));
        }
    }
    best.seen()
}

testbed::cases!("free-zone");
