//! Reads the columns and rows that a question needs, and no more.

use super::{Error, Kind, Table, guarded, pages};
use crate::model::time::Day;
use polars::error::PolarsResult;
use polars::prelude::{
    ChunkedArray, DataFrame, DataType, Float64Type, Int32Type, Int64Type, ParquetReader, SerReader,
    StringChunked,
};
use polars::prelude::{FileMetadataRef, NewChunkedArray, ParallelStrategy};
use rustc_hash::FxHashSet;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// An open table of a run folder; its columns were checked against the declaration.
pub struct Reader {
    table: &'static Table,
    path: PathBuf,
    metadata: FileMetadataRef,
    groups: Vec<usize>,
    /// Row groups and columns whose pages were looked at, all of them or the dictionary alone.
    sound: Mutex<FxHashSet<(usize, String, bool)>>,
}

impl Reader {
    /// Opens `dir/NAME.parquet` and checks that every declared column is there with its type.
    /// Columns beyond the declared ones are allowed.
    ///
    /// # Errors
    /// If the file cannot be opened, is not Parquet, or lacks a column.
    pub fn open(table: &'static Table, dir: &Path) -> Result<Self, Error> {
        let path = dir.join(table.file());
        let io = |source| Error::Io {
            path: path.clone(),
            source,
        };
        let parquet = |source| Error::Parquet {
            path: path.clone(),
            source,
        };
        let mut reader = ParquetReader::new(File::open(&path).map_err(io)?);
        let schema = guarded(|| reader.schema()).map_err(parquet)?;
        for column in table.columns {
            let Some(field) = schema.get(column.name) else {
                return Err(Error::MissingColumn {
                    path,
                    table: table.name,
                    column: column.name.to_owned(),
                });
            };
            let found = DataType::from_arrow_field(field);
            let (fits, expected) = match column.kind {
                Kind::Text => (found == DataType::String, "text"),
                Kind::Number => (found == DataType::Float64, "64-bit floats"),
                Kind::Whole => (found == DataType::Int64, "64-bit integers"),
                Kind::Day => (found == DataType::Date, "dates"),
            };
            if !fits {
                return Err(Error::WrongType {
                    path,
                    table: table.name,
                    column: column.name.to_owned(),
                    found: found.to_string(),
                    expected,
                });
            }
        }
        let metadata = guarded(|| reader.get_metadata().cloned()).map_err(parquet)?;
        let bytes = std::fs::metadata(&path).map_err(io)?.len();
        let most = bytes.saturating_mul(ROWS_A_BYTE).max(ROWS);
        guarded(|| pages::rows(&metadata, most)).map_err(parquet)?;
        let groups = metadata.row_groups.iter().map(|g| g.num_rows()).collect();
        Ok(Self {
            table,
            path,
            metadata,
            groups,
            sound: Mutex::default(),
        })
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.metadata.num_rows
    }

    /// No rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads whole columns.
    ///
    /// # Errors
    /// If the file is damaged.
    pub fn columns(&self, columns: &[&str]) -> Result<Frame, Error> {
        self.read(columns, None, ParallelStrategy::Columns)
    }

    /// Reads every column of the table.
    ///
    /// # Errors
    /// As [`Reader::columns`].
    pub fn all(&self) -> Result<Frame, Error> {
        let columns: Vec<&str> = self.table.columns.iter().map(|c| c.name).collect();
        self.columns(&columns)
    }

