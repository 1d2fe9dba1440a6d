//! Which record is the header, and which layout it belongs to.

use super::layout::{Layout, header_key};
use rustc_hash::FxHashSet;

/// A header that a named layout knows.
#[derive(Clone, Debug)]
pub struct Match {
    /// Position of the header among the records looked at; `None` if the file has none.
    pub record: Option<usize>,
    /// Position of the layout in the list.
    pub layout: usize,
    /// Share of the layout's columns found, lowered by the share of the header's cells that it does not know, 0 to 1.
    /// Columns that the layout lacks count less than those it has: feeds carry many that mean nothing here.
    pub confidence: f64,
}

/// Least confidence at which a named layout is taken without asking further. Vendors add and drop columns
/// between years; a layout of another provider shares a fifth of its names at most.
pub const SURE: f64 = 0.8;

/// The layout and header record that fit best; `None` if no layout shares a column with any record.
pub fn find(records: &[Vec<String>], layouts: &[Layout]) -> Option<Match> {
    let mut best: Option<Match> = None;
    let keys_of = |record: &Vec<String>| -> FxHashSet<String> {
        let keys = record.iter().map(|cell| header_key(cell));
        keys.filter(|key| !key.is_empty()).collect()
    };
    let keys: Vec<FxHashSet<String>> = records.iter().map(keys_of).collect();
    for (position, layout) in layouts.iter().enumerate() {
        if !layout.header_names.is_empty() {
            if let Some(confidence) = headless(records, layout)
                && best.as_ref().is_none_or(|b| confidence > b.confidence)
            {
                best = Some(Match {
                    record: None,
                    layout: position,
                    confidence,
                });
            }
            continue;
        }
        let wanted: FxHashSet<String> = layout.source_columns().map(header_key).collect();
        for (at, keys) in keys.iter().enumerate() {
            let hits = keys.iter().filter(|key| wanted.contains(*key)).count();
            if hits < 2 {
                continue;
            }
            let found = hits as f64 / wanted.len() as f64;
            let known = hits as f64 / keys.len() as f64;
            // The canonical table may leave out any column and carry others: its words alone decide.
            let confidence = if layout.name == "canonical" {
                canonical_confidence(keys, known)
            } else {
                found * (0.6 + 0.4 * known)
            };
            if best.as_ref().is_none_or(|b| confidence > b.confidence) {
                best = Some(Match {
                    record: Some(at),
                    layout: position,
                    confidence,
                });
            }
        }
    }
    best
}

/// A header with a party by its canonical name is canonical if half of it is. Without one it is only if all of it is, and what
/// is missing is said later: `date`, `description` and `value` stand in many a provider's header.
fn canonical_confidence(keys: &FxHashSet<String>, known: f64) -> f64 {
    let party = keys.contains("shipper_name") || keys.contains("consignee_name");
    if (party && known >= 0.5) || (keys.contains("date") && known >= 1.0) {
        1.0
    } else {
        known * 0.5
    }
}

/// A file without a header is known by its width: no other layout has so many columns.
fn headless(records: &[Vec<String>], layout: &Layout) -> Option<f64> {
    let width = layout.header_names.len();
    let fits = records
        .iter()
        .filter(|r| r.len().abs_diff(width) <= 1)
        .count();
    (width > 40 && !records.is_empty() && fits == records.len()).then_some(0.9)
}
