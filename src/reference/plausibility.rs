//! Could these goods weigh and cost what is declared? Numbers with bounds; what is unknown stays unknown.

use super::headings::{Heading, Headings};
use crate::model::{
    Goods, Item, ItemKind, Items, Measure, Plausibility, Range, ShipmentId, Shipments,
};

/// What is declared of one shipment.
#[derive(Clone, Copy, Debug, Default)]
pub struct Declared {
    /// Pieces: cards, boards or machines.
    pub pieces: Measure,
    /// Kilograms, with packing if that is all there is.
    pub weight_kg: Measure,
    /// US dollars.
    pub value_usd: Measure,
}

impl Declared {
    /// US dollars of a kilogram. A weight of zero is no statement; a value of nothing is what some declarations
    /// say, so it is held against the price.
    fn usd_a_kg(&self) -> Measure {
        over(self.value_usd.get(), stated(self.weight_kg))
    }
}

fn stated(measure: Measure) -> Option<f64> {
    measure.get().filter(|number| *number > 0.0)
}

fn over(a: Option<f64>, b: Option<f64>) -> Measure {
    a.zip(b).map(|(a, b)| a / b).into()
}

/// A shipment held against what its item and its heading plausibly weigh and cost.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Physical {
    /// Kilograms of a piece, against the item.
    pub kg_a_piece: Plausibility,
    /// US dollars of a piece, against the item.
    pub usd_a_piece: Plausibility,
    /// US dollars of a kilogram, against the item.
    pub usd_a_kg: Plausibility,
    /// US dollars of a kilogram, against the declared heading.
    pub usd_a_kg_of_heading: Plausibility,
}

/// Holds a declared number against a range. The ratio is 1 inside, the number over the bound it passes
/// outside, and unknown where the number or the bound on its side is.
pub fn against(declared: Measure, expected: Range) -> Plausibility {
    let ratio = declared
        .get()
        .and_then(|number| match (expected.low.get(), expected.high.get()) {
            (Some(low), _) if number < low => Some(number / low),
            (_, Some(high)) if number > high => Some(number / high),
            (Some(_), Some(_)) => Some(1.0),
            _ => None,
        });
    Plausibility {
        declared,
        expected,
        ratio: Measure::from(ratio),
    }
}

/// Checks one declaration. A weight or a count of zero is no statement.
pub fn check(declared: &Declared, item: Option<&Item>, heading: Option<&Heading>) -> Physical {
    let (pieces, weight) = (stated(declared.pieces), stated(declared.weight_kg));
    let value = declared.value_usd.get();
    let weights = item.map_or_else(Range::default, |item| item.unit_weight_kg);
    let prices = item.map_or_else(Range::default, |item| item.unit_price_usd);
    let a_kg = Range {
        low: over(prices.low.get(), weights.high.get()),
        high: over(prices.high.get(), weights.low.get()),
    };
    let usd_a_kg = declared.usd_a_kg();
    Physical {
        kg_a_piece: against(over(weight, pieces), weights),
        usd_a_piece: against(over(value, pieces), prices),
        usd_a_kg: against(usd_a_kg, a_kg),
        usd_a_kg_of_heading: against(
            usd_a_kg,
            heading.map_or_else(Range::default, |heading| heading.usd_per_kg),
        ),
    }
}

/// Checks one shipment of a run.
pub fn of_shipment(
    shipments: &Shipments,
    goods: &Goods,
    items: &Items,
    headings: &Headings,
    id: ShipmentId,
) -> Physical {
    let row = id.index();
    let heading = headings.get(shipments.text.get(shipments.hs_code[row]));
    // A card inside an unnamed machine is not what is weighed.
    let item = goods.item[row]
        .map(|item| &items[item])
        .filter(|item| item.kind != ItemKind::ListedHeading && !goods.is_in_a_machine(id));
    let pieces = match item {
        Some(item) => match (goods.units[row].get(), item.accelerators.get()) {
            (Some(units), Some(inside)) if inside > 0.0 => Measure::new(units / inside),
            _ => Measure::UNKNOWN,
        },
        None => goods.units[row],
    };
    let declared = Declared {
        pieces,
        ..declared(shipments, id)
    };
    check(&declared, item, heading)
}

/// US dollars of a kilogram of one shipment, as in [`Physical`]: for those who need only that.
pub fn usd_a_kg(shipments: &Shipments, id: ShipmentId) -> Measure {
    declared(shipments, id).usd_a_kg()
}

/// Weight and value of one shipment. Net weight is used where it is stated, else gross.
fn declared(shipments: &Shipments, id: ShipmentId) -> Declared {
    Declared {
        pieces: Measure::UNKNOWN,
        weight_kg: shipments.kilograms(id),
        value_usd: shipments.value_usd[id.index()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::{catalogue, headings};

    fn stating(pieces: f64, weight_kg: f64, value_usd: f64) -> Declared {
        Declared {
            pieces: Measure::new(pieces),
            weight_kg: Measure::new(weight_kg),
            value_usd: Measure::new(value_usd),
        }
    }

    #[test]
    fn a_false_description_shows_in_weight_and_value() {
        let items = catalogue::load();
        let headings = headings::load();
        let h100 = &items[catalogue::by_id(&items, "nv_h100_sxm5").expect("known")];
        let honest = check(
            &stating(8.0, 20.0, 240_000.0),
            Some(h100),
            headings.get("847330"),
        );
        assert_eq!(honest.kg_a_piece.ratio.get(), Some(1.0));
        assert_eq!(honest.usd_a_kg_of_heading.ratio.get(), Some(1.0));
        let light = check(&stating(8.0, 0.8, 4_000.0), Some(h100), None);
        assert_eq!(light.kg_a_piece.ratio.get(), Some(0.2));
        assert_eq!(light.usd_a_piece.ratio.get(), Some(500.0 / 20_000.0));
        // Accelerators declared as adapters: far too dear for the heading.
        let adapters = check(&stating(8.0, 20.0, 240_000.0), None, headings.get("850440"));
        assert_eq!(adapters.usd_a_kg_of_heading.ratio.get(), Some(100.0));
    }

    #[test]
    fn what_is_not_stated_stays_unknown() {
        let items = catalogue::load();
        let h100 = &items[catalogue::by_id(&items, "nv_h100_sxm5").expect("known")];
        let nothing = check(&Declared::default(), Some(h100), None);
        assert_eq!(nothing.kg_a_piece.ratio.get(), None);
        assert_eq!(nothing.kg_a_piece.expected, h100.unit_weight_kg);
        let zero = check(&stating(0.0, 0.0, 10.0), Some(h100), None);
        assert_eq!(zero.usd_a_kg.ratio.get(), None);
        let open = Range {
            low: Measure::UNKNOWN,
            high: Measure::new(5.0),
        };
        assert_eq!(against(Measure::new(3.0), open).ratio.get(), None);
        assert_eq!(against(Measure::new(10.0), open).ratio.get(), Some(2.0));
    }
}