    /// Reads single rows, in the order asked for. Only the row groups that hold one are touched.
    ///
    /// # Errors
    /// As [`Reader::columns`]; a row past the end is a damaged folder.
    pub fn rows(&self, columns: &[&str], rows: &[usize]) -> Result<Frame, Error> {
        let mut wanted = rows.to_vec();
        wanted.sort_unstable();
        wanted.dedup();
        if wanted.last().is_some_and(|&last| last >= self.len()) {
            return Err(Error::Parquet {
                path: self.path.clone(),
                source: polars::error::PolarsError::OutOfBounds(
                    format!("row {} of {}", wanted[wanted.len() - 1], self.len()).into(),
                ),
            });
        }
        if wanted.len() > self.groups.len().max(1) * MANY {
            let frame = self.columns(columns)?;
            let order: Vec<u32> = rows.iter().map(|&row| row as u32).collect();
            let frame = take(&frame.frame, &order).map_err(|e| self.broken(e))?;
            return Ok(Frame { frame });
        }
        // One read a run of neighbouring rows inside a row group.
        let mut frame: Option<DataFrame> = None;
        let mut start = 0;
        let mut at = 0;
        for &group in &self.groups {
            let inside = wanted[at..].partition_point(|&row| row < start + group);
            let mut left = &wanted[at..at + inside];
            while let Some(&first) = left.first() {
                let near = left.partition_point(|&row| row < first + NEAR);
                let last = left[near - 1];
                let part = self.read(
                    columns,
                    Some((first, last - first + 1)),
                    ParallelStrategy::Columns,
                )?;
                let keep: Vec<u32> = left[..near]
                    .iter()
                    .map(|row| (row - first) as u32)
                    .collect();
                let part = take(&part.frame, &keep).map_err(|e| self.broken(e))?;
                match &mut frame {
                    None => frame = Some(part),
                    Some(frame) => {
                        frame.vstack_mut(&part).map_err(|e| self.broken(e))?;
                    }
                }
                left = &left[near..];
            }
            at += inside;
            start += group;
        }
        let Some(frame) = frame else {
            return self.read(columns, Some((0, 0)), ParallelStrategy::None);
        };
        let order: Vec<u32> = rows
            .iter()
            .map(|row| wanted.partition_point(|w| w < row) as u32)
            .collect();
        let frame = take(&frame, &order).map_err(|e| self.broken(e))?;
        Ok(Frame { frame })
    }

    fn read(
        &self,
        columns: &[&str],
        slice: Option<(usize, usize)>,
        parallel: ParallelStrategy,
    ) -> Result<Frame, Error> {
        let file = File::open(&self.path).map_err(|source| Error::Io {
            path: self.path.clone(),
            source,
        })?;
        guarded(|| self.check(columns, slice)).map_err(|e| self.broken(e))?;
        let mut reader = ParquetReader::new(file)
            .with_columns(Some(columns.iter().map(|&c| c.to_owned()).collect()))
            .with_slice(slice)
            .read_parallel(parallel);
        reader.set_metadata(self.metadata.clone());
        let frame = guarded(|| reader.finish()).map_err(|e| self.broken(e))?;
        Ok(Frame { frame })
    }

    /// Looks at the pages that a read of these columns and rows will touch, once each.
    fn check(&self, columns: &[&str], slice: Option<(usize, usize)>) -> PolarsResult<()> {
        let (first, count) = slice.unwrap_or((0, self.len()));
        let mut file = BufReader::new(File::open(&self.path)?);
        // A panic in here leaves nothing half done: a pair is put in when it is found sound.
        let mut sound = self.sound.lock().unwrap_or_else(PoisonError::into_inner);
        let mut start = 0;
        for (number, group) in self.metadata.row_groups.iter().enumerate() {
            let rows = group.num_rows();
            if start >= first + count {
                break;
            }
            let whole = first < start + rows;
            for &column in columns {
                let key = (number, column.to_owned(), whole);
                if sound.contains(&key) {
                    continue;
                }
                for chunk in group.columns_under_root_iter(column).into_iter().flatten() {
                    if whole {
                        pages::chunk(&mut file, chunk, rows, pages::RATIO)?;
                    } else {
                        pages::dictionary(&mut file, chunk, pages::RATIO)?;
                    }
                }
                sound.insert(key);
            }
            start += rows;
        }
        Ok(())
    }

    fn broken(&self, source: polars::error::PolarsError) -> Error {
        Error::Parquet {
            path: self.path.clone(),
            source,
        }
    }
}

