//! The source rows of alerts as CSV.

use super::Error;
use super::rows::rows;
use crate::model::table::ALERT_ROWS;
use crate::model::{AlertSheet, Cell};
use crate::report::escape;
use std::io::Write;

/// Writes the rows. Cells that begin like a formula are made text unless `raw`.
///
/// # Errors
/// If the output cannot be written.
pub fn write(alerts: &[AlertSheet], raw: bool, out: &mut impl Write) -> Result<(), Error> {
    let mut out = ::csv::Writer::from_writer(out);
    out.write_record(ALERT_ROWS.columns.iter().map(|column| column.name))?;
    for row in rows(alerts) {
        for column in ALERT_ROWS.columns {
            match row.cell(column.name) {
                Cell::Text(Some(text)) => {
                    out.write_field(escape::csv::guarded(&text, raw).as_ref())?;
                }
                Cell::Number(Some(number)) => out.write_field(number.to_string())?,
                Cell::Whole(Some(number)) => out.write_field(number.to_string())?,
                Cell::Day(Some(day)) => out.write_field(day.to_string())?,
                _ => out.write_field("")?,
            }
        }
        out.write_record(None::<&[u8]>)?;
    }
    out.flush()?;
    Ok(())
}
