//! `tidewaiter item --input`: a table in, the same rows out with what each text says.

use super::exit::{Exit, OrExit, Outcome};
use super::item::{Reader, rounded};
use super::item_labels::Labels;
use super::print;
use crate::items::Text;
use crate::model::{Day, Measure};
use crate::pipeline;
use crate::report::escape;
use anyhow::{Context, anyhow};
use std::io::{BufRead, BufReader, BufWriter, Read};
use std::path::Path;

/// Which columns hold what; `None` is the usual name, if the table has it.
pub(super) struct Columns {
    /// Goods text.
    pub text: String,
    /// Goods code.
    pub hs: Option<String>,
    /// Brand.
    pub brand: Option<String>,
    /// Number of pieces.
    pub quantity: Option<String>,
    /// Unit of the number.
    pub unit: Option<String>,
    /// Day of the control number.
    pub date: Option<String>,
    /// Day for all rows, where there is no such column.
    pub day: Day,
    /// Leave formulas as they are.
    pub raw: bool,
    /// What the item is, for a report instead of the table.
    pub label: Option<String>,
    /// How many units it is, beside `label`.
    pub units_label: Option<String>,
}

/// Where each thing stands in the table.
struct Places {
    text: usize,
    hs: Option<usize>,
    brand: Option<usize>,
    quantity: Option<usize>,
    unit: Option<usize>,
    date: Option<usize>,
    label: Option<usize>,
    units_label: Option<usize>,
}

/// Bytes among which the header is looked for.
const HEADER: usize = 1 << 16;

