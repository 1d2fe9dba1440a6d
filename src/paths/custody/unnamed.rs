//! Lots that no word names: vague goods that weigh and cost, piece by piece, what accelerators or servers full of them do.
//!
//! Computers of a hundred kilograms that cost a quarter of a million dollars, and cards of two kilograms that cost
//! thirty thousand, are hardly anything else. It is an inference from two numbers, so such lots are searched after
//! all that was recognised, and only where words are vague under a heading of such goods.

use super::Inputs;
use super::headings::{four_digits, heading};
use crate::model::{Item, ItemId, ItemKind, Items, Range, ShipmentId, Wording};

/// A row of the catalogue that stands for unnamed goods.
struct Kind {
    item: ItemId,
    /// The accelerator in it, or itself.
    inside: ItemId,
    accelerators: f64,
    kg: Range,
    usd: Range,
    /// Four-digit headings under which such goods travel.
    headings: Vec<u16>,
}

/// The kinds of unnamed goods; none where a catalogue has no such row.
pub(super) struct Unnamed {
    kinds: Vec<Kind>,
}

impl Unnamed {
    pub(super) fn new(items: &Items, names: &[String]) -> Self {
        let find = |name: &String| items.enumerate().find(|(_, item)| item.id == *name);
        let kind = |(id, item): (ItemId, &Item)| Kind {
            item: id,
            inside: item.holds.first().and_then(find).map_or(id, |(id, _)| id),
            accelerators: item.accelerators.get().unwrap_or(1.0),
            kg: item.unit_weight_kg,
            usd: item.unit_price_usd,
            headings: item.hs6.iter().filter_map(|hs| four_digits(hs)).collect(),
        };
        Self {
            kinds: names.iter().filter_map(find).map(kind).collect(),
        }
    }

    /// The item that the shipment may be, the accelerator inside, and how many of those.
    pub(super) fn of(
        &self,
        inputs: &Inputs,
        shipment: ShipmentId,
    ) -> Option<(ItemId, ItemId, f64)> {
        let (i, goods, shipments) = (shipment.index(), inputs.goods, inputs.shipments);
        let named =
            goods.item[i].is_some_and(|item| inputs.items[item].kind != ItemKind::ListedHeading);
        if named || goods.wording[i] == Wording::Specific {
            return None;
        }
        let pieces = goods.units[i].get().filter(|pieces| *pieces > 0.0)?;
        let kg = shipments.moved_kilograms(shipment).get()? / pieces;
        let usd = shipments.value_usd[i].get()? / pieces;
        let heading = heading(shipments, shipment);
        let kind = self.kinds.iter().find(|kind| {
            inside(kind.kg, kg)
                && inside(kind.usd, usd)
                && heading.is_none_or(|heading| kind.headings.contains(&heading))
        })?;
        Some((kind.item, kind.inside, pieces * kind.accelerators))
    }
}

fn inside(range: Range, number: f64) -> bool {
    range.low.get().is_some_and(|low| number >= low)
        && range.high.get().is_some_and(|high| number <= high)
}
