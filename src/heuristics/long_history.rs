//! Old partners in the same goods.

use super::spec::{Seen, heuristic, ramp, seen};
use super::{Context, testbed};
use crate::model::{ListHit, Path};

heuristic! {
    /// # What it looks for
    /// The two firms of the last leg traded the same goods with one another many times, over a span that began long before, or
    /// before the control itself.
    ///
    /// # Why it matters
    /// Fronts are young. A pair that traded for years did not come together for a diversion.
    ///
    /// # When it is innocent
    /// This is an innocent explanation. A restricted buyer may have been served openly before the rule and in breach after it, so
    /// it never outweighs the rules alone.
    ///
    /// # Parameters
    /// Shipments and years between which it grows.
    ///
    /// # Example
    /// Forty shipments of the same family since 2019.
    ///
    /// # What to check next
    /// Look at the pace before and after the control date.
    ///
    /// # Source
    /// Own list of look-alikes (stable flow over years), 2026-11-22.
    "long-history": "Giver and taker have traded the same goods for years",
    Stable since "0.1.0", Link For, group "history",
    {
        /// Shipments that say nothing.
        few: "shipments" = 4.0,
        /// Shipments that count in full.
        many: "shipments" = 15.0,
        /// Span that says nothing.
        short: "days" = 300.0,
        /// Span that counts in full.
        long: "days" = 800.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let leg = path.last_shipped()?;
    let family = &context.item(path).family;
    let same: Vec<_> = context
        .pair(leg.from, leg.to)
        .iter()
        .copied()
        .filter(|&id| context.item_of(id).is_some_and(|item| context.inputs.items[item].family == *family))
        .collect();
    let (&first, &last) = (same.first()?, same.last()?);
    // To have dealt with a listed party for years is no innocence, if it was listed all along.
    let listed = |hit: &ListHit| hit.is_match && hit.from.is_some_and(|from| from <= context.day(first));
    if context.entity(leg.to).listed.iter().any(listed) {
        return None;
    }
    let span = context.day(last).since(context.day(first));
    seen(
        ramp(same.len() as f64, p.few, p.many) * ramp(f64::from(span), p.short, p.long),
        format!("{} shipments of these goods between {} and {} since {}.", same.len(), context.label(leg.from), context.label(leg.to), context.day(first)),
        Vec::new(),
    )
}

testbed::cases!("long-history");
