//! One alert with everything that it rests on.

use crate::labels;
use crate::model::table::Frame;
use crate::model::{
    AlertSheet, EntitySheet, FindingSheet, LabelSheet, LabelVerdict, PathSheet, Role, Seen,
    ShipmentSheet,
};
use crate::query::entity::Details;
use crate::query::{Error, RunFolder};

/// Columns of the alerts table that say which alert a row is.
const NAMES: [&str; 3] = ["rank", "alert_id", "case_id"];

/// Finds an alert by its id, the beginning of its id, or its rank, and reads all that it rests on.
///
/// # Errors
/// If there is no such alert (with the nearest ids), or the folder is damaged.
pub fn alert(run: &RunFolder, asked: &str) -> Result<AlertSheet, Error> {
    let row = find(run, asked)?;
    read(run, row)
}

/// Row of an alert in its table.
///
/// # Errors
/// As [`alert`].
pub fn find(run: &RunFolder, asked: &str) -> Result<usize, Error> {
    let frame = run.alerts()?.columns(&NAMES)?;
    if let Ok(rank) = asked.parse::<i64>() {
        for row in 0..frame.len() {
            if frame.whole("rank", row) == Some(rank) {
                return Ok(row);
            }
        }
        return Err(Error::Unknown {
            kind: "alert",
            asked: asked.to_owned(),
            near: if frame.is_empty() {
                Vec::new()
            } else {
                vec![format!("ranks go from 1 to {}", frame.len())]
            },
        });
    }
    by_id(&frame, "alert_id", "alert", asked)
}

/// Row whose id is `asked`, or alone begins with it (at least four characters).
pub(super) fn by_id(
    frame: &Frame,
    column: &str,
    kind: &'static str,
    asked: &str,
) -> Result<usize, Error> {
    let wanted = asked.trim().to_ascii_lowercase();
    let mut fits = Vec::new();
    for (row, id) in frame.texts(column).enumerate() {
        let id = id.unwrap_or("").to_ascii_lowercase();
        if id == wanted {
            return Ok(row);
        }
        if wanted.len() >= 4 && id.starts_with(&wanted) {
            fits.push(row);
        }
    }
    let id = |row: &usize| frame.text(column, *row).unwrap_or("").to_owned();
    match fits.as_slice() {
        [row] => Ok(*row),
        [] => {
            let ids: Vec<&str> = frame.texts(column).map(|id| id.unwrap_or("")).collect();
            let near = crate::query::near::nearest(asked, ids.iter().copied());
            Err(Error::Unknown {
                kind,
                asked: asked.to_owned(),
                near: near.into_iter().map(|row| ids[row].to_owned()).collect(),
            })
        }
        many => Err(Error::Ambiguous {
            asked: asked.to_owned(),
            fits: many.iter().take(5).map(id).collect(),
        }),
    }
}

/// The alert in a row of the alerts table.
///
/// # Errors
/// If the folder is damaged.
pub fn read(run: &RunFolder, row: usize) -> Result<AlertSheet, Error> {
    let mut sheets = read_all(run, &[row])?;
    sheets
        .pop()
        .ok_or_else(|| run.torn(format!("alert in row {row} cannot be read")))
}

