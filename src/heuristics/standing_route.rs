//! A route, not an accident.

use super::spec::{Seen, heuristic, ramp, seen};
use super::{Context, testbed};
use crate::model::{Day, End, Path};

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
    Stable since "0.1.0", Path Against, group "flow",
    {
        /// Days of arrival that say nothing.
        few: "days" = 1.0,
        /// Days of arrival that count in full.
        many: "days" = 5.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    // Regular supply of a firm that keeps the goods is what any buyer has.
    if path.legs.len() < 2 || path.end == End::Vanished {
        return None;
    }
    let leg = path.last_shipped()?;
    let mut days: Vec<Day> = leg.shipments.iter().map(|&id| context.day(id)).collect();
    days.sort_unstable();
    days.dedup();
    seen(
        ramp(days.len() as f64, p.few, p.many),
        format!("Goods arrived over this chain on {} days.", days.len()),
        leg.shipments.clone(),
    )
}

testbed::cases!("standing-route");
