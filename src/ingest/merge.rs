//! Batches to one table, in the order of files and blocks.

use super::parse::Batch;
use crate::model::{
    ExtraColumn, HashIndex, Original, Party, PartyId, ShipmentId, Shipments, TextId,
};
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};

/// Builds the shipments of a run.
#[derive(Default)]
pub struct Builder {
    /// The table so far, in order of arrival.
    pub rows: Shipments,
    /// Finds parties by what they are.
    parties: HashIndex,
    /// What the ids of each parser stand for here.
    parsers: Vec<Known>,
    /// The ids of the texts of new parties, used again from batch to batch.
    party_texts: Vec<TextId>,
    /// Rows that the next batch makes room for.
    room: usize,
}

#[derive(Default)]
struct Known {
    texts: Vec<TextId>,
    parties: Vec<PartyId>,
}

impl Builder {
    /// Makes room for a whole run, of which this share was added. Columns that grow by doubling are copied again and again,
    /// each time to pages that the system clears first; room that stays unused takes no memory.
    pub fn make_room(&mut self, share: f64) {
        // A little more than the share promises, as no two parts of a file are quite alike.
        let times = 1.06 / share - 1.0;
        self.room = (self.rows.len() as f64 * times) as usize;
        self.rows.text.reserve(times);
    }

    /// Adds the rows of a batch. Batches of one parser must come in the order in which it made them.
    pub fn add(&mut self, batch: &Batch) {
        if self.parsers.len() <= batch.parser {
            self.parsers.resize_with(batch.parser + 1, Known::default);
        }
        let known = &mut self.parsers[batch.parser];
        if batch.forgot {
            known.texts.clear();
            known.texts.push(TextId::NONE);
            known.parties.clear();
        }
        let new = &batch.new_texts;
        let store = &mut self.rows.text;
        store.intern_all(&new.store, &new.hashes, &mut known.texts);
        self.add_parties(batch);
        self.add_rows(batch);
    }

    /// Gives the new parties of a batch ids, equal ones the same.
    fn add_parties(&mut self, batch: &Batch) {
        const TOGETHER: usize = 128;
        let new = &batch.new_parties;
        let texts = &mut self.party_texts;
        texts.clear();
        texts.push(TextId::NONE);
        let store = &mut self.rows.text;
        store.intern_all(&new.texts.store, &new.texts.hashes, texts);
        let mut near = Vec::new();
        let (parties, ids) = (
            &mut self.rows.parties,
            &mut self.parsers[batch.parser].parties,
        );
        for new in new.parties.chunks(TOGETHER) {
            let text = |id: TextId| texts[id.index()];
            let here = new.iter().map(|party| Party {
                name: text(party.name),
                address: text(party.address),
                country: party.country,
                registration_id: text(party.registration_id),
            });
            let here: Vec<Party> = here.collect();
            let hashes: Vec<u32> = here.iter().map(party_hash).collect();
            // Waits for memory together.
            self.parties.first(&hashes, &mut near);
            let touched = near.iter().fold(0, |sum, number| {
                let party = parties.as_slice().get(number.saturating_sub(1) as usize);
                sum ^ party.map_or(0, |party| party.name.index())
            });
            std::hint::black_box(touched);
            for (party, hash) in here.into_iter().zip(hashes) {
                let equal = |number: u32| parties.as_slice()[number as usize - 1] == party;
                ids.push(match self.parties.find(hash, equal) {
                    Some(number) => PartyId::new(number as usize - 1),
                    None => {
                        let id = parties.push(party);
                        self.parties.insert(hash, parties.len() as u32);
                        id
                    }
                });
            }
        }
    }

    fn add_rows(&mut self, batch: &Batch) {
        let (rows, new) = (&mut self.rows, &batch.rows);
        let first = rows.len();
        let room = std::mem::take(&mut self.room);
        let known = &self.parsers[batch.parser];
        let texts = &known.texts;
        let text = |id: TextId| texts[id.index()];
        let parties = &known.parties;
        let party = |id: &Option<PartyId>| id.map(|id| parties[id.index()]);
        let base = rows.text.append(&new.text);
        let unique = |id: &TextId| match id.is_some() {
            true => TextId::from_index(base + id.index() as u32),
            false => TextId::NONE,
        };
        macro_rules! columns {
            ($cell:expr; $($column:ident)*) => { $(extend(&mut rows.$column, room, new.$column.iter().map($cell));)* };
        }
        columns!(party; shipper consignee);
        columns!(|&id| text(id); notify_name forwarder_name carrier transport_mode vessel voyage port_lading port_unlading place_receipt final_destination hs_code description quantity_unit
            currency incoterm brand);
        columns!(unique; record_id bill_of_lading master_bill container);
        columns!(|&cell| cell; source day origin_country export_country destination_country quantity gross_weight_kg net_weight_kg
            value value_usd unit_price);
        rows.originals
            .extend(new.originals.iter().map(|original| Original {
                shipment: ShipmentId::new(first + original.shipment.index()),
                column: original.column,
                text: text(original.text),
            }));
        for column in &new.extra {
            let at = match rows
                .extra
                .iter()
                .position(|known| known.name == column.name)
            {
                Some(at) => at,
                None => {
                    rows.extra.push(ExtraColumn {
                        name: column.name.clone(),
                        cells: Vec::new(),
                    });
                    rows.extra.len() - 1
                }
            };
            let cells = &mut rows.extra[at].cells;
            cells.resize(first, TextId::NONE);
            extend(cells, room, column.cells.iter().map(|&id| text(id)));
        }
    }

    /// The table, its extra columns of full length.
    pub fn finish(mut self) -> Shipments {
        let rows = self.rows.len();
        for column in &mut self.rows.extra {
            column.cells.resize(rows, TextId::NONE);
        }
        self.rows
    }
}

/// Adds cells to a column, and first room for so many. Room that cannot be had is left to growing.
fn extend<T>(column: &mut Vec<T>, room: usize, cells: impl Iterator<Item = T>) {
    let _ = column.try_reserve_exact(room);
    column.extend(cells);
}

fn party_hash(party: &Party) -> u32 {
    let mut hasher = FxHasher::default();
    party.hash(&mut hasher);
    (hasher.finish() >> 32) as u32 ^ hasher.finish() as u32
}
