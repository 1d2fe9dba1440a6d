//! `tidewaiter policy compare`: which alerts and how many units change status under another policy.

mod folder;

use super::{load, print};
use crate::cli::exit::{Exit, Failed, OrExit, Outcome};
use crate::model::progress::Silent;
use crate::model::table::{self, Reader};
use crate::model::{Day, Measure, ShipmentId, Status};
use crate::pipeline::{self, Inputs, Options};
use crate::policy::Policy;
use crate::policy::moves::{Move, statuses};
use crate::reference::catalogue;
use crate::report::run_folder::{self, Existing};
use clap::Args;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Compare two policies over a run, or over shipment records: which alerts and how many units change status
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  tidewaiter policy compare built-in examples/policies/lower-threshold.toml tidewaiter-run
  tidewaiter policy compare built-in own.toml shipments.csv --ownership owners.csv --json")]
pub struct Compare {
    /// Policy file over the built-in policy, or `built-in`
    a: PathBuf,
    /// The other one
    b: PathBuf,
    /// A run folder, or a table of shipments, which is scanned under A first
    #[arg(value_name = "RUN|INPUT")]
    source: PathBuf,
    /// Party tables, for INPUT
    #[arg(long, value_name = "FILE")]
    parties: Vec<PathBuf>,
    /// Ownership tables, for INPUT
    #[arg(long, value_name = "FILE")]
    ownership: Vec<PathBuf>,
    /// Watch lists, for INPUT
    #[arg(long, value_name = "FILE")]
    watchlist: Vec<PathBuf>,
    /// Number of alerts to show
    #[arg(long, value_name = "N", default_value_t = 20)]
    top: usize,
    /// Print JSON, with every alert that changes
    #[arg(long)]
    json: bool,
}

impl Compare {
    /// Runs it.
    pub fn run(self) -> Outcome {
        let (a, b) = (named(&self.a)?, named(&self.b)?);
        let changes = if self.source.join("run.json").is_file() {
            compare(&self.source, &a, &b)?
        } else {
            let scratch = tempfile::tempdir().or_exit(Exit::Failure)?;
            let folder = scratch.path().join("run");
            self.scan(&a, &folder)?;
            compare(&folder, &a, &b)?
        };
        if self.json {
            print(&format!("{}\n", changes.json(&a, &b)))
        } else {
            print(&changes.text(&a, &b, self.top))
        }
    }

    fn scan(&self, policy: &Policy, folder: &Path) -> Outcome {
        let inputs = Inputs {
            shipments: vec![self.source.clone()],
            parties: self.parties.clone(),
            ownership: self.ownership.clone(),
            watchlist: self.watchlist.clone(),
        };
        let run =
            pipeline::scan(&inputs, policy, &Options::default(), &Silent).map_err(|error| {
                let exit = match &error {
                    pipeline::Error::Input(_) => Exit::Input,
                    pipeline::Error::Policy { .. } => Exit::Usage,
                    _ => Exit::Failure,
                };
                Failed {
                    exit,
                    cause: error.into(),
                }
            })?;
        run_folder::write(&run, folder, Existing::Refuse).or_exit(Exit::Failure)?;
        Ok(())
    }
}

fn named(file: &Path) -> Result<Policy, Failed> {
    load((file != Path::new("built-in")).then_some(file))
}

/// Shipments and units with one status under A and one under B.
#[derive(Clone, Copy, Default)]
struct Sum {
    shipments: u64,
    units: f64,
    /// Shipments whose units are not known.
    uncounted: u64,
}

/// An alert some of whose shipments change status.
struct ChangedAlert {
    rank: i64,
    id: String,
    score: f64,
    summary: String,
    units: Measure,
    /// Record, status under A, status under B.
    records: Vec<(String, String, String)>,
}

struct Changes {
    shipments: usize,
    /// First and last day of them.
    days: Option<(Day, Day)>,
    /// By the two statuses, sorted.
    sums: BTreeMap<(String, String), Sum>,
    alerts: usize,
    changed: Vec<ChangedAlert>,
}

/// Status with its review or code: a change of review is a change.
fn words(status: &Status) -> String {
    match status {
        Status::LicenceRequired { review } => {
            let review = serde_json::to_value(review).unwrap_or_default();
            format!("licence_required ({})", review.as_str().unwrap_or_default())
        }
        Status::Exception { code, .. } => format!("exception ({code})"),
        other => other.word().to_owned(),
    }
}

