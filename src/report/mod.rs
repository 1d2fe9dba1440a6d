//! A run to bytes. Renders, computes nothing.

pub mod escape;
pub mod export;
pub mod html;
pub mod number;
pub mod picture;
pub mod run_folder;
pub mod sheet;
pub mod terminal;

/// The sentence that every output carries.
pub const CAUTION: &str = "A result is a lead, not proof: read the source rows and the innocent explanations before acting on it.";
