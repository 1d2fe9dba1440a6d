//! A workbook with one sheet a table. Text is written as text, so nothing in it is a formula.

use super::Error;
use super::csv::{COLUMNS, Cell, rows};
use super::graph::{nodes, role};
use crate::model::AlertSheet;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet};
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
        ],
    )?;
    for (i, alert) in alerts.iter().enumerate() {
        let chain = alert.names().collect::<Vec<_>>().join(" > ");
        let (first, last) = (
            alert.first_date.map(|d| d.to_string()),
            alert.last_date.map(|d| d.to_string()),
        );
        let cells = [
            Cell::Number(alert.rank as f64),
            Cell::Number(alert.score),
            Cell::Text(&alert.alert_id),
            Cell::Text(&alert.case_id),
            Cell::Text(&chain),
            Cell::text(&first),
            Cell::text(&last),
            Cell::Text(&alert.path.item),
            Cell::number(alert.units),
            Cell::number(alert.tpp),
            Cell::number(alert.value_usd),
            Cell::Text(&alert.summary),
        ];
        put(sheet, i + 1, &cells)?;
    }
    let sheet = head(&mut book, "shipments", &COLUMNS)?;
    let mut at = 0;
    rows(alerts, |cells| {
        at += 1;
        put(sheet, at, &cells)
    })?;
    let sheet = head(
        &mut book,
        "findings",
        &[
            "alert_id",
            "heuristic_id",
            "strength",
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
                Cell::Text(&alert.alert_id),
                Cell::Text(&finding.heuristic),
                Cell::number(finding.strength),
                Cell::Number(finding.weight),
                Cell::Number(finding.contribution),
                Cell::Text(&finding.text),
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
            Cell::Text(id),
            Cell::Text(&entity.name),
            Cell::text(&entity.country),
            Cell::Text(role(entity)),
            Cell::Text(&notes),
        ];
        put(sheet, i + 1, &cells)?;
    }
    out.write_all(&book.save_to_buffer()?)?;
    Ok(())
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
            Cell::Text(text) => {
                let safe = crate::report::escape::terminal::cut(text, CELL / 2);
                sheet.write_string(row, column, safe)?;
            }
            Cell::Number(number) => {
                sheet.write_number(row, column, *number)?;
            }
            Cell::Empty => {}
        }
    }
    Ok(())
}
