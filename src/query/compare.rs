//! Two runs held against each other: which alerts are new, gone, up or down, and what moved them.

use crate::labels::{self, Likeness};
use crate::model::table::Frame;
use crate::model::{Measure, RunRecord, Seen};
use crate::query::alert::list;
use crate::query::{Error, RunFolder};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What two runs differ in.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The first run, then the second.
    pub runs: [Side; 2],
    /// Causes that can have moved anything: `new data`, `policy change`, `judgement`, `other version`.
    pub causes: Vec<&'static str>,
    /// Alerts of the second run alone, by rank.
    pub new: Vec<Difference>,
    /// Alerts of the first run alone, by rank.
    pub gone: Vec<Difference>,
    /// Alerts of both whose log-odds rose, by rank in the second.
    pub up: Vec<Difference>,
    /// Alerts of both whose log-odds fell, by rank in the second.
    pub down: Vec<Difference>,
    /// Alerts of both whose log-odds are what they were.
    pub same: u64,
}

/// One of the two runs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Side {
    /// The folder.
    pub run: String,
    /// Version that wrote it.
    pub version: String,
    /// Name of its policy.
    pub policy: String,
    /// Its alerts.
    pub alerts: u64,
    /// Records it read.
    pub rows: u64,
}

/// An alert of a run, in few words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Place {
    /// Rank.
    pub rank: u64,
    /// Id.
    pub alert_id: String,
    /// Probability.
    pub score: f64,
    /// Log-odds.
    pub log_odds: f64,
}

/// An alert that is not what it was.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// Where it stood in the first run.
    pub before: Option<Place>,
    /// Where it stands in the second.
    pub after: Option<Place>,
    /// Names of its firms.
    pub chain: String,
    /// Change in log-odds; none for an alert of one run alone.
    pub change: Option<f64>,
    /// Findings that moved it, largest change first. Of an alert of one run alone: its findings.
    pub moved: Vec<Moved>,
    /// What differs in firms, goods and rows, a few words each.
    pub differs: Vec<String>,
    /// Why it is new or gone, as far as that can be told.
    pub why: String,
}

/// A finding that moved an alert.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Moved {
    /// The heuristic, or `prior`.
    pub heuristic: String,
    /// Its part of the log-odds in the first run; none: it was not made.
    pub before: Option<f64>,
    /// Its part in the second.
    pub after: Option<f64>,
    /// The change in log-odds.
    pub change: f64,
    /// What made it move: one of the causes, or several with "or" where they cannot be told apart.
    pub cause: String,
}

/// A change smaller than this does not show in two decimals.
const LEAST: f64 = 0.005;

const DATA: &str = "new data";
const POLICY: &str = "policy change";
const JUDGEMENT: &str = "judgement";
const VERSION: &str = "other version";

/// Holds `second` against `first`.
///
/// # Errors
/// If one of the folders is damaged.
pub fn compare(first: &RunFolder, second: &RunFolder) -> Result<Comparison, Error> {
    let causes = causes(&first.record, &second.record);
    let (before, after) = (read(first)?, read(second)?);
    let pairs = pairs(&before, &after);
    let mut comparison = Comparison {
        runs: [side(first), side(second)],
        new: Vec::new(),
        gone: Vec::new(),
        up: Vec::new(),
        down: Vec::new(),
        same: 0,
        causes,
    };
    let mut paired = BTreeSet::new();
    for (at, now) in after.iter().enumerate() {
        let Some(&was) = pairs.get(&at) else { continue };
        paired.insert(was);
        let was = &before[was];
        let change = now.place.log_odds - was.place.log_odds;
        if change.abs() < LEAST {
            comparison.same += 1;
            continue;
        }
        let difference = Difference {
            before: Some(was.place.clone()),
            after: Some(now.place.clone()),
            chain: now.chain.clone(),
            change: Some(change),
            moved: moved(was, now, &comparison.causes),
            differs: labels::changes(&was.seen, &now.seen)
                .into_iter()
                .filter(|words| !words.contains("finding") && !words.starts_with("log-odds"))
                .collect(),
            why: String::new(),
        };
        if change > 0.0 {
            comparison.up.push(difference);
        } else {
            comparison.down.push(difference);
        }
    }
    let new: Vec<&Alert> = (0..after.len())
        .filter(|at| !pairs.contains_key(at))
        .map(|at| &after[at])
        .collect();
    let gone: Vec<&Alert> = (0..before.len())
        .filter(|at| !paired.contains(at))
        .map(|at| &before[at])
        .collect();
    comparison.new = alone(&new, first, &comparison.causes, true)?;
    comparison.gone = alone(&gone, second, &comparison.causes, false)?;
    Ok(comparison)
}

