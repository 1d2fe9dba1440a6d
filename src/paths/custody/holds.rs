//! How many units of an item a shipment can hold, when its own words do not name the item.

use super::cargo::{Holds, Told};
use crate::model::{Item, ItemKind, Measure, ShipmentId, Shipments};

/// Units of quantity that count pieces of goods, canonical or as often written.
const PIECES: [&str; 16] = [
    "PCS", "PC", "PCE", "PIECE", "PIECES", "SET", "SETS", "UNIT", "UNITS", "UNT", "EA", "EACH",
    "NMB", "NO", "NOS", "NIU",
];

/// Lightest accelerator that is worth the trouble, kilograms, where the catalogue has no weight: a bare
/// module without its heat sink. An assumption; vendors publish board weights only.
const LIGHTEST_KG: f64 = 0.25;

/// Kilograms of a shipment: net, else gross.
pub(super) fn kilograms(shipments: &Shipments, shipment: ShipmentId) -> Measure {
    let i = shipment.index();
    let known = |m: Measure| m.get().filter(|kg| *kg > 0.0);
    known(shipments.net_weight_kg[i])
        .or_else(|| known(shipments.gross_weight_kg[i]))
        .into()
}

/// Declared number of pieces; unknown where the quantity is a weight, a volume, or packages, or is 0
/// (which in trade records means that nobody filled it in).
pub(super) fn pieces(shipments: &Shipments, shipment: ShipmentId) -> Measure {
    let i = shipment.index();
    let unit = shipments.text.get(shipments.quantity_unit[i]);
    let counts = PIECES.iter().any(|word| word.eq_ignore_ascii_case(unit));
    shipments.quantity[i]
        .get()
        .filter(|n| counts && *n > 0.0)
        .into()
}

/// The most accelerators like those in `item` that a shipment of other words can hold: by its pieces
/// and by its weight, whichever is less. A piece counts as a whole server (or board) if it is at least
/// half as heavy as the lightest such server, or if no weight is given.
pub(super) fn holds(shipments: &Shipments, shipment: ShipmentId, item: &Item) -> Holds {
    let kg = kilograms(shipments, shipment).get();
    let pieces = pieces(shipments, shipment).get();
    let inside = item.accelerators.get().filter(|n| *n >= 1.0).unwrap_or(1.0);
    let piece_kg = item.unit_weight_kg.low.get().filter(|kg| *kg > 0.0);
    let accelerator_kg = match item.kind {
        ItemKind::Accelerator | ItemKind::ListedHeading => piece_kg,
        ItemKind::Baseboard | ItemKind::System => None,
    }
    .unwrap_or(LIGHTEST_KG);

    let by_weight = kg.map(|kg| (kg / accelerator_kg).floor());
    let by_pieces = pieces.map(|pieces| {
        let whole = match (kg, piece_kg) {
            (Some(kg), Some(piece_kg)) => kg / pieces >= 0.5 * piece_kg,
            _ => true,
        };
        if whole { pieces * inside } else { pieces }
    });
    match (by_pieces, by_weight) {
        (Some(pieces), Some(weight)) if pieces <= weight => Holds {
            units: pieces,
            told: Told::Stated,
        },
        (Some(pieces), None) => Holds {
            units: pieces,
            told: Told::Stated,
        },
        (_, Some(weight)) => Holds {
            units: weight,
            told: Told::Bounded,
        },
        (None, None) => Holds {
            units: 1.0,
            told: Told::Unknown,
        },
    }
}
