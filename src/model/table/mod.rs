//! The tables of a run folder: every column and its type, declared once, checked when written and when read.
//!
//! This folder is the only door to Parquet. The tables are stable: another tool may read them by these names.

mod cells;
mod error;
mod guard;
pub mod pages;
mod read;
pub mod stages;
mod write;

pub use cells::Cells;
pub use error::Error;
pub use guard::guarded;
pub use read::{Frame, Reader};
pub use write::Writer;

/// What a column holds. Every column may be null: null is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// UTF-8 text.
    Text,
    /// 64-bit floating point.
    Number,
    /// 64-bit signed integer.
    Whole,
    /// A calendar day (Arrow `date32`).
    Day,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// What it means, with its unit.
    pub about: &'static str,
}

/// A table of the run folder, or of the stages behind it.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name; the file is `NAME.parquet`.
    pub name: &'static str,
    /// What one row is, and how rows are sorted.
    pub about: &'static str,
    /// Its columns in order.
    pub columns: &'static [Column],
}

impl Table {
    /// Name of its file in the run folder.
    pub fn file(&self) -> String {
        format!("{}.parquet", self.name)
    }

    /// Position of a column.
    pub fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.name == column)
    }
}

const fn text(name: &'static str, about: &'static str) -> Column {
    Column {
        name,
        kind: Kind::Text,
        about,
    }
}

const fn number(name: &'static str, about: &'static str) -> Column {
    Column {
        name,
        kind: Kind::Number,
        about,
    }
}

const fn whole(name: &'static str, about: &'static str) -> Column {
    Column {
        name,
        kind: Kind::Whole,
        about,
    }
}

const fn day(name: &'static str, about: &'static str) -> Column {
    Column {
        name,
        kind: Kind::Day,
        about,
    }
}

/// Every table, in the order in which they are written.
pub const TABLES: [&Table; 6] = [&SHIPMENTS, &ENTITIES, &LINKS, &ALERTS, &FINDINGS, &CASES];

/// The canonical shipments.
pub const SHIPMENTS: Table = Table {
    name: "shipments",
    about: "One row a shipment, sorted by (date, record_id).",
    columns: &[
        text("record_id", "id of the record, unique"),
        text(
            "merged_record_ids",
            "ids of the records joined into it, '|'-separated",
        ),
        day("date", "day of departure or arrival, as the layout says"),
        text("shipper_name", "as written"),
        text("shipper_address", "as written"),
        text("shipper_country", "ISO 3166-1 alpha-2"),
        text(
            "shipper_id",
            "registration or tax number of the shipper, as written",
        ),
        text("consignee_name", "as written"),
        text("consignee_address", "as written"),
        text("consignee_country", "ISO 3166-1 alpha-2"),
        text(
            "consignee_id",
            "registration or tax number of the consignee, as written",
        ),
        text("notify_name", "who is told of the arrival"),
        text("forwarder_name", "who arranges the move"),
        text("carrier", "who moves the goods"),
        text("transport_mode", "as written"),
        text("vessel", "ship"),
        text("voyage", "voyage or flight"),
        text("bill_of_lading", "house bill, or the only bill"),
        text("master_bill", "master bill"),
        text("container", "container number"),
        text("origin_country", "where the goods were made"),
        text("export_country", "country the goods leave"),
        text("destination_country", "declared destination"),
        text("port_lading", "port where loaded, as written"),
        text("port_unlading", "port where unloaded, as written"),
        text("place_receipt", "where the carrier took the goods over"),
        text("final_destination", "declared last destination, as written"),
        text("hs_code", "goods code, digits only, as text"),
        text("description", "goods as declared"),
        number("quantity", "declared number of quantity_unit"),
        text(
            "quantity_unit",
            "canonical where known (PCS, KG, SET), else as written",
        ),
        number("gross_weight", "in weight_unit, with packing"),
        number("net_weight", "in weight_unit, without packing"),
        text("weight_unit", "always KG: ingest converts"),
        number("value", "declared, in currency"),
        text("currency", "ISO 4217"),
        number("unit_price", "declared price of one unit, in currency"),
        text("incoterm", "terms of delivery"),
        text("brand", "brand or maker as declared"),
        number("value_usd", "value in US dollars by the yearly table"),
        text("source_file", "path of the input file"),
        whole(
            "source_line",
            "line on which the record starts, from 1; for Parquet and spreadsheets the row after the header",
        ),
        text("shipper_entity_id", "id in the table entities"),
        text("consignee_entity_id", "id in the table entities"),
        text(
            "item_id",
            "catalogue id of the recognised product; null: none",
        ),
        number("item_confidence", "0 to 1; null: no item"),
        number(
            "units",
            "accelerators for anything that holds them, else pieces",
        ),
        number("tpp", "total processing performance of all units"),
        text(
            "status",
            "status under policy on the day; null: not a controlled item",
        ),
        text(
            "originals",
            "JSON object: column to cell as written, where cleaning changed it",
        ),
        text(
            "completed",
            "cells taken from joined records, '|'-separated: column from record id",
        ),
        text(
            "extra",
            "JSON object: source columns outside the canonical ones",
        ),
        whole(
            "shipper_entity_row",
            "row of shipper_entity_id in the table entities, from 0: numbers are searched faster than ids",
        ),
        whole(
            "consignee_entity_row",
            "row of consignee_entity_id in the table entities, from 0",
        ),
    ],
};