fn side(run: &RunFolder) -> Side {
    Side {
        run: run.dir().display().to_string(),
        version: run.record.version.clone(),
        policy: run.record.policy.clone(),
        alerts: run.record.alerts,
        rows: run.record.rows.read,
    }
}

fn causes(first: &RunRecord, second: &RunRecord) -> Vec<&'static str> {
    let inputs = |record: &RunRecord| -> BTreeSet<(String, String)> {
        record
            .inputs
            .iter()
            .filter(|file| file.table != "labels" && file.table != "judgements")
            .map(|file| (file.table.clone(), file.sha256.clone()))
            .collect()
    };
    // Layout and duplicates decide what is read, so they count as data.
    let config = |record: &RunRecord, key: &str| record.config.get(key).cloned();
    let read = ["layout", "join_duplicates", "resolve", "strict"];
    [
        (
            DATA,
            inputs(first) != inputs(second)
                || read
                    .iter()
                    .any(|key| config(first, key) != config(second, key)),
        ),
        (POLICY, first.policy_sha256 != second.policy_sha256),
        (
            JUDGEMENT,
            config(first, "judgements_sha256") != config(second, "judgements_sha256"),
        ),
        (VERSION, first.version != second.version),
    ]
    .into_iter()
    .filter(|(_, differs)| *differs)
    .map(|(cause, _)| cause)
    .collect()
}

struct Finding {
    heuristic: String,
    strength: Measure,
    counted: Measure,
    weight: f64,
    part: f64,
    records: String,
}

struct Alert {
    place: Place,
    chain: String,
    seen: Seen,
    findings: Vec<Finding>,
}

/// The alerts of a run, without their shipments.
fn read(run: &RunFolder) -> Result<Vec<Alert>, Error> {
    let frame = run.alerts()?.columns(&[
        "rank",
        "alert_id",
        "score",
        "log_odds",
        "prior",
        "chain",
        "entity_ids",
        "items",
        "record_ids",
    ])?;
    let mut findings = findings(run)?;
    Ok((0..frame.len())
        .map(|at| {
            let text = |column: &str| frame.text(column, at).unwrap_or("").to_owned();
            let number = |column: &str| frame.number(column, at).unwrap_or(0.0);
            let findings = findings.remove(&text("alert_id")).unwrap_or_default();
            Alert {
                place: Place {
                    rank: frame.whole("rank", at).unwrap_or(0).unsigned_abs(),
                    alert_id: text("alert_id"),
                    score: number("score"),
                    log_odds: number("log_odds"),
                },
                chain: text("chain"),
                seen: seen(&frame, at, &findings),
                findings,
            }
        })
        .collect())
}

