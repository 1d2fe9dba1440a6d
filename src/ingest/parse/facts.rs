//! The cells that must be readable: dates, countries, numbers, weights. A row with one that is not is set aside.

use super::grid::Strip;
use super::{Cell, Fault, KNOWN, Known, Lists, Memo, ON_BOARD, OtherOrder, fault, pick};
use crate::ingest::clean::goods::kilograms;
use crate::ingest::clean::{date, number};
use crate::ingest::column::Column;
use crate::ingest::plan::{Plan, Source};
use crate::model::{Country, Day, Measure, PartyId};
use crate::reference::countries::CountryCell;

/// Country columns in the order of [`Facts::countries`].
pub const COUNTRIES: [Column; 5] = [
    Column::ShipperCountry,
    Column::ConsigneeCountry,
    Column::OriginCountry,
    Column::ExportCountry,
    Column::DestinationCountry,
];

/// Number columns in the order of [`Facts::figures`].
pub const FIGURES: [Column; 5] = [
    Column::Quantity,
    Column::GrossWeight,
    Column::NetWeight,
    Column::Value,
    Column::UnitPrice,
];

/// A number as written, and what stands beside it.
#[derive(Clone, Copy, Default)]
pub struct Figure<'s> {
    /// The number; `None` if the cell says nothing.
    pub number: Option<f64>,
    /// Unit or currency in the cell, "" if none.
    pub unit: &'s str,
    /// The cell.
    pub text: &'s str,
    /// Where it came from.
    pub source: Option<&'s Source>,
    /// Does the cell say no more than the number?
    pub plain: bool,
}

