//! A shipment in words, and its columns: read from the run folder and written to exports in this one place.

use super::table::{ALERT_ROW_KEYS, ALERT_ROWS, Frame};
use super::time::Day;
use super::unit::Measure;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A shipment as declared, with what was made of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ShipmentSheet {
    /// Its record id.
    pub record_id: String,
    /// Ids of records joined into it.
    pub merged_record_ids: Vec<String>,
    /// Its cells that stood in these only, each as "column from record id".
    pub completed: Vec<String>,
    /// Path of the input file.
    pub source_file: String,
    /// Line in it.
    pub source_line: u64,
    /// Day.
    pub date: Option<Day>,
    /// Shipper as written.
    pub shipper: Option<String>,
    /// Its country.
    pub shipper_country: Option<String>,
    /// Consignee as written.
    pub consignee: Option<String>,
    /// Its country.
    pub consignee_country: Option<String>,
    /// Where the goods were made.
    pub origin_country: Option<String>,
    /// Declared destination.
    pub destination_country: Option<String>,
    /// Port where loaded.
    pub port_lading: Option<String>,
    /// Port where unloaded.
    pub port_unlading: Option<String>,
    /// Bill of lading.
    pub bill_of_lading: Option<String>,
    /// Goods code.
    pub hs_code: Option<String>,
    /// Goods as declared.
    pub description: Option<String>,
    /// Brand as declared.
    pub brand: Option<String>,
    /// Declared number.
    pub quantity: Measure,
    /// Of what.
    pub quantity_unit: Option<String>,
    /// Kilograms with packing.
    pub gross_weight_kg: Measure,
    /// Kilograms without packing.
    pub net_weight_kg: Measure,
    /// Declared value.
    pub value: Measure,
    /// Its currency.
    pub currency: Option<String>,
    /// In US dollars.
    pub value_usd: Measure,
    /// Catalogue id of the recognised product.
    pub item: Option<String>,
    /// Units recognised.
    pub units: Measure,
    /// Status under policy on the day; none: not a controlled item.
    pub status: Option<String>,
}

/// A cell of an exported table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Text, often from outside.
    Text(Option<Cow<'a, str>>),
    /// A number.
    Number(Option<f64>),
    /// A whole number.
    Whole(Option<i64>),
    /// A day.
    Day(Option<Day>),
}

