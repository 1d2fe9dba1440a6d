//! Cells: from what is written to what is meant.

pub mod date;
pub mod goods;
pub mod legal;
pub mod number;
pub mod party;
