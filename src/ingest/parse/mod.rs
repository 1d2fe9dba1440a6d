//! Rows of one block to shipments of its own; blocks are parsed in parallel and merged in order.
//!
//! A block is taken a strip at a time (`grid`). What can set a row aside is read first (`facts`, `parties`); what is
//! left is then put into columns, one column after the other (`texts`). Column by column a cell's rule is looked up once
//! a strip and not once a row, and equal work waits for memory together (`words`).

mod facts;
mod grid;
mod parties;
mod texts;
mod words;

use super::blocks::{Block, Body};
use super::column::Column;
use super::limits::Limits;
use super::plan::{Plan, Source};
use super::split::{Cells, record_end};
use crate::model::{
    Country, ExtraColumn, Party, RejectedRow, Shipments, SourceRow, TextId, TextStore, text_hash,
};
use crate::reference::countries::Countries;
use crate::reference::currencies::Currencies;
use crate::reference::ports::Ports;
use crate::reference::units::Units;
use facts::Facts;
use grid::{Grid, Odd, Place, Shape, Strip, Why};
use parties::PartyCache;
use rustc_hash::FxHashMap;
use texts::{Put, Respelt};
use words::Words;

/// The lists that cells are read against.
pub struct Lists {
    /// Names and codes of countries.
    pub countries: Countries,
    /// Ports and their countries.
    pub ports: Ports,
    /// Units of quantity.
    pub units: Units,
    /// Yearly rates to the US dollar.
    pub currencies: Currencies,
}

/// What one block gave. Texts and parties that the parser has met before are not sent again: their ids count on
/// from block to block of one parser.
pub struct Batch {
    /// Position of the block in its file.
    pub sequence: usize,
    /// Which parser made it.
    pub parser: usize,
    /// The parser has forgotten what it met before this block.
    pub forgot: bool,
    /// Columns. Record ids, bills and containers are in `rows.text`; all other text ids are the parser's.
    pub rows: Shipments,
    /// Texts that the parser met in this block for the first time, in order of their ids.
    pub new_texts: NewTexts,
    /// Parties that it met for the first time, in order of their ids. One party can come under several ids.
    pub new_parties: NewParties,
    /// Rows set aside, in order of their lines.
    pub rejected: Vec<RejectedRow>,
    /// The first day that is written in another order than the one found for its column.
    pub other_order: Option<OtherOrder>,
    /// Records read.
    pub read: u64,
    /// Bytes read from disk up to the end of the block.
    pub bytes_read: u64,
}

/// Texts with their hashes, which are known already where texts are met and would cost as much again where they are
/// merged.
#[derive(Default)]
pub struct NewTexts {
    /// The texts, each by its own id.
    pub store: TextStore,
    /// Of each its [`text_hash`], from id 1 on.
    pub hashes: Vec<u32>,
}

impl NewTexts {
    /// Adds a text.
    fn push(&mut self, text: &str) -> TextId {
        let id = self.store.push(text);
        if id.is_some() {
            self.hashes.push(text_hash(text));
        }
        id
    }
}

/// Parties and their texts. A text that several share stands there for each.
#[derive(Default)]
pub struct NewParties {
    /// Names, addresses and numbers.
    pub texts: NewTexts,
    /// The parties; their ids are those of `texts`.
    pub parties: Vec<Party>,
}

/// A day in another order than the rest of its column.
pub struct OtherOrder {
    /// Line on which its record starts.
    pub line: u64,
    /// The column's name in the file.
    pub column: String,
    /// The cell.
    pub example: String,
}

/// Reason of a row that tells of cargo which only passes by. It says nothing against the reading of the file.
pub const ON_BOARD: &str = "cargo that stays on board, no movement";

/// Bytes of text beyond which a parser forgets what it met, so that memory stays bounded.
const REMEMBERED: usize = 24 << 20;

/// Numbers of records, bills and containers hardly ever repeat: looking for an equal one costs more than it saves.
pub const fn is_unique(column: Column) -> bool {
    matches!(
        column,
        Column::RecordId | Column::BillOfLading | Column::MasterBill | Column::Container
    )
}

/// Parses blocks of one file.
pub struct Parser<'a> {
    number: usize,
    plan: &'a Plan,
    lists: &'a Lists,
    limits: &'a Limits,
    grid: Grid,
    out: Batch,
    /// Texts of all columns but the unique ones, kept from block to block.
    words: Words,
    /// Which of them are kept in another spelling.
    respelt: Respelt,
    parties: PartyCache,
    /// Country cells that are no code, and cells of ports.
    known: Known,
}

