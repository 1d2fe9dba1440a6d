//! Parquet files as rows of text cells, so that one set of rules reads every format.

use super::blocks::{Block, Blocks, Body, Rows};
use super::dialect::Sample;
use super::error::Error;
use super::limits::Limits;
use super::source::Input;
use crate::model::Day;
use crate::model::table::{guarded, pages};
use polars::prelude::{AnyValue, DataFrame, DataType, ParquetReader, SerReader};
use std::fs::File;
use std::io::BufReader;

/// Rows turned into text at once.
const ROWS: usize = 1 << 16;

/// The blocks of a Parquet file.
pub struct ParquetBlocks {
    input: Input,
    columns: Columns,
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
    pub fn open(input: &Input, limits: &Limits) -> Result<(Self, Vec<String>, Sample), Error> {
        let (columns, count) = sound(input, limits)?;
        let frame = read(input, &columns, 0, 64)?;
        let rows = rows_of(&frame, &columns)?;
        let records: Vec<Vec<String>> = (0..rows.len())
            .map(|i| rows.row(i).map(str::to_owned).collect())
            .collect();
        let header = columns.iter().map(|column| column.name.clone()).collect();
        let blocks = Self {
            input: input.clone(),
            columns,
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
        let frame = read(&self.input, &self.columns, self.row, ROWS)?;
        let rows = rows_of(&frame, &self.columns).map_err(|_| Error::Format {
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

/// The columns of a file in their order.
type Columns = Vec<Column>;

struct Column {
    name: String,
    /// Its cells are read. Lists, structures and long binary values are not: their cells are blank.
    read: bool,
}

/// Holds what the file promises of its rows against its pages; gives its columns and the number of rows.
fn sound(input: &Input, limits: &Limits) -> Result<(Columns, usize), Error> {
    let file = File::open(&input.path).map_err(|e| input.failed(e))?;
    let pages = File::open(&input.path).map_err(|e| input.failed(e))?;
    guarded(|| {
        let mut reader = ParquetReader::new(file);
        let metadata = reader.get_metadata()?.clone();
        let most = input.bytes().saturating_mul(limits.compression_ratio);
        pages::rows(&metadata, most.max(ROWS as u64))?;
        let names = reader.schema()?;
        let mut columns: Columns = names
            .iter_names()
            .map(|name| Column {
                name: name.to_string(),
                read: true,
            })
            .collect();
        let mut file = BufReader::new(pages);
        for group in &metadata.row_groups {
            for column in &mut columns {
                for chunk in group
                    .columns_under_root_iter(&column.name)
                    .into_iter()
                    .flatten()
                {
                    if pages::readable(chunk) {
                        pages::chunk(&mut file, chunk, group.num_rows(), limits.compression_ratio)?;
                    } else {
                        column.read = false;
                    }
                }
            }
        }
        Ok((columns, metadata.num_rows))
    })
    .map_err(|e| bad(input, &e))
}

fn read(input: &Input, columns: &[Column], from: usize, count: usize) -> Result<DataFrame, Error> {
    let file = File::open(&input.path).map_err(|e| input.failed(e))?;
    let names = columns.iter().filter(|column| column.read);
    let names = names.map(|column| column.name.clone()).collect();
    guarded(|| {
        ParquetReader::new(file)
            .with_columns(Some(names))
            .with_slice(Some((from, count)))
            .finish()
    })
    .map_err(|e| bad(input, &e))
}

/// Each cell as the text that a CSV would hold: dates as ISO days, missing as nothing.
fn rows_of(frame: &DataFrame, columns: &[Column]) -> Result<Rows, Error> {
    let mut rows = Rows::default();
    let cells: Vec<_> = columns
        .iter()
        .map(|column| frame.column(&column.name).ok())
        .collect();
    for row in 0..frame.height() {
        for column in &cells {
            let Some(column) = column else {
                rows.cell("");
                continue;
            };
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
