//! Shippers and consignees. Most rows name a party in the same words as an earlier row: those cost one look-up of all
//! their cells together, and nothing is cleaned or compared again.

use super::facts::Facts;
use super::texts::Put;
use super::words::Words;
use super::{NewParties, join, pick};
use crate::ingest::clean::party::{self, Read};
use crate::ingest::column::Column;
use crate::model::{Country, Party, PartyId};

/// The columns of the two parties of a record.
const SIDES: [[Column; 3]; 2] = [
    [
        Column::ShipperName,
        Column::ShipperAddress,
        Column::ShipperId,
    ],
    [
        Column::ConsigneeName,
        Column::ConsigneeAddress,
        Column::ConsigneeId,
    ],
];

/// The parties that one parser has met, by their cells.
#[derive(Default)]
pub struct PartyCache {
    keys: Words,
    /// What each key is, from number 1 on.
    met: Vec<Met>,
    parties: usize,
}

/// What the cells of a party say.
#[derive(Clone, Copy)]
enum Met {
    /// A party, and whether its name was cleaned.
    Party(Option<PartyId>, bool),
    /// A phrase in the place of a name: who is meant depends on the rest of the record.
    Phrase,
}

impl PartyCache {
    /// Bytes of all keys.
    pub fn bytes(&self) -> usize {
        self.keys.bytes()
    }

    /// Forgets all parties.
    pub fn clear(&mut self) {
        self.keys.clear();
        self.met.clear();
        self.parties = 0;
    }

    /// Reads the parties of a strip; those not met before go to `new`.
    pub fn read(&mut self, put: &Put, facts: &mut Facts, new: &mut NewParties) {
        let (mut keys, mut ends, mut joined) = (String::new(), Vec::new(), String::new());
        let mut numbers = Vec::new();
        for (side, columns) in SIDES.into_iter().enumerate() {
            if !put.plan.has(columns[0]) {
                continue;
            }
            keys.clear();
            ends.clear();
            for &record in &facts.records {
                let country = facts.country(side, record as usize).0;
                key(
                    put,
                    record as usize,
                    columns,
                    country,
                    &mut joined,
                    &mut keys,
                );
                ends.push(keys.len());
            }
            let mut from = 0;
            let texts: Vec<&str> = ends
                .iter()
                .map(|&to| &keys[std::mem::replace(&mut from, to)..to])
                .collect();
            numbers.clear();
            self.keys.numbers(&texts, &mut numbers);
            for (&record, &number) in facts.records.iter().zip(&numbers) {
                let record = record as usize;
                if number == 0 {
                    continue;
                }
                let country = facts.country(side, record).0;
                if self.met.len() < number as usize {
                    // Numbers are given out in order, so this is the first record with it.
                    let met = self.meet(put, record, columns, country, new);
                    self.met.push(met);
                }
                facts.parties[side][record] = match self.met[number as usize - 1] {
                    Met::Party(party, renamed) => (party, renamed),
                    Met::Phrase => self.phrase(put, record, columns, country, new),
                };
            }
        }
        facts.need_a_party();
    }

    fn meet(
        &mut self,
        put: &Put,
        record: usize,
        columns: [Column; 3],
        country: Option<Country>,
        new: &mut NewParties,
    ) -> Met {
        let mut read = cells(put, record, columns);
        read.set_phrases_aside("");
        if columns == SIDES[1] && party::is_phrase(&read) {
            return Met::Phrase;
        }
        let renamed = read.original.is_some();
        Met::Party(self.keep(&read, country, new), renamed)
    }

    /// A consignee that is none, with whoever is notified in its place.
    fn phrase(
        &mut self,
        put: &Put,
        record: usize,
        columns: [Column; 3],
        country: Option<Country>,
        new: &mut NewParties,
    ) -> (Option<PartyId>, bool) {
        let mut read = cells(put, record, columns);
        let notify = pick(put.plan, put.strip, record, Column::NotifyName).text;
        read.set_phrases_aside(notify);
        let renamed = read.original.is_some();
        (self.keep(&read, country, new), renamed)
    }

    fn keep(
        &mut self,
        read: &Read,
        country: Option<Country>,
        new: &mut NewParties,
    ) -> Option<PartyId> {
        if read.is_blank() {
            return None;
        }
        new.parties.push(Party {
            name: new.texts.push(read.name_text()),
            address: new.texts.push(read.address_text()),
            country,
            registration_id: new.texts.push(read.registration),
        });
        self.parties += 1;
        Some(PartyId::new(self.parties - 1))
    }
}

fn cells<'s>(put: &Put<'_, 's>, record: usize, [name, address, id]: [Column; 3]) -> Read<'s> {
    let (plan, strip) = (put.plan, put.strip);
    let mut joined = String::new();
    let address = if plan.joined[address as usize] {
        join(plan, strip, record, address, &mut joined);
        ""
    } else {
        pick(plan, strip, record, address).text
    };
    let name = pick(plan, strip, record, name).text;
    let id = pick(plan, strip, record, id).text;
    party::read(name, address, joined, id, plan.split_parties)
}

/// Everything that a party is made of as one text; nothing if there is no name. Lengths come first, so that no two
/// sets of cells make the same text.
fn key(
    put: &Put,
    record: usize,
    [name, address, id]: [Column; 3],
    country: Option<Country>,
    joined: &mut String,
    out: &mut String,
) {
    let (plan, strip) = (put.plan, put.strip);
    let name = pick(plan, strip, record, name).text;
    if name.is_empty() {
        return;
    }
    let address = if plan.joined[address as usize] {
        join(plan, strip, record, address, joined);
        joined.as_str()
    } else {
        pick(plan, strip, record, address).text
    };
    let id = pick(plan, strip, record, id).text;
    length(name.len(), out);
    length(address.len(), out);
    out.push_str(country.map_or("--", Country::as_str));
    out.push_str(name);
    out.push_str(address);
    out.push_str(id);
}

/// A number as characters of six bits, the last one marked.
fn length(mut n: usize, out: &mut String) {
    while n >= 0x40 {
        out.push(char::from((n & 0x3f) as u8));
        n >>= 6;
    }
    out.push(char::from(n as u8 | 0x40));
}
