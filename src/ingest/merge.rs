//! Batches to one table, in the order of files and blocks.

use super::parse::Batch;
use crate::model::{ExtraColumn, Original, Party, PartyId, ShipmentId, Shipments, TextId};
use rustc_hash::FxHashMap;

/// Builds the shipments of a run.
#[derive(Default)]
pub struct Builder {
    /// The table so far, in order of arrival.
    pub rows: Shipments,
    parties: FxHashMap<Party, PartyId>,
    /// What the ids of each parser stand for here.
    parsers: Vec<Known>,
}

#[derive(Default)]
struct Known {
    texts: Vec<TextId>,
    parties: Vec<PartyId>,
}

impl Builder {
    /// Adds the rows of a batch. Batches of one parser must come in the order in which it made them.
    pub fn add(&mut self, batch: &Batch) {
        let (rows, new) = (&mut self.rows, &batch.rows);
        let first = rows.len();
        if self.parsers.len() <= batch.parser {
            self.parsers.resize_with(batch.parser + 1, Known::default);
        }
        let known = &mut self.parsers[batch.parser];
        if batch.forgot {
            known.texts.clear();
            known.texts.push(TextId::NONE);
            known.parties.clear();
        }
        known.texts.extend(
            (1..batch.new_texts.len()).map(|index| rows.text.intern(batch.new_texts.at(index))),
        );
        let texts = &known.texts;
        let text = |id: TextId| texts[id.index()];
        for party in &batch.new_parties {
            let party = Party {
                name: text(party.name),
                address: text(party.address),
                country: party.country,
                registration_id: text(party.registration_id),
            };
            let id = *self
                .parties
                .entry(party)
                .or_insert_with(|| rows.parties.push(party));
            known.parties.push(id);
        }
        let parties = &known.parties;
        let party = |id: &Option<PartyId>| id.map(|id| parties[id.index()]);
        rows.shipper.extend(new.shipper.iter().map(party));
        rows.consignee.extend(new.consignee.iter().map(party));
        macro_rules! texts {
            ($($column:ident)*) => { $(rows.$column.extend(new.$column.iter().map(|&id| text(id)));)* };
        }
        macro_rules! unique {
            ($($column:ident)*) => { $(
                let store = &mut rows.text;
                rows.$column.extend(new.$column.iter().map(|&id| store.push(new.text.get(id))));
            )* };
        }
        macro_rules! plain {
            ($($column:ident)*) => { $(rows.$column.extend_from_slice(&new.$column);)* };
        }
        texts!(notify_name forwarder_name carrier transport_mode vessel voyage port_lading port_unlading place_receipt final_destination hs_code description quantity_unit
            currency incoterm brand);
        unique!(record_id bill_of_lading master_bill container);
        plain!(source day origin_country export_country destination_country quantity gross_weight_kg net_weight_kg
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
            cells.extend(column.cells.iter().map(|&id| text(id)));
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
