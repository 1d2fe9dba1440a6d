//! Handed over inside the country.

use super::spec::{Best, Seen, heuristic};
use super::{Context, testbed};
use crate::model::{Match, Path};

heuristic! {
    /// # What it looks for
    /// A step of the chain without a border: a handover between linked firms that no record shows, or a shipment inside one
    /// country, with an international leg after it.
    ///
    /// # Why it matters
    /// The declared end user hands the goods to somebody else where customs do not look. What leaves then leaves under other
    /// papers.
    ///
    /// # When it is innocent
    /// Domestic sale is the most ordinary trade of all; here it counts only because the chain goes on to a restricted end.
    ///
    /// # Parameters
    /// What an inferred handover and a domestic shipment count.
    ///
    /// # Example
    /// A cloud firm in Singapore receives; its sister at the same address exports.
    ///
    /// # What to check next
    /// Ask the declared end user to show the machines.
    ///
    /// # Source
    /// Singapore charges of 2025 (false end users, alleged); chen_gastone (convicted by plea).
    "domestic-handover": "Goods change hands inside a country before they leave it",
    Stable since "0.1.0", Path Against, group "handover",
    {
        /// Strength of an inferred handover over a perfect link.
        inferred: "strength" = 1.0,
        /// Strength of a domestic shipment.
        shipped: "strength" = 0.6,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut best = Best::default();
    for (i, leg) in path.legs.iter().enumerate() {
        let last = i + 1 == path.legs.len();
        if leg.matched == Match::Handover {
            let strength = leg.link.map_or(0.5, |link| context.link(link).strength.clamp(0.0, 1.0));
            best.offer(
                p.inferred * (0.4 + 0.6 * strength),
                || format!("No record shows it, but {} and {} are linked and the second one ships on.", context.label(leg.from), context.label(leg.to)),
                || Context::around(path, leg.to),
            );
        } else if !last && context.country(leg.from).is_some() && context.country(leg.from) == context.country(leg.to) {
            best.offer(
                p.shipped,
                || format!("{} passed the goods to {} in the same country.", context.label(leg.from), context.label(leg.to)),
                || leg.shipments.clone(),
            );
        }
    }
    best.seen()
}

testbed::cases!("domestic-handover");
