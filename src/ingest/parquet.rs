//! Parquet files as rows of text cells, so that one set of rules reads every format.

use super::blocks::{Block, Blocks, Body, Rows};
use super::dialect::Sample;
use super::error::Error;
use super::limits::Limits;
use super::source::Input;
use crate::model::Day;
use crate::model::table::guarded;
use polars::prelude::{AnyValue, DataFrame, DataType, ParquetReader, SerReader};
use std::fs::File;

/// Rows turned into text at once.
const ROWS: usize = 1 << 16;

/// The blocks of a Parquet file.
pub struct ParquetBlocks {
    input: Input,
    row: usize,
    rows: usize,
    sequence: usize,
    sha256: String,
}

impl ParquetBlocks {
    /// Opens a file; also its column names and first rows.
    ///
    /// # Errors
    /// If it is not sound Parquet.
    pub fn open(input: &Input, _limits: &Limits) -> Result<(Self, Vec<String>, Sample), Error> {
        let frame = read(input, 0, 64)?;
        let header: Vec<String> = frame
            .get_column_names()
            .iter()
            .map(|n| n.to_string())
            .collect();
        let rows = rows_of(&frame)?;
        let records: Vec<Vec<String>> = (0..rows.len())
            .map(|i| rows.row(i).map(str::to_owned).collect())
            .collect();
        let file = File::open(&input.path).map_err(|e| input.failed(e))?;
        let count = guarded(|| ParquetReader::new(file).num_rows()).map_err(|e| bad(input, &e))?;
        let blocks = Self {
            input: input.clone(),
            row: 0,
            rows: count,
            sequence: 0,
            sha256: input.sha256()?,
        };
        let sample = Sample {
            ends: vec![0; records.len()],
            lines: vec![0; records.len()],
            records,
        };
        Ok((blocks, header, sample))
    }
}

impl Blocks for ParquetBlocks {
    fn next_block(&mut self) -> Result<Option<Block>, Error> {
        if self.row >= self.rows {
            return Ok(None);
        }
        let frame = read(&self.input, self.row, ROWS)?;
        let rows = rows_of(&frame).map_err(|_| Error::Format {
            file: self.input.name(),
            format: "parquet",
            reason: "a column cannot be read".to_owned(),
        })?;
        let first_line = self.row as u64 + 1;
        if rows.is_empty() {
            // Else a footer that promises 2^40 rows would be asked for each of them.
            return Err(Error::Format {
                file: self.input.name(),
                format: "parquet",
                reason: format!("it promises {} rows and holds {}", self.rows, self.row),
            });
        }
        self.row += rows.len();
        self.sequence += 1;
        let share = self.row as f64 / self.rows.max(1) as f64;
        Ok(Some(Block {
            sequence: self.sequence - 1,
            first_line,
            body: Body::Rows(rows),
            bytes_read: (self.input.bytes() as f64 * share) as u64,
        }))
    }

    fn encoding(&self) -> String {
        "utf-8".to_owned()
    }

    fn sha256(&self) -> String {
        self.sha256.clone()
    }
}

fn bad(input: &Input, error: &dyn std::fmt::Display) -> Error {
    Error::Format {
        file: input.name(),
        format: "parquet",
        reason: error.to_string(),
    }
}

fn read(input: &Input, from: usize, count: usize) -> Result<DataFrame, Error> {
    let file = File::open(&input.path).map_err(|e| input.failed(e))?;
    guarded(|| {
        ParquetReader::new(file)
            .with_slice(Some((from, count)))
            .finish()
    })
    .map_err(|e| bad(input, &e))
}

/// Each cell as the text that a CSV would hold: dates as ISO days, missing as nothing.
fn rows_of(frame: &DataFrame) -> Result<Rows, Error> {
    let mut rows = Rows::default();
    let columns = frame.columns();
    for row in 0..frame.height() {
        for column in columns {
            match column.get(row) {
                Ok(AnyValue::String(text)) => rows.cell(text),
                Ok(AnyValue::StringOwned(text)) => rows.cell(&text),
                Ok(AnyValue::Null) | Err(_) => rows.cell(""),
                Ok(AnyValue::Date(days)) => rows.cell(&Day::from_epoch(days).to_string()),
                Ok(AnyValue::Boolean(yes)) => rows.cell(if yes { "true" } else { "false" }),
                Ok(AnyValue::Float64(number)) if number.is_finite() => {
                    rows.cell(&number.to_string())
                }
                Ok(AnyValue::Float32(number)) if number.is_finite() => {
                    rows.cell(&number.to_string())
                }
                Ok(AnyValue::Float64(_) | AnyValue::Float32(_)) => rows.cell(""),
                Ok(value) if matches!(column.dtype(), DataType::Binary) => {
                    let _ = value;
                    rows.cell("");
                }
                Ok(value) => rows.cell(&value.to_string()),
            }
        }
        rows.end_row();
    }
    Ok(rows)
}
