//! Party, ownership and watch-list tables.

use super::blocks::{Blocks, Body};
use super::clean::{date, number};
use super::error::{Error, show_columns};
use super::layout::header_key;
use super::options::Options;
use super::plan::is_blank;
use super::source::{Input, expand};
use super::split::{Cells, record_end};
use super::table::open_raw;
use super::watchlist;
use crate::model::{
    Country, Day, Measure, OwnershipRecord, PartyRecord, Progress, Registers, RejectedRow,
    SourceFile,
};
use crate::reference::countries::{Countries, CountryCell};
use std::path::PathBuf;

/// Reads the registers. Rows of watch lists in foreign formats are read as their publishers write them.
///
/// # Errors
/// When a file cannot be read or lacks a column that its table needs. A bad row is no error.
pub fn registers(
    parties: &[PathBuf],
    ownership: &[PathBuf],
    watchlist: &[PathBuf],
    options: &Options,
    progress: &dyn Progress,
) -> Result<Registers, Error> {
    let mut out = Registers::default();
    let countries = Countries::load();
    for input in expand(parties, &options.limits)? {
        let mut table = Rows::open(&input, out.files.len(), "parties", options, &countries)?;
        table.require("name")?;
        while let Some(row) = table.next()? {
            let record = party(&row);
            table.keep(record, &mut out.parties)?;
        }
        table.close(&mut out)?;
    }
    for input in expand(ownership, &options.limits)? {
        let mut table = Rows::open(&input, out.files.len(), "ownership", options, &countries)?;
        table.require("owner_name")?;
        table.require("owned_name")?;
        while let Some(row) = table.next()? {
            let record = owner(&row);
            table.keep(record, &mut out.ownership)?;
        }
        table.close(&mut out)?;
    }
    for input in expand(watchlist, &options.limits)? {
        watchlist::read(&input, options, &countries, &mut out)?;
    }
    if progress.interrupted() {
        return Err(Error::Interrupted);
    }
    let key = |r: &PartyRecord| (r.name.clone(), r.country, r.address.clone());
    out.parties.sort_by_cached_key(key);
    out.ownership.sort_by(|a, b| {
        (&a.owner_name, &a.owned_name, a.from, a.to).cmp(&(
            &b.owner_name,
            &b.owned_name,
            b.from,
            b.to,
        ))
    });
    out.watchlist
        .sort_by(|a, b| (&a.list, &a.name, &a.id).cmp(&(&b.list, &b.name, &b.id)));
    out.rejected.sort();
    Ok(out)
}

fn party(row: &Row) -> Result<PartyRecord, Fault> {
    let name = row
        .text("name")
        .ok_or_else(|| row.fault("name", "no name"))?;
    Ok(PartyRecord {
        name,
        country: row.country("country")?,
        address: row.text("address"),
        phone: row.text("phone"),
        email: row.text("email"),
        website: row.text("website"),
        director: row.text("director"),
        incorporation_date: row.day("incorporation_date")?,
        business_line: row.text("business_line"),
        registration_id: row.text("registration_id"),
        employees: row.number("employees")?,
        data_centre_mw: row.number("data_centre_mw")?,
        hq_country: row.country("hq_country")?,
    })
}

fn owner(row: &Row) -> Result<OwnershipRecord, Fault> {
    let share_pct = row.number("share_pct")?;
    if share_pct.get().is_some_and(|s| !(0.0..=100.0).contains(&s)) {
        return Err(row.fault("share_pct", "a share is 0 to 100 percent"));
    }
    Ok(OwnershipRecord {
        owner_name: row
            .text("owner_name")
            .ok_or_else(|| row.fault("owner_name", "no name"))?,
        owner_country: row.country("owner_country")?,
        owned_name: row
            .text("owned_name")
            .ok_or_else(|| row.fault("owned_name", "no name"))?,
        owned_country: row.country("owned_country")?,
        share_pct,
        from: row.day("from")?,
        to: row.last_day("to")?,
        kind: row.text("kind"),
    })
}

/// Why a register row is set aside: column, value, reason.
pub(super) type Fault = (String, String, String);

