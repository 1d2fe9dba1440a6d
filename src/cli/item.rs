//! `tidewaiter item`: what a goods text says is shipped.

use super::exit::{Exit, OrExit, Outcome};
use super::item_table::{self, Columns};
use super::print;
use crate::items::{Recogniser, Recognition, Text};
use crate::model::{Day, ItemKind, Items, Measure, Range, Wording};
use crate::policy::Policy;
use crate::policy::classify::{ControlNumber, ControlNumbers};
use crate::reference::catalogue;
use crate::report::escape;
use anyhow::anyhow;
use clap::Args;
use serde::Serialize;
use std::fmt::Write;
use std::path::PathBuf;

/// Say which item a goods text names, how many, and why
#[derive(Args, Debug)]
#[command(after_help = "\
Units are accelerators for anything that holds them (a server of eight counts as eight), else pieces. TPP and
density are those of one accelerator. A name that leaves the variant open is read as the variant that stands for the
family, and `why` says so. A text that names no item is the heading of the Common High Priority List that it stands
under, or that its words name where there is no whole code, with a low confidence.

Examples:
  tidewaiter item \"NVIDIA H100 900-21010-0000-000\"
  tidewaiter item \"GPU H100 8PCS\" --hs 847330 --json
  tidewaiter item --input shipments.csv --column description --date 2026-02-01 > recognised.csv
  tidewaiter item --input labelled.csv --label item --units-label accelerators")]
pub struct Item {
    /// Goods text
    #[arg(required_unless_present = "input", conflicts_with = "input")]
    text: Option<String>,
    /// Goods code declared with it
    #[arg(long, value_name = "CODE", conflicts_with = "input")]
    hs: Option<String>,
    /// Brand declared with it
    #[arg(long, value_name = "NAME", conflicts_with = "input")]
    brand: Option<String>,
    /// Declared number of pieces
    #[arg(long, value_name = "N", conflicts_with = "input")]
    quantity: Option<f64>,
    /// Unit of the number: PCS, SET, CTN, KG
    #[arg(long, value_name = "UNIT", requires = "quantity")]
    unit: Option<String>,
    /// Print JSON
    #[arg(long, conflicts_with = "input")]
    json: bool,
    /// CSV (or .tsv) file to recognise row by row; `-` is standard input
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
    /// Column that holds the goods text
    #[arg(
        long,
        value_name = "NAME",
        default_value = "description",
        requires = "input"
    )]
    column: String,
    /// Column that holds the goods code [default: hs_code, if there is one]
    #[arg(long, value_name = "NAME", requires = "input")]
    hs_column: Option<String>,
    /// Column that holds the brand [default: brand, if there is one]
    #[arg(long, value_name = "NAME", requires = "input")]
    brand_column: Option<String>,
    /// Column that holds the number of pieces [default: quantity, if there is one]
    #[arg(long, value_name = "NAME", requires = "input")]
    quantity_column: Option<String>,
    /// Column that holds the unit of that number [default: quantity_unit, if there is one]
    #[arg(long, value_name = "NAME", requires = "input")]
    unit_column: Option<String>,
    /// Column that holds the day (YYYY-MM-DD) of the control number
    #[arg(long, value_name = "NAME", requires = "input", conflicts_with = "date")]
    date_column: Option<String>,
    /// Day of the control number [default: the last day up to which the rules are known]
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<String>,
    /// Column that holds what the item is (id, family or model; empty or none: no item). Prints precision, recall
    /// and what is taken for what, instead of the table
    #[arg(long, value_name = "NAME", requires = "input")]
    label: Option<String>,
    /// Column that holds how many units it is
    #[arg(long, value_name = "NAME", requires = "label")]
    units_label: Option<String>,
    /// Leave cells that begin like a spreadsheet formula as they are
    #[arg(long, requires = "input")]
    raw_csv: bool,
}

/// What is printed of one recognition.
#[derive(Serialize)]
struct Printed<'a> {
    item: Option<&'a str>,
    kind: Option<ItemKind>,
    vendor: Option<&'a str>,
    family: Option<&'a str>,
    model: Option<&'a str>,
    form: Option<&'a str>,
    inside: Option<&'a str>,
    confidence: f64,
    units: Measure,
    tpp: Measure,
    tpp_total: Measure,
    performance_density: Measure,
    eccn: String,
    eccn_on: String,
    wording: Wording,
    why: &'a str,
    sources_confidence: Option<&'a str>,
}

/// Everything that a row needs to be recognised and classified.
pub(super) struct Reader {
    /// The catalogue.
    pub items: Items,
    /// Recognises.
    pub recogniser: Recogniser,
    policy: Policy,
    numbers: ControlNumbers,
}

impl Reader {
    fn new() -> Result<Self, crate::policy::Error> {
        let items = catalogue::load();
        Ok(Self {
            recogniser: Recogniser::new(&items),
            items,
            policy: Policy::built_in()?,
            numbers: ControlNumbers::built_in(),
        })
    }

    /// The control number on a day; "" under none, "unknown" where a figure is not published.
    pub(super) fn eccn(&self, found: &Recognition, day: Day) -> String {
        let Some(figures) = found.inside.map(|id| &self.items[id]) else {
            return String::new();
        };
        let goods = found.item.map_or(figures, |id| &self.items[id]);
        match self.numbers.of(&self.policy.regimes, figures, goods, day) {
            ControlNumber::Under(number) => number,
            ControlNumber::Neither => String::new(),
            ControlNumber::Unknown => "unknown".to_owned(),
        }
    }

