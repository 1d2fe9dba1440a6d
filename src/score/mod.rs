//! Findings to explained scores, alerts and cases.
//!
//! The score of a path is the sum of its explanation and is computed nowhere else: the prior log-odds plus, for every
//! finding, weight x strength x damping. Findings of one group tell of the same fact in different ways. They are sorted
//! by size, and each one after the first counts by a constant factor less than the one before it (1, 1/2, 1/4, ... with
//! the built-in factor), so that saying a thing five times is worth less than twice saying it once.

mod alerts;
mod cases;
mod explain;
mod summary;

pub use alerts::{Names, rank};
pub use explain::Model;
