//! The smaller tables and the two CSV files.

use super::Error;
use super::file::HashedFile;
use crate::model::table::{ALERTS, ALERTS_CSV_COLUMNS, Cells, Kind, Table, Writer};
use crate::model::{Alert, Day, EntityId, FileHash, Measure, Party, Role, Run, ShipmentId};
use crate::report::escape;
use crate::report::sheet;
use std::borrow::Cow;
use std::io::Write;
use std::ops::Range;
use std::path::Path;

/// Rows of a row group of the smaller tables.
const ROWS: usize = 16_384;

/// Entities whose texts are brought near at once.
const NEAR: usize = 256;

/// One value on its way into a table.
pub(crate) enum Value<'a> {
    Text(Option<Cow<'a, str>>),
    Number(Option<f64>),
    Whole(Option<i64>),
    Day(Option<Day>),
}

pub(super) fn write(
    table: &'static Table,
    run: &Run,
    out: HashedFile,
) -> Result<HashedFile, Error> {
    let mut writer = Writer::new(table, out)?;
    match table.name {
        "entities" => {
            let merges = merges(run);
            rows(
                &mut writer,
                table,
                run.resolution.entities.len(),
                |at, name| {
                    if at % NEAR == 0 {
                        touch(run, at..run.resolution.entities.len().min(at + NEAR), name);
                    }
                    entity(run, &merges, at, name)
                },
            )?;
        }
        "links" => rows(
            &mut writer,
            table,
            run.resolution.links.len(),
            |at, name| link(run, at, name),
        )?,
        "alerts" => rows(&mut writer, table, run.alerts.len(), |at, name| {
            alert(run, &run.alerts[at], name)
        })?,
        "findings" => {
            let all: Vec<(usize, usize)> = run
                .alerts
                .iter()
                .enumerate()
                .flat_map(|(i, alert)| (0..alert.explanation.parts.len()).map(move |j| (i, j)))
                .collect();
            rows(&mut writer, table, all.len(), |at, name| {
                let (i, j) = all[at];
                finding(run, &run.alerts[i], j, name)
            })?;
        }
        _ => rows(&mut writer, table, run.cases.len(), |at, name| {
            case(run, at, name)
        })?,
    }
    Ok(writer.finish()?)
}

/// Fills a table row by row.
pub(super) fn rows<'a, W: Write>(
    writer: &mut Writer<W>,
    table: &'static Table,
    count: usize,
    value: impl Fn(usize, &str) -> Value<'a> + Sync,
) -> Result<(), Error> {
    for start in (0..count).step_by(ROWS) {
        let range = start..count.min(start + ROWS);
        writer.rows(range.len(), |at| {
            let column = table.columns[at];
            let cells = range.clone().map(|row| value(row, column.name));
            match column.kind {
                Kind::Text => Cells::texts(cells.map(|v| match v {
                    Value::Text(text) => text,
                    _ => None,
                })),
                Kind::Number => Cells::numbers(cells.map(|v| match v {
                    Value::Number(number) => number,
                    _ => None,
                })),
                Kind::Whole => Cells::wholes(cells.map(|v| match v {
                    Value::Whole(whole) => whole,
                    _ => None,
                })),
                Kind::Day => Cells::days(cells.map(|v| match v {
                    Value::Day(day) => day,
                    _ => None,
                })),
            }
        })?;
    }
    Ok(())
}

fn text<'a>(text: impl Into<Cow<'a, str>>) -> Value<'a> {
    Value::Text(Some(text.into()))
}

fn number<'a>(measure: Measure) -> Value<'a> {
    Value::Number(measure.get())
}

/// An id inside a '|'-separated list.
pub(super) fn list_part(id: &str) -> Cow<'_, str> {
    if id.contains('|') {
        Cow::Owned(id.replace('|', "%7C"))
    } else {
        Cow::Borrowed(id)
    }
}

fn records(run: &Run, ids: impl Iterator<Item = ShipmentId>) -> String {
    let parts: Vec<Cow<'_, str>> = ids.map(|id| list_part(run.shipments.record(id))).collect();
    parts.join("|")
}

fn name(run: &Run, id: EntityId) -> &str {
    run.shipments.text.get(run.resolution.entities[id].name)
}

fn key(run: &Run, id: EntityId) -> String {
    run.resolution.entities[id].key.to_string()
}

/// Indices of merges, by entity.
fn merges(run: &Run) -> Vec<(EntityId, u32)> {
    let mut merges: Vec<(EntityId, u32)> = run
        .resolution
        .merges
        .iter()
        .enumerate()
        .map(|(i, merge)| (run.resolution.entity_of[merge.left], i as u32))
        .collect();
    merges.sort_unstable();
    merges
}

