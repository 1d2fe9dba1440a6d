//! A layout met with the header of one file: which cell goes where, and how it is read.

use super::clean::date::DateOrder;
use super::clean::goods::kilograms;
use super::clean::number::DecimalMark;
use super::column::Column;
use super::layout::{Bills, Layout, header_key};
use rustc_hash::FxHashMap;

/// How the rows of one file are read.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Index into the run's files.
    pub file: u32,
    /// The header as it stands in the file, trimmed; made-up names where there is none.
    pub header: Vec<String>,
    /// What separates cells.
    pub delimiter: u8,
    /// Source cells of each canonical column, the best first.
    pub sources: Vec<Vec<Source>>,
    /// Are the sources of a column joined?
    pub joined: [bool; Column::COUNT],
    /// Does zero mean unknown?
    pub zero_is_blank: [bool; Column::COUNT],
    /// Value of a column that is the same in every row.
    pub constants: Vec<Option<String>>,
    /// Source cells that no canonical column takes.
    pub extra: Vec<usize>,
    /// Cells that say nothing, beside the usual ones.
    pub blanks: Vec<String>,
    /// Order of day and month.
    pub date_order: Option<DateOrder>,
    /// Was it found from the cells, so that a cell that cannot be read so speaks against it?
    pub order_found: bool,
    /// Added to times in UTC.
    pub utc_offset_minutes: i32,
    /// Mark before fractions.
    pub mark: DecimalMark,
    /// Kilograms in one unit of a weight that states none.
    pub default_kilograms: f64,
    /// Currency of a value that states none.
    pub currency: Option<String>,
    /// Party cells hold name and address.
    pub split_parties: bool,
    /// How master and house bills stand.
    pub bills: Bills,
    /// Country columns that a port tells of where their own cell says nothing.
    pub from_ports: Vec<Column>,
    /// Cell that says whether the cargo stays on board.
    pub on_board: Option<usize>,
}

/// One source cell of a canonical column.
#[derive(Clone, Debug)]
pub struct Source {
    /// Position in the record.
    pub index: usize,
    /// Unit of its number.
    pub unit: Option<String>,
    /// Currency of its value.
    pub currency: Option<String>,
}

impl Plan {
    /// Looks up the layout's columns in the header. Columns that the file lacks have no source.
    pub fn new(layout: &Layout, header: &[String], file: u32) -> Self {
        let mut positions: FxHashMap<String, usize> = FxHashMap::default();
        for (at, cell) in header.iter().enumerate() {
            positions.entry(header_key(cell)).or_insert(at);
        }
        let mut taken = vec![false; header.len()];
        let mut sources = vec![Vec::new(); Column::COUNT];
        for (&column, names) in &layout.columns {
            for name in names {
                if let Some(&index) = positions.get(&header_key(name.name())) {
                    taken[index] = true;
                    sources[column as usize].push(Source {
                        index,
                        unit: name.unit().map(str::to_owned),
                        currency: name.currency().map(str::to_owned),
                    });
                }
            }
        }
        let flags = |columns: &[Column]| {
            let mut flags = [false; Column::COUNT];
            columns.iter().for_each(|&c| flags[c as usize] = true);
            flags
        };
        let mut constants = vec![None; Column::COUNT];
        for (&column, value) in &layout.constants {
            constants[column as usize] = Some(value.clone());
        }
        let extra = (0..header.len())
            .filter(|&at| !taken[at] && !header[at].trim().is_empty())
            .collect();
        Self {
            file,
            header: header
                .iter()
                .map(|cell| cell.trim().trim_start_matches('\u{feff}').to_owned())
                .collect(),
            delimiter: b',',
            sources,
            joined: flags(&layout.join),
            zero_is_blank: flags(&layout.zero_is_blank),
            constants,
            extra,
            blanks: layout.blanks.clone(),
            date_order: layout.date_order,
            order_found: false,
            utc_offset_minutes: layout.utc_offset_minutes,
            mark: layout.decimal.unwrap_or(DecimalMark::Point),
            default_kilograms: layout
                .weight_unit
                .as_deref()
                .and_then(kilograms)
                .unwrap_or(1.0),
            currency: layout.currency.clone(),
            split_parties: layout.split_parties,
            bills: layout.bills,
            from_ports: layout.from_ports.clone(),
            on_board: layout
                .on_board
                .as_ref()
                .and_then(|name| positions.get(&header_key(name)).copied()),
        }
    }

    /// Forgets every column but these.
    pub fn keep_only(&mut self, columns: &[Column]) {
        for &column in Column::ALL {
            if !columns.contains(&column) {
                self.sources[column as usize].clear();
                self.constants[column as usize] = None;
            }
        }
        self.extra.clear();
        self.from_ports.clear();
    }

    /// Does the file have a cell, or the layout a constant, for this column?
    pub fn has(&self, column: Column) -> bool {
        !self.sources[column as usize].is_empty() || self.constants[column as usize].is_some()
    }

    /// The header name that errors about a column show.
    pub fn name_of(&self, index: usize) -> &str {
        self.header.get(index).map_or("", String::as_str)
    }

    /// Does this cell say nothing?
    #[inline]
    pub fn is_blank(&self, cell: &str) -> bool {
        is_blank(cell) || (!self.blanks.is_empty() && self.blanks.iter().any(|blank| blank == cell))
    }
}

/// Cells that say nothing in any file. `NA` is one only where it cannot be Namibia: see the country columns.
#[inline]
pub fn is_blank(cell: &str) -> bool {
    match cell.len() {
        0 => true,
        1 => matches!(cell, "-" | "?" | "."),
        2 => matches!(cell, "--" | "NA"),
        3 => {
            cell.eq_ignore_ascii_case("n/a")
                || cell.eq_ignore_ascii_case("nan")
                || cell == "---"
                || cell == "—"
        }
        4 => ["null", "none", "n.a.", "#n/a"]
            .iter()
            .any(|b| cell.eq_ignore_ascii_case(b)),
        6 => cell == "(null)",
        _ => false,
    }
}