fn seen(frame: &Frame, at: usize, findings: &[Finding]) -> Seen {
    let text = |column: &str| frame.text(column, at).unwrap_or("").to_owned();
    let mut entities: Vec<String> = list(frame.text("entity_ids", at))
        .map(str::to_owned)
        .collect();
    let chain = text("chain");
    let names: Vec<String> = chain.split(" > ").map(str::to_owned).collect();
    let mut records: Vec<String> = list(frame.text("record_ids", at))
        .map(|id| id.replace("%7C", "|"))
        .collect();
    records.sort_unstable();
    records.dedup();
    // Firms that feed the first leg stand behind the chain.
    if names.len() < entities.len() {
        entities.truncate(names.len());
    }
    Seen {
        alert_id: text("alert_id"),
        // A name that holds the separator cannot be told from two: then the ids stand for the names.
        names: if names.len() == entities.len() {
            names
        } else {
            entities.clone()
        },
        entities,
        item: text("items"),
        records,
        prior: frame.number("prior", at).unwrap_or(0.0),
        log_odds: frame.number("log_odds", at).unwrap_or(0.0),
        parts: findings
            .iter()
            .filter(|finding| finding.part != 0.0)
            .map(|finding| (finding.heuristic.clone(), finding.part))
            .collect(),
    }
}

fn findings(run: &RunFolder) -> Result<BTreeMap<String, Vec<Finding>>, Error> {
    let frame = run.findings()?.columns(&[
        "alert_id",
        "heuristic_id",
        "strength",
        "counted",
        "weight",
        "contribution",
        "record_ids",
    ])?;
    let mut found: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
    for at in 0..frame.len() {
        let text = |column: &str| frame.text(column, at).unwrap_or("").to_owned();
        found.entry(text("alert_id")).or_default().push(Finding {
            heuristic: text("heuristic_id"),
            strength: frame.number("strength", at).into(),
            counted: frame.number("counted", at).into(),
            weight: frame.number("weight", at).unwrap_or(0.0),
            part: frame.number("contribution", at).unwrap_or(0.0),
            records: text("record_ids"),
        });
    }
    Ok(found)
}

/// For an alert of the second run, the alert of the first that is the same chain; the best fits are paired first.
fn pairs(before: &[Alert], after: &[Alert]) -> BTreeMap<usize, usize> {
    // Only alerts with a row or all firms in common can be the same chain.
    let mut holding: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut over: BTreeMap<(&[String], &str), Vec<usize>> = BTreeMap::new();
    for (at, alert) in before.iter().enumerate() {
        for id in &alert.seen.records {
            holding.entry(id).or_default().push(at);
        }
        let chain = (&alert.seen.entities[..], &alert.seen.item[..]);
        over.entry(chain).or_default().push(at);
    }
    let mut fits: Vec<(Likeness, usize, usize)> = Vec::new();
    for (at, alert) in after.iter().enumerate() {
        let mut near: BTreeSet<usize> = alert
            .seen
            .records
            .iter()
            .filter_map(|id| holding.get(id.as_str()))
            .flatten()
            .copied()
            .collect();
        let chain = (&alert.seen.entities[..], &alert.seen.item[..]);
        near.extend(over.get(&chain).into_iter().flatten());
        for was in near {
            if let Some(likeness) = labels::alike(&before[was].seen, &alert.seen) {
                fits.push((likeness, was, at));
            }
        }
    }
    fits.sort_by(|(x, was_x, at_x), (y, was_y, at_y)| {
        (y.same, y.chain)
            .cmp(&(x.same, x.chain))
            .then(y.rows.total_cmp(&x.rows))
            .then((at_x, was_x).cmp(&(at_y, was_y)))
    });
    let mut taken = BTreeSet::new();
    let mut pairs = BTreeMap::new();
    for (_, was, at) in fits {
        if !pairs.contains_key(&at) && taken.insert(was) {
            pairs.insert(at, was);
        }
    }
    pairs
}

