//! Inside one house.

use super::spec::{Seen, heuristic, ramp, seen};
use super::{Context, testbed};
use crate::model::{EntityId, Path};

heuristic! {
    /// # What it looks for
    /// Giver and taker of the last leg under one owner who sits in a free country, with no owner from a restricted one.
    ///
    /// # Why it matters
    /// A group moves machines between its own halls. Control stays with the same people, under the same law.
    ///
    /// # When it is innocent
    /// This is an innocent explanation. The rules on headquarters look at the top of the group: where that is restricted, the
    /// explanation falls.
    ///
    /// # Parameters
    /// Share from which on an owner makes a group.
    ///
    /// # Example
    /// A German bank moves servers from its office in Tokyo to its office in Shanghai.
    ///
    /// # What to check next
    /// Read the group's annual report for the list of its companies.
    ///
    /// # Source
    /// Own list of look-alikes (moves inside a group, relocation of data centres), 2026-11-22.
    "same-group": "Giver and taker belong to one group from a free country",
    Stable since "0.1.0", Link For, group "group",
    {
        /// Share that makes a group.
        group: "percent" = 50.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let (&last, rest) = path.chain.split_last()?;
    let &before = rest.last()?;
    let day = path.days().1;
    let owners = |id: EntityId| {
        context.entity(id).owners.iter().filter(|owner| owner.holds(p.group))
    };
    if path.chain.iter().any(|&id| owners(id).any(|owner| owner.country.is_some_and(|place| context.restricted(place, path, day)))) {
        return None;
    }
    let free = |place: Option<crate::model::Country>| place.is_some_and(|place| !context.restricted(place, path, day));
    // One owns the other, or one root owns both.
    let owns = |a: EntityId, b: EntityId| owners(b).any(|owner| owner.entity == Some(a) && (free(owner.country) || free(context.country(a))));
    let root = owners(last).find(|owner| free(owner.country) && owners(before).any(|other| other.name == owner.name && other.country == owner.country));
    let head = if owns(before, last) {
        context.label(before)
    } else if owns(last, before) && !context.sits_restricted(last, path) {
        context.label(last)
    } else {
        root?.name.clone()
    };
    let share = owners(last).filter_map(|owner| owner.share_pct.get()).fold(f64::NAN, f64::max);
    seen(
        if share.is_nan() { 0.8 } else { ramp(share, p.group - 20.0, p.group) },
        format!("{} and {} belong to one group ({head}).", context.label(before), context.label(last)),
        Vec::new(),
    )
}

testbed::cases!("same-group");
