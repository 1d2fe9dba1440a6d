//! The side of a triangle that grew.

use super::spec::{Seen, heuristic, ramp, seen, unknown};
use super::statistics::month_of;
use super::{Context, testbed};
use crate::model::{Country, Day, Path};

heuristic! {
    /// # What it looks for
    /// Straight trade from the first country to the last that fell after a control, while both legs over the middle country of
    /// this chain rose.
    ///
    /// # Why it matters
    /// Demand does not vanish with a rule. A loss on one side of a triangle that returns on the two others is the same trade on
    /// another way.
    ///
    /// # When it is innocent
    /// The middle country may have built plants of its own; statistics may have been rerouted.
    ///
    /// # Parameters
    /// How far the straight lane must fall and the others rise.
    ///
    /// # Example
    /// Germany to Russia falls from 30 shipments to 3 in a year; Germany to Kyrgyzstan and Kyrgyzstan to Russia rise from none
    /// to a dozen each.
    ///
    /// # What to check next
    /// Compare the goods codes on all three sides.
    ///
    /// # Source
    /// RUSI SIFMANet reports; FinCEN and BIS alerts; own thresholds.
    "route-displacement": "The direct lane fell after the control and the way over the middle rose",
    Stable since "0.1.0", Network Against, group "time",
    {
        /// Share of the direct lane that may remain.
        fall: "share" = 0.5,
        /// Growth of both legs that counts from here on.
        rise: "ratio" = 2.0,
        /// Shipments that the direct lane must have had.
        least: "shipments" = 6.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let places: Vec<Country> = path.chain.iter().filter_map(|&id| context.country(id)).collect();
    let (&first, &last) = (places.first()?, places.last()?);
    let middle = places.iter().copied().find(|&place| place != first && place != last)?;
    let (from, to) = context.data_days();
    let (start, end) = (month_of(from), month_of(to));
    let inside = |day: Day| month_of(day) - start >= 6 && end > month_of(day);
    let days = context.control_days(path);
    if !days.iter().any(|&day| inside(day)) {
        return unknown("The data do not reach from before to after a control date of these goods.");
    }
    let mut headings: Vec<u16> = path.shipments().filter_map(|id| context.heading(id)).collect();
    headings.sort_unstable();
    headings.dedup();
    for &control in days.iter().filter(|&&day| inside(day)) {
        let month = month_of(control);
        let span = (month - start).min(12);
        let both = |a: Country, b: Country| -> (f64, f64) {
            let mut sums = (0.0, 0.0);
            for lane in headings.iter().filter_map(|&heading| context.lane(a, b, heading)) {
                sums.0 += f64::from(lane.between(month - span, month));
                sums.1 += f64::from(lane.between(month + 1, month + 1 + span));
            }
            sums
        };
        let (before, after) = both(first, last);
        if before < p.least || after > before * p.fall {
            continue;
        }
        let growth = |(before, after): (f64, f64)| after / before.max(1.0);
        let least = growth(both(first, middle)).min(growth(both(middle, last)));
        if least < p.rise {
            continue;
        }
        return seen(
            ramp(after / before, p.fall, 0.1).max(0.4) * ramp(least, p.rise * 0.5, p.rise * 1.5),
            format!("{first} to {last} fell from {before:.0} shipments to {after:.0} after {control}, while both legs over {middle} rose at least {least:.1} times."),
            path.shipments().collect(),
        );
    }
    None
}

testbed::cases!("route-displacement");
