//! A strip of records, their cells found in one pass over the text.
//!
//! The rules are those of [`Cells`](crate::ingest::split::Cells), which splits one record at a time; a test holds one against the other.

use crate::ingest::blocks::Rows;
use crate::ingest::split::closing_quote;

/// Records in a strip: few enough that text and cells stay in a core's own cache while column after column is read.
pub const RECORDS: usize = 256;
/// Marks a cell whose text is not in the block, because doubled quotes were undone.
const SCRATCH: u32 = 1 << 31;
/// Bytes of text in a strip of rows that came without a text of their own; positions are 31 bits wide.
const TEXT: usize = 1 << 30;

/// The cells of a strip.
#[derive(Default)]
pub struct Grid {
    width: usize,
    /// `width` for each record.
    spans: Vec<Span>,
    /// Line of each record.
    lines: Vec<u64>,
    scratch: String,
}

#[derive(Clone, Copy)]
struct Span {
    from: u32,
    to: u32,
}

/// What every record of a file must look like.
#[derive(Clone, Copy)]
pub struct Shape {
    /// What separates cells.
    pub delimiter: u8,
    /// Number of cells.
    pub width: usize,
    /// Bytes in a cell, at most.
    pub cell_bytes: usize,
}

/// A record of another shape.
#[derive(Debug, PartialEq, Eq)]
pub struct Odd {
    /// Line on which it starts.
    pub line: u64,
    /// What is odd.
    pub why: Why,
    /// The cell at fault, "" if none is.
    pub value: String,
}

/// What is odd about a record.
#[derive(Debug, PartialEq, Eq)]
pub enum Why {
    /// It has this many cells.
    Cells(usize),
    /// The cell at this position is too long.
    Long(usize),
}

/// Where reading stands.
#[derive(Clone, Copy)]
pub struct Place {
    /// Byte of the text.
    pub byte: usize,
    /// Line in the file.
    pub line: u64,
}

/// A grid with the text that it was made from.
#[derive(Clone, Copy)]
pub struct Strip<'s> {
    text: &'s str,
    grid: &'s Grid,
}

impl<'s> Strip<'s> {
    /// Number of records.
    pub fn len(self) -> usize {
        self.grid.lines.len()
    }

    /// Line on which a record starts.
    pub fn line(self, record: usize) -> u64 {
        self.grid.lines[record]
    }

    /// A cell as it stands.
    #[inline]
    pub fn raw(self, record: usize, cell: usize) -> &'s str {
        let span = self.grid.spans[record * self.grid.width + cell];
        let text = if span.to & SCRATCH == 0 {
            self.text
        } else {
            &self.grid.scratch
        };
        &text[span.from as usize..(span.to & !SCRATCH) as usize]
    }

    /// A cell without blanks around it.
    #[inline]
    pub fn cell(self, record: usize, cell: usize) -> &'s str {
        let text = self.raw(record, cell);
        match text.as_bytes() {
            [] => text,
            [one] if one.is_ascii_graphic() => text,
            [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
            _ => text.trim(),
        }
    }
}

impl Grid {
    /// The grid with its text.
    pub fn strip<'s>(&'s self, text: &'s str) -> Strip<'s> {
        Strip { text, grid: self }
    }

    fn start(&mut self, width: usize) {
        self.width = width;
        self.spans.clear();
        self.lines.clear();
        self.scratch.clear();
    }

    /// Takes up to [`RECORDS`] records from `place` on, which moves behind them. Blank lines are no records; those of
    /// another shape go to `odd`.
    pub fn fill(&mut self, text: &str, place: &mut Place, shape: Shape, odd: &mut Vec<Odd>) {
        self.start(shape.width);
        let bytes = text.as_bytes();
        let mut stops = Stops::new(bytes, shape.delimiter, place.byte);
        while self.lines.len() < RECORDS && place.byte < bytes.len() {
            let start = place.byte;
            let blank = match bytes[start..] {
                [b'\n', ..] => 1,
                [b'\r', b'\n', ..] => 2,
                _ => 0,
            };
            if blank > 0 {
                place.byte += blank;
                place.line += 1;
                stops.jump(place.byte);
                continue;
            }
            let first = self.spans.len();
            let line = place.line;
            place.byte = self.record(text, &mut stops, place);
            self.close(text, first, line, place.byte - start, shape, odd);
        }
    }

