//! The old trade under a new name.

use super::spec::{Best, Seen, heuristic};
use super::{Context, testbed};
use crate::model::{LinkKind, Path};

heuristic! {
    /// # What it looks for
    /// A firm of the chain that began when another one stopped, with the same partners, where the earlier one is listed or
    /// supplied the same restricted end.
    ///
    /// # Why it matters
    /// After a listing or a refusal the orders go on under another name.
    ///
    /// # When it is innocent
    /// A business is sold to a stranger; a maker replaces its distributor.
    ///
    /// # Parameters
    /// What a predecessor counts that is not listed but had the same customer.
    ///
    /// # Example
    /// A firm stops a week after its listing; another starts a month later with the same buyer.
    ///
    /// # What to check next
    /// Compare staff, telephone and bank of the two.
    ///
    /// # Source
    /// EAR part 732, supplement 3 (orders moved from a listed party, December 2024); Wire China on linked traders.
    "successor-of-listed": "A firm on the chain carries on a listed firm's trade",
    Stable since "0.1.0", Link Against, group "ties",
    {
        /// Factor where the predecessor is not listed but served the same end.
        unlisted: "factor" = 0.6,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let last = path.chain.last().copied()?;
    let mut best = Best::default();
    for &id in &path.chain {
        for &link in context.links(id) {
            let link = context.link(link);
            if link.kind != LinkKind::Successor || link.b != id {
                continue;
            }
            let listed = context.entity(link.a).match_score();
            let same_end = context.stats(link.a).customers.binary_search(&last).is_ok() && id != last;
            // A name that comes near a listed one is not more than a firm that served the same end.
            let factor = listed.unwrap_or(0.0).max(if same_end { p.unlisted } else { 0.0 });
            best.offer(
                link.strength.clamp(0.0, 1.0) * factor,
                || {
                    let what = match listed {
                        Some(score) => format!("which is listed (match {score:.2})"),
                        None => "which supplied the same end".to_owned(),
                    };
                    format!("{} began as {} stopped, {what}.", context.label(id), context.label(link.a))
                },
                || Context::around(path, id),
            );
        }
    }
    best.seen()
}

testbed::cases!("successor-of-listed");
