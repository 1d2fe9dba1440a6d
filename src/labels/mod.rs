//! Analysts' decisions on alerts: the file they are kept in, and which alert of a later run each is about.
//!
//! The file stands beside the run folders, so that every run of the same folder shares it: see [`FILE`].

mod alike;
mod error;
mod file;

pub use alike::{Likeness, MOVED, alike, apply, changes, missing};
pub use error::Error;
pub use file::{COLUMNS, Column, FILE, append, beside, read};
