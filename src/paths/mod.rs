//! Time-respecting search: plain enumeration and custody tracing.

pub mod custody;
pub mod plain;

pub use custody::{Inputs, Rules, Traced, trace};

/// Why a search ended without a result.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The user asked to stop.
    #[error("interrupted")]
    Interrupted,
}
