//! The buyer stays, the seller changes.

use super::spec::{Best, Seen, heuristic, ramp};
use super::{Context, testbed};
use crate::model::{EntityId, Path};

heuristic! {
    /// # What it looks for
    /// A restricted buyer whose earlier supplier of the same goods stopped shortly before this one began.
    ///
    /// # Why it matters
    /// Under pressure a buyer loses one front and finds the next. The basket stays the same.
    ///
    /// # When it is innocent
    /// Buyers change suppliers in any market; here the buyer is one that should have none.
    ///
    /// # Parameters
    /// The longest gap between the last delivery of the one and the first of the other, and the gap that counts in full.
    ///
    /// # Example
    /// The first trader's last lot arrives in March; the second one's first lot in April, same model, same laboratory.
    ///
    /// # What to check next
    /// Compare owners and officers of both suppliers.
    ///
    /// # Source
    /// RUSI, In Plain Sight, December 2023; cases azu and smart impex (designated).
    "supplier-swap": "The restricted buyer's former supplier stopped as this one began",
    Stable since "0.1.0", Network Against, group "time",
    {
        /// Gap that says nothing.
        long: "days" = 150.0,
        /// Gap that counts in full.
        short: "days" = 60.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let &last = path.chain.last()?;
    if !context.sits_restricted(last, path) {
        return None;
    }
    let leg = path.legs.iter().rev().find(|leg| leg.to == last && !leg.shipments.is_empty())?;
    let inbound = &context.family(last, path).inbound;
    let mine = inbound.iter().filter(|&&id| context.shipper(id) == Some(leg.from)).map(|&id| context.day(id)).min()?.min(leg.first_day);
    let mut others: Vec<(EntityId, crate::model::Day)> = Vec::new();
    for &id in inbound {
        if let Some(from) = context.shipper(id).filter(|&from| from != leg.from) {
            match others.iter_mut().find(|(other, _)| *other == from) {
                Some((_, day)) => *day = (*day).max(context.day(id)),
                None => others.push((from, context.day(id))),
            }
        }
    }
    let mut best = Best::default();
    for (other, stopped) in others {
        let gap = mine.since(stopped);
        if gap < 0 {
            continue;
        }
        best.offer(
            ramp(f64::from(gap), p.long, p.short),
            || format!("{} last supplied {} on {stopped}; {} began {gap} days later.", context.label(other), context.label(last), context.label(leg.from)),
            || leg.shipments.clone(),
        );
    }
    best.seen()
}

testbed::cases!("supplier-swap");
