//! `tidewaiter explain`.

use super::exit::Outcome;
use super::print;
use crate::query;
use crate::report::terminal;
use std::path::PathBuf;

/// Explains one alert: legs, findings with their parts, unknowns, source rows, what to check next.
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  tidewaiter explain tidewaiter-run 1")]
pub struct Args {
    /// Run folder.
    run: PathBuf,
    /// Id of the alert, the beginning of its id, or its rank.
    alert: String,
    /// Print one line of JSON instead.
    #[arg(long)]
    json: bool,
}

impl Args {
    /// Runs it.
    pub fn run(self) -> Outcome {
        let run = query::open(&self.run).map_err(print::failed)?;
        let sheet = query::alert::alert(&run, &self.alert).map_err(print::failed)?;
        if self.json {
            return print::json(&Explained {
                check_next: terminal::check_next(&sheet, &run.record.advice),
                unknown: sheet.unknown(),
                alert: &sheet,
                caution: crate::report::CAUTION,
            });
        }
        let of = run.record.alerts;
        print::text(&terminal::alert(
            &sheet,
            of,
            &run.record.advice,
            print::style(),
        ))
    }
}

#[derive(serde::Serialize)]
struct Explained<'a> {
    #[serde(flatten)]
    alert: &'a crate::model::AlertSheet,
    unknown: Vec<String>,
    check_next: Vec<&'a crate::model::Advice>,
    caution: &'a str,
}
