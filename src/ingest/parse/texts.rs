//! Columns of a strip to columns of shipments: texts by number, codes and units in one spelling, originals kept.

use super::facts::{COUNTRIES, FIGURES, Facts};
use super::grid::Strip;
use super::words::Words;
use super::{Lists, is_unique, join, pick};
use crate::ingest::clean::goods::hs_code;
use crate::ingest::clean::party;
use crate::ingest::column::Column;
use crate::ingest::layout::Bills;
use crate::ingest::plan::Plan;
use crate::model::{Measure, Original, ShipmentId, Shipments, TextId};
use rustc_hash::FxHashMap;

/// Text columns that are taken as they come.
const TEXTS: [Column; 15] = [
    Column::RecordId,
    Column::NotifyName,
    Column::ForwarderName,
    Column::Carrier,
    Column::TransportMode,
    Column::Vessel,
    Column::Voyage,
    Column::Container,
    Column::PortLading,
    Column::PortUnlading,
    Column::PlaceReceipt,
    Column::FinalDestination,
    Column::Description,
    Column::Incoterm,
    Column::Brand,
];

/// Numbers of texts that are kept in another spelling, by the number of the text as written.
#[derive(Default)]
pub struct Respelt {
    /// Texts with HTML entities.
    plain: FxHashMap<u32, u32>,
    /// Goods codes that are more than digits.
    codes: FxHashMap<u32, u32>,
    /// Texts below this number have been looked at for entities.
    seen: usize,
}

impl Respelt {
    /// Forgets all texts.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

/// Where the columns of a strip go.
pub struct Put<'p, 's> {
    pub plan: &'s Plan,
    pub strip: Strip<'s>,
    /// Id of the strip's first good record.
    pub first: usize,
    pub rows: &'p mut Shipments,
    pub words: &'p mut Words,
    pub respelt: &'p mut Respelt,
}

impl<'s> Put<'_, 's> {
    /// The id of a text among the parser's.
    pub fn word(&mut self, text: &str) -> TextId {
        TextId::from_index(self.words.number(text))
    }

    fn original(&mut self, at: usize, column: Column, text: &str) {
        if !text.is_empty() {
            let text = self.word(text);
            self.rows.originals.push(Original {
                shipment: ShipmentId::new(self.first + at),
                column: column.word(),
                text,
            });
        }
    }

