//! Where records and cells end. The rules are those of the csv crate with LF as the end of a record: a quote counts
//! only at the start of a cell, two quotes inside are one, what follows a closing quote belongs to the cell.

use memchr::{memchr, memchr_iter, memchr2, memrchr};

/// The end of the record in which a cell starts at `from`, one past its line feed; `None` if the bytes end first.
pub fn record_end(bytes: &[u8], from: usize, delimiter: u8) -> Option<usize> {
    let mut at = from;
    loop {
        // Cells are many and quotes few.
        let found = at + memchr2(b'"', b'\n', bytes.get(at..)?)?;
        let starts_cell = || found == from || bytes[found - 1] == delimiter;
        at = match bytes[found] {
            b'\n' => return Some(found + 1),
            _ if starts_cell() => closing_quote(bytes, found + 1)?,
            _ => found + 1,
        };
    }
}

/// The end of the cell that starts at `from`: the delimiter or line feed behind it, or the end of the bytes.
pub fn cell_end(bytes: &[u8], from: usize, delimiter: u8) -> usize {
    let quoted = bytes.get(from) == Some(&b'"');
    let behind = match quoted.then(|| closing_quote(bytes, from + 1)) {
        None => from,
        Some(Some(behind)) => behind,
        Some(None) => return bytes.len(),
    };
    memchr2(delimiter, b'\n', &bytes[behind..]).map_or(bytes.len(), |found| behind + found)
}

/// One past the quote that closes a quoted cell whose inside starts at `at`.
pub(super) fn closing_quote(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr(b'"', bytes.get(at..)?)? + 1;
        if bytes.get(at) != Some(&b'"') {
            return Some(at);
        }
        at += 1;
    }
}

/// One past the last line feed that ends a record; 0 if no record ends here. `bytes` starts with a record.
pub fn last_boundary(bytes: &[u8], delimiter: u8) -> usize {
    // `outside` is where the bytes behind the last quoted cell start, `last` the last boundary before them.
    let (mut outside, mut last) = (0, 0);
    let mut at = 0;
    loop {
        let Some(quote) = memchr(b'"', &bytes[at..]).map(|found| at + found) else {
            return memrchr(b'\n', &bytes[outside..]).map_or(last, |found| outside + found + 1);
        };
        at = quote + 1;
        if quote > 0 && bytes[quote - 1] != delimiter && bytes[quote - 1] != b'\n' {
            continue;
        }
        if let Some(found) = memrchr(b'\n', &bytes[outside..quote]) {
            last = outside + found + 1;
        }
        match closing_quote(bytes, quote + 1) {
            Some(close) => (outside, at) = (close, close),
            None => return last,
        }
    }
}

/// The cells of one record.
#[derive(Clone, Debug, Default)]
pub struct Cells {
    spans: Vec<Span>,
    /// Cells whose doubled quotes were undone.
    scratch: String,
}

#[derive(Clone, Copy, Debug)]
struct Span {
    from: u32,
    to: u32,
    in_scratch: bool,
}

impl Cells {
    /// Number of cells.
    #[inline]
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// No cells: before the first record only.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// A cell of the record last split; "" past the end.
    #[inline]
    pub fn get<'a>(&'a self, record: &'a str, index: usize) -> &'a str {
        match self.spans.get(index) {
            None => "",
            Some(span) => {
                let text = if span.in_scratch {
                    &self.scratch
                } else {
                    record
                };
                &text[span.from as usize..span.to as usize]
            }
        }
    }

    /// Splits a record, its line end included. The record is shorter than 4 GiB: ingest bounds it.
    pub fn split(&mut self, record: &str, delimiter: u8) {
        self.spans.clear();
        self.scratch.clear();
        let bytes = record.as_bytes();
        let mut end = bytes.len();
        if bytes.last() == Some(&b'\n') {
            end -= 1;
            if end > 0 && bytes[end - 1] == b'\r' {
                end -= 1;
            }
        }
        let bytes = &bytes[..end];
        if memchr(b'"', bytes).is_none() {
            let mut from = 0;
            for at in memchr_iter(delimiter, bytes) {
                self.plain(from, at);
                from = at + 1;
            }
            self.plain(from, end);
            return;
        }
        let mut from = 0;
        loop {
            let next = |at: usize| memchr(delimiter, &bytes[at..]).map_or(end, |n| at + n);
            let to = if bytes.get(from) == Some(&b'"') {
                self.quoted(record, bytes, from, next)
            } else {
                let to = next(from);
                self.plain(from, to);
                to
            };
            if to >= end {
                return;
            }
            from = to + 1;
        }
    }