/// The countries that cells were found to name.
type Memo = FxHashMap<Box<str>, Option<Country>>;

/// Cells that were looked up in a list before, and what they are.
#[derive(Default)]
struct Known {
    countries: Memo,
    ports: Memo,
    addresses: Memo,
}

/// Distinct cells remembered of a list, so that hostile ones do not fill the memory.
const KNOWN: usize = 1 << 16;

/// Why a row is set aside.
struct Fault {
    column: String,
    value: String,
    reason: String,
}

impl Fault {
    fn row(reason: impl Into<String>) -> Self {
        Self {
            column: String::new(),
            value: String::new(),
            reason: reason.into(),
        }
    }
}

/// The cell of a column and where it came from.
#[derive(Clone, Copy)]
struct Cell<'c> {
    text: &'c str,
    source: Option<&'c Source>,
}

/// The first source of a column that says something.
#[inline]
fn pick<'c>(plan: &'c Plan, strip: Strip<'c>, record: usize, column: Column) -> Cell<'c> {
    for source in &plan.sources[column as usize] {
        let text = strip.cell(record, source.index);
        if !plan.is_blank(text) {
            return Cell {
                text,
                source: Some(source),
            };
        }
    }
    Cell {
        text: plan.constants[column as usize].as_deref().unwrap_or(""),
        source: None,
    }
}

fn fault(plan: &Plan, cell: Cell, column: Column, reason: &str) -> Fault {
    let name = cell.source.map_or(column.word(), |s| plan.name_of(s.index));
    Fault {
        column: name.to_owned(),
        value: cell.text.to_owned(),
        reason: reason.to_owned(),
    }
}

/// The cells of all sources of a column that say something different, one after the other.
fn join(plan: &Plan, strip: Strip, record: usize, column: Column, out: &mut String) {
    out.clear();
    for source in &plan.sources[column as usize] {
        let text = strip.cell(record, source.index);
        if !plan.is_blank(text) && !out.contains(text) {
            if !out.is_empty() {
                out.push_str(", ");
            }
            out.push_str(text);
        }
    }
}

impl<'a> Parser<'a> {
    /// A parser for the blocks of the file that `plan` was made for.
    ///
    /// `number` tells it from the other parsers of a run.
    pub fn new(number: usize, plan: &'a Plan, lists: &'a Lists, limits: &'a Limits) -> Self {
        Self {
            number,
            plan,
            lists,
            limits,
            grid: Grid::default(),
            out: empty_batch(plan),
            words: Words::default(),
            respelt: Respelt::default(),
            parties: PartyCache::default(),
            known: Known::default(),
        }
    }

    /// The shipments and rejected rows of one block.
    pub fn parse(&mut self, block: &Block) -> Batch {
        let forget = self.words.bytes() + self.parties.bytes() > REMEMBERED;
        if forget {
            self.words.clear();
            self.respelt.clear();
            self.parties.clear();
        }
        let known = self.words.len();
        self.out.parser = self.number;
        self.out.forgot = forget || known == 1;
        self.out.sequence = block.sequence;
        self.out.bytes_read = block.bytes_read;
        match &block.body {
            Body::Text(text) => self.text(text, block.first_line),
            Body::Bytes(bytes) => self.bytes(bytes, block.first_line),
            Body::Rows(rows) => {
                let (mut at, shape) = (0, self.shape());
                while at < rows.len() {
                    let (mut grid, mut odd) = (std::mem::take(&mut self.grid), Vec::new());
                    let text = grid.fill_rows(rows, &mut at, block.first_line, shape, &mut odd);
                    self.strip(grid.strip(text), odd);
                    self.grid = grid;
                }
            }
        }
        for number in known..self.words.len() {
            self.out.new_texts.push(self.words.at(number));
        }
        self.out.rejected.sort();
        std::mem::replace(&mut self.out, empty_batch(self.plan))
    }

    fn shape(&self) -> Shape {
        Shape {
            delimiter: self.plan.delimiter,
            width: self.plan.header.len(),
            cell_bytes: self.limits.cell_bytes,
        }
    }

    fn text(&mut self, text: &str, line: u64) {
        let (mut place, shape) = (Place { byte: 0, line }, self.shape());
        while place.byte < text.len() {
            let (mut grid, mut odd) = (std::mem::take(&mut self.grid), Vec::new());
            grid.fill(text, &mut place, shape, &mut odd);
            self.strip(grid.strip(text), odd);
            self.grid = grid;
        }
    }

