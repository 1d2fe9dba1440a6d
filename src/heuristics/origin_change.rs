//! A second birthplace.

use super::spec::{Best, Seen, heuristic};
use super::{Context, testbed};
use crate::model::{Country, Path, Role, ShipmentId};

heuristic! {
    /// # What it looks for
    /// A country of origin that differs between two legs of one lot although the firm in between makes nothing.
    ///
    /// # Why it matters
    /// A claimed origin decides which rules apply. Accelerators from one maker do not become Taiwanese in a warehouse.
    ///
    /// # When it is innocent
    /// Brokers put the country of dispatch into the field; that case counts for less.
    ///
    /// # Parameters
    /// What the dispatch country as new origin counts.
    ///
    /// # Example
    /// Origin US on the way in, origin TW on the way out of Hong Kong.
    ///
    /// # What to check next
    /// Ask for the certificate of origin.
    ///
    /// # Source
    /// Operation Gatekeeper filings, 2025 (claimed origin); practice of origin washing.
    "origin-change": "The declared origin of a lot changes between legs",
    Stable since "0.1.0", Path Against, group "words",
    {
        /// Strength where the new origin is where the leg starts.
        dispatch: "strength" = 0.5,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let origin = |list: &[ShipmentId]| -> Option<Country> {
        list.iter().find_map(|id| context.inputs.shipments.origin_country[id.index()])
    };
    let mut best = Best::default();
    let mut measured = path.legs.len() < 2;
    for (who, _, into, out) in context.stays(path) {
        let (Some(before), Some(after)) = (origin(&into.shipments), origin(&out.shipments)) else { continue };
        measured = true;
        if before == after || context.is(who, Role::Manufacturer) || context.is_maker(who) {
            continue;
        }
        let dispatch = context.country(who) == Some(after);
        best.offer(
            if dispatch { p.dispatch } else { 1.0 },
            || format!("Origin {before} when the lot came to {}, origin {after} when it left.", context.label(who)),
            || into.shipments.iter().chain(&out.shipments).copied().collect(),
        );
    }
    best.or_unknown(measured, "The origin is not stated on two legs in a row.")
}

testbed::cases!("origin-change");
