//! `tidewaiter heuristics`: what is looked for, and why.

use super::exit::{Exit, OrExit, Outcome};
use super::print;
use crate::heuristics::{self, ALL, catalogue};
use crate::policy::Policy;
use clap::{Args, Subcommand};
use std::fmt::Write;

/// List the heuristics, or show what one looks for, why, and when it is innocent.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  tidewaiter heuristics list
  tidewaiter heuristics show back-to-back
  tidewaiter heuristics page > docs/heuristics.md")]
pub struct Heuristics {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    /// One line a heuristic.
    List,
    /// Everything about one heuristic.
    Show {
        /// Its id.
        id: String,
    },
    /// All of them as one Markdown page.
    Page,
}

impl Heuristics {
    /// Runs the command.
    pub fn run(self) -> Outcome {
        let policy = Policy::built_in().or_exit(Exit::Usage)?;
        let prepared = heuristics::prepare(&policy.heuristics, &policy.weights)
            .map_err(|faults| {
                let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
                anyhow::anyhow!(
                    "the policy does not fit the heuristics:\n  {}",
                    lines.join("\n  ")
                )
            })
            .or_exit(Exit::Usage)?;
        match self.what {
            What::List => {
                let mut out = String::new();
                for h in ALL {
                    let _ = writeln!(
                        out,
                        "{:<22} {:<9} {:<9} {:>7.3}  {}",
                        h.id,
                        catalogue::direction_word(h.direction),
                        catalogue::scope_word(h.scope),
                        policy.weights.weight(h.id),
                        h.summary
                    );
                }
                print::text(&out)
            }
            What::Show { id } => {
                let heuristic = heuristics::find(&id)
                    .ok_or_else(|| anyhow::anyhow!("there is no heuristic '{id}'; `tidewaiter heuristics list` shows them all"))
                    .or_exit(Exit::Usage)?;
                print::text(&catalogue::markdown(
                    heuristic,
                    &prepared,
                    &policy.weights,
                    1,
                ))
            }
            What::Page => print::text(&catalogue::page(&prepared, &policy.weights)),
        }
    }
}
