//! The order of the stages. Nothing else knows it.

mod advice;
pub mod checkpoint;
mod clock;
pub mod detect;
pub mod enumerate;
pub mod labels;
mod scan;
pub mod screen;
pub mod status;
mod threads;

pub use crate::ingest::Error as IngestError;
pub use crate::ingest::Limits;
pub use crate::ingest::dialect::delimiter;
pub use crate::ingest::layout::Layout;
pub use checkpoint::Error as CheckpointError;
pub use scan::{Error, Inputs, Options, scan};
pub use threads::on_threads;
