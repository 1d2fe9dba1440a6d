//! An analyst's questions over a finished run: one file a question.

pub mod alert;
pub mod case;
pub mod compare;
pub mod entity;
mod error;
mod folder;
pub mod near;
pub mod trace;
pub mod verify;

pub use error::Error;
pub use folder::{RunFolder, open};
