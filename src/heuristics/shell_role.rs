//! Firms that are little beside their papers.

use super::spec::{Best, Seen, heuristic, ramp};
use super::{Context, testbed};
use crate::model::{Path, Role};

heuristic! {
    /// # What it looks for
    /// A firm between start and end, or the one with whom goods are lost, whose behaviour scores as that of a shell.
    ///
    /// # Why it matters
    /// The role sums up youth, one supplier, one customer and shared identifiers. Where it is high the firm has no
    /// commercial reason of its own.
    ///
    /// # When it is innocent
    /// Project companies and leasing vehicles look alike; their parents are known.
    ///
    /// # Parameters
    /// Scores of the role between which this grows.
    ///
    /// # Example
    /// A Johor trader with a shell score of 0.85 between a US seller and a Shenzhen buyer.
    ///
    /// # What to check next
    /// Visit the address.
    ///
    /// # Source
    /// CSIS, April 2024; the score is this project's own, from the roles stage.
    "shell-role": "A firm on the chain behaves like a shell",
    Stable since "0.1.0", Entity Against, group "who",
    {
        /// Score that says nothing.
        low: "score" = 0.35,
        /// Score that counts in full.
        high: "score" = 0.8,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut best = Best::default();
    for id in context.suspects(path) {
        let Some(score) = context.role(id, Role::Shell).get() else { continue };
        best.offer(
            ramp(score, p.low, p.high),
            || format!("{} scores {score:.2} as a shell.", context.label(id)),
            || Context::around(path, id),
        );
    }
    best.seen()
}

testbed::cases!("shell-role");
