//! Thresholds of party resolution.

use serde::{Deserialize, Serialize};

/// Thresholds of party resolution, from `data/policy/resolve.toml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResolvePolicy {
    /// Pairs at or above this sum of log-odds are the same firm.
    pub merge_at: f64,
    /// Pairs at or above this and below `merge_at` are linked, not merged.
    pub link_at: f64,
}
