//! Firms with one customer.

use super::spec::{Best, Seen, heuristic, ramp};
use super::{Context, testbed};
use crate::model::Path;

heuristic! {
    /// # What it looks for
    /// A firm that sends nearly everything it sends to the next one on the chain, over several shipments of any goods.
    ///
    /// # Why it matters
    /// Two suppliers of a Russian distributor sent it 83 and 98 per cent of all they exported: they existed for it.
    ///
    /// # When it is innocent
    /// Purchasing offices and exclusive agents do so openly; a young exporter has a first customer before a second.
    ///
    /// # Parameters
    /// Shares between which dependence grows, and how many shipments make it more than a first sale.
    ///
    /// # Example
    /// Five of five shipments of a Hong Kong trader go to one Moscow firm.
    ///
    /// # What to check next
    /// Ask who else the firm ever quoted.
    ///
    /// # Source
    /// RUSI, In Plain Sight, December 2023 (read in a mirror).
    "single-customer": "A firm sends nearly everything to the next one on the chain",
    Stable since "0.1.0", Entity Against, group "flow",
    {
        /// Share of shipments that says nothing.
        low: "share" = 0.6,
        /// Share that counts in full.
        high: "share" = 0.75,
        /// Shipments sent that count in full.
        enough: "shipments" = 2.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut best = Best::default();
    let suspects = context.suspects(path);
    for leg in path.legs.iter().filter(|leg| !leg.shipments.is_empty() && suspects.contains(&leg.from)) {
        let stats = context.stats(leg.from);
        let to_next = stats.sent_to.get(&leg.to).copied().unwrap_or(0);
        let share = f64::from(to_next) / f64::from(stats.sent.max(1));
        best.offer(
            ramp(share, p.low, p.high) * ramp(f64::from(to_next), 1.0, p.enough),
            || format!("{to_next} of {} shipments of {} went to {}.", stats.sent, context.label(leg.from), context.label(leg.to)),
            || leg.shipments.clone(),
        );
    }
    best.seen()
}

testbed::cases!("single-customer");
