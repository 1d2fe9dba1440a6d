//! The onward goods are its usual ones.

use super::spec::{Seen, heuristic, ramp, seen};
use super::{Context, testbed};
use crate::model::Path;

heuristic! {
    /// # What it looks for
    /// An onward leg that was only tied to the lot by time and plausibility, and whose goods the firm ships under that heading
    /// again and again, before and beside this chain.
    ///
    /// # Why it matters
    /// A trader in fans who also bought a server still sends fans. Habit explains the leg without any lot inside it.
    ///
    /// # When it is innocent
    /// This is an innocent explanation. Weight or value far from the firm's habit takes it away, which other findings say.
    ///
    /// # Parameters
    /// Shipments of the heading that say nothing or all.
    ///
    /// # Example
    /// Forty shipments of cables before, the forty-first after a server arrived.
    ///
    /// # What to check next
    /// Compare weight and value of this shipment with the forty others.
    ///
    /// # Source
    /// Own list of look-alikes (ordinary high-value vague cargo), 2026-11-22.
    "own-goods": "The onward goods are what the firm always ships",
    Stable since "0.1.0", Entity For, group "making",
    {
        /// Other shipments of the heading that say nothing.
        few: "shipments" = 1.0,
        /// Other shipments of the heading that count in full.
        many: "shipments" = 6.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let leg = path.legs.iter().find(|leg| leg.is_hidden())?;
    let &id = leg.shipments.first()?;
    let heading = context.heading(id)?;
    let all = context.stats(leg.from).headings_out.get(&heading).copied().unwrap_or(0);
    let others = f64::from(all) - leg.shipments.len() as f64;
    seen(
        ramp(others, p.few, p.many),
        format!("{} sent {others:.0} other shipments under heading {heading:04}.", context.label(leg.from)),
        Vec::new(),
    )
}

testbed::cases!("own-goods");
