//! A text file as blocks of whole records, read one after the other so that a file of any length fits.

use super::encoding::Transcoder;
use super::error::Error;
use super::limits::Limits;
use super::source::{Input, Tally, TextSource};
use super::split::last_boundary;
use std::io::Read;

/// Bytes of text in one block: few enough that a block stays in a core's own cache while it is parsed.
const BLOCK: usize = 1 << 20;
/// Bytes of text by which the layout, the dates and the numbers of a file are judged.
const SAMPLE: usize = 4 << 20;
/// Bytes asked of the source at once.
const PIECE: usize = 1 << 18;

/// Whole records and the line on which the first starts.
#[derive(Debug)]
pub struct Block {
    /// Position among the file's blocks.
    pub sequence: usize,
    /// Line of the first record, counted from 1; the number of the first row for files without lines.
    pub first_line: u64,
    /// The records.
    pub body: Body,
    /// Bytes read from disk up to the end of this block.
    pub bytes_read: u64,
}

/// What a block holds.
#[derive(Debug)]
pub enum Body {
    /// Delimited text.
    Text(String),
    /// Delimited text with bytes that are not UTF-8 somewhere.
    Bytes(Vec<u8>),
    /// Rows of cells from a format that has no text of its own.
    Rows(Rows),
}

/// Rows of cells, end to end in one text.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    text: String,
    ends: Vec<usize>,
    /// Number of cells up to the end of each row.
    rows: Vec<usize>,
}

impl Rows {
    /// Adds a cell to the row that is being built.
    pub fn cell(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.ends.push(self.text.len());
    }

    /// Ends the row.
    pub fn end_row(&mut self) {
        self.rows.push(self.ends.len());
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// No rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Bytes of text.
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// Where a row's text starts; that of the row behind the last is the end of all text.
    pub fn start(&self, row: usize) -> usize {
        match row.checked_sub(1).map(|before| self.rows[before]) {
            None | Some(0) => 0,
            Some(cells) => self.ends[cells - 1],
        }
    }

    /// The text from a byte on.
    pub fn text(&self, from: usize) -> &str {
        &self.text[from..]
    }

    /// Where the cells of a row start and end.
    pub fn spans(&self, row: usize) -> impl Iterator<Item = (usize, usize)> {
        let first = if row == 0 { 0 } else { self.rows[row - 1] };
        (first..self.rows[row]).map(|cell| {
            let from = if cell == 0 { 0 } else { self.ends[cell - 1] };
            (from, self.ends[cell])
        })
    }

    /// The cells of a row.
    pub fn row(&self, index: usize) -> impl Iterator<Item = &str> {
        self.spans(index).map(|(from, to)| &self.text[from..to])
    }
}

/// Something that gives blocks one after the other.
pub trait Blocks: Send {
    /// The next block, `None` at the end.
    ///
    /// # Errors
    /// What reading can run into.
    fn next_block(&mut self) -> Result<Option<Block>, Error>;

    /// The encoding found; final once the blocks have ended.
    fn encoding(&self) -> String;

    /// Hash of the bytes on disk, hexadecimal; final once the blocks have ended.
    fn sha256(&self) -> String;
}

/// The blocks of a delimited text.
pub struct TextBlocks {
    name: String,
    reader: Box<dyn Read + Send>,
    tally: Tally,
    transcoder: Transcoder,
    pending: Vec<u8>,
    piece: Vec<u8>,
    delimiter: u8,
    at_end: bool,
    line: u64,
    sequence: usize,
    record_bytes: usize,
}

impl TextBlocks {
    /// Opens a text; nothing is split before [`TextBlocks::set_delimiter`] is called.
    ///
    /// # Errors
    /// If it cannot be opened, or the declared encoding is unknown.
    pub fn open(input: &Input, encoding: Option<&str>, limits: &Limits) -> Result<Self, Error> {
        let TextSource { reader, tally } = input.open_text(limits)?;
        let transcoder = Transcoder::new(encoding).ok_or_else(|| Error::Layout {
            name: input.name(),
            reason: format!(
                "unknown encoding '{}'; use a name such as utf-8, windows-1252, gb18030",
                encoding.unwrap_or_default()
            ),
        })?;
        let mut blocks = Self {
            name: input.name(),
            reader,
            tally,
            transcoder,
            // All that is judged by, at once: to grow to it would copy it several times.
            pending: Vec::with_capacity(SAMPLE + PIECE),
            piece: vec![0; PIECE],
            delimiter: b',',
            at_end: false,
            line: 1,
            sequence: 0,
            // Positions in a block are 31 bits wide.
            record_bytes: limits.record_bytes.min(1 << 30),
        };
        blocks.fill(SAMPLE)?;
        Ok(blocks)
    }

    /// The text at the start of the file: up to 4 MiB, cut anywhere.
    pub fn sample(&self) -> &[u8] {
        &self.pending
    }

    /// Says what separates cells.
    pub fn set_delimiter(&mut self, delimiter: u8) {
        self.delimiter = delimiter;
    }

    /// Drops this many bytes and lines from the start: titles and the header.
    pub fn skip(&mut self, bytes: usize, lines: u64) {
        self.pending.drain(..bytes.min(self.pending.len()));
        self.line += lines;
    }

    fn fill(&mut self, upto: usize) -> Result<(), Error> {
        while !self.at_end && self.pending.len() < upto {
            let mut len = 0;
            while len < self.piece.len() {
                let n = self
                    .reader
                    .read(&mut self.piece[len..])
                    .map_err(|source| Error::Read {
                        file: self.name.clone(),
                        source,
                    })?;
                if n == 0 {
                    self.at_end = true;
                    break;
                }
                len += n;
            }
            self.transcoder
                .push(&self.piece[..len], self.at_end, &mut self.pending);
        }
        Ok(())
    }
}

impl Blocks for TextBlocks {
    fn next_block(&mut self) -> Result<Option<Block>, Error> {
        let mut want = BLOCK;
        let end = loop {
            self.fill(want)?;
            if self.at_end && self.pending.len() <= BLOCK * 2 {
                break self.pending.len();
            }
            let end = last_boundary(&self.pending, self.delimiter);
            if end > 0 {
                break end;
            }
            if self.pending.len() > self.record_bytes {
                return Err(Error::Limit {
                    file: format!("{}, line {}", self.name, self.line),
                    what: "bytes in one record (is a quote never closed?)",
                    name: "record-bytes",
                    limit: self.record_bytes as u64,
                });
            }
            if self.at_end {
                break self.pending.len();
            }
            want = self.pending.len() * 2;
        };
        if end == 0 {
            return Ok(None);
        }
        let rest = self.pending.split_off(end);
        let block = std::mem::replace(&mut self.pending, rest);
        self.pending.reserve(BLOCK + PIECE);
        let first_line = self.line;
        self.line += memchr::memchr_iter(b'\n', &block).count() as u64;
        let sequence = self.sequence;
        self.sequence += 1;
        Ok(Some(Block {
            sequence,
            first_line,
            body: match String::from_utf8(block) {
                Ok(text) => Body::Text(text),
                Err(bad) => Body::Bytes(bad.into_bytes()),
            },
            bytes_read: self.tally.bytes(),
        }))
    }

    fn encoding(&self) -> String {
        self.transcoder.name()
    }

    fn sha256(&self) -> String {
        self.tally.hex()
    }
}
