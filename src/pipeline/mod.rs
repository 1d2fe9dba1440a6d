//! The order of the stages. Nothing else knows it.

mod clock;
mod scan;
mod status;

pub use scan::{Error, Inputs, Options, scan};
