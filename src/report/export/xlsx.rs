//! A workbook with one sheet a table. Text is written as text, so nothing in it is a formula.

use super::Error;
use super::graph::{nodes, role};
use super::rows::rows;
use crate::model::table::ALERT_ROWS;
use crate::model::{AlertSheet, Cell, Measure};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet};
use std::borrow::Cow;
use std::io::Write;

/// Characters that a cell can hold.
const CELL: usize = 32_767;

/// Writes the workbook: alerts, shipments, findings, entities.
///
/// # Errors
/// If there are more rows than a sheet holds (1,048,576), or the output cannot be written.
pub fn write(alerts: &[AlertSheet], out: &mut impl Write) -> Result<(), Error> {
    let mut book = Workbook::new();
    // A workbook carries a day of creation, by default that of the clock: the same alerts would differ.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let sheet = head(
        &mut book,
        "alerts",
        &[
            "rank",
            "score",
            "alert_id",
            "case_id",
            "chain",
            "first_date",
            "last_date",
            "item",
            "units",
            "tpp",
            "value_usd",
            "summary",
            "label",
            "label_note",
        ],
    )?;
    for (i, alert) in alerts.iter().enumerate() {
        let chain = alert.names().collect::<Vec<_>>().join(" > ");
        let cells = [
            Cell::Number(Some(alert.rank as f64)),
            Cell::Number(Some(alert.score)),
            text(&alert.alert_id),
            text(&alert.case_id),
            text(&chain),
            Cell::Day(alert.first_date),
            Cell::Day(alert.last_date),
            text(&alert.path.item),
            number(alert.units),
            number(alert.tpp),
            number(alert.value_usd),
            text(&alert.summary),
            Cell::Text(
                alert
                    .label
                    .as_ref()
                    .map(|label| Cow::Borrowed(label.verdict.word())),
            ),
            Cell::Text(
                alert
                    .label
                    .as_ref()
                    .map(|label| Cow::Borrowed(label.note.as_str())),
            ),
        ];
        put(sheet, i + 1, &cells)?;
    }
    let columns: Vec<&str> = ALERT_ROWS
        .columns
        .iter()
        .map(|column| column.name)
        .collect();
    let sheet = head(&mut book, "shipments", &columns)?;
    for (i, row) in rows(alerts).into_iter().enumerate() {
        let cells: Vec<Cell<'_>> = columns.iter().map(|column| row.cell(column)).collect();
        put(sheet, i + 1, &cells)?;
    }
    let sheet = head(
        &mut book,
        "findings",
        &[
            "alert_id",
            "heuristic_id",
            "strength",
            "counted",
            "weight",
            "contribution",
            "text",
        ],
    )?;
    let mut at = 0;
    for alert in alerts {
        for finding in &alert.findings {
            at += 1;
            let cells = [
                text(&alert.alert_id),
                text(&finding.heuristic),
                number(finding.strength),
                number(finding.counted),
                Cell::Number(Some(finding.weight)),
                Cell::Number(Some(finding.contribution)),
                text(&finding.text),
            ];
            put(sheet, at, &cells)?;
        }
    }
    let sheet = head(
        &mut book,
        "entities",
        &["id", "name", "country", "role", "notes"],
    )?;
    for (i, (id, entity)) in nodes(alerts).into_iter().enumerate() {
        let notes = entity.notes.join("; ");
        let cells = [
            text(id),
            text(&entity.name),
            Cell::Text(entity.country.as_deref().map(Cow::Borrowed)),
            text(role(entity)),
            text(&notes),
        ];
        put(sheet, i + 1, &cells)?;
    }
    out.write_all(&book.save_to_buffer()?)?;
    Ok(())
}

fn text(text: &str) -> Cell<'_> {
    Cell::Text(Some(Cow::Borrowed(text)))
}

fn number(measure: Measure) -> Cell<'static> {
    Cell::Number(measure.get())
}

fn head<'a>(
    book: &'a mut Workbook,
    name: &str,
    columns: &[&str],
) -> Result<&'a mut Worksheet, Error> {
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    for (column, title) in columns.iter().enumerate() {
        sheet.write_string(0, column as u16, *title)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(sheet)
}

fn put(sheet: &mut Worksheet, row: usize, cells: &[Cell<'_>]) -> Result<(), Error> {
    // Beyond the last row of a sheet the writer answers with an error.
    let row = u32::try_from(row).unwrap_or(u32::MAX);
    for (column, cell) in cells.iter().enumerate() {
        let column = column as u16;
        match cell {
            Cell::Text(Some(text)) => {
                let safe = crate::report::escape::terminal::cut(text, CELL / 2);
                sheet.write_string(row, column, safe)?;
            }
            Cell::Number(Some(number)) => {
                sheet.write_number(row, column, *number)?;
            }
            Cell::Whole(Some(number)) => {
                sheet.write_number(row, column, *number as f64)?;
            }
            Cell::Day(Some(day)) => {
                sheet.write_string(row, column, day.to_string())?;
            }
            _ => {}
        }
    }
    Ok(())
}
