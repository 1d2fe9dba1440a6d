//! One input file opened: its header found, its rows ready to come in blocks.

use super::blocks::{Blocks, TextBlocks};
use super::clean::date::{DateOrder, Evidence, settles};
use super::clean::number::guess_mark;
use super::column::Column;
use super::dialect::{self, LOOKED_AT, Sample};
use super::error::{Error, show_columns};
use super::header;
use super::layout::Layout;
use super::options::{Limits, Options};
use super::parquet::ParquetBlocks;
use super::plan::Plan;
use super::source::{Input, Kind};

/// A file whose header is known.
pub struct Table {
    /// The rows behind the header.
    pub blocks: Box<dyn Blocks>,
    /// How they are read.
    pub plan: Plan,
    /// Name and version of the layout.
    pub layout: String,
    /// Format of the file.
    pub format: String,
}

/// The rows of a file before anyone asked what its columns mean.
pub struct Raw {
    /// Rows, header and titles included unless `header` is given.
    pub blocks: RawBlocks,
    /// The first records.
    pub sample: Sample,
    /// Column names, for formats that carry them apart from the rows.
    pub header: Option<Vec<String>>,
    /// What separates cells.
    pub delimiter: u8,
    /// Format of the file.
    pub format: String,
}

/// Blocks of either kind.
pub enum RawBlocks {
    /// Delimited text, from its first byte.
    Text(TextBlocks),
    /// Rows from another format.
    Rows(Box<dyn Blocks>),
}

/// Opens a file and looks at its first records.
///
/// # Errors
/// If it cannot be read, or is empty.
pub fn open_raw(
    input: &Input,
    encoding: Option<&str>,
    delimiter: Option<u8>,
    limits: &Limits,
) -> Result<Raw, Error> {
    let packing = match input.kind {
        Kind::Parquet => {
            let (blocks, header, sample) = ParquetBlocks::open(input, limits)?;
            return Ok(Raw {
                blocks: RawBlocks::Rows(Box::new(blocks)),
                sample,
                header: Some(header),
                delimiter: b',',
                format: "parquet".to_owned(),
            });
        }
        Kind::Xlsx => {
            return Err(Error::Format {
                file: input.name(),
                format: "xlsx",
                reason: "not supported yet; save it as CSV".to_owned(),
            });
        }
        Kind::Text(packing) => packing,
    };
    let mut blocks = TextBlocks::open(input, encoding, limits)?;
    let delimiter = delimiter.unwrap_or_else(|| dialect::delimiter(blocks.sample()));
    blocks.set_delimiter(delimiter);
    let sample = dialect::sample(blocks.sample(), delimiter, LOOKED_AT);
    if sample.records.is_empty() {
        return Err(Error::Empty { file: input.name() });
    }
    let name = match delimiter {
        b'\t' => "tsv",
        _ => "csv",
    };
    Ok(Raw {
        blocks: RawBlocks::Text(blocks),
        sample,
        header: None,
        delimiter,
        format: format!("{name}{}", packing.suffix()),
    })
}

