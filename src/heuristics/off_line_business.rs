//! Goods that do not fit the buyer.

use super::spec::{Seen, heuristic, seen, unknown};
use super::{Context, testbed, words};
use crate::model::{EntityId, Path};

heuristic! {
    /// # What it looks for
    /// A firm in question whose stated business, or whose name, has nothing to do with computing, while it passes on
    /// or receives accelerators. A name alone counts for less than a register entry.
    ///
    /// # Why it matters
    /// Estate agents, drug makers and charcoal dealers have turned up as buyers of machines that they could not switch
    /// on.
    ///
    /// # When it is innocent
    /// Hospitals and banks buy servers for themselves, and those stay put. Conglomerates trade in anything. Names age
    /// worse than businesses.
    ///
    /// # Parameters
    /// What a word in the name alone is worth.
    ///
    /// # Example
    /// A firm registered for palm oil sends 64 accelerators on to China.
    ///
    /// # What to check next
    /// Look at the rest of the firm's trade, and for who ordered the goods in its name.
    ///
    /// # Source
    /// EAR part 732, supplement 3 (product does not fit the buyer's line of business); US v. Ho and others (M.D. Fla.,
    /// alleged); press reports on re-exports of servers from India to Russia in 2024.
    "off-line-business": "A firm's stated business has no use for the goods that it handles",
    Stable since "0.1.0", Entity Against, group "who",
    {
        /// Strength where only the name speaks of another business.
        name_only: "strength" = 0.6,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut best: Seen = None;
    let suspects = context.suspects(path);
    let mut known = suspects.is_empty();
    for id in suspects {
        let line = context.attributes(id).and_then(|a| a.business_line.as_deref());
        known |= line.is_some();
        let Some((word, strength)) = off_line(context, id, line, p) else {
            continue;
        };
        if strength > best.as_ref().and_then(|seen| seen.strength.get()).unwrap_or(0.0) {
            best = seen(
                strength,
                format!("{} is in another business (\"{word}\").", context.label(id)),
                path.legs.iter().filter(|leg| leg.from == id || leg.to == id).flat_map(|leg| leg.shipments.clone()).collect(),
            );
        }
    }
    if best.is_none() && !known {
        return unknown("No register tells what these firms do.");
    }
    best
}

/// Does the register state a business that has no use for such goods?
pub fn is_elsewhere(context: &Context<'_>, id: EntityId) -> bool {
    let words = &context.settings().words;
    context.attributes(id).and_then(|a| a.business_line.as_deref()).is_some_and(|line| {
        words::find(line, &words.unrelated_business).is_some()
            && !words::has(line, &words.computing_business)
            && !words::has(line, &words.forwarder)
    })
}

fn off_line<'t>(
    context: &Context<'t>,
    id: EntityId,
    line: Option<&'t str>,
    p: &Parameters,
) -> Option<(&'t str, f64)> {
    let words = &context.settings().words;
    match line {
        Some(line) if words::has(line, &words.computing_business) || words::has(line, &words.forwarder) => None,
        Some(line) => words::find(line, &words.unrelated_business).map(|_| (line, 1.0)),
        None => words::find(context.name(id), &words.unrelated_business)
            .filter(|_| !words::has(context.name(id), &words.computing_business))
            .map(|word| (word, p.name_only)),
    }
}

testbed::cases!("off-line-business");