/// What was read of a strip. A column has a place for each record of the strip, those set aside included, or none if
/// the file lacks it.
pub struct Facts<'s> {
    strip: Strip<'s>,
    /// Records that are still good, in order.
    pub records: Vec<u32>,
    /// Lines of the others, and why.
    pub faults: Vec<(u64, Fault)>,
    /// The first day in another order than the one found for its column.
    pub other_order: Option<OtherOrder>,
    /// Days.
    pub day: Vec<Day>,
    /// Countries, and whether the cell was no code.
    countries: [Vec<(Option<Country>, bool)>; 5],
    /// Numbers.
    figures: [Vec<Figure<'s>>; 5],
    /// Gross and net weight in kilograms, and whether the cell was in another unit.
    weights: [Vec<(Measure, bool)>; 2],
    /// Countries that another cell told of: record, column, column of that cell, its text.
    pub derived: Vec<(u32, Column, Column, &'s str)>,
    /// Shipper and consignee, and whether the cell of the name said something else.
    pub parties: [Vec<(Option<PartyId>, bool)>; 2],
}

impl<'s> Facts<'s> {
    /// Nothing read yet.
    pub fn new(strip: Strip<'s>, records: Vec<u32>) -> Self {
        let n = strip.len();
        Self {
            strip,
            records,
            faults: Vec::new(),
            other_order: None,
            day: vec![Day::from_epoch(0); n],
            countries: Default::default(),
            figures: Default::default(),
            weights: Default::default(),
            derived: Vec::new(),
            parties: std::array::from_fn(|_| vec![(None, false); n]),
        }
    }

    /// A country, by its place in [`COUNTRIES`], and whether the cell was no code.
    #[inline]
    pub fn country(&self, at: usize, record: usize) -> (Option<Country>, bool) {
        self.countries[at]
            .get(record)
            .copied()
            .unwrap_or((None, false))
    }

    /// A number, by its place in [`FIGURES`].
    #[inline]
    pub fn figure(&self, at: usize, record: usize) -> Figure<'s> {
        self.figures[at].get(record).copied().unwrap_or_default()
    }

    /// Gross (0) or net (1) weight in kilograms, and whether the cell was in another unit.
    #[inline]
    pub fn weight(&self, at: usize, record: usize) -> (Measure, bool) {
        self.weights[at]
            .get(record)
            .copied()
            .unwrap_or((Measure::UNKNOWN, false))
    }

    /// Keeps the records that can be read.
    fn keep(&mut self, mut read: impl FnMut(&mut Self, usize) -> Result<(), Fault>) {
        let mut records = std::mem::take(&mut self.records);
        records.retain(|&record| match read(self, record as usize) {
            Ok(()) => true,
            Err(fault) => {
                self.faults.push((self.strip.line(record as usize), fault));
                false
            }
        });
        self.records = records;
    }

    /// Sets aside the rows without a party.
    pub fn need_a_party(&mut self) {
        self.keep(|facts, record| {
            let named = facts.parties.iter().any(|side| side[record].0.is_some());
            if named {
                Ok(())
            } else {
                Err(Fault::row("neither shipper nor consignee"))
            }
        });
    }

    /// Reads all columns that can fail but the parties.
    pub fn read(&mut self, plan: &'s Plan, lists: &Lists, known: &mut Known) {
        let strip = self.strip;
        if let Some(at) = plan.on_board {
            self.keep(|_, record| stays_on_board(plan, strip, record, at));
        }
        self.keep(|facts, record| {
            let cell = pick(plan, strip, record, Column::Date);
            if cell.text.is_empty() {
                return Err(fault(plan, cell, Column::Date, "no date"));
            }
            match date::read(cell.text, plan.date_order, plan.utc_offset_minutes) {
                Some(day) => {
                    facts.day[record] = day;
                    Ok(())
                }
                None => {
                    let fault = fault(plan, cell, Column::Date, "unreadable date");
                    if plan.order_found
                        && facts.other_order.is_none()
                        && let date::Evidence::Settles(order) = date::settles(cell.text)
                        && plan.date_order != Some(order)
                    {
                        facts.other_order = Some(OtherOrder {
                            line: strip.line(record),
                            column: fault.column.clone(),
                            example: cell.text.chars().take(40).collect(),
                        });
                    }
                    Err(fault)
                }
            }
        });
        for (at, column) in COUNTRIES.into_iter().enumerate() {
            if plan.has(column) {
                self.countries[at] = vec![(None, false); strip.len()];
                self.keep(|facts, record| {
                    facts.countries[at][record] =
                        country(plan, strip, record, column, lists, &mut known.countries)?;
                    Ok(())
                });
            }
        }
        self.countries_from_addresses(plan, lists, &mut known.addresses);
        self.countries_from_ports(plan, lists, &mut known.ports);
        for (at, column) in FIGURES.into_iter().enumerate() {
            if plan.has(column) {
                self.figures[at] = vec![Figure::default(); strip.len()];
                self.keep(|facts, record| {
                    facts.figures[at][record] = figure(plan, strip, record, column)?;
                    Ok(())
                });
            }
        }
        for (at, column) in [Column::GrossWeight, Column::NetWeight]
            .into_iter()
            .enumerate()
        {
            if plan.has(column) {
                self.weigh(plan, at, column);
            }
        }
    }

    /// Fills in the countries of parties that only their addresses tell of, where the file has no column for them.
    fn countries_from_addresses(&mut self, plan: &'s Plan, lists: &Lists, known: &mut Memo) {
        let (strip, read) = (self.strip, |cell: &str| lists.countries.at_end(cell));
        for (at, address) in [Column::ShipperAddress, Column::ConsigneeAddress]
            .into_iter()
            .enumerate()
        {
            if plan.has(COUNTRIES[at]) || !plan.has(address) {
                continue;
            }
            // Of an address in several cells the last ones hold the country.
            let sources = || plan.sources[address as usize].iter().rev();
            let cells = |record| sources().map(move |s| (address, strip.cell(record, s.index)));
            self.fill(at, None, known, cells, read);
        }
    }

    /// Fills in countries that only a port tells of, where the layout says that it does or nothing else tells.
    fn countries_from_ports(&mut self, plan: &'s Plan, lists: &Lists, known: &mut Memo) {
        let (strip, read) = (self.strip, |cell: &str| lists.ports.country(cell));
        for (at, column) in COUNTRIES.into_iter().enumerate() {
            let (side, ports) = match column {
                Column::ExportCountry => (0, [Column::PortLading, Column::PlaceReceipt]),
                Column::DestinationCountry => (1, [Column::FinalDestination, Column::PortUnlading]),
                _ => continue,
            };
            let always = plan.from_ports.contains(&column);
            let told = plan.has(column) || plan.has(COUNTRIES[side]);
            if (told && !always) || !ports.iter().any(|&port| plan.has(port)) {
                continue;
            }
            let cells = |record| {
                let cell = move |port| (port, pick(plan, strip, record, port).text);
                ports.into_iter().map(cell)
            };
            self.fill(at, (!always).then_some(side), known, cells, read);
        }
    }

    /// Fills in a country from the first of the cells that names one, unless it is known or the one at `instead` is.
    fn fill<I: Iterator<Item = (Column, &'s str)>>(
        &mut self,
        at: usize,
        instead: Option<usize>,
        known: &mut Memo,
        cells: impl Fn(usize) -> I,
        read: impl Fn(&str) -> Option<Country>,
    ) {
        if known.len() > KNOWN {
            known.clear();
        }
        self.countries[at].resize(self.strip.len(), (None, false));
        for &record in &self.records {
            let row = record as usize;
            let is_known = |at| self.country(at, row).0.is_some();
            if is_known(at) || instead.is_some_and(is_known) {
                continue;
            }
            let told = cells(row).find_map(|(column, cell)| {
                if cell.is_empty() {
                    return None;
                }
                let country = match known.get(cell) {
                    Some(&country) => country,
                    None => {
                        let country = read(cell);
                        known.insert(cell.into(), country);
                        country
                    }
                };
                Some((country?, column, cell))
            });
            if let Some((country, column, cell)) = told {
                self.countries[at][row].0 = Some(country);
                self.derived.push((record, COUNTRIES[at], column, cell));
            }
        }
    }

    fn weigh(&mut self, plan: &'s Plan, at: usize, column: Column) {
        let strip = self.strip;
        let mut last = ("KG", Some(1.0));
        self.weights[at] = vec![(Measure::UNKNOWN, false); strip.len()];
        self.keep(|facts, record| {
            let figure = facts.figures[at + 1][record];
            let Some(number) = figure.number else {
                return Ok(());
            };
            let unit = match (figure.unit, figure.source.and_then(|s| s.unit.as_deref())) {
                ("", Some(unit)) => unit,
                ("", None) => pick(plan, strip, record, Column::WeightUnit).text,
                (unit, _) => unit,
            };
            let factor = if unit.is_empty() {
                Some(plan.default_kilograms)
            } else {
                if unit != last.0 {
                    last = (unit, kilograms(unit));
                }
                last.1
            };
            let Some(factor) = factor else {
                return Err(Fault {
                    column: Column::WeightUnit.word().to_owned(),
                    value: unit.to_owned(),
                    reason: format!("unknown unit of weight in {}", column.word()),
                });
            };
            facts.weights[at][record] = (Measure::new(number * factor), factor != 1.0);
            Ok(())
        });
    }
}