/// Opens a shipments file: finds its layout and header, and settles dates and numbers.
///
/// # Errors
/// If it cannot be read, no layout fits, or the date cannot be told.
pub fn open(
    input: &Input,
    file: u32,
    layouts: &[Layout],
    options: &Options,
) -> Result<Table, Error> {
    let chosen = options.layout.as_ref();
    let raw = open_raw(
        input,
        chosen.and_then(|l| l.encoding.as_deref()),
        chosen
            .and_then(|l| l.delimiter)
            .and_then(|c| u8::try_from(c).ok()),
        &options.limits,
    )?;
    let records: Vec<Vec<String>> = match &raw.header {
        Some(header) => vec![header.clone()],
        None => raw.sample.records.clone(),
    };
    let layouts: &[Layout] = chosen.map_or(layouts, std::slice::from_ref);
    let found = match chosen {
        Some(layout) if !layout.header_names.is_empty() => Some(header::Match {
            record: None,
            layout: 0,
            confidence: 1.0,
        }),
        _ => header::find(&records, layouts),
    };
    let found = found
        .filter(|m| chosen.is_some() || m.confidence >= header::SURE)
        .ok_or_else(|| Error::Columns {
            file: input.name(),
            question: "no layout fits this header.".to_owned(),
            columns: show_columns(widest(&records)),
        })?;
    let layout = &layouts[found.layout];
    let header: Vec<String> = match found.record {
        Some(at) => records[at].clone(),
        None => layout.header_names.clone(),
    };
    if header.len() > options.limits.columns {
        return Err(Error::Limit {
            file: input.name(),
            what: "columns",
            limit: options.limits.columns as u64,
        });
    }
    let mut plan = Plan::new(layout, &header, file);
    plan.delimiter = raw.delimiter;
    if let Some(columns) = &options.columns {
        plan.keep_only(columns);
    }
    require(input, &plan)?;
    let data = match (&raw.header, found.record) {
        (None, Some(at)) => &raw.sample.records[at + 1..],
        _ => &raw.sample.records[..],
    };
    let blocks: Box<dyn Blocks> = match raw.blocks {
        RawBlocks::Rows(blocks) => blocks,
        RawBlocks::Text(mut blocks) => {
            if let Some(at) = found.record {
                blocks.skip(raw.sample.ends[at], raw.sample.lines[at]);
            }
            let text = dialect::sample(blocks.sample(), plan.delimiter, usize::MAX);
            settle(input, &mut plan, layout, &text.records)?;
            Box::new(blocks)
        }
    };
    let _ = data;
    Ok(Table {
        blocks,
        plan,
        layout: format!("{} v{}", layout.name, layout.version),
        format: raw.format,
    })
}

fn widest(records: &[Vec<String>]) -> &[String] {
    records
        .iter()
        .rev()
        .max_by_key(|r| r.len())
        .map_or(&[], Vec::as_slice)
}

/// A date and a party must have a column.
fn require(input: &Input, plan: &Plan) -> Result<(), Error> {
    let question = if !plan.has(Column::Date) {
        "no usable date column; which column holds the day of the shipment?"
    } else if !plan.has(Column::ShipperName) && !plan.has(Column::ConsigneeName) {
        "no shipper and no consignee column; which column names a party?"
    } else {
        return Ok(());
    };
    Err(Error::Columns {
        file: input.name(),
        question: question.to_owned(),
        columns: show_columns(&plan.header),
    })
}

/// Finds the order of day and month and the decimal mark where the layout leaves them open.
fn settle(
    input: &Input,
    plan: &mut Plan,
    layout: &Layout,
    records: &[Vec<String>],
) -> Result<(), Error> {
    let cells = |index: usize| {
        records
            .iter()
            .filter_map(move |r| r.get(index))
            .map(|c| c.trim())
    };
    if layout.decimal.is_none() {
        let columns = [
            Column::Quantity,
            Column::GrossWeight,
            Column::NetWeight,
            Column::Value,
            Column::UnitPrice,
        ];
        let numbers = columns
            .iter()
            .flat_map(|&c| &plan.sources[c as usize])
            .flat_map(|s| cells(s.index));
        if let Some(mark) = guess_mark(numbers) {
            plan.mark = mark;
        }
    }
    if plan.date_order.is_some() {
        return Ok(());
    }
    for source in &plan.sources[Column::Date as usize] {
        let (mut order, mut open): (Option<DateOrder>, Option<&str>) = (None, None);
        for cell in cells(source.index) {
            match settles(cell) {
                Evidence::Settles(found) if order.is_none_or(|o| o == found) => order = Some(found),
                Evidence::Settles(_) => {
                    order = None;
                    open = Some(cell);
                    break;
                }
                Evidence::Open => open = open.or(Some(cell)),
                Evidence::Nothing => {}
            }
        }
        match (order, open) {
            (Some(order), _) => {
                plan.date_order = Some(order);
                break;
            }
            (None, Some(example)) => {
                return Err(Error::DateOrder {
                    file: input.name(),
                    column: plan.name_of(source.index).to_owned(),
                    example: example.chars().take(40).collect(),
                });
            }
            (None, None) => {}
        }
    }
    Ok(())
}