/// The alerts in these rows of the alerts table, in the same order.
///
/// # Errors
/// If the folder is damaged.
pub fn read_all(run: &RunFolder, rows: &[usize]) -> Result<Vec<AlertSheet>, Error> {
    let columns: Vec<&str> = crate::model::table::ALERTS
        .columns
        .iter()
        .map(|column| column.name)
        .collect();
    let frame = run.alerts()?.rows(&columns, rows)?;
    let mut paths = Vec::with_capacity(rows.len());
    let mut ids: Vec<String> = Vec::new();
    let mut shipment_rows: Vec<usize> = Vec::new();
    for at in 0..frame.len() {
        let json = frame.text("path", at).unwrap_or("");
        let path: PathSheet = serde_json::from_str(json)
            .map_err(|error| run.torn(format!("the path of an alert is not readable: {error}")))?;
        ids.extend(list(frame.text("entity_ids", at)).map(str::to_owned));
        shipment_rows.extend(
            path.legs
                .iter()
                .flat_map(|leg| leg.shipments.iter().map(|drawn| drawn.row as usize)),
        );
        paths.push(path);
    }
    let shipments = shipments(run, &shipment_rows)?;
    let mut shipments = shipments.into_iter();
    let entities = entities(run, &ids)?;
    let mut entities = entities.into_iter();
    let alert_ids: Vec<&str> = (0..frame.len())
        .map(|at| frame.text("alert_id", at).unwrap_or(""))
        .collect();
    let mut findings = findings(run, &alert_ids)?.into_iter();

    let mut sheets = Vec::with_capacity(paths.len());
    for (at, path) in paths.into_iter().enumerate() {
        let text = |column: &str| frame.text(column, at).unwrap_or("").to_owned();
        let number = |column: &str| frame.number(column, at);
        let feeders = path.legs.iter().filter(|leg| leg.feeder).count();
        let chain = list(frame.text("entity_ids", at))
            .count()
            .saturating_sub(feeders);
        let mut legs = Vec::with_capacity(path.legs.len());
        for leg in &path.legs {
            let rows: Vec<ShipmentSheet> = shipments.by_ref().take(leg.shipments.len()).collect();
            for (row, drawn) in rows.iter().zip(&leg.shipments) {
                if row.record_id != drawn.record_id {
                    return Err(run.torn(format!(
                        "alert {} names the record {}, its row holds {}",
                        text("alert_id"),
                        drawn.record_id,
                        row.record_id
                    )));
                }
            }
            legs.push(rows);
        }
        sheets.push(AlertSheet {
            rank: frame.whole("rank", at).unwrap_or(0).unsigned_abs(),
            score: number("score").unwrap_or(f64::NAN),
            alert_id: text("alert_id"),
            case_id: text("case_id"),
            summary: text("summary"),
            first_date: frame.day("first_date", at),
            last_date: frame.day("last_date", at),
            units: number("units").into(),
            tpp: number("tpp").into(),
            value_usd: number("value_usd").into(),
            prior: number("prior").unwrap_or(f64::NAN),
            log_odds: number("log_odds").unwrap_or(f64::NAN),
            chain: entities.by_ref().take(chain).collect(),
            feeders: entities.by_ref().take(feeders).collect(),
            path,
            shipments: legs,
            findings: findings.next().unwrap_or_default(),
            label: written_label(&frame, at),
        });
    }
    // The file beside the run knows more than the run does: labels are given after it was written.
    let known = run.labels()?;
    if !known.is_empty() {
        let seen: Vec<Seen> = sheets.iter().map(Seen::of).collect();
        for (sheet, label) in sheets.iter_mut().zip(labels::apply(known, &seen)) {
            if label.is_some() {
                sheet.label = label;
            }
        }
    }
    Ok(sheets)
}

/// The label that the run was written with.
fn written_label(frame: &Frame, at: usize) -> Option<LabelSheet> {
    let text = |column: &str| frame.text(column, at).unwrap_or("").to_owned();
    Some(LabelSheet {
        verdict: LabelVerdict::from_word(frame.text("label", at)?)?,
        by: text("label_by"),
        date: frame.day("label_date", at),
        note: text("label_note"),
        alert_id: text("alert_id"),
        changed: frame
            .text("label_changed", at)
            .map(|changed| changed.split("; ").map(str::to_owned).collect())
            .unwrap_or_default(),
    })
}

/// The parts of a '|'-separated cell.
pub(super) fn list(cell: Option<&str>) -> impl Iterator<Item = &str> {
    cell.unwrap_or("")
        .split('|')
        .filter(|part| !part.is_empty())
}

