//! How many units of an item a shipment can hold, when its own words do not name the item.

use super::cargo::{Holds, Told};
use super::numbers::Numbers;
use crate::model::{Item, ItemKind, ShipmentId, Shipments};

/// Lightest accelerator that is worth the trouble, kilograms, where the catalogue has no weight: a bare
/// module without its heat sink. An assumption; vendors publish board weights only.
const LIGHTEST_KG: f64 = 0.25;

/// Heaviest card where the catalogue has no weight: three slots with its cooler. An assumption.
const HEAVIEST_KG: f64 = 3.0;

/// What one piece of a server or a board that carries several accelerators weighs, kilograms, bare board to
/// packed rack server. From the catalogue: boards weigh 30 to 70, eight-way servers 60 to 180.
pub(super) const MACHINE_KG: std::ops::RangeInclusive<f64> = 25.0..=250.0;

/// Accelerators that a machine of unknown make can hold.
const MACHINE_HOLDS: f64 = 8.0;

/// The most accelerators that a shipment of other words can hold of those `inside` an `item`: by its
/// pieces and by its weight, whichever is less.
///
/// Where both are declared, a piece must weigh what a card or module weighs, or what a machine does; else
/// the shipment is physically implausible as the goods and holds 0. Packing doubles the weight of a card
/// at most.
pub(super) fn holds(numbers: &Numbers, item: &Item, inside: &Item) -> Holds {
    let Numbers { pieces, kg, .. } = *numbers;
    let machine = item.accelerators.get().filter(|n| *n > 1.0);
    let card = match inside.kind {
        ItemKind::Accelerator | ItemKind::ListedHeading => inside.unit_weight_kg,
        ItemKind::Baseboard | ItemKind::System => Default::default(),
    };
    let lightest = card.low.get().filter(|kg| *kg > 0.0).unwrap_or(LIGHTEST_KG);
    let heaviest = card.high.get().unwrap_or(HEAVIEST_KG);

    let by_weight = kg.map(|kg| (kg / lightest).floor());
    let by_pieces = match (pieces, kg) {
        (None, _) => None,
        (Some(pieces), None) => Some(pieces * machine.unwrap_or(1.0)),
        (Some(pieces), Some(kg)) => {
            let each = kg / pieces;
            if (0.8 * lightest..=2.0 * heaviest).contains(&each) {
                Some(pieces)
            } else if MACHINE_KG.contains(&each) {
                Some(pieces * machine.unwrap_or(MACHINE_HOLDS))
            } else {
                Some(0.0)
            }
        }
    };
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

/// Declared quantity over gross weight up to which packing, rounding and moisture explain the difference.
const FORGIVEN: f64 = 1.3;

/// The same from which no confusion explains it any more: pounds taken for kilograms differ 2.2 times.
const PLAIN: f64 = 3.0;

/// The most units that a shipment recognised as an item can hold whose number nobody states.
pub(super) fn by_weight(shipments: &Shipments, shipment: ShipmentId, item: &Item) -> Holds {
    let kg = shipments.moved_kilograms(shipment).get();
    let lightest = item.unit_weight_kg.low.get().filter(|kg| *kg > 0.0);
    match kg.zip(lightest) {
        Some((kg, lightest)) => Holds {
            units: (kg / lightest).floor().max(1.0) * item.accelerators.get().unwrap_or(1.0),
            told: Told::Bounded,
        },
        None => Holds {
            units: 1.0,
            told: Told::Unknown,
        },
    }
}

/// How far the declared quantity, where it is a weight, contradicts the weight, 0 to 1.
pub(super) fn contradiction(shipments: &Shipments, shipment: ShipmentId) -> f64 {
    let times = shipments.quantity_over_weight(shipment).get();
    times.map_or(0.0, |times| {
        ((times - FORGIVEN) / (PLAIN - FORGIVEN)).clamp(0.0, 1.0)
    })
}
