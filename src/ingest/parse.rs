//! Rows of one block to shipments of its own; blocks are parsed in parallel and merged in order.

use super::blocks::{Block, Body};
use super::clean::goods::{hs_code, kilograms};
use super::clean::{date, number, party};
use super::column::Column;
use super::layout::Bills;
use super::options::Limits;
use super::plan::{Plan, Source};
use super::split::{Cells, record_end};
use crate::model::{
    Country, ExtraColumn, Measure, Original, Party, PartyId, RejectedRow, ShipmentId, Shipments,
    SourceRow, TextId, TextStore,
};
use crate::reference::countries::{Countries, CountryCell};
use crate::reference::currencies::Currencies;
use crate::reference::units::Units;
use hashbrown::HashTable;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// The lists that cells are read against.
pub struct Lists {
    /// Names and codes of countries.
    pub countries: Countries,
    /// Units of quantity.
    pub units: Units,
    /// Yearly rates to the US dollar.
    pub currencies: Currencies,
}

/// What one block gave. Texts and parties that the parser has met before are not sent again: their ids count on
/// from block to block of one parser.
pub struct Batch {
    /// Position of the block in its file.
    pub sequence: usize,
    /// Which parser made it.
    pub parser: usize,
    /// The parser has forgotten what it met before this block.
    pub forgot: bool,
    /// Columns. Record ids, bills and containers are in `rows.text`; all other text ids are the parser's.
    pub rows: Shipments,
    /// Texts that the parser met in this block for the first time, in order of their ids.
    pub new_texts: TextStore,
    /// Parties that it met for the first time, in order of their ids.
    pub new_parties: Vec<Party>,
    /// Rows set aside.
    pub rejected: Vec<RejectedRow>,
    /// Records read.
    pub read: u64,
    /// Bytes read from disk up to the end of the block.
    pub bytes_read: u64,
}

/// Reason of a row that tells of cargo which only passes by. It says nothing against the reading of the file.
pub const ON_BOARD: &str = "cargo that stays on board, no movement";

/// Bytes of text beyond which a parser forgets what it met, so that memory stays bounded.
const REMEMBERED: usize = 24 << 20;

/// Numbers of records, bills and containers hardly ever repeat: looking for an equal one costs more than it saves.
pub const fn is_unique(column: Column) -> bool {
    matches!(
        column,
        Column::RecordId | Column::BillOfLading | Column::MasterBill | Column::Container
    )
}

/// Text columns of a shipment in the order of the canonical table.
const TEXTS: [Column; 21] = [
    Column::NotifyName,
    Column::ForwarderName,
    Column::Carrier,
    Column::TransportMode,
    Column::Vessel,
    Column::Voyage,
    Column::BillOfLading,
    Column::MasterBill,
    Column::Container,
    Column::PortLading,
    Column::PortUnlading,
    Column::PlaceReceipt,
    Column::FinalDestination,
    Column::HsCode,
    Column::Description,
    Column::QuantityUnit,
    Column::Currency,
    Column::Incoterm,
    Column::Brand,
    Column::RecordId,
    Column::WeightUnit,
];

/// Parses blocks of one file.
pub struct Parser<'a> {
    number: usize,
    plan: &'a Plan,
    lists: &'a Lists,
    limits: &'a Limits,
    cells: Cells,
    /// Cells joined from several sources, or cleaned.
    joined: String,
    code: String,
    out: Batch,
    /// Texts of all columns but the unique ones, kept from block to block.
    words: TextStore,
    parties: HashTable<(u64, PartyId)>,
    /// The parties met, by id.
    party_rows: Vec<Party>,
    countries: FxHashMap<Box<str>, Option<Country>>,
    /// Last text of each column: neighbours are often equal, and comparing is cheaper than hashing.
    last: [TextId; Column::COUNT],
}

/// Why a row is set aside.
struct Fault {
    column: String,
    value: String,
    reason: String,
}

impl Fault {
    fn row(reason: impl Into<String>) -> Self {
        Self {
            column: String::new(),
            value: String::new(),
            reason: reason.into(),
        }
    }
}

