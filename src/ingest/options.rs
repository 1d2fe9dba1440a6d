//! What a caller may say about reading.

use super::column::Column;
use super::layout::Layout;

/// How files are read.
#[derive(Clone, Debug)]
pub struct Options {
    /// Layout to use for every shipments file; found from the header if `None`.
    pub layout: Option<Layout>,
    /// Stop at the first rejected row.
    pub strict: bool,
    /// Largest share of a file's rows that may be rejected, 0 to 1. Beyond it the file is taken to be misread.
    pub max_rejected: f64,
    /// Rejected rows below which the share is not looked at, unless no row is left: a share of few rows says
    /// little. 0 where the user named a share.
    pub max_rejected_from: u64,
    /// Join records of one physical movement into one shipment. On worlds with known truth 0.999 of the joins are
    /// right and 0.97 of the doubles are found.
    pub join_duplicates: bool,
    /// Read these columns only, as if the file had no others; all if `None`. A row is then set aside only for a
    /// fault in one of them, and rows that are equal in them are exact duplicates.
    pub columns: Option<Vec<Column>>,
    /// Threads that parse; at least 1. The result does not depend on it.
    pub threads: usize,
    /// Bounds against hostile input.
    pub limits: Limits,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            layout: None,
            strict: false,
            max_rejected: 0.2,
            max_rejected_from: 10,
            join_duplicates: true,
            columns: None,
            threads: 2,
            limits: Limits::default(),
        }
    }
}

/// Bounds on what one input may cost. A row over a bound is rejected, a file over one is an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes in one cell; a longer one rejects its row. A description fills 4,000 at most in the feeds seen.
    pub cell_bytes: usize,
    /// Bytes in one record, so that a quote that is never closed cannot pull a whole file into memory.
    pub record_bytes: usize,
    /// Columns of a file.
    pub columns: usize,
    /// Decompressed bytes for one compressed byte, looked at from 64 MiB of output on.
    pub compression_ratio: u64,
    /// Decompressed bytes of one file that must be held whole (spreadsheets, Parquet pages, archive members).
    pub whole_file_bytes: u64,
    /// Files after folders and globs are expanded and archives opened.
    pub files: usize,
    /// Rows of all files: row numbers and text numbers are 32 bits wide.
    pub rows: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            cell_bytes: 1 << 20,
            record_bytes: 64 << 20,
            columns: 4_096,
            compression_ratio: 1_000,
            whole_file_bytes: 4 << 30,
            files: 10_000,
            rows: 100_000_000,
        }
    }
}
