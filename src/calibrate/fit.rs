//! The fit.

use super::observe::World;
use crate::heuristics;
use crate::model::Direction;
use crate::policy::weights::Weights;
use crate::score::Model;
use linfa::prelude::*;
use linfa_logistic::LogisticRegression;
use ndarray::{Array1, Array2};
use std::collections::BTreeMap;

/// How to fit.
#[derive(Clone, Debug)]
pub struct Fitting {
    /// Weight of the penalty on departures from the weights set by hand.
    pub shrink: f64,
    /// Largest absolute weight.
    pub cap: f64,
    /// Least part of the (scaled) hand-set weight that every heuristic keeps: what a simulator shows nothing of may
    /// still happen.
    pub floor: f64,
    /// Typology whose alerts are left out.
    pub without: Option<String>,
}

impl Default for Fitting {
    fn default() -> Self {
        Self {
            shrink: 4.0,
            cap: 6.0,
            floor: 0.35,
            without: None,
        }
    }
}

/// The column that carries the whole hand-set score is this many times larger than the others, so that the penalty leaves
/// its coefficient (the overall scale) all but free.
const SCALE: f64 = 10.0;

/// Rounds of fitting: damping depends on the weights, so the columns are made again with the new ones.
const ROUNDS: usize = 3;

/// Fits weights and prior on all observations of the worlds. Without both right and wrong alerts the weights set by hand
/// come back unchanged.
pub fn fit(worlds: &[World], hand: &Weights, fitting: &Fitting) -> Weights {
    let ids: Vec<&str> = heuristics::ALL.iter().map(|h| h.id).collect();
    let hand_set: Vec<f64> = ids
        .iter()
        .map(|id| hand.weights.get(*id).copied().unwrap_or(0.0))
        .collect();
    let mut weights = hand.clone();
    for _ in 0..ROUNDS {
        let (rows, labels) = columns(worlds, &weights, &ids, fitting);
        if !labels.contains(&true) || !labels.contains(&false) {
            return hand.clone();
        }
        let Some(fitted) = constrained(&rows, &labels, &hand_set, fitting) else {
            return hand.clone();
        };
        weights.weights = ids
            .iter()
            .zip(&fitted)
            .map(|(id, w)| ((*id).to_owned(), *w))
            .collect();
        weights.base_rate = base_rate(&rows, &labels, &fitted);
    }
    weights
}

/// Damped strengths, one row an observation, and whether it is right.
fn columns(
    worlds: &[World],
    weights: &Weights,
    ids: &[&str],
    fitting: &Fitting,
) -> (Vec<Vec<f64>>, Vec<bool>) {
    let model = Model::new(weights, heuristics::ALL.iter().map(|h| (h.id, h.group)));
    let at: BTreeMap<&str, usize> = ids.iter().enumerate().map(|(i, id)| (*id, i)).collect();
    let mut rows = Vec::new();
    let mut labels = Vec::new();
    for seen in worlds.iter().flat_map(|world| &world.observations) {
        let left_out = fitting
            .without
            .as_deref()
            .is_some_and(|typology| seen.typology == typology);
        if seen.mixed || left_out {
            continue;
        }
        let mut row = vec![0.0; ids.len()];
        for part in model.explain(seen.findings.clone()).parts {
            if let (Some(&i), Some(strength)) =
                (at.get(part.finding.heuristic), part.finding.strength.get())
            {
                row[i] = strength * part.damping;
            }
        }
        rows.push(row);
        labels.push(seen.right);
    }
    (rows, labels)
}