    /// Text in which some records are not UTF-8: those are set aside, the stretches between them read.
    fn bytes(&mut self, bytes: &[u8], mut line: u64) {
        let (mut from, mut sound, mut sound_line) = (0, 0, line);
        while from < bytes.len() {
            let end = record_end(bytes, from, self.plan.delimiter).unwrap_or(bytes.len());
            let record = &bytes[from..end];
            let lines = memchr::memchr_iter(b'\n', record).count() as u64;
            if std::str::from_utf8(record).is_err() {
                self.stretch(&bytes[sound..from], sound_line);
                self.reject_bytes(record, line);
                (sound, sound_line) = (end, line + lines);
            }
            line += lines;
            from = end;
        }
        self.stretch(&bytes[sound..], sound_line);
    }

    fn stretch(&mut self, sound: &[u8], line: u64) {
        if let Ok(text) = std::str::from_utf8(sound) {
            self.text(text, line);
        }
    }

    fn reject_bytes(&mut self, record: &[u8], line: u64) {
        let lossy = String::from_utf8_lossy(record);
        let mut cells = Cells::default();
        cells.split(&lossy, self.plan.delimiter);
        let at = (0..cells.len()).find(|&i| cells.get(&lossy, i).contains('\u{fffd}'));
        let fault = Fault {
            column: at.map_or(String::new(), |at| self.plan.name_of(at).to_owned()),
            value: at.map_or("", |at| cells.get(&lossy, at)).to_owned(),
            reason: "not valid UTF-8".to_owned(),
        };
        self.out.read += 1;
        self.reject(line, fault);
    }

    fn reject(&mut self, line: u64, fault: Fault) {
        self.out.rejected.push(RejectedRow {
            file: self.plan.file,
            line,
            column: fault.column,
            value: fault.value.chars().take(200).collect(),
            reason: fault.reason,
        });
    }

    fn reject_odd(&mut self, odd: Odd) {
        let (column, reason) = match odd.why {
            Why::Cells(cells) => {
                let want = self.plan.header.len();
                (
                    String::new(),
                    format!("{cells} cells where the header has {want}"),
                )
            }
            Why::Long(at) => (
                self.plan.name_of(at).to_owned(),
                format!(
                    "cell longer than {} bytes (limit cell-bytes)",
                    self.limits.cell_bytes
                ),
            ),
        };
        self.out.read += 1;
        let value = odd.value;
        self.reject(
            odd.line,
            Fault {
                column,
                value,
                reason,
            },
        );
    }

    /// Files glued together carry the header in the middle.
    fn is_header_again(&self, strip: Strip, record: usize) -> bool {
        let header = &self.plan.header;
        header.len() > 1
            && strip.cell(record, 0) == header[0]
            && strip.cell(record, header.len() - 1) == header[header.len() - 1]
            && header
                .iter()
                .enumerate()
                .all(|(i, name)| strip.cell(record, i) == name)
    }

    fn strip(&mut self, strip: Strip, odd: Vec<Odd>) {
        odd.into_iter().for_each(|odd| self.reject_odd(odd));
        let records: Vec<u32> = (0..strip.len() as u32)
            .filter(|&record| !self.is_header_again(strip, record as usize))
            .collect();
        self.out.read += records.len() as u64;
        let plan = self.plan;
        let mut facts = Facts::new(strip, records);
        facts.read(plan, self.lists, &mut self.known);
        let first = self.out.rows.len();
        let mut put = Put {
            plan,
            strip,
            first,
            rows: &mut self.out.rows,
            words: &mut self.words,
            respelt: &mut self.respelt,
        };
        self.parties
            .read(&put, &mut facts, &mut self.out.new_parties);
        put.columns(&facts, self.lists);
        for &record in &facts.records {
            put.rows.source.push(SourceRow {
                file: plan.file,
                line: u32::try_from(strip.line(record as usize)).unwrap_or(u32::MAX),
            });
        }
        if self.out.other_order.is_none() {
            self.out.other_order = facts.other_order;
        }
        for (line, fault) in facts.faults {
            self.reject(line, fault);
        }
    }
}

fn empty_batch(plan: &Plan) -> Batch {
    let extra = plan
        .extra
        .iter()
        .map(|&at| ExtraColumn {
            name: plan.name_of(at).to_owned(),
            cells: Vec::new(),
        })
        .collect();
    let rows = Shipments {
        extra,
        ..Shipments::default()
    };
    Batch {
        sequence: 0,
        rows,
        parser: 0,
        forgot: false,
        new_texts: NewTexts::default(),
        new_parties: NewParties::default(),
        rejected: Vec::new(),
        other_order: None,
        read: 0,
        bytes_read: 0,
    }
}
