//! Which power of its strength a heuristic counts by.

use crate::model::probability;
use crate::score;

/// Strengths and damping of all observations, a row each, a column a heuristic.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    /// 0 where the heuristic found nothing or could not measure.
    pub(super) strengths: Vec<Vec<f64>>,
    /// By how much the finding counts less because others of its group tell of the same fact.
    pub(super) damping: Vec<Vec<f64>>,
    /// Is the alert right?
    pub(super) labels: Vec<bool>,
}

impl Seen {
    /// What the weights are multiplied with.
    pub(super) fn counted(&self, curves: &[f64]) -> Vec<Vec<f64>> {
        let cells = |row| {
            curves
                .iter()
                .enumerate()
                .map(move |(at, &c)| self.cell(row, at, c))
        };
        (0..self.labels.len())
            .map(|row| cells(row).collect())
            .collect()
    }

    /// The same of one heuristic.
    fn column(&self, at: usize, curve: f64) -> Vec<f64> {
        (0..self.labels.len())
            .map(|row| self.cell(row, at, curve))
            .collect()
    }

    fn cell(&self, row: usize, at: usize, curve: f64) -> f64 {
        score::counted(self.strengths[row][at], curve) * self.damping[row][at]
    }
}

/// The exponents that are tried: few, since more would fit the worlds and not the flag.
const EXPONENTS: [f64; 6] = [0.125, 0.25, 0.5, 1.0, 2.0, 4.0];

/// Log-likelihood that a curve must gain for each doubling or halving of its exponent: more than chance gives it among
/// the tens of thousands of alerts that are fitted on.
const PRICE: f64 = 2.0;

/// Strengths between 0 and 1 that a heuristic must have shown before it gets a curve.
const LEAST: usize = 40;

/// Newton steps for one weight; the loss is convex and they start near its least.
const STEPS: usize = 8;

/// Exponents for all heuristics, one after the other, each with the others as they are. `weights` are those fitted with
/// `curves`; `anchors` are what they are drawn towards, `shrink` how strongly.
pub(super) fn bend(
    seen: &Seen,
    curves: &[f64],
    weights: &[f64],
    prior: f64,
    anchors: &[f64],
    shrink: f64,
) -> Vec<f64> {
    let mut curves = curves.to_vec();
    let rows = seen.counted(&curves);
    let mut scores: Vec<f64> = rows
        .iter()
        .map(|row| prior + row.iter().zip(weights).map(|(x, w)| x * w).sum::<f64>())
        .collect();
    for at in 0..curves.len() {
        let between = seen.strengths.iter().filter(|row| {
            let strength = row[at];
            strength > 0.0 && strength < 1.0
        });
        if between.count() < LEAST || weights[at] == 0.0 {
            continue;
        }
        let without: Vec<f64> = (scores.iter().zip(&rows))
            .map(|(score, row)| score - weights[at] * row[at])
            .collect();
        let tried = EXPONENTS.map(|curve| {
            let cells = seen.column(at, curve);
            let fitted = one(
                &without,
                &cells,
                &seen.labels,
                weights[at],
                anchors[at],
                shrink,
            );
            (
                fitted.loss + PRICE * curve.log2().abs(),
                curve,
                fitted,
                cells,
            )
        });
        let finite = tried.into_iter().filter(|(loss, ..)| loss.is_finite());
        let best = finite.min_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, curve, fitted, cells)) = best {
            curves[at] = curve;
            scores = without
                .iter()
                .zip(&cells)
                .map(|(score, x)| score + fitted.shift + fitted.weight * x)
                .collect();
        }
    }
    curves
}

/// One weight and a shift of the prior, fitted with everything else as it is.
struct One {
    weight: f64,
    shift: f64,
    loss: f64,
}

fn one(
    without: &[f64],
    cells: &[f64],
    labels: &[bool],
    start: f64,
    anchor: f64,
    shrink: f64,
) -> One {
    let (mut weight, mut shift) = (start, 0.0);
    for _ in 0..STEPS {
        let (mut g0, mut g1) = (0.0, shrink * (weight - anchor));
        let (mut h00, mut h01, mut h11) = (1e-9, 0.0, shrink + 1e-9);
        for ((score, x), &right) in without.iter().zip(cells).zip(labels) {
            let p = probability(score + shift + weight * x);
            let (error, spread) = (p - f64::from(u8::from(right)), p * (1.0 - p));
            g0 += error;
            g1 += error * x;
            h00 += spread;
            h01 += spread * x;
            h11 += spread * x * x;
        }
        let determinant = h00 * h11 - h01 * h01;
        if determinant < 1e-12 {
            // Nothing tells the two apart, or everything is told already.
            break;
        }
        shift -= (g0 * h11 - g1 * h01) / determinant;
        weight -= (g1 * h00 - g0 * h01) / determinant;
        // The sign of a heuristic is fixed.
        if weight * start < 0.0 {
            weight = 0.0;
        }
    }
    let loss: f64 = without
        .iter()
        .zip(cells)
        .zip(labels)
        .map(|((score, x), &right)| {
            let z = score + shift + weight * x;
            // ln(1 + e^z) without overflow.
            let softplus = z.max(0.0) + (-z.abs()).exp().ln_1p();
            softplus - if right { z } else { 0.0 }
        })
        .sum();
    One {
        weight,
        shift,
        loss: loss + shrink / 2.0 * (weight - anchor).powi(2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Observations of one heuristic whose alerts are right with log-odds -2 + 6 x strength^`power`.
    fn seen(power: f64) -> Seen {
        let mut seen = Seen::default();
        for step in 0..=20 {
            let strength = f64::from(step) / 20.0;
            let odds = -2.0 + 6.0 * strength.powf(power);
            let right = (200.0 / (1.0 + (-odds).exp())).round() as usize;
            for at in 0..200 {
                seen.strengths.push(vec![strength]);
                seen.damping.push(vec![1.0]);
                seen.labels.push(at < right);
            }
        }
        seen
    }

    #[test]
    fn the_power_that_made_the_alerts_is_found_again() {
        for power in EXPONENTS {
            let found = bend(&seen(power), &[1.0], &[4.0], -2.0, &[4.0], 1.0);
            assert_eq!(found, [power]);
        }
    }

    #[test]
    fn strengths_of_all_or_nothing_get_no_curve() {
        let mut all = seen(4.0);
        for row in &mut all.strengths {
            row[0] = row[0].round();
        }
        assert_eq!(bend(&all, &[1.0], &[4.0], -2.0, &[4.0], 1.0), [1.0]);
    }
}
