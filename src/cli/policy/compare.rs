//! `tidewaiter policy compare`: which alerts and how many units change status under another policy.

use super::{load, print, usage};
use crate::cli::exit::{Exit, Failed, OrExit, Outcome};
use crate::model::progress::Silent;
use crate::model::table::{self, Reader};
use crate::model::{Country, Day, IdVec, Item, ItemId, Measure, Status};
use crate::pipeline::{self, Inputs, Options};
use crate::policy::moves::{Move, statuses};
use crate::policy::{Policy, Question};
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

/// What is known of a recipient.
struct Receiver {
    headquarters: Option<Country>,
    group: u64,
    /// First and last day of each match on a list.
    listed: Vec<(Option<Day>, Option<Day>)>,
    owned_by_listed_pct: Measure,
}

/// A shipment of an item of the catalogue.
struct Row {
    record: String,
    item: ItemId,
    day: Day,
    origin: Option<Country>,
    destination: Country,
    shipper: Option<String>,
    consignee: Option<String>,
    receiver: Option<usize>,
    units: Measure,
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
    let (receivers, by_id) = receivers(folder)?;
    let rows = rows(folder, &items, &by_id)?;
    let moves: Vec<Move> = rows
        .iter()
        .map(|row| question(row, &items, &receivers))
        .collect();
    let under_a = statuses(&a.regimes, &moves);
    let under_b = statuses(&b.regimes, &moves);
    let mut sums: BTreeMap<(String, String), Sum> = BTreeMap::new();
    let mut changed: FxHashMap<&str, (String, String)> = FxHashMap::default();
    for ((row, one), other) in rows.iter().zip(&under_a).zip(&under_b) {
        let key = (words(one), words(other));
        let sum = sums.entry(key.clone()).or_default();
        sum.shipments += 1;
        match row.units.get() {
            Some(units) => sum.units += units,
            None => sum.uncounted += 1,
        }
        if key.0 != key.1 {
            changed.insert(&row.record, key);
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
    Ok(Changes {
        shipments: rows.len(),
        sums,
        alerts: frame.len(),
        changed: all,
    })
}

fn receivers(folder: &Path) -> Result<(Vec<Receiver>, FxHashMap<String, usize>), Failed> {
    let reader = Reader::open(&table::ENTITIES, folder).or_exit(Exit::Input)?;
    let frame = reader
        .columns(&["id", "headquarters", "attributes"])
        .or_exit(Exit::Input)?;
    let ids: Vec<&str> = frame.texts("id").map(Option::unwrap_or_default).collect();
    let by_id: FxHashMap<String, usize> = ids
        .iter()
        .enumerate()
        .map(|(i, id)| ((*id).to_owned(), i))
        .collect();
    let mut all = Vec::with_capacity(ids.len());
    for (row, id) in ids.iter().enumerate() {
        let text = frame.text("attributes", row).unwrap_or("{}");
        let attributes: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
        let each = |key: &str| attributes[key].as_array().cloned().unwrap_or_default();
        let day = |value: &serde_json::Value| value.as_str().and_then(Day::from_iso);
        let owners = each("owners");
        // The ultimate parent where one controls, else the firm itself: whose cap a lot counts against.
        let parent = owners.iter().find(|owner| owner["controls"] == true);
        let parent = parent.and_then(|owner| by_id.get(owner["entity_id"].as_str()?).copied());
        let listed_shares: Option<f64> = (owners.iter())
            .filter(|owner| owner["listed"] == true)
            .try_fold(0.0, |sum, owner| Some(sum + owner["share_pct"].as_f64()?));
        let some_listed = owners.iter().any(|owner| owner["listed"] == true);
        all.push(Receiver {
            headquarters: frame.text("headquarters", row).and_then(Country::from_code),
            group: parent.unwrap_or_else(|| by_id.get(*id).copied().unwrap_or(row)) as u64,
            listed: (each("listed").iter())
                .filter(|hit| hit["match"] == true)
                .map(|hit| (day(&hit["from"]), day(&hit["to"])))
                .collect(),
            owned_by_listed_pct: Measure::from(listed_shares.filter(|_| some_listed)),
        });
    }
    Ok((all, by_id))
}

fn rows(
    folder: &Path,
    items: &IdVec<ItemId, Item>,
    by_id: &FxHashMap<String, usize>,
) -> Result<Vec<Row>, Failed> {
    let reader = Reader::open(&table::SHIPMENTS, folder).or_exit(Exit::Input)?;
    let columns = [
        "record_id",
        "date",
        "shipper_name",
        "shipper_country",
        "consignee_name",
        "consignee_country",
        "export_country",
        "destination_country",
        "item_id",
        "units",
        "consignee_entity_id",
    ];
    let frame = reader.columns(&columns).or_exit(Exit::Input)?;
    let mut rows = Vec::new();
    for row in 0..frame.len() {
        let text = |column: &str| frame.text(column, row);
        let country = |column: &str| text(column).and_then(Country::from_code);
        let Some(id) = text("item_id") else {
            continue;
        };
        let Some(item) = catalogue::by_id(items, id) else {
            return Err(usage(format!(
                "the run has the item {}, which this version does not know; scan again",
                id.escape_debug()
            )));
        };
        let destination = country("destination_country").or_else(|| country("consignee_country"));
        let (Some(destination), Some(day)) = (destination, frame.day("date", row)) else {
            continue;
        };
        rows.push(Row {
            record: text("record_id").unwrap_or_default().to_owned(),
            item,
            day,
            origin: country("export_country").or_else(|| country("shipper_country")),
            destination,
            shipper: text("shipper_name").map(str::to_owned),
            consignee: text("consignee_name").map(str::to_owned),
            receiver: text("consignee_entity_id").and_then(|id| by_id.get(id).copied()),
            units: Measure::from(frame.number("units", row)),
        });
    }
    // The table is sorted by day and record id already; totals depend on it.
    rows.sort_by(|a, b| (a.day, &a.record).cmp(&(b.day, &b.record)));
    Ok(rows)
}

fn question<'a>(row: &'a Row, items: &'a IdVec<ItemId, Item>, receivers: &[Receiver]) -> Move<'a> {
    let receiver = row.receiver.and_then(|index| receivers.get(index));
    let stands = |(from, to): &(Option<Day>, Option<Day>)| {
        from.is_none_or(|from| from <= row.day) && to.is_none_or(|to| row.day <= to)
    };
    Move {
        question: Question {
            origin: row.origin,
            headquarters: receiver.and_then(|receiver| receiver.headquarters),
            exporter: row.shipper.as_deref(),
            recipient: row.consignee.as_deref(),
            listed: receiver.is_some_and(|receiver| receiver.listed.iter().any(stands)),
            owned_by_listed_pct: receiver
                .map_or(Measure::UNKNOWN, |receiver| receiver.owned_by_listed_pct),
            units: row.units,
            ..Question::new(&items[row.item], row.destination, row.day)
        },
        group: receiver.map(|receiver| receiver.group),
        recipient: row.receiver.map(|index| index as u64),
    }
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
        text.push_str(&format!(
            "\n{} alerts hold such a shipment",
            self.changed.len()
        ));
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
