//! One input file opened: its header found, its rows ready to come in blocks.

use super::blocks::{Blocks, TextBlocks};
use super::column::Column;
use super::detect::{self, Detector, Guess, layout_of};
use super::dialect::{self, LOOKED_AT, Sample};
use super::error::{Error, show_columns};
use super::header;
use super::layout::Layout;
use super::limits::Limits;
use super::ndjson::NdjsonBlocks;
use super::options::Options;
use super::parquet::ParquetBlocks;
use super::plan::Plan;
use super::settle::{open_questions, order_further_down, settle};
use super::source::{Input, Kind};
use super::xlsx::XlsxBlocks;

/// A file whose header is known.
pub struct Table {
    /// The rows behind the header.
    pub blocks: Box<dyn Blocks>,
    /// Bytes of text up to the end of the header; `None` where there is no header in the text.
    pub first_byte: Option<usize>,
    /// How they are read.
    pub plan: Plan,
    /// Name and version of the layout.
    pub layout: String,
    /// Format of the file.
    pub format: String,
    /// What a person should know of how it was read.
    pub warning: Option<String>,
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
    /// A workbook, from its first row.
    Xlsx(XlsxBlocks),
    /// Rows from a format that carries its column names apart.
    Rows(Box<dyn Blocks>),
}

impl RawBlocks {
    /// The blocks behind a header that is the record at this position of the sample.
    pub fn after(self, sample: &Sample, record: Option<usize>) -> Box<dyn Blocks> {
        match self {
            RawBlocks::Rows(blocks) => blocks,
            RawBlocks::Text(mut blocks) => {
                if let Some(at) = record {
                    blocks.skip(sample.ends[at], sample.lines[at]);
                }
                Box::new(blocks)
            }
            RawBlocks::Xlsx(mut blocks) => {
                if let Some(at) = record {
                    blocks.skip(sample.ends[at]);
                }
                Box::new(blocks)
            }
        }
    }
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
    let with_header = |blocks: Box<dyn Blocks>, header, sample, format: String| Raw {
        blocks: RawBlocks::Rows(blocks),
        sample,
        header: Some(header),
        delimiter: b',',
        format,
    };
    let packing = match input.kind {
        Kind::Parquet => {
            let (blocks, header, sample) = ParquetBlocks::open(input, limits)?;
            narrow_enough(input, header.len(), limits)?;
            return Ok(with_header(
                Box::new(blocks),
                header,
                sample,
                "parquet".to_owned(),
            ));
        }
        Kind::Xlsx => {
            let (blocks, sample) = XlsxBlocks::open(input, limits)?;
            return Ok(Raw {
                blocks: RawBlocks::Xlsx(blocks),
                sample,
                header: None,
                delimiter: b',',
                format: "xlsx".to_owned(),
            });
        }
        Kind::Text(packing) => packing,
    };
    let mut blocks = TextBlocks::open(input, encoding, limits)?;
    if blocks.sample().trim_ascii_start().starts_with(b"{") {
        let (blocks, header, sample) = NdjsonBlocks::open(input, limits)?;
        return Ok(with_header(
            Box::new(blocks),
            header,
            sample,
            format!("ndjson{}", packing.suffix()),
        ));
    }
    let delimiter = delimiter.unwrap_or_else(|| dialect::delimiter(blocks.sample()));
    blocks.set_delimiter(delimiter);
    let sample = dialect::sample(blocks.sample(), delimiter, LOOKED_AT);
    if sample.records.is_empty() {
        return Err(Error::Empty { file: input.name() });
    }
    // One overlong record among others is a bad row; it says nothing of the file.
    let overlong = |record: &&Vec<String>| record.len() > limits.columns;
    if 2 * sample.records.iter().filter(overlong).count() >= sample.records.len() {
        narrow_enough(input, widest(&sample.records).len(), limits)?;
    }
    let name = if delimiter == b'\t' { "tsv" } else { "csv" };
    Ok(Raw {
        blocks: RawBlocks::Text(blocks),
        sample,
        header: None,
        delimiter,
        format: format!("{name}{}", packing.suffix()),
    })
}

