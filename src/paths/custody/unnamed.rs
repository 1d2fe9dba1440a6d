//! Lots that no word names: vague goods that weigh and cost, piece by piece, what accelerators or servers full of them do.
//!
//! Computers of a hundred kilograms that cost a quarter of a million dollars, and cards of two kilograms that cost
//! thirty thousand, are hardly anything else. It is an inference from two numbers, so such lots are searched after
//! all that was recognised, and only where words are vague under a heading of such goods.

use super::Inputs;
use crate::model::{Item, ItemId, ItemKind, Items, Range, ShipmentId, Wording, heading_of};

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
            headings: item.hs6.iter().filter_map(|hs| heading_of(hs)).collect(),
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
        let heading = shipments.heading(shipment);
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

#[cfg(test)]
mod tests {
    use crate::model::{Item, ItemKind, Range};
    use crate::policy::Policy;
    use crate::reference::catalogue;

    fn span(range: Range) -> (f64, f64) {
        let (low, high) = (range.low.get(), range.high.get());
        (low.expect("a low end"), high.expect("a high end"))
    }

    #[test]
    fn unnamed_goods_are_told_apart_by_weight_and_span_what_the_catalogue_names() {
        let items = catalogue::load();
        let policy = Policy::built_in().expect("the built-in policy");
        let find = |name: &String| items.iter().find(|item| item.id == *name);
        let unnamed: Vec<&Item> = policy
            .search
            .unnamed_items
            .iter()
            .filter_map(find)
            .collect();
        assert_eq!(unnamed.len(), policy.search.unnamed_items.len());
        for (at, a) in unnamed.iter().enumerate() {
            for b in &unnamed[at + 1..] {
                let (a, b) = (span(a.unit_weight_kg), span(b.unit_weight_kg));
                assert!(
                    a.1 < b.0 || b.1 < a.0,
                    "one piece could be either: {a:?} {b:?}"
                );
            }
        }
        let board = find(&"unnamed_board".to_owned()).expect("a board");
        let (weight, price) = (span(board.unit_weight_kg), span(board.unit_price_usd));
        let named = |item: &&Item| item.kind == ItemKind::Baseboard && !item.is_unnamed();
        for eight in items
            .iter()
            .filter(named)
            .filter(|item| item.accelerators.get() == Some(8.0))
        {
            let (kg, usd) = (span(eight.unit_weight_kg), span(eight.unit_price_usd));
            assert!(kg.0 <= weight.1 && kg.1 >= weight.0, "{}: {kg:?}", eight.id);
            assert!(
                usd.0 <= price.1 && usd.1 >= price.0,
                "{}: {usd:?}",
                eight.id
            );
        }
    }
}
