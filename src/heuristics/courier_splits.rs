//! A stream of small parcels.

use super::spec::{Best, Seen, heuristic, ramp};
use super::{Context, testbed, words};
use crate::model::{Path, ShipmentId};

heuristic! {
    /// # What it looks for
    /// Many light parcels, by weight or by mode of transport, between one pair of firms of the chain within a few weeks,
    /// where one pallet would have been cheaper.
    ///
    /// # Why it matters
    /// Parcels pass under limits for filings and are seldom opened. Six accelerators fit in a suitcase.
    ///
    /// # When it is innocent
    /// Spare-part services and web shops work this way, to many addresses rather than to one.
    ///
    /// # Parameters
    /// What counts as a parcel, and how many within the window say nothing or all.
    ///
    /// # Example
    /// Nine courier parcels of four cards each in three weeks.
    ///
    /// # What to check next
    /// Ask the courier for other parcels between the same two doors.
    ///
    /// # Source
    /// CSIS, April 2024, and press reports of 2023 on couriers and luggage.
    "courier-splits": "A lot travels as many light parcels between the same two firms",
    Stable since "0.1.0", Shipment Against, group "split",
    {
        /// Heaviest parcel.
        parcel: "kg" = 32.0,
        /// Days within which parcels are counted together.
        window: "days" = 45.0,
        /// Parcels that say nothing.
        few: "parcels" = 2.0,
        /// Parcels that count in full.
        many: "parcels" = 7.0,
    }
}

fn look(context: &Context<'_>, path: &Path, p: &Parameters) -> Seen {
    let mut best = Best::default();
    for leg in &path.legs {
        let parcels: Vec<ShipmentId> = leg
            .shipments
            .iter()
            .copied()
            .filter(|&id| {
                let mode = context.text(context.inputs.shipments.transport_mode[id.index()]);
                let light = context.kg(id).get().is_some_and(|kg| kg <= p.parcel);
                light || words::has(mode, &context.settings().words.courier) && context.kg(id).get().is_none()
            })
            .collect();
        // The densest window of the leg: parcels are in order of days.
        let mut from = 0;
        for to in 0..parcels.len() {
            while f64::from(context.day(parcels[to]).since(context.day(parcels[from]))) > p.window {
                from += 1;
            }
            let inside = &parcels[from..=to];
            best.offer(
                ramp(inside.len() as f64, p.few, p.many),
                || format!("{} sent {} light parcels to {} within {:.0} days.", context.label(leg.from), inside.len(), context.label(leg.to), p.window),
                || inside.to_vec(),
            );
        }
    }
    best.seen()
}

testbed::cases!("courier-splits");
