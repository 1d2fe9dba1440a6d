//! What the profiles of all firms share, read in the order of the tables and not firm by firm.

use crate::graph::TemporalGraph;
use crate::model::{
    Day, EntityId, Goods, ItemKind, Items, PartyId, Resolution, ShipmentId, Shipments, TextId,
};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// What is computed once for all firms.
pub(super) struct Common {
    /// First day of the data.
    pub start: Day,
    /// Times that an entity stands in the forwarder column.
    pub forwards: FxHashMap<EntityId, usize>,
    /// Is its address a post box? One a party.
    pub post_box: Vec<bool>,
    /// One a shipment.
    pub seen: Vec<Seen>,
}

/// What a profile asks of a shipment. Four bytes: the shipments of a firm lie all over the table.
#[derive(Clone, Copy)]
pub(super) struct Seen {
    heading: u16,
    /// The number of the item's family, [`NO_FAMILY`] where nothing was recognised.
    pub family: u16,
}

/// No recognised product.
pub(super) const NO_FAMILY: u16 = u16::MAX;

/// No goods code.
const NO_HEADING: u16 = u16::MAX;

impl Seen {
    /// The heading, if there is one.
    pub(super) fn heading(self) -> Option<u16> {
        (self.heading != NO_HEADING).then_some(self.heading)
    }
}

/// Parties whose texts are brought near at once.
const NEAR: usize = 512;

impl Common {
    pub(super) fn of(
        graph: &TemporalGraph,
        shipments: &Shipments,
        goods: &Goods,
        items: &Items,
        resolution: &Resolution,
    ) -> Self {
        Self {
            start: graph.span().map_or(Day::from_epoch(0), |(first, _)| first),
            forwards: forwards(shipments, resolution),
            post_box: post_boxes(shipments),
            seen: seen(shipments, goods, items),
        }
    }
}

/// A forwarder stands in its own column by name only: the same writing in any case is the same firm.
fn forwards(shipments: &Shipments, resolution: &Resolution) -> FxHashMap<EntityId, usize> {
    let text = &shipments.text;
    let mut named: FxHashMap<TextId, usize> = FxHashMap::default();
    for &name in shipments.forwarder_name.iter().filter(|n| n.is_some()) {
        *named.entry(name).or_default() += 1;
    }
    let mut by_name: FxHashMap<String, usize> = FxHashMap::default();
    #[expect(
        clippy::iter_over_hash_type,
        reason = "whole numbers add up to the same in any order"
    )]
    for (name, count) in named {
        let name = text.get(name).trim().to_uppercase();
        *by_name.entry(name).or_default() += count;
    }
    let mut forwards: FxHashMap<EntityId, usize> = FxHashMap::default();
    if by_name.is_empty() {
        return forwards;
    }
    let mut found: Vec<(EntityId, TextId, usize)> = (shipments.parties.as_slice())
        .par_chunks(NEAR)
        .enumerate()
        .flat_map_iter(|(chunk, parties)| {
            text.touch(parties.iter().map(|party| party.name));
            let by_name = &by_name;
            parties.iter().enumerate().filter_map(move |(at, party)| {
                let count = by_name.get(&text.get(party.name).trim().to_uppercase())?;
                let entity = resolution.entity_of.get(PartyId::new(chunk * NEAR + at))?;
                Some((*entity, party.name, *count))
            })
        })
        .collect();
    // A name that several parties of a firm have counts once.
    found.sort_unstable();
    found.dedup();
    for (entity, _, count) in found {
        *forwards.entry(entity).or_default() += count;
    }
    forwards
}

fn post_boxes(shipments: &Shipments) -> Vec<bool> {
    let text = &shipments.text;
    (shipments.parties.as_slice())
        .par_chunks(NEAR)
        .flat_map_iter(|parties| {
            text.touch(parties.iter().map(|party| party.address));
            (parties.iter()).map(|party| is_post_box(text.get(party.address)))
        })
        .collect()
}

fn is_post_box(address: &str) -> bool {
    // Few addresses hold the letter, and no other becomes it in capitals.
    address.contains(['x', 'X']) && {
        let address = address.to_uppercase();
        address.contains("P.O. BOX") || address.contains("PO BOX") || address.contains("P O BOX")
    }
}

/// A listed heading is a weak sign of goods, not a recognised product.
fn seen(shipments: &Shipments, goods: &Goods, items: &Items) -> Vec<Seen> {
    let mut names: Vec<&str> = items.iter().map(|item| item.family.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let families: Vec<u16> = items
        .iter()
        .map(|item| match item.kind {
            ItemKind::ListedHeading => NO_FAMILY,
            _ => names.partition_point(|name| *name < item.family.as_str()) as u16,
        })
        .collect();
    (0..shipments.len())
        .into_par_iter()
        .map(|row| Seen {
            heading: (shipments.heading(ShipmentId::new(row))).unwrap_or(NO_HEADING),
            family: (goods.item.get(row).copied().flatten())
                .map_or(NO_FAMILY, |item| families[item.index()]),
        })
        .collect()
}
