//! Layouts of files that no named layout fits: each header cell read word by word, each column looked at cell by cell.
//! What stays in doubt is a question, not a guess.

pub mod content;
mod draft;
pub mod rules;
mod weigh;
pub mod words;

pub use draft::layout_of;

use crate::ingest::column::Column;
use crate::ingest::layout::{Layout, Side, header_key};
use crate::reference::countries::Countries;
use content::looks;
use rustc_hash::FxHashMap;
use weigh::{address_beside_name, settle_rivals, weigh};
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

#[cfg(test)]
mod tests;
