//! Millions for a handful of people.

use super::spec::{Best, Seen, heuristic, ramp};
use super::{Context, testbed};
use crate::model::{Measure, Path};

heuristic! {
    /// # What it looks for
    /// The value of the goods that a firm in question received within the data, for each of its employees.
    ///
    /// # Why it matters
    /// A firm of three that takes in thirty millions acts for somebody else.
    ///
    /// # When it is innocent
    /// Group guarantees, leasing vehicles, freshly funded clouds. Registers count late.
    ///
    /// # Parameters
    /// Dollars an employee between which suspicion grows.
    ///
    /// # Example
    /// Two employees, 21 million dollars of accelerators in five months.
    ///
    /// # What to check next
    /// Ask the bank who funded the purchase.
    ///
    /// # Source
    /// FATF and Egmont 2021 (volume against size of the business); own bounds.
    "beyond-means": "A firm handles far more value than its size explains",
    Stable since "0.1.0", Entity Against, group "means",
    {
        /// Dollars an employee that say nothing.
        low: "USD" = 500000.0,
        /// Dollars an employee that count in full.
        high: "USD" = 4000000.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut best = Best::default();
    let suspects = context.suspects(path);
    let mut measured = suspects.is_empty();
    for id in suspects {
        let Some(people) = context.attributes(id).and_then(|a| a.employees.get()) else { continue };
        let family = context.family(id, path);
        let list = if family.inbound.is_empty() { &family.outbound } else { &family.inbound };
        let price = context.item(path).unit_price_usd.low;
        let usd: f64 = list
            .iter()
            .filter_map(|&id| context.usd(id).or(context.pieces(id).get().zip(price.get()).map(|(n, p)| n * p).map_or(Measure::UNKNOWN, Measure::new)).get())
            .sum();
        measured = true;
        best.offer(
            ramp((usd / people.max(1.0)).max(1.0).ln(), p.low.ln(), p.high.ln()),
            || format!("{} has {people:.0} employees and handled {:.1} million USD of these goods.", context.label(id), usd / 1e6),
            || Context::around(path, id),
        );
    }
    best.or_unknown(measured, "No register tells how many people these firms employ.")
}

testbed::cases!("beyond-means");