    /// Splits one record and counts its lines; returns where the next one starts.
    fn record(&mut self, text: &str, stops: &mut Stops, place: &mut Place) -> usize {
        let bytes = text.as_bytes();
        let mut from = place.byte;
        loop {
            let quoted = bytes.get(from) == Some(&b'"');
            let mut closed = from;
            if quoted {
                match closing_quote(bytes, from + 1) {
                    Some(close) => {
                        let inside = &bytes[from + 1..close];
                        place.line += memchr::memchr_iter(b'\n', inside).count() as u64;
                        closed = close;
                        stops.jump(close);
                    }
                    // Never closed: the cell takes the rest, the line end too.
                    None => {
                        place.line += memchr::memchr_iter(b'\n', &bytes[from..]).count() as u64;
                        self.unescaped(&text[from + 1..], "");
                        return bytes.len();
                    }
                }
            }
            let stop = stops.next();
            let stop_at = stop.unwrap_or(bytes.len());
            let ends_line = stop.is_some() && bytes[stop_at] == b'\n';
            let mut to = stop_at;
            if ends_line && to > closed && bytes[to - 1] == b'\r' {
                to -= 1;
            }
            if !quoted {
                self.spans.push(span(from, to));
            } else if to == closed && memchr::memchr(b'"', &bytes[from + 1..closed - 1]).is_none() {
                self.spans.push(span(from + 1, closed - 1));
            } else {
                self.unescaped(&text[from + 1..closed - 1], &text[closed..to]);
            }
            if ends_line {
                place.line += 1;
                return stop_at + 1;
            }
            if stop.is_none() {
                return bytes.len();
            }
            from = stop_at + 1;
        }
    }

    fn unescaped(&mut self, inside: &str, rest: &str) {
        let from = self.scratch.len();
        for (number, part) in inside.split("\"\"").enumerate() {
            if number > 0 {
                self.scratch.push('"');
            }
            self.scratch.push_str(part);
        }
        self.scratch.push_str(rest);
        let Span { from, to } = span(from, self.scratch.len());
        self.spans.push(Span {
            from,
            to: to | SCRATCH,
        });
    }

    /// Keeps the record whose cells start at `first` if it has the right shape.
    fn close(
        &mut self,
        text: &str,
        first: usize,
        line: u64,
        bytes: usize,
        shape: Shape,
        odd: &mut Vec<Odd>,
    ) {
        let cells = self.spans.len() - first;
        let cell = |at: usize| {
            let span = self.spans[first + at];
            let text = if span.to & SCRATCH == 0 {
                text
            } else {
                &self.scratch
            };
            &text[span.from as usize..(span.to & !SCRATCH) as usize]
        };
        let mut fault = None;
        if cells < shape.width {
            fault = Some((Why::Cells(cells), ""));
        } else if cells > shape.width && (shape.width..cells).any(|at| !cell(at).trim().is_empty())
        {
            fault = Some((Why::Cells(cells), cell(shape.width)));
        } else if bytes > shape.cell_bytes {
            fault = (0..shape.width)
                .find(|&at| cell(at).len() > shape.cell_bytes)
                .map(|at| (Why::Long(at), cell(at)));
        }
        match fault {
            None => {
                self.spans.truncate(first + shape.width);
                self.lines.push(line);
            }
            Some((why, value)) => {
                odd.push(Odd {
                    line,
                    why,
                    value: value.chars().take(200).collect(),
                });
                self.spans.truncate(first);
            }
        }
    }

    /// Takes rows that came without a text of their own, from `at` on, which moves behind them; returns their text.
    pub fn fill_rows<'s>(
        &mut self,
        rows: &'s Rows,
        at: &mut usize,
        first_line: u64,
        shape: Shape,
        odd: &mut Vec<Odd>,
    ) -> &'s str {
        self.start(shape.width);
        let base = rows.start(*at);
        while self.lines.len() < RECORDS && *at < rows.len() {
            let (start, end) = (rows.start(*at), rows.start(*at + 1));
            if end - base > TEXT && start > base {
                break;
            }
            let (line, first) = (first_line + *at as u64, self.spans.len());
            *at += 1;
            if end - start > TEXT {
                // Such a row has a cell over any bound, and its positions would not fit.
                odd.push(Odd {
                    line,
                    why: Why::Long(0),
                    value: String::new(),
                });
                break;
            }
            let spans = rows.spans(*at - 1);
            self.spans
                .extend(spans.map(|(from, to)| span(from - base, to - base)));
            self.close(rows.text(base), first, line, end - start, shape, odd);
        }
        rows.text(base)
    }

    #[cfg(test)]
    fn records(&self, text: &str) -> Vec<Vec<String>> {
        let strip = self.strip(text);
        (0..strip.len())
            .map(|record| {
                (0..self.width)
                    .map(|cell| strip.raw(record, cell).to_owned())
                    .collect()
            })
            .collect()
    }
}

