//! Repairs from which nothing returns.

use super::spec::{Best, Seen, heuristic, ramp};
use super::{Context, testbed};
use crate::model::{Path};

heuristic! {
    /// # What it looks for
    /// A leg declared as repair, return, loan or exhibition whose goods never came back although the data go on long enough to
    /// show it, and whose receiver is no maker.
    ///
    /// # Why it matters
    /// Temporary procedures ask fewer questions than a sale. They end with a return, or they were none.
    ///
    /// # When it is innocent
    /// Goods sold at a fair, terms extended, the return leg outside the data.
    ///
    /// # Parameters
    /// The term within which goods should return, and the share of units that settles the matter.
    ///
    /// # Example
    /// Forty servers "for exhibition" in Shanghai in May 2024, and nothing back by the end of 2025.
    ///
    /// # What to check next
    /// Ask for the carnet and its closing stamp.
    ///
    /// # Source
    /// Case kanrus (charged) on repair and return papers; EAR part 732, supplement 3.
    "repair-cover": "Goods sent for repair, loan or a fair never came back",
    Stable since "0.1.0", Path Against, group "return",
    {
        /// Days within which the goods should be back.
        term: "days" = 270.0,
        /// Share of units whose return ends the suspicion.
        settled: "share" = 0.5,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let (_, end) = context.data_days();
    let mut best = Best::default();
    for leg in &path.legs {
        if context.is_maker(leg.to) || f64::from(end.since(leg.last_day)) < p.term {
            continue;
        }
        let back = context.returned(path, leg, f64::INFINITY).units;
        let sent = context.total(&leg.shipments, |id| context.units(id)).get().unwrap_or(1.0).max(1.0);
        for &id in &leg.shipments {
            let Some(word) = context.temporary_word(id) else { continue };
            best.offer(
                ramp(back / sent, p.settled, 0.0),
                || format!("Declared \"{word}\" on {}, and {back:.0} of {sent:.0} units came back.", context.day(id)),
                || vec![id],
            );
        }
    }
    best.seen()
}

testbed::cases!("repair-cover");
