//! Alerts: scored paths, and the cases they form.

use super::finding::Explanation;
use super::path::Path;

/// A scored path.
#[derive(Clone, Debug, PartialEq)]
pub struct Alert {
    /// 1 for the first.
    pub rank: u32,
    /// Content hash of the chain and its shipments: `A` and 16 hexadecimal digits.
    pub id: String,
    /// Content hash of the case: `C` and 16 hexadecimal digits.
    pub case: String,
    /// The path.
    pub path: Path,
    /// The score and its parts.
    pub explanation: Explanation,
    /// Probability, 0 to 1, as it is ranked by.
    pub score: f64,
    /// One sentence: who, what, from where through whom to where, in how many days.
    pub summary: String,
}

/// Alerts that share entities.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Content hash: `C` and 16 hexadecimal digits.
    pub id: String,
    /// Ranks of its alerts, ascending.
    pub alerts: Vec<u32>,
    /// Highest score among them.
    pub score: f64,
}
