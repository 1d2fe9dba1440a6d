//! Worlds to observations, and how well weights do on them.

use crate::evaluate::{self, Ranked, Report, Truth};
use crate::heuristics;
use crate::model::{AlertSheet, Finding, LabelVerdict, Progress, probability};
use crate::pipeline;
use crate::policy::Policy;
use crate::policy::weights::Weights;
use crate::score::Model;
use std::path::Path;

/// A world cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Its tables cannot be scanned.
    #[error(transparent)]
    Scan(#[from] pipeline::Error),
    /// Its truth cannot be read.
    #[error(transparent)]
    Truth(#[from] evaluate::Error),
}

/// One alert, as far as weights are concerned.
#[derive(Clone, Debug)]
pub struct Observation {
    /// What the heuristics said.
    pub findings: Vec<Finding>,
    /// Records of its shipments.
    pub records: Vec<String>,
    /// TPP that reached the end, -1 where unknown: breaks ties of rank.
    pub tpp: f64,
    /// Alert id: breaks the last ties.
    pub id: String,
    /// Does it hold at least half of its movements from one scheme?
    pub right: bool,
    /// It holds some movements of a scheme, but less than half: neither right nor honest, left out of the fit.
    pub mixed: bool,
    /// Typology of the scheme it points at; "" for none.
    pub typology: String,
}

/// A scanned world with its truth.
#[derive(Clone)]
pub struct World {
    /// Name for reports.
    pub name: String,
    /// Its alerts.
    pub observations: Vec<Observation>,
    truth: Truth,
}

/// Scans a folder that `simulate` wrote and holds every alert against its truth.
///
/// # Errors
/// If the tables cannot be scanned or the truth cannot be read.
pub fn observe(
    folder: &Path,
    without: &[&str],
    policy: &Policy,
    progress: &dyn Progress,
) -> Result<World, Error> {
    let table = |name: &str| {
        let path = folder.join(name);
        if path.exists() && !without.contains(&name) {
            vec![path]
        } else {
            Vec::new()
        }
    };
    let inputs = pipeline::Inputs {
        shipments: vec![folder.join("shipments.csv")],
        parties: table("parties.csv"),
        ownership: table("ownership.csv"),
        watchlist: table("watchlist.csv"),
    };
    let run = pipeline::scan(&inputs, policy, &pipeline::Options::default(), progress)?;
    let truth = Truth::read(&folder.join("truth.csv"))?;
    let observations = run
        .alerts
        .into_iter()
        .map(|alert| {
            let records: Vec<String> = alert
                .path
                .told()
                .map(|id| run.shipments.record(id).to_owned())
                .collect();
            let ranked = Ranked {
                score: alert.score,
                records: records.clone(),
            };
            let (scheme, right) = evaluate::points_at(&ranked, &truth);
            Observation {
                findings: alert
                    .explanation
                    .parts
                    .into_iter()
                    .map(|part| part.finding)
                    .collect(),
                records,
                tpp: alert.path.tpp.get().unwrap_or(-1.0),
                id: alert.id,
                right,
                mixed: scheme.is_some() && !right,
                typology: scheme.map_or(String::new(), |i| truth.schemes[i].typology.clone()),
            }
        })
        .collect();
    Ok(World {
        name: folder
            .file_name()
            .map_or(String::new(), |name| name.to_string_lossy().into_owned()),
        observations,
        truth,
    })
}

/// Alerts of a finished run that analysts settled, as observations. Those that changed since, and unsure ones, tell nothing.
pub fn labelled(name: &str, alerts: &[AlertSheet]) -> World {
    let observations = alerts
        .iter()
        .filter_map(|alert| {
            let label = alert
                .label
                .as_ref()
                .filter(|label| label.changed.is_empty())?;
            let right = match label.verdict {
                LabelVerdict::True => true,
                LabelVerdict::False => false,
                LabelVerdict::Unsure => return None,
            };
            let findings = alert
                .findings
                .iter()
                .filter_map(|finding| {
                    // A run of another version may hold heuristics that this one does not know.
                    let known = heuristics::ALL.iter().find(|h| h.id == finding.heuristic)?;
                    Some(Finding {
                        heuristic: known.id,
                        strength: finding.strength,
                        text: finding.text.clone(),
                        shipments: Vec::new(),
                    })
                })
                .collect();
            Some(Observation {
                findings,
                records: Vec::new(),
                tpp: alert.tpp.get().unwrap_or(-1.0),
                id: alert.alert_id.clone(),
                right,
                mixed: false,
                typology: String::new(),
            })
        })
        .collect();
    World {
        name: name.to_owned(),
        observations,
        truth: Truth::default(),
    }
}

/// Ranks the alerts of a world anew under these weights and measures the result.
pub fn report(world: &World, weights: &Weights) -> Report {
    let model = Model::new(weights, heuristics::ALL.iter().map(|h| (h.id, h.group)));
    let mut scored: Vec<(f64, &Observation)> = world
        .observations
        .iter()
        .map(|seen| (model.explain(seen.findings.clone()).log_odds, seen))
        .collect();
    scored.sort_by(|(a, x), (b, y)| {
        b.total_cmp(a)
            .then_with(|| y.tpp.total_cmp(&x.tpp))
            .then_with(|| x.id.cmp(&y.id))
    });
    let ranked: Vec<Ranked> = scored
        .into_iter()
        .map(|(log_odds, seen)| Ranked {
            score: probability(log_odds),
            records: seen.records.clone(),
        })
        .collect();
    evaluate::measure(&ranked, &world.truth)
}
