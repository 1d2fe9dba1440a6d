//! The order of the stages. Nothing else knows it.

mod clock;
pub mod enumerate;
mod scan;
mod status;

pub use scan::{Error, Inputs, Options, scan};