/// The rows of a register, one after the other; what is rejected is counted.
pub(super) struct Rows<'a> {
    input: &'a Input,
    file: u32,
    table: &'static str,
    options: &'a Options,
    countries: &'a Countries,
    /// Column names as compared.
    pub keys: Vec<String>,
    header: Vec<String>,
    blocks: Box<dyn Blocks>,
    block: std::vec::IntoIter<(u64, Result<Vec<String>, String>)>,
    delimiter: u8,
    format: String,
    line: u64,
    read: u64,
    used: u64,
    rejected: Vec<RejectedRow>,
}

/// One row of a register.
pub(super) struct Row {
    keys: Vec<String>,
    cells: Vec<String>,
    countries: Vec<(String, CountryCell)>,
}

impl<'a> Rows<'a> {
    /// Opens a register; its first record is the header.
    pub fn open(
        input: &'a Input,
        file: usize,
        table: &'static str,
        options: &'a Options,
        countries: &'a Countries,
    ) -> Result<Self, Error> {
        let raw = open_raw(input, None, None, &options.limits)?;
        let header = raw
            .header
            .clone()
            .unwrap_or_else(|| raw.sample.records[0].clone());
        let apart = raw.header.is_some();
        let blocks = raw.blocks.after(&raw.sample, (!apart).then_some(0));
        Ok(Self {
            input,
            file: u32::try_from(file).unwrap_or(u32::MAX),
            table,
            options,
            countries,
            keys: header.iter().map(|h| header_key(h)).collect(),
            header,
            blocks,
            block: Vec::new().into_iter(),
            delimiter: raw.delimiter,
            format: raw.format,
            line: 0,
            read: 0,
            used: 0,
            rejected: Vec::new(),
        })
    }

    /// A column that the table cannot do without.
    pub fn require(&self, column: &'static str) -> Result<(), Error> {
        if self.keys.iter().any(|k| k == column) {
            return Ok(());
        }
        Err(Error::Register {
            file: self.input.name(),
            table: self.table,
            column,
            columns: show_columns(&self.header),
        })
    }

    /// The next row of the right shape; others are rejected.
    pub fn next(&mut self) -> Result<Option<Row>, Error> {
        loop {
            let Some((line, cells)) = self.block.next() else {
                match self.blocks.next_block()? {
                    None => return Ok(None),
                    Some(block) => {
                        self.block =
                            records(&block.body, block.first_line, self.delimiter).into_iter();
                        continue;
                    }
                }
            };
            self.line = line;
            self.read += 1;
            let fault = match cells {
                Err(value) => (String::new(), value, "not valid UTF-8".to_owned()),
                Ok(cells)
                    if cells.len() < self.keys.len()
                        || cells[self.keys.len()..]
                            .iter()
                            .any(|c| !c.trim().is_empty()) =>
                {
                    (
                        String::new(),
                        String::new(),
                        format!(
                            "{} cells where the header has {}",
                            cells.len(),
                            self.keys.len()
                        ),
                    )
                }
                Ok(cells) => {
                    let countries = self
                        .keys
                        .iter()
                        .zip(&cells)
                        .filter(|(key, cell)| key.contains("country") && !cell.trim().is_empty())
                        .map(|(key, cell)| (key.clone(), self.countries.read(cell)))
                        .collect();
                    return Ok(Some(Row {
                        keys: self.keys.clone(),
                        cells,
                        countries,
                    }));
                }
            };
            self.reject(fault)?;
        }
    }

    /// Keeps a record, or sets its row aside.
    pub fn keep<T>(&mut self, record: Result<T, Fault>, into: &mut Vec<T>) -> Result<(), Error> {
        match record {
            Ok(record) => {
                into.push(record);
                self.used += 1;
                Ok(())
            }
            Err(fault) => self.reject(fault),
        }
    }

    fn reject(&mut self, (column, value, reason): Fault) -> Result<(), Error> {
        if self.options.strict {
            return Err(Error::Strict {
                file: self.input.name(),
                line: self.line,
                column,
                value: value.escape_debug().collect(),
                reason,
            });
        }
        self.rejected.push(RejectedRow {
            file: self.file,
            line: self.line,
            column,
            value: value.chars().take(200).collect(),
            reason,
        });
        Ok(())
    }

