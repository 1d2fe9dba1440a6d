//! Weights of the score.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Prior and weights, from `data/policy/weights.toml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// Assumed share of chains that are diversions, before any finding: above 0, below 1.
    pub base_rate: f64,
    /// Heuristic id to weight in log-odds at strength 1: positive against, negative for innocence.
    pub weights: BTreeMap<String, f64>,
}
