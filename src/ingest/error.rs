//! Why reading stops.

use std::path::PathBuf;
use thiserror::Error;

/// The input cannot be used. A single bad row is no error: it becomes a rejected row.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// Nothing at that path.
    #[error("{}: no such file or folder; check the path", path.display())]
    NotFound {
        /// As given.
        path: PathBuf,
    },
    /// A folder or pattern without a usable file.
    #[error("{}: holds no file that can be read; expected .csv, .tsv, .txt, .parquet, .ndjson, .jsonl, .xlsx, or one of these in .gz, .zst, .zip", path.display())]
    NothingInside {
        /// As given.
        path: PathBuf,
    },
    /// The pattern is not one.
    #[error("{pattern}: not a file pattern: {reason}")]
    Pattern {
        /// As given.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// No bytes, or no row at all.
    #[error("{file}: the file is empty; give a table with a header row and at least one record")]
    Empty {
        /// The file.
        file: String,
    },
    /// The operating system or a decoder failed.
    #[error("{file}: cannot be read")]
    Read {
        /// The file.
        file: String,
        /// The cause.
        #[source]
        source: std::io::Error,
    },
    /// The bytes are not what the format says.
    #[error("{file}: not a usable {format} file: {reason}")]
    Format {
        /// The file.
        file: String,
        /// The format it was taken for.
        format: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// A required column is missing or in doubt.
    #[error(
        "{file}: {question} Columns of the file: {columns}. Name the layout with --layout, or save one from `tidewaiter layout detect` and correct it"
    )]
    Columns {
        /// The file.
        file: String,
        /// What is missing or in doubt.
        question: String,
        /// Header cells, cut.
        columns: String,
    },
    /// Day and month cannot be told apart.
    #[error(
        "{file}: column '{column}' can be read day first and month first, for example '{example}'; say which in a layout with date_order = \"dmy\" or \"mdy\" (`tidewaiter layout detect` writes one)"
    )]
    DateOrder {
        /// The file.
        file: String,
        /// The column.
        column: String,
        /// A value of it.
        example: String,
    },
    /// Most days of a column are written in one order, one is in the other.
    #[error(
        "{file}, line {line}: column '{column}' has '{example}', though days above it can only be read {found}; the column mixes two orders. Split the file, or name the order in a layout with date_order (rows in the other one are then rejected)"
    )]
    DateOrders {
        /// The file.
        file: String,
        /// Line on which the record starts.
        line: u64,
        /// The column.
        column: String,
        /// The cell.
        example: String,
        /// The order found above, in words.
        found: &'static str,
    },
    /// A register without a column that it cannot do without.
    #[error(
        "{file}: no column '{column}'; a {table} table needs it. Columns of the file: {columns}"
    )]
    Register {
        /// The file.
        file: String,
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// Header cells, cut.
        columns: String,
    },
    /// A bound of [`Limits`](super::Limits) is passed.
    #[error(
        "{file}: more than {limit} {what}; if the input is sound, raise the limit with --limit {name}=NUMBER"
    )]
    Limit {
        /// The file.
        file: String,
        /// What there is too much of.
        what: &'static str,
        /// The limit's name.
        name: &'static str,
        /// The bound.
        limit: u64,
    },
    /// `strict`, and a row was rejected.
    #[error(
        "{file}, line {line}, column '{column}', value '{value}': {reason}; correct the row or leave out --strict"
    )]
    Strict {
        /// The file.
        file: String,
        /// Line on which the record starts.
        line: u64,
        /// The column.
        column: String,
        /// The cell.
        value: String,
        /// What is wrong.
        reason: String,
    },
    /// So many rows were rejected that the file must be misread.
    #[error(
        "{file}: {rejected} of {read} rows rejected, more than {percent:.0} %; the file is evidently misread. Commonest reasons: {reasons}. Name the right layout with --layout, or allow more with --max-rejected"
    )]
    TooManyRejected {
        /// The file.
        file: String,
        /// Rows rejected.
        rejected: u64,
        /// Rows read.
        read: u64,
        /// Bound in percent.
        percent: f64,
        /// Up to three reasons with their counts.
        reasons: String,
    },
    /// A layout file is wrong.
    #[error("layout {name}: {reason}")]
    Layout {
        /// Name or path.
        name: String,
        /// What is wrong.
        reason: String,
    },
    /// The user asked to stop.
    #[error("interrupted")]
    Interrupted,
}

/// The header as an error shows it: names in quotes, at most 40 of them, each cut.
pub(super) fn show_columns(header: &[String]) -> String {
    let mut shown: Vec<String> = header
        .iter()
        .take(40)
        .map(|name| {
            format!(
                "'{}'",
                name.trim()
                    .chars()
                    .take(40)
                    .collect::<String>()
                    .escape_debug()
            )
        })
        .collect();
    if header.len() > 40 {
        shown.push(format!("and {} more", header.len() - 40));
    }
    shown.join(", ")
}
