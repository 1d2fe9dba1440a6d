//! Goods that come back.

use super::spec::{Seen, heuristic, ramp, seen};
use super::{Context, testbed, words};
use crate::model::Path;

heuristic! {
    /// # What it looks for
    /// A leg whose units come back: the receiver sends the same family of goods, in about the same number, to where they
    /// came from within a year. Words of repair, loan or exhibition on either side strengthen it.
    ///
    /// # Why it matters
    /// Repairs, fairs and loans cross borders twice. What returns was not diverted.
    ///
    /// # When it is innocent
    /// This is an innocent explanation. Dead boards may come back in place of live ones, so value and weight of the return
    /// deserve a look.
    ///
    /// # Parameters
    /// The longest absence, and which share of the units must return.
    ///
    /// # Example
    /// Two servers go to a fair in Shanghai in May and return in June.
    ///
    /// # What to check next
    /// Compare serial numbers out and back.
    ///
    /// # Source
    /// Own list of look-alikes (repair, warranty, fairs and evaluation loans), 2026-11-22.
    "returned-goods": "The goods of the last leg came back",
    Stable since "0.1.0", Path For, group "return",
    {
        /// Longest absence.
        longest_absence: "days" = 365.0,
        /// Share of units that must come back to count in full.
        full_share: "share" = 0.85,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let leg = path.last_shipped()?;
    let family = &context.item(path).family;
    let mut back = Vec::new();
    let mut units_back = 0.0;
    // Whoever the end sends the goods back to along the chain counts.
    for &to in path.chain.iter().filter(|&&id| id != leg.to) {
        for &id in context.pair(leg.to, to) {
            let days = context.day(id).since(leg.first_day);
            let same = context.item_of(id).is_some_and(|item| context.inputs.items[item].family == *family);
            if same && days >= 0 && f64::from(days) <= p.longest_absence {
                units_back += context.units(id).get().unwrap_or(0.0);
                back.push(id);
            }
        }
    }
    if back.is_empty() {
        return None;
    }
    let all = &context.settings().words;
    let worded = leg.shipments.iter().chain(&back).any(|&id| {
        let text = context.description(id);
        words::has(text, &all.repair) || words::has(text, &all.temporary)
    });
    let share = match path.units.get().or(leg.units.get()) {
        Some(units) if units > 0.0 => units_back / units,
        _ => 0.5,
    };
    let strength = ramp(share, 0.2, p.full_share) * if worded { 1.0 } else { 0.8 };
    seen(
        strength,
        format!("{} sent {units_back:.0} units back within a year.", context.label(leg.to)),
        back,
    )
}

testbed::cases!("returned-goods");
