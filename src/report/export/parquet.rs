//! The source rows of alerts as Parquet: types instead of guarded text.

use super::Error;
use super::rows::rows;
use crate::model::table::{ALERT_ROWS, Cells, Kind, Writer};
use crate::model::{AlertSheet, Cell};
use std::io::Write;

/// Writes the rows in one row group.
///
/// # Errors
/// If the output cannot be written.
pub fn write(alerts: &[AlertSheet], out: &mut impl Write) -> Result<(), Error> {
    let rows = rows(alerts);
    let mut writer = Writer::new(&ALERT_ROWS, out)?;
    writer.rows(rows.len(), |at| {
        let column = ALERT_ROWS.columns[at];
        let cells = rows.iter().map(|row| row.cell(column.name));
        match column.kind {
            Kind::Text => Cells::texts(cells.map(|cell| match cell {
                Cell::Text(text) => text,
                _ => None,
            })),
            Kind::Number => Cells::numbers(cells.map(|cell| match cell {
                Cell::Number(number) => number,
                _ => None,
            })),
            Kind::Whole => Cells::wholes(cells.map(|cell| match cell {
                Cell::Whole(whole) => whole,
                _ => None,
            })),
            Kind::Day => Cells::days(cells.map(|cell| match cell {
                Cell::Day(day) => day,
                _ => None,
            })),
        }
    })?;
    writer.finish()?;
    Ok(())
}
