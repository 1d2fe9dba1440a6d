//! The figures.

use super::read::{Ranked, Truth};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

/// Everything that is measured of a run. Shares are 0 to 1, `None` where there is nothing to divide by.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    /// Alerts of the run.
    pub alerts: usize,
    /// Schemes of the truth, and their movements.
    pub schemes: usize,
    /// Movements of schemes.
    pub movements: usize,
    /// Share of right alerts among the first 10, 50, 100, 500 (or all, if there are fewer).
    pub precision: Vec<(usize, Option<f64>)>,
    /// Share of schemes found within as many alerts as there are schemes.
    pub found_within_1x: Option<f64>,
    /// Share of schemes found within twice as many.
    pub found_within_2x: Option<f64>,
    /// Share of schemes found at all.
    pub found: Option<f64>,
    /// Share of schemes of which one alert within twice as many holds half.
    pub found_by_one_alert_within_2x: Option<f64>,
    /// Average precision of the ranking of shipments.
    pub average_precision: Option<f64>,
    /// Mean squared distance of score and truth over all alerts.
    pub brier: Option<f64>,
    /// Reliability: ten bands of the score.
    pub reliability: Vec<Bin>,
    /// A row a typology.
    pub typologies: Vec<TypologyRow>,
    /// A row a family of look-alikes that alerts fell on; `ordinary` is trade of no family.
    pub lookalikes: Vec<FamilyRow>,
    /// Precision and recall over schemes after each alert.
    pub curve: Vec<(f64, f64)>,
}

/// A band of scores.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bin {
    /// From (inside) to (outside).
    pub from: f64,
    /// Upper end.
    pub to: f64,
    /// Alerts in it.
    pub alerts: usize,
    /// Their mean score.
    pub mean_score: Option<f64>,
    /// Share of them that is right.
    pub right: Option<f64>,
}

/// A typology.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TypologyRow {
    /// Its id.
    pub typology: String,
    /// Schemes of it.
    pub schemes: usize,
    /// Found within twice the number of all schemes.
    pub found_within_2x: usize,
    /// Found at all.
    pub found: usize,
    /// Median rank of discovery of those found.
    pub median_rank: Option<usize>,
}

/// A family of look-alikes.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FamilyRow {
    /// Its id.
    pub lookalike: String,
    /// Alerts that are wrong and fall on it.
    pub false_alerts: usize,
    /// Those with a score above 0.5.
    pub above_half: usize,
    /// Their highest score.
    pub highest: f64,
    /// Best rank of them.
    pub best_rank: usize,
}

struct Judged {
    movements: Vec<u32>,
    /// The scheme that most of its movements belong to, and how many.
    scheme: Option<(u32, usize)>,
    right: bool,
}

fn judge(alert: &Ranked, truth: &Truth) -> Judged {
    let mut movements: Vec<u32> = Vec::new();
    let mut unknown = 0;
    for record in &alert.records {
        match truth.movement(record) {
            Some(movement) => movements.push(movement),
            None => unknown += 1,
        }
    }
    movements.sort_unstable();
    movements.dedup();
    let mut counts: FxHashMap<u32, usize> = FxHashMap::default();
    for movement in &movements {
        if let Some(scheme) = truth.scheme_of.get(movement) {
            *counts.entry(*scheme).or_default() += 1;
        }
    }
    let mut counts: Vec<(u32, usize)> = counts.into_iter().collect();
    counts.sort_unstable_by_key(|(scheme, count)| (std::cmp::Reverse(*count), *scheme));
    let scheme = counts.first().copied();
    let all = movements.len() + unknown;
    Judged {
        right: scheme.is_some_and(|(_, count)| 2 * count >= all),
        scheme,
        movements,
    }
}

/// The scheme that most movements of an alert belong to (index into the truth's schemes), and whether the alert is right.
pub fn points_at(alert: &Ranked, truth: &Truth) -> (Option<usize>, bool) {
    let judged = judge(alert, truth);
    (
        judged.scheme.map(|(scheme, _)| scheme as usize),
        judged.right,
    )
}

pub(super) fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Holds alerts, in order of rank, against the truth.
pub fn measure(alerts: &[Ranked], truth: &Truth) -> Report {
    let judged: Vec<Judged> = alerts.iter().map(|a| judge(a, truth)).collect();
    let schemes = truth.schemes.len();
    let (found_at, one_alert_at) = discoveries(&judged, truth);
    let within = |at: &[Option<usize>], limit: usize| {
        at.iter().filter(|r| r.is_some_and(|r| r <= limit)).count()
    };
    let right: Vec<bool> = judged.iter().map(|j| j.right).collect();
    let brier: f64 = alerts
        .iter()
        .zip(&right)
        .map(|(a, r)| (a.score - f64::from(u8::from(*r))).powi(2))
        .sum();
    Report {
        alerts: alerts.len(),
        schemes,
        movements: truth.schemes.iter().map(|s| s.movements.len()).sum(),
        precision: [10, 50, 100, 500]
            .map(|k| {
                let first = &right[..k.min(right.len())];
                (k, share(first.iter().filter(|r| **r).count(), first.len()))
            })
            .to_vec(),
        found_within_1x: share(within(&found_at, schemes), schemes),
        found_within_2x: share(within(&found_at, 2 * schemes), schemes),
        found: share(within(&found_at, usize::MAX), schemes),
        found_by_one_alert_within_2x: share(within(&one_alert_at, 2 * schemes), schemes),
        average_precision: average_precision(&judged, alerts, truth),
        brier: (!alerts.is_empty()).then(|| brier / alerts.len() as f64),
        reliability: reliability(alerts, &right),
        typologies: typologies(&found_at, truth),
        lookalikes: families(alerts, &judged, truth),
        curve: curve(&right, &found_at, schemes),
    }
}

