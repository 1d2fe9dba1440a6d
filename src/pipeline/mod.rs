//! The order of the stages. Nothing else knows it.

mod advice;
mod clock;
pub mod detect;
pub mod enumerate;
mod scan;
pub mod screen;
mod status;
mod threads;

pub use crate::ingest::Error as IngestError;
pub use crate::ingest::layout::Layout;
pub use scan::{Error, Inputs, Options, scan};
pub use threads::on_threads;
