//! The layout of a file, without reading it as shipments.

use crate::ingest::Error;
use crate::ingest::Limits;
use crate::ingest::column::Column;
use crate::ingest::layout::{Layout, header_key};
use crate::ingest::source::expand;
use crate::ingest::table::{open_raw, recognise};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// What a file was taken for.
#[derive(Clone, Debug, Serialize)]
pub struct Detection {
    /// The file.
    pub file: String,
    /// Name of the layout; `None` if no named one fits.
    pub layout: Option<String>,
    /// 0 to 1.
    pub confidence: f64,
    /// File format, with the compression.
    pub format: String,
    /// Number of title rows above the header.
    pub titles: usize,
    /// Each source column that is mapped.
    pub columns: BTreeMap<String, Mapped>,
    /// Source columns that no canonical column takes; they are kept as they are.
    pub unmapped: Vec<String>,
    /// What a person should settle before the file is used.
    pub questions: Vec<String>,
    /// A layout ready to be saved and corrected.
    pub toml: String,
}

/// What one source column was taken for.
#[derive(Clone, Debug, Serialize)]
pub struct Mapped {
    /// Canonical column.
    pub canonical: &'static str,
    /// 0 to 1.
    pub confidence: f64,
    /// What spoke for it.
    pub why: String,
}

/// Looks at the first records of a file, or of the first table in a folder or archive.
///
/// # Errors
/// If it cannot be read.
pub fn layout(path: &Path) -> Result<Detection, Error> {
    let limits = Limits::default();
    let layouts = Layout::built_in()?;
    let inputs = expand(&[path.to_owned()], &limits)?;
    let Some(input) = inputs.first() else {
        return Err(Error::NothingInside {
            path: path.to_owned(),
        });
    };
    let raw = open_raw(input, None, None, &limits)?;
    let found = recognise(input, &raw, &layouts, None)?;
    let mut columns = BTreeMap::new();
    let mut unmapped = Vec::new();
    for (at, name) in found.header.iter().enumerate() {
        let shown = name.trim().trim_start_matches('\u{feff}').to_owned();
        if shown.is_empty() {
            continue;
        }
        let mapped = if found.named {
            column_of(&found.layout, name).map(|column| Mapped {
                canonical: column.word(),
                confidence: found.confidence,
                why: format!("column of layout {}", found.layout.name),
            })
        } else {
            found.guesses[at].as_ref().map(|guess| Mapped {
                canonical: guess.column.word(),
                confidence: (guess.confidence * 100.0).round() / 100.0,
                why: guess.why.clone(),
            })
        };
        match mapped {
            Some(mapped) => {
                columns.insert(shown, mapped);
            }
            None => unmapped.push(shown),
        }
    }
    let toml = match Layout::text_of(&found.layout.name).filter(|_| found.named) {
        Some(text) => text.to_owned(),
        None => toml::to_string(&found.layout).map_err(|e| Error::Layout {
            name: found.layout.name.clone(),
            reason: e.to_string(),
        })?,
    };
    Ok(Detection {
        file: input.name(),
        layout: found.named.then(|| found.layout.name.clone()),
        confidence: (found.confidence * 1000.0).round() / 1000.0,
        format: raw.format,
        titles: found.record.unwrap_or(0),
        columns,
        unmapped,
        questions: found.questions,
        toml,
    })
}

fn column_of(layout: &Layout, name: &str) -> Option<Column> {
    let key = header_key(name);
    let sources = |column: &Column| {
        layout.columns[column]
            .iter()
            .any(|s| header_key(s.name()) == key)
    };
    layout
        .columns
        .keys()
        .find(|column| sources(column))
        .copied()
}
