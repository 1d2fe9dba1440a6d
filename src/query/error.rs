//! What can go wrong with a question.

use crate::model::table;
use std::path::PathBuf;

/// A question cannot be answered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no such folder.
    #[error("{dir}: there is no such folder; name the folder that `tidewaiter scan` wrote")]
    NoFolder {
        /// The folder.
        dir: PathBuf,
    },
    /// The folder has no run.json.
    #[error("{dir} is not a run folder: it has no run.json")]
    NotARun {
        /// The folder.
        dir: PathBuf,
    },
    /// run.json cannot be read.
    #[error("{path}: {why}; was the folder copied whole?")]
    Record {
        /// The file.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// The run was made by another version.
    #[error(
        "{dir}: the run has format {found}, this version ({version}) reads format {expected}; scan again, or use the version that wrote it ({wrote})"
    )]
    Format {
        /// The folder.
        dir: PathBuf,
        /// Format of the run.
        found: u64,
        /// Format that is read.
        expected: u32,
        /// This version.
        version: &'static str,
        /// The version that wrote it.
        wrote: String,
    },
    /// A file is missing.
    #[error("{path} is missing; was the folder copied whole?")]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// A file has another size than when it was written.
    #[error(
        "{path} has {found} bytes, it was written with {expected}; was the folder copied whole?"
    )]
    Size {
        /// The file.
        path: PathBuf,
        /// Bytes it has.
        found: u64,
        /// Bytes it was written with.
        expected: u64,
    },
    /// Two tables of the run do not fit each other.
    #[error("{dir}: {what}; run `tidewaiter verify` on it")]
    Torn {
        /// The folder.
        dir: PathBuf,
        /// What does not fit.
        what: String,
    },
    /// There is no such alert, entity or case.
    #[error("the run has no {kind} '{asked}'{}", nearest(.near))]
    Unknown {
        /// alert, entity or case.
        kind: &'static str,
        /// What was asked for.
        asked: String,
        /// Nearest names, best first.
        near: Vec<String>,
    },
    /// Several fit.
    #[error("'{asked}' fits several: {}", .fits.join("; "))]
    Ambiguous {
        /// What was asked for.
        asked: String,
        /// What fits.
        fits: Vec<String>,
    },
    /// The label file beside the run cannot be read.
    #[error(transparent)]
    Labels(#[from] crate::labels::Error),
    /// A table cannot be read.
    #[error(transparent)]
    Table(#[from] table::Error),
    /// A file cannot be read.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

fn nearest(near: &[String]) -> String {
    if near.is_empty() {
        String::new()
    } else {
        format!("; nearest: {}", near.join("; "))
    }
}