/// Rows for one byte of a table beyond which they cannot be true: no two rows of a table are alike.
const ROWS_A_BYTE: u64 = 8;

/// Rows up to which that is not asked.
const ROWS: u64 = 1 << 20;

/// Rows closer than this are read in one go.
const NEAR: usize = 2048;

/// Beyond this many rows a row group on average, reading whole columns is the shorter way.
const MANY: usize = 8;

fn take(frame: &DataFrame, rows: &[u32]) -> Result<DataFrame, polars::error::PolarsError> {
    let rows = ChunkedArray::<polars::prelude::UInt32Type>::from_slice("".into(), rows);
    frame.take(&rows)
}

/// Columns in memory.
pub struct Frame {
    frame: DataFrame,
}

impl Frame {
    /// Number of rows.
    pub fn len(&self) -> usize {
        self.frame.height()
    }

    /// No rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The text of a cell; `None` for null or for a column that was not read.
    pub fn text(&self, column: &str, row: usize) -> Option<&str> {
        self.strings(column)?.get(row)
    }

    /// The number in a cell.
    pub fn number(&self, column: &str, row: usize) -> Option<f64> {
        let column = self.frame.column(column).ok()?;
        let cells: &ChunkedArray<Float64Type> = column.as_materialized_series().f64().ok()?;
        cells.get(row)
    }

    /// The whole number in a cell.
    pub fn whole(&self, column: &str, row: usize) -> Option<i64> {
        let column = self.frame.column(column).ok()?;
        let cells: &ChunkedArray<Int64Type> = column.as_materialized_series().i64().ok()?;
        cells.get(row)
    }

    /// The day in a cell.
    pub fn day(&self, column: &str, row: usize) -> Option<Day> {
        let column = self.frame.column(column).ok()?;
        let cells: &ChunkedArray<Int32Type> =
            column.as_materialized_series().date().ok()?.physical();
        cells.get(row).map(Day::from_epoch)
    }

    /// A column of whole numbers from top to bottom, `null` where there is none; empty if it was not read.
    pub fn wholes(&self, column: &str, null: i64) -> Vec<i64> {
        self.frame
            .column(column)
            .ok()
            .and_then(|column| column.as_materialized_series().i64().ok())
            .map(|cells| cells.iter().map(|cell| cell.unwrap_or(null)).collect())
            .unwrap_or_default()
    }

    /// A column of days from top to bottom as days since 1970-01-01, `null` where there is none; empty if
    /// it was not read.
    pub fn days(&self, column: &str, null: i32) -> Vec<i32> {
        self.frame
            .column(column)
            .ok()
            .and_then(|column| column.as_materialized_series().date().ok())
            .map(|cells| {
                cells
                    .physical()
                    .iter()
                    .map(|cell| cell.unwrap_or(null))
                    .collect()
            })
            .unwrap_or_default()
    }

    /// A text column from top to bottom; empty if it was not read.
    pub fn texts(&self, column: &str) -> impl Iterator<Item = Option<&str>> {
        self.strings(column)
            .into_iter()
            .flat_map(|cells| cells.iter())
    }

    /// Rows of a column of whole numbers that hold `wanted`, ascending; none if it was not read.
    pub fn rows_with(&self, column: &str, wanted: i64) -> Vec<usize> {
        let Some(cells) = self
            .frame
            .column(column)
            .ok()
            .and_then(|column| column.as_materialized_series().i64().ok())
        else {
            return Vec::new();
        };
        let mut rows = Vec::new();
        let mut start = 0;
        for chunk in cells.downcast_iter() {
            for (at, value) in chunk.values().iter().enumerate() {
                // The value under a null is arbitrary.
                if *value == wanted && chunk.validity().is_none_or(|known| known.get_bit(at)) {
                    rows.push(start + at);
                }
            }
            start += chunk.len();
        }
        rows
    }

    fn strings(&self, column: &str) -> Option<&StringChunked> {
        self.frame
            .column(column)
            .ok()?
            .as_materialized_series()
            .str()
            .ok()
    }
}