/// Writes the table to standard output, with columns added at its end.
pub(super) fn run(reader: &Reader, input: &Path, columns: &Columns) -> Outcome {
    let name = input.display();
    let source: Box<dyn Read> = if input.as_os_str() == "-" {
        Box::new(std::io::stdin().lock())
    } else {
        let file = std::fs::File::open(input)
            .with_context(|| format!("cannot read {name}; is the path right?"))
            .or_exit(Exit::Input)?;
        Box::new(file)
    };
    let tabs = input.extension().is_some_and(|ext| ext == "tsv");
    let mut source = BufReader::with_capacity(HEADER, source);
    let start = source
        .fill_buf()
        .with_context(|| format!("cannot read {name}"))
        .or_exit(Exit::Input)?;
    // By the header alone: texts of goods hold all marks.
    let header = start.split_inclusive(|&byte| byte == b'\n').next();
    let delimiter = match tabs {
        true => b'\t',
        false => pipeline::delimiter(header.unwrap_or_default()),
    };
    let mut rows = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(source);
    let header = rows
        .byte_headers()
        .with_context(|| format!("{name} is not a CSV file"))
        .or_exit(Exit::Input)?
        .clone();
    let names: Vec<String> = header
        .iter()
        .map(|cell| {
            String::from_utf8_lossy(cell)
                .trim_start_matches('\u{feff}')
                .trim()
                .to_owned()
        })
        .collect();
    let places = places(&names, columns)
        .with_context(|| format!("{name}"))
        .or_exit(Exit::Input)?;
    let mut out = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_writer(BufWriter::new(std::io::stdout().lock()));
    let dated = match &columns.date {
        Some(_) => "eccn_on_date".to_owned(),
        None => format!("eccn_on_{}", columns.day),
    };
    let added = [
        "item",
        "model",
        "confidence",
        "units",
        "tpp",
        "density",
        dated.as_str(),
        "why",
    ];
    let mut labels = places.label.map(|_| Labels::default());
    if labels.is_none() {
        out.write_record(names.iter().map(String::as_str).chain(added))
            .or_exit(Exit::Failure)?;
    }
    let mut row = csv::ByteRecord::new();
    let (mut uneven, mut undated, mut first_fault) = (0u64, 0u64, None);
    while rows
        .read_byte_record(&mut row)
        .with_context(|| format!("{name} cannot be read further"))
        .or_exit(Exit::Input)?
    {
        let line = row.position().map_or(0, csv::Position::line);
        let mut cells: Vec<String> = row
            .iter()
            .map(|cell| passed_on(cell, columns.raw))
            .collect();
        if cells.len() != names.len() {
            uneven += 1;
            first_fault.get_or_insert(line);
            if cells.len() > names.len() && labels.is_none() {
                out.write_record(&cells).or_exit(Exit::Failure)?;
                continue;
            }
            cells.resize(names.len(), String::new());
        }
        let cell = |place: Option<usize>| -> std::borrow::Cow<'_, str> {
            place
                .and_then(|at| row.get(at))
                .map_or(std::borrow::Cow::Borrowed(""), String::from_utf8_lossy)
        };
        let (description, brand, hs, unit) = (
            cell(Some(places.text)),
            cell(places.brand),
            cell(places.hs),
            cell(places.unit),
        );
        let quantity: Option<f64> = cell(places.quantity).trim().replace(',', "").parse().ok();
        let found = reader.recogniser.recognise(&Text {
            description: &description,
            brand: &brand,
            hs: &hs,
            quantity: Measure::from(quantity),
            unit: unit.trim(),
        });
        if let Some(labels) = &mut labels {
            let units = places.units_label.map(|place| cell(Some(place)));
            let label = cell(places.label);
            labels.see(
                &reader.items,
                &found,
                line,
                &description,
                &label,
                units.as_deref(),
            );
            continue;
        }
        let day = match places.date {
            None => Some(columns.day),
            Some(_) => {
                let text = cell(places.date);
                let day = text.trim().get(..10).and_then(Day::from_iso);
                if day.is_none() {
                    undated += 1;
                    first_fault.get_or_insert(line);
                }
                day
            }
        };
        let (tpp, density) = reader.figures(&found);
        let number = |measure: Measure| measure.get().map_or(String::new(), |n| format!("{n}"));
        let name_of = |get: fn(&crate::model::Item) -> &str| {
            found
                .item
                .map_or(String::new(), |id| get(&reader.items[id]).to_owned())
        };
        let recognised = found.item.is_some() || found.inside.is_some();
        cells.extend([
            name_of(|item| &item.id),
            name_of(|item| &item.model),
            if recognised {
                format!("{}", rounded(found.confidence))
            } else {
                String::new()
            },
            number(found.units),
            number(tpp),
            number(density),
            day.map_or(String::new(), |day| reader.eccn(&found, day)),
            found.why.clone(),
        ]);
        out.write_record(&cells).or_exit(Exit::Failure)?;
    }
    out.flush().or_exit(Exit::Failure)?;
    drop(out);
    if let Some(labels) = labels {
        print::text(&labels.report(places.units_label.is_some()))?;
    }
    if let Some(line) = first_fault {
        print::warn(format_args!(
            "{name}: {uneven} rows with too few or too many cells, {undated} without a day written YYYY-MM-DD; \
             the first at line {line}"
        ));
    }
    Ok(())
}

/// A cell of the table as it goes on: numbers stay numbers, formulas become text unless `raw`.
fn passed_on(cell: &[u8], raw: bool) -> String {
    let text = String::from_utf8_lossy(cell);
    if text.trim().parse::<f64>().is_ok() {
        return text.into_owned();
    }
    escape::csv::guarded(&text, raw).into_owned()
}

fn places(names: &[String], columns: &Columns) -> anyhow::Result<Places> {
    let at = |wanted: &str| {
        names
            .iter()
            .position(|name| name.eq_ignore_ascii_case(wanted))
    };
    let needed = |wanted: &str| {
        at(wanted).ok_or_else(|| {
            anyhow!(
                "no column '{wanted}'; the columns are: {}",
                names.join(", ")
            )
        })
    };
    let asked = |given: &Option<String>, usual: &str| match given {
        Some(wanted) => needed(wanted).map(Some),
        None => Ok(at(usual)),
    };
    Ok(Places {
        text: needed(&columns.text)?,
        hs: asked(&columns.hs, "hs_code")?,
        brand: asked(&columns.brand, "brand")?,
        quantity: asked(&columns.quantity, "quantity")?,
        unit: asked(&columns.unit, "quantity_unit")?,
        label: columns.label.as_deref().map(needed).transpose()?,
        units_label: columns.units_label.as_deref().map(needed).transpose()?,
        date: match &columns.date {
            Some(wanted) => Some(needed(wanted)?),
            None => None,
        },
    })
}
