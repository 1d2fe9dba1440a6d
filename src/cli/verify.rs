//! `tidewaiter verify`.

use super::exit::{Exit, Failed, OrExit, Outcome};
use super::print;
use crate::query;
use crate::report::escape;
use std::path::PathBuf;

/// Recomputes the hash of every file of a run folder and compares it with run.json.
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  tidewaiter verify tidewaiter-run")]
pub struct Args {
    /// Run folder.
    run: PathBuf,
    /// Print one line of JSON instead.
    #[arg(long)]
    json: bool,
}

impl Args {
    /// Runs it. Exit code 3 if a file differs.
    pub fn run(self) -> Outcome {
        let run = query::open(&self.run).map_err(print::failed)?;
        let checked = query::verify::verify(&run).or_exit(Exit::Input)?;
        let faults = checked.iter().filter(|file| file.fault.is_some()).count();
        if self.json {
            print::json(&checked)?;
        } else {
            let mut text = String::new();
            for file in &checked {
                let verdict = file.fault.as_deref().unwrap_or("as written");
                let name = escape::terminal::line(&file.name);
                text.push_str(&format!("{name:<20} {}\n", escape::terminal::line(verdict)));
            }
            print::text(&text)?;
        }
        if faults > 0 {
            return Err(Failed {
                exit: Exit::Input,
                cause: anyhow::anyhow!("{faults} files are not what was written"),
            });
        }
        Ok(())
    }
}
