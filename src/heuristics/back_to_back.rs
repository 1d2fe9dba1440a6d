//! In and out again, unopened.

use super::compare_legs::agree;
use super::spec::{Seen, heuristic, ramp, seen, unknown};
use super::{Context, testbed};
use crate::model::{Day, Leg, Path, ShipmentId};

heuristic! {
    /// # What it looks for
    /// An entity between two legs that passes on as many units as it took in, within a short time. Both numbers are
    /// those of whole shipments as declared, summed up or lot by lot, so a match is not forced by the way the lot was traced.
    ///
    /// # Why it matters
    /// A buyer who uses goods keeps them; a dealer breaks lots up. Whoever orders exactly what somebody further on
    /// wants, and sends it on in days, is a stop on a route.
    ///
    /// # When it is innocent
    /// Regional hubs of makers and cross-docking distributors do this all day, to many customers in places where
    /// nothing is restricted.
    ///
    /// # Parameters
    /// The allowed difference in units, and the stay beyond which nothing is left of the suspicion.
    ///
    /// # Example
    /// 64 cards arrive in Malaysia on 1 March; 64 cards leave on 9 March.
    ///
    /// # What to check next
    /// Compare serial numbers on both invoices, and ask whether the boxes were opened in between.
    ///
    /// # Source
    /// BIS, FinCEN joint alerts of 28 June 2022 and 19 May 2023 on transshipment; FATF and Egmont, Trade-Based Money
    /// Laundering: Risk Indicators, March 2021 (read through summaries).
    "back-to-back": "The same number of units enters and leaves a middle firm within weeks",
    Stable since "0.1.0", Path Against, group "transit",
    {
        /// Largest difference between units in and units out.
        tolerance: "share" = 0.05,
        /// A stay this long or longer says nothing.
        longest_stay: "days" = 90.0,
        /// A stay this short or shorter says all.
        short_stay: "days" = 21.0,
        /// Share of the units that left lot by lot which says nothing yet: a few like numbers are chance. All of them count in full.
        lots: "share" = 0.5,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut best: Seen = None;
    let mut unmeasured = false;
    for (who, days, into, out) in context.stays(path) {
        if into.shipments.is_empty() {
            continue;
        }
        if let Some((strength, lots, units)) = lot_by_lot(context, &into, out, p)
            && strength > best.as_ref().and_then(|seen| seen.strength.get()).unwrap_or(0.0)
        {
            let mut shipments = into.shipments.clone();
            shipments.extend(&out.shipments);
            best = seen(
                strength,
                format!("{} passed on {lots} lots of {units:.0} units together in the numbers in which they came.", context.label(who)),
                shipments,
            );
        }
        let units = |shipments: &[_]| context.total(shipments, |id| context.units(id)).get();
        // What an unnamed leg carries is drawn from the lot, so its number agrees by itself; its weight need not.
        let drawn = || out.units.get().filter(|_| !out.is_hidden() || same_weight(context, &into, out, p));
        let (Some(arrived), Some(left)) = (units(&into.shipments), units(&out.shipments).or_else(drawn)) else {
            unmeasured = true;
            continue;
        };
        if arrived <= 0.0 || (arrived - left).abs() / arrived.max(left) > p.tolerance {
            continue;
        }
        let strength = ramp(f64::from(days), p.longest_stay, p.short_stay);
        if strength > best.as_ref().and_then(|seen| seen.strength.get()).unwrap_or(0.0) {
            let mut shipments = into.shipments.clone();
            shipments.extend(&out.shipments);
            best = seen(
                strength,
                format!("{} took in {arrived:.0} units and passed on {left:.0} after {days} days.", context.label(who)),
                shipments,
            );
        }
    }
    match best {
        None if unmeasured => unknown("Units are not stated on both sides of any stay."),
        best => best,
    }
}

fn same_weight(context: &Context<'_>, into: &Leg, out: &Leg, p: &Parameters) -> bool {
    let kg = |leg: &Leg| context.total(&leg.shipments, |id| context.kg(id)).get();
    kg(into).zip(kg(out)).is_some_and(|(a, b)| agree(a, b, p.tolerance))
}

/// Lots that left in the number in which they came, each within a stay: strength, how many, and their units. What counts
/// is their share of what is known to have come or to have gone on, whichever is less.
fn lot_by_lot(context: &Context<'_>, into: &Leg, out: &Leg, p: &Parameters) -> Option<(f64, usize, f64)> {
    let lots = |leg: &Leg| -> Vec<(Day, f64)> {
        let lot = |&id: &ShipmentId| Some((context.day(id), context.units(id).get().filter(|units| *units > 0.0)?));
        let mut lots: Vec<_> = leg.shipments.iter().filter_map(lot).collect();
        lots.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        lots
    };
    let (mut arrived, left) = (lots(into), lots(out));
    let sum = |lots: &[(Day, f64)]| lots.iter().map(|lot| lot.1).sum::<f64>();
    let least = sum(&arrived).min(sum(&left));
    let (mut count, mut units, mut weighted) = (0, 0.0, 0.0);
    for (day, gone) in left {
        let stay = |came: Day| f64::from(day.since(came));
        let fits = |lot: &(Day, f64)| {
            (0.0..p.longest_stay).contains(&stay(lot.0)) && agree(lot.1, gone, p.tolerance)
        };
        let Some(at) = arrived.iter().position(fits) else { continue };
        let (came, _) = arrived.remove(at);
        count += 1;
        units += gone;
        weighted += gone * ramp(stay(came), p.longest_stay, p.short_stay);
    }
    let share = ramp(units / least.max(f64::MIN_POSITIVE), p.lots, 1.0);
    (share > 0.0).then(|| (share * weighted / units, count, units))
}

testbed::cases!("back-to-back");
