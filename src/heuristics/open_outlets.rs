//! What the last holder is seen to do with such goods.

use super::spec::{Seen, heuristic, ramp, seen};
use super::{Context, testbed};
use crate::model::{End, Path, Role};

heuristic! {
    /// # What it looks for
    /// Goods that are lost from sight with a firm whose other lots of the same family are seen to go to customers in free
    /// places, none of which looks like a shell.
    ///
    /// # Why it matters
    /// Records are never complete. A lot that is not seen again most likely went where the other lots went.
    ///
    /// # When it is innocent
    /// This is an innocent explanation. A front that sells a few lots openly has it too.
    ///
    /// # Parameters
    /// How many lots to free customers say nothing or all.
    ///
    /// # Example
    /// "Basil Example Trading" takes in five lots of accelerators; four go on to hospitals in Japan, and of the fifth there
    /// is no record.
    ///
    /// # What to check next
    /// Ask the customers that are seen whether they had the missing lot too.
    ///
    /// # Source
    /// Own list of look-alikes, from the false-positive notes on public red flags (2026-11-22).
    "open-outlets": "The firm that had the goods last is seen to send such goods to free customers only",
    Stable since "0.1.0", Path For, group "outlets",
    {
        /// Lots sent to free customers that say nothing.
        few: "shipments" = 0.0,
        /// Lots that count in full.
        many: "shipments" = 2.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    if path.end != End::Vanished {
        return None;
    }
    let last = *path.chain.last()?;
    let family = context.family(last, path);
    let doubtful = |&id: &_| context.is(id, Role::Shell) || context.is_forwarder(id) || context.sits_restricted(id, path);
    if family.restricted > 0 || family.customers.iter().any(doubtful) {
        return None;
    }
    seen(
        ramp(family.outbound.len() as f64, p.few, p.many),
        format!(
            "All {} lots of such goods that {} is seen to send went to customers in free places.",
            family.outbound.len(),
            context.label(last)
        ),
        family.outbound.clone(),
    )
}

testbed::cases!("open-outlets");
