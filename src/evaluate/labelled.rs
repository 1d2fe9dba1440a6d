//! A run held against what analysts decided, where the truth is not known.

use super::measure::{Bin, reliability, share};
use super::read::Ranked;
use crate::model::{AlertSheet, LabelVerdict};
use serde::Serialize;

/// What labels say of a run. An alert that changed since it was labelled says nothing: it may be another matter now.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Labelled {
    /// Alerts of the run.
    pub alerts: usize,
    /// Alerts labelled true.
    pub confirmed: usize,
    /// Alerts labelled false.
    pub dismissed: usize,
    /// Alerts labelled unsure; left out below.
    pub unsure: usize,
    /// Alerts that changed since they were labelled; left out below.
    pub changed: usize,
    /// Chains labelled true of which the run has no alert.
    pub missed: usize,
    /// Of the first 10, 50, 100, 500 alerts: how many are settled, and the share of those that is true.
    pub precision: Vec<(usize, usize, Option<f64>)>,
    /// Share of pairs of a confirmed and a dismissed alert that stand in the right order.
    pub order: Option<f64>,
    /// Mean squared distance of score and label.
    pub brier: Option<f64>,
    /// Reliability: ten bands of the score.
    pub reliability: Vec<Bin>,
}

/// Holds alerts, in order of rank, against their labels. `missed` chains were confirmed and are not among them.
pub fn labelled(alerts: &[AlertSheet], missed: usize) -> Labelled {
    let label = |alert: &AlertSheet| {
        alert
            .label
            .as_ref()
            .filter(|l| l.changed.is_empty())
            .map(|l| l.verdict)
    };
    let settled = |alert: &AlertSheet| match label(alert) {
        Some(LabelVerdict::True) => Some(true),
        Some(LabelVerdict::False) => Some(false),
        _ => None,
    };
    let count = |verdict| {
        alerts
            .iter()
            .filter(|alert| label(alert) == Some(verdict))
            .count()
    };
    let (ranked, right): (Vec<Ranked>, Vec<bool>) = alerts
        .iter()
        .filter_map(|alert| {
            let ranked = Ranked {
                score: alert.score,
                records: Vec::new(),
            };
            Some((ranked, settled(alert)?))
        })
        .unzip();
    let squares: f64 = ranked
        .iter()
        .zip(&right)
        .map(|(alert, right)| (alert.score - f64::from(u8::from(*right))).powi(2))
        .sum();
    // Each dismissed alert stands below the confirmed ones that came before it.
    let (mut before, mut ordered, mut pairs) = (0, 0, 0);
    let all_true = right.iter().filter(|right| **right).count();
    for right in &right {
        if *right {
            before += 1;
        } else {
            ordered += before;
            pairs += all_true;
        }
    }
    Labelled {
        alerts: alerts.len(),
        confirmed: count(LabelVerdict::True),
        dismissed: count(LabelVerdict::False),
        unsure: count(LabelVerdict::Unsure),
        changed: alerts
            .iter()
            .filter(|alert| alert.label.as_ref().is_some_and(|l| !l.changed.is_empty()))
            .count(),
        missed,
        precision: [10, 50, 100, 500]
            .map(|first| {
                let known: Vec<bool> = alerts.iter().take(first).filter_map(settled).collect();
                let right = known.iter().filter(|right| **right).count();
                (first, known.len(), share(right, known.len()))
            })
            .to_vec(),
        order: share(ordered, pairs),
        brier: (!right.is_empty()).then(|| squares / right.len() as f64),
        reliability: reliability(&ranked, &right),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{LabelSheet, PathSheet};

    fn alert(rank: u64, score: f64, verdict: Option<LabelVerdict>, changed: bool) -> AlertSheet {
        AlertSheet {
            rank,
            score,
            alert_id: String::new(),
            case_id: String::new(),
            summary: String::new(),
            first_date: None,
            last_date: None,
            units: Default::default(),
            tpp: Default::default(),
            value_usd: Default::default(),
            prior: 0.0,
            log_odds: 0.0,
            chain: Vec::new(),
            feeders: Vec::new(),
            path: PathSheet {
                item: String::new(),
                model: String::new(),
                end: String::new(),
                end_text: String::new(),
                supply: Vec::new(),
                legs: Vec::new(),
                flow_share: 1.0,
                cut: false,
            },
            shipments: Vec::new(),
            findings: Vec::new(),
            label: verdict.map(|verdict| LabelSheet {
                verdict,
                by: String::new(),
                date: None,
                note: String::new(),
                alert_id: String::new(),
                changed: if changed {
                    vec!["new records 1".to_owned()]
                } else {
                    Vec::new()
                },
            }),
        }
    }

    #[test]
    fn settled_labels_measure_and_unsure_or_changed_ones_do_not() {
        use LabelVerdict::{False, True, Unsure};
        let alerts = [
            alert(1, 0.9, Some(True), false),
            alert(2, 0.8, Some(False), false),
            alert(3, 0.7, Some(Unsure), false),
            alert(4, 0.6, Some(False), true),
            alert(5, 0.5, None, false),
            alert(6, 0.4, Some(True), false),
        ];
        let report = labelled(&alerts, 2);
        assert_eq!(
            (report.confirmed, report.dismissed, report.unsure),
            (2, 1, 1)
        );
        assert_eq!((report.changed, report.missed), (1, 2));
        assert_eq!(report.precision[0], (10, 3, Some(2.0 / 3.0)));
        assert_eq!(report.order, Some(0.5));
        let brier = (0.01 + 0.64 + 0.36) / 3.0;
        assert!(
            report
                .brier
                .is_some_and(|found| (found - brier).abs() < 1e-12)
        );
    }
}