/// The firms.
pub const ENTITIES: Table = Table {
    name: "entities",
    about: "One row an entity, sorted by id.",
    columns: &[
        text(
            "id",
            "E and 16 hexadecimal digits, the same in every run on the same content",
        ),
        text("name", "the commonest of its names"),
        text("names", "JSON list of all its names as written"),
        text("country", "the commonest of its countries"),
        text("countries", "ISO codes, '|'-separated"),
        text(
            "headquarters",
            "country of its headquarters or ultimate parent, where a register tells",
        ),
        number("shell", "role score, 0 to 1; null: too little to say"),
        number("transshipper", "role score, 0 to 1"),
        number("end_user", "role score, 0 to 1"),
        number("manufacturer", "role score, 0 to 1"),
        number("distributor", "role score, 0 to 1"),
        number("forwarder", "role score, 0 to 1"),
        text(
            "attributes",
            "JSON object: registers, owners, watch-list hits, addresses that say little, parties, why they were merged, why the roles",
        ),
    ],
};

/// What relates entities beside shipments.
pub const LINKS: Table = Table {
    name: "links",
    about: "One row a link, sorted by (entity_a, entity_b, kind, seen).",
    columns: &[
        text("entity_a", "one end; the owner, or the predecessor"),
        text("entity_b", "the other end"),
        text(
            "kind",
            "owner, address, phone, email, website, director, agent, name_variant, successor, same_lot",
        ),
        number(
            "strength",
            "0 to 1, discounted by how common the shared value is",
        ),
        text("seen", "the shared value, or the words of the register"),
        number("share_pct", "owner links: the direct share in percent"),
        day("from_date", "first day it holds; null: always"),
        day("to_date", "last day it holds; null: still"),
    ],
};

/// How many of the columns of [`ALERTS`] `alerts.csv` has too.
pub const ALERTS_CSV_COLUMNS: usize = 20;

/// The scored paths.
pub const ALERTS: Table = Table {
    name: "alerts",
    about: "One row an alert, by rank. The columns up to label_changed are those of alerts.csv.",
    columns: &[
        whole("rank", "1 for the first"),
        number("score", "probability, 0 to 1"),
        text(
            "alert_id",
            "A and 16 hexadecimal digits: hash of the content",
        ),
        text("case_id", "C and 16 hexadecimal digits"),
        text("chain", "names of the entities in order, ' > '-separated"),
        text(
            "countries",
            "country of each entity of the chain, ' > '-separated, ?? where unknown",
        ),
        day("first_date", "day of the first shipment"),
        day("last_date", "day of the last shipment"),
        text("items", "catalogue id of the item carried"),
        number("units", "units that reached the end"),
        number("tpp", "total processing performance that reached the end"),
        number(
            "value_usd",
            "declared value for the units that reached the end",
        ),
        text(
            "record_ids",
            "records of the chain in order, after each leg those beside it, '|'-separated ('|' inside an id is written %7C)",
        ),
        text(
            "top_findings",
            "heuristic ids of the strongest findings, '|'-separated, strongest first",
        ),
        text("summary", "one sentence"),
        text(
            "label",
            "what an analyst decided about the chain: true, false or unsure; null: nothing",
        ),
        text("label_by", "who decided"),
        day("label_date", "when"),
        text("label_note", "why, in the analyst's words"),
        text(
            "label_changed",
            "what is not as it was when it was decided; null: nothing",
        ),
        number("log_odds", "prior plus all contributions"),
        number("prior", "prior log-odds"),
        text("entity_ids", "ids of the chain in order, '|'-separated"),
        text(
            "path",
            "JSON object: end, legs, the rows of their shipments, units drawn, links",
        ),
    ],
};

