//! What separates the cells of a text, found from its first records.

use super::split::{Cells, cell_end, record_end};
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
        let blank = |line: &[u8]| text[from..].starts_with(line);
        let is_record = !blank(b"\n") && !blank(b"\r\n");
        number += usize::from(is_record);
        if is_record && number > skip {
            let (mut position, mut to) = (0, cell_end(text, from, delimiter));
            for (&at, cells) in &mut out {
                // The cells before it are passed over.
                while position < at && text.get(to) == Some(&delimiter) {
                    (from, position) = (to + 1, position + 1);
                    to = cell_end(text, from, delimiter);
                }
                if position < at {
                    break;
                }
                // With its line end, which is no part of it.
                let is_last = text.get(to) == Some(&b'\n');
                let cell = String::from_utf8_lossy(&text[from..to + usize::from(is_last)]);
                split.split(&cell, delimiter);
                cells.push(split.get(&cell, 0).to_owned());
            }
        }
        from = record_end(text, from, delimiter).unwrap_or(text.len());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn single_cells_are_those_of_whole_records(text in "[a,\"\r\n]{0,60}", skip in 0usize..3) {
            let records = sample(text.as_bytes(), b',', usize::MAX).records;
            let column = |at: usize| -> Vec<String> {
                let records = records.iter().skip(skip);
                records.filter_map(|record| record.get(at)).cloned().collect()
            };
            for positions in [vec![1], vec![0, 2]] {
                let expected: BTreeMap<usize, Vec<String>> =
                    positions.iter().map(|&at| (at, column(at))).collect();
                prop_assert_eq!(cells(text.as_bytes(), b',', skip, &positions), expected);
            }
        }
    }

    #[test]
    fn the_delimiter_is_the_one_that_makes_a_table() {
        assert_eq!(delimiter(b"DATA\n\na;b;c\n1,5;2,5;x\n3,5;4,5;y\n"), b';');
        assert_eq!(delimiter(b"a|b\n\"x,y\"|1\n"), b'|');
        assert_eq!(delimiter(b"a\tb,c\tc\n1\t2,3\t3\n"), b'\t');
        assert_eq!(delimiter(b"date\n"), b',');
    }
}
