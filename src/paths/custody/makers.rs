//! By whose list goods are controlled that only a listed heading names, leg after leg.
//!
//! The papers of a first leg name the maker or the origin; those of the next often do not any more. What a firm
//! sends on is taken to be made by whoever made what it last received under the same heading. Where nobody tells the
//! maker, the country of the exporter stands for it if it keeps the list: its law binds what leaves it, whoever made it.

use super::Inputs;
use super::ends::every_country;
use crate::model::{Country, EntityId, ItemId, ItemKind};
use rustc_hash::FxHashMap;

/// Country of the maker, or of the exporter for it, one a shipment; `None` where the goods are no listed heading or
/// nothing tells.
pub(super) fn of_shipments(inputs: &Inputs) -> Vec<Option<Country>> {
    let keepers: Vec<Country> = every_country()
        .filter(|&country| inputs.rules.keeps_list(country))
        .collect();
    let mut last_received: FxHashMap<(EntityId, ItemId), Country> = FxHashMap::default();
    // Shipments are in order of days, so what was received before is known when it is asked for.
    inputs
        .shipments
        .ids()
        .map(|id| {
            let item = inputs.goods.item[id.index()]?;
            if inputs.items[item].kind != ItemKind::ListedHeading {
                return None;
            }
            let (from, to) = inputs.graph.ends(id)?;
            let maker = inputs.goods.maker[id.index()]
                .or_else(|| last_received.get(&(from, item)).copied())
                .or_else(|| {
                    let exporter = inputs.shipments.from_country(id)?;
                    keepers.binary_search(&exporter).is_ok().then_some(exporter)
                })?;
            last_received.insert((to, item), maker);
            Some(maker)
        })
        .collect()
}
