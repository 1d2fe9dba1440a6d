//! The main job: shipment records in, ranked alerts out.

use super::checkpoint::{self, Checkpoint, Keys};
use super::clock::StageClock;
use super::status;
use crate::graph::{TemporalGraph, roles};
use crate::heuristics;
use crate::ingest;
use crate::items::{self, Recogniser};
use crate::model::{
    Measure, Progress, RUN_FORMAT, Registers, RejectedRow, RowCounts, Run, RunRecord, SourceFile,
    StageTime,
};
use crate::paths;
use crate::policy::Policy;
use crate::reference::{catalogue, headings};
use crate::report::run_folder::{self, StageFolder};
use crate::resolve;
use crate::score;
use sha2::Digest;
use std::cell::LazyCell;
use std::path::PathBuf;

/// The files of a scan.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Shipments: files, folders or globs. The only ones required.
    pub shipments: Vec<PathBuf>,
    /// Party tables.
    pub parties: Vec<PathBuf>,
    /// Ownership tables.
    pub ownership: Vec<PathBuf>,
    /// Watch lists.
    pub watchlist: Vec<PathBuf>,
}

/// How to scan.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How files are read.
    pub ingest: ingest::Options,
    /// How parties are resolved.
    pub resolve: resolve::Options,
    /// The files that the judgements in `resolve` came from.
    pub judgements: Vec<SourceFile>,
    /// Where finished stages are kept; nowhere if `None`.
    pub checkpoint: Option<checkpoint::Settings>,
    /// The command line, for the run record.
    pub command: Vec<String>,
    /// An empty or new folder for the table of each stage.
    pub dump_stages: Option<PathBuf>,
}

