//! In the same room as a listed party.

use super::spec::{Best, Seen, heuristic};
use super::{Context, testbed};
use crate::model::Path;

heuristic! {
    /// # What it looks for
    /// A firm of the chain that resembles a listed party without being judged one (its address is listed, or its name is
    /// near), or that shares a rare identifier with one that is listed.
    ///
    /// # Why it matters
    /// Lists name addresses without firms because shells at them change names faster than lists do.
    ///
    /// # When it is innocent
    /// Company secretaries and serviced offices house thousands; stale list addresses name the wrong shop.
    ///
    /// # Parameters
    /// Least score of a resemblance, and how much such a hit is trusted.
    ///
    /// # Example
    /// A Hong Kong trader in a room that is itself an entry of the Entity List.
    ///
    /// # What to check next
    /// Compare the unit number, not only the building.
    ///
    /// # Source
    /// BIS rule of 12 June 2024 that lists addresses; UK OTSI, January 2025.
    "listed-address": "A firm on the chain shares an address or contact with a listed party",
    Stable since "0.1.0", Link Against, group "list",
    {
        /// Least score of a resemblance.
        least: "score" = 0.6,
        /// Factor for errors in lists.
        trust: "factor" = 0.75,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut best = Best::default();
    for &id in &path.chain {
        let entity = context.entity(id);
        if entity.listed.iter().any(|hit| hit.is_match) {
            continue;
        }
        for hit in entity.listed.iter().filter(|hit| hit.score >= p.least) {
            best.offer(
                hit.score.min(1.0) * p.trust,
                || format!("{} resembles \"{}\" on {}: {}.", context.label(id), hit.listed, hit.list, hit.why.trim_end_matches('.')),
                || Context::around(path, id),
            );
        }
        for (other, link) in context.sisters(id, 0.2) {
            if let Some(score) = context.entity(other).match_score() {
                best.offer(
                    link.strength.min(1.0) * score,
                    || {
                        let (kind, firm, other) = (link.kind.word(), context.label(id), context.label(other));
                        format!("{firm} shares its {kind} with {other}, which is listed (match {score:.2}).")
                    },
                    || Context::around(path, id),
                );
            }
        }
    }
    best.seen()
}

testbed::cases!("listed-address");
