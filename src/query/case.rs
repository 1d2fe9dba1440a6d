//! One case: alerts that share entities.

use crate::model::{AlertSheet, Day, Measure};
use crate::query::alert::{by_id, list, read_all};
use crate::query::{Error, RunFolder};
use serde::Serialize;

/// A case with its alerts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseAnswer {
    /// Its id.
    pub case_id: String,
    /// Highest score among its alerts.
    pub score: f64,
    /// First shipment.
    pub first_date: Option<Day>,
    /// Last shipment.
    pub last_date: Option<Day>,
    /// Sum of the known units of its alerts.
    pub units: Measure,
    /// Sum of the known values of its alerts.
    pub value_usd: Measure,
    /// Its alerts by rank.
    pub alerts: Vec<AlertSheet>,
}

/// Finds a case by its id, the beginning of it, or the id of one of its alerts.
///
/// # Errors
/// If there is no such case, or the folder is damaged.
pub fn case(run: &RunFolder, asked: &str) -> Result<CaseAnswer, Error> {
    let reader = run.cases()?;
    let ids = reader.columns(&["case_id", "alert_ids"])?;
    // A rank names an alert too.
    let alert = asked.trim().parse::<u64>().ok().and_then(|_| {
        let row = crate::query::alert::find(run, asked.trim()).ok()?;
        let id = run.alerts().ok()?.rows(&["alert_id"], &[row]).ok()?;
        id.text("alert_id", 0).map(str::to_owned)
    });
    let asked = alert.as_deref().unwrap_or(asked);
    let of_alert = ids
        .texts("alert_ids")
        .position(|alerts| list(alerts).any(|id| id.eq_ignore_ascii_case(asked.trim())));
    let row = match of_alert {
        Some(row) => row,
        None => by_id(&ids, "case_id", "case", asked)?,
    };
    let frame = reader.rows(
        &[
            "case_id",
            "score",
            "first_date",
            "last_date",
            "units",
            "value_usd",
            "alert_ids",
        ],
        &[row],
    )?;
    let wanted: Vec<&str> = list(frame.text("alert_ids", 0)).collect();
    let alert_ids = run.alerts()?.columns(&["alert_id"])?;
    let rows: Vec<usize> = alert_ids
        .texts("alert_id")
        .enumerate()
        .filter(|(_, id)| id.is_some_and(|id| wanted.contains(&id)))
        .map(|(row, _)| row)
        .collect();
    Ok(CaseAnswer {
        case_id: frame.text("case_id", 0).unwrap_or("").to_owned(),
        score: frame.number("score", 0).unwrap_or(f64::NAN),
        first_date: frame.day("first_date", 0),
        last_date: frame.day("last_date", 0),
        units: frame.number("units", 0).into(),
        value_usd: frame.number("value_usd", 0).into(),
        alerts: read_all(run, &rows)?,
    })
}
