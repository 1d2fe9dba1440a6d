//! Owners in restricted places.

use super::spec::{Seen, heuristic, ramp, seen, unknown};
use super::{Context, testbed};
use crate::model::{EntityId, Path};

heuristic! {
    /// # What it looks for
    /// An owner or a headquarters in a restricted country behind a firm of the chain that itself sits elsewhere. Majority
    /// or unquantified control counts in full, a minority by its share.
    ///
    /// # Why it matters
    /// Chip controls follow the headquarters of the buyer and of its ultimate parent, wherever the goods are delivered.
    ///
    /// # When it is innocent
    /// Branches of large groups buy goods that need no licence, or hold one. A share held by a fund is not control.
    ///
    /// # Parameters
    /// Shares between which a minority counts from nothing to all.
    ///
    /// # Example
    /// A Malaysian cloud firm is held at 75 % by a company in Beijing.
    ///
    /// # What to check next
    /// Get the register of members on the day of the shipment, and the place from which the firm is managed.
    ///
    /// # Source
    /// BIS guidance of 13 May 2025 and its statement of 31 May 2026 on the headquarters test; EAR part 732, supplement 3.
    "restricted-parent": "A firm on the chain is owned or run from a restricted country",
    Stable since "0.1.0", Link Against, group "owner",
    {
        /// Share at which a minority counts for nothing.
        low_share: "percent" = 10.0,
        /// Share that counts in full.
        full_share: "percent" = 50.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let day = path.days().1;
    let mut best: Seen = None;
    let mut known = false;
    for &id in &path.chain {
        let entity = context.entity(id);
        if entity.country.is_some_and(|country| context.restricted(country, path, day)) {
            continue;
        }
        known |= !entity.owners.is_empty() || entity.headquarters.is_some();
        for place in entity.headquarters_on(day).filter(|&place| context.restricted(place, path, day)) {
            keep(&mut best, 1.0, format!("{} has its headquarters in {place}.", context.label(id)), path, id);
        }
        for owner in entity.owners_on(day) {
            let Some(place) = owner.country.filter(|&place| context.restricted(place, path, day)) else {
                continue;
            };
            let (strength, share) = match owner.share_pct.get() {
                Some(share) => (ramp(share, p.low_share, p.full_share), format!("{share:.0} %")),
                None if owner.controls => (1.0, "an unstated share".to_owned()),
                None => (0.5, "an unstated share".to_owned()),
            };
            keep(
                &mut best,
                strength,
                format!("{} ({place}) holds {share} of {}.", owner.name, context.label(id)),
                path,
                id,
            );
        }
    }
    if best.is_none() && !known {
        return unknown("No register tells who owns the firms on this chain.");
    }
    best
}

fn keep(best: &mut Seen, strength: f64, text: String, path: &Path, id: EntityId) {
    if strength > best.as_ref().and_then(|seen| seen.strength.get()).unwrap_or(0.0) {
        let shipments = path.legs.iter().filter(|leg| leg.to == id || leg.from == id).flat_map(|leg| leg.shipments.clone());
        *best = seen(strength, text, shipments.collect());
    }
}

testbed::cases!("restricted-parent");