/// A scan cannot go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The input cannot be used.
    #[error(transparent)]
    Input(#[from] ingest::Error),
    /// The policy does not fit this version of the tool.
    #[error("the policy does not fit the heuristics of this version:\n  {}", faults.join("\n  "))]
    Policy {
        /// Every fault.
        faults: Vec<String>,
    },
    /// The folder of checkpoints cannot be used.
    #[error(transparent)]
    Checkpoint(#[from] checkpoint::Error),
    /// A file was written to while it was read.
    #[error("{file} changed while it was read; scan it again when nobody writes to it")]
    Changed {
        /// The file.
        file: String,
    },
    /// The table of a stage cannot be written.
    #[error(transparent)]
    Stages(#[from] run_folder::Error),
    /// The user asked to stop.
    #[error("interrupted; nothing was written")]
    Interrupted,
}

/// Runs every stage. Nothing is written: the caller hands the run to `report`.
///
/// # Errors
/// If the input cannot be used, the policy does not fit, or the user asked to stop.
pub fn scan(
    inputs: &Inputs,
    policy: &Policy,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Run, Error> {
    let mut clock = StageClock::start();
    let prepared = heuristics::prepare(&policy.heuristics, &policy.weights).map_err(|faults| {
        Error::Policy {
            faults: faults.iter().map(ToString::to_string).collect(),
        }
    })?;
    let catalogue = catalogue::load();
    let keys = Keys::of(options.checkpoint.as_ref(), inputs, policy, options)?;
    let kept = Checkpoint::open(options.checkpoint.as_ref(), progress)?;
    let dump = options.dump_stages.as_deref().map(StageFolder::create);
    let dump = dump.transpose()?;

    // The registers keep one thread busy, and not for long: they are read beside the shipments.
    let (ingested, registers) = rayon::join(
        || {
            kept.stage("shipments", &keys.shipments, || {
                let ingested = ingest::shipments(&inputs.shipments, &options.ingest, progress)?;
                match keys.changed(&ingested.shipments.files) {
                    Some(file) => Err(Error::Changed {
                        file: file.to_owned(),
                    }),
                    None => Ok(ingested),
                }
            })
        },
        || {
            kept.stage("registers", &keys.registers, || {
                ingest::registers(
                    &inputs.parties,
                    &inputs.ownership,
                    &inputs.watchlist,
                    &options.ingest,
                    progress,
                )
            })
        },
    );
    let (ingested, mut registers) = (ingested?, registers?);
    let shipments = ingested.shipments;
    clock.lap("ingest", shipments.len());
    if let Some(dump) = &dump {
        dump.ingest(&shipments)?;
    }
    stop_if_asked(progress)?;

    let goods = kept.stage("items", &keys.items, || {
        let recogniser = Recogniser::new(&catalogue);
        Ok::<_, Error>(items::recognise_all(&shipments, &catalogue, &recogniser))
    })?;
    clock.lap(
        "items",
        goods.item.iter().filter(|item| item.is_some()).count(),
    );
    if let Some(dump) = &dump {
        dump.items(&shipments, &goods, &catalogue)?;
    }
    stop_if_asked(progress)?;

    let resolution = kept.stage("resolve", &keys.resolve, || {
        let mut resolution = resolve::resolve(
            &shipments,
            &mut registers,
            &policy.resolve,
            &options.resolve,
            progress,
        );
        resolve::same_lots::link(
            &shipments,
            &goods,
            &mut resolution,
            &policy.resolve.same_lots,
        );
        Ok::<_, Error>(resolution)
    })?;
    // The entities hold what these tables say of them; what follows asks for the lists alone.
    registers.parties = Vec::new();
    registers.ownership = Vec::new();
    clock.lap("resolve", resolution.entities.len());
    if let Some(dump) = &dump {
        dump.resolve(&shipments, &resolution)?;
    }
    stop_if_asked(progress)?;

    // Built only if a stage that reads it has to run.
    let graph = LazyCell::new(|| TemporalGraph::build(&shipments, &resolution));
    let (roles, edges) = kept.stage("roles", &keys.roles, || {
        let roles = roles::assign(&graph, &shipments, &goods, &catalogue, &resolution);
        Ok::<_, Error>((roles, graph.edges()))
    })?;
    clock.lap("graph", edges);
    if let Some(dump) = &dump {
        dump.graph(&shipments, &resolution, &roles, |id| graph.ends(id))?;
    }
    stop_if_asked(progress)?;

    let regimes = policy.regimes.knowing(&catalogue);
    let statuses = status::of_shipments(&shipments, &goods, &catalogue, &resolution, &regimes);
    clock.lap(
        "status",
        statuses.of.iter().filter(|word| **word != 0).count(),
    );
    if let Some(dump) = &dump {
        dump.status(&shipments, &statuses.of, &statuses.words)?;
    }
    stop_if_asked(progress)?;

    let traced = kept.stage("paths", &keys.paths, || {
        let inputs = paths::custody::Inputs {
            graph: &graph,
            shipments: &shipments,
            goods: &goods,
            items: &catalogue,
            resolution: &resolution,
            roles: &roles,
            rules: &regimes,
            totals: &statuses.totals,
            settings: &policy.search,
        };
        paths::custody::trace(&inputs, progress)
            .map_err(|paths::Error::Interrupted| Error::Interrupted)
    })?;
    drop(graph);
    clock.lap("paths", traced.paths.len());
    if let Some(dump) = &dump {
        dump.paths(&shipments, &resolution, &catalogue, &traced.paths)?;
    }

    let rules = heuristics::RegimeRules {
        regimes: &regimes,
        totals: &statuses.totals,
        shipments: &shipments,
        goods: &goods,
    };
    let findings = kept.stage("heuristics", &keys.heuristics, || {
        progress.start("heuristics", Some(traced.paths.len() as u64));
        let headings = headings::load();
        let context = heuristics::Context::build(
            heuristics::Inputs {
                shipments: &shipments,
                goods: &goods,
                items: &catalogue,
                registers: &registers,
                resolution: &resolution,
                roles: &roles,
                headings: &headings,
                settings: &policy.heuristics,
                rules: &rules,
            },
            &traced.paths,
        );
        let seconds = || clock.seconds();
        let findings = heuristics::run(&context, &traced.paths, &prepared, &seconds);
        progress.finish();
        Ok::<_, Error>(findings)
    })?;
    let (times, failures) = heuristic_times(&findings);
    clock.lap("heuristics", findings.of_path.iter().map(Vec::len).sum());
    if let Some(dump) = &dump {
        dump.findings(&shipments, &findings.of_path)?;
    }
    stop_if_asked(progress)?;

    let model = score::Model::new(
        &policy.weights,
        heuristics::ALL
            .iter()
            .map(|heuristic| (heuristic.id, heuristic.group)),
    );
    let names = score::Names {
        shipments: &shipments,
        items: &catalogue,
        resolution: &resolution,
        roles: &roles,
    };
    let mut completeness = traced.completeness;
    if !completeness.cuts.is_empty() {
        completeness.best_cut_score = Measure::new(model.ceiling());
    }
    let (alerts, cases) = score::rank(traced.paths, findings.of_path, &model, &names);
    clock.lap("score", alerts.len());
    if let Some(dump) = &dump {
        dump.alerts(&shipments, &alerts)?;
    }

    let (inputs, rejected) = accounts(
        &shipments.files,
        ingested.rejected,
        &registers,
        &options.judgements,
    );
    let (config, config_sha256) = configuration(options, policy);
    let record = RunRecord {
        format: RUN_FORMAT,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        command: options.command.clone(),
        config,
        config_sha256,
        policy: policy.name.clone(),
        policy_sha256: policy.hash(),
        policy_known_to: policy.known_to.to_string(),
        rows: totals(&shipments.files),
        inputs,
        stages: clock.stages(),
        heuristics: times,
        completeness,
        base_rate: policy.weights.base_rate,
        alerts: alerts.len() as u64,
        cases: cases.len() as u64,
        warnings: [ingested.warnings, resolution.warnings.clone(), failures].concat(),
        advice: super::advice::of_heuristics(),
        files: Vec::new(),
    };
    Ok(Run {
        record,
        shipments,
        goods,
        items: catalogue,
        status: statuses.of,
        status_words: statuses.words,
        resolution,
        roles,
        rejected,
        alerts,
        cases,
        labels: Vec::new(),
    })
}

/// What the run was configured by, and its hash. Threads are left out: they change nothing.
fn configuration(options: &Options, policy: &Policy) -> (serde_json::Value, String) {
    // Two runs under other decisions about names must be told apart: `compare` asks.
    let judgements = (!options.resolve.judgements.is_empty()).then(|| {
        let all: Vec<String> = options
            .resolve
            .judgements
            .iter()
            .map(|judgement| format!("{judgement:?}"))
            .collect();
        hexadecimal(&sha2::Sha256::digest(all.join("\n")))
    });
    let config = serde_json::json!({
        "layout": options.ingest.layout.as_ref().map(|layout| &layout.name),
        "strict": options.ingest.strict,
        "max_rejected": options.ingest.max_rejected,
        "join_duplicates": options.ingest.join_duplicates,
        "resolve": if options.resolve.off { "off" } else { "on" },
        "judgements": options.resolve.judgements.len(),
        "judgements_sha256": judgements,
        "search": policy.search,
        "base_rate": policy.weights.base_rate,
    });
    let hash = hexadecimal(&sha2::Sha256::digest(config.to_string()));
    (config, hash)
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The record's list of input files, shipments first, and all rejected rows pointing into it.
fn accounts(
    shipments: &[SourceFile],
    mut rejected: Vec<RejectedRow>,
    registers: &Registers,
    judgements: &[SourceFile],
) -> (Vec<SourceFile>, Vec<RejectedRow>) {
    let offset = shipments.len() as u32;
    rejected.extend(registers.rejected.iter().cloned().map(|row| RejectedRow {
        file: row.file + offset,
        ..row
    }));
    rejected.sort();
    ([shipments, &registers.files, judgements].concat(), rejected)
}

fn totals(files: &[SourceFile]) -> RowCounts {
    files
        .iter()
        .fold(RowCounts::default(), |sum, file| RowCounts {
            read: sum.read + file.rows_read,
            used: sum.used + file.rows_used,
            merged: sum.merged + file.rows_merged,
            rejected: sum.rejected + file.rows_rejected,
        })
}

/// Seconds and findings of each heuristic, and a warning for each that broke off.
fn heuristic_times(findings: &heuristics::Findings) -> (Vec<StageTime>, Vec<String>) {
    let times = findings
        .seconds
        .iter()
        .zip(&findings.hits)
        .map(|(&(id, seconds), &rows)| StageTime {
            stage: id.to_owned(),
            seconds,
            rows,
            peak_bytes: Measure::UNKNOWN,
        })
        .collect();
    let failures = findings
        .failed
        .iter()
        .map(|(id, paths)| {
            format!("heuristic {id} broke off on {paths} paths; its findings there are unknown")
        })
        .collect();
    (times, failures)
}

fn stop_if_asked(progress: &dyn Progress) -> Result<(), Error> {
    if progress.interrupted() {
        Err(Error::Interrupted)
    } else {
        Ok(())
    }
}