    fn plain(&mut self, from: usize, to: usize) {
        self.spans.push(Span {
            from: from as u32,
            to: to as u32,
            in_scratch: false,
        });
    }

    /// A cell that starts with a quote; returns where it ends.
    fn quoted(
        &mut self,
        record: &str,
        bytes: &[u8],
        from: usize,
        next: impl Fn(usize) -> usize,
    ) -> usize {
        let inside = from + 1;
        let Some(close) = closing_quote(bytes, inside) else {
            // Never closed: the cell takes the rest, the line end too.
            self.unescaped(&record[inside..], "");
            return bytes.len();
        };
        let to = next(close);
        if to == close && memchr(b'"', &bytes[inside..close - 1]).is_none() {
            self.plain(inside, close - 1);
        } else {
            self.unescaped(&record[inside..close - 1], &record[close..to]);
        }
        to
    }

    fn unescaped(&mut self, inside: &str, rest: &str) {
        let from = self.scratch.len();
        let mut parts = inside.split("\"\"");
        self.scratch.push_str(parts.next().unwrap_or_default());
        for part in parts {
            self.scratch.push('"');
            self.scratch.push_str(part);
        }
        self.scratch.push_str(rest);
        self.spans.push(Span {
            from: from as u32,
            to: self.scratch.len() as u32,
            in_scratch: true,
        });
    }

    /// Takes cells that came without a text of their own; `record` is then "".
    pub fn set<'a>(&mut self, cells: impl Iterator<Item = &'a str>) {
        self.spans.clear();
        self.scratch.clear();
        for cell in cells {
            let from = self.scratch.len() as u32;
            self.scratch.push_str(cell);
            self.spans.push(Span {
                from,
                to: self.scratch.len() as u32,
                in_scratch: true,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(text: &str) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        let (mut from, mut cells) = (0, Cells::default());
        while from < text.len() {
            let end = record_end(text.as_bytes(), from, b',').unwrap_or(text.len());
            let record = &text[from..end];
            from = end;
            if record == "\n" || record == "\r\n" {
                continue;
            }
            cells.split(record, b',');
            rows.push(
                (0..cells.len())
                    .map(|i| cells.get(record, i).to_owned())
                    .collect(),
            );
        }
        rows
    }

    fn by_csv_crate(text: &str) -> Vec<Vec<String>> {
        csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .terminator(csv::Terminator::Any(b'\n'))
            .from_reader(text.as_bytes())
            .records()
            .map(|r| {
                r.expect("text is UTF-8")
                    .iter()
                    .map(str::to_owned)
                    .collect()
            })
            .collect()
    }

    #[test]
    fn quotes_count_only_at_the_start_of_a_cell() {
        assert_eq!(
            all("a,\"b\nc\",\"d\"\"e\"\nf,5\" pipe,\"g\"h\n"),
            [["a", "b\nc", "d\"e"], ["f", "5\" pipe", "gh"]]
        );
    }

    proptest! {
        #[test]
        fn records_and_cells_are_those_of_the_csv_crate(text in "[a,\"\n ]{0,60}") {
            prop_assert_eq!(all(&text), by_csv_crate(&text));
        }

        #[test]
        fn the_last_boundary_is_the_last_record_end(text in "[a,\"\n]{0,60}") {
            let (mut from, bytes) = (0, text.as_bytes());
            while let Some(end) = record_end(bytes, from, b',') {
                from = end;
            }
            prop_assert_eq!(last_boundary(bytes, b','), from);
        }
    }
}
