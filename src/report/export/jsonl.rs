//! One alert a line, as `tidewaiter explain --json` shows it.

use super::Error;
use crate::model::AlertSheet;
use crate::report::escape;
use std::io::Write;

/// Writes the alerts by rank.
///
/// # Errors
/// If the output cannot be written.
pub fn write(alerts: &[AlertSheet], out: &mut impl Write) -> Result<(), Error> {
    for alert in alerts {
        writeln!(out, "{}", escape::json::line(alert)?)?;
    }
    Ok(())
}
