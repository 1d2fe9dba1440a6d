//! What each shipment of a controlled item needed on its own day.

use crate::model::{
    Country, Entities, EntityId, Goods, Items, PartyId, Resolution, ShipmentId, Shipments,
};
use crate::policy::moves::{Move, Totals, group_of};
use crate::policy::{Question, Regimes};
use rayon::prelude::*;
use std::ops::Range;

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
    let mut totals = Totals::new(regimes, []);
    let mut said = Said::default();
    // Stretch by stretch, so that the questions of a long table are not all held at once.
    for start in (0..shipments.len()).step_by(STRETCH) {
        let rows = start..shipments.len().min(start + STRETCH);
        let moves: Vec<(usize, Move)> = rows
            .into_par_iter()
            .filter_map(|row| {
                if row % NEAR == 0 {
                    tables.touch(row..shipments.len().min(row + NEAR));
                }
                Some((row, tables.question(ShipmentId::new(row))?))
            })
            .collect();
        for (row, one) in &moves {
            totals.add(regimes, *row, one);
        }
        let words: Vec<(usize, &'static str)> = moves
            .par_iter()
            .map(|(row, one)| {
                let status = regimes.enforced(&Question {
                    used: &totals.before(one, *row),
                    ..one.question.clone()
                });
                (*row, status.word())
            })
            .collect();
        for (row, word) in words {
            said.push(row, word);
        }
    }
    let (of, words) = said.finish(shipments.len());
    Statuses { of, words, totals }
}

/// Shipments that are asked about at once.
const STRETCH: usize = 65_536;

/// Shipments whose firms' names are brought near at once.
const NEAR: usize = 256;

/// The words said so far, numbered as they came: there are a handful of them.
#[derive(Default)]
struct Said {
    of: Vec<u8>,
    words: Vec<&'static str>,
}

impl Said {
    /// Says a word of a row behind all rows before; the rows between get "".
    fn push(&mut self, row: usize, word: &'static str) {
        let silent = self.number("");
        let number = self.number(word);
        self.of.resize(row, silent);
        self.of.push(number);
    }

    fn number(&mut self, word: &'static str) -> u8 {
        let known = self.words.iter().position(|known| *known == word);
        known.unwrap_or_else(|| {
            self.words.push(word);
            self.words.len() - 1
        }) as u8
    }

    /// The words of so many rows as indices into the words, which come sorted.
    fn finish(mut self, rows: usize) -> (Vec<u8>, Vec<&'static str>) {
        let silent = self.number("");
        self.of.resize(rows, silent);
        let mut sorted = self.words.clone();
        sorted.sort_unstable();
        let place: Vec<u8> = (self.words.iter())
            .map(|word| sorted.partition_point(|other| other < word) as u8)
            .collect();
        for number in &mut self.of {
            *number = place[usize::from(*number)];
        }
        (self.of, sorted)
    }
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
    // Either place decides, its own headquarters or its parent's: the one that may matter is asked about.
    let may_lack = |country: &Country| regimes.may_lack(*country, day);
    question.headquarters = (receiver.headquarters_on(day).find(may_lack))
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

impl<'a> Asked<'a> {
    /// Brings the names near that questions about these shipments hold.
    fn touch(&self, rows: Range<usize>) {
        let (shipments, entities) = (self.shipments, &self.resolution.entities);
        let firms = rows
            .filter(|&row| self.goods.controlled(ShipmentId::new(row)).is_some())
            .flat_map(|row| [shipments.shipper[row], shipments.consignee[row]])
            .filter_map(|party| entity(self.resolution, party));
        (shipments.text).touch(firms.map(|firm| entities[firm].name));
    }

    /// What is asked of a shipment; nothing where it has no item or no destination.
    fn question(&self, id: ShipmentId) -> Option<Move<'a>> {
        let Asked {
            shipments,
            resolution,
            ..
        } = *self;
        let row = id.index();
        let item = self.goods.controlled(id)?;
        let destination = shipments.to_country(id)?;
        let day = shipments.day[row];
        let name = |party: Option<PartyId>| {
            entity(resolution, party).map(|e| shipments.text.get(resolution.entities[e].name))
        };
        let receiver = entity(resolution, shipments.consignee[row]);
        let mut question = Question::new(&self.items[item], destination, day);
        question.maker = self.goods.maker[row];
        question.origin = shipments.from_country(id);
        question.exporter = name(shipments.shipper[row]);
        question.recipient = name(shipments.consignee[row]);
        question.units = self.goods.units[row];
        if let Some(receiver) = receiver {
            ask_of(&mut question, receiver, &resolution.entities, self.regimes);
        }
        Some(Move {
            question,
            group: receiver.map(|receiver| group_of(resolution, receiver, day)),
            recipient: receiver.map(|receiver| receiver.index() as u64),
        })
    }
}
