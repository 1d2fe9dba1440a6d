//! Runs every heuristic over every path.

use super::context::Context;
use super::spec::Heuristic;
use super::subject::Subject;
use super::{ALL, find};
use crate::model::{Direction, Finding, Measure, Path};
use crate::policy::heuristics::HeuristicSettings;
use crate::policy::weights::Weights;
use rayon::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A difference between what the heuristics declare and what a policy says.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Fault {
    /// No value for a parameter.
    #[error(
        "the policy gives no value for parameter '{parameter}' of heuristic '{heuristic}'; add it under [parameters.{heuristic}] (built-in value {default})"
    )]
    MissingParameter {
        /// Heuristic.
        heuristic: String,
        /// Parameter.
        parameter: String,
        /// The built-in value.
        default: f64,
    },
    /// A value for something that is no parameter.
    #[error(
        "the policy sets '{parameter}' for heuristic '{heuristic}', which has no such parameter; remove or correct it"
    )]
    UnknownParameter {
        /// Heuristic.
        heuristic: String,
        /// Key.
        parameter: String,
    },
    /// Settings or a weight for something that is no heuristic.
    #[error(
        "the policy names heuristic '{heuristic}', which does not exist; `tidewaiter heuristics list` shows those that do"
    )]
    UnknownHeuristic {
        /// Id.
        heuristic: String,
    },
    /// No weight for a heuristic.
    #[error("the policy gives no weight for heuristic '{heuristic}'; add it under [weights]")]
    MissingWeight {
        /// Heuristic.
        heuristic: String,
    },
    /// A weight that would turn a heuristic round.
    #[error(
        "the weight {weight} of heuristic '{heuristic}' has the wrong sign: a red flag never lowers a score and an innocent explanation never raises one"
    )]
    WrongSign {
        /// Heuristic.
        heuristic: String,
        /// Its weight.
        weight: f64,
    },
}

/// The values of all parameters, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    values: Vec<Vec<f64>>,
}

/// Checks the policy against the heuristics, both ways.
///
/// # Errors
/// Every fault found, so that all can be mended at once.
pub fn prepare(settings: &HeuristicSettings, weights: &Weights) -> Result<Prepared, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut values = Vec::with_capacity(ALL.len());
    for heuristic in ALL {
        let given = settings.parameters.get(heuristic.id);
        let mut row = Vec::with_capacity(heuristic.parameters.len());
        for parameter in heuristic.parameters {
            match given.and_then(|given| given.get(parameter.name)) {
                Some(&value) => row.push(value),
                None => faults.push(Fault::MissingParameter {
                    heuristic: heuristic.id.to_owned(),
                    parameter: parameter.name.to_owned(),
                    default: parameter.default,
                }),
            }
        }
        values.push(row);
        match weights.weights.get(heuristic.id) {
            None => faults.push(Fault::MissingWeight {
                heuristic: heuristic.id.to_owned(),
            }),
            Some(&weight) => {
                let wrong = match heuristic.direction {
                    Direction::Against => weight < 0.0,
                    Direction::For => weight > 0.0,
                };
                if wrong {
                    faults.push(Fault::WrongSign {
                        heuristic: heuristic.id.to_owned(),
                        weight,
                    });
                }
            }
        }
    }
    for (id, given) in &settings.parameters {
        match find(id) {
            None => faults.push(Fault::UnknownHeuristic {
                heuristic: id.clone(),
            }),
            Some(heuristic) => faults.extend(
                given
                    .keys()
                    .filter(|key| heuristic.parameters.iter().all(|p| p.name != key.as_str()))
                    .map(|key| Fault::UnknownParameter {
                        heuristic: id.clone(),
                        parameter: key.clone(),
                    }),
            ),
        }
    }
    for id in weights.weights.keys().chain(weights.curves.keys()) {
        if find(id).is_none() {
            faults.push(Fault::UnknownHeuristic {
                heuristic: id.clone(),
            });
        }
    }
    if faults.is_empty() {
        Ok(Prepared { values })
    } else {
        Err(faults)
    }
}

impl Prepared {
    /// The values that the specifications name, for tests and for documentation.
    pub fn defaults() -> Self {
        let values = ALL
            .iter()
            .map(|h| h.parameters.iter().map(|p| p.default).collect())
            .collect();
        Self { values }
    }

    /// The value of one parameter.
    pub fn value(&self, heuristic: &str, parameter: &str) -> Option<f64> {
        let i = ALL.iter().position(|h| h.id == heuristic)?;
        let j = ALL[i].parameters.iter().position(|p| p.name == parameter)?;
        self.values.get(i)?.get(j).copied()
    }
}

