//! The rules: regimes over dates, and the thresholds, windows and weights of a scan.
//!
//! [`Policy`] is everything a run may be configured by. [`Regimes::ask`] answers what a move needed on
//! its day, by the published text and as it was enforced.

pub mod entries;
pub mod error;
pub mod heuristics;
pub mod moves;
pub mod question;
pub mod regimes;
pub mod resolve;
pub mod search;
pub mod weights;

mod class;
pub mod classify;
mod compile;
mod decode;
pub mod docs;
mod engine;
mod join;
mod lacking;
mod load;
mod names;
mod places;
mod read;
mod tri;

#[cfg(test)]
pub(crate) mod tests;

pub use error::{Error, Fault};
pub use heuristics::HeuristicSettings;
pub use question::{Question, Used};
pub use regimes::Regimes;
pub use resolve::ResolvePolicy;
pub use search::SearchPolicy;
pub use weights::Weights;

use crate::model::Day;

/// Everything that decides what a scan looks for and how it judges.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Name printed in reports.
    pub name: String,
    /// Last day up to which the data claim to know the rules.
    pub known_to: Day,
    /// Rules over dates.
    pub regimes: Regimes,
    /// Windows and budgets of the custody search.
    pub search: SearchPolicy,
    /// Thresholds of party resolution.
    pub resolve: ResolvePolicy,
    /// Parameters of the heuristics.
    pub heuristics: HeuristicSettings,
    /// Prior and weights of the score.
    pub weights: Weights,
}
