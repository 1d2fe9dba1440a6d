//! Excel workbooks as rows of text cells: the sheet with the most rows, titles included.

use super::blocks::{Block, Blocks, Body, Rows};
use super::dialect::{LOOKED_AT, Sample};
use super::error::Error;
use super::limits::Limits;
use super::source::Input;
use calamine::{Data, Reader, Xlsx};
use std::fs::File;
use std::io::BufReader;

/// The rows of a workbook, which must be held whole: the format stores its texts apart from its cells.
pub struct XlsxBlocks {
    input: Input,
    rows: Rows,
    next: usize,
    width: usize,
    sequence: usize,
    sha256: String,
}

impl XlsxBlocks {
    /// Opens a workbook; also its first rows.
    ///
    /// # Errors
    /// If it is not sound, or larger than what may be held whole.
    pub fn open(input: &Input, limits: &Limits) -> Result<(Self, Sample), Error> {
        let bad = |reason: String| Error::Format {
            file: input.name(),
            format: "xlsx",
            reason,
        };
        unpacked_size(input, limits)?;
        let file = File::open(&input.path).map_err(|e| input.failed(e))?;
        let mut book = Xlsx::new(BufReader::new(file)).map_err(|e| bad(e.to_string()))?;
        let mut best: Option<calamine::Range<Data>> = None;
        for name in book.sheet_names() {
            let sheet = book
                .worksheet_range(&name)
                .map_err(|e| bad(format!("sheet '{name}': {e}")))?;
            if best.as_ref().is_none_or(|b| sheet.height() > b.height()) {
                best = Some(sheet);
            }
        }
        let sheet = best
            .filter(|s| s.height() > 0)
            .ok_or_else(|| Error::Empty { file: input.name() })?;
        if sheet.width() > limits.columns {
            return Err(Error::Limit {
                file: input.name(),
                what: "columns",
                name: "columns",
                limit: limits.columns as u64,
            });
        }
        let mut rows = Rows::default();
        // Rows above the first used one count, so that numbers are those that a spreadsheet shows.
        let above = sheet.start().map_or(0, |(row, _)| row as usize);
        for _ in 0..above {
            rows.end_row();
        }
        for row in sheet.rows() {
            let filled = row
                .iter()
                .rposition(|cell| !matches!(cell, Data::Empty))
                .map_or(0, |at| at + 1);
            for cell in &row[..filled] {
                rows.cell(&text_of(cell));
            }
            rows.end_row();
        }
        let mut sample = Sample {
            records: Vec::new(),
            ends: Vec::new(),
            lines: Vec::new(),
        };
        for at in 0..rows.len() {
            if sample.records.len() == LOOKED_AT {
                break;
            }
            let record: Vec<String> = rows.row(at).map(str::to_owned).collect();
            if !record.is_empty() {
                sample.records.push(record);
                sample.ends.push(at + 1);
                sample.lines.push(at as u64 + 1);
            }
        }
        let blocks = Self {
            input: input.clone(),
            rows,
            next: 0,
            width: 0,
            sequence: 0,
            sha256: input.sha256()?,
        };
        Ok((blocks, sample))
    }

    /// Starts after this many rows, the last of them the header.
    pub fn skip(&mut self, rows: usize) {
        self.next = rows;
        self.width = rows
            .checked_sub(1)
            .map_or(0, |header| self.rows.row(header).count());
    }
}

/// Refuses a workbook whose parts unpack to more than may be held.
fn unpacked_size(input: &Input, limits: &Limits) -> Result<(), Error> {
    let file = File::open(&input.path).map_err(|e| input.failed(e))?;
    let bad = |e: zip::result::ZipError| Error::Format {
        file: input.name(),
        format: "xlsx",
        reason: e.to_string(),
    };
    let mut archive = zip::ZipArchive::new(file).map_err(bad)?;
    let mut total = 0u64;
    for at in 0..archive.len() {
        total = total.saturating_add(archive.by_index_raw(at).map_err(bad)?.size());
    }
    let bound = limits.whole_file_bytes.min(
        input
            .bytes()
            .saturating_mul(limits.compression_ratio)
            .max(64 << 20),
    );
    if total > bound {
        return Err(Error::Limit {
            file: input.name(),
            what: "decompressed bytes",
            name: "whole-file-bytes",
            limit: bound,
        });
    }
    Ok(())
}

fn text_of(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        Data::Bool(yes) => yes.to_string(),
        // Whole days since 1899-12-30; the hour says nothing about a shipment.
        Data::DateTime(time) => {
            let days = time.as_f64().floor();
            if (1.0..200_000.0).contains(&days) {
                crate::model::Day::from_epoch(days as i32 - 25_569).to_string()
            } else {
                time.as_f64().to_string()
            }
        }
    }
}

impl Blocks for XlsxBlocks {
    fn next_block(&mut self) -> Result<Option<Block>, Error> {
        // Rows without a cell part the blocks, so that row numbers stay those that a spreadsheet shows.
        while self.next < self.rows.len() && self.rows.row(self.next).next().is_none() {
            self.next += 1;
        }
        let first = self.next;
        let mut rows = Rows::default();
        while self.next < self.rows.len() {
            let cells: Vec<&str> = self.rows.row(self.next).collect();
            if cells.is_empty() {
                break;
            }
            cells.iter().for_each(|cell| rows.cell(cell));
            // Trailing cells that are empty are not stored in the file; the header says how many there are.
            (cells.len()..self.width).for_each(|_| rows.cell(""));
            rows.end_row();
            self.next += 1;
        }
        if rows.is_empty() {
            return Ok(None);
        }
        self.sequence += 1;
        Ok(Some(Block {
            sequence: self.sequence - 1,
            first_line: first as u64 + 1,
            body: Body::Rows(rows),
            bytes_read: self.input.bytes(),
        }))
    }

    fn encoding(&self) -> String {
        "utf-8".to_owned()
    }

    fn sha256(&self) -> String {
        self.sha256.clone()
    }
}
