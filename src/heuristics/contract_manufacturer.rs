//! Parts in, other goods out.

use super::spec::{Seen, heuristic, seen};
use super::{Context, testbed};
use crate::model::{Match, Path, Role};

heuristic! {
    /// # What it looks for
    /// A maker, by what it does, between two legs whose goods differ: what it sends is not what it took in.
    ///
    /// # Why it matters
    /// Plants take in boards and send out machines, in every direction and across restricted borders, all year.
    ///
    /// # When it is innocent
    /// This is an innocent explanation. A plant that passes the very same goods on is no plant for them, and then it is silent.
    ///
    /// # Parameters
    /// Least score as a manufacturer.
    ///
    /// # Example
    /// An assembler in Taiwan takes in accelerators and sends finished network gear to China.
    ///
    /// # What to check next
    /// Ask the brand whether the plant works under its contract.
    ///
    /// # Source
    /// Own list of look-alikes (contract manufacturing and processing trade), 2026-11-22.
    "contract-manufacturer": "A plant takes in one kind of goods and sends out another",
    Stable since "0.1.0", Entity For, group "making",
    {
        /// Least score as a manufacturer.
        least: "score" = 0.5,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let (who, score) = context.stays(path).filter(|(_, _, _, out)| out.matched != Match::SameItem).find_map(|(who, _, _, _)| {
        let score = context.role(who, Role::Manufacturer).get().filter(|score| *score >= p.least)?;
        Some((who, score))
    })?;
    seen(score, format!("{} makes things: what it sends differs from what it took in.", context.label(who)), Vec::new())
}

testbed::cases!("contract-manufacturer");
