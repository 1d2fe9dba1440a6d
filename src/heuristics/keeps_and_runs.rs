//! Buyers that keep and run what they buy.

use super::spec::{Seen, heuristic, ramp, seen};
use super::{Context, testbed};
use crate::model::{EntityId, Path};

heuristic! {
    /// # What it looks for
    /// A receiver that lets none of the goods out again and also buys what it takes to run them: switches, optics, power,
    /// cooling, racks; or whose registered power carries what it holds.
    ///
    /// # Why it matters
    /// A young cloud with a large order looks like a front until the rest of the machine hall arrives. Fronts do not buy
    /// cooling.
    ///
    /// # When it is innocent
    /// This is an innocent explanation. It does not reach goods that a restricted owner uses on the spot, which the rules on
    /// headquarters judge.
    ///
    /// # Parameters
    /// How many shipments of complements count in full, and how much may leave.
    ///
    /// # Example
    /// A new Malaysian cloud receives 512 accelerators, nine shipments of switches and optics, and sends nothing on.
    ///
    /// # What to check next
    /// Look for the building permit and the grid connection.
    ///
    /// # Source
    /// EAR part 732, supplement 3 (installation and service declined) read the other way round; own look-alike list.
    "keeps-and-runs": "The receiver keeps the goods and buys what is needed to run them",
    Stable since "0.1.0", Entity For, group "use",
    {
        /// Shipments of complements that count in full.
        complements: "shipments" = 3.0,
        /// Share of units that may leave.
        leaving: "share" = 0.1,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    // Only a holder inside the chain or at its end outside restricted places can keep.
    let last = *path.chain.last()?;
    let mut best: Seen = None;
    for &id in path.chain.iter().skip(1) {
        let day = path.days().1;
        if context.country(id).is_none_or(|country| context.restricted(country, path, day)) {
            continue;
        }
        if let Some((strength, text)) = runs(context, path, id, id == last, p)
            && strength > best.as_ref().and_then(|seen| seen.strength.get()).unwrap_or(0.0)
        {
            best = seen(strength, text, Vec::new());
        }
    }
    best
}

fn runs(context: &Context<'_>, path: &Path, id: EntityId, at_end: bool, p: &Parameters) -> Option<(f64, String)> {
    let family = context.family(id, path);
    let stats = context.stats(id);
    if family.units_in <= 0.0 {
        return None;
    }
    // What left without being recognised is on the path itself.
    let drawn = if at_end { 0.0 } else { path.units.get().unwrap_or(family.units_in) };
    let left = family.units_out.max(drawn) / family.units_in;
    let kept = ramp(left, p.leaving + 0.3, p.leaving);
    let bought = ramp(f64::from(stats.complements_in), 0.0, p.complements);
    let power = context.attributes(id).and_then(|a| a.data_centre_mw.get()).and_then(|mw| {
        let watts = context.item(path).power_watts.get()? / context.item(path).accelerators.get().unwrap_or(1.0).max(1.0);
        Some(ramp(mw * 1e6, 0.7 * family.units_in * watts, 1.2 * family.units_in * watts))
    });
    let use_shown = bought.max(power.unwrap_or(0.0));
    Some((
        kept * use_shown,
        format!(
            "{} received {:.0} units and sent on {:.0}; it also received {} shipments of equipment to run them.",
            context.label(id),
            family.units_in,
            family.units_out,
            stats.complements_in
        ),
    ))
}

testbed::cases!("keeps-and-runs");
