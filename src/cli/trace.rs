//! `tidewaiter trace`.

use super::exit::Outcome;
use super::print;
use crate::model::Day;
use crate::query::{
    self,
    trace::{Asked, Firm, TraceAnswer},
};
use crate::report::number;
use crate::report::terminal::{Blocks, Style};
use std::path::PathBuf;

/// Tells by which chains of shipments goods can have come from one firm to another, with the units carried
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  tidewaiter trace tidewaiter-run --from \"PALMGROVE EXAMPLE REALTOR LLC\" --to \"SHENZHEN YANGLI EXAMPLE TECHNOLOGY CO LTD\"
  tidewaiter trace tidewaiter-run --from \"PALMGROVE EXAMPLE REALTOR LLC\" --to \"TANJONG CONTOH TRADING SDN BHD\" --after 2024-01-01
Each firm ships to the next in the order of days; a chain names no firm twice. Nothing is judged.")]
pub struct Args {
    /// Run folder
    run: PathBuf,
    /// Name or id of the firm that chains start at
    #[arg(long)]
    from: String,
    /// Name or id of the firm that they end at
    #[arg(long)]
    to: String,
    /// First day of a shipment, YYYY-MM-DD
    #[arg(long, value_name = "DAY", value_parser = day)]
    after: Option<Day>,
    /// Last day of a shipment, YYYY-MM-DD
    #[arg(long, value_name = "DAY", value_parser = day)]
    before: Option<Day>,
    /// Only shipments recognised as this item: its catalogue id, or the beginning of it
    #[arg(long)]
    item: Option<String>,
    /// Longest chain in legs
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=16))]
    max_legs: u8,
    /// Number of chains to show
    #[arg(long, value_name = "N", default_value_t = 20)]
    top: usize,
    /// Print one line of JSON instead
    #[arg(long)]
    json: bool,
}

/// Chains after which the search stops: far more than a person reads.
const MOST: usize = 2_000;

fn day(text: &str) -> Result<Day, String> {
    Day::from_iso(text).ok_or_else(|| "write a day as YYYY-MM-DD".to_owned())
}

impl Args {
    /// Runs it.
    pub fn run(self) -> Outcome {
        let run = query::open(&self.run).map_err(print::failed)?;
        let asked = Asked {
            from: self.from,
            to: self.to,
            after: self.after,
            before: self.before,
            item: self.item,
            max_legs: usize::from(self.max_legs),
            most: MOST,
        };
        let answer = query::trace::trace(&run, &asked).map_err(print::failed)?;
        if self.json {
            return print::json(&answer);
        }
        print::text(&page(&answer, self.top, print::style()))
    }
}

/// Record ids of a leg that are printed before the rest is only counted.
const SHOWN: usize = 6;

fn page(answer: &TraceAnswer, top: usize, style: Style) -> String {
    let mut page = Blocks::new(style);
    page.heading(&format!("{} to {}", name(&answer.from), name(&answer.to)));
    let cut = if answer.cut { " or more" } else { "" };
    let found = number::counted(answer.chains.len() as u64, "chain");
    page.text(
        0,
        &format!("{found}{cut} of shipments in the order of days."),
    );
    for chain in answer.chains.iter().take(top) {
        let firms: Vec<String> = chain.firms.iter().map(name).collect();
        page.heading(&firms.join(" > "));
        let units = chain.units.get().map_or_else(
            || "units unknown".to_owned(),
            |n| format!("{} units", number::plain(n)),
        );
        page.text(0, &format!("Can have carried: {units}."));
        let rows: Vec<Vec<String>> = chain
            .legs
            .iter()
            .enumerate()
            .map(|(at, leg)| {
                let mut records: Vec<&str> = leg
                    .record_ids
                    .iter()
                    .take(SHOWN)
                    .map(String::as_str)
                    .collect();
                let more = format!("and {} more", leg.record_ids.len().saturating_sub(SHOWN));
                if leg.record_ids.len() > SHOWN {
                    records.push(&more);
                }
                vec![
                    (at + 1).to_string(),
                    format!("{} to {}", leg.first_day, leg.last_day),
                    number::measure(leg.units),
                    leg.items.join(", "),
                    records.join(" "),
                ]
            })
            .collect();
        page.table(
            &["Leg", "Days", "Units", "Items", "Records"],
            &rows,
            &[0, 2],
        );
    }
    if answer.chains.len() > top {
        page.quiet(
            0,
            &format!("{} more; --top shows them.", answer.chains.len() - top),
        );
    }
    page.finish()
}

fn name(firm: &Firm) -> String {
    format!(
        "{} ({})",
        firm.name,
        firm.country.as_deref().unwrap_or("??")
    )
}
