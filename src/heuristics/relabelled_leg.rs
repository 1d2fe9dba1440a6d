//! The same lot in other words.

use super::spec::{Seen, heuristic, seen};
use super::{Context, testbed, words};
use crate::model::{Leg, Measure, Path, ShipmentId};

heuristic! {
    /// # What it looks for
    /// A later leg of the chain whose description no longer names the goods, and is not the one that they came under either. It
    /// counts in full only with physical agreement: the same weight, or value per kilogram far above what the new
    /// words would have.
    ///
    /// # Why it matters
    /// In documented cases labels and papers were changed in a warehouse so that the second customs office would see
    /// adapters or parts.
    ///
    /// # When it is innocent
    /// Brokers abbreviate, translations differ, and a firm that receives accelerators may well send out other goods.
    ///
    /// # Parameters
    /// How close weights must be, which value density gives the goods away, and what remains when neither can be
    /// measured.
    ///
    /// # Example
    /// 128 kg of accelerators arrive in Hong Kong; 128 kg of "adapter modules" leave a week later.
    ///
    /// # What to check next
    /// Ask for the packing list of the second leg and for photographs of the labels.
    ///
    /// # Source
    /// US v. Hsu (S.D. Tex., "Operation Gatekeeper", 2025, convicted by plea) and the Keelung allegations of 2026;
    /// G7 guidance on preventing evasion, September 2024.
    "relabelled-leg": "A later leg describes the same lot in other or empty words",
    Stable since "0.1.0", Path Against, group "words",
    {
        /// Largest difference of weights that still counts as the same lot.
        same_weight: "share" = 0.05,
        /// Value per kilogram that the new words would not explain.
        dense: "USD/kg" = 1000.0,
        /// Strength where only the value per kilogram speaks for it.
        dense_only: "strength" = 0.55,
        /// Strength where the weight is the same and the number of pieces is another.
        other_count: "strength" = 0.4,
        /// Strength with changed words and nothing measurable.
        words_only: "strength" = 0.35,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut best: Seen = None;
    for (who, days, into, out) in context.stays(path) {
        let now = out.shipments.first().map_or("", |&id| context.description(id));
        if !out.is_hidden() || came_under(context, &into, now) {
            continue;
        }
        let kg = |shipments: &[ShipmentId]| context.total(shipments, |id| context.kg(id)).get();
        let same = match (kg(&into.shipments), kg(&out.shipments)) {
            (Some(a), Some(b)) if a > 0.0 => Some((a - b).abs() / a.max(b) <= p.same_weight),
            _ => None,
        };
        let density = out.shipments.iter().filter_map(|&id| context.density(id)).reduce(f64::max);
        let dense = density.map(|density| density >= p.dense);
        let (strength, why) = match (same, dense) {
            (Some(true), _) if context.counts_differ(&into, out, p.same_weight) => {
                (p.other_count, "the weight is the same, the number is not".to_owned())
            }
            (Some(true), _) => (1.0, "the weight is the same".to_owned()),
            (_, Some(true)) => (p.dense_only, format!("it is worth {:.0} USD a kilogram", density.unwrap_or(0.0))),
            (None, None) => (p.words_only, "neither weight nor value can be compared".to_owned()),
            _ => (p.words_only * 0.4, "weight and value do not speak for one lot".to_owned()),
        };
        let now = if now.is_empty() { "nothing" } else { now };
        // Goods that no word names came under some words all the same.
        let item = context.item(path);
        let before = match into.shipments.first().map(|&id| context.description(id)) {
            Some(words) if item.is_unnamed() && !words.is_empty() => format!("\"{}\"", words.chars().take(80).collect::<String>()),
            _ => item.model.clone(),
        };
        if Measure::new(strength).get() > best.as_ref().and_then(|seen| seen.strength.get()) {
            let mut shipments = into.shipments.clone();
            shipments.extend(&out.shipments);
            best = seen(
                strength,
                format!(
                    "{} sends on as \"{}\" {days} days later what arrived as {before}: {why}.",
                    context.label(who),
                    now.chars().take(80).collect::<String>()
                ),
                shipments,
            );
        }
    }
    best
}

/// Did a lot come under the words that another leaves under, but for what one of the two adds to them?
fn came_under(context: &Context<'_>, into: &Leg, now: &str) -> bool {
    let now = words::spaced(now);
    let same = |id: &ShipmentId| {
        let before = words::spaced(context.description(*id));
        before.len() > 1 && (before.contains(&now) || now.contains(&before))
    };
    now.len() > 1 && into.shipments.iter().any(same)
}

testbed::cases!("relabelled-leg");