/// Rank at which each scheme is found, and at which one alert holds half of it.
fn discoveries(judged: &[Judged], truth: &Truth) -> (Vec<Option<usize>>, Vec<Option<usize>>) {
    let schemes = truth.schemes.len();
    let mut held: Vec<FxHashSet<u32>> = vec![FxHashSet::default(); schemes];
    let (mut found, mut one) = (vec![None; schemes], vec![None; schemes]);
    for (i, alert) in judged.iter().enumerate() {
        let Some((scheme, count)) = alert.scheme else {
            continue;
        };
        let at = scheme as usize;
        let need = truth.schemes[at].movements.len().div_ceil(2);
        if count >= need && one[at].is_none() {
            one[at] = Some(i + 1);
        }
        if alert.right {
            let own = alert
                .movements
                .iter()
                .filter(|m| truth.scheme_of.get(m) == Some(&scheme));
            held[at].extend(own);
            if held[at].len() >= need && found[at].is_none() {
                found[at] = Some(i + 1);
            }
        }
    }
    (found, one)
}

/// Shipments ranked by the first alert that holds them; those of one alert are tied.
fn average_precision(judged: &[Judged], alerts: &[Ranked], truth: &Truth) -> Option<f64> {
    let positives = truth.scheme_of.len();
    let mut seen: FxHashSet<u32> = FxHashSet::default();
    let mut strangers: FxHashSet<&str> = FxHashSet::default();
    let (mut hits, mut shown, mut sum) = (0usize, 0usize, 0.0);
    for (alert, ranked) in judged.iter().zip(alerts) {
        let mut new_hits = 0;
        for movement in &alert.movements {
            if seen.insert(*movement) {
                shown += 1;
                new_hits += usize::from(truth.scheme_of.contains_key(movement));
            }
        }
        for record in &ranked.records {
            if truth.movement(record).is_none() && strangers.insert(record) {
                shown += 1;
            }
        }
        hits += new_hits;
        if new_hits > 0 {
            sum += new_hits as f64 * hits as f64 / shown as f64;
        }
    }
    (positives > 0).then(|| sum / positives as f64)
}

pub(super) fn reliability(alerts: &[Ranked], right: &[bool]) -> Vec<Bin> {
    (0..10)
        .map(|band| {
            let (from, to) = (f64::from(band) / 10.0, f64::from(band + 1) / 10.0);
            let inside = |score: f64| score >= from && (score < to || band == 9);
            let members: Vec<(f64, bool)> = alerts
                .iter()
                .zip(right)
                .filter(|(a, _)| inside(a.score))
                .map(|(a, r)| (a.score, *r))
                .collect();
            let count = members.len();
            Bin {
                from,
                to,
                alerts: count,
                mean_score: (count > 0)
                    .then(|| members.iter().map(|m| m.0).sum::<f64>() / count as f64),
                right: share(members.iter().filter(|m| m.1).count(), count),
            }
        })
        .collect()
}

fn typologies(found_at: &[Option<usize>], truth: &Truth) -> Vec<TypologyRow> {
    let mut rows: std::collections::BTreeMap<&str, (TypologyRow, Vec<usize>)> =
        std::collections::BTreeMap::new();
    for (scheme, found) in truth.schemes.iter().zip(found_at) {
        let (row, ranks) = rows.entry(scheme.typology.as_str()).or_default();
        row.typology.clone_from(&scheme.typology);
        row.schemes += 1;
        if let Some(rank) = found {
            row.found += 1;
            row.found_within_2x += usize::from(*rank <= 2 * truth.schemes.len());
            ranks.push(*rank);
        }
    }
    rows.into_values()
        .map(|(mut row, mut ranks)| {
            ranks.sort_unstable();
            row.median_rank = ranks.get(ranks.len() / 2).copied();
            row
        })
        .collect()
}

