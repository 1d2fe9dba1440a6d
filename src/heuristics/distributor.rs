//! Trade with many customers in free places.

use super::spec::{Seen, heuristic, ramp, seen};
use super::{Context, testbed};
use crate::model::{EntityId, Path};

heuristic! {
    /// # What it looks for
    /// A firm between start and end that sells the same family of goods to many customers in places where they are not
    /// restricted, and of whose sales the restricted end is a small part.
    ///
    /// # Why it matters
    /// Passing goods on is what a distributor does. Breadth of customers separates the trade from a route made for one
    /// buyer.
    ///
    /// # When it is innocent
    /// This is an innocent explanation. It does not hold where the free customers are themselves few, or were supplied
    /// only once.
    ///
    /// # Parameters
    /// How many free customers say nothing or all, and which share of restricted units takes the excuse away.
    ///
    /// # Example
    /// A Singapore distributor supplies forty firms in Japan, Australia and India, and one in China.
    ///
    /// # What to check next
    /// Ask the maker whether the firm is an authorised distributor for that region.
    ///
    /// # Source
    /// Own list of look-alikes, from the false-positive notes on public red flags (2026-11-22).
    "distributor": "The firm in the middle sells the goods to many customers in free places",
    Stable since "0.1.0", Entity For, group "breadth",
    {
        /// Free customers that say nothing.
        few: "customers" = 3.0,
        /// Free customers that count in full.
        many: "customers" = 5.0,
        /// Share of units sent to restricted places from which on nothing is left of the excuse.
        too_restricted: "share" = 0.5,
        /// Share of units sent to restricted places up to which the excuse is whole.
        mostly_free: "share" = 0.4,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let n = path.chain.len();
    let dealers: &[EntityId] = if n > 2 { context.middles(path) } else { &path.chain[..n.min(1)] };
    let mut weakest: Option<(f64, EntityId)> = None;
    for &id in dealers {
        let family = context.family(id, path);
        let restricted = if family.units_out > 0.0 {
            family.units_restricted / family.units_out
        } else {
            f64::from(family.restricted) / family.outbound.len().max(1) as f64
        };
        let breadth = ramp(f64::from(family.free_customers), p.few, p.many);
        let strength = breadth * ramp(restricted, p.too_restricted, p.mostly_free);
        if weakest.is_none_or(|(least, _)| strength < least) {
            weakest = Some((strength, id));
        }
    }
    let (strength, id) = weakest?;
    seen(
        strength,
        format!(
            "{} sells these goods to {} customers in places where they are free.",
            context.label(id),
            context.family(id, path).free_customers
        ),
        Vec::new(),
    )
}

testbed::cases!("distributor");
