//! Alerts for other tools: one file a format.

pub mod csv;
pub mod dossier;
pub mod dot;
pub mod ftm;
pub mod gexf;
mod graph;
pub mod graphml;
pub mod jsonl;
pub mod parquet;
mod rows;
pub mod xlsx;

/// An export cannot be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The output cannot be written.
    #[error("cannot write the export: {0}")]
    Io(#[from] std::io::Error),
    /// A CSV file cannot be written.
    #[error("cannot write the export: {0}")]
    Csv(#[from] ::csv::Error),
    /// A Parquet file cannot be written.
    #[error("cannot write the export: {0}")]
    Table(#[from] crate::model::table::Error),
    /// A value cannot be written as JSON.
    #[error("cannot write the export: {0}")]
    Json(#[from] serde_json::Error),
    /// A workbook cannot be written: too many rows for a sheet, or a full disk.
    #[error("cannot write the workbook: {0}")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
}
