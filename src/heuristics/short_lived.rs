//! Here this year, gone the next.

use super::spec::{Best, Seen, heuristic, ramp};
use super::{Context, testbed};
use crate::model::Path;

heuristic! {
    /// # What it looks for
    /// A firm in question whose whole trade fits into a short span inside the data and that is silent for long before the
    /// data end.
    ///
    /// # Why it matters
    /// Shells are made, used and dropped; the next one carries on.
    ///
    /// # When it is innocent
    /// Project companies, failed start-ups, and the edge of the data: silence counts only where the data go on without the
    /// firm.
    ///
    /// # Parameters
    /// The span of activity, the silence after it, and how many shipments are a burst.
    ///
    /// # Example
    /// Six shipments from March to May 2024, then nothing until the end of 2025.
    ///
    /// # What to check next
    /// Look for a dissolution notice, and for a new firm at the same address.
    ///
    /// # Source
    /// CSIS 2024 on short-lived traders, and its study of importers of listed goods; own thresholds.
    "short-lived": "A firm traded in one short burst and fell silent",
    Stable since "0.1.0", Entity Against, group "age",
    {
        /// A life this long says nothing.
        long_life: "days" = 280.0,
        /// A life this short counts in full.
        short_life: "days" = 120.0,
        /// Silence needed before the data end.
        silence: "days" = 180.0,
        /// Least shipments.
        least: "shipments" = 2.0,
        /// Most shipments of a burst.
        most: "shipments" = 40.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let (start, end) = context.data_days();
    let mut best = Best::default();
    for id in context.suspects(path) {
        let stats = context.stats(id);
        let (Some(first), Some(last)) = (stats.first, stats.last) else { continue };
        let count = f64::from(stats.sent + stats.received);
        // A firm that was there when the data begin may be far older.
        if f64::from(end.since(last)) < p.silence || first.since(start) < 60 || count < p.least || count > p.most {
            continue;
        }
        let life = last.since(first);
        best.offer(
            ramp(f64::from(life), p.long_life, p.short_life),
            || format!("{} appears in {count:.0} shipments within {life} days and not after {last}.", context.label(id)),
            || Context::around(path, id),
        );
    }
    best.seen()
}

testbed::cases!("short-lived");
