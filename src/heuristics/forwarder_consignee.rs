//! Those who carry are not those who use.

use super::spec::{Seen, heuristic, seen};
use super::{Context, testbed};
use crate::model::{Path, ShipmentId};

heuristic! {
    /// # What it looks for
    /// A logistics firm, by name, register or behaviour, that stands as consignee of controlled goods on a leg of the
    /// chain, with nobody else named as the party to notify.
    ///
    /// # Why it matters
    /// A forwarder has no use for accelerators. Named as the receiver it hides the user, and the onward move is arranged
    /// in private.
    ///
    /// # When it is innocent
    /// Master bills name the forwarder's agent by rule. Where the house bill was joined, the true receiver stands on the
    /// record.
    ///
    /// # Parameters
    /// What remains of the finding when another party is to be notified.
    ///
    /// # Example
    /// A California exporter sends accelerators to "Basil Example Logistics" in Singapore, which is also the end user on
    /// the form.
    ///
    /// # What to check next
    /// Ask the forwarder for the house bill and for who paid its fee.
    ///
    /// # Source
    /// EAR part 732, supplement 3; BIS, FinCEN notice FIN-2023-GLOBALEXPORT; United States v. Geng and Yang (C.D. Cal.,
    /// alleged, 2025).
    "forwarder-consignee": "A logistics firm is named as the receiver of controlled goods",
    Stable since "0.1.0", Shipment Against, group "who",
    {
        /// Factor where somebody else is to be notified.
        with_notify: "factor" = 0.5,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    for leg in &path.legs {
        if leg.shipments.is_empty() || !context.is_forwarder(leg.to) {
            continue;
        }
        let notified = |id: &ShipmentId| {
            let notify = context.text(context.inputs.shipments.notify_name[id.index()]);
            !notify.is_empty() && !notify.eq_ignore_ascii_case(context.name(leg.to))
        };
        let strength = if leg.shipments.iter().all(notified) { p.with_notify } else { 1.0 };
        return seen(
            strength,
            format!("{} moves goods for others and is named as their receiver.", context.label(leg.to)),
            leg.shipments.clone(),
        );
    }
    None
}

testbed::cases!("forwarder-consignee");
