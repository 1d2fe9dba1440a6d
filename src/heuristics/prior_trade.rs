//! The pair trades such goods beside the lot.

use super::spec::{Best, Seen, heuristic, ramp};
use super::{Context, testbed};
use crate::model::{Leg, Path, ShipmentId};

heuristic! {
    /// # What it looks for
    /// An onward leg that was only tied to the lot by time and numbers, between two firms who had traded before the lot arrived,
    /// most of all in goods of that heading (of those words, where the leg states no code), or who trade more of them later than
    /// further lots can have supplied.
    ///
    /// # Why it matters
    /// What one firm sent another before it held the lot cannot be the lot, and neither can the third shipment after the only
    /// lot that came. One of the kind is then more likely the next order than a cover.
    ///
    /// # When it is innocent
    /// This is an innocent explanation. A cover may be built up by real orders beforehand; weight and worth far from theirs speak
    /// against it, which other findings say.
    ///
    /// # Parameters
    /// Earlier shipments that say nothing or all, and what an earlier one of other goods and a later one count beside them.
    ///
    /// # Example
    /// Cables went to the same Shenzhen plant in March and May; the server arrived in June; in July cables go again.
    ///
    /// # What to check next
    /// Compare weight, worth and packing of this shipment with those before the lot came.
    ///
    /// # Source
    /// Own list of look-alikes (bystanders whose cargo agrees with a lot by chance), 2026-11-22.
    "prior-trade": "The two firms trade with one another beside the lot",
    Stable since "0.1.0", Link For, group "making",
    {
        /// Earlier shipments that say nothing.
        few: "shipments" = 0.0,
        /// Earlier shipments that count in full.
        many: "shipments" = 2.0,
        /// What an earlier shipment of other goods counts.
        other: "factor" = 0.5,
        /// What a later shipment counts that no further lot can have supplied.
        later: "factor" = 0.5,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut best = Best::default();
    for pair in path.legs.windows(2).filter(|pair| pair[1].is_hidden()) {
        let (came, leg) = (&pair[0], &pair[1]);
        let Some(&lot) = leg.shipments.first() else {
            continue;
        };
        let others = context.pair(leg.from, leg.to).iter().copied();
        let beside = others.filter(|id| !leg.shipments.contains(id));
        let (alike, other): (Vec<_>, Vec<_>) = beside.partition(|&id| such_goods(context, lot, id));
        let earlier = |id: &ShipmentId| context.day(*id) < came.first_day;
        let (before, mut after): (Vec<_>, Vec<_>) = alike.into_iter().partition(earlier);
        let other: Vec<_> = other.into_iter().filter(earlier).collect();
        // A lot may leave in two.
        let further = |id: &&ShipmentId| !came.shipments.contains(*id) && context.day(**id) >= came.first_day;
        let supplied = context.family(leg.from, path).inbound.iter().filter(further).count() + 1;
        let beyond = after.split_off(supplied.min(after.len()));
        let counted = before.len() as f64 + other.len() as f64 * p.other + beyond.len() as f64 * p.later;
        best.offer(
            ramp(counted, p.few, p.many),
            || sentence(context, leg, [before.len(), other.len(), beyond.len()]),
            || [&before[..], &other, &beyond].concat(),
        );
    }
    best.seen()
}

/// Is the other shipment of goods like this one: of its heading, or of its words where it states no code?
fn such_goods(context: &Context<'_>, lot: ShipmentId, other: ShipmentId) -> bool {
    match context.heading(lot) {
        Some(heading) => context.heading(other) == Some(heading),
        None => {
            let words = context.description(lot);
            !words.is_empty() && words.eq_ignore_ascii_case(context.description(other))
        }
    }
}

/// "A sent B 2 shipments of such goods and a shipment of other goods before the lot came."
fn sentence(context: &Context<'_>, leg: &Leg, [before, other, beyond]: [usize; 3]) -> String {
    let shipments = |count: usize| match count {
        1 => "a shipment".to_owned(),
        _ => format!("{count} shipments"),
    };
    let parts = [(before, "of such goods before the lot came"), (other, "of other goods before it came"), (beyond, "of such goods later than further lots came for")];
    let told: Vec<String> = parts.iter().filter(|(count, _)| *count > 0).map(|&(count, what)| format!("{} {what}", shipments(count))).collect();
    format!("{} sent {} {}.", context.label(leg.from), context.label(leg.to), told.join(", "))
}

testbed::cases!("prior-trade");
