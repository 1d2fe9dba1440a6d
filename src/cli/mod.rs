//! The command line: one file a subcommand, one line here for each.

mod ablations;
mod calibrate;
mod calibration_page;
mod case;
mod compare;
mod completions;
mod entity;
mod evaluate;
pub mod exit;
mod explain;
mod export;
mod heuristics;
mod item;
mod item_labels;
mod item_table;
mod label;
mod layout;
mod paths;
mod policy;
mod print;
mod progress;
mod scan;
mod screen;
mod simulate;
mod trace;
mod verify;
mod whole;

use clap::{Parser, Subcommand};
use exit::{Exit, Outcome};
use std::io::Write;

/// Finds the shipments by which export-controlled goods were likely diverted. A result is a lead, not proof.
#[derive(Parser, Debug)]
#[command(
    name = "tidewaiter",
    version,
    max_term_width = 100,
    propagate_version = true,
    after_help = "\
Exit codes:
  0    done, with or without alerts
  1    failed at run time, for example on a full disk; nothing half-written is left
  2    wrong command line or configuration
  3    input that cannot be used
  130  interrupted"
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// Every subcommand. The variant names the file that holds it.
#[derive(Subcommand, Debug)]
enum Command {
    Scan(scan::Scan),
    Layout(layout::LayoutCommand),
    Paths(paths::Paths),
    Policy(policy::PolicyCommand),
    Screen(screen::Screen),
    Trace(trace::Args),
    Simulate(simulate::Simulate),
    Evaluate(evaluate::Evaluate),
    Calibrate(calibrate::Calibrate),
    Heuristics(heuristics::Heuristics),
    Item(item::Item),
    Explain(explain::Args),
    Entity(entity::Args),
    Case(case::Args),
    Verify(verify::Args),
    Export(export::Args),
    Label(label::Args),
    Compare(compare::Args),
    Completions(completions::Args),
}

impl Command {
    fn run(self) -> Outcome {
        match self {
            Command::Scan(command) => command.run(),
            Command::Layout(command) => command.run(),
            Command::Paths(command) => command.run(),
            Command::Policy(command) => command.run(),
            Command::Screen(command) => command.run(),
            Command::Trace(args) => args.run(),
            Command::Simulate(command) => command.run(),
            Command::Evaluate(command) => command.run(),
            Command::Calibrate(command) => command.run(),
            Command::Heuristics(command) => command.run(),
            Command::Item(command) => command.run(),
            Command::Explain(args) => args.run(),
            Command::Entity(args) => args.run(),
            Command::Case(args) => args.run(),
            Command::Verify(args) => args.run(),
            Command::Export(args) => args.run(),
            Command::Label(args) => args.run(),
            Command::Compare(args) => args.run(),
            Command::Completions(args) => args.run(),
        }
    }
}

/// Parses the command line, runs it, prints an error with all its causes.
pub fn main() -> Exit {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version go to stdout and are no error; the rest is usage.
            let exit = if error.use_stderr() {
                Exit::Usage
            } else {
                Exit::Done
            };
            let _ = error.print();
            return exit;
        }
    };
    match cli.command.run() {
        Ok(()) => Exit::Done,
        Err(failed) if exit::is_broken_pipe(&failed.cause) => Exit::Done,
        Err(failed) => {
            // Nobody may be reading stderr any more; the exit code still tells.
            let _ = writeln!(std::io::stderr(), "tidewaiter: {}", told(&failed.cause));
            failed.exit
        }
    }
}

/// An error with its causes. Some errors tell their cause themselves: what was said is not said again.
fn told(error: &anyhow::Error) -> String {
    let mut text = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !text.ends_with(&cause) {
            text.push_str(": ");
            text.push_str(&cause);
        }
    }
    text
}
