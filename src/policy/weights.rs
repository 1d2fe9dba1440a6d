//! Weights: what each finding adds to the log-odds, and the prior they are added to.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The built-in file, output of `tidewaiter calibrate`.
pub const BUILT_IN: &str = include_str!("../../data/policy/weights.toml");

/// The additive model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// Assumed share of traced chains that are diversion: above 0, below 1.
    pub base_rate: f64,
    /// Each further finding of one group counts by this factor less than the one before: 0 to 1.
    pub group_damping: f64,
    /// Log-odds of a finding of strength 1, by heuristic id: positive against, negative for.
    pub weights: BTreeMap<String, f64>,
    /// How a strength counts, by heuristic id: as its power with this exponent. Above 1 only a strong finding counts,
    /// below 1 a weak one says nearly as much as a strong one. 1 for heuristics that are not named.
    #[serde(default)]
    pub curves: BTreeMap<String, f64>,
}

/// Least and largest exponent of a curve.
const CURVES: (f64, f64) = (0.1, 10.0);

/// A weights file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WeightsError {
    /// No TOML, or a key missing or unknown.
    #[error(
        "the weights file is not valid: {reason}; correct it or fit it again with `tidewaiter calibrate`"
    )]
    Syntax {
        /// What the reader said.
        reason: String,
    },
    /// A number outside its range.
    #[error("{name} is {value} in the weights file and must lie between {low} and {high}")]
    Range {
        /// Key.
        name: String,
        /// Its value.
        value: f64,
        /// Lowest allowed.
        low: f64,
        /// Highest allowed.
        high: f64,
    },
}

impl Weights {
    /// The weights built into the program.
    ///
    /// # Errors
    /// Never for the file as shipped; a test reads it.
    pub fn built_in() -> Result<Self, WeightsError> {
        Self::parse(BUILT_IN)
    }

    /// Reads weights from TOML text.
    ///
    /// # Errors
    /// If the text is no TOML, or a number is out of range.
    pub fn parse(text: &str) -> Result<Self, WeightsError> {
        let weights: Weights = toml::from_str(text).map_err(|error| WeightsError::Syntax {
            reason: error.to_string().replace('\n', " "),
        })?;
        let ranged = |name: &str, value: f64, low: f64, high: f64| {
            if (low..=high).contains(&value) {
                Ok(())
            } else {
                Err(WeightsError::Range {
                    name: name.to_owned(),
                    value,
                    low,
                    high,
                })
            }
        };
        ranged("base_rate", weights.base_rate, 1e-9, 1.0 - 1e-9)?;
        ranged("group_damping", weights.group_damping, 0.0, 1.0)?;
        for (id, &weight) in &weights.weights {
            ranged(id, weight, -20.0, 20.0)?;
        }
        for (id, &curve) in &weights.curves {
            ranged(&format!("curves.{id}"), curve, CURVES.0, CURVES.1)?;
        }
        Ok(weights)
    }

    /// The weight of a heuristic; 0 if it has none.
    pub fn weight(&self, heuristic: &str) -> f64 {
        self.weights.get(heuristic).copied().unwrap_or(0.0)
    }

    /// The exponent by which the strengths of a heuristic count.
    pub fn curve(&self, heuristic: &str) -> f64 {
        self.curves.get(heuristic).copied().unwrap_or(1.0)
    }

    /// Prior log-odds: those of the base rate.
    pub fn prior(&self) -> f64 {
        (self.base_rate / (1.0 - self.base_rate)).ln()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prior_is_the_log_odds_of_the_base_rate() {
        let weights =
            Weights::parse("base_rate = 0.5\ngroup_damping = 0.5\n[weights]\n").expect("valid");
        assert_eq!(weights.prior(), 0.0);
        assert!(Weights::built_in().expect("built in").prior() < 0.0);
        assert!(Weights::parse("base_rate = 1.5\ngroup_damping = 0.5\n[weights]\n").is_err());
    }

    #[test]
    fn a_curve_is_straight_unless_it_is_given_and_keeps_to_its_range() {
        let file = |curves: &str| {
            Weights::parse(&format!(
                "base_rate = 0.5\ngroup_damping = 0.5\n[weights]\na = 1.0\n{curves}"
            ))
        };
        assert_eq!(file("").expect("valid").curve("a"), 1.0);
        let bent = file("[curves]\na = 0.25\n").expect("valid");
        assert_eq!((bent.curve("a"), bent.curve("b")), (0.25, 1.0));
        for wrong in ["0.0", "-1.0", "nan", "11.0"] {
            let error = file(&format!("[curves]\na = {wrong}\n")).expect_err("out of range");
            assert!(error.to_string().contains("curves.a"), "{error}");
        }
    }
}
