//! Records of a stretch of text to rows.

use super::Wants;
use super::cells::hash_of;
use super::names::Names;
use crate::ingest::clean::{date, party};
use crate::ingest::column::Column;
use crate::ingest::plan::Plan;
use crate::ingest::split::{Cells, closing_quote};
use crate::model::{Country, TextId, TextStore};
use memchr::{memchr, memchr_iter, memchr2};

/// The columns read, in this order: all that an enumeration over names needs.
pub const COLUMNS: [Column; 7] = [
    Column::RecordId,
    Column::Date,
    Column::ShipperName,
    Column::ShipperCountry,
    Column::ConsigneeName,
    Column::ConsigneeCountry,
    Column::HsCode,
];
const ID: usize = 0;
const DATE: usize = 1;
const SHIPPER: usize = 2;
const SHIPPER_COUNTRY: usize = 3;
const CONSIGNEE: usize = 4;
const CONSIGNEE_COUNTRY: usize = 5;
const CODE: usize = 6;

/// Records whose parties are looked up together.
const TOGETHER: usize = 512;

/// Where the columns stand in a record.
pub struct Wanted {
    /// Positions of cells in ascending order, each with the columns (positions in [`COLUMNS`]) that it fills.
    cells: Vec<(usize, Vec<usize>)>,
    /// What stands for a blank cell, by column.
    constants: [String; COLUMNS.len()],
}

impl Wanted {
    /// `None` if a column is more than one cell or a constant.
    pub fn of(plan: &Plan, wants: Wants) -> Option<Self> {
        if plan.on_board.is_some() || plan.header.is_empty() {
            return None;
        }
        let mut cells: Vec<(usize, Vec<usize>)> = Vec::new();
        for (slot, &column) in COLUMNS.iter().enumerate() {
            if slot == CODE && !wants.codes {
                continue;
            }
            let at = column as usize;
            if plan.sources[at].len() > 1 || (plan.joined[at] && !plan.sources[at].is_empty()) {
                return None;
            }
            if let Some(source) = plan.sources[at].first() {
                match cells.iter_mut().find(|(index, _)| *index == source.index) {
                    Some((_, slots)) => slots.push(slot),
                    None => cells.push((source.index, vec![slot])),
                }
            }
        }
        cells.sort_unstable();
        let constant = |column: Column| plan.constants[column as usize].clone().unwrap_or_default();
        Some(Self {
            cells,
            constants: COLUMNS.map(constant),
        })
    }
}

/// A record that is a shipment. Numbers of cells and texts are those of the thread that read it.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Days since 1970-01-01.
    pub day: i32,
    /// The shipper's cell; 0 for nobody.
    pub shipper: u32,
    /// The consignee's cell; 0 for nobody.
    pub consignee: u32,
    /// Goods code.
    pub code: TextId,
    /// Hash of the record id.
    pub hash: u32,
    /// The record id, in the text of its piece.
    pub id: TextId,
    /// The shipper's country.
    pub shipper_country: Option<Country>,
    /// The consignee's country.
    pub consignee_country: Option<Country>,
}

/// What a stretch of text gave.
#[derive(Default)]
pub struct Piece {
    /// Offset in the file of its first record.
    pub start: u64,
    /// Offset one past its last record.
    pub end: u64,
    /// Whose numbers the rows carry.
    pub worker: usize,
    /// The shipments, in order of the file.
    pub rows: Vec<Row>,
    /// Record ids.
    pub ids: TextStore,
    /// Records read.
    pub read: u64,
    /// Records set aside.
    pub rejected: u64,
}

/// A cell of a record: its bytes with quotes, if it has any.
#[derive(Clone, Copy, Default)]
struct Span {
    from: usize,
    to: usize,
    quoted: bool,
}

/// Why a stretch cannot be read.
pub enum Stop {
    /// The bytes end inside a record.
    Short,
    /// A record that only the ordinary reader should judge.
    Odd,
}

/// Reads records of one file.
pub struct Reader<'a> {
    wanted: &'a Wanted,
    plan: &'a Plan,
    wants: Wants,
    most_bytes: usize,
    spans: Vec<Span>,
    cells: Cells,
    /// Cells of parties that are still to be looked up: two a row, shipper first.
    parties: Vec<Span>,
    hashes: Vec<u32>,
    /// The tables of this thread.
    pub names: Names<'a>,
}

impl<'a> Reader<'a> {
    /// A reader; records longer than `most_bytes` are left to the ordinary one.
    pub fn new(
        wanted: &'a Wanted,
        plan: &'a Plan,
        wants: Wants,
        most_bytes: usize,
        names: Names<'a>,
    ) -> Self {
        let mut reader = Self {
            wanted,
            plan,
            wants,
            most_bytes,
            spans: Vec::new(),
            cells: Cells::default(),
            parties: Vec::new(),
            hashes: Vec::new(),
            names,
        };
        reader.spans = vec![Span::default(); wanted.cells.len()];
        reader
    }