/// What all heuristics say of all paths.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Findings {
    /// One list a path, in the order of the paths; inside in the order of [`ALL`].
    pub of_path: Vec<Vec<Finding>>,
    /// Seconds spent in each heuristic, by id in the order of [`ALL`].
    pub seconds: Vec<(&'static str, f64)>,
    /// Paths with a finding of known strength, in the same order.
    pub hits: Vec<u64>,
    /// Heuristics that broke off, with the number of paths on which they did.
    pub failed: Vec<(&'static str, u64)>,
}

/// Runs every heuristic over every path, in parallel over the paths. `seconds` reads a clock that the caller owns.
///
/// A heuristic that panics on a path gives a finding of unknown strength there that names it; nothing else is lost.
pub fn run(
    context: &Context<'_>,
    paths: &[Path],
    prepared: &Prepared,
    seconds: &(dyn Fn() -> f64 + Sync),
) -> Findings {
    run_these(ALL, &prepared.values, context, paths, seconds)
}

fn run_these(
    heuristics: &[&'static Heuristic],
    values: &[Vec<f64>],
    context: &Context<'_>,
    paths: &[Path],
    seconds: &(dyn Fn() -> f64 + Sync),
) -> Findings {
    let mut findings = Findings {
        of_path: vec![Vec::new(); paths.len()],
        ..Findings::default()
    };
    let subjects: Vec<Subject<'_>> = paths.par_iter().map(Subject::new).collect();
    for (heuristic, values) in heuristics.iter().zip(values) {
        let start = seconds();
        let (hits, failed) = (findings.of_path.par_iter_mut())
            .zip(&subjects)
            .with_min_len(64)
            .map(|(row, path)| {
                let (finding, broke) = look(heuristic, values, context, path);
                let known = (finding.as_ref()).is_some_and(|finding| finding.strength.is_known());
                row.extend(finding);
                (u64::from(known), u64::from(broke))
            })
            .reduce(|| (0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
        findings.seconds.push((heuristic.id, seconds() - start));
        findings.hits.push(hits);
        if failed > 0 {
            findings.failed.push((heuristic.id, failed));
        }
    }
    findings
}

fn look(
    heuristic: &'static Heuristic,
    values: &[f64],
    context: &Context<'_>,
    path: &Subject<'_>,
) -> (Option<Finding>, bool) {
    // Context and subject are only read, so a broken heuristic cannot leave them half changed.
    match catch_unwind(AssertUnwindSafe(|| (heuristic.look)(context, path, values))) {
        Ok(sighting) => {
            let finding = sighting.map(|mut sighting| {
                sighting.shipments.sort_unstable();
                sighting.shipments.dedup();
                Finding {
                    heuristic: heuristic.id,
                    strength: sighting.strength,
                    text: sighting.text,
                    shipments: sighting.shipments,
                }
            });
            (finding, false)
        }
        Err(_) => {
            let finding = Finding {
                heuristic: heuristic.id,
                strength: Measure::UNKNOWN,
                text: "This heuristic failed on this path; nothing was counted. Please report it."
                    .to_owned(),
                shipments: Vec::new(),
            };
            (Some(finding), true)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::heuristics::testbed::World;
    use crate::model::Scope;

    static BROKEN: Heuristic = Heuristic {
        id: "broken",
        summary: "",
        status: crate::heuristics::Status::Preview,
        since: "0",
        scope: Scope::Path,
        direction: Direction::Against,
        group: "",
        parameters: &[],
        raw_docs: "",
        file: "",
        look: |_, path, _| panic!("no good on {} legs", path.legs.len()),
    };

    #[test]
    fn a_heuristic_that_panics_is_a_named_failed_finding_and_nothing_else_is_lost() {
        let world = World::parse(
            "```shipments\nrecord_id,date,shipper_name,shipper_country,consignee_name,consignee_country,item,units\n\
             r1,2024-03-01,Alder Example Systems,US,Basil Example Trading,MY,h100,64\n\
             r2,2024-03-09,Basil Example Trading,MY,Cedar Example Lab,CN,h100,64\n```\n\
             ```path\nr1 > r2\nend restricted_country CN\n```\n",
        )
        .expect("case");
        let context = world.context();
        let back_to_back = find("back-to-back").expect("registered");
        let values: Vec<Vec<f64>> = vec![
            vec![],
            back_to_back.parameters.iter().map(|p| p.default).collect(),
        ];
        let found = run_these(
            &[&BROKEN, back_to_back],
            &values,
            &context,
            &world.paths,
            &|| 0.0,
        );
        assert_eq!(found.failed, [("broken", 1)]);
        assert_eq!(found.of_path[0].len(), 2);
        assert_eq!(found.of_path[0][0].strength, Measure::UNKNOWN);
        assert!(found.of_path[0][1].strength.is_known());
    }
}
