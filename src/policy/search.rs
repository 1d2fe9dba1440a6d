//! Settings of the custody search: windows and budgets.

use serde::{Deserialize, Serialize};

/// Windows and budgets of the custody search, from `data/policy/search.toml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchPolicy {
    /// Longest stay of a lot with one entity before the next leg, in days, the last day inside.
    pub custody_window_days: i32,
    /// Legs of one chain, handovers included.
    pub max_legs: usize,
}