    /// The end of the record that starts at `from` and its number of cells; the spans of the cells wanted are kept.
    /// `None` if the bytes end first.
    fn split(&mut self, bytes: &[u8], from: usize) -> Option<(usize, usize)> {
        let delimiter = self.plan.delimiter;
        let mut at = from;
        let mut count = 0;
        for (slot, &(index, _)) in self.wanted.cells.iter().enumerate() {
            loop {
                let start = at;
                let quoted = *bytes.get(at)? == b'"';
                if quoted {
                    at = closing_quote(bytes, at + 1)?;
                }
                at += memchr2(delimiter, b'\n', bytes.get(at..)?)?;
                let ends = bytes[at] == b'\n';
                if count == index {
                    let to = at - usize::from(ends && at > start && bytes[at - 1] == b'\r');
                    self.spans[slot] = Span {
                        from: start,
                        to,
                        quoted,
                    };
                }
                count += 1;
                at += 1;
                if ends {
                    self.spans[slot + usize::from(count > index)..].fill(Span::default());
                    return Some((at, count));
                }
                if count > index {
                    break;
                }
            }
        }
        // The rest is only counted: delimiters outside quotes, where a quote counts at the start of a cell only.
        loop {
            if *bytes.get(at)? == b'"' {
                at = closing_quote(bytes, at + 1)?;
                at += memchr2(delimiter, b'\n', bytes.get(at..)?)?;
                count += 1;
                at += 1;
                if bytes[at - 1] == b'\n' {
                    return Some((at, count));
                }
                continue;
            }
            let mut stop = at;
            loop {
                stop += memchr2(b'"', b'\n', bytes.get(stop..)?)?;
                if bytes[stop] == b'\n' {
                    count += memchr_iter(delimiter, &bytes[at..stop]).count() + 1;
                    return Some((stop + 1, count));
                }
                if stop > at && bytes[stop - 1] == delimiter {
                    count += memchr_iter(delimiter, &bytes[at..stop]).count();
                    at = stop;
                    break;
                }
                stop += 1;
            }
        }
    }

    /// Does the record at `from` have as many cells as the header?
    pub fn fits(&mut self, bytes: &[u8], from: usize) -> bool {
        let width = self.plan.header.len();
        self.split(bytes, from)
            .is_some_and(|(_, count)| count == width)
    }

    /// Reads the records that start in `from..=until`; `base` is the offset of `text` in the file. The text ends
    /// with a line feed if it is the last of the file.
    ///
    /// # Errors
    /// [`Stop`].
    pub fn read(
        &mut self,
        text: &str,
        from: usize,
        until: usize,
        base: u64,
        piece: &mut Piece,
    ) -> Result<(), Stop> {
        let bytes = text.as_bytes();
        let width = self.plan.header.len();
        let first_of_header = self.plan.header[0].as_bytes().first().copied();
        let mut at = from;
        // What an attempt that was given up had still to look up.
        self.parties.clear();
        self.hashes.clear();
        piece.start = base + from as u64;
        while at <= until && at < bytes.len() {
            let (end, count) = self.split(bytes, at).ok_or(Stop::Short)?;
            let record = at..end;
            at = end;
            if matches!(&bytes[record.clone()], b"\n" | b"\r\n") {
                continue;
            }
            if record.len() > self.most_bytes {
                return Err(Stop::Odd);
            }
            let first = bytes[record.start];
            let like_header = first_of_header.is_none_or(|letter| letter == first)
                || !first.is_ascii_alphanumeric();
            if count != width || like_header {
                let text = &text[record.clone()];
                self.cells.split(text, self.plan.delimiter);
                if self.is_header(text) {
                    continue;
                }
                piece.read += 1;
                let blank = |at: usize| self.cells.get(text, at).trim().is_empty();
                if count < width || !(width..self.cells.len()).all(blank) {
                    piece.rejected += 1;
                    continue;
                }
            } else {
                piece.read += 1;
            }
            match self.row(text, record, piece) {
                Some(row) => piece.rows.push(row),
                None => piece.rejected += 1,
            }
            if self.hashes.len() >= 2 * TOGETHER {
                self.look_up(text, piece)?;
            }
        }
        self.look_up(text, piece)?;
        piece.end = base + at as u64;
        Ok(())
    }

