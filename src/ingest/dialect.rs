//! What separates the cells of a text, found from its first records.

use super::split::{Cells, record_end};
use std::collections::BTreeMap;

/// Records looked at to find the delimiter and the header: vendors put up to a dozen title lines first.
pub const LOOKED_AT: usize = 64;

/// The first records of a text.
pub struct Sample {
    /// Cells of each record.
    pub records: Vec<Vec<String>>,
    /// Bytes from the start of the text to the end of each record.
    pub ends: Vec<usize>,
    /// Line feeds up to the end of each record.
    pub lines: Vec<u64>,
}

/// The delimiter under which most of the first records have the same number of cells, more than one.
pub fn delimiter(text: &[u8]) -> u8 {
    let mut best = (0.0, b',');
    for candidate in [b',', b';', b'\t', b'|'] {
        let sample = sample(text, candidate, LOOKED_AT);
        let mut widths: Vec<usize> = sample
            .records
            .iter()
            .map(Vec::len)
            .filter(|&n| n > 1)
            .collect();
        widths.sort_unstable();
        let score = widths
            .chunk_by(|a, b| a == b)
            .map(|same| same.len() as f64 * (same[0] as f64).ln())
            .fold(0.0, f64::max);
        if score > best.0 {
            best = (score, candidate);
        }
    }
    best.1
}

/// Splits the first `count` records. Blank lines are no records. Bytes that are not UTF-8 are replaced.
pub fn sample(text: &[u8], delimiter: u8, count: usize) -> Sample {
    let mut out = Sample {
        records: Vec::new(),
        ends: Vec::new(),
        lines: Vec::new(),
    };
    let (mut from, mut lines, mut cells) = (0, 0, Cells::default());
    while from < text.len() && out.records.len() < count {
        let end = record_end(text, from, delimiter).unwrap_or(text.len());
        let record = &text[from..end];
        from = end;
        lines += memchr::memchr_iter(b'\n', record).count() as u64;
        if matches!(record, b"\n" | b"\r\n") {
            continue;
        }
        let record = String::from_utf8_lossy(record);
        cells.split(&record, delimiter);
        out.records.push(
            (0..cells.len())
                .map(|i| cells.get(&record, i).to_owned())
                .collect(),
        );
        out.ends.push(from);
        out.lines.push(lines);
    }
    out
}

/// The cells at these positions in every record behind the first `skip`, by position. Records and bytes as in
/// [`sample`]; most cells are not asked for and cost nothing.
pub fn cells(
    text: &[u8],
    delimiter: u8,
    skip: usize,
    positions: &[usize],
) -> BTreeMap<usize, Vec<String>> {
    let mut out: BTreeMap<usize, Vec<String>> =
        positions.iter().map(|&at| (at, Vec::new())).collect();
    let (mut from, mut number, mut split) = (0, 0, Cells::default());
    while from < text.len() && !out.is_empty() {
        let end = record_end(text, from, delimiter).unwrap_or(text.len());
        let record = &text[from..end];
        from = end;
        if matches!(record, b"\n" | b"\r\n") {
            continue;
        }
        number += 1;
        if number <= skip {
            continue;
        }
        let record = String::from_utf8_lossy(record);
        split.split(&record, delimiter);
        for (&at, cells) in &mut out {
            if at < split.len() {
                cells.push(split.get(&record, at).to_owned());
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_the_one_that_makes_a_table() {
        assert_eq!(delimiter(b"DATA\n\na;b;c\n1,5;2,5;x\n3,5;4,5;y\n"), b';');
        assert_eq!(delimiter(b"a|b\n\"x,y\"|1\n"), b'|');
        assert_eq!(delimiter(b"a\tb,c\tc\n1\t2,3\t3\n"), b'\t');
        assert_eq!(delimiter(b"date\n"), b',');
    }
}