/// Brings the texts near that a column of these entities is made of.
fn touch(run: &Run, range: Range<usize>, column: &str) {
    let (s, entities) = (&run.shipments, &run.resolution.entities.as_slice()[range]);
    let parties = || {
        entities
            .iter()
            .flat_map(|entity| &entity.parties)
            .map(|&id| &s.parties[id])
    };
    match column {
        "name" => s.text.touch(entities.iter().map(|entity| entity.name)),
        "names" => s.text.touch(parties().map(|party| party.name)),
        "attributes" => {
            let texts = |party: &Party| [party.name, party.address, party.registration_id];
            s.text.touch(parties().flat_map(texts));
        }
        _ => {}
    }
}

fn entity<'a>(run: &'a Run, merges: &[(EntityId, u32)], at: usize, column: &str) -> Value<'a> {
    let id = EntityId::new(at);
    let entity = &run.resolution.entities[id];
    let score = |role: Role| Value::Number(run.roles.get(id).and_then(|r| r.get(role).get()));
    match column {
        "id" => text(entity.key.to_string()),
        "name" => text(run.shipments.text.get(entity.name)),
        "names" => {
            let mut names: Vec<&str> = entity
                .parties
                .iter()
                .map(|&party| run.shipments.text.get(run.shipments.parties[party].name))
                .collect();
            names.sort_unstable();
            names.dedup();
            text(serde_json::to_string(&names).unwrap_or_default())
        }
        "country" => Value::Text(entity.country.map(|c| Cow::Borrowed(c.as_str()))),
        "countries" => {
            let codes: Vec<&str> = entity.countries.iter().map(|c| c.as_str()).collect();
            Value::Text((!codes.is_empty()).then(|| Cow::Owned(codes.join("|"))))
        }
        "headquarters" => Value::Text(entity.headquarters.map(|c| Cow::Borrowed(c.as_str()))),
        "shell" => score(Role::Shell),
        "transshipper" => score(Role::Transshipper),
        "end_user" => score(Role::EndUser),
        "manufacturer" => score(Role::Manufacturer),
        "distributor" => score(Role::Distributor),
        "forwarder" => score(Role::Forwarder),
        _ => text(super::attributes::json(run, id, merges)),
    }
}

fn link<'a>(run: &'a Run, at: usize, column: &str) -> Value<'a> {
    let link = &run.resolution.links.as_slice()[at];
    match column {
        "entity_a" => text(key(run, link.a)),
        "entity_b" => text(key(run, link.b)),
        "kind" => text(link.kind.word()),
        "strength" => Value::Number(Some(link.strength)),
        "seen" => text(link.seen.as_str()),
        "share_pct" => number(link.share_pct),
        "from_date" => Value::Day(link.from),
        _ => Value::Day(link.to),
    }
}

fn alert<'a>(run: &'a Run, alert: &'a Alert, column: &str) -> Value<'a> {
    let path = &alert.path;
    let joined = |parts: Vec<Cow<'_, str>>, by: &str| text(parts.join(by));
    match column {
        "rank" => Value::Whole(Some(i64::from(alert.rank))),
        "score" => Value::Number(Some(alert.score)),
        "alert_id" => text(alert.id.as_str()),
        "case_id" => text(alert.case.as_str()),
        "chain" => joined(
            path.chain.iter().map(|&id| name(run, id).into()).collect(),
            " > ",
        ),
        "countries" => joined(
            path.chain
                .iter()
                .map(|&id| {
                    run.resolution.entities[id]
                        .country
                        .map_or("??", |c| c.as_str())
                        .into()
                })
                .collect(),
            " > ",
        ),
        "first_date" => Value::Day(Some(path.days().0)),
        "last_date" => Value::Day(Some(path.days().1)),
        "items" => Value::Text(
            run.items
                .get(path.item)
                .map(|item| Cow::Borrowed(item.id.as_str())),
        ),
        "units" => number(path.units),
        "tpp" => number(path.tpp),
        "value_usd" => number(path.value_usd),
        "record_ids" => text(records(run, path.told())),
        "top_findings" => {
            let top: Vec<&str> = alert
                .explanation
                .parts
                .iter()
                .filter(|part| part.log_odds > 0.0)
                .take(5)
                .map(|part| part.finding.heuristic)
                .collect();
            text(top.join("|"))
        }
        "summary" => text(alert.summary.as_str()),
        "label" | "label_by" | "label_date" | "label_note" | "label_changed" => {
            label(run, alert, column)
        }
        "log_odds" => Value::Number(Some(alert.explanation.log_odds)),
        "prior" => Value::Number(Some(alert.explanation.prior)),
        "entity_ids" => joined(
            path.chain
                .iter()
                .copied()
                .chain(path.feeders.iter().map(|leg| leg.from))
                .map(|id| key(run, id).into())
                .collect(),
            "|",
        ),
        _ => {
            let sheet = sheet::path_sheet(run, path);
            Value::Text(serde_json::to_string(&sheet).ok().map(Cow::Owned))
        }
    }
}

