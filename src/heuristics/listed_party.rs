//! Names on lists.

use super::spec::{Best, Seen, heuristic};
use super::{Context, testbed};
use crate::model::Path;

heuristic! {
    /// # What it looks for
    /// A firm of the chain that was judged to be a party on a watch list, on the days of the chain.
    ///
    /// # Why it matters
    /// A listed party may not receive anything controlled, in whatever role it stands on the papers.
    ///
    /// # When it is innocent
    /// Common names, wrong entries, licensed shipments. A listing after the shipment is history, not breach, and counts as
    /// a parameter says.
    ///
    /// # Parameters
    /// What a listing counts that began only after the last leg.
    ///
    /// # Example
    /// The middle firm was put on the Entity List a year before the first leg.
    ///
    /// # What to check next
    /// Read the entry itself: its address, its aliases, the licence policy it states.
    ///
    /// # Source
    /// Any list regime; BIS guidance of July 2024. A press review of 2025 found errors in about a quarter of a hundred
    /// entries, so a match never decides alone.
    "listed-party": "A firm on the chain is on a watch list",
    Stable since "0.1.0", Link Against, group "list",
    {
        /// Factor where the listing began after the last leg.
        later: "factor" = 0.35,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let (first, last) = path.days();
    let mut best = Best::default();
    for &id in &path.chain {
        for hit in context.entity(id).listed.iter().filter(|hit| hit.is_match) {
            if hit.to.is_some_and(|to| to < first) {
                continue;
            }
            let later = hit.from.is_some_and(|from| from > last);
            best.offer(
                hit.score.clamp(0.0, 1.0) * if later { p.later } else { 1.0 },
                || {
                    let since = hit.from.map_or(String::new(), |from| format!(" since {from}"));
                    format!("{} matches \"{}\" on {}{since} (match {:.2}).", context.label(id), hit.listed, hit.list, hit.score)
                },
                || Context::around(path, id),
            );
        }
    }
    if context.inputs.registers.watchlist.is_empty() {
        return best.or_unknown(false, "No watch list was given.");
    }
    best.seen()
}

testbed::cases!("listed-party");
