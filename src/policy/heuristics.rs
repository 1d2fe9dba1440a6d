//! Parameters of the heuristics.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Values of every heuristic's parameters, from `data/policy/heuristics.toml`: heuristic id, then
/// parameter name. What they mean and their defaults are declared beside each heuristic.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HeuristicParameters {
    /// Heuristic id to parameter name to value.
    pub values: BTreeMap<String, BTreeMap<String, f64>>,
}