    /// Finds the parties of the last rows, and sets those aside that have neither.
    fn look_up(&mut self, text: &str, piece: &mut Piece) -> Result<(), Stop> {
        self.names.cells.fetch(&self.hashes);
        let first = piece.rows.len() - self.hashes.len() / 2;
        let mut kept = first;
        for at in first..piece.rows.len() {
            let pair = 2 * (at - first);
            let mut number = |which: usize| {
                let span = self.parties[which];
                // A cell that is no stretch of the text has been looked up.
                let known = (span.quoted, span.from as u32);
                match known {
                    (true, number) => (number != u32::MAX).then_some(number),
                    _ => self
                        .names
                        .party(&text[span.from..span.to], self.hashes[which]),
                }
            };
            let (shipper, consignee) = (number(pair), number(pair + 1));
            let (Some(shipper), Some(consignee)) = (shipper, consignee) else {
                return Err(Stop::Odd);
            };
            if self.names.is_nobody(shipper) && self.names.is_nobody(consignee) {
                piece.rejected += 1;
                continue;
            }
            piece.rows[kept] = Row {
                shipper,
                consignee,
                ..piece.rows[at]
            };
            kept += 1;
        }
        piece.rows.truncate(kept);
        self.parties.clear();
        self.hashes.clear();
        Ok(())
    }

    fn is_header(&self, record: &str) -> bool {
        let header = &self.plan.header;
        let cell = |at: usize| self.cells.get(record, at).trim();
        self.cells.len() == header.len()
            && header.len() > 1
            && header.iter().enumerate().all(|(at, name)| cell(at) == name)
    }

    /// `None` if the record is set aside.
    fn row(
        &mut self,
        text: &str,
        record: std::ops::Range<usize>,
        piece: &mut Piece,
    ) -> Option<Row> {
        let mut found: [&str; COLUMNS.len()] = [""; COLUMNS.len()];
        let mut cells = std::mem::take(&mut self.cells);
        // Doubled quotes are rare; only then is the record taken apart in full.
        let doubled = |span: &Span| span.quoted && inside(text, *span).is_none();
        if self.spans.iter().any(doubled) {
            cells.split(&text[record.clone()], self.plan.delimiter);
        }
        for (slot, (index, columns)) in self.wanted.cells.iter().enumerate() {
            let span = self.spans[slot];
            let cell = match span.quoted {
                false => &text[span.from..span.to],
                true => {
                    inside(text, span).unwrap_or_else(|| cells.get(&text[record.clone()], *index))
                }
            };
            let cell = trimmed(cell);
            columns.iter().for_each(|&column| found[column] = cell);
        }
        let row = self.judge(text, &found, piece);
        self.cells = cells;
        row
    }

    fn judge(
        &mut self,
        text: &str,
        found: &[&str; COLUMNS.len()],
        piece: &mut Piece,
    ) -> Option<Row> {
        let plan = self.plan;
        let filled = |column: usize| {
            if plan.is_blank(found[column]) {
                self.wanted.constants[column].as_str()
            } else {
                found[column]
            }
        };
        let day = date::read(filled(DATE), plan.date_order, plan.utc_offset_minutes)?;
        let constants = &self.wanted.constants;
        let mut country = |column: usize| self.names.country(found[column], &constants[column]);
        let (shipper_country, consignee_country) =
            (country(SHIPPER_COUNTRY)?, country(CONSIGNEE_COUNTRY)?);
        for column in [SHIPPER, CONSIGNEE] {
            let cell = filled(column);
            let hash = hash_of(cell);
            self.parties.push(match place_in(text, cell) {
                Some((from, to)) => Span {
                    from,
                    to,
                    quoted: false,
                },
                None => Span {
                    from: self.names.party(cell, hash).unwrap_or(u32::MAX) as usize,
                    to: 0,
                    quoted: true,
                },
            });
            self.hashes.push(hash);
        }
        let code = match self.wants.codes {
            true => self.names.code(filled(CODE)),
            false => TextId::NONE,
        };
        let id = filled(ID);
        let clean = party::without_entities(id);
        let id = clean.as_deref().unwrap_or(id);
        Some(Row {
            day: day.epoch(),
            shipper: 0,
            consignee: 0,
            code,
            hash: hash_of(id),
            id: piece.ids.push(id),
            shipper_country,
            consignee_country,
        })
    }
}

/// Where a cell stands in the text it was cut from; `None` if it comes from elsewhere.
fn place_in(text: &str, cell: &str) -> Option<(usize, usize)> {
    let from = (cell.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    let to = from + cell.len();
    (to <= text.len()).then_some((from, to))
}

/// The inside of a quoted cell that ends with its only other quote.
fn inside(text: &str, span: Span) -> Option<&str> {
    let bytes = text.as_bytes();
    let closed = span.to >= span.from + 2 && bytes[span.to - 1] == b'"';
    (closed && memchr(b'"', &bytes[span.from + 1..span.to - 1]).is_none())
        .then(|| &text[span.from + 1..span.to - 1])
}

/// As `str::trim`; most cells have nothing to take away, which two looks tell.
#[inline]
fn trimmed(cell: &str) -> &str {
    let bytes = cell.as_bytes();
    match (bytes.first(), bytes.last()) {
        (Some(first), Some(last)) if first.is_ascii_graphic() && last.is_ascii_graphic() => cell,
        _ => cell.trim(),
    }
}
