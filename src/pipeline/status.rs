//! What each shipment of a controlled item needed on its own day.

use crate::model::{
    Country, EntityId, Goods, ItemId, Items, Measure, PartyId, Resolution, ShipmentId, Shipments,
};
use crate::policy::{Question, Regimes};
use rustc_hash::FxHashMap;

/// One status word a shipment.
pub struct Statuses {
    /// Index into `words`, one a shipment.
    pub of: Vec<u8>,
    /// Distinct words in alphabetical order; the first is "" (no controlled item, or no destination).
    pub words: Vec<&'static str>,
}

/// Asks the rules of every shipment with a recognised item, with what its group received before it in
/// the calendar year. Shipments are in order of days, so one pass keeps the running totals.
pub fn of_shipments(
    shipments: &Shipments,
    goods: &Goods,
    items: &Items,
    resolution: &Resolution,
    regimes: &Regimes,
) -> Statuses {
    let mut said: Vec<&'static str> = vec![""; shipments.len()];
    let mut received: FxHashMap<(GroupKey, i32), f64> = FxHashMap::default();
    for id in shipments.ids() {
        let row = id.index();
        let Some(item) = goods.inside[row].or(goods.item[row]) else {
            continue;
        };
        let Some(destination) = shipments.to_country(id) else {
            continue;
        };
        let receiver = entity(resolution, shipments.consignee[row]);
        let total = receiver.map(|entity| {
            received
                .entry((group_of(resolution, entity), shipments.day[row].year()))
                .or_insert(0.0)
        });
        let already = total.as_deref().copied();
        said[row] = question(
            &Asked {
                shipments,
                goods,
                items,
                resolution,
            },
            id,
            item,
            destination,
            Measure::from(already),
            |question| regimes.enforced(question).word(),
        );
        if let (Some(total), Some(tpp)) = (total, goods.tpp[row].get()) {
            *total += tpp;
        }
    }
    let mut words: Vec<&'static str> = said.clone();
    words.push("");
    words.sort_unstable();
    words.dedup();
    let of = said
        .iter()
        .map(|word| words.partition_point(|w| w < word) as u8)
        .collect();
    Statuses { of, words }
}

/// Whose cap a lot counts against: the ultimate parent where one controls, else the entity itself.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct GroupKey(EntityId);

fn group_of(resolution: &Resolution, entity: EntityId) -> GroupKey {
    let parent = resolution.entities[entity]
        .owners
        .iter()
        .find(|owner| owner.controls);
    GroupKey(parent.and_then(|owner| owner.entity).unwrap_or(entity))
}

fn entity(resolution: &Resolution, party: Option<PartyId>) -> Option<EntityId> {
    resolution.entity_of.get(party?).copied()
}

/// The tables that a question is put together from.
struct Asked<'a> {
    shipments: &'a Shipments,
    goods: &'a Goods,
    items: &'a Items,
    resolution: &'a Resolution,
}

fn question<T>(
    tables: &Asked,
    id: ShipmentId,
    item: ItemId,
    destination: Country,
    already_tpp: Measure,
    ask: impl FnOnce(&Question) -> T,
) -> T {
    let row = id.index();
    let day = tables.shipments.day[row];
    let name = |party: Option<PartyId>| {
        entity(tables.resolution, party).map(|e| {
            tables
                .shipments
                .text
                .get(tables.resolution.entities[e].name)
        })
    };
    let mut question = Question::new(&tables.items[item], destination, day);
    question.maker = tables.goods.maker[row];
    question.origin = tables.shipments.from_country(id);
    question.exporter = name(tables.shipments.shipper[row]);
    question.recipient = name(tables.shipments.consignee[row]);
    question.units = tables.goods.units[row];
    question.already_tpp = already_tpp;
    if let Some(receiver) = entity(tables.resolution, tables.shipments.consignee[row]) {
        let receiver = &tables.resolution.entities[receiver];
        question.headquarters = receiver.headquarters;
        question.listed = receiver.listed_on(day).is_some();
    }
    ask(&question)
}