/// What an analyst decided about an alert.
fn label<'a>(run: &'a Run, alert: &Alert, column: &str) -> Value<'a> {
    let label = run.label(alert);
    let known = |text: &'a str| (!text.is_empty()).then_some(Cow::Borrowed(text));
    match column {
        "label" => Value::Text(label.map(|label| Cow::Borrowed(label.verdict.word()))),
        "label_by" => Value::Text(label.and_then(|label| known(&label.by))),
        "label_date" => Value::Day(label.and_then(|label| label.date)),
        "label_note" => Value::Text(label.and_then(|label| known(&label.note))),
        _ => Value::Text(
            label
                .filter(|label| !label.changed.is_empty())
                .map(|label| Cow::Owned(label.changed.join("; "))),
        ),
    }
}

fn finding<'a>(run: &'a Run, alert: &'a Alert, part: usize, column: &str) -> Value<'a> {
    let part = &alert.explanation.parts[part];
    match column {
        "alert_id" => text(alert.id.as_str()),
        "heuristic_id" => text(part.finding.heuristic),
        "strength" => number(part.finding.strength),
        "counted" => number(part.counted),
        "weight" => Value::Number(Some(part.weight)),
        "contribution" => Value::Number(Some(part.log_odds)),
        "text" => text(part.finding.text.as_str()),
        _ => text(records(run, part.finding.shipments.iter().copied())),
    }
}

fn case<'a>(run: &'a Run, at: usize, column: &str) -> Value<'a> {
    let case = &run.cases[at];
    let alerts = || {
        case.alerts
            .iter()
            .filter_map(|&rank| run.alerts.get((rank as usize).checked_sub(1)?))
    };
    let sum = |measure: fn(&Alert) -> Measure| {
        // In order of rank, so the sum is the same in every run.
        let known: Vec<f64> = alerts().filter_map(|alert| measure(alert).get()).collect();
        Value::Number((!known.is_empty()).then(|| known.iter().sum()))
    };
    match column {
        "case_id" => text(case.id.as_str()),
        "score" => Value::Number(Some(case.score)),
        "alerts" => Value::Whole(Some(case.alerts.len() as i64)),
        "alert_ids" => {
            let ids: Vec<&str> = alerts().map(|alert| alert.id.as_str()).collect();
            text(ids.join("|"))
        }
        "entity_ids" => {
            let mut ids: Vec<EntityId> = alerts()
                .flat_map(|alert| alert.path.chain.iter().copied())
                .collect();
            ids.sort_unstable();
            ids.dedup();
            let keys: Vec<String> = ids.into_iter().map(|id| key(run, id)).collect();
            text(keys.join("|"))
        }
        "first_date" => Value::Day(alerts().map(|alert| alert.path.days().0).min()),
        "last_date" => Value::Day(alerts().map(|alert| alert.path.days().1).max()),
        "units" => sum(|alert| alert.path.units),
        _ => sum(|alert| alert.path.value_usd),
    }
}

/// `alerts.csv`: the first columns of the alerts table, safe to open in a spreadsheet.
pub(super) fn alerts_csv(run: &Run, path: &Path) -> Result<FileHash, Error> {
    let columns = &ALERTS.columns[..ALERTS_CSV_COLUMNS];
    csv_file(path, |out| {
        out.write_record(columns.iter().map(|column| column.name))?;
        for row in &run.alerts {
            for column in columns {
                match alert(run, row, column.name) {
                    Value::Text(cell) => {
                        out.write_field(escape::csv::cell(cell.as_deref().unwrap_or("")).as_ref())?
                    }
                    Value::Number(cell) => {
                        out.write_field(cell.map(|x| x.to_string()).unwrap_or_default())?
                    }
                    Value::Whole(cell) => {
                        out.write_field(cell.map(|x| x.to_string()).unwrap_or_default())?
                    }
                    Value::Day(cell) => {
                        out.write_field(cell.map(|x| x.to_string()).unwrap_or_default())?
                    }
                }
            }
            out.write_record(None::<&[u8]>)?;
        }
        Ok(())
    })
}

/// `rejected.csv`: rows that could not be used.
pub(super) fn rejected_csv(run: &Run, path: &Path) -> Result<FileHash, Error> {
    csv_file(path, |out| {
        out.write_record(["file", "line", "column", "value", "reason"])?;
        for row in &run.rejected {
            let file = run
                .record
                .inputs
                .get(row.file as usize)
                .map_or("", |file| file.path.as_str());
            out.write_record([
                escape::csv::cell(file).as_ref(),
                &row.line.to_string(),
                escape::csv::cell(&row.column).as_ref(),
                escape::csv::cell(&row.value).as_ref(),
                escape::csv::cell(&row.reason).as_ref(),
            ])?;
        }
        Ok(())
    })
}

fn csv_file(
    path: &Path,
    fill: impl FnOnce(&mut csv::Writer<&mut HashedFile>) -> Result<(), csv::Error>,
) -> Result<FileHash, Error> {
    let mut file = HashedFile::create(path)?;
    let mut out = csv::Writer::from_writer(&mut file);
    fill(&mut out)
        .and_then(|()| Ok(out.flush()?))
        .map_err(|source| Error::Csv {
            path: path.to_owned(),
            source,
        })?;
    drop(out);
    file.close()
}