impl ShipmentSheet {
    /// The columns that a shipment is read from: those of [`ALERT_ROWS`] after its keys.
    pub fn columns() -> impl Iterator<Item = &'static str> {
        ALERT_ROWS.columns[ALERT_ROW_KEYS..]
            .iter()
            .map(|column| column.name)
    }

    /// The shipment in a row of these columns.
    pub fn read(frame: &Frame, row: usize) -> Self {
        let text = |column: &str| frame.text(column, row).map(str::to_owned);
        let number = |column: &str| -> Measure { frame.number(column, row).into() };
        Self {
            record_id: text("record_id").unwrap_or_default(),
            merged_record_ids: parts(frame.text("merged_record_ids", row)),
            completed: parts(frame.text("completed", row)),
            source_file: text("source_file").unwrap_or_default(),
            source_line: frame.whole("source_line", row).unwrap_or(0).unsigned_abs(),
            date: frame.day("date", row),
            shipper: text("shipper_name"),
            shipper_country: text("shipper_country"),
            consignee: text("consignee_name"),
            consignee_country: text("consignee_country"),
            origin_country: text("origin_country"),
            destination_country: text("destination_country"),
            port_lading: text("port_lading"),
            port_unlading: text("port_unlading"),
            bill_of_lading: text("bill_of_lading"),
            hs_code: text("hs_code"),
            description: text("description"),
            brand: text("brand"),
            quantity: number("quantity"),
            quantity_unit: text("quantity_unit"),
            gross_weight_kg: number("gross_weight"),
            net_weight_kg: number("net_weight"),
            value: number("value"),
            currency: text("currency"),
            value_usd: number("value_usd"),
            item: text("item_id"),
            units: number("units"),
            status: text("status"),
        }
    }

    /// The cell of a column; empty text for a column it does not have.
    pub fn cell(&self, column: &str) -> Cell<'_> {
        fn text(text: Option<&String>) -> Cell<'_> {
            Cell::Text(text.map(|text| Cow::Borrowed(text.as_str())))
        }
        match column {
            "record_id" => text(Some(&self.record_id)),
            "merged_record_ids" => Cell::Text(
                (!self.merged_record_ids.is_empty()).then(|| join(&self.merged_record_ids)),
            ),
            "completed" => Cell::Text((!self.completed.is_empty()).then(|| join(&self.completed))),
            "source_file" => text(Some(&self.source_file)),
            "source_line" => Cell::Whole(i64::try_from(self.source_line).ok()),
            "date" => Cell::Day(self.date),
            "shipper_name" => text(self.shipper.as_ref()),
            "shipper_country" => text(self.shipper_country.as_ref()),
            "consignee_name" => text(self.consignee.as_ref()),
            "consignee_country" => text(self.consignee_country.as_ref()),
            "origin_country" => text(self.origin_country.as_ref()),
            "destination_country" => text(self.destination_country.as_ref()),
            "port_lading" => text(self.port_lading.as_ref()),
            "port_unlading" => text(self.port_unlading.as_ref()),
            "bill_of_lading" => text(self.bill_of_lading.as_ref()),
            "hs_code" => text(self.hs_code.as_ref()),
            "description" => text(self.description.as_ref()),
            "brand" => text(self.brand.as_ref()),
            "quantity" => Cell::Number(self.quantity.get()),
            "quantity_unit" => text(self.quantity_unit.as_ref()),
            "gross_weight" => Cell::Number(self.gross_weight_kg.get()),
            "net_weight" => Cell::Number(self.net_weight_kg.get()),
            "value" => Cell::Number(self.value.get()),
            "currency" => text(self.currency.as_ref()),
            "value_usd" => Cell::Number(self.value_usd.get()),
            "item_id" => text(self.item.as_ref()),
            "units" => Cell::Number(self.units.get()),
            "status" => text(self.status.as_ref()),
            _ => Cell::Text(None),
        }
    }
}

/// Ids of a '|'-separated cell.
fn parts(cell: Option<&str>) -> Vec<String> {
    cell.unwrap_or("")
        .split('|')
        .filter(|part| !part.is_empty())
        .map(|part| part.replace("%7C", "|"))
        .collect()
}

fn join(ids: &[String]) -> Cow<'static, str> {
    let ids: Vec<String> = ids.iter().map(|id| id.replace('|', "%7C")).collect();
    Cow::Owned(ids.join("|"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::table::Kind;

    #[test]
    fn every_column_has_a_cell_of_its_kind() {
        let some = || Some("x".to_owned());
        let sheet = ShipmentSheet {
            record_id: "R|1".to_owned(),
            merged_record_ids: vec!["a|b".to_owned(), "c".to_owned()],
            completed: vec!["value from c".to_owned()],
            source_file: "f".to_owned(),
            source_line: 7,
            date: Day::from_iso("2025-01-02"),
            shipper: some(),
            shipper_country: some(),
            consignee: some(),
            consignee_country: some(),
            origin_country: some(),
            destination_country: some(),
            port_lading: some(),
            port_unlading: some(),
            bill_of_lading: some(),
            hs_code: some(),
            description: some(),
            brand: some(),
            quantity: Measure::new(1.0),
            quantity_unit: some(),
            gross_weight_kg: Measure::new(1.0),
            net_weight_kg: Measure::new(1.0),
            value: Measure::new(1.0),
            currency: some(),
            value_usd: Measure::new(1.0),
            item: some(),
            units: Measure::new(1.0),
            status: some(),
        };
        for column in &ALERT_ROWS.columns[ALERT_ROW_KEYS..] {
            let fits = matches!(
                (sheet.cell(column.name), column.kind),
                (Cell::Text(Some(_)), Kind::Text)
                    | (Cell::Number(Some(_)), Kind::Number)
                    | (Cell::Whole(Some(_)), Kind::Whole)
                    | (Cell::Day(Some(_)), Kind::Day)
            );
            assert!(fits, "{}: {:?}", column.name, sheet.cell(column.name));
        }
        assert_eq!(
            sheet.cell("merged_record_ids"),
            Cell::Text(Some("a%7Cb|c".into()))
        );
    }
}
