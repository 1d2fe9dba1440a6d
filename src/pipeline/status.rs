//! What each shipment of a controlled item needed on its own day.

use crate::model::{
    Country, Entities, EntityId, Goods, ItemId, Items, PartyId, Resolution, ShipmentId, Shipments,
};
use crate::policy::moves::{Move, Totals, group_of};
use crate::policy::{Question, Regimes};

/// One status word a shipment, and what every ceiling had counted before each.
pub struct Statuses {
    /// Index into `words`, one a shipment.
    pub of: Vec<u8>,
    /// Distinct words in alphabetical order; the first is "" (no controlled item, or no destination).
    pub words: Vec<&'static str>,
    /// Running totals; places in it are rows of the shipments.
    pub totals: Totals,
}

/// Asks the rules of every shipment with a recognised item. Shipments are in order of days, so the totals
/// that caps count are those of the shipments before: of the recipient's group in the calendar year, of the
/// country, of the recipient.
pub fn of_shipments(
    shipments: &Shipments,
    goods: &Goods,
    items: &Items,
    resolution: &Resolution,
    regimes: &Regimes,
) -> Statuses {
    let tables = Asked {
        shipments,
        goods,
        items,
        resolution,
        regimes,
    };
    let mut asked = Vec::new();
    for id in shipments.ids() {
        let row = id.index();
        let item = goods.controlled(id);
        if let (Some(item), Some(destination)) = (item, shipments.to_country(id)) {
            asked.push((row, question(&tables, id, item, destination)));
        }
    }
    let totals = Totals::new(regimes, asked.iter().map(|(row, one)| (*row, one)));
    let mut said: Vec<&'static str> = vec![""; shipments.len()];
    for (row, one) in &asked {
        let status = regimes.enforced(&Question {
            used: &totals.before(one, *row),
            ..one.question.clone()
        });
        said[*row] = status.word();
    }
    let mut words: Vec<&'static str> = said.clone();
    words.push("");
    words.sort_unstable();
    words.dedup();
    let of = said
        .iter()
        .map(|word| words.partition_point(|w| w < word) as u8)
        .collect();
    Statuses { of, words, totals }
}

/// Puts what is known of a receiver on the day of the question into it.
pub fn ask_of(
    question: &mut Question<'_>,
    receiver: EntityId,
    entities: &Entities,
    regimes: &Regimes,
) {
    let day = question.day;
    let receiver = &entities[receiver];
    // Either place decides, its own headquarters or its parent's: the one that may offend is asked about.
    let may_offend = |country: &Country| regimes.may_offend(*country, day);
    question.headquarters = (receiver.headquarters_on(day).find(may_offend))
        .or_else(|| receiver.headquarters_on(day).next());
    question.listed = receiver.listed_on(day).is_some();
    question.owned_by_listed_pct = receiver.owned_by_listed_pct(day, entities);
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
    regimes: &'a Regimes,
}

fn question<'a>(
    tables: &Asked<'a>,
    id: ShipmentId,
    item: ItemId,
    destination: Country,
) -> Move<'a> {
    let Asked {
        shipments,
        resolution,
        ..
    } = *tables;
    let row = id.index();
    let day = shipments.day[row];
    let name = |party: Option<PartyId>| {
        entity(resolution, party).map(|e| shipments.text.get(resolution.entities[e].name))
    };
    let receiver = entity(resolution, shipments.consignee[row]);
    let mut question = Question::new(&tables.items[item], destination, day);
    question.maker = tables.goods.maker[row];
    question.origin = shipments.from_country(id);
    question.exporter = name(shipments.shipper[row]);
    question.recipient = name(shipments.consignee[row]);
    question.units = tables.goods.units[row];
    if let Some(receiver) = receiver {
        ask_of(
            &mut question,
            receiver,
            &resolution.entities,
            tables.regimes,
        );
    }
    Move {
        question,
        group: receiver.map(|receiver| group_of(resolution, receiver, day)),
        recipient: receiver.map(|receiver| receiver.index() as u64),
    }
}
