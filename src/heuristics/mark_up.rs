//! A price that grows at the border.

use super::spec::{Best, Seen, heuristic, ramp};
use super::{Context, testbed};
use crate::model::{Path, ShipmentId};

heuristic! {
    /// # What it looks for
    /// Value a unit on one leg against value a unit on the leg before, for the same lot.
    ///
    /// # Why it matters
    /// Who adds half the price without touching the goods is paid for something else, most likely for risk.
    ///
    /// # When it is innocent
    /// Traders live from margins of a few per cent up to a fifth; freight and insurance may be inside the second value.
    ///
    /// # Parameters
    /// The ratios between which a margin turns into a premium.
    ///
    /// # Example
    /// Cards bought at 30,000 USD leave Malaysia at 48,000 three weeks later.
    ///
    /// # What to check next
    /// Compare both invoices, and ask who bore the freight.
    ///
    /// # Source
    /// NCA red alert, December 2023; FT reporting of 2025 on premiums (second hand). Bounds are this project's own.
    "mark-up": "The price a unit jumps between two legs",
    Stable since "0.1.0", Path Against, group "price",
    {
        /// Ratio that ordinary trade reaches.
        margin: "ratio" = 1.2,
        /// Ratio that counts in full.
        premium: "ratio" = 1.6,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let each = |shipments: &[ShipmentId]| {
        let usd = context.total(shipments, |id| context.usd(id)).get()?;
        let units = context.total(shipments, |id| context.units(id)).get().filter(|n| *n > 0.0)?;
        Some(usd / units)
    };
    let named = |shipments: &[ShipmentId]| shipments.iter().all(|id| context.item_of(*id).is_some());
    // Machines that are named count as the accelerators in them, and under other words as machines.
    let machines = context.item(path).accelerators.get().is_some_and(|n| n > 1.0);
    let mut best = Best::default();
    let mut measured = path.legs.len() < 2;
    for (who, _, into, out) in context.stays(path) {
        if machines && named(&into.shipments) != named(&out.shipments) {
            continue;
        }
        let (Some(bought), Some(sold)) = (each(&into.shipments), each(&out.shipments)) else { continue };
        measured = true;
        best.offer(
            ramp(sold / bought.max(0.01), p.margin, p.premium),
            || format!("{} took units in at {bought:.0} USD and sent them on at {sold:.0} USD.", context.label(who)),
            || into.shipments.iter().chain(&out.shipments).copied().collect(),
        );
    }
    best.or_unknown(measured, "Values or units are not stated on two legs in a row.")
}

testbed::cases!("mark-up");
