//! Findings to explained scores, alerts and cases.
//!
//! The score of a path is the sum of its explanation and is computed nowhere else: the prior log-odds plus, for every
//! finding, weight x counted strength x damping.
//!
//! A strength counts as its power with an exponent that belongs to the heuristic, 1 for most: above 1 only a strong
//! finding counts, below 1 a weak one says nearly as much as a strong one. More strength never counts less.
//!
//! Findings of one group tell of the same fact in different ways. They are sorted by size, and each one after the first
//! counts by a constant factor less than the one before it (1, 1/2, 1/4, ... with the built-in factor), so that saying a
//! thing five times is worth less than twice saying it once.

mod alerts;
mod cases;
mod explain;
mod summary;

pub use alerts::{Names, rank};
pub use explain::{Model, counted};
