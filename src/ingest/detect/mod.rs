//! Layouts of files that no named layout fits: each header cell read word by word, each column looked at cell by cell.
//! What stays in doubt is a question, not a guess.

pub mod content;
pub mod rules;
pub mod words;

use super::column::Column;
use super::layout::{Bills, Layout, Side, SourceColumn, header_key};
use crate::reference::countries::Countries;
use content::{Looks, looks};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use words::{Reading, Words};

/// Confidence from which a column is used.
pub const USED: f64 = 0.5;
/// Confidence from which a required column is used without asking.
pub const CERTAIN: f64 = 0.6;

/// Columns that decide what a shipment is.
pub const ESSENTIAL: [Column; 14] = [
    Column::Date,
    Column::ShipperName,
    Column::ShipperAddress,
    Column::ShipperCountry,
    Column::ConsigneeName,
    Column::ConsigneeAddress,
    Column::ConsigneeCountry,
    Column::HsCode,
    Column::Description,
    Column::Quantity,
    Column::GrossWeight,
    Column::NetWeight,
    Column::Value,
    Column::DestinationCountry,
];

/// What a source column was taken for.
#[derive(Clone, Debug, PartialEq)]
pub struct Guess {
    /// The canonical column.
    pub column: Column,
    /// 0 to 1.
    pub confidence: f64,
    /// What spoke for it.
    pub why: String,
}

/// Reads headers.
pub struct Detector {
    words: Words,
    countries: Countries,
    /// Headers of the named layouts and what they stand for in all layouts that have them.
    known: FxHashMap<String, Vec<Column>>,
}

impl Detector {
    /// A detector that has learnt the headers of these layouts.
    pub fn new(layouts: &[Layout]) -> Self {
        let mut known: FxHashMap<String, Vec<Column>> = FxHashMap::default();
        for layout in layouts {
            for (&column, sources) in &layout.columns {
                for source in sources {
                    let meanings = known.entry(header_key(source.name())).or_default();
                    if !meanings.contains(&column) {
                        meanings.push(column);
                    }
                }
            }
        }
        Self {
            words: Words::load(),
            countries: Countries::load(),
            known,
        }
    }

    /// One guess a header cell, by name and by the cells below it.
    pub fn columns(&self, header: &[String], records: &[Vec<String>]) -> Vec<Option<Guess>> {
        let readings: Vec<Reading> = header.iter().map(|h| self.words.read(h)).collect();
        let side = rules::side_of(&readings);
        let mut guesses: Vec<Option<Guess>> = Vec::with_capacity(header.len());
        for (at, (name, reading)) in header.iter().zip(&readings).enumerate() {
            let by_name = self.by_name(name, reading, side);
            let looks = looks(
                records.iter().filter_map(|r| r.get(at)).map(String::as_str),
                &self.countries,
            );
            guesses.push(weigh(by_name, &looks, reading));
        }
        settle_rivals(&mut guesses);
        address_beside_name(&mut guesses, &readings);
        guesses
    }

    fn by_name(&self, name: &str, reading: &Reading, side: Side) -> Option<Guess> {
        let words = rules::by_name(reading, side);
        match (self.known.get(&header_key(name)).map(Vec::as_slice), words) {
            (Some(&[column]), Some((read, confidence))) if column == read => Some(Guess {
                column,
                confidence: confidence.max(0.97),
                why: format!(
                    "header '{}' stands for {} in known layouts",
                    name.trim(),
                    column.word()
                ),
            }),
            (Some(&[column]), None) => Some(Guess {
                column,
                confidence: 0.7,
                why: format!(
                    "header '{}' stands for {} in a known layout",
                    name.trim(),
                    column.word()
                ),
            }),
            (_, Some((column, confidence))) => Some(Guess {
                column,
                confidence,
                why: format!("words of the header: {}", reading.concepts.join(", ")),
            }),
            (_, None) => None,
        }
    }

    /// The record that reads most like a header: its position and what its cells were taken for.
    pub fn header_of(&self, records: &[Vec<String>]) -> Option<usize> {
        let mut best: Option<(f64, usize)> = None;
        for (at, record) in records.iter().enumerate().take(40) {
            let mut score = 0.0;
            let mut found: Vec<Column> = Vec::new();
            for cell in record {
                // Headers are short and no numbers.
                if cell.chars().count() > 60
                    || cell.trim().is_empty()
                    || cell.bytes().filter(u8::is_ascii_digit).count() > 4
                {
                    continue;
                }
                if let Some(guess) = self.by_name(cell, &self.words.read(cell), Side::Both)
                    && !found.contains(&guess.column)
                {
                    found.push(guess.column);
                    score += guess.confidence;
                }
            }
            if found.len() >= 3 && best.is_none_or(|(top, _)| score > top + 0.5) {
                best = Some((score, at));
            }
        }
        best.map(|(_, at)| at)
    }
}

