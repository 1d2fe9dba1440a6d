//! The same people at two places of a chain.

use super::spec::{Best, Seen, heuristic};
use super::{Context, testbed};
use crate::model::{LinkKind, Path};

heuristic! {
    /// # What it looks for
    /// Two firms of one chain that share an address, a telephone, an officer or a name across borders, although the chain
    /// presents them as buyer and seller.
    ///
    /// # Why it matters
    /// Trade between two desks of one hand has no commercial reason; it has the reason of distance.
    ///
    /// # When it is innocent
    /// Declared branches of one group trade with one another every day; owner links do not count here.
    ///
    /// # Parameters
    /// Least strength of the link, and what a shared name alone is worth.
    ///
    /// # Example
    /// Seller in Malaysia and buyer in Shenzhen give the same mobile number.
    ///
    /// # What to check next
    /// Compare signatures on both sides' papers.
    ///
    /// # Source
    /// BIS guidance of 13 May 2025; UK OTSI, January 2025 (shared contact data).
    "shared-hands": "Two firms of the chain share contact data",
    Stable since "0.1.0", Link Against, group "ties",
    {
        /// Least strength of a link.
        least: "strength" = 0.25,
        /// Factor for a shared name without shared contact.
        name_only: "factor" = 0.6,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut best = Best::default();
    for &id in &path.chain {
        for &number in context.links(id) {
            let link = context.link(number);
            let handed_over = path.legs.iter().any(|leg| leg.link == Some(number));
            if link.a != id || !path.chain.contains(&link.b) || handed_over || link.strength < p.least {
                continue;
            }
            let factor = match link.kind {
                LinkKind::Owner | LinkKind::Successor | LinkKind::SameLot => 0.0,
                LinkKind::NameVariant => p.name_only,
                _ => 1.0,
            };
            best.offer(
                link.strength.clamp(0.0, 1.0) * factor,
                || format!("{} and {} share: {} {}.", context.label(link.a), context.label(link.b), link.kind.word(), link.seen),
                || path.shipments().collect(),
            );
        }
    }
    best.seen()
}

testbed::cases!("shared-hands");
