//! What can go wrong with a table.

use std::path::PathBuf;

/// A table cannot be written or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A column was handed over with another type than the declared one, or another number of rows.
    #[error("table {table}: column {column} does not fit its declaration: {why}")]
    Declaration {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// What differs.
        why: String,
    },
    /// The file lacks a column.
    #[error(
        "{path}: the table {table} has no column '{column}'; the run was made by another version, or the file is not a run's"
    )]
    MissingColumn {
        /// The file.
        path: PathBuf,
        /// The table.
        table: &'static str,
        /// The column.
        column: String,
    },
    /// A column of the file has another type.
    #[error("{path}: column '{column}' of the table {table} holds {found}, not {expected}")]
    WrongType {
        /// The file.
        path: PathBuf,
        /// The table.
        table: &'static str,
        /// The column.
        column: String,
        /// What the file has.
        found: String,
        /// What is declared.
        expected: &'static str,
    },
    /// The file cannot be opened or read.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is not readable Parquet.
    #[error(
        "{path}: not a readable Parquet file of a run ({source}); was the folder copied whole?"
    )]
    Parquet {
        /// The file.
        path: PathBuf,
        /// Why.
        source: polars::error::PolarsError,
    },
    /// Writing failed, a full disk for example.
    #[error("cannot write the table {table}: {source}")]
    Write {
        /// The table.
        table: &'static str,
        /// Why.
        source: polars::error::PolarsError,
    },
}