fn compare(folder: &Path, a: &Policy, b: &Policy) -> Result<Changes, Failed> {
    let items = catalogue::load();
    let firms = folder::firms(folder)?;
    let rows = folder::rows(folder, &items)?;
    let asked: Vec<usize> = (0..rows.units.len())
        .filter(|&row| rows.item(row).is_some() && rows.destination(row).is_some())
        .collect();
    let under = |policy: &Policy| -> Vec<Status> {
        let moves: Vec<Move<'_>> = asked
            .iter()
            .filter_map(|&row| rows.question(row, &items, &firms, &policy.regimes))
            .collect();
        statuses(&policy.regimes, &moves)
    };
    let (under_a, under_b) = (under(a), under(b));
    let mut sums: BTreeMap<(String, String), Sum> = BTreeMap::new();
    let mut changed: FxHashMap<&str, (String, String)> = FxHashMap::default();
    for ((&row, one), other) in asked.iter().zip(&under_a).zip(&under_b) {
        let key = (words(one), words(other));
        let sum = sums.entry(key.clone()).or_default();
        sum.shipments += 1;
        match rows.units[row].get() {
            Some(units) => sum.units += units,
            None => sum.uncounted += 1,
        }
        if key.0 != key.1 {
            changed.insert(rows.shipments.record(ShipmentId::new(row)), key);
        }
    }
    let alerts = Reader::open(&table::ALERTS, folder).or_exit(Exit::Input)?;
    let frame = alerts
        .columns(&[
            "rank",
            "alert_id",
            "score",
            "summary",
            "units",
            "record_ids",
        ])
        .or_exit(Exit::Input)?;
    let mut all = Vec::new();
    for row in 0..frame.len() {
        let ids = frame.text("record_ids", row).unwrap_or_default();
        let records: Vec<(String, String, String)> = ids
            .split('|')
            .map(|id| id.replace("%7C", "|"))
            .filter_map(|id| {
                let (one, other) = changed.get(id.as_str())?.clone();
                Some((id, one, other))
            })
            .collect();
        if !records.is_empty() {
            all.push(ChangedAlert {
                rank: frame.whole("rank", row).unwrap_or_default(),
                id: frame.text("alert_id", row).unwrap_or_default().to_owned(),
                score: frame.number("score", row).unwrap_or_default(),
                summary: frame.text("summary", row).unwrap_or_default().to_owned(),
                units: Measure::from(frame.number("units", row)),
                records,
            });
        }
    }
    all.sort_by_key(|alert| alert.rank);
    let days = asked.iter().map(|&row| rows.shipments.day[row]);
    Ok(Changes {
        shipments: asked.len(),
        days: days.clone().min().zip(days.max()),
        sums,
        alerts: frame.len(),
        changed: all,
    })
}

impl Changes {
    fn json(&self, a: &Policy, b: &Policy) -> serde_json::Value {
        let statuses: Vec<serde_json::Value> = (self.sums.iter())
            .map(|((one, other), sum)| {
                serde_json::json!({
                    "a": one,
                    "b": other,
                    "changes": one != other,
                    "shipments": sum.shipments,
                    "units": sum.units,
                    "shipments_without_units": sum.uncounted,
                })
            })
            .collect();
        let alerts: Vec<serde_json::Value> = (self.changed.iter())
            .map(|alert| {
                let records = alert.records.iter();
                let records: Vec<serde_json::Value> = records
                    .map(|(id, one, other)| {
                        serde_json::json!({"record_id": id, "a": one, "b": other})
                    })
                    .collect();
                serde_json::json!({
                    "rank": alert.rank,
                    "alert_id": alert.id,
                    "score": alert.score,
                    "units": alert.units,
                    "summary": alert.summary,
                    "records": records,
                })
            })
            .collect();
        serde_json::json!({
            "a": {"name": a.name, "sha256": a.hash()},
            "b": {"name": b.name, "sha256": b.hash()},
            "shipments": self.shipments,
            "statuses": statuses,
            "alerts": self.alerts,
            "alerts_changed": alerts,
        })
    }

    fn text(&self, a: &Policy, b: &Policy, top: usize) -> String {
        let mut text = format!(
            "A: {}\nB: {}\n{} shipments of catalogued items, {} alerts\n\n",
            a.name, b.name, self.shipments, self.alerts
        );
        let moved: Vec<_> = self
            .sums
            .iter()
            .filter(|((one, other), _)| one != other)
            .collect();
        if moved.is_empty() {
            text.push_str("No shipment changes status.\n");
            if let Some((first, last)) = self.days {
                // The commonest cause, and one that is easily overlooked.
                text.push_str(&format!(
                    "They left from {first} to {last}; a regime that holds on other days alone changes nothing.\n"
                ));
            }
            return text;
        }
        text.push_str("Status under A -> under B: shipments, units\n");
        for ((one, other), sum) in &moved {
            text.push_str(&format!(
                "  {one} -> {other}: {}, {}",
                sum.shipments, sum.units
            ));
            if sum.uncounted > 0 {
                text.push_str(&format!(" and {} shipments without units", sum.uncounted));
            }
            text.push('\n');
        }
        text.push_str(&match self.changed.len() {
            1 => "\n1 alert holds such a shipment".to_owned(),
            count => format!("\n{count} alerts hold such a shipment"),
        });
        if self.changed.len() > top {
            text.push_str(&format!("; the first {top} by rank, --top shows more"));
        }
        text.push('\n');
        for alert in self.changed.iter().take(top) {
            text.push_str(&format!(
                "  {:>4}  {:.3}  {}\n",
                alert.rank, alert.score, alert.id
            ));
            for (record, one, other) in &alert.records {
                let record = record.escape_debug();
                text.push_str(&format!("        {record}: {one} -> {other}\n"));
            }
        }
        text
    }
}