/// The cell of a column and where it came from.
#[derive(Clone, Copy)]
struct Cell<'c> {
    text: &'c str,
    source: Option<&'c Source>,
}

impl<'a> Parser<'a> {
    /// A parser for the blocks of the file that `plan` was made for.
    ///
    /// `number` tells it from the other parsers of a run.
    pub fn new(number: usize, plan: &'a Plan, lists: &'a Lists, limits: &'a Limits) -> Self {
        Self {
            number,
            words: TextStore::new(),
            plan,
            lists,
            limits,
            cells: Cells::default(),
            joined: String::new(),
            code: String::new(),
            out: empty_batch(plan),
            parties: HashTable::new(),
            party_rows: Vec::new(),
            countries: FxHashMap::default(),
            last: [TextId::NONE; Column::COUNT],
        }
    }

    /// The shipments and rejected rows of one block.
    pub fn parse(&mut self, block: &Block) -> Batch {
        let forget = self.words.heap_bytes() > REMEMBERED;
        if forget {
            self.words = TextStore::new();
            self.parties.clear();
            self.party_rows.clear();
        }
        self.last = [TextId::NONE; Column::COUNT];
        let known = self.words.len();
        self.out.parser = self.number;
        self.out.forgot = forget || known == 1;
        self.out.sequence = block.sequence;
        self.out.bytes_read = block.bytes_read;
        match &block.body {
            Body::Text(text) => self.text(text, block.first_line),
            Body::Bytes(bytes) => self.bytes(bytes, block.first_line),
            Body::Rows(rows) => {
                for index in 0..rows.len() {
                    let mut cells = std::mem::take(&mut self.cells);
                    cells.set(rows.row(index));
                    self.row(&cells, "", block.first_line + index as u64);
                    self.cells = cells;
                }
            }
        }
        for index in known..self.words.len() {
            self.out.new_texts.push(self.words.at(index));
        }
        std::mem::replace(&mut self.out, empty_batch(self.plan))
    }

    fn text(&mut self, text: &str, mut line: u64) {
        let (mut from, bytes) = (0, text.as_bytes());
        let mut cells = std::mem::take(&mut self.cells);
        let quotes = memchr::memchr(b'"', bytes).is_some();
        while from < bytes.len() {
            let end = if quotes {
                record_end(bytes, from, self.plan.delimiter)
            } else {
                memchr::memchr(b'\n', &bytes[from..]).map(|at| from + at + 1)
            };
            let record = &text[from..end.unwrap_or(bytes.len())];
            from += record.len();
            if record != "\n" && record != "\r\n" {
                cells.split(record, self.plan.delimiter);
                self.row(&cells, record, line);
            }
            line += if quotes {
                memchr::memchr_iter(b'\n', record.as_bytes()).count() as u64
            } else {
                1
            };
        }
        self.cells = cells;
    }

    fn bytes(&mut self, bytes: &[u8], mut line: u64) {
        let mut from = 0;
        let mut cells = std::mem::take(&mut self.cells);
        while from < bytes.len() {
            let end = record_end(bytes, from, self.plan.delimiter).unwrap_or(bytes.len());
            let record = &bytes[from..end];
            from = end;
            if record != b"\n" && record != b"\r\n" {
                match std::str::from_utf8(record) {
                    Ok(record) => {
                        cells.split(record, self.plan.delimiter);
                        self.row(&cells, record, line);
                    }
                    Err(_) => self.reject_bytes(record, line),
                }
            }
            line += memchr::memchr_iter(b'\n', record).count() as u64;
        }
        self.cells = cells;
    }

    fn reject_bytes(&mut self, record: &[u8], line: u64) {
        let lossy = String::from_utf8_lossy(record);
        let mut cells = Cells::default();
        cells.split(&lossy, self.plan.delimiter);
        let at = (0..cells.len()).find(|&i| cells.get(&lossy, i).contains('\u{fffd}'));
        let fault = Fault {
            column: at.map_or(String::new(), |at| self.plan.name_of(at).to_owned()),
            value: at.map_or("", |at| cells.get(&lossy, at)).to_owned(),
            reason: "not valid UTF-8".to_owned(),
        };
        self.out.read += 1;
        self.reject(line, fault);
    }

