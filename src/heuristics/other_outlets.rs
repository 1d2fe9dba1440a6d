//! Most of it went elsewhere.

use super::spec::{Seen, heuristic, ramp, seen};
use super::{Context, testbed};
use crate::model::{Path};

heuristic! {
    /// # What it looks for
    /// A small share of the intake of the firms in the middle going this way, the rest going to other places.
    ///
    /// # Why it matters
    /// Where nine tenths have an honest outlet, the tenth may be a slip of stock-keeping in the tracing and not a plan.
    ///
    /// # When it is innocent
    /// This is an innocent explanation. Partial diversion exists, so it only lowers the score.
    ///
    /// # Parameters
    /// Shares between which it fades.
    ///
    /// # Example
    /// 16 of 600 accelerators of a distributor are traced to this end.
    ///
    /// # What to check next
    /// Ask how this customer was found.
    ///
    /// # Source
    /// Own computation from the tracing of lots; look-alikes of hub distributors.
    "other-outlets": "Most of what the middle firms took in went to other places",
    Stable since "0.1.0", Path For, group "breadth",
    {
        /// Share of the intake at which nothing is left.
        large: "share" = 0.5,
        /// Share that counts in full.
        small: "share" = 0.08,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    if context.middles(path).is_empty() {
        return None;
    }
    seen(
        ramp(path.flow_share, p.large, p.small),
        format!("Only {:.0} % of what the firms in the middle took in went this way.", path.flow_share * 100.0),
        Vec::new(),
    )
}

testbed::cases!("other-outlets");
