//! The fenced tables of a case, and their cells.

use crate::model::{Country, Day, Measure};
use std::collections::BTreeMap;

pub(super) type Row = BTreeMap<String, String>;

pub(super) fn table(text: &str, name: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut header: Option<Vec<String>> = None;
    for line in block(text, name) {
        let cells = line.split(',').map(|cell| cell.trim().to_owned());
        match &header {
            None => header = Some(cells.collect()),
            Some(header) => rows.push(
                header
                    .iter()
                    .cloned()
                    .zip(cells)
                    .filter(|(_, cell)| !cell.is_empty())
                    .collect(),
            ),
        }
    }
    rows
}

pub(super) fn block<'t>(text: &'t str, name: &str) -> impl Iterator<Item = &'t str> {
    let open = format!("```{name}");
    text.lines()
        .skip_while(move |line| *line != open)
        .skip(1)
        .take_while(|line| *line != "```")
        .filter(|line| !line.trim().is_empty())
}

pub(super) fn number(row: &Row, key: &str) -> Result<Measure, String> {
    row.get(key)
        .map(|cell| {
            cell.parse::<f64>()
                .map_err(|_| format!("{key} '{cell}' is no number"))
        })
        .transpose()
        .map(Measure::from)
}

pub(super) fn day(row: &Row, key: &str) -> Result<Option<Day>, String> {
    row.get(key)
        .map(|cell| Day::from_iso(cell).ok_or(format!("{key} '{cell}' is no day")))
        .transpose()
}

pub(super) fn country(row: &Row, key: &str) -> Result<Option<Country>, String> {
    row.get(key)
        .map(|cell| Country::from_code(cell).ok_or(format!("{key} '{cell}' is no country")))
        .transpose()
}
