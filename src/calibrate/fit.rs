//! The fit.

use super::curves::{self, Seen};
use super::observe::World;
use crate::heuristics;
use crate::model::{Direction, probability};
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
    /// Least part of the (scaled) hand-set weight that a heuristic keeps of which the worlds show nothing: it may still
    /// happen.
    pub floor: f64,
    /// Findings by which that part falls to a half: what was seen often and told nothing need not count.
    pub floor_halves: f64,
    /// Typology whose alerts are left out.
    pub without: Option<String>,
}

impl Default for Fitting {
    fn default() -> Self {
        Self {
            shrink: 4.0,
            cap: 6.0,
            floor: 0.35,
            floor_halves: 100.0,
            without: None,
        }
    }
}

/// The column that carries the whole hand-set score is this many times larger than the others, so that the penalty leaves
/// its coefficient (the overall scale) all but free.
const SCALE: f64 = 10.0;

/// Rounds of fitting: damping depends on the weights and curves on both, so the columns are made again with the new ones.
const ROUNDS: usize = 4;

/// Fits weights, curves and prior on all observations of the worlds. Without both right and wrong alerts the weights set by hand
/// come back unchanged.
pub fn fit(worlds: &[World], hand: &Weights, fitting: &Fitting) -> Weights {
    let ids: Vec<&str> = heuristics::ALL.iter().map(|h| h.id).collect();
    let hand_set: Vec<f64> = ids.iter().map(|id| hand.weight(id)).collect();
    let mut weights = hand.clone();
    let mut bent: Vec<f64> = ids.iter().map(|id| hand.curve(id)).collect();
    for round in 1..=ROUNDS {
        let seen = observed(worlds, &weights, &ids, fitting);
        if !seen.labels.contains(&true) || !seen.labels.contains(&false) {
            return hand.clone();
        }
        let rows = seen.counted(&bent);
        let Some(fitted) = constrained(&rows, &seen.labels, &hand_set, fitting) else {
            return hand.clone();
        };
        weights.base_rate = base_rate(&rows, &seen.labels, &fitted.weights);
        // The last round fits weights to the curves.
        if round < ROUNDS {
            let anchors: Vec<f64> = hand_set.iter().map(|w| w * fitted.scale).collect();
            let (prior, shrink) = (weights.prior(), fitting.shrink);
            bent = curves::bend(&seen, &bent, &fitted.weights, prior, &anchors, shrink);
        }
        let named = |numbers: &[f64]| -> BTreeMap<String, f64> {
            let pairs = ids.iter().zip(numbers);
            pairs.map(|(id, x)| ((*id).to_owned(), *x)).collect()
        };
        weights.weights = named(&fitted.weights);
        weights.curves = named(&bent);
        weights.curves.retain(|_, curve| *curve != 1.0);
    }
    weights
}

/// Strengths and damping, one row an observation, and whether it is right.
fn observed(worlds: &[World], weights: &Weights, ids: &[&str], fitting: &Fitting) -> Seen {
    let model = Model::new(weights, heuristics::ALL.iter().map(|h| (h.id, h.group)));
    let at: BTreeMap<&str, usize> = ids.iter().enumerate().map(|(i, id)| (*id, i)).collect();
    let mut all = Seen::default();
    for seen in worlds.iter().flat_map(|world| &world.observations) {
        let left_out = fitting
            .without
            .as_deref()
            .is_some_and(|typology| seen.typology == typology);
        if seen.mixed || left_out {
            continue;
        }
        let (mut strengths, mut damping) = (vec![0.0; ids.len()], vec![1.0; ids.len()]);
        for part in model.explain(seen.findings.clone()).parts {
            if let (Some(&i), Some(strength)) =
                (at.get(part.finding.heuristic), part.finding.strength.get())
            {
                strengths[i] = strength;
                damping[i] = part.damping;
            }
        }
        all.strengths.push(strengths);
        all.damping.push(damping);
        all.labels.push(seen.right);
    }
    all
}

/// Weights, and the factor on those set by hand that they are drawn towards.
struct Fitted {
    weights: Vec<f64>,
    scale: f64,
}

/// Logistic regression with fixed signs: columns whose weight comes out with the wrong sign are dropped and the rest is
/// fitted again, until all signs hold.
fn constrained(
    rows: &[Vec<f64>],
    labels: &[bool],
    hand: &[f64],
    fitting: &Fitting,
) -> Option<Fitted> {
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
    for (i, (weight, &hand)) in weights.iter_mut().zip(hand).enumerate() {
        let found = rows.iter().filter(|row| row[i] != 0.0).count() as f64;
        let seldom = fitting.floor_halves / (fitting.floor_halves + found);
        let floor = fitting.floor * seldom * scale.min(1.0) * hand;
        if hand == 0.0 || *weight * hand <= 0.0 || weight.abs() < floor.abs() {
            *weight = floor;
        }
        *weight = weight.clamp(-fitting.cap, fitting.cap);
    }
    Some(Fitted { weights, scale })
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
        let sum: f64 = scores.iter().map(|score| probability(prior + score)).sum();
        if sum > wanted {
            high = prior;
        } else {
            low = prior;
        }
    }
    probability(f64::midpoint(low, high))
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
        let weight = weights.weight(heuristic.id);
        // A rounded weight must not lose its sign.
        let least = match heuristic.direction {
            Direction::Against => 0.001,
            Direction::For => -0.001,
        };
        let weight = if weight.abs() < 0.001 { least } else { weight };
        let _ = writeln!(out, "{} = {weight:.3}", heuristic.id);
    }
    if !weights.curves.is_empty() {
        out.push_str(
            "\n# A strength counts as its power with this exponent; 1 for all that are not named. Fitted with the weights.\n[curves]\n",
        );
        for heuristic in heuristics::ALL {
            if let Some(curve) = weights.curves.get(heuristic.id) {
                let _ = writeln!(out, "{} = {curve}", heuristic.id);
            }
        }
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
        let weights = weights.weights;
        assert!(weights[0] > 1.0, "{weights:?}");
        assert!(weights[1] > 0.0 && weights[1] < 0.5, "{weights:?}");
        assert!(weights[2] > weights[1], "{weights:?}");
    }

    #[test]
    fn the_prior_makes_the_mean_probability_the_share_of_right_alerts() {
        let rows = vec![vec![1.0], vec![0.0], vec![0.0], vec![0.0]];
        let rate = base_rate(&rows, &[true, false, false, false], &[0.0]);
        assert!((rate - 0.25).abs() < 1e-6);
    }
}