    fn text(&self, record: u32, column: Column) -> &'s str {
        pick(self.plan, self.strip, record as usize, column).text
    }

    /// Appends every column of the good records.
    pub fn columns(&mut self, facts: &Facts<'s>, lists: &Lists) {
        let records = facts.records.as_slice();
        for column in TEXTS {
            self.text_column(column, records);
        }
        self.bills(records);
        self.codes(records);
        self.units(facts, lists);
        self.values(facts, lists);
        self.originals(facts);
        for (slot, &at) in self.plan.extra.iter().enumerate() {
            let cells = records
                .iter()
                .map(|&record| self.strip.cell(record as usize, at));
            let ids = numbers(self.words, &cells.collect::<Vec<_>>());
            self.rows.extra[slot].cells.extend(ids);
        }
        let rows = &mut *self.rows;
        macro_rules! put {
            ($($column:ident: |$r:ident| $of:expr;)*) => { $(rows.$column.extend(records.iter().map(|&r| {
                let $r = r as usize;
                $of
            }));)* };
        }
        put! {
            day: |r| facts.day[r];
            shipper: |r| facts.parties[0][r].0;
            consignee: |r| facts.parties[1][r].0;
            origin_country: |r| facts.country(2, r).0;
            export_country: |r| facts.country(3, r).0;
            destination_country: |r| facts.country(4, r).0;
            quantity: |r| Measure::from(facts.figure(0, r).number);
            gross_weight_kg: |r| facts.weight(0, r).0;
            net_weight_kg: |r| facts.weight(1, r).0;
            value: |r| Measure::from(facts.figure(3, r).number);
            unit_price: |r| Measure::from(facts.figure(4, r).number);
        }
    }

    fn text_column(&mut self, column: Column, records: &[u32]) {
        let plan = self.plan;
        let mut ids: Vec<TextId> = Vec::with_capacity(records.len());
        if !plan.has(column) {
            ids.resize(records.len(), TextId::NONE);
        } else if is_unique(column) {
            for (at, &record) in records.iter().enumerate() {
                let text = self.text(record, column);
                ids.push(match party::without_entities(text) {
                    None => self.rows.text.push(text),
                    Some(plain) => {
                        self.original(at, column, text);
                        self.rows.text.push(&plain)
                    }
                });
            }
        } else if plan.joined[column as usize] {
            let mut joined = String::new();
            for &record in records {
                join(plan, self.strip, record as usize, column, &mut joined);
                ids.push(self.word(&joined));
            }
        } else {
            let cells: Vec<&str> = records.iter().map(|&r| self.text(r, column)).collect();
            ids.extend(numbers(self.words, &cells));
            self.undo_entities(column, &mut ids);
            if column == Column::NotifyName {
                for (id, cell) in ids.iter_mut().zip(cells) {
                    if cell.contains(['\n', '\r']) {
                        *id = self.word(&party::first_line(cell, plan.split_parties));
                    }
                }
            }
        }
        let rows = &mut *self.rows;
        let to = match column {
            Column::RecordId => &mut rows.record_id,
            Column::NotifyName => &mut rows.notify_name,
            Column::ForwarderName => &mut rows.forwarder_name,
            Column::Carrier => &mut rows.carrier,
            Column::TransportMode => &mut rows.transport_mode,
            Column::Vessel => &mut rows.vessel,
            Column::Voyage => &mut rows.voyage,
            Column::BillOfLading => &mut rows.bill_of_lading,
            Column::MasterBill => &mut rows.master_bill,
            Column::Container => &mut rows.container,
            Column::PortLading => &mut rows.port_lading,
            Column::PortUnlading => &mut rows.port_unlading,
            Column::PlaceReceipt => &mut rows.place_receipt,
            Column::FinalDestination => &mut rows.final_destination,
            Column::Description => &mut rows.description,
            Column::Incoterm => &mut rows.incoterm,
            Column::Brand => &mut rows.brand,
            _ => return,
        };
        to.append(&mut ids);
    }

    /// Puts texts without HTML entities in the place of those with some.
    fn undo_entities(&mut self, column: Column, ids: &mut [TextId]) {
        let seen = std::mem::replace(&mut self.respelt.seen, self.words.len());
        for number in seen..self.respelt.seen {
            if let Some(plain) = party::without_entities(self.words.at(number)) {
                let plain = self.words.number(&plain);
                self.respelt.plain.insert(number as u32, plain);
            }
        }
        if self.respelt.plain.is_empty() {
            return;
        }
        for (at, id) in ids.iter_mut().enumerate() {
            if let Some(&plain) = self.respelt.plain.get(&(id.index() as u32)) {
                self.rows.originals.push(Original {
                    shipment: ShipmentId::new(self.first + at),
                    column: column.word(),
                    text: *id,
                });
                *id = TextId::from_index(plain);
            }
        }
    }

    fn bills(&mut self, records: &[u32]) {
        if self.plan.bills != Bills::InOneCell {
            self.text_column(Column::BillOfLading, records);
            self.text_column(Column::MasterBill, records);
            return;
        }
        for (at, &record) in records.iter().enumerate() {
            let written = self.text(record, Column::BillOfLading);
            let (master, house) = party::bills_of_one_cell(written);
            let (house_id, master_id) = (self.rows.text.push(house), self.rows.text.push(master));
            self.rows.bill_of_lading.push(house_id);
            self.rows.master_bill.push(master_id);
            if house != written {
                self.original(at, Column::BillOfLading, written);
            }
        }
    }

    fn codes(&mut self, records: &[u32]) {
        let cells: Vec<&str> = records
            .iter()
            .map(|&r| self.text(r, Column::HsCode))
            .collect();
        let mut ids: Vec<TextId> = numbers(self.words, &cells).collect();
        let mut code = String::new();
        for (at, (id, cell)) in ids.iter_mut().zip(cells).enumerate() {
            if cell.is_empty() || crate::ingest::clean::goods::is_plain_code(cell) {
                continue;
            }
            let number = id.index() as u32;
            let known = self.respelt.codes.get(&number).copied();
            let respelt = known.unwrap_or_else(|| {
                hs_code(cell, &mut code);
                self.words.number(&code)
            });
            self.respelt.codes.insert(number, respelt);
            if respelt != number {
                self.original(at, Column::HsCode, cell);
                *id = TextId::from_index(respelt);
            }
        }
        self.rows.hs_code.append(&mut ids);
    }

    fn units(&mut self, facts: &Facts<'s>, lists: &Lists) {
        let mut last: (&str, &str, TextId) = ("", "", TextId::NONE);
        for (at, &record) in facts.records.iter().enumerate() {
            let figure = facts.figure(0, record as usize);
            let source = figure.source.and_then(|s| s.unit.as_deref()).unwrap_or("");
            let unit = [self.text(record, Column::QuantityUnit), figure.unit, source]
                .into_iter()
                .find(|unit| !unit.is_empty())
                .unwrap_or("");
            if unit != last.0 {
                let canonical = lists.units.canonical(unit).unwrap_or(unit);
                last = (unit, canonical, self.word(canonical));
            }
            if last.1 != unit {
                self.original(at, Column::QuantityUnit, unit);
            }
            self.rows.quantity_unit.push(last.2);
        }
    }

    fn values(&mut self, facts: &Facts<'s>, lists: &Lists) {
        let mut last: (&str, &str, TextId) = ("", "", TextId::NONE);
        for (at, &record) in facts.records.iter().enumerate() {
            let value = facts.figure(3, record as usize);
            let known = value.number.is_some();
            let currency = value
                .source
                .and_then(|s| s.currency.as_deref())
                .or(Some(self.text(record, Column::Currency)).filter(|c| !c.is_empty()))
                .or(Some(value.unit).filter(|u| u.len() == 3))
                .or(self.plan.currency.as_deref().filter(|_| known))
                .unwrap_or("");
            if currency != last.0 {
                let code = lists.currencies.code(currency).unwrap_or(currency);
                last = (currency, code, self.word(code));
            }
            let code = last.1;
            if code != currency {
                self.original(at, Column::Currency, currency);
            }
            self.rows.currency.push(last.2);
            let usd = value.number.and_then(|number| {
                let rate = match code {
                    "USD" => 1.0,
                    _ => lists
                        .currencies
                        .usd(code, facts.day[record as usize].year())?,
                };
                Some(number * rate)
            });
            self.rows
                .value_usd
                .push(usd.map_or(Measure::UNKNOWN, Measure::new));
        }
    }

    /// The cells that say more than what was kept of them, and those that another cell told of.
    fn originals(&mut self, facts: &Facts<'s>) {
        for &(record, column, port, text) in &facts.derived {
            if let Ok(at) = facts.records.binary_search(&record) {
                self.original(at, column, &format!("from {}: {text}", port.word()));
            }
        }
        for (at, &record) in facts.records.iter().enumerate() {
            let r = record as usize;
            for (side, column) in [Column::ShipperName, Column::ConsigneeName]
                .into_iter()
                .enumerate()
            {
                if facts.parties[side][r].1 {
                    self.original(at, column, self.text(record, column));
                }
            }
            let date = self.text(record, Column::Date);
            if !(date.len() == 10 && date.as_bytes()[4] == b'-') {
                self.original(at, Column::Date, date);
            }
            for (country, column) in COUNTRIES.into_iter().enumerate().skip(2) {
                if facts.country(country, r).1 {
                    self.original(at, column, self.text(record, column));
                }
            }
            for (figure, column) in FIGURES.into_iter().enumerate() {
                let cell = facts.figure(figure, r);
                let weighed = matches!(figure, 1 | 2) && facts.weight(figure - 1, r).1;
                if weighed || !cell.plain {
                    self.original(at, column, cell.text);
                }
            }
        }
    }
}

fn numbers(words: &mut Words, cells: &[&str]) -> impl Iterator<Item = TextId> + use<> {
    let mut out = Vec::with_capacity(cells.len());
    words.numbers(cells, &mut out);
    out.into_iter().map(TextId::from_index)
}