    fn reject(&mut self, line: u64, fault: Fault) {
        self.out.rejected.push(RejectedRow {
            file: self.plan.file,
            line,
            column: fault.column,
            value: fault.value.chars().take(200).collect(),
            reason: fault.reason,
        });
    }

    fn row(&mut self, cells: &Cells, record: &str, line: u64) {
        if self.is_header_again(cells, record) {
            return;
        }
        self.out.read += 1;
        if let Err(fault) = self
            .shape(cells, record)
            .and_then(|()| self.shipment(cells, record, line))
        {
            self.reject(line, fault);
        }
    }

    /// Files glued together carry the header in the middle.
    fn is_header_again(&self, cells: &Cells, record: &str) -> bool {
        let header = &self.plan.header;
        cells.len() == header.len()
            && header.len() > 1
            && cells.get(record, 0).trim() == header[0]
            && cells.get(record, header.len() - 1).trim() == header[header.len() - 1]
            && header
                .iter()
                .enumerate()
                .all(|(i, name)| cells.get(record, i).trim() == name)
    }

    fn shape(&self, cells: &Cells, record: &str) -> Result<(), Fault> {
        let want = self.plan.header.len();
        if cells.len() < want {
            return Err(Fault::row(format!(
                "{} cells where the header has {want}",
                cells.len()
            )));
        }
        if cells.len() > want
            && (want..cells.len()).any(|i| !cells.get(record, i).trim().is_empty())
        {
            return Err(Fault {
                column: String::new(),
                value: cells.get(record, want).to_owned(),
                reason: format!("{} cells where the header has {want}", cells.len()),
            });
        }
        if record.len() > self.limits.cell_bytes || record.is_empty() {
            for at in 0..want {
                if cells.get(record, at).len() > self.limits.cell_bytes {
                    return Err(Fault {
                        column: self.plan.name_of(at).to_owned(),
                        value: cells.get(record, at).chars().take(200).collect(),
                        reason: format!("cell longer than {} bytes", self.limits.cell_bytes),
                    });
                }
            }
        }
        Ok(())
    }

