//! Told in the one place, delivered in the other.

use super::spec::{Best, Seen, heuristic};
use super::{Context, testbed, words};
use crate::model::{Country, Path, ShipmentId, TextId};

heuristic! {
    /// # What it looks for
    /// A leg to a free place whose party to notify, final destination or port of unloading points to a restricted one:
    /// by a party of that name, a known city, or a port code.
    ///
    /// # Why it matters
    /// Papers for a hub often still tell the one who waits for the goods.
    ///
    /// # When it is innocent
    /// A group office gets copies of every bill; a ship calls at many ports.
    ///
    /// # Parameters
    /// Strength for each of the three fields.
    ///
    /// # Example
    /// Consigned to Kuala Lumpur; notify a firm in Shenzhen.
    ///
    /// # What to check next
    /// Ask the carrier to whom the arrival notice went.
    ///
    /// # Source
    /// G7 guidance, September 2024; BIS, FinCEN alerts of 2022 and 2023.
    "restricted-notify": "Papers of a leg to a free place name someone in a restricted one",
    Stable since "0.1.0", Shipment Against, group "papers",
    {
        /// Strength where the party to notify is there.
        notify: "strength" = 1.0,
        /// Strength where the final destination is there.
        destination: "strength" = 1.0,
        /// Strength where the port of unloading is there.
        port: "strength" = 0.8,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut best = Best::default();
    let shipments = context.inputs.shipments;
    for id in path.shipments() {
        let i = id.index();
        if shipments.to_country(id).is_none_or(|to| context.restricted(to, path, context.day(id))) {
            continue;
        }
        let fields = [
            ("party to notify", shipments.notify_name[i], p.notify),
            ("final destination", shipments.final_destination[i], p.destination),
            ("port of unloading", shipments.port_unlading[i], p.port),
        ];
        for (what, field, strength) in fields {
            if let Some(place) = place(context, path, id, field) {
                best.offer(
                    strength,
                    || format!("The {what} of {} is \"{}\" ({place}).", shipments.record(id), context.text(field)),
                    || vec![id],
                );
            }
        }
    }
    best.seen()
}

fn place(context: &Context<'_>, path: &Path, id: ShipmentId, field: TextId) -> Option<Country> {
    let text = context.text(field);
    if text.is_empty() {
        return None;
    }
    let words = &context.settings().words.restricted_places;
    let by_code = || match text.as_bytes() {
        [_, _] | [_, _, _, _, _] if text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) => {
            Country::from_code(text.get(..2)?)
        }
        _ => None,
    };
    let country = context
        .country_of_name(field)
        .or_else(|| words::find(text, words.keys()).and_then(|word| words.get(word).copied()))
        .or_else(by_code)?;
    context.restricted(country, path, context.day(id)).then_some(country)
}

testbed::cases!("restricted-notify");
