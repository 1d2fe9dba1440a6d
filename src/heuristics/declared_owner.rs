//! A parent in the open.

use super::spec::{Seen, heuristic, ramp, seen};
use super::{Context, testbed};
use crate::model::{End, Path};

heuristic! {
    /// # What it looks for
    /// Goods that are not seen again after a firm whose majority owner is on record, sits where such goods are free, and is
    /// not listed.
    ///
    /// # Why it matters
    /// Data centres are built by companies made for one project, owned by a developer or a fund. They are new, have no
    /// trade and no other line of business, which is what a shell looks like; but somebody answers for them.
    ///
    /// # When it is innocent
    /// This is an innocent explanation. An owner may be a front itself, and a register may be out of date.
    ///
    /// # Parameters
    /// Shares between which ownership begins to count.
    ///
    /// # Example
    /// Twenty servers go to a property company of a pension fund and stay there.
    ///
    /// # What to check next
    /// Read the owner's accounts for the project, and ask for the address of the hall.
    ///
    /// # Source
    /// Own list of look-alikes (project companies and lessors of a public parent), 2026-11-22.
    "declared-owner": "Goods stay with a firm whose free owner is on record",
    Stable since "0.1.0", Link For, group "group",
    {
        /// Share that says nothing yet.
        low: "percent" = 50.0,
        /// Share that counts in full.
        high: "percent" = 90.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    if path.end != End::Vanished {
        return None;
    }
    let &last = path.chain.last()?;
    let day = path.days().1;
    let owners = &context.entity(last).owners;
    let now = || owners.iter().filter(|owner| day.is_within(owner.from, owner.to));
    if now().any(|owner| owner.listed || owner.country.is_some_and(|place| context.restricted(place, path, day))) {
        return None;
    }
    let free = now().filter(|owner| owner.country.is_some());
    let (share, owner) = free
        .filter_map(|owner| Some((owner.share_pct.get()?, owner)))
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.name.cmp(&a.1.name)))?;
    seen(
        ramp(share, p.low, p.high),
        format!("{} belongs to {} by {share:.0} per cent.", context.label(last), owner.name),
        Vec::new(),
    )
}

testbed::cases!("declared-owner");
