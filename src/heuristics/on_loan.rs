//! Lent, and not yet due.

use super::spec::{Seen, heuristic, ramp, seen};
use super::{Context, testbed, words};
use crate::model::{Path};

heuristic! {
    /// # What it looks for
    /// A few units declared as loan, demonstration or exhibition whose term still runs when the data end.
    ///
    /// # Why it matters
    /// A fair needs two machines for three weeks. Until the term is over nobody can say that they did not return.
    ///
    /// # When it is innocent
    /// This is an innocent explanation. It turns into a red flag of its own when the term passes without a return.
    ///
    /// # Parameters
    /// Units between which it fades, and the term.
    ///
    /// # Example
    /// Two servers for a trade show in Shanghai, five weeks before the last record of the data.
    ///
    /// # What to check next
    /// Note the date on which they are due.
    ///
    /// # Source
    /// Own list of look-alikes (fairs, demonstrations, evaluation loans), 2026-11-22.
    "on-loan": "A few units on loan or show whose return is not yet due",
    Stable since "0.1.0", Shipment For, group "return",
    {
        /// Units at which nothing is left.
        many: "units" = 40.0,
        /// Units that count in full.
        few: "units" = 16.0,
        /// Days within which goods on loan return.
        term: "days" = 270.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let leg = path.last_shipped()?;
    let (_, end) = context.data_days();
    if f64::from(end.since(leg.last_day)) >= p.term {
        return None;
    }
    let all = &context.settings().words.temporary;
    let word = leg.shipments.iter().find_map(|&id| words::find(context.description(id), all))?;
    let units = path.units.get().or(leg.units.get())?;
    let due = match context.returned(path, leg, p.term).shipments.is_empty() {
        true => "not yet due back",
        false => "some came back",
    };
    seen(ramp(units, p.many, p.few), format!("{units:.0} units are declared \"{word}\" and {due}."), leg.shipments.clone())
}

testbed::cases!("on-loan");
