//! Ordinary goods at an ordinary price.

use super::compare_legs::agree;
use super::spec::{Best, Seen, heuristic, ramp};
use super::{Context, testbed};
use crate::model::{Leg, Path, ShipmentId};

heuristic! {
    /// # What it looks for
    /// An onward leg whose words name no controlled item and whose kilogram is worth a few hundredths of a kilogram of the
    /// lot before it.
    ///
    /// # Why it matters
    /// Accelerators lose neither their price nor their weight on the way. A leg that names other goods, weighs what the lot
    /// weighed and costs what such other goods cost is most often just those goods.
    ///
    /// # When it is innocent
    /// This is an innocent explanation. A value may be declared too low on purpose: where the words still name the item,
    /// `value-drop` counts it, and where the declared quantity contradicts the weight, or as many pieces leave as came, each
    /// of the same weight, this one is silent.
    ///
    /// # Parameters
    /// Fractions of the lot's dollars a kilogram between which it grows, and when pieces are those of the lot.
    ///
    /// # Example
    /// Seven A100 of 11.5 kg and 122,000 USD come in; 11.2 kg of "storage units" for 480 USD go out.
    ///
    /// # What to check next
    /// Compare the declared article with others of its shipper: name, weight a piece and price should agree.
    ///
    /// # Source
    /// Own list of look-alikes (ordinary cargo of firms that also buy servers), 2026-11-22.
    "ordinary-worth": "An unnamed onward leg is worth too little to be the lot",
    Stable since "0.1.0", Path For, group "breadth",
    {
        /// Fraction of the lot's dollars a kilogram from which on it says nothing.
        dear: "fraction" = 0.15,
        /// Fraction up to which it counts in full.
        cheap: "fraction" = 0.04,
        /// Declared quantity in kilograms over gross weight from which a leg contradicts itself.
        contradicts: "ratio" = 3.0,
        /// Difference up to which two numbers of pieces are the same.
        same_count: "share" = 0.02,
        /// Difference up to which two weights are, where the numbers are.
        same_weight: "share" = 0.1,
        /// Pieces under which numbers agree by chance.
        least_count: "pieces" = 10.0,
        /// The same for pieces that weigh what machines do.
        machines: "pieces" = 3.0,
        /// What a machine weighs at least.
        machine: "kg" = 25.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut best = Best::default();
    let (mut asked, mut measured) = (false, false);
    let hidden = path.onward().filter(|(_, out)| out.is_hidden() && !context.contradicts(out, p.contradicts));
    for (into, out) in hidden {
        if is_counted(context, &into, out, p) {
            continue;
        }
        asked = true;
        let worth = |list: &[ShipmentId]| list.iter().filter_map(|&id| context.density(id)).reduce(f64::max);
        let (Some(first), Some(second)) = (worth(&into.shipments), worth(&out.shipments)) else { continue };
        if first <= 0.0 || second <= 0.0 {
            continue;
        }
        measured = true;
        best.offer(
            ramp((second / first).ln(), p.dear.ln(), p.cheap.ln()),
            || {
                format!(
                    "What {} sent on is worth {second:.0} USD a kilogram, the lot before it {first:.0}.",
                    context.label(out.from),
                )
            },
            || out.shipments.clone(),
        );
    }
    best.or_unknown(measured || !asked, "One of the legs states no value or no weight.")
}

/// Do as many pieces leave as came, each of the same weight, and too many for chance?
fn is_counted(context: &Context<'_>, into: &Leg, out: &Leg, p: &Parameters) -> bool {
    let pieces = |id: &ShipmentId| context.inputs.shipments.pieces(*id).get();
    let numbers = |leg: &Leg| {
        let (mut count, mut weighed, mut kg) = (0.0, 0.0, 0.0);
        for id in &leg.shipments {
            let pieces = pieces(id)?;
            count += pieces;
            if let Some(weight) = context.kg(*id).get() {
                weighed += pieces;
                kg += weight;
            }
        }
        (weighed > 0.0).then(|| (count, kg / weighed))
    };
    let (Some((came, kg)), Some((left, left_kg))) = (numbers(into), numbers(out)) else { return false };
    let least = if kg >= p.machine { p.machines } else { p.least_count };
    came >= least && agree(came, left, p.same_count) && agree(kg, left_kg, p.same_weight)
}

testbed::cases!("ordinary-worth");