    /// TPP and density of one accelerator.
    pub(super) fn figures(&self, found: &Recognition) -> (Measure, Measure) {
        found
            .inside
            .map_or((Measure::UNKNOWN, Measure::UNKNOWN), |id| {
                let item = &self.items[id];
                (item.tpp, item.performance_density)
            })
    }
}

impl Item {
    /// Runs the command.
    pub fn run(self) -> Outcome {
        let reader = Reader::new().or_exit(Exit::Usage)?;
        let day = match &self.date {
            Some(text) => Day::from_iso(text)
                .ok_or_else(|| anyhow!("--date {text}: no such day; write it as YYYY-MM-DD"))
                .or_exit(Exit::Usage)?,
            None => reader.policy.known_to,
        };
        if let Some(input) = &self.input {
            let columns = Columns {
                text: self.column.clone(),
                hs: self.hs_column.clone(),
                brand: self.brand_column.clone(),
                quantity: self.quantity_column.clone(),
                unit: self.unit_column.clone(),
                date: self.date_column.clone(),
                day,
                raw: self.raw_csv,
                label: self.label,
                units_label: self.units_label,
            };
            return item_table::run(&reader, input, &columns);
        }
        let description = self.text.as_deref().unwrap_or_default();
        let found = reader.recogniser.recognise(&Text {
            description,
            brand: self.brand.as_deref().unwrap_or_default(),
            hs: self.hs.as_deref().unwrap_or_default(),
            quantity: Measure::from(self.quantity),
            unit: self.unit.as_deref().unwrap_or_default(),
        });
        let printed = printed(&reader, &found, day);
        if self.json {
            print::json(&printed)
        } else {
            print::text(&shown(&reader, &found, &printed))
        }
    }
}

fn printed<'a>(reader: &'a Reader, found: &'a Recognition, day: Day) -> Printed<'a> {
    let item = found.item.map(|id| &reader.items[id]);
    let (tpp, performance_density) = reader.figures(found);
    Printed {
        item: item.map(|item| item.id.as_str()),
        kind: item.map(|item| item.kind),
        vendor: item.map(|item| item.vendor.as_str()),
        family: item.map(|item| item.family.as_str()),
        model: item.map(|item| item.model.as_str()),
        form: item.map(|item| item.form.as_str()),
        inside: found.inside.map(|id| reader.items[id].id.as_str()),
        confidence: rounded(found.confidence),
        units: found.units,
        tpp,
        tpp_total: found.tpp,
        performance_density,
        eccn: reader.eccn(found, day),
        eccn_on: day.to_string(),
        wording: found.wording,
        why: &found.why,
        sources_confidence: item.map(|item| item.confidence.as_str()),
    }
}

/// Two decimals: more would be noise.
pub(super) fn rounded(confidence: f32) -> f64 {
    (f64::from(confidence) * 100.0).round() / 100.0
}

fn shown(reader: &Reader, found: &Recognition, printed: &Printed) -> String {
    let mut out = String::new();
    let mut line = |name: &str, value: String| {
        if !value.is_empty() {
            // Writing to a String cannot fail.
            let _ = writeln!(out, "{name:<12} {}", escape::terminal::line(&value));
        }
    };
    let number = |measure: Measure| {
        measure
            .get()
            .map_or("unknown".to_owned(), |value| format!("{value}"))
    };
    let range = |range: Range, unit: &str| match (range.low.get(), range.high.get()) {
        (Some(low), Some(high)) => format!("{low} to {high} {unit}"),
        _ => String::new(),
    };
    let Some(goods) = found.item.or(found.inside).map(|id| &reader.items[id]) else {
        line("item", "none recognised".to_owned());
        let wording = match found.wording {
            Wording::Missing => "there is no text",
            Wording::Vague => "the text says nothing that could be checked",
            Wording::Specific => "the text names other goods, or goods for or with an item",
        };
        line("wording", wording.to_owned());
        return out;
    };
    match printed.item {
        Some(id) => line(
            "item",
            format!("{id}   {} {} ({})", goods.vendor, goods.model, goods.form),
        ),
        None => line("item", "none in the catalogue".to_owned()),
    }
    if let Some(inside) = found.inside
        && found.item != Some(inside)
    {
        let inside = &reader.items[inside];
        line(
            "inside",
            format!("{}   {} {}", inside.id, inside.vendor, inside.model),
        );
    }
    line("confidence", format!("{}", printed.confidence));
    line("units", number(found.units));
    if goods.kind != ItemKind::ListedHeading {
        line(
            "tpp",
            format!(
                "{} each, {} together",
                number(printed.tpp),
                number(found.tpp)
            ),
        );
        line("density", number(printed.performance_density));
        let eccn = match printed.eccn.as_str() {
            "" => "neither 3A090.a nor 3A090.b",
            known => known,
        };
        line("class", format!("{eccn} on {}", printed.eccn_on));
        line("weight", range(goods.unit_weight_kg, "kg a piece"));
        line("price", range(goods.unit_price_usd, "USD a piece"));
    }
    line("why", found.why.clone());
    if !goods.note.is_empty() {
        line("note", goods.note.clone());
    }
    line(
        "figures",
        format!(
            "{} (sources {})",
            goods.confidence,
            goods.sources.join(", ")
        ),
    );
    out
}