/// Looked at before anything else: to guess what a column means takes work for each of them.
fn narrow_enough(input: &Input, columns: usize, limits: &Limits) -> Result<(), Error> {
    if columns > limits.columns {
        return Err(Error::Limit {
            file: input.name(),
            what: "columns",
            name: "columns",
            limit: limits.columns as u64,
        });
    }
    Ok(())
}

/// What the header of a file was taken for.
#[derive(Clone, Debug)]
pub struct Recognised {
    /// The layout: a named one, or one made from what was found.
    pub layout: Layout,
    /// Is it a named one?
    pub named: bool,
    /// 0 to 1.
    pub confidence: f64,
    /// The header cells.
    pub header: Vec<String>,
    /// Which of the first records is the header; `None` if it stands apart or is missing.
    pub record: Option<usize>,
    /// One guess a header cell, for layouts that are not named.
    pub guesses: Vec<Option<Guess>>,
    /// What stays in doubt.
    pub questions: Vec<String>,
}

/// Finds the layout of a file: the one chosen, else a named one that fits, else one made from headers and cells.
///
/// # Errors
/// If nothing in the file reads like a header.
pub fn recognise(
    input: &Input,
    raw: &Raw,
    layouts: &[Layout],
    chosen: Option<&Layout>,
) -> Result<Recognised, Error> {
    let records: &[Vec<String>] = match &raw.header {
        Some(header) => std::slice::from_ref(header),
        None => &raw.sample.records,
    };
    let candidates: &[Layout] = chosen.map_or(layouts, std::slice::from_ref);
    let found = match chosen {
        Some(layout) if !layout.header_names.is_empty() => Some(header::Match {
            record: None,
            layout: 0,
            confidence: 1.0,
        }),
        _ => header::find(records, candidates),
    };
    let apart = raw.header.is_some();
    if let Some(found) = found.filter(|m| chosen.is_some() || m.confidence >= header::SURE) {
        let layout = candidates[found.layout].clone();
        let header = found
            .record
            .map_or_else(|| layout.header_names.clone(), |at| records[at].clone());
        return Ok(Recognised {
            named: true,
            confidence: found.confidence,
            header,
            record: found.record.filter(|_| !apart),
            guesses: Vec::new(),
            questions: Vec::new(),
            layout,
        });
    }
    let columns = |question: &str| Error::Columns {
        file: input.name(),
        question: question.to_owned(),
        columns: show_columns(widest(records)),
    };
    if let Some(layout) = chosen {
        return Err(columns(&format!(
            "the header has none of the columns of layout {}.",
            layout.name
        )));
    }
    let detector = Detector::new(layouts);
    let at = if apart {
        Some(0)
    } else {
        detector.header_of(records)
    };
    // Without a header that reads like one, the first record of the usual width is the best there is.
    let at = at.unwrap_or_else(|| {
        records
            .iter()
            .position(|r| r.len() == widest(records).len())
            .unwrap_or(0)
    });
    let header = records[at].clone();
    let below = if apart {
        &raw.sample.records[..]
    } else {
        &raw.sample.records[at + 1..]
    };
    let guesses = detector.columns(&header, below);
    let (layout, questions) = layout_of("detected", &header, &guesses, &detector);
    let sure: Vec<f64> = guesses.iter().flatten().map(|g| g.confidence).collect();
    Ok(Recognised {
        named: false,
        confidence: if sure.is_empty() {
            0.0
        } else {
            sure.iter().sum::<f64>() / sure.len() as f64
        },
        header,
        record: (!apart).then_some(at),
        guesses,
        questions,
        layout,
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
    let found = recognise(input, &raw, layouts, chosen)?;
    let (layout, header) = (&found.layout, &found.header);
    narrow_enough(input, header.len(), &options.limits)?;
    let mut plan = Plan::new(layout, header, file);
    plan.delimiter = raw.delimiter;
    if let Some(columns) = &options.columns {
        plan.keep_only(columns);
    }
    require(input, &plan, &found)?;
    let first = found.record.map_or(0, |at| at + 1);
    let positions = open_questions(&plan, layout);
    let cells = match &raw.blocks {
        RawBlocks::Text(blocks) => {
            dialect::cells(blocks.sample(), plan.delimiter, first, &positions)
        }
        _ => {
            let records = raw.sample.records.get(first..).unwrap_or_default();
            let column = |at: usize| records.iter().filter_map(|r| r.get(at)).cloned().collect();
            positions.iter().map(|&at| (at, column(at))).collect()
        }
    };
    let further = |plan: &Plan, index: usize| match &raw.blocks {
        RawBlocks::Text(_) => order_further_down(input, layout, plan, index, &options.limits),
        _ => Ok(None),
    };
    settle(input, &mut plan, layout, &cells, &further)?;
    let warning = (!found.named).then(|| {
        let pairs: Vec<String> = found
            .guesses
            .iter()
            .zip(header)
            .filter_map(|(g, h)| {
                g.as_ref()
                    .filter(|g| g.confidence >= detect::USED)
                    .map(|g| format!("{} = '{}' ({:.2})", g.column.word(), h.trim(), g.confidence))
            })
            .collect();
        format!(
            "{}: no named layout fits; columns taken by name and content: {}",
            input.name(),
            pairs.join(", ")
        )
    });
    let lacking = (options.columns.is_none())
        .then(|| lacking(&plan))
        .flatten();
    let warning = match (warning, lacking) {
        (Some(warning), Some(lacking)) => Some(format!("{warning}; {lacking}")),
        (None, Some(lacking)) => Some(format!("{}: {lacking}", input.name())),
        (warning, None) => warning,
    };
    let text = matches!(raw.blocks, RawBlocks::Text(_));
    Ok(Table {
        first_byte: (found.record.filter(|_| text)).map(|at| raw.sample.ends[at]),
        blocks: raw.blocks.after(&raw.sample, found.record),
        plan,
        layout: if found.named {
            format!("{} v{}", layout.name, layout.version)
        } else {
            "detected".to_owned()
        },
        format: raw.format,
        warning,
    })
}

fn widest(records: &[Vec<String>]) -> &[String] {
    records
        .iter()
        .rev()
        .max_by_key(|r| r.len())
        .map_or(&[], Vec::as_slice)
}

/// Columns that were not used and are named.
const UNUSED: usize = 12;

/// What a chain needs and no column of the file tells; with the columns that were not used, since one of them may.
fn lacking(plan: &Plan) -> Option<String> {
    let any = |columns: &[Column]| columns.iter().any(|column| plan.has(*column));
    let destination = [
        Column::DestinationCountry,
        Column::ConsigneeCountry,
        Column::ConsigneeAddress,
        Column::FinalDestination,
        Column::PortUnlading,
    ];
    let mut lacking = Vec::new();
    for (told, what) in [
        (any(&[Column::ShipperName]), "who sends"),
        (any(&[Column::ConsigneeName]), "who receives"),
        (any(&[Column::Description, Column::HsCode]), "what is sent"),
        (any(&destination), "to which country"),
    ] {
        if !told {
            lacking.push(what);
        }
    }
    if lacking.is_empty() {
        return None;
    }
    let names = plan.extra.iter().map(|&at| plan.name_of(at));
    let unused: Vec<&str> = names.take(UNUSED).collect();
    let more = match plan.extra.len() - unused.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let unused = match unused.is_empty() {
        true => String::new(),
        false => format!(" (not used: '{}'{more})", unused.join("', '")),
    };
    Some(format!(
        "no column tells {}{unused}, so chains over its rows may be missed",
        lacking.join(", nor "),
    ))
}

/// A date and a party must have a column.
fn require(input: &Input, plan: &Plan, found: &Recognised) -> Result<(), Error> {
    let question = if !found.named
        && let Some(asked) = found.questions.iter().find(|q| q.starts_with("no "))
    {
        asked
    } else if !plan.has(Column::Date) {
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
