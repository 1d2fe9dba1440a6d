//! Damaged Parquet is an error, also where the reader of it would panic.

use polars::error::{PolarsError, PolarsResult};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads with polars. Its reader of footers panics on some bytes (a truth value of another type, found by spoiling
/// files at random); that becomes the error that other damage is.
///
/// # Errors
/// Those of `read`, and a panic in it.
pub fn guarded<T>(read: impl FnOnce() -> PolarsResult<T>) -> PolarsResult<T> {
    // What `read` was in the middle of is dropped with it.
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        Err(PolarsError::ComputeError(
            "the file is damaged: its parts contradict each other".into(),
        ))
    })
}