fn stays_on_board(plan: &Plan, strip: Strip, record: usize, at: usize) -> Result<(), Fault> {
    let cell = strip.cell(record, at);
    let stays = ["1", "Y", "YES", "TRUE"]
        .iter()
        .any(|yes| cell.eq_ignore_ascii_case(yes));
    if !stays {
        return Ok(());
    }
    Err(Fault {
        column: plan.name_of(at).to_owned(),
        value: cell.to_owned(),
        reason: ON_BOARD.to_owned(),
    })
}

fn country(
    plan: &Plan,
    strip: Strip,
    record: usize,
    column: Column,
    lists: &Lists,
    known: &mut Memo,
) -> Result<(Option<Country>, bool), Fault> {
    let mut cell = pick(plan, strip, record, column);
    if cell.text.is_empty() {
        // `NA` is blank elsewhere and Namibia here.
        let namibia = plan.sources[column as usize]
            .iter()
            .find(|s| strip.cell(record, s.index) == "NA");
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
        && lists.countries.is_known(code)
    {
        return Ok((Some(code), false));
    }
    if let Some(&known) = known.get(cell.text) {
        return Ok((known, true));
    }
    let country = match lists.countries.read(cell.text) {
        CountryCell::Is(country) => Some(country),
        CountryCell::NoCountry => None,
        CountryCell::Unreadable => return Err(fault(plan, cell, column, "unknown country")),
    };
    known.insert(cell.text.into(), country);
    Ok((country, true))
}

fn figure<'s>(
    plan: &'s Plan,
    strip: Strip<'s>,
    record: usize,
    column: Column,
) -> Result<Figure<'s>, Fault> {
    let cell = pick(plan, strip, record, column);
    let mut figure = Figure {
        text: cell.text,
        source: cell.source,
        ..Figure::default()
    };
    if cell.text.is_empty() {
        return Ok(figure);
    }
    let read = |text| number::read(text, plan.mark);
    let mut written =
        read(cell.text).ok_or_else(|| fault(plan, cell, column, "unreadable number"))?;
    if plan.zero_is_blank[column as usize] && written.number == 0.0 {
        // Zero in the best source says nothing; the next one may.
        let other = plan.sources[column as usize]
            .iter()
            .skip(1)
            .map(|source| (strip.cell(record, source.index), source))
            .find_map(|(text, source)| {
                read(text)
                    .filter(|w| w.number != 0.0)
                    .map(|w| (w, text, source))
            });
        match other {
            Some((other, text, source)) => {
                written = other;
                figure.text = text;
                figure.source = Some(source);
            }
            None => {
                figure.plain = number::plain(cell.text).is_some();
                return Ok(figure);
            }
        }
    }
    figure.number = Some(written.number);
    figure.unit = written.unit;
    figure.plain = written.unit.is_empty() && number::plain(figure.text) == Some(written.number);
    Ok(figure)
}
