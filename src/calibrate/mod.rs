//! Weights fitted on simulated worlds.
//!
//! A world is scanned as any input is; each alert becomes an observation: the strengths of its findings, and whether it
//! is right by the rule of `evaluate`. A regularised logistic regression is drawn towards the weights set by hand, so
//! that what the simulator cannot show keeps its place, and signs are fixed: a red flag never lowers, an innocent
//! explanation never raises. How strengths between 0 and 1 count is fitted too, as one exponent for a heuristic where the
//! alerts bear it out.

mod curves;
mod fit;
mod observe;

pub use fit::{Fitting, fit, toml_text};
pub use observe::{Error, World, labelled, observe, report};
