//! A forwarder of everything.

use super::spec::{Seen, heuristic, ramp, seen};
use super::{Context, testbed};
use crate::model::{Path};

heuristic! {
    /// # What it looks for
    /// A logistics firm on the chain that receives many shipments for many senders, hardly any of them controlled.
    ///
    /// # Why it matters
    /// Forwarders stand as consignees on master bills all day. One with ordinary cargo is a courier, not a front.
    ///
    /// # When it is innocent
    /// This is an innocent explanation. It does not reach a forwarder whose controlled cargo comes from one new sender.
    ///
    /// # Parameters
    /// Ordinary shipments and senders between which it grows.
    ///
    /// # Example
    /// 300 shipments from 120 senders, two of them with accelerators.
    ///
    /// # What to check next
    /// Ask for the house bill of these two.
    ///
    /// # Source
    /// Own list of look-alikes (forwarders as consignee of ordinary cargo, consolidated master bills), 2026-11-22.
    "ordinary-forwarding": "The logistics firm on the chain mostly carries ordinary cargo for many",
    Stable since "0.1.0", Entity For, group "forwarding",
    {
        /// Ordinary shipments that say nothing.
        few: "shipments" = 15.0,
        /// Ordinary shipments that count in full.
        many: "shipments" = 80.0,
        /// Senders that count in full.
        senders: "senders" = 12.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let who = path.chain.iter().copied().skip(1).find(|&id| context.is_forwarder(id))?;
    let stats = context.stats(who);
    let ordinary = f64::from(stats.received) - stats.items_in.len() as f64;
    seen(
        ramp(ordinary, p.few, p.many) * ramp(stats.suppliers.len() as f64, 2.0, p.senders),
        format!("{} received {ordinary:.0} ordinary shipments from {} senders.", context.label(who), stats.suppliers.len()),
        Vec::new(),
    )
}

testbed::cases!("ordinary-forwarding");