fn moved(was: &Alert, now: &Alert, causes: &[&'static str]) -> Vec<Moved> {
    let find = |alert: &'_ Alert, id: &str| alert.findings.iter().position(|f| f.heuristic == id);
    let ids: BTreeSet<&str> = was
        .findings
        .iter()
        .chain(&now.findings)
        .map(|finding| finding.heuristic.as_str())
        .collect();
    let mut moved: Vec<Moved> = ids
        .into_iter()
        .filter_map(|id| {
            let before = find(was, id).map(|at| &was.findings[at]);
            let after = find(now, id).map(|at| &now.findings[at]);
            let part = |finding: Option<&Finding>| finding.map_or(0.0, |finding| finding.part);
            let change = part(after) - part(before);
            (change.abs() >= LEAST).then(|| Moved {
                heuristic: id.to_owned(),
                before: before.map(|finding| finding.part),
                after: after.map(|finding| finding.part),
                change,
                cause: cause(before, after, causes),
            })
        })
        .collect();
    let prior = now.seen.prior - was.seen.prior;
    if prior.abs() >= LEAST {
        moved.push(Moved {
            heuristic: "prior".to_owned(),
            before: Some(was.seen.prior),
            after: Some(now.seen.prior),
            change: prior,
            cause: POLICY.to_owned(),
        });
    }
    largest_first(&mut moved);
    moved
}

fn largest_first(moved: &mut [Moved]) {
    moved.sort_by(|a, b| {
        b.change
            .abs()
            .total_cmp(&a.change.abs())
            .then_with(|| a.heuristic.cmp(&b.heuristic))
    });
}

/// Weights and curves are policy. A strength moves with the rows, the rules or the names: which of them, the records of the
/// finding tell where they differ; else whatever differs between the runs can have done it.
fn cause(before: Option<&Finding>, after: Option<&Finding>, causes: &[&'static str]) -> String {
    if let (Some(before), Some(after)) = (before, after) {
        let same_strength = before.strength == after.strength;
        if same_strength && (before.weight, before.counted) != (after.weight, after.counted) {
            return POLICY.to_owned();
        }
        if same_strength && before.records == after.records {
            return "another finding tells of the same fact".to_owned();
        }
        if before.records != after.records && causes.contains(&DATA) {
            return DATA.to_owned();
        }
    }
    if causes.is_empty() {
        return "unknown".to_owned();
    }
    causes.join(" or ")
}

/// Alerts of one run alone. `other` is the run that does not have them.
fn alone(
    alerts: &[&Alert],
    other: &RunFolder,
    causes: &[&'static str],
    new: bool,
) -> Result<Vec<Difference>, Error> {
    if alerts.is_empty() {
        return Ok(Vec::new());
    }
    let known = records(other)?;
    Ok(alerts
        .iter()
        .map(|alert| {
            let all = alert.seen.records.len();
            let missing = alert
                .seen
                .records
                .iter()
                .filter(|id| !known.contains(id.as_str()))
                .count();
            let run = if new { "first" } else { "second" };
            let why = if missing > 0 {
                format!("{DATA}: {missing} of its {all} records are not in the {run} run")
            } else if causes.is_empty() {
                "unknown: the runs have the same inputs, policy and judgements".to_owned()
            } else {
                format!("{}; all its records are in both runs", causes.join(" or "))
            };
            let mut moved: Vec<Moved> = alert
                .findings
                .iter()
                .filter(|finding| finding.part != 0.0)
                .map(|finding| Moved {
                    heuristic: finding.heuristic.clone(),
                    before: (!new).then_some(finding.part),
                    after: new.then_some(finding.part),
                    change: if new { finding.part } else { -finding.part },
                    cause: String::new(),
                })
                .collect();
            largest_first(&mut moved);
            Difference {
                before: (!new).then(|| alert.place.clone()),
                after: new.then(|| alert.place.clone()),
                chain: alert.chain.clone(),
                change: None,
                moved,
                differs: Vec::new(),
                why,
            }
        })
        .collect())
}

/// Ids of all records of a run, those joined into others too.
fn records(run: &RunFolder) -> Result<rustc_hash::FxHashSet<String>, Error> {
    let frame = run
        .shipments()?
        .columns(&["record_id", "merged_record_ids"])?;
    let mut ids: rustc_hash::FxHashSet<String> = frame
        .texts("record_id")
        .flatten()
        .map(str::to_owned)
        .collect();
    for merged in frame.texts("merged_record_ids").flatten() {
        ids.extend(list(Some(merged)).map(|id| id.replace("%7C", "|")));
    }
    Ok(ids)
}
