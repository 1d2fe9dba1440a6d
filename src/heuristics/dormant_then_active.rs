//! Sleeping firms that wake up with valuable goods.

use super::spec::{Seen, heuristic, ramp, seen, unknown};
use super::{Context, testbed};
use crate::model::Path;

heuristic! {
    /// # What it looks for
    /// A firm in question that was founded before, shows no trade for a long time (since its founding or since the data
    /// begin, whichever is later, or in a gap inside the data) and then appears with controlled goods. What the data do
    /// not cover is no silence.
    ///
    /// # Why it matters
    /// Age reassures a compliance desk, so old shells are bought ready made. The exporter of one convicted scheme is
    /// reported to have been idle for ten years.
    ///
    /// # When it is innocent
    /// Project traders pause for years; the firm may have traded on lanes that the data do not cover.
    ///
    /// # Parameters
    /// How long a silence says nothing or all. Data must reach back at least half a year before the first appearance.
    ///
    /// # Example
    /// A company registered in 2014 ships for the first time in October 2024, in data that begin in January 2022, and ships
    /// accelerators.
    ///
    /// # What to check next
    /// Look for a change of owner or director in the year before the first shipment.
    ///
    /// # Source
    /// Filings on Operation Gatekeeper, 2025; CSIS, April 2024. The computation is derived here.
    "dormant-then-active": "An old firm without trade appears with controlled goods",
    Stable since "0.1.0", Entity Against, group "age",
    {
        /// Silence up to which this says nothing.
        short_silence: "days" = 540.0,
        /// Silence from which on it counts in full.
        long_silence: "days" = 1500.0,
        /// Days of data before the first appearance without which nothing can be said.
        needed_history: "days" = 180.0,
        /// Shipments of other goods at or above which the firm counts as trading.
        busy: "shipments" = 8.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let (data_start, _) = context.data_days();
    let mut best: Seen = None;
    let mut measured = false;
    for id in context.suspects(path) {
        let stats = context.stats(id);
        let Some(first) = stats.first else { continue };
        let others = f64::from(stats.sent + stats.received) - (stats.items_in.len() + stats.items_out.len()) as f64;
        let mut silence = stats.silence.map_or(0, |(days, _)| days);
        measured |= silence > 0;
        if let Some(founded) = context.attributes(id).and_then(|a| a.incorporated) {
            measured = true;
            if f64::from(first.since(data_start)) >= p.needed_history {
                silence = silence.max(first.since(founded.max(data_start)));
            }
        }
        if others >= p.busy {
            continue;
        }
        let strength = ramp(f64::from(silence), p.short_silence, p.long_silence);
        if strength > best.as_ref().and_then(|seen| seen.strength.get()).unwrap_or(0.0) {
            best = seen(
                strength,
                format!("{} shows no trade for {silence} days of the data and then handles these goods.", context.label(id)),
                path.legs.iter().filter(|leg| leg.from == id || leg.to == id).flat_map(|leg| leg.shipments.clone()).collect(),
            );
        }
    }
    if best.is_none() && !measured && !context.suspects(path).is_empty() {
        return unknown("Neither founding dates nor earlier trade of these firms are known.");
    }
    best
}

testbed::cases!("dormant-then-active");
