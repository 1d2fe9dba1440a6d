//! Racks for a flat.

use super::spec::{Best, Seen, heuristic, ramp};
use super::{Context, testbed, words};
use crate::model::Path;

heuristic! {
    /// # What it looks for
    /// A receiver in question whose address reads as a home, for more units than a home can use.
    ///
    /// # Why it matters
    /// Nobody runs sixty accelerators in a flat.
    ///
    /// # When it is innocent
    /// Brokers work from home and never see the goods; towers in Hong Kong and Singapore mix offices and flats.
    ///
    /// # Parameters
    /// Units between which it grows.
    ///
    /// # Example
    /// 64 cards to "Flat 12B, Example Mansion".
    ///
    /// # What to check next
    /// Look at the street in pictures.
    ///
    /// # Source
    /// BIS guidance of 13 May 2025; BIS, FinCEN alert of May 2023.
    "home-address": "A commercial quantity goes to an address that reads as a home",
    Stable since "0.1.0", Entity Against, group "footprint",
    {
        /// Units that say nothing.
        few: "units" = 2.0,
        /// Units that count in full.
        many: "units" = 16.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut best = Best::default();
    for id in context.suspects(path) {
        let family = context.family(id, path);
        let found = context.addresses(id).find_map(|address| Some((address, words::find(address, &context.settings().words.residential)?)));
        if let Some((address, _)) = found {
            best.offer(
                ramp(family.units_in.max(family.units_out), p.few, p.many),
                || format!("{} is at \"{}\".", context.label(id), address.chars().take(100).collect::<String>()),
                || Context::around(path, id),
            );
        }
    }
    best.seen()
}

testbed::cases!("home-address");
