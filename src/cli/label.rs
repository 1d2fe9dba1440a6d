//! `tidewaiter label`.

use super::exit::{Exit, Failed, Outcome};
use super::print;
use crate::labels;
use crate::model::{Day, Label, LabelVerdict, Seen};
use crate::query;
use std::path::PathBuf;

/// Keeps what you decided about an alert: a diversion, innocent, or unsure.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Labels are kept in tidewaiter-labels.csv in the folder that holds the run folder, one row a decision; rows are only
added, and of two about one alert the later counts. Later scans into that folder read it: a dismissed chain does not
come back as new unless something in it changed, and then the report says what. `evaluate --labels` and `calibrate
--labelled` use it.

Examples:
  tidewaiter label tidewaiter-run 1 true --note \"end-user statement is forged\"
  tidewaiter label tidewaiter-run 2 false --by kim --note \"repair under warranty\"
  tidewaiter label tidewaiter-run 3 unsure")]
pub struct Args {
    /// Run folder.
    run: PathBuf,
    /// Id of the alert, the beginning of its id, or its rank.
    alert: String,
    /// Your decision.
    #[arg(value_enum)]
    verdict: Verdict,
    /// Why.
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        allow_hyphen_values = true
    )]
    note: String,
    /// Who decided; the default is the name you are logged in by.
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    by: Option<String>,
    /// Day of the decision; the default is today (UTC).
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    date: Option<Day>,
    /// Print one line of JSON instead.
    #[arg(long)]
    json: bool,
}

/// Verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Verdict {
    /// A diversion.
    True,
    /// Innocent: dismissed.
    False,
    /// Looked at, not settled.
    Unsure,
}

impl Args {
    /// Runs it.
    pub fn run(self) -> Outcome {
        let run = query::open(&self.run).map_err(print::failed)?;
        let sheet = query::alert::alert(&run, &self.alert).map_err(print::failed)?;
        let by = self.by.unwrap_or_else(user);
        let label = Label {
            date: self.date.or_else(today),
            by,
            verdict: match self.verdict {
                Verdict::True => LabelVerdict::True,
                Verdict::False => LabelVerdict::False,
                Verdict::Unsure => LabelVerdict::Unsure,
            },
            note: self.note,
            seen: Seen::of(&sheet),
        };
        let path = labels::beside(run.dir());
        labels::append(&path, &label).map_err(|error| Failed {
            exit: match error {
                labels::Error::Io { .. } => Exit::Failure,
                _ => Exit::Input,
            },
            cause: error.into(),
        })?;
        if self.json {
            return print::json(&label);
        }
        let before = match &sheet.label {
            Some(before) => format!("; before: {}", before.line()),
            None => String::new(),
        };
        let text = format!(
            "{} (rank {}) is {}, kept in {}{before}",
            sheet.alert_id,
            sheet.rank,
            label.verdict.done(),
            path.display()
        );
        print::text(&format!(
            "{}\n",
            crate::report::escape::terminal::line(&text)
        ))
    }
}

/// The name that the user is logged in by; empty if the environment does not tell.
fn user() -> String {
    ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .filter_map(std::env::var_os)
        .find_map(|name| name.into_string().ok())
        .unwrap_or_default()
}

/// The day by the machine's clock.
#[allow(
    clippy::disallowed_methods,
    reason = "only the command line asks for the time"
)]
fn today() -> Option<Day> {
    let seconds = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .ok()?
        .as_secs();
    i32::try_from(seconds / 86_400).ok().map(Day::from_epoch)
}

fn day(text: &str) -> Result<Day, String> {
    Day::from_iso(text).ok_or_else(|| "write the day as YYYY-MM-DD".to_owned())
}
