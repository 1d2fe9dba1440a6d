//! Where a value came from: input files, rows in them, rows that could not be used.

use super::unit::Measure;
use serde::{Deserialize, Serialize};

/// A row of an input file. Eight bytes, one for each shipment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourceRow {
    /// Index into the run's input files.
    pub file: u32,
    /// Line on which the record starts, counted from 1, the header being a line. For Parquet and
    /// spreadsheets the row, counted from 1 after the header.
    pub line: u32,
}

/// One input file of a run and the fate of its rows.
/// `rows_read == rows_used + rows_merged + rows_rejected` always holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SourceFile {
    /// The path as given by the user or found in a folder.
    pub path: String,
    /// Table it was read as: shipments, parties, ownership, watchlist, judgements.
    pub table: String,
    /// Size in bytes on disk.
    pub bytes: u64,
    /// Hash of the bytes on disk, hexadecimal.
    pub sha256: String,
    /// Layout used, with its version if it has one.
    pub layout: String,
    /// Character encoding found.
    pub encoding: String,
    /// File format: csv, tsv, parquet, ndjson, xlsx, with the compression.
    pub format: String,
    /// Records in the file, header and title rows not counted.
    pub rows_read: u64,
    /// Records that became a shipment (or a register entry) of their own.
    pub rows_used: u64,
    /// Records joined into the shipment of another record.
    pub rows_merged: u64,
    /// Records set aside with a reason.
    pub rows_rejected: u64,
}

impl SourceFile {
    /// Does every row have exactly one fate?
    pub fn adds_up(&self) -> bool {
        self.rows_read == self.rows_used + self.rows_merged + self.rows_rejected
    }
}

/// A row that could not be used: data, not an error. Goes to `rejected.csv`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RejectedRow {
    /// Index into the run's input files.
    pub file: u32,
    /// Line on which the record starts, as in [`SourceRow`].
    pub line: u64,
    /// Column as named in the file; empty if the row as a whole is at fault.
    pub column: String,
    /// The cell as it stands in the file, cut to 200 characters.
    pub value: String,
    /// What is wrong, in a few words.
    pub reason: String,
}

/// Where a stage's time went.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StageTime {
    /// Stage: ingest, items, resolve, graph, paths, heuristics, score, report.
    pub stage: String,
    /// Wall seconds.
    pub seconds: f64,
    /// Rows (or paths) that came out.
    pub rows: u64,
    /// Largest resident memory of the process so far, in bytes; unknown where the system does not say.
    pub peak_bytes: Measure,
}
