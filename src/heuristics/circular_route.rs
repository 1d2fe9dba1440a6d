//! Out and in again.

use super::spec::{Seen, heuristic, seen};
use super::{Context, testbed};
use crate::model::{Country, Path, Role};

heuristic! {
    /// # What it looks for
    /// A chain that starts in a restricted customs area, leaves it and ends in one again, or that comes back to a country it has
    /// already left.
    ///
    /// # Why it matters
    /// Goods that only change their papers abroad travel in a circle.
    ///
    /// # When it is innocent
    /// Processing trade and drawback do this by design, through plants; chains over a manufacturer are left out.
    ///
    /// # Parameters
    /// What counts a return to a country that is not the end.
    ///
    /// # Example
    /// Hong Kong, Singapore, Shenzhen within five weeks, the same goods throughout.
    ///
    /// # What to check next
    /// Compare the origin on the first and the last papers.
    ///
    /// # Source
    /// Hong Kong customs release of 2023 on goods to the mainland by way of Singapore; FATF and Egmont on carousels.
    "circular-route": "Goods leave a place and return near to where they started",
    Stable since "0.1.0", Network Against, group "route",
    {
        /// Strength of a return to a country in the middle of the chain.
        inner: "strength" = 0.7,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let places: Vec<Country> = path.chain.iter().filter_map(|&id| context.country(id)).collect();
    let (&first, &last) = (places.first()?, places.last()?);
    if places.len() < 3 || path.chain.iter().any(|&id| context.is(id, Role::Manufacturer)) {
        return None;
    }
    let day = path.days().0;
    let outside = places.iter().any(|&place| !context.restricted(place, path, day) && place != last);
    let text = places.iter().map(|place| place.as_str()).collect::<Vec<_>>().join(" > ");
    if outside && context.restricted(last, path, day) && (first == last || context.restricted(first, path, day)) {
        return seen(1.0, format!("{text} ends where it began."), path.shipments().collect());
    }
    let mut steps = places.clone();
    steps.dedup();
    let returns = steps.iter().enumerate().any(|(i, place)| steps[..i].contains(place));
    if returns { seen(p.inner, format!("{text} comes back to a country it had left."), path.shipments().collect()) } else { None }
}

testbed::cases!("circular-route");