/// Columns of [`ALERT_ROWS`] that tell which shipment of which alert a row is; the others are those of the shipment.
pub const ALERT_ROW_KEYS: usize = 4;

/// The source rows of alerts, as exported. Not a table of the run folder: it is made from three of them.
pub const ALERT_ROWS: Table = Table {
    name: "alert_rows",
    about: "One row a shipment of a leg of an alert, by rank, leg and day.",
    columns: &[
        whole("rank", "rank of the alert"),
        text("alert_id", "id of the alert"),
        whole("leg", "leg of its chain, from 1"),
        number(
            "units_drawn",
            "units that the leg takes of the shipment; unknown also where it stands beside the leg",
        ),
        text("record_id", "id of the record"),
        text(
            "merged_record_ids",
            "ids of the records joined into it, '|'-separated",
        ),
        text(
            "completed",
            "cells taken from joined records, '|'-separated: column from record id",
        ),
        text("source_file", "path of the input file"),
        whole("source_line", "line on which the record starts, from 1"),
        day("date", "day of departure or arrival"),
        text("shipper_name", "as written"),
        text("shipper_country", "ISO 3166-1 alpha-2"),
        text("consignee_name", "as written"),
        text("consignee_country", "ISO 3166-1 alpha-2"),
        text("origin_country", "where the goods were made"),
        text("destination_country", "declared destination"),
        text("port_lading", "port where loaded, as written"),
        text("port_unlading", "port where unloaded, as written"),
        text("bill_of_lading", "house bill, or the only bill"),
        text("hs_code", "goods code, digits only, as text"),
        text("description", "goods as declared"),
        text("brand", "brand or maker as declared"),
        number("quantity", "declared number of quantity_unit"),
        text("quantity_unit", "canonical where known, else as written"),
        number("gross_weight", "kilograms with packing"),
        number("net_weight", "kilograms without packing"),
        number("value", "declared, in currency"),
        text("currency", "ISO 4217"),
        number("value_usd", "value in US dollars by the yearly table"),
        text(
            "item_id",
            "catalogue id of the recognised product; null: none",
        ),
        number(
            "units",
            "accelerators for anything that holds them, else pieces",
        ),
        text("status", "status under policy on the day"),
    ],
};

/// What the heuristics said.
pub const FINDINGS: Table = Table {
    name: "findings",
    about: "One row a finding of an alert, by rank of the alert, then largest absolute contribution first.",
    columns: &[
        text("alert_id", "id in the table alerts"),
        text("heuristic_id", "which heuristic"),
        number("strength", "0 to 1; null: it could not be measured"),
        number(
            "counted",
            "the strength as the score counts it: its power with the exponent that the weights file gives the heuristic",
        ),
        number("weight", "log-odds at strength 1; negative for innocence"),
        number(
            "contribution",
            "its part of the log-odds: weight x counted, less where findings of one group overlap",
        ),
        text("text", "what was seen"),
        text("record_ids", "the records it rests on, '|'-separated"),
    ],
};

/// Alerts that share entities.
pub const CASES: Table = Table {
    name: "cases",
    about: "One row a case, by its best alert.",
    columns: &[
        text("case_id", "C and 16 hexadecimal digits"),
        number("score", "highest score among its alerts"),
        whole("alerts", "number of its alerts"),
        text("alert_ids", "by rank, '|'-separated"),
        text("entity_ids", "entities of its chains, '|'-separated"),
        day("first_date", "first shipment of any of its alerts"),
        day("last_date", "last shipment of any of its alerts"),
        number("units", "sum of the known units of its alerts"),
        number("value_usd", "sum of the known values of its alerts"),
    ],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exported_rows_have_columns_of_the_shipments_table() {
        for column in &ALERT_ROWS.columns[ALERT_ROW_KEYS..] {
            let at = SHIPMENTS.position(column.name).expect(column.name);
            assert_eq!(SHIPMENTS.columns[at].kind, column.kind, "{}", column.name);
        }
    }

    #[test]
    fn names_are_unique_within_a_table() {
        for table in TABLES.into_iter().chain([&ALERT_ROWS]) {
            for (i, column) in table.columns.iter().enumerate() {
                assert_eq!(
                    table.position(column.name),
                    Some(i),
                    "{}.{}",
                    table.name,
                    column.name
                );
            }
        }
        assert_eq!(ALERTS.columns[ALERTS_CSV_COLUMNS - 1].name, "label_changed");
    }
}