/// Logistic regression with fixed signs: columns whose weight comes out with the wrong sign are dropped and the rest is
/// fitted again, until all signs hold.
fn constrained(
    rows: &[Vec<f64>],
    labels: &[bool],
    hand: &[f64],
    fitting: &Fitting,
) -> Option<Vec<f64>> {
    let mut active: Vec<usize> = (0..hand.len())
        .filter(|&i| rows.iter().any(|row| row[i] != 0.0))
        .collect();
    let targets = Array1::from_iter(labels.iter().copied());
    let (mut scale, mut weights) = (1.0, vec![0.0; hand.len()]);
    for _ in 0..hand.len() {
        let mut x = Array2::zeros((rows.len(), active.len() + 1));
        for (r, row) in rows.iter().enumerate() {
            x[[r, 0]] = SCALE * active.iter().map(|&i| hand[i] * row[i]).sum::<f64>() / 4.0;
            for (c, &i) in active.iter().enumerate() {
                x[[r, c + 1]] = row[i];
            }
        }
        let model = LogisticRegression::default()
            .alpha(fitting.shrink)
            .max_iterations(300)
            .fit(&Dataset::new(x, targets.clone()))
            .ok()?;
        // Which class counts as positive is the library's choice.
        let sign = if model.labels().pos.class { 1.0 } else { -1.0 };
        let params = model.params();
        scale = (sign * params[0] * SCALE / 4.0).max(0.05);
        weights = vec![0.0; hand.len()];
        for (c, &i) in active.iter().enumerate() {
            weights[i] = sign * params[c + 1] + scale * hand[i];
        }
        let before = active.len();
        active.retain(|&i| weights[i] * hand[i] > 0.0);
        if active.len() == before {
            break;
        }
    }
    for (weight, &hand) in weights.iter_mut().zip(hand) {
        let floor = fitting.floor * scale.min(1.0) * hand;
        if hand == 0.0 || *weight * hand <= 0.0 || weight.abs() < floor.abs() {
            *weight = floor;
        }
        *weight = weight.clamp(-fitting.cap, fitting.cap);
    }
    Some(weights)
}

/// The base rate whose log-odds, added to these scores, make the mean probability the share of right alerts. By bisection.
fn base_rate(rows: &[Vec<f64>], labels: &[bool], weights: &[f64]) -> f64 {
    let scores: Vec<f64> = rows
        .iter()
        .map(|row| row.iter().zip(weights).map(|(x, w)| x * w).sum())
        .collect();
    let wanted = labels.iter().filter(|right| **right).count() as f64;
    let (mut low, mut high) = (-15.0, 5.0);
    for _ in 0..60 {
        let prior: f64 = (low + high) / 2.0;
        let sum: f64 = scores
            .iter()
            .map(|score| 1.0 / (1.0 + (-(prior + score)).exp()))
            .sum();
        if sum > wanted {
            high = prior;
        } else {
            low = prior;
        }
    }
    1.0 / (1.0 + (-f64::midpoint(low, high)).exp())
}

/// The weights file, with the command that made it.
pub fn toml_text(weights: &Weights, command: &str) -> String {
    use std::fmt::Write;
    let mut out = String::from(
        "# Weights of the score: log-odds at strength 1, positive against, negative for innocence.\n",
    );
    let _ = writeln!(out, "# Made by: {command}");
    let _ = writeln!(
        out,
        "base_rate = {:.6}      # assumed share of traced chains that are diversion",
        weights.base_rate
    );
    let _ = writeln!(
        out,
        "group_damping = {}   # each further finding of a group counts by this factor less",
        weights.group_damping
    );
    out.push_str("\n[weights]\n");
    for heuristic in heuristics::ALL {
        let weight = weights.weights.get(heuristic.id).copied().unwrap_or(0.0);
        // A rounded weight must not lose its sign.
        let least = match heuristic.direction {
            Direction::Against => 0.001,
            Direction::For => -0.001,
        };
        let weight = if weight.abs() < 0.001 { least } else { weight };
        let _ = writeln!(out, "{} = {weight:.3}", heuristic.id);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_useful_flag_gains_a_misleading_one_keeps_its_sign_and_an_unseen_one_its_floor() {
        // Column 0 tells right from wrong, column 1 is set only where the alert is wrong, column 2 is never set.
        let rows: Vec<Vec<f64>> = (0..200)
            .map(|i| {
                if i % 2 == 0 {
                    vec![1.0, 0.0, 0.0]
                } else {
                    vec![0.0, 1.0, 0.0]
                }
            })
            .collect();
        let labels: Vec<bool> = (0..200).map(|i| i % 2 == 0).collect();
        let weights =
            constrained(&rows, &labels, &[1.0, 1.0, 1.0], &Fitting::default()).expect("fit");
        assert!(weights[0] > 1.0, "{weights:?}");
        assert!(weights[1] > 0.0 && weights[1] < 0.5, "{weights:?}");
        assert!(weights[2] > 0.0, "{weights:?}");
    }

    #[test]
    fn the_prior_makes_the_mean_probability_the_share_of_right_alerts() {
        let rows = vec![vec![1.0], vec![0.0], vec![0.0], vec![0.0]];
        let rate = base_rate(&rows, &[true, false, false, false], &[0.0]);
        assert!((rate - 0.25).abs() < 1e-6);
    }
}
