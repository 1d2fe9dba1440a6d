//! Perhaps two different lots.

use super::spec::{Seen, heuristic, ramp, seen};
use super::{Context, testbed};
use crate::model::{Match, Path, ShipmentId};

heuristic! {
    /// # What it looks for
    /// An onward leg whose words name no controlled item and that neither units nor weight tie to the lot before it.
    ///
    /// # Why it matters
    /// Every firm that buys a server also ships other things. Without an agreement of numbers a chain over such a leg is a
    /// guess about time and place.
    ///
    /// # When it is innocent
    /// This is an innocent explanation. Part of a lot may travel, so a disagreement of numbers proves nothing; it only lowers
    /// the score.
    ///
    /// # Parameters
    /// How near weights or units must be for a tie.
    ///
    /// # Example
    /// 320 kg of servers come in, 41 kg of "equipment" go out five weeks later.
    ///
    /// # What to check next
    /// Ask for the purchase invoice of the goods on the second leg.
    ///
    /// # Source
    /// Own list of look-alikes (ordinary vague cargo of firms that also buy servers), 2026-11-22.
    "loose-tie": "Neither units nor weight tie an unnamed onward leg to the lot",
    Stable since "0.1.0", Path For, group "breadth",
    {
        /// Difference up to which numbers tie the legs.
        tied: "share" = 0.08,
        /// Difference from which on nothing ties them.
        apart: "share" = 0.5,
        /// Least strength where the number of pieces is another.
        other_count: "strength" = 0.5,
        /// Declared quantity in kilograms over gross weight from which a leg contradicts itself.
        contradicts: "ratio" = 3.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut loosest: Option<(f64, String)> = None;
    for (into, out) in path.onward().filter(|(_, out)| out.is_hidden() || out.matched == Match::Named) {
        let (who, days) = (out.from, out.first_day.since(into.first_day));
        let kg = |list: &[ShipmentId]| context.total(list, |id| context.kg(id)).get();
        let pieces = |list: &[ShipmentId]| context.total(list, |id| context.inputs.shipments.quantity[id.index()]).get();
        let apart = |a: Option<f64>, b: Option<f64>| match (a, b) {
            (Some(a), Some(b)) if a > 0.0 => Some((a - b).abs() / a.max(b)),
            _ => None,
        };
        let differences = [
            apart(kg(&into.shipments), kg(&out.shipments)),
            apart(pieces(&into.shipments), pieces(&out.shipments)),
        ];
        // Cover cargo adds a weight of its own; where that weight contradicts the declared one, the difference is the sign.
        if context.contradicts(out, p.contradicts) {
            continue;
        }
        let Some(nearest) = differences.into_iter().flatten().reduce(f64::min) else { continue };
        let strength = ramp(nearest, p.tied, p.apart);
        // A weight may agree by chance; a number that is stated and another one says so.
        let strength = if context.counts_differ(&into, out, p.tied) { strength.max(p.other_count) } else { strength };
        if loosest.as_ref().is_none_or(|(most, _)| strength > *most) {
            loosest = Some((
                strength,
                format!("What {} sent on {days} days later differs by {:.0} % in weight and number.", context.label(who), nearest * 100.0),
            ));
        }
    }
    let (strength, text) = loosest?;
    seen(strength, text, Vec::new())
}

testbed::cases!("loose-tie");