fn findings(run: &RunFolder, alerts: &[&str]) -> Result<Vec<Vec<FindingSheet>>, Error> {
    let reader = run.findings()?;
    let ids = reader.columns(&["alert_id"])?;
    let position: rustc_hash::FxHashMap<&str, usize> = alerts
        .iter()
        .enumerate()
        .map(|(at, id)| (*id, at))
        .collect();
    let mut rows = Vec::new();
    for (row, id) in ids.texts("alert_id").enumerate() {
        if let Some(&at) = id.and_then(|id| position.get(id)) {
            rows.push((row, at));
        }
    }
    let wanted: Vec<usize> = rows.iter().map(|(row, _)| *row).collect();
    let columns = [
        "heuristic_id",
        "strength",
        "counted",
        "weight",
        "contribution",
        "text",
        "record_ids",
    ];
    let frame = reader.rows(&columns, &wanted)?;
    let mut findings = vec![Vec::new(); alerts.len()];
    for (at, (_, alert)) in rows.into_iter().enumerate() {
        findings[alert].push(FindingSheet {
            heuristic: frame.text("heuristic_id", at).unwrap_or("").to_owned(),
            strength: frame.number("strength", at).into(),
            counted: frame.number("counted", at).into(),
            weight: frame.number("weight", at).unwrap_or(0.0),
            contribution: frame.number("contribution", at).unwrap_or(0.0),
            text: frame.text("text", at).unwrap_or("").to_owned(),
            record_ids: list(frame.text("record_ids", at))
                .map(|id| id.replace("%7C", "|"))
                .collect(),
        });
    }
    Ok(findings)
}

/// Entities as a chain shows them, in the order asked for.
pub(super) fn entities(run: &RunFolder, ids: &[String]) -> Result<Vec<EntitySheet>, Error> {
    let reader = run.entities()?;
    let all = reader.columns(&["id"])?;
    // Rows are sorted by id.
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        let row = row_of(&all, id).ok_or_else(|| {
            run.torn(format!(
                "an alert names the entity {id}, which is not there"
            ))
        })?;
        rows.push(row);
    }
    let mut columns = vec!["id", "name", "country", "headquarters", "attributes"];
    columns.extend(Role::ALL.iter().map(|role| role.word()));
    let frame = reader.rows(&columns, &rows)?;
    (0..frame.len())
        .map(|at| {
            let json = frame.text("attributes", at).unwrap_or("{}");
            let details: Details = serde_json::from_str(json).map_err(|error| {
                run.torn(format!(
                    "the attributes of an entity are not readable: {error}"
                ))
            })?;
            Ok(EntitySheet {
                id: frame.text("id", at).unwrap_or("").to_owned(),
                name: frame.text("name", at).unwrap_or("").to_owned(),
                country: frame.text("country", at).map(str::to_owned),
                headquarters: frame.text("headquarters", at).map(str::to_owned),
                roles: roles(&frame, at),
                notes: details.notes,
            })
        })
        .collect()
}

/// Roles with a known score, highest first, ties in the order of [`Role::ALL`].
pub(super) fn roles(frame: &Frame, at: usize) -> Vec<(String, f64)> {
    let mut roles: Vec<(String, f64)> = Role::ALL
        .iter()
        .filter_map(|role| Some((role.word().to_owned(), frame.number(role.word(), at)?)))
        .collect();
    roles.sort_by(|a, b| b.1.total_cmp(&a.1));
    roles
}

/// Row of an id in a frame whose column `id` is sorted.
pub(super) fn row_of(frame: &Frame, id: &str) -> Option<usize> {
    let (mut low, mut high) = (0, frame.len());
    while low < high {
        let middle = low + (high - low) / 2;
        match frame.text("id", middle)?.cmp(id) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Equal => return Some(middle),
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    None
}

/// Shipments by their rows, in the order asked for.
pub(super) fn shipments(run: &RunFolder, rows: &[usize]) -> Result<Vec<ShipmentSheet>, Error> {
    let columns: Vec<&str> = ShipmentSheet::columns().collect();
    let frame = run.shipments()?.rows(&columns, rows)?;
    Ok((0..frame.len())
        .map(|at| ShipmentSheet::read(&frame, at))
        .collect())
}
