//! `tidewaiter case`.

use super::exit::Outcome;
use super::print;
use crate::query;
use crate::report::number;
use crate::report::terminal::{self, Blocks};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Shows a case: the alerts that share firms, and the firms they share.
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  tidewaiter case tidewaiter-run 1")]
pub struct Args {
    /// Run folder.
    run: PathBuf,
    /// Id of the case, the beginning of its id, or the id or rank of one of its alerts.
    case: String,
    /// Print one line of JSON instead.
    #[arg(long)]
    json: bool,
}

impl Args {
    /// Runs it.
    pub fn run(self) -> Outcome {
        let run = query::open(&self.run).map_err(print::failed)?;
        let case = query::case::case(&run, &self.case).map_err(print::failed)?;
        if self.json {
            return print::json(&case);
        }
        let style = print::style();
        let mut page = Blocks::new(style);
        page.heading(&format!(
            "{}  score {}  {}",
            case.case_id,
            number::score(case.score),
            number::counted(case.alerts.len() as u64, "alert")
        ));
        let day =
            |day: Option<crate::model::Day>| day.map_or_else(|| "?".to_owned(), |d| d.to_string());
        page.text(
            0,
            &format!(
                "From {} to {}; {} units and {} USD where they are stated.",
                day(case.first_date),
                day(case.last_date),
                number::measure(case.units),
                number::measure_short(case.value_usd)
            ),
        );
        page.heading("Firms");
        let mut firms: BTreeMap<&str, (&str, &str, usize)> = BTreeMap::new();
        for entity in case.alerts.iter().flat_map(|alert| &alert.chain) {
            let country = entity.country.as_deref().unwrap_or("??");
            firms
                .entry(&entity.id)
                .or_insert((&entity.name, country, 0))
                .2 += 1;
        }
        let mut firms: Vec<_> = firms.into_iter().collect();
        firms.sort_by(|a, b| b.1.2.cmp(&a.1.2).then(a.0.cmp(b.0)));
        for (id, (name, country, alerts)) in firms {
            let chains = match (alerts, case.alerts.len()) {
                (_, 1) => String::new(),
                (part, all) => format!(" in {part} of {all} chains"),
            };
            page.entry(&format!("{name} ({country}){chains}; {id}"));
        }
        page.heading("Alerts");
        page.raw(&terminal::alerts(&case.alerts, style))
            .quiet(0, crate::report::CAUTION);
        print::text(&page.finish())
    }
}
