//! The source rows of alerts: one a shipment of a leg. CSV, Parquet and the workbook hold the same.

use crate::model::{AlertSheet, Cell, Measure, ShipmentSheet};
use std::borrow::Cow;

/// A shipment of a leg of an alert.
pub(super) struct Row<'a> {
    alert: &'a AlertSheet,
    /// Its place in the chain, from 1: feeders of a leg share it.
    leg: usize,
    shipment: &'a ShipmentSheet,
    drawn: Measure,
}

impl<'a> Row<'a> {
    /// The cell of a column of [`crate::model::table::ALERT_ROWS`].
    pub(super) fn cell(&self, column: &str) -> Cell<'a> {
        match column {
            "rank" => Cell::Whole(i64::try_from(self.alert.rank).ok()),
            "alert_id" => Cell::Text(Some(Cow::Borrowed(&self.alert.alert_id))),
            "leg" => Cell::Whole(i64::try_from(self.leg).ok()),
            "units_drawn" => Cell::Number(self.drawn.get()),
            column => self.shipment.cell(column),
        }
    }
}

/// The rows by rank of the alert, then leg, then as the leg lists them.
pub(super) fn rows(alerts: &[AlertSheet]) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for alert in alerts {
        for (leg, shipments) in alert.path.legs.iter().zip(&alert.shipments) {
            for (shipment, drawn) in shipments.iter().zip(&leg.shipments) {
                rows.push(Row {
                    alert,
                    leg: leg.place,
                    shipment,
                    drawn: drawn.drawn,
                });
            }
        }
    }
    rows
}
