//! Writes a table, one row group after another.

use super::cells::Cells;
use super::{Error, Kind, Table};
use polars::error::PolarsError;
use polars_arrow::array::Array;
use polars_arrow::datatypes::{ArrowDataType, ArrowSchema, Field};
use polars_parquet::write::{
    CompressedPage, CompressionOptions, DynIter, DynStreamingIterator, Encoding, FileWriter,
    ParquetType, StatisticsOptions, Version, WriteOptions, array_to_columns, compress,
    fallible_streaming_iterator, to_parquet_type,
};
use rayon::prelude::*;
use std::io::Write;

/// Writes one table. Row groups appear in the file in the order of the calls.
pub struct Writer<W: Write> {
    table: &'static Table,
    types: Vec<ParquetType>,
    options: WriteOptions,
    file: FileWriter<W>,
}

impl<W: Write> Writer<W> {
    /// Starts the file of `table`.
    ///
    /// # Errors
    /// If the first bytes cannot be written.
    pub fn new(table: &'static Table, out: W) -> Result<Self, Error> {
        let fail = |source| Error::Write {
            table: table.name,
            source,
        };
        let schema: ArrowSchema = table
            .columns
            .iter()
            .map(|column| Field::new(column.name.into(), arrow_type(column.kind), true))
            .collect();
        let types = schema
            .iter_values()
            .map(to_parquet_type)
            .collect::<Result<Vec<_>, _>>()
            .map_err(fail)?;
        let options = WriteOptions {
            // Min and max let other readers skip row groups.
            statistics: StatisticsOptions::default(),
            version: Version::V1,
            compression: CompressionOptions::Lz4Raw,
            // Small pages: a question reads a few rows and decodes only the pages that hold them.
            data_page_size: Some(64 << 10),
        };
        let file = FileWriter::try_new(out, schema, options).map_err(fail)?;
        Ok(Self {
            table,
            types,
            options,
            file,
        })
    }

    /// Writes one row group of `rows` rows. `cells` makes the column at a position; columns are
    /// made and encoded in parallel.
    ///
    /// # Errors
    /// If a column does not fit its declaration, or the bytes cannot be written.
    pub fn rows(
        &mut self,
        rows: usize,
        cells: impl Fn(usize) -> Cells + Sync,
    ) -> Result<(), Error> {
        if rows == 0 {
            return Ok(());
        }
        let (table, options, types) = (self.table, self.options, &self.types);
        let columns: Vec<Vec<CompressedPage>> = (0..table.columns.len())
            .into_par_iter()
            .map(|at| {
                let array = cells(at).0;
                check(table, at, array.as_ref(), rows)?;
                encode(array.as_ref(), &types[at], options).map_err(|source| Error::Write {
                    table: table.name,
                    source,
                })
            })
            .collect::<Result<_, _>>()?;
        let group = DynIter::new(columns.iter().map(|pages| {
            Ok::<_, PolarsError>(DynStreamingIterator::new(
                fallible_streaming_iterator::convert(pages.iter().map(Ok::<_, PolarsError>)),
            ))
        }));
        self.file
            .write(rows as u64, group)
            .map_err(|source| Error::Write {
                table: table.name,
                source,
            })
    }

    /// Writes the footer and gives the output back.
    ///
    /// # Errors
    /// If the bytes cannot be written.
    pub fn finish(mut self) -> Result<W, Error> {
        self.file.end(None).map_err(|source| Error::Write {
            table: self.table.name,
            source,
        })?;
        Ok(self.file.into_inner())
    }
}

pub(super) fn arrow_type(kind: Kind) -> ArrowDataType {
    match kind {
        Kind::Text => ArrowDataType::Utf8View,
        Kind::Number => ArrowDataType::Float64,
        Kind::Whole => ArrowDataType::Int64,
        Kind::Day => ArrowDataType::Date32,
    }
}

fn check(table: &'static Table, at: usize, array: &dyn Array, rows: usize) -> Result<(), Error> {
    let column = table.columns[at];
    let expected = arrow_type(column.kind);
    let found = match array.dtype() {
        ArrowDataType::Dictionary(_, values, _) => values.as_ref().clone(),
        other => other.clone(),
    };
    let why = if found != expected {
        format!("{found:?} instead of {expected:?}")
    } else if array.len() != rows {
        format!("{} rows instead of {rows}", array.len())
    } else {
        return Ok(());
    };
    Err(Error::Declaration {
        table: table.name,
        column: column.name,
        why,
    })
}

fn encode(
    array: &dyn Array,
    kind: &ParquetType,
    options: WriteOptions,
) -> Result<Vec<CompressedPage>, PolarsError> {
    let encoding = match array.dtype() {
        ArrowDataType::Dictionary(..) => Encoding::RleDictionary,
        _ => Encoding::Plain,
    };
    let mut pages = Vec::new();
    for column in array_to_columns(array, kind.clone(), options, &[encoding])? {
        for page in column {
            pages.push(compress(page?, Vec::new(), options.compression)?);
        }
    }
    Ok(pages)
}
