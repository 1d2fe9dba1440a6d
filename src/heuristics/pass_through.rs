//! Nothing stays.

use super::spec::{Seen, heuristic, ramp, seen};
use super::{Context, testbed};
use crate::model::{Path, Role};

heuristic! {
    /// # What it looks for
    /// The share of all that the firms in the middle ever received of these goods that went on along this chain.
    ///
    /// # Why it matters
    /// A firm whose whole intake of accelerators goes one way keeps no stock and serves nobody else.
    ///
    /// # When it is innocent
    /// A young importer with one customer; a distribution centre by design, which has many outlets and so a low share.
    ///
    /// # Parameters
    /// Shares between which it grows.
    ///
    /// # Example
    /// All 160 accelerators that the trader ever took in went to the same laboratory.
    ///
    /// # What to check next
    /// Ask for its stock list.
    ///
    /// # Source
    /// FATF and Egmont 2021; BIS practice of 2024 with suppliers found through import data.
    "pass-through": "All that the middle firm ever took in went this way",
    Stable since "0.1.0", Path Against, group "flow",
    {
        /// Share that says nothing.
        low: "share" = 0.5,
        /// Share that counts in full.
        high: "share" = 0.95,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let middles = context.middles(path);
    if middles.is_empty() || middles.iter().any(|&id| context.is(id, Role::Manufacturer)) {
        return None;
    }
    seen(
        ramp(path.flow_share, p.low, p.high),
        format!("{:.0} % of what {} received of these goods went this way.", path.flow_share * 100.0, context.label(middles[0])),
        path.shipments().collect(),
    )
}

testbed::cases!("pass-through");
