//! The source rows of alerts: one line a shipment of a leg.

use super::Error;
use crate::model::{AlertSheet, Measure};
use crate::report::escape;
use std::io::Write;

/// The columns, also those of the workbook's sheet of shipments.
pub(super) const COLUMNS: [&str; 27] = [
    "rank",
    "alert_id",
    "leg",
    "record_id",
    "source_file",
    "source_line",
    "date",
    "shipper_name",
    "shipper_country",
    "consignee_name",
    "consignee_country",
    "origin_country",
    "destination_country",
    "port_lading",
    "port_unlading",
    "bill_of_lading",
    "hs_code",
    "description",
    "quantity",
    "quantity_unit",
    "gross_weight_kg",
    "value",
    "currency",
    "item_id",
    "units",
    "units_drawn",
    "status",
];

/// A cell: text from outside, or a number.
pub(super) enum Cell<'a> {
    Text(&'a str),
    Number(f64),
    Empty,
}

impl<'a> Cell<'a> {
    pub(super) fn text(text: &'a Option<String>) -> Self {
        text.as_deref().map_or(Cell::Empty, Cell::Text)
    }

    pub(super) fn number(measure: Measure) -> Self {
        measure.get().map_or(Cell::Empty, Cell::Number)
    }
}

/// Calls `row` for every shipment of every leg.
pub(super) fn rows<E>(
    alerts: &[AlertSheet],
    mut row: impl FnMut([Cell<'_>; 27]) -> Result<(), E>,
) -> Result<(), E> {
    for alert in alerts {
        for (leg, shipments) in alert.path.legs.iter().zip(&alert.shipments) {
            for (s, drawn) in shipments.iter().zip(&leg.shipments) {
                let date = s.date.map(|day| day.to_string());
                row([
                    Cell::Number(alert.rank as f64),
                    Cell::Text(&alert.alert_id),
                    Cell::Number(leg.place as f64),
                    Cell::Text(&s.record_id),
                    Cell::Text(&s.source_file),
                    Cell::Number(s.source_line as f64),
                    Cell::text(&date),
                    Cell::text(&s.shipper),
                    Cell::text(&s.shipper_country),
                    Cell::text(&s.consignee),
                    Cell::text(&s.consignee_country),
                    Cell::text(&s.origin_country),
                    Cell::text(&s.destination_country),
                    Cell::text(&s.port_lading),
                    Cell::text(&s.port_unlading),
                    Cell::text(&s.bill_of_lading),
                    Cell::text(&s.hs_code),
                    Cell::text(&s.description),
                    Cell::number(s.quantity),
                    Cell::text(&s.quantity_unit),
                    Cell::number(s.gross_weight_kg),
                    Cell::number(s.value),
                    Cell::text(&s.currency),
                    Cell::text(&s.item),
                    Cell::number(s.units),
                    Cell::number(drawn.drawn),
                    Cell::text(&s.status),
                ])?;
            }
        }
    }
    Ok(())
}

/// Writes the rows. Cells that begin like a formula are made text unless `raw`.
///
/// # Errors
/// If the output cannot be written.
pub fn write(alerts: &[AlertSheet], raw: bool, out: &mut impl Write) -> Result<(), Error> {
    let mut out = ::csv::Writer::from_writer(out);
    out.write_record(COLUMNS)?;
    rows(alerts, |cells| -> Result<(), Error> {
        for cell in cells {
            match cell {
                Cell::Text(text) => out.write_field(escape::csv::guarded(text, raw).as_ref())?,
                Cell::Number(number) => out.write_field(number.to_string())?,
                Cell::Empty => out.write_field("")?,
            }
        }
        out.write_record(None::<&[u8]>)?;
        Ok(())
    })?;
    out.flush()?;
    Ok(())
}