/// Positions are below 2 GiB: a block holds little more than the longest record allowed, 1 GiB at most.
fn span(from: usize, to: usize) -> Span {
    Span {
        from: from as u32,
        to: to as u32,
    }
}

/// Where delimiters and line feeds stand, eight bytes looked at together.
struct Stops<'b> {
    bytes: &'b [u8],
    delimiter: u64,
    /// First byte of the eight that `found` is about.
    base: usize,
    /// The highest bit of each byte that is a stop and not yet given out.
    found: u64,
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

impl<'b> Stops<'b> {
    fn new(bytes: &'b [u8], delimiter: u8, at: usize) -> Self {
        let mut stops = Self {
            bytes,
            delimiter: u64::from(delimiter) * ONES,
            base: 0,
            found: 0,
        };
        stops.jump(at);
        stops
    }

    /// Goes on from a byte.
    fn jump(&mut self, at: usize) {
        self.base = at;
        self.found = self.look();
    }

    #[inline]
    fn look(&self) -> u64 {
        let word = match self.bytes.get(self.base..self.base + 8) {
            Some(eight) => u64::from_le_bytes(eight.try_into().unwrap_or_default()),
            None => {
                // The end, filled up with zeros: what is found there is past the end and not given out.
                let mut eight = [0; 8];
                let rest = self.bytes.get(self.base..).unwrap_or_default();
                eight[..rest.len()].copy_from_slice(rest);
                u64::from_le_bytes(eight)
            }
        };
        // A byte of the result is zero where the word's byte equals the wanted one; the sum of its low seven bits
        // with 0x7f then has no high bit, and none is carried from byte to byte.
        let differs = |wanted: u64| {
            let x = word ^ wanted;
            ((x & !HIGH) + !HIGH) | x
        };
        !(differs(self.delimiter) & differs(u64::from(b'\n') * ONES)) & HIGH
    }

    /// The next stop.
    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.found == 0 {
            self.base += 8;
            if self.base >= self.bytes.len() {
                return None;
            }
            self.found = self.look();
        }
        let at = self.base + self.found.trailing_zeros() as usize / 8;
        self.found &= self.found - 1;
        (at < self.bytes.len()).then_some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::split::{Cells, record_end};
    use proptest::prelude::*;

    const SHAPE: Shape = Shape {
        delimiter: b',',
        width: 3,
        cell_bytes: 1000,
    };

    type Rows = Vec<(u64, Vec<String>)>;

    /// The records of three cells with their lines, and the lines of the others, one record at a time.
    fn slowly(text: &str) -> (Rows, Vec<u64>) {
        let (mut from, mut line, mut cells) = (0, 1, Cells::default());
        let (mut rows, mut odd) = (Vec::new(), Vec::new());
        while from < text.len() {
            let end = record_end(text.as_bytes(), from, b',').unwrap_or(text.len());
            let record = &text[from..end];
            from = end;
            if record != "\n" && record != "\r\n" {
                cells.split(record, b',');
                let cell = |i| cells.get(record, i).to_owned();
                let blank = |i: usize| cells.get(record, i).trim().is_empty();
                if cells.len() >= 3 && (3..cells.len()).all(blank) {
                    rows.push((line, (0..3).map(cell).collect()));
                } else {
                    odd.push(line);
                }
            }
            line += record.matches('\n').count() as u64;
        }
        (rows, odd)
    }

    fn at_once(text: &str) -> (Rows, Vec<u64>) {
        let (mut grid, mut odd, mut rows) = (Grid::default(), Vec::new(), Vec::new());
        let mut place = Place { byte: 0, line: 1 };
        while place.byte < text.len() {
            grid.fill(text, &mut place, SHAPE, &mut odd);
            let lines = grid.lines.clone();
            rows.extend(lines.into_iter().zip(grid.records(text)));
        }
        (rows, odd.iter().map(|o| o.line).collect())
    }

    proptest! {
        #[test]
        fn a_strip_splits_like_one_record_at_a_time(text in "(a|b|,|,|,|\"|\n|\r\n|é| ){0,80}") {
            prop_assert_eq!(at_once(&text), slowly(&text));
        }
    }

    #[test]
    fn a_long_cell_and_cells_beyond_the_header_are_odd() {
        let text = format!("a,b,{}\n1,2,3,x\n1,2,3,,\n", "z".repeat(1001));
        let (mut grid, mut odd) = (Grid::default(), Vec::new());
        grid.fill(&text, &mut Place { byte: 0, line: 1 }, SHAPE, &mut odd);
        assert_eq!(odd[0].why, Why::Long(2));
        assert_eq!((&odd[1].why, odd[1].value.as_str()), (&Why::Cells(4), "x"));
        assert_eq!(grid.records(&text), [["1", "2", "3"]]);
    }
}