    /// Counts the file and its rejected rows into the registers.
    pub fn close(self, out: &mut Registers) -> Result<(), Error> {
        out.files.push(SourceFile {
            path: self.input.name(),
            table: self.table.to_owned(),
            bytes: self.input.bytes(),
            sha256: if self.input.member.is_some() {
                self.input.sha256()?
            } else {
                self.blocks.sha256()
            },
            layout: "canonical".to_owned(),
            encoding: self.blocks.encoding(),
            format: self.format,
            rows_read: self.read,
            rows_used: self.used,
            rows_merged: 0,
            rows_rejected: self.rejected.len() as u64,
        });
        out.rejected.extend(self.rejected);
        Ok(())
    }
}

/// The records of a block with their lines; the text of one that is not UTF-8 is its error.
fn records(body: &Body, mut line: u64, delimiter: u8) -> Vec<(u64, Result<Vec<String>, String>)> {
    let bytes = match body {
        Body::Rows(rows) => {
            return (0..rows.len())
                .map(|i| {
                    (
                        line + i as u64,
                        Ok(rows.row(i).map(str::to_owned).collect()),
                    )
                })
                .collect();
        }
        Body::Text(text) => text.as_bytes(),
        Body::Bytes(bytes) => bytes,
    };
    let (mut from, mut cells, mut out) = (0, Cells::default(), Vec::new());
    while from < bytes.len() {
        let end = record_end(bytes, from, delimiter).unwrap_or(bytes.len());
        let record = &bytes[from..end];
        from = end;
        if record != b"\n" && record != b"\r\n" {
            out.push((
                line,
                match std::str::from_utf8(record) {
                    Ok(record) => {
                        cells.split(record, delimiter);
                        Ok((0..cells.len())
                            .map(|i| cells.get(record, i).to_owned())
                            .collect())
                    }
                    Err(_) => Err(String::from_utf8_lossy(record).into_owned()),
                },
            ));
        }
        line += memchr::memchr_iter(b'\n', record).count() as u64;
    }
    out
}

impl Row {
    fn raw(&self, column: &str) -> &str {
        let at = self.keys.iter().position(|key| key == column);
        at.and_then(|at| self.cells.get(at))
            .map_or("", |cell| cell.trim())
    }

    /// The cell, unless it says nothing.
    pub fn text(&self, column: &str) -> Option<String> {
        let cell = self.raw(column);
        (!is_blank(cell)).then(|| cell.to_owned())
    }

    /// The country that the cell names; `None` if blank or no country.
    pub fn country(&self, column: &str) -> Result<Option<Country>, Fault> {
        match self.countries.iter().find(|(key, _)| key == column) {
            None => Ok(None),
            Some((_, CountryCell::Is(country))) => Ok(Some(*country)),
            Some((_, CountryCell::NoCountry)) => Ok(None),
            Some((_, CountryCell::Unreadable)) if is_blank(self.raw(column)) => Ok(None),
            Some((_, CountryCell::Unreadable)) => Err(self.fault(column, "unknown country")),
        }
    }

    /// The day that the cell holds.
    pub fn day(&self, column: &str) -> Result<Option<Day>, Fault> {
        match self.text(column) {
            None => Ok(None),
            Some(cell) => date::read_register(&cell)
                .map(Some)
                .ok_or_else(|| self.fault(column, "unreadable date")),
        }
    }

    /// The last day of a stretch; the day that databases write for "never" is none.
    pub fn last_day(&self, column: &str) -> Result<Option<Day>, Fault> {
        if self.raw(column).starts_with("9999-12-31") {
            return Ok(None);
        }
        self.day(column)
    }

    /// The number that the cell holds.
    pub fn number(&self, column: &str) -> Result<Measure, Fault> {
        match self.text(column) {
            None => Ok(Measure::UNKNOWN),
            Some(cell) => number::read(&cell, number::DecimalMark::Point)
                .map(|w| Measure::new(w.number))
                .ok_or_else(|| self.fault(column, "unreadable number")),
        }
    }

    /// A fault of this row.
    pub fn fault(&self, column: &str, reason: &str) -> Fault {
        (
            column.to_owned(),
            self.raw(column).to_owned(),
            reason.to_owned(),
        )
    }
}
