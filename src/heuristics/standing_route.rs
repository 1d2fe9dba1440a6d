//! A route, not an accident.

use super::compare_legs::agree;
use super::spec::{Seen, heuristic, ramp, seen};
use super::{Context, testbed};
use crate::model::{Day, End, Leg, Path, ShipmentId};
use std::collections::BTreeMap;

heuristic! {
    /// # What it looks for
    /// Several days on which goods arrived at the end over the same chain.
    ///
    /// # Why it matters
    /// One odd shipment has a hundred explanations. The fifth over the same three firms is a service.
    ///
    /// # When it is innocent
    /// Honest supply repeats too, which is why this adds to other findings and stands for nothing alone.
    ///
    /// # Parameters
    /// How many arrivals say nothing or all.
    ///
    /// # Example
    /// Six lots in eight months, all over the same trader in Johor.
    ///
    /// # What to check next
    /// Look for the first lot, and for what came before it.
    ///
    /// # Source
    /// Derived from replayed cases with ten to thirty exports each; own bounds.
    "standing-route": "The same chain carried goods again and again",
    Stable since "0.1.0", Path Against, group "repetition",
    {
        /// Days of arrival that say nothing.
        few: "days" = 1.0,
        /// Days of arrival that count in full.
        many: "days" = 5.0,
        /// Difference of counts or weights up to which a lot that left is one that came.
        tied: "share" = 0.1,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    // Regular supply of a firm that keeps the goods is what any buyer has.
    if path.legs.len() < 2 || path.end == End::Vanished {
        return None;
    }
    let leg = path.last_shipped()?;
    // Goods that only a heading names go everywhere: a day counts in full where a lot left that a number or the brand ties
    // to one that came, and in half where nothing does.
    let tied = |id: ShipmentId| !context.by_heading(path) || came_before(context, path, leg, id, p.tied);
    let mut days: BTreeMap<Day, bool> = BTreeMap::new();
    for &id in &leg.shipments {
        let day = days.entry(context.day(id)).or_default();
        *day = *day || tied(id);
    }
    let count: f64 = days.values().map(|&tied| if tied { 1.0 } else { 0.5 }).sum();
    seen(
        ramp(count, p.few, p.many),
        format!("Goods arrived over this chain on {} days.", days.len()),
        leg.shipments.clone(),
    )
}

/// Did a lot of this count, weight or brand come along the chain before?
fn came_before(context: &Context<'_>, path: &Path, leg: &Leg, id: ShipmentId, tied: f64) -> bool {
    let numbers = |id: ShipmentId| [context.inputs.shipments.pieces(id).get(), context.kg(id).get()];
    let brand = |id: ShipmentId| context.text(context.inputs.shipments.brand[id.index()]);
    let left = numbers(id);
    path.all_legs()
        .filter(|before| before.to != leg.to)
        .flat_map(|before| before.shipments.iter().copied())
        .filter(|&came| context.day(came) <= context.day(id))
        .any(|came| {
            let same = |(a, b): (Option<f64>, Option<f64>)| a.zip(b).is_some_and(|(a, b)| agree(a, b, tied));
            numbers(came).into_iter().zip(left).any(same) || (!brand(id).is_empty() && brand(came).eq_ignore_ascii_case(brand(id)))
        })
}

testbed::cases!("standing-route");
