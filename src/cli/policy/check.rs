//! `tidewaiter policy check`: every fault of a policy file at once.

use super::{load, print};
use crate::cli::exit::Outcome;
use clap::Args;
use std::path::PathBuf;

/// Check a policy file of your own: every fault at once, each with its line
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  tidewaiter policy check examples/policies/lower-threshold.toml")]
pub struct Check {
    /// The file
    file: PathBuf,
}

impl Check {
    /// Runs it.
    pub fn run(self) -> Outcome {
        let base = load(None)?;
        let policy = load(Some(&self.file))?;
        let before: Vec<&str> = base.regimes.list().iter().map(|r| r.id.as_str()).collect();
        let after: Vec<&str> = policy
            .regimes
            .list()
            .iter()
            .map(|r| r.id.as_str())
            .collect();
        let added: Vec<&str> = after
            .iter()
            .filter(|id| !before.contains(id))
            .copied()
            .collect();
        let gone: Vec<&str> = before
            .iter()
            .filter(|id| !after.contains(id))
            .copied()
            .collect();
        let mut text = format!(
            "{}: no fault\nname: {}\nsha256: {}\n",
            self.file.display(),
            policy.name,
            policy.hash()
        );
        for (what, ids) in [("regimes added", added), ("regimes dropped", gone)] {
            if !ids.is_empty() {
                text.push_str(&format!("{what}: {}\n", ids.join(", ")));
            }
        }
        print(&text)
    }
}
