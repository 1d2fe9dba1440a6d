//! Files to records: formats, layouts, cells, duplicates; every row accounted for.
//!
//! A file is read as blocks of whole records ([`blocks`]), each block is parsed on its own thread into a small table
//! ([`parse`]), the small tables are merged in order ([`merge`]), and at the end all rows are sorted and named
//! ([`finish`]). So memory follows the distinct texts and the columns, never the text of the file.

pub mod blocks;
pub mod clean;
pub mod column;
pub mod detect;
pub mod dialect;
pub mod duplicates;
pub mod encoding;
mod error;
pub mod finish;
pub mod header;
mod judgements;
pub mod layout;
pub mod lean;
mod limits;
pub mod merge;
pub mod ndjson;
mod options;
pub mod parquet;
pub mod parse;
pub mod plan;
mod registers;
mod run;
mod settle;
pub mod source;
pub mod split;
pub mod table;
mod watchlist;
pub mod xlsx;

pub use error::Error;
pub use judgements::judgements;
pub use limits::Limits;
pub use options::Options;
pub use registers::registers;

use crate::model::{Progress, RejectedRow, Shipments};
use std::path::PathBuf;

/// All shipments of a run and what became of the rows that are none.
#[derive(serde::Serialize, serde::Deserialize)]
pub struct Ingested {
    /// The shipments; their files with row counts are in `shipments.files`.
    pub shipments: Shipments,
    /// Rows set aside, sorted by (file, line).
    pub rejected: Vec<RejectedRow>,
    /// What a person should know.
    pub warnings: Vec<String>,
}

/// Reads shipments from files, folders and patterns. Progress is told in bytes.
///
/// # Errors
/// When an input cannot be used: see [`Error`]. A bad row is no error.
pub fn shipments(
    inputs: &[PathBuf],
    options: &Options,
    progress: &dyn Progress,
) -> Result<Ingested, Error> {
    run::shipments(inputs, options, progress)
}

#[cfg(test)]
mod tests;
