//! What a caller may say about reading.

use super::column::Column;
use super::layout::Layout;
use super::limits::Limits;

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
