//! Young firms in newly controlled goods.

use super::spec::{Seen, heuristic, ramp, seen, unknown};
use super::{Context, testbed};
use crate::model::{Day, EntityId, Path};

heuristic! {
    /// # What it looks for
    /// A firm in question on the chain that was founded after the last control date before the shipments, and handled
    /// the controlled goods soon after its founding.
    ///
    /// # Why it matters
    /// A firm made for one purpose starts at once. In a documented case the first shipment followed the founding by a
    /// week.
    ///
    /// # When it is innocent
    /// Start-ups, sales offices of known groups, firms registered anew after a merger. A cloud start-up that keeps what it
    /// buys is the commonest.
    ///
    /// # Parameters
    /// How long after the control a founding still counts, and how fast trade must follow it.
    ///
    /// # Example
    /// A trader registered in December 2022 passes on accelerators in February 2023.
    ///
    /// # What to check next
    /// Pull the register extract: founders, capital, and what the address housed before.
    ///
    /// # Source
    /// BIS, FinCEN joint alerts of June 2022 and May 2023 (key term FIN-2022-RUSSIABIS) for 24 February 2022; the same
    /// logic applied to 7 October 2022 is this project's own.
    "formed-after-control": "A firm on the chain was founded after the control began and traded soon after",
    Stable since "0.1.0", Entity Against, group "age",
    {
        /// Days from founding to first handling after which nothing is left.
        slow_start: "days" = 720.0,
        /// Days from founding to first handling that count in full.
        quick_start: "days" = 180.0,
        /// A founding later than this after the control counts half.
        late_founding: "days" = 900.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut best: Seen = None;
    let mut known = false;
    for id in context.suspects(path) {
        let Some(founded) = context.attributes(id).and_then(|a| a.incorporated) else {
            continue;
        };
        known = true;
        let Some((first, control)) = handled(context, path, id) else {
            continue;
        };
        let after_control = founded.since(control);
        // Registered later than it traded: a move or another form of the firm, or a mistake in the register.
        let traded = context.stats(id).first.unwrap_or(first).min(first);
        if after_control < 0 || traded.since(founded) < -31 {
            continue;
        }
        let mut strength = ramp(f64::from(first.since(founded)), p.slow_start, p.quick_start);
        if f64::from(after_control) > p.late_founding {
            strength *= 0.5;
        }
        if strength > best.as_ref().and_then(|seen| seen.strength.get()).unwrap_or(0.0) {
            best = seen(
                strength,
                format!(
                    "{} was founded on {founded}, {after_control} days after the control of {control}, and handled the goods {}.",
                    context.label(id),
                    after(first.since(founded))
                ),
                path.legs.iter().filter(|leg| leg.from == id || leg.to == id).flat_map(|leg| leg.shipments.clone()).collect(),
            );
        }
    }
    if !known && best.is_none() && !context.suspects(path).is_empty() {
        return unknown("No register tells when the firms on this chain were founded.");
    }
    best
}

/// "275 days later", "7 days before".
fn after(days: i32) -> String {
    if days < 0 { format!("{} days before", -days) } else { format!("{days} days later") }
}

/// First day on which the entity handled goods of the path's family, and the last control date before that.
fn handled(context: &Context<'_>, path: &Path, id: EntityId) -> Option<(Day, Day)> {
    let leg = path.legs.iter().find(|leg| leg.from == id || leg.to == id)?;
    let family = context.family(id, path);
    let first = family
        .inbound
        .iter()
        .chain(&family.outbound)
        .map(|&shipment| context.day(shipment))
        .min()
        .map_or(leg.first_day, |day| day.min(leg.first_day));
    let control = context.control_days(path).iter().copied().filter(|&day| day <= first).min()?;
    Some((first, control))
}

testbed::cases!("formed-after-control");