/// Name and cells together. The cells can take a name's word away, and speak for a column whose name says nothing.
fn weigh(by_name: Option<Guess>, looks: &Looks, reading: &Reading) -> Option<Guess> {
    use Column as C;
    let cells = |column, confidence, why: String| {
        Some(Guess {
            column,
            confidence,
            why,
        })
    };
    let percent = |share: f64| format!("{:.0} % of {} cells", share * 100.0, looks.cells);
    if looks.cells < 3 {
        return by_name;
    }
    if let Some(mut guess) = by_name {
        let (share, what) = match guess.column {
            C::Date => (looks.date, "dates"),
            C::HsCode => (looks.hs, "goods codes"),
            C::Quantity | C::GrossWeight | C::NetWeight | C::Value | C::UnitPrice => {
                (looks.number, "numbers")
            }
            C::OriginCountry
            | C::ExportCountry
            | C::DestinationCountry
            | C::ShipperCountry
            | C::ConsigneeCountry => (looks.country, "countries"),
            C::ShipperName | C::ConsigneeName if looks.number > 0.9 && looks.length < 16.0 => {
                let id = if guess.column == C::ShipperName {
                    C::ShipperId
                } else {
                    C::ConsigneeId
                };
                return cells(
                    id,
                    0.55,
                    format!("{} are numbers, so no names", percent(looks.number)),
                );
            }
            C::QuantityUnit if looks.number > 0.9 => {
                // `CANT_UNID`, `Qty Units`: how many units, or which? The cells say.
                return cells(
                    C::Quantity,
                    guess.confidence * 0.9,
                    format!("{}; {} are numbers", guess.why, percent(looks.number)),
                );
            }
            C::Description if looks.number > 0.9 && looks.hs < 0.8 => (0.0, "words"),
            C::Description if looks.hs > 0.8 => {
                return cells(
                    C::HsCode,
                    0.6,
                    format!("{} are goods codes", percent(looks.hs)),
                );
            }
            _ => return Some(guess),
        };
        if share < 0.5 {
            guess.confidence *= 0.4 + share;
            guess.why = format!("{}; but only {} are {what}", guess.why, percent(share));
        } else {
            guess.confidence = (guess.confidence + 0.02).min(0.99);
            guess.why = format!("{}; {} are {what}", guess.why, percent(share));
        }
        return Some(guess);
    }
    // A header that speaks of something else is no empty header.
    if !reading.concepts.is_empty() {
        return None;
    }
    if looks.date > 0.9 {
        return cells(C::Date, 0.55, format!("{} are dates", percent(looks.date)));
    }
    if looks.container > 0.8 {
        return cells(
            C::Container,
            0.8,
            format!("{} are container numbers", percent(looks.container)),
        );
    }
    if looks.hs > 0.95 {
        return cells(
            C::HsCode,
            0.55,
            format!("{} are goods codes", percent(looks.hs)),
        );
    }
    if looks.country > 0.9 {
        return cells(
            C::OriginCountry,
            0.35,
            format!(
                "{} are countries, but whose is not said",
                percent(looks.country)
            ),
        );
    }
    if looks.firm > 0.5 && looks.length < 80.0 {
        return cells(
            C::ConsigneeName,
            0.35,
            format!(
                "{} are names of firms, but whose side is not said",
                percent(looks.firm)
            ),
        );
    }
    None
}

/// A description read off the goods code's own column counts only where nothing better describes the goods.
fn settle_rivals(guesses: &mut [Option<Guess>]) {
    let best = |guesses: &[Option<Guess>], column: Column| {
        guesses
            .iter()
            .flatten()
            .filter(|g| g.column == column)
            .map(|g| g.confidence)
            .fold(0.0, f64::max)
    };
    for (column, floor) in [(Column::Description, USED), (Column::Value, 0.45)] {
        let top = best(guesses, column);
        for guess in guesses.iter_mut() {
            if let Some(g) = guess
                && g.column == column
                && g.confidence < floor
            {
                if top >= 0.7 {
                    *guess = None;
                } else if column == Column::Description {
                    g.confidence = CERTAIN;
                }
            }
        }
    }
}

/// A bare `ADDRESS`, `CITY`, `PIN` belongs to the party named before it.
fn address_beside_name(guesses: &mut [Option<Guess>], readings: &[Reading]) {
    let mut party = None;
    for at in 0..guesses.len() {
        match &guesses[at] {
            Some(g) if matches!(g.column, Column::ShipperName | Column::ShipperId) => {
                party = Some(Column::ShipperAddress)
            }
            Some(g) if matches!(g.column, Column::ConsigneeName | Column::ConsigneeId) => {
                party = Some(Column::ConsigneeAddress)
            }
            Some(_) => {}
            None => {
                let alone = readings[at].concepts == ["address"]
                    || readings[at].concepts == ["address", "country"];
                if let Some(column) = party.filter(|_| alone && readings[at].unknown == 0) {
                    guesses[at] = Some(Guess {
                        column,
                        confidence: 0.7,
                        why: "an address beside the name of the party before it".to_owned(),
                    });
                }
            }
        }
    }
}

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
        SourceColumn::Spec {
            column: header.to_owned(),
            unit,
            currency,
        }
    }
}

#[cfg(test)]
mod tests;
