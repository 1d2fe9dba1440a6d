//! Findings and the explanation that a score is the sum of.

use super::id::ShipmentId;
use super::unit::{Measure, probability};
use serde::{Deserialize, Serialize};

/// What a heuristic looks at. Findings of the network level reach every path of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// One shipment.
    Shipment,
    /// One entity.
    Entity,
    /// A link between entities.
    Link,
    /// A whole path.
    Path,
    /// A network of entities.
    Network,
}

/// Which way a heuristic points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Suspicion: never lowers a score.
    Against,
    /// Innocence: never raises a score.
    For,
}

/// What one heuristic says of one path.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// Stable id of the heuristic.
    pub heuristic: &'static str,
    /// 0 (nothing) to 1 (as clear as it gets). Unknown: it could not be measured, and why is in `text`.
    pub strength: Measure,
    /// What was seen, with the numbers, one sentence.
    pub text: String,
    /// The shipments it rests on, ascending.
    pub shipments: Vec<ShipmentId>,
}

/// A finding with its part of the score.
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution {
    /// The finding.
    pub finding: Finding,
    /// The strength as it counts: its power with the heuristic's exponent. Unknown where the strength is.
    pub counted: Measure,
    /// Weight of the heuristic, log-odds at strength 1 (negative for innocence).
    pub weight: f64,
    /// Factor between 0 and 1 by which overlapping findings of one group are damped.
    pub damping: f64,
    /// weight x counted x damping; 0 where the strength is unknown.
    pub log_odds: f64,
}

/// A score and everything it is made of: `log_odds` is exactly the prior plus the parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// Prior log-odds, from the assumed base rate.
    pub prior: f64,
    /// The parts, largest absolute part first, ties by heuristic id.
    pub parts: Vec<Contribution>,
    /// Prior plus parts.
    pub log_odds: f64,
}

impl Explanation {
    /// The log-odds as a probability.
    pub fn probability(&self) -> f64 {
        probability(self.log_odds)
    }
}
