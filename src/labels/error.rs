//! What can go wrong with a label file.

use std::path::PathBuf;

/// A label file cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file cannot be opened, read or written; it is as it was before.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A column is missing.
    #[error("{path} is not a label file: it has no column '{column}'; the header is {header}")]
    Column {
        /// The file.
        path: PathBuf,
        /// The column.
        column: &'static str,
        /// The header it should have.
        header: String,
    },
    /// A row cannot be read.
    #[error("{path}, line {line}: {why}")]
    Row {
        /// The file.
        path: PathBuf,
        /// The line on which the row starts.
        line: u64,
        /// Why, with the value.
        why: String,
    },
}
