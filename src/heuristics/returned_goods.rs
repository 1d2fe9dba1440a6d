//! Goods that come back.

use super::spec::{Seen, heuristic, ramp, seen};
use super::{Context, testbed};
use crate::model::Path;

heuristic! {
    /// # What it looks for
    /// A leg whose units come back: the receiver sends the same family of goods, or under words of repair or return as many
    /// pieces, to where they came from within a year. Words of repair, loan or exhibition on either side strengthen it.
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
    let back = context.returned(path, leg, p.longest_absence);
    if back.shipments.is_empty() {
        return None;
    }
    let worded = leg.shipments.iter().chain(&back.shipments).any(|&id| context.temporary_word(id).is_some());
    let share = match path.units.get().or(leg.units.get()) {
        Some(units) if units > 0.0 => back.units / units,
        _ => 0.5,
    };
    let strength = ramp(share, 0.2, p.full_share) * if worded { 1.0 } else { 0.8 };
    seen(
        strength,
        format!("{} sent {:.0} units back within a year.", context.label(leg.to), back.units),
        back.shipments,
    )
}

testbed::cases!("returned-goods");
