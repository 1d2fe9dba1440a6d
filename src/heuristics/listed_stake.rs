//! A listed owner.

use super::spec::{Best, Seen, heuristic, ramp, unknown};
use super::{Context, testbed};
use crate::model::{EntityId, Path};

heuristic! {
    /// # What it looks for
    /// Listed parties among the owners of a firm of the chain, their shares added together.
    ///
    /// # Why it matters
    /// From one half on, the restriction of the owner reaches the firm wherever the affiliates rule is in force. Below, a
    /// listed shareholder is a question that must be answered.
    ///
    /// # When it is innocent
    /// Funds, passive stakes, affiliates that the law lets trade.
    ///
    /// # Parameters
    /// Shares between which it grows; a stake of unknown size has its own level.
    ///
    /// # Example
    /// Two listed groups hold 30 and 25 per cent of a server maker.
    ///
    /// # What to check next
    /// Date the shares: the rule was in force from 29 September to 10 November 2025 and then stayed.
    ///
    /// # Source
    /// BIS affiliates rule of 29 September 2025 and its stay; dates as in the policy files.
    "listed-stake": "Listed parties own part of a firm on the chain",
    Stable since "0.1.0", Link Against, group "list",
    {
        /// Sum of shares that says nothing.
        low: "percent" = 10.0,
        /// Sum of shares that counts in full.
        full: "percent" = 50.0,
        /// Strength of a stake of unknown size.
        unsized_stake: "strength" = 0.5,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut best = Best::default();
    let mut known = false;
    let day = path.days().1;
    for &id in &path.chain {
        let entity = context.entity(id);
        known |= !entity.owners.is_empty();
        let listed: Vec<_> = entity.owners_on(day).filter(|owner| owner.listed).collect();
        let Some(first) = listed.first() else { continue };
        let sum = entity.owned_by_listed_pct(day, &context.inputs.resolution.entities).get().unwrap_or(0.0);
        let unsized_one = listed.iter().any(|owner| !owner.share_pct.is_known());
        let strength = ramp(sum, p.low, p.full).max(if unsized_one { p.unsized_stake } else { 0.0 });
        best.offer(strength, || says(context, id, &first.name, sum), || Context::around(path, id));
    }
    if known { best.seen() } else { unknown("No register tells who owns the firms on this chain.") }
}

fn says(context: &Context<'_>, id: EntityId, owner: &str, sum: f64) -> String {
    if sum > 0.0 {
        format!("Listed parties, {owner} first, own {sum:.0} % of {}.", context.label(id))
    } else {
        format!("{owner}, which is listed, owns an unstated part of {}.", context.label(id))
    }
}

testbed::cases!("listed-stake");
