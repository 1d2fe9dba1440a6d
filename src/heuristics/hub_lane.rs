//! Places that goods are known to pass.

use super::spec::{Seen, heuristic, seen};
use super::{Context, testbed};
use crate::model::{Path};

heuristic! {
    /// # What it looks for
    /// A country between start and end that public alerts name as a place of transshipment for this kind of goods.
    ///
    /// # Why it matters
    /// It tells which lanes deserve the first look. Nearly all trade on them is honest.
    ///
    /// # When it is innocent
    /// Nearly always; it weighs accordingly.
    ///
    /// # Parameters
    /// The strength that a known lane is given, whatever is carried on it.
    ///
    /// # Example
    /// Accelerators over Malaysia; listed circuits over the Emirates.
    ///
    /// # What to check next
    /// Nothing by itself: read the other findings.
    ///
    /// # Source
    /// FinCEN and BIS joint alert of 28 June 2022 for Russia; public cases and guidance of 2023 to 2026 for accelerators.
    "hub-lane": "The chain runs over a known place of transshipment",
    Stable since "0.1.0", Path Against, group "route",
    {
        /// Strength of the sign.
        level: "strength" = 1.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let hubs = &context.settings().hubs;
    let hubs = if context.by_heading(path) { &hubs.listed_headings } else { &hubs.chips };
    let end = context.end_country(path);
    let place = context
        .middles(path)
        .iter()
        .filter_map(|&id| context.country(id))
        .find(|place| hubs.contains(place) && Some(*place) != end)?;
    seen(p.level, format!("The chain runs over {place}."), Vec::new())
}

testbed::cases!("hub-lane");