    /// The first source of a column that says something.
    fn cell<'c>(plan: &'c Plan, cells: &'c Cells, record: &'c str, column: Column) -> Cell<'c> {
        for source in &plan.sources[column as usize] {
            let text = cells.get(record, source.index).trim();
            if !plan.is_blank(text) {
                return Cell {
                    text,
                    source: Some(source),
                };
            }
        }
        Cell {
            text: plan.constants[column as usize].as_deref().unwrap_or(""),
            source: None,
        }
    }

    fn fault(&self, cell: Cell, column: Column, reason: &str) -> Fault {
        let name = cell
            .source
            .map_or(column.word(), |s| self.plan.name_of(s.index));
        Fault {
            column: name.to_owned(),
            value: cell.text.to_owned(),
            reason: reason.to_owned(),
        }
    }

    fn country(
        &mut self,
        cells: &Cells,
        record: &str,
        column: Column,
    ) -> Result<(Option<Country>, bool), Fault> {
        let plan = self.plan;
        let mut cell = Self::cell(plan, cells, record, column);
        if cell.text.is_empty() {
            // `NA` is blank elsewhere and Namibia here.
            let namibia = plan.sources[column as usize]
                .iter()
                .find(|s| cells.get(record, s.index).trim() == "NA");
            match namibia {
                Some(source) => {
                    cell = Cell {
                        text: "NA",
                        source: Some(source),
                    }
                }
                None => return Ok((None, false)),
            }
        }
        if let Some(code) = Country::from_code(cell.text)
            && self.lists.countries.is_known(code)
        {
            return Ok((Some(code), false));
        }
        if let Some(&known) = self.countries.get(cell.text) {
            return Ok((known, true));
        }
        let country = match self.lists.countries.read(cell.text) {
            CountryCell::Is(country) => Some(country),
            CountryCell::NoCountry => None,
            CountryCell::Unreadable => return Err(self.fault(cell, column, "unknown country")),
        };
        self.countries.insert(cell.text.into(), country);
        Ok((country, true))
    }

    /// A number, its unit or currency, and whether its text says more than the number.
    fn number<'c>(
        &self,
        cells: &'c Cells,
        record: &'c str,
        column: Column,
    ) -> Result<(Option<number::Written<'c>>, Cell<'c>), Fault>
    where
        'a: 'c,
    {
        let plan: &'c Plan = self.plan;
        let cell = Self::cell(plan, cells, record, column);
        if cell.text.is_empty() {
            return Ok((None, cell));
        }
        match number::read(cell.text, plan.mark) {
            Some(written) if plan.zero_is_blank[column as usize] && written.number == 0.0 => {
                // Zero in the best source says nothing; the next one may.
                for source in plan.sources[column as usize].iter().skip(1) {
                    let text = cells.get(record, source.index).trim();
                    if let Some(other) = number::read(text, plan.mark)
                        && other.number != 0.0
                    {
                        return Ok((
                            Some(other),
                            Cell {
                                text,
                                source: Some(source),
                            },
                        ));
                    }
                }
                Ok((None, cell))
            }
            Some(written) => Ok((Some(written), cell)),
            None => Err(self.fault(cell, column, "unreadable number")),
        }
    }

    fn intern(&mut self, column: Column, text: &str) -> TextId {
        if text.is_empty() {
            return TextId::NONE;
        }
        let slot = column as usize;
        if is_unique(column) {
            return self.out.rows.text.push(text);
        }
        let last = self.last[slot];
        if last.is_some() && self.words.get(last) == text {
            return last;
        }
        let id = self.words.intern(text);
        self.last[slot] = id;
        id
    }

    /// The party of these cells. One look-up stands for three, and for most rows nothing is interned at all.
    fn party(
        &mut self,
        name: &str,
        address: &str,
        country: Option<Country>,
        registration: &str,
    ) -> Option<PartyId> {
        if name.is_empty() {
            return None;
        }
        let mut hasher = FxHasher::default();
        for text in [name, address, registration] {
            hasher.write(text.as_bytes());
            hasher.write_u8(0xff);
        }
        hasher.write_usize(country.map_or(usize::MAX, Country::ordinal));
        let hash = hasher.finish();
        let (words, known) = (&self.words, &self.party_rows);
        let equal = |&(other, id): &(u64, PartyId)| {
            let party = &known[id.index()];
            other == hash
                && party.country == country
                && words.get(party.name) == name
                && words.get(party.address) == address
                && words.get(party.registration_id) == registration
        };
        if let Some(&(_, id)) = self.parties.find(hash, equal) {
            return Some(id);
        }
        let id = PartyId::new(self.party_rows.len());
        let party = Party {
            name: self.words.intern(name),
            address: self.words.intern(address),
            country,
            registration_id: self.words.intern(registration),
        };
        self.party_rows.push(party);
        self.parties
            .insert_unique(hash, (hash, id), |&(hash, _)| hash);
        self.out.new_parties.push(party);
        Some(id)
    }

    fn shipment(&mut self, cells: &Cells, record: &str, line: u64) -> Result<(), Fault> {
        let plan = self.plan;
        if let Some(at) = plan.on_board
            && matches!(
                cells.get(record, at).trim(),
                "1" | "Y" | "y" | "Yes" | "YES" | "yes" | "TRUE" | "True" | "true"
            )
        {
            return Err(Fault {
                column: plan.name_of(at).to_owned(),
                value: cells.get(record, at).to_owned(),
                reason: ON_BOARD.to_owned(),
            });
        }
        // Everything that can fail comes first, so that a rejected row leaves nothing behind.
        let cell = Self::cell(plan, cells, record, Column::Date);
        if cell.text.is_empty() {
            return Err(self.fault(cell, Column::Date, "no date"));
        }
        let day = date::read(cell.text, plan.date_order, plan.utc_offset_minutes)
            .ok_or_else(|| self.fault(cell, Column::Date, "unreadable date"))?;
        let date_text = cell.text;
        let (shipper_country, _) = self.country(cells, record, Column::ShipperCountry)?;
        let (consignee_country, _) = self.country(cells, record, Column::ConsigneeCountry)?;
        let (origin_country, origin_cleaned) =
            self.country(cells, record, Column::OriginCountry)?;
        let (export_country, export_cleaned) =
            self.country(cells, record, Column::ExportCountry)?;
        let (destination_country, destination_cleaned) =
            self.country(cells, record, Column::DestinationCountry)?;
        let (quantity, quantity_cell) = self.number(cells, record, Column::Quantity)?;
        let (gross, gross_cell) = self.number(cells, record, Column::GrossWeight)?;
        let (net, net_cell) = self.number(cells, record, Column::NetWeight)?;
        let (value, value_cell) = self.number(cells, record, Column::Value)?;
        let (unit_price, unit_price_cell) = self.number(cells, record, Column::UnitPrice)?;
        let weight_unit = Self::cell(plan, cells, record, Column::WeightUnit).text;
        let (gross_kg, gross_changed) =
            self.weight(gross, gross_cell, weight_unit, Column::GrossWeight)?;
        let (net_kg, net_changed) = self.weight(net, net_cell, weight_unit, Column::NetWeight)?;

        let mut shipper = self.read_party(
            cells,
            record,
            Column::ShipperName,
            Column::ShipperAddress,
            Column::ShipperId,
        );
        let mut consignee = self.read_party(
            cells,
            record,
            Column::ConsigneeName,
            Column::ConsigneeAddress,
            Column::ConsigneeId,
        );
        let notify = Self::cell(plan, cells, record, Column::NotifyName).text;
        let notify_name = party::first_line(notify, plan.split_parties);
        shipper.set_phrases_aside("");
        consignee.set_phrases_aside(notify);
        if shipper.is_blank() && consignee.is_blank() {
            return Err(Fault::row("neither shipper nor consignee"));
        }
        let id = ShipmentId::new(self.out.rows.day.len());
        let shipper_party = self.keep_party(&shipper, shipper_country, Column::ShipperName, id);
        let consignee_party =
            self.keep_party(&consignee, consignee_country, Column::ConsigneeName, id);

        for column in TEXTS {
            let text_id = match column {
                Column::NotifyName => self.intern(column, &notify_name),
                Column::HsCode => {
                    let cell = Self::cell(plan, cells, record, column);
                    let mut code = std::mem::take(&mut self.code);
                    hs_code(cell.text, &mut code);
                    let text_id = self.intern(column, &code);
                    if code != cell.text {
                        self.original(id, column, cell.text);
                    }
                    self.code = code;
                    text_id
                }
                Column::QuantityUnit => {
                    let stated = Self::cell(plan, cells, record, column).text;
                    let written = quantity.map_or("", |w| w.unit);
                    let source = quantity_cell
                        .source
                        .and_then(|s| s.unit.as_deref())
                        .unwrap_or("");
                    let unit = [stated, written, source]
                        .into_iter()
                        .find(|u| !u.is_empty())
                        .unwrap_or("");
                    let canonical = self.lists.units.canonical(unit);
                    if canonical.is_some_and(|c| c != unit) {
                        self.original(id, column, unit);
                    }
                    let canonical: &str = canonical.unwrap_or(unit);
                    self.intern(column, canonical)
                }
                Column::Currency => continue,
                Column::WeightUnit => continue,
                Column::BillOfLading | Column::MasterBill if plan.bills == Bills::InOneCell => {
                    continue;
                }
                _ if plan.joined[column as usize] => {
                    let mut joined = std::mem::take(&mut self.joined);
                    join(plan, cells, record, column, &mut joined);
                    let text_id = self.intern(column, &joined);
                    self.joined = joined;
                    text_id
                }
                _ => {
                    let text = Self::cell(plan, cells, record, column).text;
                    match party::without_entities(text) {
                        None => self.intern(column, text),
                        Some(clean) => {
                            self.original(id, column, text);
                            self.intern(column, &clean)
                        }
                    }
                }
            };
            let rows = &mut self.out.rows;
            match column {
                Column::NotifyName => rows.notify_name.push(text_id),
                Column::ForwarderName => rows.forwarder_name.push(text_id),
                Column::Carrier => rows.carrier.push(text_id),
                Column::TransportMode => rows.transport_mode.push(text_id),
                Column::Vessel => rows.vessel.push(text_id),
                Column::Voyage => rows.voyage.push(text_id),
                Column::BillOfLading => rows.bill_of_lading.push(text_id),
                Column::MasterBill => rows.master_bill.push(text_id),
                Column::Container => rows.container.push(text_id),
                Column::PortLading => rows.port_lading.push(text_id),
                Column::PortUnlading => rows.port_unlading.push(text_id),
                Column::PlaceReceipt => rows.place_receipt.push(text_id),
                Column::FinalDestination => rows.final_destination.push(text_id),
                Column::HsCode => rows.hs_code.push(text_id),
                Column::Description => rows.description.push(text_id),
                Column::QuantityUnit => rows.quantity_unit.push(text_id),
                Column::Incoterm => rows.incoterm.push(text_id),
                Column::Brand => rows.brand.push(text_id),
                Column::RecordId => rows.record_id.push(text_id),
                _ => {}
            }
        }
        if plan.bills == Bills::InOneCell {
            let written = Self::cell(plan, cells, record, Column::BillOfLading).text;
            let (master, house) = party::bills_of_one_cell(written);
            let house_id = self.intern(Column::BillOfLading, house);
            let master_id = self.intern(Column::MasterBill, master);
            self.out.rows.bill_of_lading.push(house_id);
            self.out.rows.master_bill.push(master_id);
            if house != written {
                self.original(id, Column::BillOfLading, written);
            }
        }
        let stated = Self::cell(plan, cells, record, Column::Currency).text;
        let currency = value_cell
            .source
            .and_then(|s| s.currency.as_deref())
            .or(Some(stated).filter(|c| !c.is_empty()))
            .or(value.map(|w| w.unit).filter(|u| u.len() == 3))
            .or(plan.currency.as_deref().filter(|_| value.is_some()))
            .unwrap_or("");
        let currency_code = self.lists.currencies.code(currency);
        if currency_code.is_some_and(|c| c != currency) {
            self.original(id, Column::Currency, currency);
        }
        let currency_code: &str = currency_code.unwrap_or(currency);
        let rate = self.lists.currencies.usd(currency_code, day.year());
        let currency_id = self.intern(Column::Currency, currency_code);

        if !(date_text.len() == 10 && date_text.as_bytes()[4] == b'-') {
            self.original(id, Column::Date, date_text);
        }
        for (column, cleaned) in [
            (Column::OriginCountry, origin_cleaned),
            (Column::ExportCountry, export_cleaned),
            (Column::DestinationCountry, destination_cleaned),
        ] {
            if cleaned {
                let text = Self::cell(plan, cells, record, column).text;
                self.original(id, column, text);
            }
        }
        for (column, cell, changed) in [
            (Column::Quantity, quantity_cell, false),
            (Column::GrossWeight, gross_cell, gross_changed),
            (Column::NetWeight, net_cell, net_changed),
            (Column::Value, value_cell, false),
            (Column::UnitPrice, unit_price_cell, false),
        ] {
            if !cell.text.is_empty() && (changed || number::plain(cell.text).is_none()) {
                self.original(id, column, cell.text);
            }
        }
        for (slot, &at) in plan.extra.iter().enumerate() {
            let text = cells.get(record, at).trim();
            let text_id = if text.is_empty() {
                TextId::NONE
            } else {
                self.words.intern(text)
            };
            self.out.rows.extra[slot].cells.push(text_id);
        }
        let measure = |w: Option<number::Written>| Measure::from(w.map(|w| w.number));
        let rows = &mut self.out.rows;
        rows.source.push(SourceRow {
            file: plan.file,
            line: u32::try_from(line).unwrap_or(u32::MAX),
        });
        rows.day.push(day);
        rows.shipper.push(shipper_party);
        rows.consignee.push(consignee_party);
        rows.origin_country.push(origin_country);
        rows.export_country.push(export_country);
        rows.destination_country.push(destination_country);
        rows.quantity.push(measure(quantity));
        rows.gross_weight_kg.push(gross_kg);
        rows.net_weight_kg.push(net_kg);
        rows.value.push(measure(value));
        rows.currency.push(currency_id);
        rows.value_usd.push(match (value, rate) {
            (Some(value), Some(rate)) => Measure::new(value.number * rate),
            _ => Measure::UNKNOWN,
        });
        rows.unit_price.push(measure(unit_price));
        Ok(())
    }

    /// Kilograms, and whether the cell was in another unit.
    fn weight(
        &self,
        written: Option<number::Written>,
        cell: Cell,
        stated: &str,
        column: Column,
    ) -> Result<(Measure, bool), Fault> {
        let Some(written) = written else {
            return Ok((Measure::UNKNOWN, false));
        };
        let unit = match (written.unit, cell.source.and_then(|s| s.unit.as_deref())) {
            ("", Some(unit)) => unit,
            ("", None) => stated,
            (unit, _) => unit,
        };
        if unit.is_empty() || unit == "KG" {
            let factor = if unit.is_empty() {
                self.plan.default_kilograms
            } else {
                1.0
            };
            return Ok((Measure::new(written.number * factor), factor != 1.0));
        }
        match kilograms(unit) {
            Some(factor) => Ok((Measure::new(written.number * factor), factor != 1.0)),
            None => Err(Fault {
                column: Column::WeightUnit.word().to_owned(),
                value: unit.to_owned(),
                reason: format!("unknown unit of weight in {}", column.word()),
            }),
        }
    }

    fn read_party<'c>(
        &self,
        cells: &'c Cells,
        record: &'c str,
        name: Column,
        address: Column,
        id: Column,
    ) -> party::Read<'c>
    where
        'a: 'c,
    {
        let plan: &'c Plan = self.plan;
        let name_cell = Self::cell(plan, cells, record, name).text;
        let id_cell = Self::cell(plan, cells, record, id).text;
        let mut joined = String::new();
        let address_cell: &'c str = if plan.joined[address as usize] {
            join(plan, cells, record, address, &mut joined);
            ""
        } else {
            Self::cell(plan, cells, record, address).text
        };
        party::read(name_cell, address_cell, joined, id_cell, plan.split_parties)
    }

    fn keep_party(
        &mut self,
        read: &party::Read,
        country: Option<Country>,
        name: Column,
        shipment: ShipmentId,
    ) -> Option<PartyId> {
        if let Some(written) = read.original {
            self.original(shipment, name, written);
        }
        self.party(
            read.name_text(),
            read.address_text(),
            country,
            read.registration,
        )
    }

    fn original(&mut self, shipment: ShipmentId, column: Column, text: &str) {
        if text.is_empty() {
            return;
        }
        let text = self.words.intern(text);
        self.out.rows.originals.push(Original {
            shipment,
            column: column.word(),
            text,
        });
    }
}

fn join(plan: &Plan, cells: &Cells, record: &str, column: Column, out: &mut String) {
    out.clear();
    for source in &plan.sources[column as usize] {
        let text = cells.get(record, source.index).trim();
        if !plan.is_blank(text) && !out.contains(text) {
            if !out.is_empty() {
                out.push_str(", ");
            }
            out.push_str(text);
        }
    }
}

fn empty_batch(plan: &Plan) -> Batch {
    let extra = plan
        .extra
        .iter()
        .map(|&at| ExtraColumn {
            name: plan.name_of(at).to_owned(),
            cells: Vec::new(),
        })
        .collect();
    let rows = Shipments {
        extra,
        ..Shipments::default()
    };
    Batch {
        sequence: 0,
        rows,
        parser: 0,
        forgot: false,
        new_texts: TextStore::new(),
        new_parties: Vec::new(),
        rejected: Vec::new(),
        read: 0,
        bytes_read: 0,
    }
}