fn families(alerts: &[Ranked], judged: &[Judged], truth: &Truth) -> Vec<FamilyRow> {
    let mut rows: std::collections::BTreeMap<String, FamilyRow> = std::collections::BTreeMap::new();
    for (i, (alert, ranked)) in judged.iter().zip(alerts).enumerate() {
        if alert.right {
            continue;
        }
        let mut counts: std::collections::BTreeMap<u32, usize> = std::collections::BTreeMap::new();
        for movement in &alert.movements {
            if let Some(family) = truth.family_of.get(movement) {
                *counts.entry(*family).or_default() += 1;
            }
        }
        let most = counts
            .iter()
            .max_by_key(|(f, n)| (**n, std::cmp::Reverse(**f)));
        let name = match (most, alert.scheme) {
            (Some((family, n)), _) if 2 * n >= ranked.records.len() => {
                truth.families[*family as usize].clone()
            }
            (_, Some(_)) => "part of a scheme among other trade".to_string(),
            (Some((family, _)), None) => truth.families[*family as usize].clone(),
            _ => "ordinary".to_string(),
        };
        let row = rows.entry(name.clone()).or_insert(FamilyRow {
            lookalike: name,
            best_rank: i + 1,
            ..FamilyRow::default()
        });
        row.false_alerts += 1;
        row.above_half += usize::from(ranked.score > 0.5);
        row.highest = row.highest.max(ranked.score);
    }
    rows.into_values().collect()
}

fn curve(right: &[bool], found_at: &[Option<usize>], schemes: usize) -> Vec<(f64, f64)> {
    let mut ranks: Vec<usize> = found_at.iter().flatten().copied().collect();
    ranks.sort_unstable();
    let mut hits = 0;
    right
        .iter()
        .enumerate()
        .map(|(i, right)| {
            hits += usize::from(*right);
            let found = ranks.partition_point(|r| *r <= i + 1);
            (
                found as f64 / schemes.max(1) as f64,
                hits as f64 / (i + 1) as f64,
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn truth(text: &str, doubles: &str, families: &str) -> Truth {
        let folder = tempfile::tempdir().expect("folder");
        let write = |name: &str, header: &str, body: &str| {
            std::fs::write(folder.path().join(name), format!("{header}\n{body}")).expect("file");
        };
        write("truth.csv", "record_id,scheme,typology", text);
        write("truth_duplicates.csv", "record_id,same_as", doubles);
        write("truth_lookalikes.csv", "record_id,lookalike", families);
        Truth::read(&folder.path().join("truth.csv")).expect("truth")
    }

    fn alert(score: f64, records: &str) -> Ranked {
        Ranked {
            score,
            records: records.split('|').map(str::to_string).collect(),
        }
    }

    #[test]
    fn an_alert_with_half_of_its_records_in_a_scheme_is_right_and_finds_it() {
        let truth = truth(
            "a,S1,T01\nb,S1,T01\nc,S2,T05\nd,S2,T05\n",
            "",
            "x,repair_return\n",
        );
        let report = measure(
            &[alert(0.9, "a|b"), alert(0.6, "x|y"), alert(0.2, "c|z")],
            &truth,
        );
        assert_eq!(report.precision[0], (10, Some(2.0 / 3.0)));
        assert_eq!(
            (report.found_within_1x, report.found_within_2x),
            (Some(0.5), Some(1.0))
        );
        assert_eq!(
            report
                .typologies
                .iter()
                .map(|t| t.found)
                .collect::<Vec<_>>(),
            [1, 1]
        );
        assert_eq!(report.lookalikes.len(), 1);
        assert_eq!(
            (
                report.lookalikes[0].lookalike.as_str(),
                report.lookalikes[0].above_half
            ),
            ("repair_return", 1)
        );
        let brier = (0.1f64.powi(2) + 0.6f64.powi(2) + 0.8f64.powi(2)) / 3.0;
        assert!((report.brier.expect("alerts") - brier).abs() < 1e-12);
    }

    #[test]
    fn records_of_one_movement_count_once() {
        let truth = truth(
            "a,S1,T01\nb,S1,T01\na2,S1,T01\na3,S1,T01\n",
            "a2,a\na3,a\n",
            "",
        );
        assert_eq!(truth.schemes[0].movements.len(), 2);
        // One of two movements is half of the scheme, whichever record names it.
        assert_eq!(measure(&[alert(0.9, "a3")], &truth).found, Some(1.0));
    }

    #[test]
    fn sisters_are_found_together() {
        let truth = truth(
            "a,S1,T03\nb,S1,T03\nc,S1,T03\nd,S1,T03\ne,S1,T03\nf,S1,T03\n",
            "",
            "",
        );
        let report = measure(&[alert(0.9, "a|b"), alert(0.8, "c|d")], &truth);
        assert_eq!(
            (report.found, report.found_by_one_alert_within_2x),
            (Some(1.0), Some(0.0))
        );
    }

    #[test]
    fn average_precision_is_one_for_a_perfect_ranking_and_falls_with_false_ones_before() {
        let truth = truth("a,S1,T01\nb,S1,T01\n", "", "");
        let best = measure(&[alert(0.9, "a|b"), alert(0.1, "x|y")], &truth).average_precision;
        let worse = measure(&[alert(0.9, "x|y"), alert(0.8, "a|b")], &truth).average_precision;
        assert_eq!((best, worse), (Some(1.0), Some(0.5)));
        assert_eq!(measure(&[], &truth).average_precision, Some(0.0));
    }
}
