//! One order over several desks.

use super::spec::{Best, Seen, heuristic, ramp};
use super::context::GroupTotal;
use super::{Context, testbed};
use crate::model::{EntityId, Path, ShipmentId};

heuristic! {
    /// # What it looks for
    /// Linked firms that took in nearly the same number of units of these goods within a few weeks of one another, one of them on
    /// the chain. And firms under one ultimate parent that together pass the ceiling for a group in a calendar year while
    /// the one on the chain stays below it by itself.
    ///
    /// # Why it matters
    /// Caps and reporting limits are counted by buyer. Several buyers of one hand each stay below what one of them could not.
    ///
    /// # When it is innocent
    /// Standard packages make independent customers buy the same number; branches of a declared group do so openly.
    ///
    /// # Parameters
    /// How alike the numbers must be, how near in time, how many firms count in full, and what a firm counts that a
    /// register shows to belong to the same free owner.
    ///
    /// # Example
    /// Three firms in one unit in Johor take 100, 100 and 96 accelerators in the same fortnight.
    ///
    /// # What to check next
    /// Add up what all of them took in during the year, and hold it against the cap of that year.
    ///
    /// # Source
    /// CSIS, April 2024; low-volume caps as the policy files date them.
    "structuring-sisters": "Linked firms take in like numbers of units at the same time",
    Stable since "0.1.0", Network Against, group "split",
    {
        /// Largest difference of units.
        alike: "share" = 0.25,
        /// Days between the arrivals.
        window: "days" = 60.0,
        /// Least strength of a link.
        least_link: "strength" = 0.3,
        /// Firms that count in full.
        firms: "firms" = 3.0,
        /// What a linked firm of one declared house counts.
        declared: "factor" = 0.25,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut best = Best::default();
    for leg in path.legs.iter().filter(|leg| !leg.shipments.is_empty()) {
        if context.sits_restricted(leg.to, path) {
            continue;
        }
        for &id in &leg.shipments {
            let Some(group) = context.group_total(id, leg.to) else { continue };
            let alone = received_alone(context, path, leg.to, id);
            let below = alone.is_some_and(|alone| alone <= group.cap_tpp);
            best.offer(
                if below { 1.0 } else { 0.0 },
                || over_the_ceiling(context, leg.to, &group, alone.unwrap_or_default()),
                || vec![id],
            );
        }
        let Some(units) = leg.units.get().filter(|units| *units > 0.0) else { continue };
        let mut firms: Vec<EntityId> = Vec::new();
        let mut evidence: Vec<ShipmentId> = Vec::new();
        let mut open = 0usize;
        for (other, _) in context.other_sisters(leg.to, p.least_link) {
            let near: Vec<ShipmentId> = context
                .family(other, path)
                .inbound
                .iter()
                .copied()
                .filter(|&id| f64::from(context.day(id).since(leg.first_day).abs()) <= p.window)
                .collect();
            let theirs: f64 = near.iter().filter_map(|&id| context.units(id).get()).sum();
            if !near.is_empty() && (theirs - units).abs() / theirs.max(units) <= p.alike && !firms.contains(&other) {
                firms.push(other);
                evidence.extend(near);
                open += usize::from(context.one_free_house(leg.to, other, path));
            }
        }
        let told = match open {
            0 => String::new(),
            open => format!("; {open} of them belong to its house, as the register tells"),
        };
        let count = 1.0 + (firms.len() - open) as f64 + open as f64 * p.declared;
        best.offer(
            ramp(count, 1.0, p.firms),
            || format!("{} and {} firms linked to it took in about {units:.0} units each within {:.0} days{told}.", context.label(leg.to), firms.len(), p.window),
            || leg.shipments.iter().chain(&evidence).copied().collect(),
        );
    }
    best.seen()
}

/// TPP that the firm itself received in the calendar year, up to and with the shipment.
fn received_alone(context: &Context<'_>, path: &Path, firm: EntityId, until: ShipmentId) -> Option<f64> {
    let year = context.day(until).year();
    let inbound = &context.family(firm, path).inbound;
    let earlier = inbound.iter().filter(|&&id| id <= until && context.day(id).year() == year);
    let tpp = context.item(path).tpp.get()?;
    let units = earlier.map(|&id| context.units(id).get()).sum::<Option<f64>>()?;
    Some(units * tpp)
}

fn over_the_ceiling(context: &Context<'_>, firm: EntityId, group: &GroupTotal, alone: f64) -> String {
    format!(
        "Firms of {} received {:.0} TPP in {} up to then, over {:.0} ({}); {} received {alone:.0} of it.",
        group.parent,
        group.received_tpp,
        group.year,
        group.cap_tpp,
        group.cap,
        context.label(firm),
    )
}

testbed::cases!("structuring-sisters");
