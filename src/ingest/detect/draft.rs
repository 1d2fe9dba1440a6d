//! A layout of what was found, with the questions that are left.

use super::words::Reading;
use super::{CERTAIN, Detector, ESSENTIAL, Guess, USED, rules};
use crate::ingest::column::Column;
use crate::ingest::layout::{Bills, ColumnSpec, Layout, SourceColumn};
use std::collections::BTreeMap;

/// A layout of what was found, ready to be saved, and the questions that are left.
pub fn layout_of(
    name: &str,
    header: &[String],
    guesses: &[Option<Guess>],
    detector: &Detector,
) -> (Layout, Vec<String>) {
    let mut ranked: BTreeMap<Column, Vec<(usize, &Guess)>> = BTreeMap::new();
    let mut doubtful = Vec::new();
    for (at, guess) in guesses.iter().enumerate() {
        match guess {
            Some(guess) if guess.confidence >= USED => {
                ranked.entry(guess.column).or_default().push((at, guess))
            }
            Some(guess) if ESSENTIAL.contains(&guess.column) => doubtful.push((at, guess)),
            _ => {}
        }
    }
    let mut columns: BTreeMap<Column, Vec<SourceColumn>> = BTreeMap::new();
    for (&column, sources) in &mut ranked {
        sources.sort_by(|a, b| {
            b.1.confidence
                .total_cmp(&a.1.confidence)
                .then(a.0.cmp(&b.0))
        });
        let sources = sources
            .iter()
            .map(|&(at, _)| source(column, &header[at], detector))
            .collect();
        columns.insert(column, sources);
    }
    // Anonymised files name parties by number only: the number then is the name.
    if !columns.contains_key(&Column::ShipperName) && !columns.contains_key(&Column::ConsigneeName)
    {
        for (id, name) in [
            (Column::ShipperId, Column::ShipperName),
            (Column::ConsigneeId, Column::ConsigneeName),
        ] {
            if let (Some(sources), Some(list)) =
                (columns.get(&id).cloned(), ranked.get(&id).cloned())
            {
                columns.insert(name, sources);
                ranked.insert(name, list);
            }
        }
    }
    let mut questions = Vec::new();
    let certain = |column: Column| {
        ranked
            .get(&column)
            .is_some_and(|s| s[0].1.confidence >= CERTAIN)
    };
    let might_be = |column: Column| -> String {
        let names: Vec<String> = guesses
            .iter()
            .zip(header)
            .filter(|(g, _)| g.as_ref().is_some_and(|g| g.column == column))
            .map(|(_, h)| format!("'{}'", h.trim()))
            .collect();
        if names.is_empty() {
            String::new()
        } else {
            format!(" It might be {}.", names.join(" or "))
        }
    };
    if !certain(Column::Date) {
        questions.push(format!(
            "no usable date column; which column holds the day of the shipment?{}",
            might_be(Column::Date)
        ));
    }
    if !certain(Column::ShipperName) && !certain(Column::ConsigneeName) {
        questions.push(format!(
            "no column surely names a shipper or a consignee; which one does?{}{}",
            might_be(Column::ShipperName),
            might_be(Column::ConsigneeName)
        ));
    }
    for (at, guess) in doubtful {
        if !columns.contains_key(&guess.column)
            && !matches!(
                guess.column,
                Column::Date | Column::ShipperName | Column::ConsigneeName
            )
        {
            questions.push(format!(
                "is '{}' the {}? ({})",
                header[at].trim(),
                guess.column.word(),
                guess.why
            ));
        }
    }
    let readings: Vec<Reading> = header.iter().map(|h| detector.words.read(h)).collect();
    let layout = Layout {
        from_ports: Vec::new(),
        name: name.to_owned(),
        version: 1,
        provider: "unknown".to_owned(),
        side: rules::side_of(&readings),
        source: String::new(),
        notes: "Written by `tidewaiter layout detect`; check it before use.".to_owned(),
        encoding: None,
        delimiter: None,
        header_names: Vec::new(),
        date_order: None,
        utc_offset_minutes: 0,
        decimal: None,
        weight_unit: None,
        currency: None,
        blanks: Vec::new(),
        zero_is_blank: vec![
            Column::Quantity,
            Column::GrossWeight,
            Column::NetWeight,
            Column::Value,
            Column::UnitPrice,
        ],
        join: [Column::ShipperAddress, Column::ConsigneeAddress]
            .into_iter()
            .filter(|c| columns.get(c).is_some_and(|s| s.len() > 1))
            .collect(),
        split_parties: false,
        bills: Bills::ByColumn,
        on_board: None,
        constants: BTreeMap::new(),
        columns,
    };
    (layout, questions)
}

/// The column with the unit or currency that its header names.
fn source(column: Column, header: &str, detector: &Detector) -> SourceColumn {
    let upper = header.to_uppercase();
    let has = |word: &str| {
        upper
            .split(|c: char| !c.is_alphanumeric())
            .any(|w| w == word)
    };
    let (mut unit, mut currency) = (None, None);
    match column {
        Column::GrossWeight | Column::NetWeight => {
            unit = [
                ("KG", "KG"),
                ("KGS", "KG"),
                ("КГ", "KG"),
                ("LB", "LB"),
                ("LBS", "LB"),
                ("T", "T"),
                ("MT", "T"),
                ("TONS", "T"),
                ("TONNES", "T"),
                ("TONELADAS", "T"),
            ]
            .iter()
            .find(|(word, _)| has(word))
            .map(|(_, unit)| (*unit).to_owned());
        }
        Column::Value | Column::UnitPrice => {
            currency = if detector
                .words
                .read(header)
                .concepts
                .iter()
                .any(|c| c == "usd")
            {
                Some("USD".to_owned())
            } else {
                [
                    "EUR", "RUB", "INR", "KZT", "CNY", "TRY", "VND", "KRW", "JPY", "GBP", "BRL",
                    "CLP", "MXN", "UAH", "PEN", "COP",
                ]
                .iter()
                .find(|code| has(code))
                .map(|c| (*c).to_owned())
            };
        }
        _ => {}
    }
    if unit.is_none() && currency.is_none() {
        SourceColumn::Name(header.to_owned())
    } else {
        SourceColumn::Spec(ColumnSpec {
            column: header.to_owned(),
            unit,
            currency,
        })
    }
}
